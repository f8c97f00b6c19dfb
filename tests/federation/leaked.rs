//! All keys replaced, as after somebody read a copy of them, by a server that is stopped halfway
//! and with others who do not know of it.

use trenza::activitypub::delivery::queue;
use trenza::activitypub::keyring::replacing;
use trenza::activitypub::keys::{Algorithm, PrivateKey};
use trenza::cli;
use trenza::cli::keys::{Command, Kind};
use trenza::federation::followers::{self, Follower};
use trenza::federation::rotation::{self, Whose};
use trenza::federation::{channel, node_actor, publish};
use trenza::node::Node;
use trenza::offers::Purpose;
use trenza::registry::{self, Author, Organization};

use crate::nodes::{Running, Stage, until};
use crate::rotation::{asked, friends, method, post, proved, replaced, rotate, shown};

async fn rotate_all(node: &Running, kind: Kind) {
    let (org, all) = (None, true);
    let report = asked(node, Command::Rotate { kind, org, all }).await;
    report.unwrap();
    replaced(node).await;
}

/// A territory and a channel that somebody follows whose server is away.
async fn followed(node: &Running) -> [String; 2] {
    let paths = ["/t/MX-OAX", "/c/needs.agriculture"];
    let slices = paths.map(|path| channel::of_path(path).unwrap());
    node.change(async |tx, clock| {
        for slice in &slices {
            channel::actor::ensure(&node.node, tx, slice, clock.now()).await?;
        }
        for path in paths {
            let follower = Follower {
                actor: path.to_owned(),
                follower: "http://127.0.0.1:1/users/ana".to_owned(),
                inbox: "http://127.0.0.1:1/users/ana/inbox".to_owned(),
                shared_inbox: None,
                follow: "http://127.0.0.1:1/follow".to_owned(),
                state: "accepted".to_owned(),
            };
            followers::put(tx, &follower, clock.now()).await?;
        }
        Ok(())
    })
    .await;
    paths.map(str::to_owned)
}

#[tokio::test]
async fn every_key_is_replaced_at_once_and_everything_is_proved_by_the_new_ones() {
    let stage = Stage::new();
    let lyon = stage.open("lyon", "accept").await;
    let coop = lyon.active("Union").await;
    let apart = lyon.active("Apart").await;
    lyon.listed("Molino").await;
    lyon.offer(&coop, Purpose::Offer, "Hammers").await;
    let [territory, channel] = followed(&lyon).await;
    let mut farming = coop.stated.clone();
    farming.themes = vec!["agriculture".to_owned()];
    lyon.change(async |tx, clock| {
        registry::edit(tx, clock, &coop.id, farming, Author::Office).await
    })
    .await;
    let need = lyon.offer(&coop, Purpose::Need, "Hoes").await;
    until("all is published", async || {
        lyon.waiting_events().await == 0
    })
    .await;
    // What the organization said, and what the channel repeats of it: the address, and the whole.
    assert!(lyon.told(&need.path()).await.len() >= 3);
    rotate(&lyon, Kind::Rsa, Some(&apart.handle)).await.unwrap();
    let paths = [
        "/actor".to_owned(),
        territory,
        channel,
        coop.path(),
        apart.path(),
    ];
    let before = proved(&lyon).await;
    assert!(before > paths.len(), "{before}");
    let (mut keys, mut pems) = (Vec::new(), Vec::new());
    for path in &paths {
        keys.push(method(&lyon, path).await);
        pems.push(shown(&lyon, path).await);
    }

    rotate_all(&lyon, Kind::Ed25519).await;
    assert!(proved(&lyon).await > before);
    for (path, key) in paths.iter().zip(&keys) {
        assert_ne!(method(&lyon, path).await, *key, "{path}");
    }
    let told = lyon.told("/t/MX-OAX").await.len();
    rotate_all(&lyon, Kind::Rsa).await;
    assert!(lyon.told("/t/MX-OAX").await.len() > told);
    let new = shown(&lyon, "/actor").await;
    for (path, pem) in paths.iter().zip(&pems) {
        let now = shown(&lyon, path).await;
        assert_ne!(now, *pem, "{path}");
        assert_eq!(now == new, *path != apart.path(), "{path}");
        let signing = lyon.node.keys.rsa_of(path).public().unwrap();
        assert_eq!(signing.to_pem(), now, "{path}");
    }
    proved(&lyon).await;
    for item in lyon.get("/registry/log?after=0").await.1["orderedItems"]
        .as_array()
        .unwrap()
    {
        assert!(item["proof"].is_object(), "{item}");
    }
}

