//! Offers of friendly directories fall into channels when the office chose so, and never
//! otherwise.

use serde_json::json;
use trenza::activitypub::received::Outcome;
use trenza::federation::peering;

use crate::town::{PEER, Town};

const FOOD: &str = "/c/offers.food.FR";
const TODAY: &str = "2026-09-22T06:00:00Z";

#[tokio::test]
async fn a_peers_offer_is_carried_only_when_it_is_chosen() {
    let town = Town::open().await;
    town.befriend().await;
    town.follow(FOOD, "ana").await;
    let before = town.arrives(1, TODAY).await;
    town.publish().await;
    assert!(town.said(FOOD).await.is_empty());
    assert_eq!(town.rows("slices").await, 0);

    // What was there before is listed and is no news; what comes after is announced.
    peering::carry(&town.node, "lyon.example", true)
        .await
        .unwrap();
    town.publish().await;
    assert!(town.said(FOOD).await.is_empty());
    let (_, _, page) = town.get(FOOD, "text/html").await;
    assert!(
        page.contains(&before) && page.contains("lyon.example"),
        "{page}"
    );
    let after = town.arrives(2, TODAY).await;
    town.publish().await;
    assert_eq!(
        town.said(FOOD).await,
        [("Announce".to_owned(), after.clone())]
    );

    // No longer chosen: taken back, and gone from the list.
    peering::carry(&town.node, "lyon.example", false)
        .await
        .unwrap();
    town.publish().await;
    assert_eq!(town.count(FOOD, "Undo(Announce)").await, 1);
    assert_eq!(town.rows("slices").await, 0);
    let unknown = peering::carry(&town.node, "nobody.example", true).await;
    assert!(unknown.unwrap_err().to_string().contains("nobody.example"));
}

#[tokio::test]
async fn a_peers_offer_that_is_removed_is_taken_back() {
    let town = Town::open().await;
    town.befriend().await;
    town.follow(FOOD, "ana").await;
    peering::carry(&town.node, PEER, true).await.unwrap();
    let offer = town.arrives(1, TODAY).await;
    town.publish().await;
    assert_eq!(town.count(FOOD, "Announce").await, 1);
    let by = "https://lyon.example/o/1";
    let outcome = town.receive(by, "Delete", json!(offer)).await;
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    town.publish().await;
    assert_eq!(town.count(FOOD, "Undo(Announce)").await, 1);

    // With the peer go all its offers.
    town.arrives(2, TODAY).await;
    town.publish().await;
    assert_eq!(town.count(FOOD, "Announce").await, 2);
    peering::remove(&town.node, "lyon.example").await.unwrap();
    town.publish().await;
    assert_eq!(town.count(FOOD, "Undo(Announce)").await, 2);
    assert_eq!(town.rows("slices").await, 0);
}

#[tokio::test]
async fn a_peers_offer_that_ends_is_taken_back_since_nobody_else_tells_our_followers() {
    let town = Town::open().await;
    town.befriend().await;
    town.follow(FOOD, "ana").await;
    peering::carry(&town.node, PEER, true).await.unwrap();
    let offer = town.arrives(1, TODAY).await;
    town.publish().await;
    let ended = json!({
        "id": offer, "type": "Note", "attributedTo": "https://lyon.example/o/1",
        "name": "MET · Offer: farine", "purpose": "offer", "publishes": {"type": "Intent"},
        "state": "met", "published": TODAY, "updated": "2026-09-22T07:00:00Z",
    });
    let outcome = town
        .receive("https://lyon.example/o/1", "Update", ended)
        .await;
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    town.publish().await;
    assert_eq!(town.count(FOOD, "Undo(Announce)").await, 1);
}

#[tokio::test]
async fn a_peers_past_is_listed_and_is_no_news() {
    let town = Town::open().await;
    town.befriend().await;
    town.follow(FOOD, "ana").await;
    peering::carry(&town.node, PEER, true).await.unwrap();
    let old = town.arrives(1, "2026-08-01T06:00:00Z").await;
    town.publish().await;
    assert!(town.said(FOOD).await.is_empty());
    assert!(town.get(FOOD, "text/html").await.2.contains(&old));
}

#[tokio::test]
async fn a_peers_organization_that_changes_its_themes_moves_its_offers() {
    let town = Town::open().await;
    town.befriend().await;
    town.follow(FOOD, "ana").await;
    peering::carry(&town.node, PEER, true).await.unwrap();
    town.arrives(1, TODAY).await;
    town.publish().await;
    let owner = json!({
        "id": "https://lyon.example/o/1", "type": "Organization", "name": "Le Moulin",
        "inbox": "https://lyon.example/o/1/inbox", "theme": ["Énergie", 7, null],
        "sector": ["nonsense"], "territory": "FR-69",
    });
    let outcome = town
        .receive("https://lyon.example/o/1", "Update", owner)
        .await;
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    town.publish().await;
    assert_eq!(town.count(FOOD, "Undo(Announce)").await, 1);
    assert!(
        town.get("/c/offers.energy", "text/html")
            .await
            .2
            .contains("farine")
    );
}
