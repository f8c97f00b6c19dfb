//! A log that is read, and its end.

use serde_json::json;

use super::*;
use crate::clock::Clock;
use crate::settings::Settings;
use crate::store::{on, testing};

#[test]
fn the_pause_grows_and_has_an_end() {
    assert_eq!(pause(0), FIRST_PAUSE);
    assert_eq!(pause(3), FIRST_PAUSE * 8);
    assert_eq!(pause(1_000), LONGEST_PAUSE);
}

#[tokio::test]
async fn of_a_log_that_says_nothing_without_end_little_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::fresh_url(folder.path()).await.unwrap();
    let text = format!("public_url = \"https://a.example\"\n[database]\nurl = \"{url}\"\n");
    let settings = Settings::read(&text, "test", folder.path().to_owned(), false).unwrap();
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    let node = Node::open(settings, clock).await.unwrap();
    let introduction = peers::Introduction {
        id: "https://b.example/actor".to_owned(),
        host: "b.example".to_owned(),
        name: None,
        inbox: "https://b.example/inbox".to_owned(),
        registry_log: Some("https://b.example/log".to_owned()),
    };
    let mut tx = node.db.begin().await.unwrap();
    let now = node.clock.now();
    (peers::introduce(&mut tx, &introduction, now).await).unwrap();
    let peer = peers::get(&mut tx, &introduction.id).await.unwrap();
    tx.commit().await.unwrap();
    let lease = Lease::new("puller", LEASE, &node.clock);
    let reading = Reading {
        node: &node,
        peer: &peer.unwrap(),
        lease: &lease,
        epoch: "1",
    };
    let size = NOTED + 10;
    let entry = |number: i64| {
        json!({"id": format!("https://b.example/activities/{number}"), "type": "Dance",
            "actor": "https://b.example/actor", "logSequence": number})
    };
    let items: Vec<Value> = (1..=size).map(entry).collect();
    let page = json!({"epoch": "1", "orderedItems": items});
    assert_eq!(reading.apply(&page, 0, size).await.unwrap(), Some(size));
    let mut tx = node.db.read().await.unwrap();
    let query = "SELECT COUNT(*) FROM received";
    let noted: i64 = on!(&mut tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap();
    assert_eq!(noted, NOTED);
}
