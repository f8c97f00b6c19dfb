//! Answers to offers.

use serde_json::json;
use trenza::offers::{self, Ending};

use crate::site::{PUBLIC, Site};
use crate::town::Town;

/// The ids of the answers of which a list tells, with their states.
async fn listed(town: &Town) -> Vec<(String, String)> {
    let report = town.told(&["reply", "list"]).await;
    let replies = report.json.as_array().unwrap().iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    replies
        .map(|reply| (text(&reply["id"]), text(&reply["state"])))
        .collect()
}

async fn total(town: &Town) -> i64 {
    let path = format!("{}/replies", town.offer.path());
    town.document(&path).await["totalItems"].as_i64().unwrap()
}

#[tokio::test]
async fn an_answer_is_shown_once_it_is_approved_and_hidden_again() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let ana = site.person("ana");
    let note = ana.note(
        "<p>Nos interesan <script>alert(1)</script><b onclick=x()>mucho</b></p>",
        &town.offer_id(),
    );
    assert_eq!(ana.does(&town, "Create", note.clone()).await, "applied");
    assert!(!town.page().await.contains("mucho"));
    assert_eq!(total(&town).await, 0);

    let (id, state) = listed(&town).await.remove(0);
    assert_eq!(state, "waiting");
    let shown = town.told(&["reply", "show", &id]).await.text;
    let account = format!("@ana@{}", site.host());
    assert!(
        shown.contains("Nos interesan mucho") && shown.contains(&account),
        "{shown}"
    );
    town.told(&["reply", "approve", &id]).await;
    let page = town.page().await;
    assert!(
        page.contains("<b>mucho</b>") && page.contains("ana of elsewhere"),
        "{page}"
    );
    assert!(
        !page.contains("<script") && !page.contains("onclick"),
        "{page}"
    );
    assert!(
        page.contains(note["id"].as_str().unwrap()),
        "its address is linked"
    );
    assert_eq!(total(&town).await, 1);
    let first = format!("{}/replies?page=true", town.offer.path());
    assert_eq!(
        town.document(&first).await["orderedItems"],
        json!([note["id"]])
    );

    town.told(&["reply", "hide", &id]).await;
    assert!(!town.page().await.contains("mucho"));
    assert_eq!(total(&town).await, 0);
}

#[tokio::test]
async fn an_answer_of_a_trusted_host_needs_no_approval_and_stands_under_another() {
    // The host is known only once the server is open, so the town that trusts it comes after.
    let first = Town::open().await;
    let site = Site::open(&first).await;
    let trusted = format!("[conversation]\ntrusted_hosts = [{:?}]", site.host());
    let town = Town::with(&trusted).await;
    let (ana, bob) = (site.person("ana"), site.person("bob"));
    let above = ana.note("<p>Uno</p>", &town.offer_id());
    let below = bob.note("<p>Dos</p>", above["id"].as_str().unwrap());
    // What is not shown has nothing under it.
    assert_ne!(bob.does(&town, "Create", below.clone()).await, "applied");
    assert_eq!(ana.does(&town, "Create", above).await, "applied");
    assert_eq!(bob.does(&town, "Create", below).await, "applied");
    let page = town.page().await;
    assert!(page.contains("Uno") && page.contains("Dos"), "{page}");
    assert_eq!(total(&town).await, 2);
}

