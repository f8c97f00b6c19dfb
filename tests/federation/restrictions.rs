//! Other directories that the office keeps out, or out of sight.

use trenza::activitypub::restrictions::{Severity, Subject};
use trenza::federation::records::{self, Kind, Wanted};
use trenza::federation::{peering, restricting};
use trenza::offers::Purpose;

use crate::nodes::{Running, Stage, until};

async fn restrict(node: &Running, other: &Running, severity: Severity) {
    let subject = Subject::parse(&other.host()).unwrap();
    restricting::restrict(&node.node, &subject, severity, (None, None))
        .await
        .unwrap();
}

async fn lift(node: &Running, other: &Running) {
    let subject = Subject::parse(&other.host()).unwrap();
    restricting::lift(&node.node, &subject).await.unwrap();
}

async fn is_listed(node: &Running, name: &str) -> bool {
    let mut tx = node.node.db.read().await.unwrap();
    let found = records::newest(&mut tx, Kind::Offer, Wanted::default(), 10)
        .await
        .unwrap();
    found.iter().any(|record| record.name.contains(name))
}

#[tokio::test]
async fn a_blocked_peer_is_no_peer_until_it_is_asked_again() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&oaxaca, &lyon).await;
    let coop = lyon.active("Union").await;
    lyon.offer(&coop, Purpose::Offer, "Hammers").await;
    until("it is held", async || is_listed(&oaxaca, "Hammers").await).await;

    restrict(&oaxaca, &lyon, Severity::Block).await;
    assert!(!is_listed(&oaxaca, "Hammers").await);
    assert_eq!(oaxaca.follows(&lyon).await, "unknown");
    let refusal = peering::add(&oaxaca.node, &lyon.node.url(""))
        .await
        .unwrap_err();
    assert!(refusal.to_string().contains("blocked"), "{refusal}");

    lift(&oaxaca, &lyon).await;
    peering::add(&oaxaca.node, &lyon.node.url(""))
        .await
        .unwrap();
    until("it is held again", async || {
        is_listed(&oaxaca, "Hammers").await
    })
    .await;
}

#[tokio::test]
async fn records_of_a_limited_peer_are_held_and_stand_in_no_list() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&oaxaca, &lyon).await;
    let coop = lyon.active("Union").await;
    lyon.offer(&coop, Purpose::Offer, "Hammers").await;
    until("it is held", async || is_listed(&oaxaca, "Hammers").await).await;

    restrict(&oaxaca, &lyon, Severity::Limit).await;
    assert!(!is_listed(&oaxaca, "Hammers").await);
    let nails = lyon.offer(&coop, Purpose::Offer, "Nails").await;
    let nails = lyon.node.url(&nails.path());
    until("what is new is held", async || {
        oaxaca.record(&nails).await.is_some()
    })
    .await;
    assert!(!is_listed(&oaxaca, "Nails").await);
    assert_eq!(oaxaca.digest_of(&lyon).await, lyon.own_digest().await);

    lift(&oaxaca, &lyon).await;
    assert!(is_listed(&oaxaca, "Nails").await && is_listed(&oaxaca, "Hammers").await);
}
