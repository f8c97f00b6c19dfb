//! Two servers agree on who follows whom.

use serde_json::json;
use trenza::execute;
use trenza::federation::{followers, peers};

use crate::nodes::{Running, Stage, until};

const PATH: &str = "/actor/followers_synchronization";

async fn followers_of(node: &Running) -> i64 {
    let mut tx = node.node.db.read().await.unwrap();
    followers::count(&mut tx, "/actor").await.unwrap()
}

#[tokio::test]
async fn a_server_learns_who_of_its_own_follows_and_nobody_elses() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    let paris = stage.open("paris", "accept").await;
    stage.befriend(&oaxaca, &lyon).await;
    until("lyon let it in", async || followers_of(&lyon).await == 1).await;
    let address = lyon.node.url(PATH);
    let own = oaxaca.node.remote.document(&address).await.unwrap();
    assert_eq!(own["orderedItems"], json!([oaxaca.node.url("/actor")]));
    let strangers = paris.node.remote.document(&address).await.unwrap();
    assert_eq!(strangers["orderedItems"], json!([]));
    assert_eq!(lyon.get(PATH).await.0, 401);
    assert_eq!(lyon.get("/o/nobody/followers_synchronization").await.0, 401);
}

#[tokio::test]
async fn a_follower_that_knows_nothing_of_it_says_so() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&oaxaca, &lyon).await;
    until("lyon let it in", async || followers_of(&lyon).await == 1).await;
    // As after a backup from before they met.
    let mut tx = oaxaca.node.db.begin().await.unwrap();
    peers::remove(&mut tx, &lyon.node.url("/actor"))
        .await
        .unwrap();
    execute!(&mut tx, sqlx::query("DELETE FROM followers")).unwrap();
    tx.commit().await.unwrap();
    // The node itself tells of what it lists.
    lyon.listed("Ash").await;
    until("lyon counts it no more", async || {
        followers_of(&lyon).await == 0
    })
    .await;
}
