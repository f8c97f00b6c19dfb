//! Profiles as other servers get them, and what stands first in them.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use trenza::offers::{self, Ending, Offer, Purpose, pins};
use trenza::profiles::{self, Choice};
use trenza::registry::{self, Organization};
use trenza::store::on;

use super::town::Town;

fn field<'v>(profile: &'v Value, name: &str) -> &'v str {
    let fields = profile["attachment"].as_array().unwrap();
    let found = fields.iter().find(|one| one["name"] == name);
    assert!(found.is_some(), "{name}: {profile}");
    found.unwrap()["value"].as_str().unwrap()
}

/// The ids in the collection of what an actor shows first.
async fn featured(town: &Town, actor: &str) -> Value {
    town.document(&format!("{actor}/featured")).await["orderedItems"].clone()
}

/// What an actor said of what stands first: kind and path, in the order of saying; of one
/// moment there is no order.
async fn moved(town: &Town, actor: &str) -> Vec<(String, String)> {
    let query = "SELECT type, object FROM activities \
        WHERE actor = $1 AND type IN ('Add', 'Remove') ORDER BY path";
    town.change(async |tx, _| on!(tx, |c| sqlx::query_as(query).bind(actor).fetch_all(c)))
        .await
}

async fn pin(town: &Town, offer: &Offer) {
    town.wait(Duration::from_secs(1));
    town.change(async |tx, clock| pins::pin(tx, clock, &offer.id).await)
        .await;
    town.publish().await;
}

async fn with_offers(town: &Town, count: u32) -> (Organization, Vec<Offer>) {
    let cafe = town.cafe(&["agroecology"]).await;
    let mut made = Vec::new();
    for number in 0..count {
        made.push(
            town.offer(&cafe, Purpose::Offer, &format!("Oferta {number}"))
                .await,
        );
    }
    town.publish().await;
    (cafe, made)
}

#[tokio::test]
async fn a_profile_says_what_it_is_and_who_keeps_it() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    town.publish().await;
    let profile = town.document(&cafe.path()).await;
    let summary = profile["summary"].as_str().unwrap();
    assert!(
        summary.contains("Perfil en el directorio Oaxaca, a cargo de Oficina"),
        "{summary}"
    );
    assert!(summary.contains("no es una cuenta automática"), "{summary}");
    assert_eq!(profile["summaryMap"]["es"], profile["summary"]);
    let territory = "<a href=\"https://oax.example/t/MX-OAX\">Oaxaca (MX-OAX)</a>";
    assert_eq!(field(&profile, "Territorio"), territory);
    assert_eq!(field(&profile, "Tipo"), "Cooperativa");
    assert!(field(&profile, "A cargo de").contains("https://oax.example/"));
    assert_eq!(
        profile["featured"],
        format!("https://oax.example{}/featured", cafe.path())
    );

    let territory = town.document("/t/MX-OAX").await;
    assert_eq!(field(&territory, "Contacto"), "hola@oax.example");
    assert!(
        territory["summary"]
            .as_str()
            .unwrap()
            .contains("Cuenta automática")
    );
}

#[tokio::test]
async fn who_does_not_want_to_be_found_says_so_and_is_told_of() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    town.publish().await;
    let before = town.document(&cafe.path()).await;
    assert_eq!(
        (&before["discoverable"], &before["indexable"]),
        (&json!(true), &json!(true))
    );
    let updates = town.count(&cafe.path(), "Update").await;
    let choice = Choice {
        discoverable: Some(false),
        ..Choice::default()
    };
    for _ in 0..2 {
        town.change(async |tx, clock| profiles::choose(tx, clock, &cafe.id, choice).await)
            .await;
        town.publish().await;
    }
    let after = town.document(&cafe.path()).await;
    assert_eq!(
        (&after["discoverable"], &after["indexable"]),
        (&json!(false), &json!(true))
    );
    assert!(after["updated"].as_str() > before["updated"].as_str());
    assert_eq!(town.count(&cafe.path(), "Update").await, updates + 1);
}

#[tokio::test]
async fn without_a_pin_the_newest_offers_stand_first_and_with_one_the_pinned() {
    let town = Town::open().await;
    let (cafe, made) = with_offers(&town, 6).await;
    let url = |offer: &Offer| json!(town.node.url(&offer.path()));
    let newest: Vec<Value> = made.iter().rev().take(5).map(url).collect();
    assert_eq!(featured(&town, &cafe.path()).await, json!(newest));
    pin(&town, &made[0]).await;
    assert_eq!(featured(&town, &cafe.path()).await, json!([url(&made[0])]));
    town.change(async |tx, clock| pins::unpin(tx, clock, &made[0].id).await)
        .await;
    town.publish().await;
    assert_eq!(featured(&town, &cafe.path()).await, json!(newest));
}

