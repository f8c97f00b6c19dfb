//! Refusals to follow what nobody can: told, and never many of them.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use trenza::activitypub::received::Outcome;
use trenza::store::{execute, on};

use super::town::Town;

const REJECTS: &str = "deliveries WHERE type = 'Reject'";

/// Somebody of a server asks to follow a path.
async fn asks(town: &Town, server: &str, who: &str, path: &str) -> Outcome {
    let id = format!("https://{server}/users/{who}");
    let statement = "INSERT INTO remote_actors (id, type, inbox, gone, fetched_at) \
        VALUES ($1, 'Person', $2, FALSE, 0) ON CONFLICT (id) DO NOTHING";
    let inbox = format!("{id}/inbox");
    town.change(async |tx, _| execute!(tx, sqlx::query(statement).bind(&id).bind(&inbox)))
        .await;
    town.receive(&id, "Follow", json!(town.node.url(path)))
        .await
}

/// All that waits arrives.
async fn arrives(town: &Town) {
    let statement = "UPDATE deliveries SET state = 'delivered' WHERE state = 'pending'";
    town.change(async |tx, _| execute!(tx, sqlx::query(statement)))
        .await;
}

/// What becomes of what somebody of A was told.
async fn settled(town: &Town, who: &str, state: &str) {
    let statement = "UPDATE deliveries SET state = $2 WHERE type = 'Reject' AND object = $1";
    let id = format!("https://a.example/users/{who}");
    town.change(async |tx, _| execute!(tx, sqlx::query(statement).bind(&id).bind(state)))
        .await;
}

/// What was refused to be followed, in the order in which it is told.
async fn refused(town: &Town) -> Vec<String> {
    let query = "SELECT a.body FROM activities a JOIN deliveries d ON d.activity = a.path \
        WHERE a.type = 'Reject' ORDER BY d.seq";
    let bodies: Vec<String> = town
        .change(async |tx, _| on!(tx, |c| sqlx::query_scalar(query).fetch_all(c)))
        .await;
    let path = |body: &String| {
        let said: Value = serde_json::from_str(body).unwrap();
        let object = said["object"]["object"].as_str().unwrap();
        object.strip_prefix(town.node.base()).unwrap().to_owned()
    };
    bodies.iter().map(path).collect()
}

#[tokio::test]
async fn whoever_asks_for_a_thousand_wrong_addresses_is_told_of_the_last_few() {
    let town = Town::open().await;
    for number in 0..20 {
        let path = format!("/c/needs.bees{number}");
        let outcome = asks(&town, "a.example", "ana", &path).await;
        assert!(matches!(outcome, Outcome::Ignored(_)), "{outcome:?}");
    }
    assert_eq!(
        refused(&town).await,
        [15, 16, 17, 18, 19].map(|number| format!("/c/needs.bees{number}"))
    );
    // Once those have arrived, the next ones take their place, each of them answered.
    arrives(&town).await;
    asks(&town, "a.example", "ana", "/c/needs.wasps").await;
    asks(&town, "a.example", "ana", "/c/needs.ants").await;
    assert_eq!(refused(&town).await, ["/c/needs.wasps", "/c/needs.ants"]);
    // What it may follow is answered all the same.
    let outcome = asks(&town, "a.example", "ana", "/c/needs").await;
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    assert_eq!(town.told("/c/needs", "Accept").await.len(), 1);
}

#[tokio::test]
async fn a_server_that_takes_no_refusal_does_not_fill_the_queue_and_others_are_told() {
    let town = Town::open().await;
    for number in 0..120 {
        asks(&town, "a.example", &format!("p{number}"), "/c/needs.bees").await;
    }
    assert_eq!(town.rows(REJECTS).await, 100);
    asks(&town, "b.example", "ben", "/c/needs.bees").await;
    assert_eq!(town.rows(REJECTS).await, 101);
    arrives(&town).await;
    asks(&town, "a.example", "last", "/c/needs.bees").await;
    // What arrived at the one is forgotten, not what the other has.
    assert_eq!(town.rows(REJECTS).await, 2);
}

