//! Likes and shares.

use serde_json::json;
use trenza::{offers, registry};

use crate::site::Site;
use crate::town::Town;

async fn counted(town: &Town) -> [i64; 2] {
    let mut counts = [0; 2];
    for (count, name) in counts.iter_mut().zip(["likes", "shares"]) {
        let path = format!("{}/{name}", town.offer.path());
        let document = town.document(&path).await;
        assert!(document.get("orderedItems").is_none(), "nobody is named");
        *count = document["totalItems"].as_i64().unwrap();
    }
    counts
}

#[tokio::test]
async fn each_is_counted_once_and_taken_back_by_whoever_gave_it() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let (ana, bob) = (site.person("ana"), site.person("bob"));
    let offer = town.offer_id();
    let like = ana.activity("Like", offer.clone());
    let share = ana.activity("Announce", offer.clone());
    assert_eq!(ana.says(&town, &like).await, "applied");
    assert_eq!(ana.says(&town, &share).await, "applied");
    assert_eq!(ana.does(&town, "Like", offer.clone()).await, "applied");
    assert_eq!(bob.does(&town, "Like", offer.clone()).await, "applied");
    assert_eq!(counted(&town).await, [2, 1]);
    let page = town.page().await;
    assert!(
        page.contains("Les gusta a: 2") && page.contains("Compartido por: 1"),
        "{page}"
    );

    // Nobody takes back what another gave, by its id or by what it was.
    for undone in [like["id"].clone(), share["id"].clone(), share.clone()] {
        assert_ne!(bob.does(&town, "Undo", undone).await, "applied");
    }
    assert_eq!(counted(&town).await, [2, 1]);
    assert_eq!(
        ana.does(&town, "Undo", share["id"].clone()).await,
        "applied"
    );
    // The like was given twice: what it was tells which, whatever its id.
    assert_eq!(ana.does(&town, "Undo", like.clone()).await, "applied");
    assert_eq!(counted(&town).await, [1, 0]);
    assert_ne!(ana.does(&town, "Undo", like).await, "applied");
    assert_eq!(counted(&town).await, [1, 0]);
}

#[tokio::test]
async fn only_what_stands_here_can_be_liked_and_only_in_ones_own_name() {
    let town = Town::open().await;
    let (here, there) = (Site::open(&town).await, Site::open(&town).await);
    let (ana, mallory) = (here.person("ana"), there.person("mallory"));
    for object in [
        town.workshop_id(),
        town.node
            .url("/offers/0192f5a0-7b1c-7e2d-8f3a-4b5c6d7e8f90"),
        here.url("/notes/1"),
    ] {
        assert_ne!(
            ana.does(&town, "Like", object.clone()).await,
            "applied",
            "{object}"
        );
        assert_ne!(
            ana.does(&town, "Announce", object.clone()).await,
            "applied",
            "{object}"
        );
    }
    let mut forged = mallory.activity("Like", town.offer_id());
    forged["actor"] = json!(ana.id);
    assert_eq!(mallory.posts(&town, &forged).await, 401);
    town.change(async |tx, clock| offers::withdraw(tx, clock, &town.offer.id).await)
        .await;
    assert_ne!(ana.does(&town, "Like", town.offer_id()).await, "applied");
    assert_eq!(town.count("reactions").await, 0);
}

#[tokio::test]
async fn whoever_reacted_is_told_of_an_edit_and_of_the_end_without_following_anybody() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let (ana, bob, eva) = (site.person("ana"), site.person("bob"), site.person("eva"));
    let offer = town.offer_id();
    assert_eq!(ana.does(&town, "Like", offer.clone()).await, "applied");
    let share = bob.activity("Announce", offer.clone());
    assert_eq!(bob.says(&town, &share).await, "applied");
    let mut draft = town.offer.stated.clone();
    draft.titles.insert("es", "Bicicletas y remolques").unwrap();
    town.change(async |tx, clock| offers::edit(tx, clock, &town.offer.id, draft).await)
        .await;
    let is_of = |kind: &'static str| move |one: &serde_json::Value| one["type"] == kind;
    for person in [&ana, &bob] {
        let told = person.receives("the edit", is_of("Update")).await;
        assert_eq!(told["object"]["id"], offer);
    }
    assert!(site.posted(&eva.inbox).is_empty());

    // Who took it back hears no more of edits, and is told that what they were told is gone.
    assert_eq!(bob.does(&town, "Undo", share).await, "applied");
    town.change(async |tx, clock| offers::withdraw(tx, clock, &town.offer.id).await)
        .await;
    for person in [&ana, &bob] {
        let told = person.receives("the end", is_of("Delete")).await;
        assert_eq!(told["object"]["id"], offer);
    }
    assert!(site.posted(&eva.inbox).is_empty());
}

#[tokio::test]
async fn whoever_reacted_is_told_that_the_organization_was_erased_and_nobody_else() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let [ana, bob, cid, dan, eva] = ["ana", "bob", "cid", "dan", "eva"].map(|who| site.person(who));
    let offer = town.offer_id();
    assert_eq!(ana.does(&town, "Like", offer.clone()).await, "applied");
    let share = bob.activity("Announce", offer.clone());
    assert_eq!(bob.says(&town, &share).await, "applied");
    assert_eq!(bob.does(&town, "Undo", share).await, "applied");
    let note = cid.note("<p>Uno</p>", &offer);
    assert_eq!(cid.does(&town, "Create", note).await, "applied");
    // An account that is gone is not written to.
    assert_eq!(dan.does(&town, "Like", offer.clone()).await, "applied");
    assert_eq!(town.count("acquainted").await, 4);
    assert_eq!(dan.does(&town, "Delete", dan.id.clone()).await, "applied");
    assert_eq!(town.count("acquainted").await, 3);
    // What has no effect makes nobody known.
    let stranger = eva.note("<p>Otra</p>", &site.url("/notes/other"));
    assert_ne!(eva.does(&town, "Create", stranger).await, "applied");

    town.change(async |tx, clock| registry::remove(tx, clock, &town.workshop.id).await)
        .await;
    for person in [&ana, &bob, &cid] {
        for gone in [&offer, &town.workshop_id()] {
            let is_of_it = |one: &serde_json::Value| {
                let object = &one["object"];
                one["type"] == "Delete" && (object == gone || object["id"] == **gone)
            };
            person.receives("the end", is_of_it).await;
        }
    }
    for person in [&dan, &eva] {
        assert!(site.posted(&person.inbox).is_empty(), "{}", person.id);
    }
    assert_eq!(town.count("acquainted").await, 0);
}
