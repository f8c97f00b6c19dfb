//! A server made with Fedify looks up, follows, reads and leaves the actors of a node.

use serde_json::json;
use trenza::federation::paths;
use trenza::offers;
use trenza::offers::Ending;

use crate::city::{City, TERRITORY};
use crate::fediverse::{Fediverse, Manners};
use crate::tls::Authority;
use crate::tools::{Npm, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_speaks_draft_cavage_follows_and_reads_a_node() {
    lives_beside(&Manners::CAVAGE, "draft-cavage").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_speaks_rfc_9421_follows_and_reads_a_node() {
    lives_beside(&Manners::RFC_9421, "rfc9421").await;
}

/// From looking up to leaving, asserted at both ends.
async fn lives_beside(manners: &Manners, scheme: &str) {
    let Some(npm) = Npm::find() else { return };
    let authority = Authority::new();
    let city = City::behind(&authority).await;
    let server = Fediverse::start(&npm, &authority, manners).await;
    let cafe = city.active("Café Unión").await;
    let paths = [
        cafe.path(),
        paths::territory(TERRITORY),
        paths::NODE.to_owned(),
    ];
    let actors = paths.clone().map(|path| city.node.url(&path));

    // Look up, by the address that people type.
    let handle = cafe.handle.clone();
    let names = [handle.as_str(), "mx_oax", "trenza"];
    let kinds = ["Organization", "Group", "Application"];
    for ((name, kind), actor) in names.iter().zip(kinds).zip(&actors) {
        let address = format!("@{name}@{}", city.authority());
        let found = server.looks_up(&address).await;
        assert_eq!(found["type"], kind, "{address}: {found}");
        assert_eq!(found["id"], *actor, "{address}: {found}");
        assert_eq!(found["keys"][0]["owner"], *actor, "{found}");
        assert_eq!(found["sharedInbox"], city.node.url("/inbox"), "{found}");
        assert_eq!(
            found["assertionMethods"],
            json!([format!("{actor}#ed25519")])
        );
        // The same actor by its id.
        assert_eq!(server.looks_up(actor).await, found);
    }

    // Follow, accept.
    let mut follows = Vec::new();
    for (actor, path) in actors.iter().zip(&paths) {
        follows.push(server.follows("ana", actor).await);
        assert_eq!(city.followers(path).await, 1, "{path}");
    }

    // A new offer, its edit, its closing.
    let offer = city.offer(&cafe, "Tostadora compartida").await;
    let id = city.node.url(&offer.path());
    let shown = server
        .shows(&id, "the offer arrives", |note| !note.is_null())
        .await;
    assert_eq!(shown["type"], "Note", "{shown}");
    assert_eq!(shown["name"], "Ofrecemos: Tostadora compartida", "{shown}");
    assert_eq!(shown["attributedTo"], actors[0], "{shown}");
    assert_eq!(shown["updated"], json!(null), "{shown}");
    let announced = async || server.state().await["announced"].clone();
    let announced = until("the territory tells of it", announced, |all| {
        all[0]["id"] == id
    })
    .await;
    assert_eq!(announced[0]["by"], actors[1], "{announced}");
    assert_eq!(announced[0]["name"], shown["name"], "{announced}");

    let mut draft = offer.stated.clone();
    draft.titles.insert("es", "Tostadora y molino").unwrap();
    city.change(async |tx, clock| offers::edit(tx, clock, &offer.id, draft).await)
        .await;
    let edited = server
        .shows(&id, "the edit arrives", |note| {
            note["name"] == "Ofrecemos: Tostadora y molino"
        })
        .await;
    assert!(
        edited["updated"].as_str() > edited["published"].as_str(),
        "{edited}"
    );

    city.change(async |tx, clock| offers::close(tx, clock, &offer.id, Ending::Met).await)
        .await;
    server
        .shows(&id, "the closing arrives", |note| {
            note["name"] == "RESUELTO · Ofrecemos: Tostadora y molino"
        })
        .await;

    // What was withdrawn is gone, there and here.
    city.change(async |tx, clock| offers::withdraw(tx, clock, &offer.id).await)
        .await;
    let gone = server
        .shows(&id, "the deletion arrives", |note| note["gone"] == true)
        .await;
    assert_eq!(gone["type"], "Tombstone", "{gone}");

    // Every activity was proven, and signed in the way that the server understands, by the
    // organization's own key.
    for (kind, times) in [("Create", 1), ("Update", 2), ("Delete", 1)] {
        let all = server.received(kind, &id).await;
        let taken: Vec<_> = all.iter().filter(|one| one["status"] == 202).collect();
        assert_eq!(taken.len(), times, "{kind}: {all:#?}");
        for one in taken {
            assert_eq!(one["scheme"], scheme, "{one}");
            assert_eq!(one["keyId"], format!("{}#main-key", actors[0]), "{one}");
            assert_eq!(one["isProven"], true, "{one}");
            assert_eq!(one["path"], "/inbox", "{one}");
        }
    }

    // What it does not understand was tried once, and is remembered.
    let state = server.state().await;
    let all = state["received"].as_array().unwrap().iter();
    let misunderstood = all.filter(|one| one["status"] == 401).count();
    assert_eq!(misunderstood, usize::from(scheme == "rfc9421"), "{state:#}");

    leaves(&city, &server, &paths, &follows).await;
}

/// Unfollows: nothing new arrives, but what was told once is still taken back.
async fn leaves(city: &City, server: &Fediverse, paths: &[String], follows: &[String]) {
    let cafe = city.organization(&paths[0]).await;
    let told = city.offer(&cafe, "Sacos de yute").await;
    let told_id = city.node.url(&told.path());
    server
        .shows(&told_id, "the offer arrives", |note| !note.is_null())
        .await;
    for (path, follow) in paths.iter().zip(follows) {
        let actor = city.node.url(path);
        server.leaves("ana", &actor, follow).await;
        let left = async || city.followers(path).await;
        until("the follower leaves", left, |followers| *followers == 0).await;
    }
    let untold = city.offer(&cafe, "Una báscula").await;
    city.change(async |tx, clock| offers::withdraw(tx, clock, &told.id).await)
        .await;
    let gone = server.shows(&told_id, "the deletion arrives", |note| {
        note["gone"] == true
    });
    gone.await;
    assert_eq!(city.deliveries_about(&untold.path()).await, 0);
    let state = server.state().await;
    assert!(state["notes"][city.node.url(&untold.path())].is_null());
    assert_eq!(state["refused"], json!([]));
    until(
        "everything was delivered",
        async || city.undelivered().await,
        Vec::is_empty,
    )
    .await;
}

/// JSON-LD readers drop what a document's contexts do not explain, silently.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_member_of_our_documents_means_something_to_readers_of_json_ld() {
    let Some(npm) = Npm::find() else { return };
    let authority = Authority::new();
    let city = City::behind(&authority).await;
    let server = Fediverse::start(&npm, &authority, &Manners::default()).await;
    let cafe = city.active("Café Unión").await;
    let offer = city.offer(&cafe, "Tostadora compartida").await;
    let proposal = city.node.url(&format!("{}/proposal", offer.path()));
    let found = server.looks_up(&proposal).await;
    assert_eq!(found["type"], "Proposal", "{found}");
    assert_eq!(found["purpose"], "offer", "{found}");
    let intent = &found["publishes"];
    assert_eq!(
        intent["id"],
        city.node.url(&format!("{}#primary", offer.path()))
    );
    assert_eq!(intent["action"], "deliverService", "{found}");
    assert_eq!(intent["hasUnit"], "one", "{found}");
    let page = server.reads(&city.node.url("/registry/log?after=0")).await;
    let created = page["orderedItems"].as_array().unwrap().last().unwrap()["id"].clone();
    let mut documents: Vec<String> = [
        "/actor",
        "/actor/outbox",
        "/actor/followers",
        "/registry/log",
        "/registry/log?after=0",
        &paths::territory(TERRITORY),
        &cafe.path(),
        &format!("{}/outbox", cafe.path()),
        &offer.path(),
    ]
    .map(|path| city.node.url(path))
    .into();
    documents.extend([proposal, created.as_str().unwrap().to_owned()]);
    for what in documents {
        let unknown = server
            .does("unknown", json!({"as": "ana", "what": what}))
            .await;
        assert_eq!(unknown, json!([]), "{what}");
    }
    // What has no meaning is noticed.
    let document = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "type": "Note",
        "colour": "red",
        "tag": {"type": "Mystery"},
    });
    let unknown = server.does("unknown", json!({"document": document})).await;
    assert_eq!(unknown, json!(["Mystery", "colour"]));
    // Whoever reads JSON-LD sees the keys and how a follower is answered.
    let node = server.looks_up(&city.node.url("/actor")).await;
    assert_eq!(node["manuallyApprovesFollowers"], false, "{node}");
}
