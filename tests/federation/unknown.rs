//! What becomes of the offers of directories that nobody named.

use trenza::activitypub::restrictions::{Severity, Subject};
use trenza::federation::records::{self, Kind, Wanted};
use trenza::federation::{peering, restricting};
use trenza::offers::Purpose;

use crate::cards::view;
use crate::nodes::{Running, Stage, until};

async fn is_listed(node: &Running, name: &str) -> bool {
    let mut tx = node.node.db.read().await.unwrap();
    let found = records::newest(&mut tx, Kind::Offer, Wanted::default(), 10)
        .await
        .unwrap();
    found.iter().any(|record| record.name.contains(name))
}

#[tokio::test]
async fn offers_of_a_directory_that_nobody_knows_are_held_until_it_is_approved() {
    let stage = Stage::new();
    let oaxaca = stage.with("oaxaca", "accept", "unknown = \"hold\"").await;
    let lyon = stage.open("lyon", "accept").await;
    let coop = lyon.active("Union").await;
    let offer = lyon.offer(&coop, Purpose::Offer, "Hammers").await;
    stage.befriend(&lyon, &oaxaca).await;
    let address = lyon.node.url(&offer.path());
    until("it is held", async || {
        oaxaca.record(&address).await.is_some()
    })
    .await;
    assert!(!is_listed(&oaxaca, "Hammers").await);
    let seen = oaxaca
        .page(&format!("/authorize_interaction?uri={address}"))
        .await;
    assert!(!seen.contains("Hammers"), "{seen}");
    assert!(!view(&oaxaca, &lyon).await.known);
    peering::approve(&oaxaca.node, &lyon.host()).await.unwrap();
    assert!(is_listed(&oaxaca, "Hammers").await);
    assert!(
        peering::approve(&oaxaca.node, &lyon.host()).await.is_err(),
        "nothing is left to do"
    );
}

#[tokio::test]
async fn offers_of_a_directory_that_nobody_knows_are_marked() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    let coop = lyon.active("Union").await;
    let offer = lyon.offer(&coop, Purpose::Offer, "Hammers").await;
    stage.befriend(&lyon, &oaxaca).await;
    until("it is listed", async || is_listed(&oaxaca, "Hammers").await).await;
    let mark = "The office does not know this directory yet.";
    peering::carry(&oaxaca.node, &lyon.host(), true)
        .await
        .unwrap();
    let seen_at = format!(
        "/authorize_interaction?uri={}",
        lyon.node.url(&offer.path())
    );
    let pages = ["/offers", "/c/offers", "/c/offers/feed.atom", &*seen_at];
    for path in pages {
        until("it is shown with a word of caution", async || {
            let page = oaxaca.page(path).await;
            page.contains("Hammers") && page.contains(mark)
        })
        .await;
    }
    peering::approve(&oaxaca.node, &lyon.host()).await.unwrap();
    for path in pages {
        let page = oaxaca.page(path).await;
        assert!(page.contains("Hammers") && !page.contains(mark), "{page}");
    }
}

#[tokio::test]
async fn what_the_office_keeps_out_of_sight_stays_there_whatever_is_decided_of_its_directory() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    let (union, ash) = (lyon.active("Union").await, lyon.active("Ash").await);
    lyon.offer(&union, Purpose::Offer, "Hammers").await;
    lyon.offer(&ash, Purpose::Offer, "Nails").await;
    stage.befriend(&lyon, &oaxaca).await;
    until("both are listed", async || {
        is_listed(&oaxaca, "Hammers").await && is_listed(&oaxaca, "Nails").await
    })
    .await;
    let subject = Subject::parse(&lyon.node.url(&union.path())).unwrap();
    restricting::restrict(&oaxaca.node, &subject, Severity::Limit, (None, None))
        .await
        .unwrap();
    assert!(!is_listed(&oaxaca, "Hammers").await && is_listed(&oaxaca, "Nails").await);
    peering::approve(&oaxaca.node, &lyon.host()).await.unwrap();
    peering::add(&oaxaca.node, &lyon.node.url(""))
        .await
        .unwrap();
    let oaxaca = stage.reopen(oaxaca.stop().await).await;
    assert!(!is_listed(&oaxaca, "Hammers").await && is_listed(&oaxaca, "Nails").await);
    restricting::lift(&oaxaca.node, &subject).await.unwrap();
    assert!(is_listed(&oaxaca, "Hammers").await);
}
