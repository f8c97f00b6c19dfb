//! Relays, added and removed by whoever runs the directory.

use axum::{Router, routing};
use http::{StatusCode, header};
use serde_json::json;
use tokio::net::TcpListener;
use trenza::execute;
use trenza::federation::relays;
use trenza::people::Role;
use trenza::store::on;

use crate::house::House;
use crate::my::body;

const PAGE: &str = "/office/friends";
const RELAY: &str = "https://relay.example/actor";

/// An actor on loopback that lives as long as the test; gives its address.
async fn actor(is_directory: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let id = format!("http://{}/actor", listener.local_addr().unwrap());
    let mut document = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id,
        "type": "Application",
        "preferredUsername": "relay",
        "inbox": id.replace("/actor", "/inbox"),
    });
    if is_directory {
        document["registryLog"] = json!(id.replace("/actor", "/registry/log"));
    }
    let head = [(header::CONTENT_TYPE, "application/activity+json")];
    let routes = Router::new().route(
        "/actor",
        routing::get(move || async move { (head, document.to_string()) }),
    );
    tokio::spawn(async move { axum::serve(listener, routes).await });
    id
}

#[tokio::test]
async fn a_relay_is_asked_by_the_form_and_hears_once_it_agreed() {
    let house = House::with("insecure_loopback = true", true).await;
    let ana = house.signed_in("ana@city.example", Some(Role::Admin)).await;
    let form = format!("{PAGE}/relays");
    let relay = actor(false).await;
    let asked = house.post(&form, &body(&[("relay", &relay)]), &ana).await;
    assert_eq!(
        (asked.status, asked.to()),
        (StatusCode::SEE_OTHER, PAGE),
        "{}",
        asked.body
    );
    let page = house.get(PAGE, &ana).await.body;
    assert!(page.contains(&relay), "{page}");
    assert!(!page.contains("passes on what is new here"), "{page}");

    // The request to follow waits for it, and its answer to another one counts for nothing.
    let mut tx = house.node.db.begin().await.unwrap();
    let kept = relays::list(&mut tx).await.unwrap();
    assert_eq!(kept.len(), 1);
    let (one, query) = (&kept[0], "SELECT COUNT(*) FROM deliveries WHERE inbox = $1");
    assert_eq!(
        (one.id.as_str(), one.state.as_str()),
        (&*relay, "requested")
    );
    let waiting: i64 = on!(tx, |c| sqlx::query_scalar(query)
        .bind(&one.inbox)
        .fetch_one(c))
    .unwrap();
    assert_eq!(waiting, 1);
    assert!(
        !relays::answered(&mut tx, &relay, "/activities/other", true)
            .await
            .unwrap()
    );
    assert!(
        relays::answered(&mut tx, &relay, &one.follow, true)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    let page = house.get(PAGE, &ana).await.body;
    assert!(page.contains("passes on what is new here"), "{page}");

    // Another directory is none, and neither is where nothing answers.
    let directory = actor(true).await;
    let gone = relay.replace("/actor", "/gone");
    for wrong in [directory, gone] {
        let refused = house.post(&form, &body(&[("relay", &wrong)]), &ana).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(refused.body.contains("id=\"relay-wrong\""), "{wrong}");
    }
    let mut tx = house.node.db.read().await.unwrap();
    assert_eq!(relays::list(&mut tx).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_relay_is_seen_with_how_it_stands_and_told_nothing_any_more() {
    let house = House::new().await;
    let ana = house.signed_in("ana@city.example", Some(Role::Admin)).await;
    let mut tx = house.node.db.begin().await.unwrap();
    let statement = "INSERT INTO relays (id, inbox, state, follow, created_at) \
        VALUES ($1, $1, 'accepted', '/activities/1', 0)";
    execute!(&mut tx, sqlx::query(statement).bind(RELAY)).unwrap();
    tx.commit().await.unwrap();
    let page = house.get(PAGE, &ana).await.body;
    assert!(page.contains(RELAY), "{page}");
    assert!(page.contains("passes on what is new here"), "{page}");

    let remove = format!("{PAGE}/relays/remove");
    let one = body(&[("id", RELAY)]);
    let done = house.post(&remove, &one, &ana).await;
    assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, PAGE));
    let mut tx = house.node.db.read().await.unwrap();
    assert!(relays::list(&mut tx).await.unwrap().is_empty());
    drop(tx);
    let again = house.post(&remove, &one, &ana).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("nothing left to do"), "{}", again.body);
}

#[tokio::test]
async fn what_is_no_address_of_a_relay_comes_back_in_the_form_in_the_pages_language() {
    let house = House::new().await;
    let ana = house.signed_in("ana@city.example", Some(Role::Admin)).await;
    for wrong in ["", "relay"] {
        let form = format!("{PAGE}/relays?lang=es");
        let refused = house.post(&form, &body(&[("relay", wrong)]), &ana).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        let page = refused.body;
        assert!(page.contains("id=\"relay-wrong\""), "{page}");
        assert!(page.contains(&format!("value=\"{wrong}\"")), "{page}");
        assert!(page.contains("no es un repetidor"), "{page}");
    }
}