#[tokio::test]
async fn the_old_key_signs_until_documents_show_the_new_one_and_a_stop_loses_none_of_it() {
    let stage = Stage::new();
    let lyon = stage.open("lyon", "accept").await;
    let coop = lyon.active("Union").await;
    until("it is published", async || {
        lyon.get(&coop.path()).await.0 == 200
    })
    .await;
    let old = shown(&lyon, &coop.path()).await;
    let stopped = lyon.stop().await;
    let idle = stopped.idle().await;
    let pem = |key: PrivateKey| key.public().unwrap().to_pem();
    let is_done = rotation::rotate(&idle, Algorithm::Rsa, Whose::Directory).await;
    assert!(!is_done.unwrap());
    let next = pem(idle.keys.shown_rsa_of(&coop.path()));
    assert_eq!(pem(idle.keys.rsa_of(&coop.path())), old);
    assert_ne!(next, old);
    // One at a time, or an actor would sign by what no document showed.
    let whose = Whose::Organization(&coop);
    let refused = rotation::rotate(&idle, Algorithm::Ed25519, whose).await;
    let refused = refused.unwrap_err().to_string();
    assert!(
        refused.contains("other keys are being replaced"),
        "{refused}"
    );
    idle.db.close().await;

    let lyon = stage.reopen(stopped).await;
    replaced(&lyon).await;
    for path in ["/actor", &coop.path()] {
        assert_eq!(shown(&lyon, path).await, next, "{path}");
        assert_eq!(pem(lyon.node.keys.rsa_of(path)), next, "{path}");
    }
}

/// The states of the keys that are listed, without those that merely sign.
async fn unsettled(node: &Node) -> Vec<String> {
    let list = cli::Command::Keys(Command::List);
    let report = cli::execute(node, list).await.unwrap();
    let states = report.text.split_whitespace();
    let states = states.filter(|word| ["next", "former"].contains(word));
    states.map(str::to_owned).collect()
}

