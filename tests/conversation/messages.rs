//! Direct messages, their answers and their end.

use std::time::Duration;

use serde_json::{Value, json};
use trenza::access::{self, Scope};
use trenza::error::Error;
use trenza::federation::message;

use crate::site::{PUBLIC, Person, Site};
use crate::town::Town;

const OPEN: &str = "[conversation]\noffice_answers = true";

async fn listed(town: &Town, org: &str) -> Vec<Value> {
    let report = town.told(&["message", "list", "--org", org]).await;
    report.json.as_array().unwrap().clone()
}

/// Writes to the workshop, and gives the id under which it is kept.
async fn letter(town: &Town, from: &Person, content: &str) -> String {
    let note = from.letter(&town.workshop_id(), content);
    assert_eq!(from.does(town, "Create", note).await, "applied");
    let newest = &listed(town, "taller").await[0];
    newest["id"].as_str().unwrap().to_owned()
}

fn is_create(activity: &Value) -> bool {
    activity["type"] == "Create"
}

#[tokio::test]
async fn a_message_reaches_the_organization_alone_and_is_answered_to_its_author_alone() {
    let town = Town::with(OPEN).await;
    town.active("Otra").await;
    let ana = Site::open(&town).await.person("ana");
    let id = letter(&town, &ana, "<p>Hola, <i>un secreto</i></p>").await;
    let shown = town
        .told(&["message", "show", "--org", "taller", &id])
        .await;
    assert!(shown.text.contains("Hola, un secreto"), "{}", shown.text);
    for notice in [shown.text.as_str(), shown.json["notice"].as_str().unwrap()] {
        assert!(
            notice.contains("administrators of both servers"),
            "{notice}"
        );
    }
    assert!(listed(&town, "otra").await.is_empty());
    for verb in ["show", "erase"] {
        let other = town.ask(&["message", verb, "--org", "otra", &id]).await;
        assert!(matches!(other, Err(Error::Absent { .. })), "{verb}");
    }
    let words = [
        "message",
        "answer",
        "--org",
        "taller",
        &id,
        "--text",
        "Gracias\n\nAdiós",
    ];
    town.told(&words).await;
    let arrived = ana.receives("the answer", is_create).await;
    let note = &arrived["object"];
    assert_eq!(arrived["to"], json!([ana.id]));
    assert_eq!(note["to"], json!([ana.id]));
    assert!(arrived.get("cc").is_none() && note.get("cc").is_none());
    assert!(arrived.get("logSequence").is_none());
    assert_eq!(note["attributedTo"], json!(town.workshop_id()));
    assert_eq!(note["tag"][0]["href"], json!(ana.id));
    let content = note["content"].as_str().unwrap();
    assert!(content.contains("<p>Gracias</p><p>Adiós</p>"), "{content}");
    let answered = listed(&town, "taller").await;
    assert_eq!(answered[0]["kind"], "answer");
    assert_eq!(note["inReplyTo"], answered[1]["note"]);

    // Nobody else reads it: no address serves it, no outbox and no log tells of it.
    let path = |id: &Value| {
        id.as_str()
            .unwrap()
            .trim_start_matches(town.node.base())
            .to_owned()
    };
    assert_eq!(town.status(&path(&arrived["id"])).await, 404);
    assert_eq!(town.status(&path(&note["id"])).await, 404);
    let outbox = format!("{}/outbox?page=true", town.workshop.path());
    for public in [&outbox, "/registry/log?after=0", "/actor/outbox?page=true"] {
        let document = town.document(public).await.to_string();
        assert!(
            !document.contains("Gracias") && !document.contains("/messages/"),
            "{public}"
        );
    }
    // What was said stands in one place, from which it can be erased.
    assert_eq!(town.count("received WHERE body LIKE '%secreto%'").await, 0);
}

