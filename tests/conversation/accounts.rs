//! Blocks, moves, changed and removed accounts.

use std::time::Duration;

use serde_json::{Value, json};
use trenza::offers::{self, Ending};

use crate::site::{Person, Site};
use crate::town::Town;

async fn followers(town: &Town) -> i64 {
    let path = format!("{}/followers", town.workshop.path());
    town.document(&path).await["totalItems"].as_i64().unwrap()
}

/// Lets somebody follow the workshop.
async fn follow(town: &Town, person: &Person) -> Value {
    let follow = person.activity("Follow", town.workshop_id());
    assert_eq!(person.says(town, &follow).await, "applied");
    person
        .receives("the acceptance", |activity| activity["type"] == "Accept")
        .await;
    follow
}

/// Changes the offer, of which every follower hears.
async fn publish_something(town: &Town) {
    town.change(async |tx, clock| offers::close(tx, clock, &town.offer.id, Ending::Met).await)
        .await;
}

fn is_update(activity: &Value) -> bool {
    activity["type"] == "Update"
}

#[tokio::test]
async fn who_blocks_an_organization_hears_nothing_of_it_until_they_take_it_back() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let (ana, bob, eve) = (site.person("ana"), site.person("bob"), site.person("eve"));
    follow(&town, &ana).await;
    follow(&town, &bob).await;
    let block = ana.activity("Block", town.workshop_id());
    assert_eq!(ana.says(&town, &block).await, "applied");
    assert_eq!(followers(&town).await, 1);
    // Nobody is told automatically who wants to hear nothing.
    let letter = ana.letter(&town.workshop_id(), "<p>Hola</p>");
    ana.does(&town, "Create", letter).await;
    assert_eq!(town.count("messages WHERE kind = 'automatic'").await, 0);
    publish_something(&town).await;
    bob.receives("the change", is_update).await;
    assert!(!site.posted(&ana.inbox).iter().any(is_update));
    for object in [
        town.offer_id(),
        site.url("/people/bob"),
        town.node.url("/nothing"),
    ] {
        assert_ne!(ana.does(&town, "Block", object).await, "applied");
    }
    assert_ne!(
        eve.does(&town, "Undo", block["id"].clone()).await,
        "applied"
    );
    assert_eq!(town.count("blocks").await, 1);
    assert_eq!(ana.does(&town, "Undo", block).await, "applied");
    assert_eq!(town.count("blocks").await, 0);
    // Whoever follows again blocks no longer, whatever became of their Undo.
    ana.does(&town, "Block", town.workshop_id()).await;
    ana.does(&town, "Follow", town.workshop_id()).await;
    assert_eq!(town.count("blocks").await, 0);
    assert_eq!(followers(&town).await, 2);
    // Unless it is a Follow of before, sent again by a server that heard no answer.
    let old = follow(&town, &eve).await;
    eve.does(&town, "Block", town.workshop_id()).await;
    let said = eve.says(&town, &old).await;
    assert!(said.contains("blocks the actor"), "{said}");
    assert_eq!(town.count("blocks").await, 1);
    assert_eq!(followers(&town).await, 2);
}

#[tokio::test]
async fn a_follow_moves_when_both_accounts_say_so() {
    let town = Town::open().await;
    let (here, there) = (Site::open(&town).await, Site::open(&town).await);
    let (old, new) = (here.person("old"), there.person("new"));
    follow(&town, &old).await;
    let mut moving = old.activity("Move", old.id.clone());
    let mut again = |target: &str| {
        moving["id"] = json!(here.mint("activities"));
        moving["target"] = json!(target);
        moving.clone()
    };
    // Neither says so; then the old one alone; then both.
    assert_ne!(old.says(&town, &again(&new.id)).await, "applied");
    let mut left = old.document();
    left["movedTo"] = json!(new.id);
    here.serve(&left);
    assert_ne!(old.says(&town, &again(&new.id)).await, "applied");
    assert_ne!(
        old.says(&town, &again(&town.workshop_id())).await,
        "applied"
    );
    let mut entered = new.document();
    entered["alsoKnownAs"] = json!([old.id]);
    there.serve(&entered);
    // Nobody else moves them.
    let mut stolen = new.activity("Move", old.id.clone());
    stolen["target"] = json!(new.id);
    assert_ne!(new.says(&town, &stolen).await, "applied");
    assert_eq!(old.says(&town, &again(&new.id)).await, "applied");
    assert_eq!(followers(&town).await, 1);
    publish_something(&town).await;
    new.receives("the change", is_update).await;
    assert!(!here.posted(&old.inbox).iter().any(is_update));
}

