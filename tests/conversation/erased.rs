//! The inbox of an organization that was erased.

use serde_json::Value;
use trenza::registry;

use crate::site::{Person, Site};
use crate::town::{Town, until};

/// A directory with the workshop and its offer, and a bakery that was erased; gives its inbox.
async fn bakery_erased(town: &Town) -> String {
    let bakery = town.active("Panadería").await;
    town.change(async |tx, clock| registry::remove(tx, clock, &bakery.id).await)
        .await;
    let path = bakery.path();
    until("it is gone", async || town.status(&path).await == 410).await;
    format!("{path}/inbox")
}

/// Sends an activity to the inbox and waits until it is decided.
async fn decided(town: &Town, inbox: &str, person: &Person, activity: &Value) -> String {
    let status = person.posts_to(town, inbox, activity).await;
    assert_eq!(status, 202, "{activity}");
    town.decided(activity["id"].as_str().unwrap()).await
}

#[tokio::test]
async fn what_somebody_takes_back_or_removes_counts_whichever_inbox_it_came_to() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let (ana, bob, eve) = (site.person("ana"), site.person("bob"), site.person("eve"));
    let inbox = bakery_erased(&town).await;
    let like = ana.activity("Like", town.offer_id());
    assert_eq!(ana.says(&town, &like).await, "applied");
    let follow = ana.activity("Follow", town.workshop_id());
    assert_eq!(ana.says(&town, &follow).await, "applied");
    for undone in [like, follow] {
        let undo = ana.activity("Undo", undone);
        assert_eq!(decided(&town, &inbox, &ana, &undo).await, "applied");
    }
    assert_eq!(town.count("reactions").await, 0);
    assert_eq!(town.count("followers").await, 0);

    let note = bob.note("<p>Uno</p>", &town.offer_id());
    let create = bob.activity("Create", note.clone());
    assert_eq!(bob.says(&town, &create).await, "applied");
    // What another wrote stays, and whoever does not prove who they are is not heard.
    let theirs = eve.activity("Delete", note["id"].clone());
    assert_ne!(decided(&town, &inbox, &eve, &theirs).await, "applied");
    let mut forged = bob.activity("Delete", bob.id.clone());
    forged["actor"] = eve.id.clone().into();
    forged["object"] = eve.id.clone().into();
    assert_eq!(bob.posts_to(&town, &inbox, &forged).await, 401);
    assert_eq!(town.count("replies").await, 1);
    let delete = bob.activity("Delete", bob.id.clone());
    assert_eq!(decided(&town, &inbox, &bob, &delete).await, "applied");
    assert_eq!(town.count("replies").await, 0);
}

#[tokio::test]
async fn whoever_speaks_to_an_erased_organization_hears_that_it_is_gone() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let (ana, eve) = (site.person("ana"), site.person("eve"));
    let inbox = bakery_erased(&town).await;
    let gone = town.node.url(inbox.trim_end_matches("/inbox"));
    let note = ana.note("<p>Uno</p>", &town.offer_id());
    let said = [
        ana.activity("Follow", gone.clone()),
        ana.activity("Block", gone.clone()),
        ana.activity("Create", note),
        ana.activity("Like", town.offer_id()),
        ana.activity("Dance", gone.clone()),
    ];
    for activity in &said {
        assert_eq!(
            ana.posts_to(&town, &inbox, activity).await,
            410,
            "{activity}"
        );
        assert!(!town.knows(activity["id"].as_str().unwrap()).await);
    }
    // Whoever is not who they say learns nothing of it.
    let mut forged = ana.activity("Follow", gone);
    forged["actor"] = eve.id.clone().into();
    assert_eq!(ana.posts_to(&town, &inbox, &forged).await, 401);
}

#[tokio::test]
async fn what_an_erased_organization_answered_is_kept_no_more_and_its_readers_are_told() {
    let town = Town::with("[conversation]\noffice_answers = true").await;
    let site = Site::open(&town).await;
    let ana = site.person("ana");
    let letter = ana.letter(&town.workshop_id(), "<p>Hola</p>");
    assert_eq!(ana.does(&town, "Create", letter).await, "applied");
    let report = town.told(&["message", "list", "--org", "taller"]).await;
    let id = report.json[0]["id"].as_str().unwrap();
    let answer = [
        "message",
        "answer",
        "--org",
        "taller",
        id,
        "--text",
        "Un secreto",
    ];
    town.told(&answer).await;
    ana.receives("the answer", |activity| activity["type"] == "Create")
        .await;
    let kept = "activities WHERE body LIKE '%Un secreto%'";
    assert_eq!(town.count(kept).await, 1);
    let workshop = &town.workshop;
    town.change(async |tx, clock| registry::remove(tx, clock, &workshop.id).await)
        .await;
    let path = workshop.path();
    until("it is gone", async || town.status(&path).await == 410).await;
    assert_eq!(town.count(kept).await, 0);
    let gone = town.workshop_id();
    ana.receives("that its author is gone", |activity| {
        activity["type"] == "Delete" && activity["object"] == gone.as_str()
    })
    .await;
}
