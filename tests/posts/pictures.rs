//! Cards, icons and headers: named by documents at once, drawn afterwards, and renewed.

use std::sync::Arc;

use http::{StatusCode, header};
use resvg::tiny_skia::Pixmap;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use trenza::federation::node_actor;
use trenza::offers::{self, Ending, Offer, Purpose};
use trenza::pictures;

use super::town::Town;

const PAGE: &str = "text/html";

/// The path of a picture that a document names.
fn path_of(image: &Value) -> String {
    assert_eq!(image["type"], "Image", "{image}");
    assert_eq!(image["mediaType"], "image/png", "{image}");
    let url = image["url"].as_str().unwrap();
    url.strip_prefix("https://oax.example").unwrap().to_owned()
}

async fn draw_all(town: &Town) {
    while pictures::draw_next(&town.node.db).await.unwrap() {}
}

async fn drawn(town: &Town, path: &str) -> Pixmap {
    let (mut status, mut headers, mut bytes) = town.bytes(path, "image/*").await;
    // A busy machine may need longer than one answer waits, and is asked again as told.
    while status == StatusCode::SERVICE_UNAVAILABLE {
        (status, headers, bytes) = town.bytes(path, "image/*").await;
    }
    assert_eq!(status, StatusCode::OK, "{path}");
    assert_eq!(headers[header::CONTENT_TYPE], "image/png");
    assert!(
        headers[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    Pixmap::decode_png(&bytes).unwrap()
}

async fn card(town: &Town, offer: &Offer) -> Value {
    let note = town.document(&offer.path()).await;
    assert_eq!(note["attachment"].as_array().unwrap().len(), 1, "{note}");
    note["attachment"][0].clone()
}

#[tokio::test]
async fn an_offer_carries_a_card_that_says_in_words_what_is_to_be_seen() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    let offer = town
        .offer(&cafe, Purpose::Need, "Sacos <b>de</b> yute")
        .await;
    town.publish().await;
    let card = card(&town, &offer).await;
    let alt = card["name"].as_str().unwrap();
    for part in [
        "Buscamos: Sacos <b>de</b> yute",
        "Oaxaca · En préstamo",
        "Café Unión",
    ] {
        assert!(alt.contains(part), "{part}: {alt}");
    }
    assert_eq!(
        (&card["width"], &card["height"]),
        (&json!(1200), &json!(630))
    );
    draw_all(&town).await;
    let picture = drawn(&town, &path_of(&card)).await;
    assert_eq!((picture.width(), picture.height()), (1200, 630));
}

#[tokio::test]
async fn a_picture_that_is_not_drawn_yet_is_waited_for() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    let path = path_of(&card(&town, &offer).await);
    let (node, stop) = (Arc::clone(&town.node), CancellationToken::new());
    let stopped = stop.clone();
    let drawer = tokio::spawn(async move {
        pictures::run(&node.db, &node.wake.drawer, stopped).await;
    });
    let picture = drawn(&town, &path).await;
    assert_eq!(picture.width(), 1200);
    stop.cancel();
    drawer.await.unwrap();
}

#[tokio::test]
async fn a_change_of_what_is_to_be_seen_renews_the_card_and_a_withdrawal_removes_it() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    let first = path_of(&card(&town, &offer).await);
    // What the card does not say leaves it as it is.
    let mut draft = offer.stated.clone();
    draft.texts.insert("es", "Cuarenta horas.").unwrap();
    town.change(async |tx, clock| offers::edit(tx, clock, &offer.id, draft).await)
        .await;
    town.publish().await;
    assert_eq!(path_of(&card(&town, &offer).await), first);
    town.change(async |tx, clock| offers::close(tx, clock, &offer.id, Ending::Met).await)
        .await;
    town.publish().await;
    let closed = card(&town, &offer).await;
    assert_ne!(path_of(&closed), first);
    assert!(closed["name"].as_str().unwrap().starts_with("RESUELTO"));
    draw_all(&town).await;
    assert_ne!(
        drawn(&town, &path_of(&closed)).await.data(),
        drawn(&town, &first).await.data()
    );
    town.change(async |tx, clock| offers::withdraw(tx, clock, &offer.id).await)
        .await;
    town.publish().await;
    let gone = town.bytes(&path_of(&closed), "image/*").await.0;
    assert_eq!(gone, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_actor_has_an_icon_and_a_header_of_its_own() {
    let town = Town::open().await;
    node_actor::publish(&town.node).await.unwrap();
    let cafe = town.cafe(&["agroecology"]).await;
    town.publish().await;
    let channel = "/c/offers.agriculture";
    let before = town.document(channel).await;
    let node = town.document("/actor").await;
    assert_eq!(before["icon"], node["icon"]);
    town.follow(channel, "ana").await;
    draw_all(&town).await;
    let mut icons = Vec::new();
    for actor in ["/actor", "/t/MX-OAX", channel, &cafe.path()] {
        let profile = town.document(actor).await;
        let icon = drawn(&town, &path_of(&profile["icon"])).await;
        assert_eq!((icon.width(), icon.height()), (400, 400), "{actor}");
        let ground = drawn(&town, &path_of(&profile["image"])).await;
        assert_eq!((ground.width(), ground.height()), (1500, 500), "{actor}");
        icons.push(profile["icon"]["url"].as_str().unwrap().to_owned());
    }
    icons.sort();
    icons.dedup();
    assert_eq!(icons.len(), 4);
}

#[tokio::test]
async fn pages_name_the_picture_that_goes_with_a_link() {
    let town = Town::open().await;
    node_actor::publish(&town.node).await.unwrap();
    let cafe = town.cafe(&["agroecology"]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    let mut named = Vec::new();
    for path in ["/", "/t/MX-OAX", &cafe.path(), &offer.path()] {
        let (_, _, page) = town.get(path, PAGE).await;
        let begin = "<meta property=\"og:image\" content=\"https://oax.example/m/";
        let (_, rest) = page
            .split_once(begin)
            .unwrap_or_else(|| panic!("{path}: {page}"));
        named.push(rest.split('"').next().unwrap().to_owned());
    }
    named.sort();
    named.dedup();
    assert_eq!(named.len(), 4);
}

#[tokio::test]
async fn what_is_no_picture_is_not_found() {
    let town = Town::open().await;
    let unknown = format!("/m/{}.png", "0".repeat(64));
    for path in [unknown.as_str(), "/m/1.png", "/m/..%2Ftrenza.toml", "/m/x"] {
        let status = town.bytes(path, "image/*").await.0;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}