#[tokio::test]
async fn a_message_sent_by_its_id_alone_is_asked_for_in_its_readers_name() {
    let town = Town::with(OPEN).await;
    let other = town.active("Otra").await;
    let site = Site::open(&town).await;
    let ana = site.person("ana");
    let keys = [town.workshop_id(), town.node.url(&other.path())];
    let [own, others] = keys.map(|id| format!("{id}#main-key"));
    for (key_id, outcome) in [(&own, "applied"), (&others, "there is nothing")] {
        let note = ana.letter(&town.workshop_id(), "<p>Hola</p>");
        site.serve_to(key_id, &note);
        let mut create = ana.activity("Create", note["id"].clone());
        create["to"] = json!(town.workshop_id());
        let became = ana.says(&town, &create).await;
        assert!(became.contains(outcome), "{became}");
    }
    // Whatever is for everybody is asked for in the name of the node.
    let note = ana.note("<p>Hola</p>", &town.offer_id());
    site.serve_to(&town.node.url("/actor#main-key"), &note);
    let mut create = ana.activity("Create", note["id"].clone());
    create["to"] = json!([town.workshop_id(), "as:Public"]);
    assert_eq!(ana.says(&town, &create).await, "applied");
    assert_eq!(listed(&town, "taller").await.len(), 1);
}

#[tokio::test]
async fn whoever_writes_where_nobody_reads_is_told_at_once_and_once_a_day() {
    let town = Town::open().await;
    let ana = Site::open(&town).await.person("ana");
    let territory = town.node.url("/actor");
    for (to, expected) in [(town.workshop_id(), "Taller"), (territory, "Nadie lee")] {
        let first = ana.letter(&to, "<p>Hola</p>");
        assert_eq!(ana.does(&town, "Create", first.clone()).await, "applied");
        let is_answer = |activity: &Value| activity["object"]["inReplyTo"] == first["id"];
        let told = ana.receives("the automatic answer", is_answer).await;
        let content = told["object"]["content"].as_str().unwrap();
        for word in [
            expected,
            "Oficina",
            "fichas@directory.example",
            "automática",
        ] {
            assert!(content.contains(word), "{word} is missing: {content}");
        }
        assert_eq!(told["to"], json!([ana.id]));
        let told = town.count("messages WHERE kind = 'automatic'").await;
        ana.does(&town, "Create", ana.letter(&to, "<p>¿Hola?</p>"))
            .await;
        assert_eq!(town.count("messages WHERE kind = 'automatic'").await, told);
        town.node.clock.advance(Duration::from_hours(24));
        ana.does(&town, "Create", ana.letter(&to, "<p>¿Hola?</p>"))
            .await;
        assert_eq!(
            town.count("messages WHERE kind = 'automatic'").await,
            told + 1
        );
    }
    // What was written to the node itself is not kept.
    assert_eq!(
        town.count("messages WHERE organization IS NULL AND kind = 'direct'")
            .await,
        0
    );
}

#[tokio::test]
async fn an_organization_with_a_representative_is_left_to_answer_for_itself() {
    let town = Town::open().await;
    let workshop = Some(&town.workshop.id);
    town.change(async |tx, clock| {
        access::create(tx, clock, "Ana", &[Scope::Messages], workshop).await
    })
    .await;
    let ana = Site::open(&town).await.person("ana");
    letter(&town, &ana, "<p>Hola</p>").await;
    assert_eq!(town.count("messages WHERE kind = 'automatic'").await, 0);
    // An automated account is never answered automatically.
    town.nobody_represents().await;
    let site = Site::open(&town).await;
    let robot = site.person("robot");
    let mut document = robot.document();
    document["type"] = json!("Service");
    site.serve(&document);
    letter(&town, &robot, "<p>Hola</p>").await;
    assert_eq!(town.count("messages WHERE kind = 'automatic'").await, 0);
}

#[tokio::test]
async fn a_public_word_that_names_an_organization_is_listed() {
    let town = Town::open().await;
    let ana = Site::open(&town).await.person("ana");
    let mut note = ana.letter(&town.workshop_id(), "<p>Visitad el taller</p>");
    note["to"] = json!([PUBLIC]);
    assert_eq!(ana.does(&town, "Create", note).await, "applied");
    let kept = listed(&town, "taller").await;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0]["kind"], "mention");
    assert_eq!(town.count("messages WHERE kind = 'automatic'").await, 0);
    let nobody = ana.letter(&ana.site.url("/people/bob"), "<p>Nadie</p>");
    assert_ne!(ana.does(&town, "Create", nobody).await, "applied");
}

