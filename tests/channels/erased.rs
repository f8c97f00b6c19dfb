//! Who is told that an organization was erased.

use http::StatusCode;
use serde_json::{Value, json};
use trenza::offers::{self, Purpose};
use trenza::on;
use trenza::registry;

use super::OFFERS;
use super::town::Town;

#[tokio::test]
async fn whoever_knows_an_organization_by_a_channel_alone_is_told_that_it_is_erased() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.follow(OFFERS, "ana").await;
    town.follow("/c/needs", "ben").await;
    town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    town.change(async |tx, clock| registry::remove(tx, clock, &cafe.id).await)
        .await;
    town.publish().await;
    let query = "SELECT d.inbox, a.body FROM deliveries d JOIN activities a ON a.path = d.activity \
        WHERE d.actor = $1 AND d.object = $1 AND d.type = 'Delete' ORDER BY d.inbox";
    let told: Vec<(String, String)> = town
        .change(async |tx, _| on!(tx, |c| sqlx::query_as(query).bind(cafe.path()).fetch_all(c)))
        .await;
    let inboxes: Vec<&str> = told.iter().map(|(inbox, _)| inbox.as_str()).collect();
    assert_eq!(inboxes, ["https://ana.example/inbox"]);
    let body: Value = serde_json::from_str(&told[0].1).unwrap();
    assert_eq!(body["object"], town.node.url(&cafe.path()));
}

#[tokio::test]
async fn the_page_of_what_was_removed_is_gone_as_its_document_is() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    let stays = town.offer(&cafe, Purpose::Offer, "Molino").await;
    town.publish().await;
    town.change(async |tx, clock| offers::withdraw(tx, clock, &offer.id).await)
        .await;
    town.publish().await;
    let kinds = ["text/html", "application/activity+json"];
    for kind in kinds {
        assert_eq!(town.get(&offer.path(), kind).await.0, StatusCode::GONE);
        assert_eq!(town.get(&stays.path(), kind).await.0, StatusCode::OK);
    }
    town.change(async |tx, clock| registry::remove(tx, clock, &cafe.id).await)
        .await;
    town.publish().await;
    for kind in [&kinds[..], &["text/turtle"]].concat() {
        assert_eq!(town.get(&cafe.path(), kind).await.0, StatusCode::GONE);
    }
    // Nothing ever stood there.
    for path in ["/offers/nothing", "/o/nobody"] {
        assert_eq!(town.get(path, kinds[0]).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn whoever_signs_nothing_does_not_learn_from_an_inbox_who_was_erased() {
    let town = Town::open().await;
    let cafe = town.cafe(&[]).await;
    town.publish().await;
    let inbox = format!("{}/inbox", cafe.path());
    assert_eq!(town.post(&inbox).await, StatusCode::UNAUTHORIZED);
    town.change(async |tx, clock| registry::remove(tx, clock, &cafe.id).await)
        .await;
    town.publish().await;
    assert_eq!(town.post(&inbox).await, StatusCode::UNAUTHORIZED);
    assert_eq!(town.post("/o/nobody/inbox").await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_asks_to_follow_what_nobody_can_is_answered() {
    let town = Town::open().await;
    let cafe = town.cafe(&[]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    town.follow(&offer.path(), "ana").await;
    town.follow("/c/needs.bees", "ben").await;
    for (who, path) in [("ana", &*offer.path()), ("ben", "/c/needs.bees")] {
        let query = "SELECT a.body FROM deliveries d JOIN activities a ON a.path = d.activity \
            WHERE d.inbox = $1 AND d.type = 'Reject'";
        let inbox = format!("https://{who}.example/inbox");
        let said: Vec<String> = town
            .change(async |tx, _| on!(tx, |c| sqlx::query_scalar(query).bind(&inbox).fetch_all(c)))
            .await;
        let [said] = &*said else {
            panic!("{who}: {said:?}")
        };
        let said: Value = serde_json::from_str(said).unwrap();
        assert_eq!(said["actor"], "https://oax.example/actor");
        assert_eq!(said["object"]["object"], town.node.url(path));
    }
    assert_eq!(town.rows("followers").await, 0);
}

#[tokio::test]
async fn lists_of_one_are_heard_as_what_they_hold() {
    let town = Town::open().await;
    let cafe = town.cafe(&[]).await;
    town.publish().await;
    town.follow("/c/needs.bees", "ana").await;
    let ana = "https://ana.example/users/ana";
    let cafe = town.node.url(&cafe.path());
    town.receive(ana, "Follow", json!([cafe])).await;
    assert_eq!(town.rows("followers").await, 1);
    let follow =
        json!([{"id": format!("{ana}/1"), "type": ["Follow"], "actor": [ana], "object": [cafe]}]);
    town.receive(ana, "Undo", follow).await;
    assert_eq!(town.rows("followers").await, 0);
}
