//! Refusals to follow what nobody can: told, and never many of them.

use serde_json::json;
use trenza::activitypub::received::Outcome;
use trenza::store::{execute, on};

use super::town::Town;

const REJECTS: &str = "deliveries WHERE type = 'Reject'";

/// Somebody of a server asks to follow a path.
async fn asks(town: &Town, server: &str, who: &str, path: &str) -> Outcome {
    let id = format!("https://{server}/users/{who}");
    let statement = "INSERT INTO remote_actors (id, type, inbox, gone, fetched_at) \
        VALUES ($1, 'Person', $2, FALSE, 0) ON CONFLICT (id) DO NOTHING";
    let inbox = format!("{id}/inbox");
    town.change(async |tx, _| execute!(tx, sqlx::query(statement).bind(&id).bind(&inbox)))
        .await;
    town.receive(&id, "Follow", json!(town.node.url(path)))
        .await
}

/// All that waits arrives.
async fn arrives(town: &Town) {
    let statement = "UPDATE deliveries SET state = 'delivered' WHERE state = 'pending'";
    town.change(async |tx, _| execute!(tx, sqlx::query(statement)))
        .await;
}

#[tokio::test]
async fn whoever_asks_for_a_thousand_wrong_addresses_is_refused_one_at_a_time() {
    let town = Town::open().await;
    for number in 0..20 {
        let path = format!("/c/needs.bees{number}");
        let outcome = asks(&town, "a.example", "ana", &path).await;
        assert!(matches!(outcome, Outcome::Ignored(_)), "{outcome:?}");
    }
    assert_eq!(town.rows(REJECTS).await, 1);
    // Once that has arrived, the next one takes its place.
    arrives(&town).await;
    asks(&town, "a.example", "ana", "/c/needs.wasps").await;
    asks(&town, "a.example", "ana", "/c/needs.ants").await;
    let query = "SELECT a.body FROM activities a JOIN deliveries d ON d.activity = a.path \
        WHERE a.type = 'Reject'";
    let kept: Vec<String> = town
        .change(async |tx, _| on!(tx, |c| sqlx::query_scalar(query).fetch_all(c)))
        .await;
    assert_eq!(kept.len(), 1);
    assert!(kept[0].contains("/c/needs.wasps"), "{}", kept[0]);
    // What it may follow is answered all the same.
    let outcome = asks(&town, "a.example", "ana", "/c/needs").await;
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    assert_eq!(town.told("/c/needs", "Accept").await.len(), 1);
}

#[tokio::test]
async fn a_server_that_takes_no_refusal_does_not_fill_the_queue_and_others_are_told() {
    let town = Town::open().await;
    for number in 0..120 {
        asks(&town, "a.example", &format!("p{number}"), "/c/needs.bees").await;
    }
    assert_eq!(town.rows(REJECTS).await, 100);
    asks(&town, "b.example", "ben", "/c/needs.bees").await;
    assert_eq!(town.rows(REJECTS).await, 101);
    arrives(&town).await;
    asks(&town, "a.example", "last", "/c/needs.bees").await;
    // What arrived at the one is forgotten, not what the other has.
    assert_eq!(town.rows(REJECTS).await, 2);
}

#[tokio::test]
async fn what_waits_for_an_account_that_is_gone_or_blocks_is_forgotten() {
    let town = Town::open().await;
    let (ana, ben) = ("https://a.example/users/ana", "https://b.example/users/ben");
    asks(&town, "a.example", "ana", "/c/needs.bees").await;
    asks(&town, "a.example", "ana", "/c/needs").await;
    asks(&town, "b.example", "ben", "/c/needs").await;
    asks(&town, "b.example", "ben", "/c/offers").await;
    assert_eq!(town.rows("deliveries").await, 4);
    town.receive(ana, "Delete", json!(ana)).await;
    let query = "SELECT DISTINCT object FROM deliveries";
    let left: Vec<String> = town
        .change(async |tx, _| on!(tx, |c| sqlx::query_scalar(query).fetch_all(c)))
        .await;
    assert_eq!(left, [ben]);
    let outcome = town
        .receive(ben, "Block", json!(town.node.url("/c/needs")))
        .await;
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    assert_eq!(town.told("/c/needs", "Accept").await.len(), 0);
    assert_eq!(town.told("/c/offers", "Accept").await.len(), 1);
}
