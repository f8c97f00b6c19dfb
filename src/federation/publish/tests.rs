//! What cannot be published, among what can.

use super::settled::tests::node;
use super::*;
use crate::store::execute;

#[tokio::test]
async fn what_cannot_be_published_has_not_all_before_it_published_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    let mut tx = node.db.begin().await.unwrap();
    let now = node.clock.now();
    for number in 1..=100 {
        let record = format!("https://b.example/offers/{number}");
        let event = Event::ChannelsDue(record);
        outbox::push(&mut tx, &event, now).await.unwrap();
    }
    let unknown = "INSERT INTO events (kind, subject, bulk, created_at) \
        VALUES ('offer-changed', 'of no number', FALSE, 0)";
    execute!(tx, sqlx::query(unknown)).unwrap();
    tx.commit().await.unwrap();
    let lease = Lease::new("publisher", LEASE, &node.clock);
    batch(&node, &lease, BATCH).await.unwrap_err();
    fewer(&node, &lease).await.unwrap();
    lease.give_back(&node.db).await.unwrap();
    let left = async || {
        let mut tx = node.db.read().await.unwrap();
        let first = outbox::first(&mut tx).await.unwrap();
        (first, outbox::count_set_aside(&mut tx).await.unwrap())
    };
    assert_eq!(left().await, (Some(63), 0));
    drain(&node).await.unwrap();
    assert_eq!(left().await, (None, 1));
}
