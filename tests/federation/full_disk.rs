//! A node whose disk is full says so wherever it is asked, and goes on by itself once there is
//! room.

use bytes::Bytes;
use serde_json::json;
use trenza::activitypub::client::Signer;
use trenza::activitypub::signature::Scheme;
use trenza::id;
use trenza::store::{execute, testing};
use url::Url;

use crate::nodes::{Running, Stage, until};

/// How many bytes each activity has, so that it needs room.
const LARGE: usize = 64 << 10;

/// Takes up what room there is in the file, as everything else on a full disk does.
async fn fill(node: &Running) {
    let (db, clock) = (&node.node.db, &node.node.clock);
    let take = async || {
        let mut tx = db.begin().await?;
        let insert = "INSERT INTO node (name, value) VALUES ($1, $2)";
        let value = "x".repeat(LARGE / 8);
        execute!(tx, sqlx::query(insert).bind(id::mint(clock)).bind(&value))?;
        tx.commit().await
    };
    while take().await.is_ok() {}
}

/// Posts a large activity of `from` to the inbox of the node at `to`: what is answered, and its
/// id.
pub(crate) async fn post(from: &Running, to: &str) -> (u16, String) {
    let number = id::mint(&from.node.clock);
    let actor = from.node.url("/actor");
    let id = from.node.url(&format!("/activities/large-{number}"));
    let signer = Signer {
        key_id: format!("{actor}#main-key"),
        key: from.node.keys.rsa_of("/actor"),
    };
    let activity = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id,
        "type": "Like",
        "actor": actor,
        "object": format!("{to}/actor"),
        "content": "x".repeat(LARGE),
    });
    let inbox = Url::parse(&format!("{to}/inbox")).unwrap();
    let body = Bytes::from(activity.to_string());
    let client = &from.node.client;
    let reply = client.post(&inbox, Scheme::Cavage, &signer, body).await;
    (reply.unwrap().status.as_u16(), id)
}

async fn ready(node: &Running) -> u16 {
    node.get("/readyz").await.0
}

#[tokio::test]
async fn a_full_disk_is_told_by_readyz_and_heals_by_itself() {
    let stage = Stage::new();
    let oaxaca = stage.embedded("oaxaca").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    assert_eq!(ready(&oaxaca).await, 200);
    let base = oaxaca.node.url("");
    assert_eq!(post(&lyon, &base).await.0, 202);
    oaxaca.command(&["healthcheck"]).await.unwrap();

    testing::leave_room(&oaxaca.node.db, 0).await.unwrap();
    until("an activity finds no room", async || {
        fill(&oaxaca).await;
        post(&lyon, &base).await.0 == 503
    })
    .await;
    until("it is not ready", async || {
        fill(&oaxaca).await;
        ready(&oaxaca).await == 503
    })
    .await;
    until("a command says why", async || {
        fill(&oaxaca).await;
        let told = oaxaca.command(&["healthcheck"]).await;
        told.is_err_and(|error| error.to_string().contains("make room on the disk"))
    })
    .await;

    testing::leave_room(&oaxaca.node.db, 1 << 20).await.unwrap();
    until("it is ready again", async || ready(&oaxaca).await == 200).await;
    until("activities are taken again", async || {
        post(&lyon, &base).await.0 == 202
    })
    .await;
}
