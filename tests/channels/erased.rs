//! Who is told that an organization was erased.

use serde_json::Value;
use trenza::offers::Purpose;
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
