//! A log that is read, and its end.

use serde_json::json;

use super::*;
use crate::clock::Clock;
use crate::settings::Settings;
use crate::store::{on, testing};

#[tokio::test]
async fn of_a_log_that_says_nothing_without_end_little_is_noted_and_what_says_something_still_is() {
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
    let lease = Lease::new("puller", Duration::from_secs(12), &node.clock);
    let reading = Reading {
        node: &node,
        peer: &peer.unwrap(),
        lease: &lease,
        epoch: "1",
    };
    let entry = |number: i64, kind: &str| {
        json!({"id": format!("https://b.example/activities/{number}"), "type": kind,
            "actor": "https://b.example/actor", "logSequence": number})
    };
    // An id that no index holds is passed over, and the page is taken all the same.
    let mut long = entry(1, "Create");
    long["object"] = json!({"id": format!("https://b.example/o/{}", "x".repeat(4_000))});
    let page = json!({"epoch": "1", "orderedItems": [long]});
    assert_eq!(reading.apply(&page, 0, 1).await.unwrap(), Some(1));
    assert_eq!(count_noted(&node).await, 1);
    let mut cursor = 1;
    // Dances mean nothing, a Create of nothing is ignored for a reason; neither uses up the room
    // of the next.
    for (kind, count, noted) in [
        ("Dance", NOTED_OF_NO_EFFECT + 10, NOTED_OF_NO_EFFECT),
        ("Create", NOTED_OF_IGNORED, NOTED_OF_IGNORED),
        ("Dance", 1, NOTED_OF_IGNORED),
    ] {
        let items: Vec<Value> = (1..=count)
            .map(|number| entry(cursor + number, kind))
            .collect();
        let page = json!({"epoch": "1", "orderedItems": items});
        let reached = reading.apply(&page, cursor, cursor + count).await.unwrap();
        assert_eq!(reached, Some(cursor + count), "{kind}");
        cursor += count;
        assert_eq!(count_noted(&node).await, noted, "{kind}");
    }
    let failed = entry(cursor + 1, "Create");
    let failed = Entry::read(reading.peer, &failed).unwrap();
    let reason = Error::internal("poison");
    assert!(
        reading
            .pass_over(&failed, &reason, cursor + 1)
            .await
            .unwrap()
    );
    assert_eq!(count_noted(&node).await, NOTED_OF_IGNORED + 1);
}

async fn count_noted(node: &Node) -> i64 {
    let mut tx = node.db.read().await.unwrap();
    let query = "SELECT COUNT(*) FROM received";
    on!(&mut tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap()
}
