//! What another process wrote: it rings no bell here, and the database tells nobody, so each
//! worker looks by itself.

use serde_json::json;
use trenza::activitypub::activities::{self, Activity};
use trenza::execute;
use trenza::offers;

use crate::site::{Person, Site};
use crate::town::{Town, until};

/// A delivery that was written by another process, as one that a keeper has tried again.
async fn waits(town: &Town, to: &Person) {
    let (actor, path) = (town.workshop.path(), "/activities/by-hand");
    let body = json!({"id": town.node.url(path), "type": "Add"}).to_string();
    let activity = Activity {
        path,
        kind: "Add",
        actor: &actor,
        object: &actor,
        body: &body,
        log_number: None,
        is_direct: false,
    };
    let delivery = "INSERT INTO deliveries (activity, actor, object, type, inbox, host, state, \
            attempts, next_at, leased_until, created_at) \
        VALUES ($1, $2, $2, 'Add', $3, $4, 'pending', 0, $5, 0, $5)";
    let now = town.node.clock.now();
    let mut tx = town.node.db.begin().await.unwrap();
    activities::put(&mut tx, &activity, now).await.unwrap();
    execute!(
        &mut tx,
        sqlx::query(delivery)
            .bind(path)
            .bind(&actor)
            .bind(&to.inbox)
            .bind(to.site.host())
            .bind(now)
    )
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_nobody_rang_for_is_published_delivered_and_processed_all_the_same() {
    let town = Town::open().await;
    let ana = Site::open(&town).await.person("ana");
    ana.does(&town, "Follow", town.workshop_id()).await;
    // Once its answer was delivered nothing rings for the deliverer, until the publisher does.
    until("the answer is delivered", async || {
        town.count("deliveries WHERE state = 'pending'").await == 0
    })
    .await;
    waits(&town, &ana).await;
    ana.receives("what waits", |one| one["type"] == "Add").await;
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