#[tokio::test]
async fn a_changed_answer_waits_again_and_a_hidden_one_stays_hidden() {
    let town = Town::open().await;
    let ana = Site::open(&town).await.person("ana");
    let mut note = ana.note("<p>Uno</p>", &town.offer_id());
    ana.does(&town, "Create", note.clone()).await;
    let (id, _) = listed(&town).await.remove(0);
    town.told(&["reply", "approve", &id]).await;

    note["content"] = json!("<p>Compre ahora</p>");
    assert_eq!(ana.does(&town, "Update", note.clone()).await, "applied");
    assert_eq!(listed(&town).await, [(id.clone(), "waiting".to_owned())]);
    assert!(!town.page().await.contains("Compre"));
    town.told(&["reply", "hide", &id]).await;
    note["content"] = json!("<p>Tres</p>");
    assert_eq!(ana.does(&town, "Update", note.clone()).await, "applied");
    assert_eq!(listed(&town).await, [(id, "hidden".to_owned())]);
    // An older version does not come back.
    note["updated"] = json!("2020-01-01T00:00:00Z");
    assert_ne!(ana.does(&town, "Update", note).await, "applied");
}

#[tokio::test]
async fn an_answer_that_its_author_removes_is_gone_for_good() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let (ana, eve) = (site.person("ana"), site.person("eve"));
    let note = ana.note("<p>Uno</p>", &town.offer_id());
    ana.does(&town, "Create", note.clone()).await;
    let (id, _) = listed(&town).await.remove(0);
    town.told(&["reply", "approve", &id]).await;
    let tombstone = json!({"id": note["id"], "type": "Tombstone"});
    assert_ne!(
        eve.does(&town, "Delete", tombstone.clone()).await,
        "applied"
    );
    assert_eq!(total(&town).await, 1);
    assert_eq!(ana.does(&town, "Delete", tombstone).await, "applied");
    assert_eq!(total(&town).await, 0);
    for kind in ["Create", "Update"] {
        assert_ne!(
            ana.does(&town, kind, note.clone()).await,
            "applied",
            "{kind}"
        );
    }
    assert_eq!(town.count("replies").await, 0);
}

#[tokio::test]
async fn what_answers_nothing_that_stands_here_is_not_kept() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let ana = site.person("ana");
    let other = "0192f5a0-7b1c-7e2d-8f3a-4b5c6d7e8f90";
    for answered in [
        town.node.url(&format!("/offers/{other}")),
        town.node.url("/offers/nonsense"),
        town.workshop_id(),
        site.url("/notes/elsewhere"),
        format!("{}.evil.example/offers/{}", town.node.base(), town.offer.id),
    ] {
        let note = ana.note("<p>Uno</p>", &answered);
        assert_ne!(
            ana.does(&town, "Create", note).await,
            "applied",
            "{answered}"
        );
    }
    for content in ["", "<p> </p>", "<script>x</script>"] {
        let note = ana.note(content, &town.offer_id());
        assert_ne!(
            ana.does(&town, "Create", note).await,
            "applied",
            "{content}"
        );
    }
    let long = "a".repeat(70_000);
    let note = ana.note(&long, &town.offer_id());
    assert_ne!(ana.does(&town, "Create", note).await, "applied");
    town.change(async |tx, clock| offers::close(tx, clock, &town.offer.id, Ending::Met).await)
        .await;
    let note = ana.note("<p>Uno</p>", &town.offer_id());
    assert_eq!(
        ana.does(&town, "Create", note.clone()).await,
        "the offer it answers has ended"
    );
    town.change(async |tx, clock| offers::withdraw(tx, clock, &town.offer.id).await)
        .await;
    assert_ne!(ana.does(&town, "Create", note).await, "applied");
    assert_eq!(town.count("replies").await, 0);
}