#[tokio::test]
async fn an_account_becomes_an_organization_of_ours_when_both_say_so() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let (old, eve) = (site.person("old"), site.person("eve"));
    let mut left = old.document();
    left["movedTo"] = json!(town.workshop_id());
    site.serve(&left);
    let moving = |who: &Person| {
        let mut moving = who.activity("Move", who.id.clone());
        moving["target"] = json!(town.workshop_id());
        moving
    };
    let confirmed = "former_addresses WHERE confirmed_at IS NOT NULL";
    // Whoever the workshop does not name comes in vain.
    assert_ne!(old.says(&town, &moving(&old)).await, "applied");
    town.told(&["org", "move-here", "taller", "--from", &old.id])
        .await;
    assert_ne!(eve.says(&town, &moving(&eve)).await, "applied");
    assert_eq!(town.count(confirmed).await, 0);
    assert_eq!(old.says(&town, &moving(&old)).await, "applied");
    assert_eq!(town.count(confirmed).await, 1);
    // Once is enough: a second one would only tell everybody again.
    assert_ne!(old.says(&town, &moving(&old)).await, "applied");
    let shown = town.told(&["org", "moves", "taller"]).await;
    assert!(shown.text.contains(&old.id), "{}", shown.text);
    town.told(&["org", "move-here", "taller", "--from", &old.id, "--remove"])
        .await;
    assert_eq!(town.count("former_addresses").await, 0);
}

#[tokio::test]
async fn an_account_that_does_not_say_that_it_moved_here_comes_in_vain() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let old = site.person("old");
    town.told(&["org", "move-here", "taller", "--from", &old.id])
        .await;
    let mut moving = old.activity("Move", old.id.clone());
    moving["target"] = json!(town.workshop_id());
    assert_ne!(old.says(&town, &moving).await, "applied");
    assert_eq!(
        town.count("former_addresses WHERE confirmed_at IS NOT NULL")
            .await,
        0
    );
}

#[tokio::test]
async fn whoever_wants_to_follow_an_organization_that_has_moved_is_turned_away() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let (ana, new) = (site.person("ana"), site.person("new"));
    let mut entered = new.document();
    entered["alsoKnownAs"] = json!([town.workshop_id()]);
    site.serve(&entered);
    town.told(&["org", "move", "taller", "--to", &new.id]).await;
    let follow = ana.activity("Follow", town.workshop_id());
    assert_ne!(ana.says(&town, &follow).await, "applied");
    ana.receives("the refusal", |activity| activity["type"] == "Reject")
        .await;
    assert_eq!(followers(&town).await, 0);
    new.receives("the move", |activity| {
        activity["type"] == "Move" && activity["target"] == new.id.as_str()
    })
    .await;
}

#[tokio::test]
async fn a_changed_profile_is_written_to_where_it_says_and_shown_under_its_name() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let mut ana = site.person("ana");
    follow(&town, &ana).await;
    let note = ana.note("<p>Uno</p>", &town.offer_id());
    ana.does(&town, "Create", note).await;
    town.node.clock.advance(Duration::from_mins(6));
    ana.inbox = site.url("/elsewhere");
    let mut document = ana.document();
    document["name"] = json!("Ana <b>María</b>");
    site.serve(&document);
    // The document at its own id counts, not what was sent.
    let mut sent = document.clone();
    sent["name"] = json!("Falso");
    assert_eq!(ana.does(&town, "Update", sent).await, "applied");
    let kept = town.told(&["reply", "list"]).await.json;
    assert_eq!(kept[0]["author"]["name"], "Ana <b>María</b>");
    publish_something(&town).await;
    ana.receives("the change", is_update).await;
}

#[tokio::test]
async fn a_removed_account_takes_everything_along() {
    let town = Town::with("[conversation]\noffice_answers = true").await;
    let site = Site::open(&town).await;
    let (ana, eve) = (site.person("ana"), site.person("eve"));
    follow(&town, &ana).await;
    let note = ana.note("<p>Uno</p>", &town.offer_id());
    ana.does(&town, "Create", note.clone()).await;
    ana.does(&town, "Like", town.offer_id()).await;
    ana.does(
        &town,
        "Create",
        ana.letter(&town.workshop_id(), "<p>Hola</p>"),
    )
    .await;
    let listed = town
        .told(&["message", "list", "--org", "taller"])
        .await
        .json;
    let id = listed[0]["id"].as_str().unwrap();
    town.told(&[
        "message", "answer", "--org", "taller", id, "--text", "Gracias",
    ])
    .await;
    ana.receives("the answer", |activity| activity["type"] == "Create")
        .await;
    assert_ne!(eve.does(&town, "Delete", ana.id.clone()).await, "applied");
    assert_eq!(town.count("replies").await, 1);

    site.gone(&ana.id);
    let delete = ana.activity("Delete", ana.id.clone());
    assert_eq!(ana.says(&town, &delete).await, "applied");
    for table in ["replies", "reactions", "messages", "followers"] {
        assert_eq!(town.count(table).await, 0, "{table}");
    }
    assert_eq!(
        town.count("activities WHERE body LIKE '%Gracias%'").await,
        0
    );
    // It does not come back, and whoever repeats its end is not held up.
    let again = ana.activity("Create", note);
    let status = ana.posts(&town, &again).await;
    if status == 202 {
        assert_ne!(town.decided(again["id"].as_str().unwrap()).await, "applied");
    }
    assert_eq!(town.count("replies").await, 0);
    let again = ana.activity("Delete", ana.id.clone());
    assert_eq!(ana.posts(&town, &again).await, 202);
}
