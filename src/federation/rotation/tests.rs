//! How followers come to know a new key.

use std::time::Duration;

use super::*;
use crate::activitypub::proof;
use crate::clock::Clock;
use crate::settings::Settings;
use crate::store::on;

#[tokio::test]
async fn the_update_that_first_shows_a_key_stands_under_the_old_ones_proof() {
    let dir = tempfile::tempdir().unwrap();
    let text = "public_url = \"https://oax.example\"\n";
    let settings = Settings::read(text, "test", dir.path().to_owned(), false).unwrap();
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    let node = Node::create(settings, clock).await.unwrap();
    node_actor::publish(&node).await.unwrap();
    let now = node.clock.now();
    let follower = followers::Follower {
        actor: paths::NODE.to_owned(),
        follower: "https://lyon.example/actor".to_owned(),
        inbox: "https://lyon.example/inbox".to_owned(),
        shared_inbox: None,
        follow: "https://lyon.example/follows/1".to_owned(),
        state: followers::State::Accepted.as_str().to_owned(),
    };
    let new = PrivateKey::generate(Algorithm::Ed25519).unwrap();
    let mut tx = node.db.begin().await.unwrap();
    followers::put(&mut tx, &follower, now).await.unwrap();
    let old = node.keys.of_actor(&mut tx, paths::NODE, now).await.unwrap();
    replacing::lock(&mut tx).await.unwrap();
    replacing::add(&mut tx, paths::NODE, &new, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    node.read_keys().await.unwrap();

    let lease = Lease::new("publisher", Duration::from_secs(5), &node.clock);
    let left = step(&node, &lease, &mut Stubborn::default()).await;
    assert_eq!(left.unwrap(), Left::Showing);
    let mut tx = node.db.read().await.unwrap();
    let query = "SELECT body FROM activities WHERE type = 'Update' AND object = $1";
    let told: Vec<String> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(paths::NODE)
        .fetch_all(c))
    .unwrap();
    assert_eq!(told.len(), 1, "{told:?}");
    let update: Value = serde_json::from_str(&told[0]).unwrap();
    let shown = update.pointer("/object/assertionMethod").unwrap();
    let multibase = new.public().unwrap().to_multibase();
    assert!(shown.to_string().contains(&multibase), "{shown}");
    assert!(proof::verify(&update, &old.key.public().unwrap()).is_ok());
    assert!(proof::verify(&update, &new.public().unwrap()).is_err());
}
