//! How much of one peer is held, and what is told of the rest.

use trenza::activitypub::received;
use trenza::federation::inbox::HELD_ALREADY;
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

#[tokio::test]
async fn the_list_of_peers_says_why_something_had_no_effect() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&oaxaca, &lyon).await;
    let told = async || oaxaca.command(&["peer", "list"]).await.unwrap();
    let note = async |number: u8, reason: &str| {
        let id = lyon.node.url(&format!("/activities/{number}"));
        let actor = lyon.node.url("/actor");
        oaxaca
            .change(async |tx, clock| {
                received::note(tx, &id, &actor, "Create", reason, clock.now()).await
            })
            .await;
    };
    // What is to be expected is no news.
    note(1, HELD_ALREADY).await;
    let usual = told().await;
    assert!(!usual.text.contains(HELD_ALREADY), "{}", usual.text);

    note(2, "the record names no owner").await;
    note(3, HELD_ALREADY).await;
    let answer = told().await;
    let line = format!(
        "Create not applied: the record names no owner (trenza peer show {} lists more)",
        lyon.host()
    );
    assert!(answer.text.contains(&line), "{}", answer.text);
    let entry = &answer.json["peers"][0]["last_not_applied"];
    assert_eq!(entry["reason"], "the record names no owner");
}
