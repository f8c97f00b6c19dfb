//! What another process wrote: it rings no bell here, and the database tells nobody, so each
//! worker looks by itself.

use trenza::execute;
use trenza::offers;

use crate::site::Site;
use crate::town::{Town, until};

#[tokio::test]
async fn what_nobody_rang_for_is_published_delivered_and_processed_all_the_same() {
    let town = Town::open().await;
    let ana = Site::open(&town).await.person("ana");
    ana.does(&town, "Follow", town.workshop_id()).await;
    let like = ana.activity("Like", town.offer_id());
    let arrived = "INSERT INTO received (activity, request_digest, body, actor, origin, type, \
            state, attempts, received_at, next_at) \
        VALUES ($1, '', $2, $3, $4, 'Like', 'pending', 0, $5, $5)";
    let mut draft = town.offer.stated.clone();
    draft.titles.insert("es", "Bicicletas y remolques").unwrap();
    let clock = &town.node.clock;
    let mut tx = town.node.db.begin().await.unwrap();
    offers::edit(&mut tx, clock, &town.offer.id, draft)
        .await
        .unwrap();
    execute!(
        &mut tx,
        sqlx::query(arrived)
            .bind(like["id"].as_str())
            .bind(like.to_string())
            .bind(&ana.id)
            .bind(ana.site.host())
            .bind(clock.now())
    )
    .unwrap();
    tx.commit().await.unwrap();
    ana.receives("the edit", |one| one["type"] == "Update")
        .await;
    until("the like is counted", async || {
        town.count("reactions").await == 1
    })
    .await;
}
