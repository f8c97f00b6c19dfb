//! An office that had to restore an older copy of its database, and its peers.

use trenza::federation::peering;
use trenza::registry::{self, Author};

use crate::nodes::{Running, Stage, until};

#[tokio::test]
async fn a_restored_copy_and_a_new_epoch_bring_peers_to_hold_the_same_again() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    let cafe = oaxaca.active("Café Unión").await;
    let cafe_id = oaxaca.node.url(&cafe.path());
    until("the first record arrives", async || {
        oaxaca.waiting_events().await == 0
            && lyon.record(&cafe_id).await.is_some()
            && lyon.digest_of(&oaxaca).await == oaxaca.own_digest().await
    })
    .await;
    let stopped = oaxaca.stop().await;
    let copy = stopped.copied().await;
    let oaxaca = stage.reopen(stopped).await;

    // What the copy does not know: a new record, and new words in an old one.
    let lost = oaxaca.listed("Cooperativa Perdida").await;
    let lost_id = oaxaca.node.url(&lost.path());
    oaxaca
        .change(async |tx, clock| {
            let mut stated = cafe.stated.clone();
            stated.summaries.insert("es", "Tostamos café.")?;
            registry::edit(tx, clock, &cafe.id, stated, Author::Office).await
        })
        .await;
    until("what came after the copy arrives", async || {
        oaxaca.waiting_events().await == 0
            && lyon.record(&lost_id).await.is_some()
            && lyon.digest_of(&oaxaca).await == oaxaca.own_digest().await
    })
    .await;
    let before = lyon.record(&cafe_id).await.unwrap().body;
    assert!(before.contains("Tostamos"));

    let oaxaca = stage.reopen(oaxaca.stop().await.restored(&copy)).await;
    assert_ne!(lyon.digest_of(&oaxaca).await, oaxaca.own_digest().await);
    let done = oaxaca.command(&["log", "new-epoch"]).await.unwrap();
    assert!(done.json["epoch"].is_string());
    peering::sync(&lyon.node, &oaxaca.host()).await.unwrap();
    until("the peer holds what the copy holds", async || {
        lyon.record(&lost_id).await.is_none()
            && lyon.digest_of(&oaxaca).await == oaxaca.own_digest().await
    })
    .await;
    let after = lyon.record(&cafe_id).await.unwrap().body;
    assert!(!after.contains("Tostamos"), "{after}");

    // Numbers that were given before are given again, to other records.
    let new = oaxaca.listed("Cooperativa Nueva").await;
    let new_id = oaxaca.node.url(&new.path());
    until("what is published from now on arrives", async || {
        lyon.record(&new_id).await.is_some()
            && lyon.digest_of(&oaxaca).await == oaxaca.own_digest().await
    })
    .await;
}

#[tokio::test]
async fn a_restored_copy_whose_log_grew_past_what_was_read_is_noticed_by_its_peers() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    let hold_the_same = async |lyon: &Running, oaxaca: &Running| {
        oaxaca.waiting_events().await == 0
            && lyon.digest_of(oaxaca).await == oaxaca.own_digest().await
    };
    let kept = oaxaca.listed("Cooperativa Guardada").await;
    let kept_id = oaxaca.node.url(&kept.path());
    until("the first record arrives", async || {
        lyon.record(&kept_id).await.is_some() && hold_the_same(&lyon, &oaxaca).await
    })
    .await;
    let stopped = oaxaca.stop().await;
    let copy = stopped.copied().await;
    let oaxaca = stage.reopen(stopped).await;
    let lost = oaxaca.listed("Cooperativa Perdida").await;
    let lost_id = oaxaca.node.url(&lost.path());
    until("what came after the copy arrives", async || {
        lyon.record(&lost_id).await.is_some() && hold_the_same(&lyon, &oaxaca).await
    })
    .await;

    // The peer looks away while the numbers of what is lost are given again, and more.
    let stopped = oaxaca.stop().await;
    let lyon = lyon.stop().await;
    let oaxaca = stage.reopen(stopped.restored(&copy)).await;
    let first = oaxaca.listed("Cooperativa Nueva").await;
    let second = oaxaca.listed("Cooperativa Otra").await;
    until("both are published", async || {
        oaxaca.waiting_events().await == 0
    })
    .await;
    let lyon = stage.reopen(lyon).await;
    peering::sync(&lyon.node, &oaxaca.host()).await.unwrap();
    until("the peer holds what the copy holds", async || {
        lyon.record(&lost_id).await.is_none() && hold_the_same(&lyon, &oaxaca).await
    })
    .await;
    for new in [&first, &second] {
        let id = oaxaca.node.url(&new.path());
        assert!(lyon.record(&id).await.is_some(), "{id}");
    }
    assert!(lyon.record(&kept_id).await.is_some());
}