#[tokio::test]
async fn nobody_answers_under_anothers_name() {
    let town = Town::open().await;
    let (here, there) = (Site::open(&town).await, Site::open(&town).await);
    let (ana, eve) = (here.person("ana"), here.person("eve"));
    let mallory = there.person("mallory");
    // A neighbour's note is not the sender's; a stranger's is not taken at all.
    let note = ana.note("<p>Uno</p>", &town.offer_id());
    assert_ne!(eve.does(&town, "Create", note.clone()).await, "applied");
    let forged = mallory.activity("Create", note.clone());
    assert_eq!(mallory.posts(&town, &forged).await, 400);
    let mut own = mallory.note("<p>Uno</p>", &town.offer_id());
    own["attributedTo"] = json!(ana.id);
    let forged = mallory.activity("Create", own);
    assert_eq!(mallory.posts(&town, &forged).await, 400);
    ana.does(&town, "Create", note.clone()).await;
    let mut changed = note.clone();
    changed["attributedTo"] = json!(eve.id);
    assert_ne!(eve.does(&town, "Update", changed).await, "applied");
    let kept = town.told(&["reply", "list"]).await.json;
    assert_eq!(kept[0]["author"]["id"], json!(ana.id));
    assert_eq!(kept.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_handed_over_counts_only_as_it_stands_at_its_author() {
    let town = Town::open().await;
    let (here, there) = (Site::open(&town).await, Site::open(&town).await);
    let (ana, group) = (here.person("ana"), there.person("group"));
    let genuine = ana.note("<p>Uno</p>", &town.offer_id());
    let mut altered = genuine.clone();
    altered["content"] = json!("<p>Falso</p>");
    // Nothing stands there, whatever the group says.
    assert_ne!(
        group.does(&town, "Announce", altered.clone()).await,
        "applied"
    );
    let genuine = ana.note("<p>Uno</p>", &town.offer_id());
    here.serve(&genuine);
    altered["id"] = genuine["id"].clone();
    let handed = ana.activity("Create", altered);
    assert_eq!(group.does(&town, "Announce", handed).await, "applied");
    let kept = town.told(&["reply", "list"]).await.json;
    assert_eq!(kept[0]["content"], "<p>Uno</p>");
    assert_eq!(kept[0]["author"]["id"], json!(ana.id));

    // A note that is sent by its id alone is read there, too.
    let bare = ana.note("<p>Dos</p>", &town.offer_id());
    here.serve(&bare);
    assert_eq!(
        ana.does(&town, "Create", bare["id"].clone()).await,
        "applied"
    );
    assert_eq!(town.count("replies").await, 2);
}

#[tokio::test]
async fn no_more_is_kept_of_a_person_or_a_host_than_the_settings_allow() {
    let town = Town::with("[conversation]\nperson_per_hour = 2\nhost_per_hour = 3").await;
    let site = Site::open(&town).await;
    let (ana, bob) = (site.person("ana"), site.person("bob"));
    let mut outcomes = Vec::new();
    for person in [&ana, &ana, &ana, &bob, &bob] {
        let note = person.note("<p>Uno</p>", &town.offer_id());
        outcomes.push(person.does(&town, "Create", note).await == "applied");
    }
    assert_eq!(outcomes, [true, true, false, true, false]);
    // Removing what was sent makes no room.
    for reply in town.told(&["reply", "list"]).await.json.as_array().unwrap() {
        let author = if reply["author"]["id"] == json!(ana.id) {
            &ana
        } else {
            &bob
        };
        assert_eq!(
            author.does(&town, "Delete", reply["note"].clone()).await,
            "applied"
        );
    }
    let note = bob.note("<p>Uno</p>", &town.offer_id());
    assert_ne!(bob.does(&town, "Create", note.clone()).await, "applied");
    town.node.clock.advance(std::time::Duration::from_hours(1));
    assert_eq!(bob.does(&town, "Create", note).await, "applied");
}

#[tokio::test]
async fn an_answer_that_is_no_longer_public_is_shown_no_longer() {
    let town = Town::open().await;
    let ana = Site::open(&town).await.person("ana");
    let mut note = ana.note("<p>Uno</p>", &town.offer_id());
    note["cc"] = json!([PUBLIC]);
    note["to"] = json!([format!("{}/followers", ana.id)]);
    assert_eq!(ana.does(&town, "Create", note.clone()).await, "applied");
    note["cc"] = json!([]);
    assert_eq!(ana.does(&town, "Update", note).await, "applied");
    assert_eq!(town.count("replies").await, 0);
}