#[tokio::test]
async fn followers_are_told_what_comes_first_and_what_does_so_no_more() {
    let town = Town::open().await;
    let (cafe, made) = with_offers(&town, 2).await;
    town.follow(&cafe.path(), "ana").await;
    let before = moved(&town, &cafe.path()).await.len();
    pin(&town, &made[1]).await;
    let said = moved(&town, &cafe.path()).await.split_off(before);
    assert_eq!(said, [("Add".to_owned(), made[1].path())]);
    assert_eq!(
        town.told(&cafe.path(), "Add").await,
        ["https://ana.example/inbox"]
    );
    let before = moved(&town, &cafe.path()).await.len();
    town.wait(Duration::from_secs(1));
    town.change(async |tx, clock| offers::close(tx, clock, &made[1].id, Ending::Met).await)
        .await;
    town.publish().await;
    // What stands first for being new is told by its own Create alone.
    let said = moved(&town, &cafe.path()).await.split_off(before);
    assert_eq!(said, [("Remove".to_owned(), made[1].path())]);
    let body = "SELECT body FROM activities WHERE actor = $1 AND type = 'Add' ORDER BY path DESC";
    let bodies: Vec<String> = town
        .change(async |tx, _| {
            on!(tx, |c| sqlx::query_scalar(body)
                .bind(cafe.path())
                .fetch_all(c))
        })
        .await;
    let add: Value = serde_json::from_str(&bodies[0]).unwrap();
    assert_eq!(add["object"], town.node.url(&made[1].path()));
    assert_eq!(
        add["target"],
        town.node.url(&format!("{}/featured", cafe.path()))
    );
    let outbox = town
        .document(&format!("{}/outbox?page=true", cafe.path()))
        .await;
    assert!(!outbox.to_string().contains("\"Add\""), "{outbox}");
}

#[tokio::test]
async fn a_sixth_pin_and_one_on_what_has_ended_are_refused() {
    let town = Town::open().await;
    let (cafe, made) = with_offers(&town, 7).await;
    for offer in &made[..5] {
        pin(&town, offer).await;
    }
    town.change(async |tx, clock| offers::close(tx, clock, &made[6].id, Ending::Closed).await)
        .await;
    let before = featured(&town, &cafe.path()).await;
    let mut tx = town.node.db.begin().await.unwrap();
    let sixth = pins::pin(&mut tx, &town.node.clock, &made[5].id).await;
    assert!(sixth.unwrap_err().to_string().contains("unpin one"));
    assert!(
        pins::pin(&mut tx, &town.node.clock, &made[6].id)
            .await
            .is_err()
    );
    // One that is pinned already is no sixth.
    assert!(
        pins::pin(&mut tx, &town.node.clock, &made[4].id)
            .await
            .is_ok()
    );
    tx.commit().await.unwrap();
    town.publish().await;
    assert_eq!(featured(&town, &cafe.path()).await, before);
}

#[tokio::test]
async fn who_is_withheld_shows_nothing_first() {
    let town = Town::open().await;
    let (cafe, made) = with_offers(&town, 1).await;
    pin(&town, &made[0]).await;
    town.change(async |tx, clock| registry::suspend(tx, clock, &cafe.id).await)
        .await;
    town.publish().await;
    assert_eq!(featured(&town, &cafe.path()).await, json!([]));
    let profile = town.document(&cafe.path()).await;
    assert_eq!(profile["discoverable"], json!(false));
    assert_eq!(profile.get("summary"), None);
}

#[tokio::test]
async fn channels_and_the_node_greet_before_and_after_their_first_follower() {
    let town = Town::open().await;
    trenza::federation::node_actor::publish(&town.node)
        .await
        .unwrap();
    let channel = "/c/offers.agriculture";
    let computed = town.document(&format!("{channel}/welcome")).await;
    assert_eq!(computed.get("proof"), None);
    town.follow(channel, "ana").await;
    let kept = town.document(&format!("{channel}/welcome")).await;
    assert!(kept["proof"].is_object());
    assert_eq!(kept["contentMap"], computed["contentMap"]);
    assert_eq!(kept["published"], computed["published"]);
    for actor in [channel, "/actor"] {
        let id = town.node.url(&format!("{actor}/welcome"));
        assert_eq!(featured(&town, actor).await, json!([id]));
        let note = town.document(&format!("{actor}/welcome")).await;
        assert_eq!(note["attributedTo"], town.node.url(actor));
        assert!(
            note["content"]
                .as_str()
                .unwrap()
                .contains("Le damos la bienvenida")
        );
    }
    let (status, to, _) = town.get(&format!("{channel}/welcome"), "text/html").await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, channel));
    let nothing = town
        .get("/c/offers.bees/welcome", "application/activity+json")
        .await;
    assert!(nothing.0.is_client_error());
}
