//! How much of one peer is held.

use trenza::federation::{peers, records};
use trenza::offers::{self, Ending, Purpose};

use crate::nodes::{Running, Stage, until};

async fn held(node: &Running, other: &Running) -> (i64, i64, i64) {
    let mut tx = node.node.db.read().await.unwrap();
    let id = other.node.url("/actor");
    let holdings = records::holdings(&mut tx, &id).await.unwrap();
    let peer = peers::get(&mut tx, &id).await.unwrap().unwrap();
    (
        holdings.organizations + holdings.offers,
        peer.records,
        peer.bytes,
    )
}

#[tokio::test]
async fn no_more_records_of_a_peer_are_held_than_the_settings_allow() {
    let stage = Stage::new();
    let oaxaca = stage
        .with("oaxaca", "accept", "[limits]\npeer_records = 3")
        .await;
    let lyon = stage.open("lyon", "accept").await;
    let coop = lyon.active("Union").await;
    let first = lyon.offer(&coop, Purpose::Offer, "Hammers").await;
    for name in ["Ash", "Beech", "Cedar", "Elm"] {
        lyon.listed(name).await;
    }
    until("all is published", async || {
        lyon.waiting_events().await == 0
    })
    .await;
    stage.befriend(&oaxaca, &lyon).await;
    until("the log is read to its end", async || {
        oaxaca.read_to(&lyon).await == lyon.head().await
    })
    .await;
    let (shown, counted, bytes) = held(&oaxaca, &lyon).await;
    assert_eq!((shown, counted), (3, 3));
    assert!(bytes > 0);
    // What is held already follows its changes.
    let address = lyon.node.url(&first.path());
    let is_titled = async |title: &str| {
        oaxaca
            .record(&address)
            .await
            .is_some_and(|record| record.name.contains(title))
    };
    assert!(
        is_titled("Hammers").await,
        "it came before there were too many"
    );
    let id = first.id.clone();
    lyon.change(async |tx, clock| offers::close(tx, clock, &id, Ending::Met).await)
        .await;
    until("its end is held", async || {
        !is_titled("Offer: Hammers").await
    })
    .await;
}