#[tokio::test]
async fn a_message_is_erased_on_both_sides() {
    let town = Town::with(OPEN).await;
    let ana = Site::open(&town).await.person("ana");
    let id = letter(&town, &ana, "<p>Hola</p>").await;
    town.told(&[
        "message", "answer", "--org", "taller", &id, "--text", "Gracias",
    ])
    .await;
    let answer = ana.receives("the answer", is_create).await;
    let sent = listed(&town, "taller").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    town.told(&["message", "erase", "--org", "taller", &sent])
        .await;
    let is_delete = |activity: &Value| activity["type"] == "Delete";
    let deleted = ana.receives("the removal", is_delete).await;
    assert_eq!(deleted["object"]["id"], answer["object"]["id"]);
    assert_eq!(deleted["to"], json!([ana.id]));
    assert_eq!(
        town.count("activities WHERE body LIKE '%Gracias%'").await,
        0
    );
    town.told(&["message", "erase", "--org", "taller", &id])
        .await;
    assert!(listed(&town, "taller").await.is_empty());
    let again = town.ask(&["message", "show", "--org", "taller", &id]).await;
    assert!(matches!(again, Err(Error::Absent { .. })));
}

#[tokio::test]
async fn its_author_removes_a_message_and_an_old_one_is_forgotten() {
    let town = Town::with(&format!("{OPEN}\nmessage_days = 30")).await;
    let site = Site::open(&town).await;
    let (ana, eve) = (site.person("ana"), site.person("eve"));
    let note = ana.letter(&town.workshop_id(), "<p>Uno</p>");
    ana.does(&town, "Create", note.clone()).await;
    let mut changed = note.clone();
    changed["content"] = json!("<p>Dos</p>");
    assert_ne!(eve.does(&town, "Update", changed.clone()).await, "applied");
    assert_eq!(ana.does(&town, "Update", changed).await, "applied");
    assert_eq!(listed(&town, "taller").await[0]["content"], "<p>Dos</p>");
    assert_ne!(
        eve.does(&town, "Delete", note["id"].clone()).await,
        "applied"
    );
    assert_eq!(
        ana.does(&town, "Delete", note["id"].clone()).await,
        "applied"
    );
    assert!(listed(&town, "taller").await.is_empty());
    assert_ne!(ana.does(&town, "Create", note).await, "applied");

    let id = letter(&town, &ana, "<p>Tres</p>").await;
    town.told(&[
        "message", "answer", "--org", "taller", &id, "--text", "Gracias",
    ])
    .await;
    town.node.clock.advance(Duration::from_hours(24 * 29));
    let forget = async |expected: u64| {
        let forgotten = town
            .change(async |tx, _| message::forget_old(&town.node, tx).await)
            .await;
        assert_eq!(forgotten, expected);
    };
    forget(0).await;
    town.node.clock.advance(Duration::from_hours(25));
    forget(2).await;
    assert!(listed(&town, "taller").await.is_empty());
    assert_eq!(
        town.count("activities WHERE body LIKE '%Gracias%'").await,
        0
    );
}

#[tokio::test]
async fn what_cannot_be_answered_is_told() {
    let town = Town::with(OPEN).await;
    let site = Site::open(&town).await;
    let ana = site.person("ana");
    let id = letter(&town, &ana, "<p>Hola</p>").await;
    let answer = async |text: &str| {
        let words = ["message", "answer", "--org", "taller", &id, "--text", text];
        town.ask(&words).await
    };
    for text in ["  ", &"a".repeat(5_001)] {
        assert!(matches!(answer(text).await, Err(Error::Invalid { .. })));
    }
    assert_eq!(
        ana.does(&town, "Block", town.workshop_id()).await,
        "applied"
    );
    assert!(matches!(answer("Hola").await, Err(Error::Conflict(_))));
    assert_eq!(town.count("messages WHERE kind = 'answer'").await, 0);
}