#[tokio::test]
async fn what_was_not_sealed_anew_before_a_stop_is_sealed_anew_after_it() {
    let stage = Stage::new();
    let lyon = stage.open("lyon", "accept").await;
    let coop = lyon.active("Union").await;
    lyon.offer(&coop, Purpose::Offer, "Hammers").await;
    until("all is published", async || {
        lyon.waiting_events().await == 0
    })
    .await;
    let before = proved(&lyon).await;
    let old = method(&lyon, &coop.path()).await;
    let stopped = lyon.stop().await;
    let idle = stopped.idle().await;
    assert!(unsettled(&idle).await.is_empty());
    let whose = Whose::Organization(&coop);
    rotation::rotate(&idle, Algorithm::Ed25519, whose)
        .await
        .unwrap();
    assert_eq!(unsettled(&idle).await, ["next"]);
    // As if it stopped just when the new key began to seal.
    let mut tx = idle.db.begin().await.unwrap();
    replacing::lock(&mut tx).await.unwrap();
    replacing::take_over(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(unsettled(&idle).await, ["former"]);
    idle.db.close().await;

    let lyon = stage.reopen(stopped).await;
    replaced(&lyon).await;
    assert!(unsettled(&lyon.node).await.is_empty());
    assert_ne!(method(&lyon, &coop.path()).await, old);
    assert!(proved(&lyon).await >= before);
}

#[tokio::test]
async fn an_organization_that_is_gone_says_farewell_by_the_key_that_others_know() {
    let stage = Stage::new();
    let (oaxaca, lyon, coop) = friends(&stage).await;
    let signer = lyon.node.signer_of(&coop.path());
    assert_eq!(post(&lyon, &signer, &oaxaca).await, 202);
    let away = oaxaca.stop().await;
    lyon.change(async |tx, clock| registry::remove(tx, clock, &coop.id).await)
        .await;
    until("it is gone", async || lyon.get(&coop.path()).await.0 == 410).await;
    rotate(&lyon, Kind::Rsa, None).await.unwrap();
    let pem = |path: &str| lyon.node.keys.rsa_of(path).public().unwrap().to_pem();
    assert_eq!(pem(&coop.path()), signer.key.public().unwrap().to_pem());
    until(
        "the directory shows the key that it signs with",
        async || {
            pem("/actor") == shown(&lyon, "/actor").await && pem("/actor") != pem(&coop.path())
        },
    )
    .await;

    let oaxaca = stage.reopen(away).await;
    farewell_arrives(&lyon, &oaxaca, &coop).await;
    // Nothing waits for the old key any more.
    lyon.change(async |tx, _| replacing::forget_of_gone(tx).await)
        .await;
    lyon.node.read_keys().await.unwrap();
    assert_eq!(pem(&coop.path()), pem("/actor"));
}

/// Has the removal of an organization told again until another has taken it.
async fn farewell_arrives(lyon: &Running, oaxaca: &Running, coop: &Organization) {
    until("the farewell arrives", async || {
        // Nothing waits when it has arrived.
        lyon.change(async |tx, clock| {
            Ok(queue::retry(tx, queue::Which::All, clock.now())
                .await
                .is_ok())
        })
        .await;
        lyon.node.wake.deliverer.notify_one();
        let mut tx = lyon.node.db.read().await.unwrap();
        let query = "SELECT state FROM deliveries WHERE actor = $1 AND type = 'Delete'";
        let states: Vec<String> = trenza::on!(tx, |c| sqlx::query_scalar(query)
            .bind(coop.path())
            .fetch_all(c))
        .unwrap();
        !states.is_empty() && states.iter().all(|state| state == "delivered")
    })
    .await;
    until("its record is gone", async || {
        let record = oaxaca.record(&lyon.node.url(&coop.path())).await;
        record.is_none_or(|record| record.gone)
    })
    .await;
}

#[tokio::test]
async fn whoever_was_away_believes_the_removal_of_an_organization_after_its_key_was_replaced() {
    let stage = Stage::new();
    let (oaxaca, lyon, coop) = friends(&stage).await;
    let signer = lyon.node.signer_of(&coop.path());
    assert_eq!(post(&lyon, &signer, &oaxaca).await, 202);
    let away = oaxaca.stop().await;
    rotate(&lyon, Kind::Rsa, None).await.unwrap();
    lyon.change(async |tx, clock| registry::remove(tx, clock, &coop.id).await)
        .await;
    until("it is gone", async || lyon.get(&coop.path()).await.0 == 410).await;
    let oaxaca = stage.reopen(away).await;
    farewell_arrives(&lyon, &oaxaca, &coop).await;
}

#[tokio::test]
async fn an_organization_that_went_before_its_new_key_signed_gets_none() {
    let stage = Stage::new();
    let lyon = stage.open("lyon", "accept").await;
    let coop = lyon.active("Union").await;
    until("it is published", async || {
        lyon.get(&coop.path()).await.0 == 200
    })
    .await;
    let idle = lyon.stop().await.idle().await;
    let pem = || idle.keys.rsa_of(&coop.path()).public().unwrap().to_pem();
    let old = pem();
    let whose = Whose::Organization(&coop);
    rotation::rotate(&idle, Algorithm::Rsa, whose)
        .await
        .unwrap();
    let mut tx = idle.db.begin().await.unwrap();
    registry::remove(&mut tx, &idle.clock, &coop.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    publish::drain(&idle).await.unwrap();
    assert_eq!(pem(), old);
    let mut tx = idle.db.read().await.unwrap();
    assert!(!replacing::is_under_way(&mut tx).await.unwrap());
    drop(tx);
    idle.db.close().await;
}

#[tokio::test]
async fn a_process_that_has_not_heard_of_a_new_key_writes_no_document_with_the_old_one() {
    let stage = Stage::new();
    let lyon = stage.open("lyon", "accept").await;
    let Some(other) = lyon.beside().await else {
        return;
    };
    rotate_all(&lyon, Kind::Rsa).await;
    rotate_all(&lyon, Kind::Ed25519).await;
    let (new, key) = (shown(&lyon, "/actor").await, method(&lyon, "/actor").await);
    let outdated = other.keys.shown_rsa_of("/actor").public().unwrap();
    assert_ne!(outdated.to_pem(), new);
    node_actor::publish(&other).await.unwrap();
    assert_eq!(shown(&lyon, "/actor").await, new);
    assert_eq!(method(&lyon, "/actor").await, key);
    proved(&lyon).await;
    other.db.close().await;
}

/// Has an organization describe itself at such length that no directory takes it.
async fn swollen(node: &Node, organization: &Organization, letter: &str) {
    let mut stated = organization.stated.clone();
    let tags = "ar bg ca cs da de el en es et eu fa fi fr ga gl he hi hr hu id it ja ko nl";
    for tag in tags.split(' ') {
        stated.summaries.insert(tag, &letter.repeat(5_000)).unwrap();
    }
    let mut tx = node.db.begin().await.unwrap();
    let (clock, id, by) = (&node.clock, &organization.id, Author::Office);
    registry::edit(&mut tx, clock, id, stated, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    node.wake.publisher.notify_one();
}

#[tokio::test]
async fn an_organization_that_cannot_be_published_keeps_no_key_from_being_replaced() {
    let stage = Stage::new();
    let lyon = stage.open("lyon", "accept").await;
    let coop = lyon.active("Union").await;
    until("it is published", async || {
        lyon.get(&coop.path()).await.0 == 200
    })
    .await;
    swollen(&lyon.node, &coop, "é").await;
    until("the change is set aside", async || {
        lyon.waiting_events().await == 0
    })
    .await;
    let described = lyon.get(&coop.path()).await.1["summaryMap"].clone();
    let old = shown(&lyon, &coop.path()).await;
    rotate(&lyon, Kind::Rsa, None).await.unwrap();
    let new = shown(&lyon, &coop.path()).await;
    assert_ne!(new, old);
    assert_eq!(shown(&lyon, "/actor").await, new);
    let signing = lyon.node.keys.rsa_of(&coop.path()).public().unwrap();
    assert_eq!(signing.to_pem(), new);
    let key = method(&lyon, &coop.path()).await;
    rotate(&lyon, Kind::Ed25519, Some(&coop.handle))
        .await
        .unwrap();
    assert_ne!(method(&lyon, &coop.path()).await, key);
    proved(&lyon).await;
    let (_, after) = lyon.get(&coop.path()).await;
    assert_eq!(after["summaryMap"], described);

    // Neither does it keep commands from what they do without a server.
    let stopped = lyon.stop().await;
    let idle = stopped.idle().await;
    swollen(&idle, &coop, "ö").await;
    let whose = Whose::Directory;
    rotation::rotate(&idle, Algorithm::Rsa, whose)
        .await
        .unwrap();
    publish::drain(&idle).await.unwrap();
    idle.db.close().await;
    let lyon = stage.reopen(stopped).await;
    assert_ne!(shown(&lyon, &coop.path()).await, new);
    let mut tx = lyon.node.db.read().await.unwrap();
    assert!(!replacing::is_under_way(&mut tx).await.unwrap());
}
