//! Relays, added and removed by whoever runs the directory.

use http::StatusCode;
use trenza::execute;
use trenza::federation::relays;
use trenza::people::Role;

use crate::house::House;
use crate::my::body;

const PAGE: &str = "/office/friends";
const RELAY: &str = "https://relay.example/actor";

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
    assert!(again.body.contains("nothing to do"), "{}", again.body);
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