#[tokio::test]
async fn what_a_server_did_not_take_stays_for_the_keeper_and_takes_up_room() {
    let town = Town::open().await;
    for who in ["ana", "ben", "cid"] {
        asks(&town, "a.example", who, &format!("/c/needs.{who}")).await;
    }
    settled(&town, "ana", "refused").await;
    settled(&town, "ben", "delivered").await;
    settled(&town, "cid", "discarded").await;
    asks(&town, "a.example", "dan", "/c/needs.dan").await;
    let left = ["/c/needs.ana", "/c/needs.cid", "/c/needs.dan"];
    assert_eq!(refused(&town).await, left);
    // Whoever asks anew is told anew, in the place of what they were told before.
    asks(&town, "a.example", "ana", "/c/needs.eva").await;
    let left = ["/c/needs.cid", "/c/needs.dan", "/c/needs.eva"];
    assert_eq!(refused(&town).await, left);

    for number in 0..120 {
        let who = format!("p{number}");
        asks(&town, "a.example", &who, "/c/needs.bees").await;
        settled(&town, &who, "refused").await;
    }
    assert_eq!(town.rows(REJECTS).await, 101);
}

#[tokio::test]
async fn what_waits_for_an_account_that_is_gone_or_blocks_is_forgotten() {
    let town = Town::open().await;
    let (ana, ben) = ("https://a.example/users/ana", "https://b.example/users/ben");
    asks(&town, "a.example", "ana", "/c/needs.bees").await;
    asks(&town, "a.example", "ana", "/c/needs").await;
    asks(&town, "b.example", "ben", "/c/needs").await;
    asks(&town, "b.example", "ben", "/c/offers").await;
    assert_eq!(town.rows("deliveries").await, 4);
    town.receive(ana, "Delete", json!(ana)).await;
    let query = "SELECT DISTINCT object FROM deliveries";
    let left: Vec<String> = town
        .change(async |tx, _| on!(tx, |c| sqlx::query_scalar(query).fetch_all(c)))
        .await;
    assert_eq!(left, [ben]);
    let outcome = town
        .receive(ben, "Block", json!(town.node.url("/c/needs")))
        .await;
    assert!(matches!(outcome, Outcome::Applied), "{outcome:?}");
    assert_eq!(town.told("/c/needs", "Accept").await.len(), 0);
    assert_eq!(town.told("/c/offers", "Accept").await.len(), 1);
}

#[tokio::test]
async fn an_account_with_ten_thousand_followings_goes_without_keeping_others_waiting() {
    const NUMBERS: &str = "WITH RECURSIVE n (i) AS \
        (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) ";
    let town = Town::open().await;
    asks(&town, "a.example", "ana", "/c/needs").await;
    let ana = "https://a.example/users/ana";
    let accept = "INSERT INTO activities (path, type, actor, object, body, direct, created_at) \
        SELECT '/x/' || i, 'Accept', '/o/' || i, $1, '{}', TRUE, 0 FROM n";
    let news = "INSERT INTO activities (path, type, actor, object, body, direct, created_at) \
        SELECT '/y/' || i, 'Update', '/o/' || i, '/o/' || i, '{}', FALSE, 0 FROM n";
    // The Accept waits of every tenth, and behind it a piece of news for others there as well.
    let delivered = "INSERT INTO deliveries (activity, actor, object, type, inbox, host, state, \
            attempts, next_at, leased_until, created_at) \
        SELECT '/x/' || i, '/o/' || i, $1, 'Accept', 'https://a.example/inbox', 'a.example', \
            CASE WHEN i % 10 = 0 THEN 'pending' ELSE 'delivered' END, 0, 0, 0, 0 FROM n";
    let behind = "INSERT INTO deliveries (activity, actor, object, type, inbox, host, state, \
            attempts, next_at, leased_until, created_at) \
        SELECT '/y/' || i, '/o/' || i, '/o/' || i, 'Update', 'https://a.example/inbox', \
            'a.example', 'pending', 0, 9223372036854775807, 0, 0 FROM n WHERE i % 10 = 0";
    let begun = Instant::now();
    for (statement, is_ana) in [
        (accept, true),
        (news, false),
        (delivered, true),
        (behind, false),
    ] {
        let statement = format!("{NUMBERS}{statement}");
        town.change(async |tx, _| {
            execute!(tx, {
                let query = sqlx::query(sqlx::AssertSqlSafe(statement.as_str()));
                if is_ana { query.bind(ana) } else { query }
            })
        })
        .await;
    }
    let written = begun.elapsed();
    let begun = Instant::now();
    town.receive(ana, "Delete", json!(ana)).await;
    let forgotten = begun.elapsed();
    // Written by four statements; one for each would take many times as long.
    let soon = written * 4 + Duration::from_secs(1);
    assert!(forgotten < soon, "{forgotten:?}, and {written:?} to write");
    assert_eq!(town.rows("activities WHERE type = 'Accept'").await, 0);
    assert_eq!(town.rows("deliveries").await, 1_000);
    let forward = "deliveries WHERE state = 'pending' AND next_at < 9223372036854775807";
    assert_eq!(town.rows(forward).await, 1_000);
}
