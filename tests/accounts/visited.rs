//! How much visitors without an account write, and are written, at most.

use std::time::Duration;

use http::StatusCode;

use crate::house::House;
use crate::my::{MAIL, body, coop, hidden};

#[tokio::test]
async fn the_oldest_that_no_address_confirms_give_way_to_the_newest() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    let offer = house.offers(&coop).await;
    let mut links = Vec::new();
    for _ in 0..4 {
        assert_eq!(house.writes(&offer, &[]).await.status, StatusCode::OK);
        links.push(house.last_link().await);
        house.node.clock.advance(Duration::from_secs(1));
    }
    assert_eq!(house.visits().await, 3);
    assert_eq!(house.letters().await.len(), 3);
    let oldest = house.get(&links[0], "").await;
    assert_eq!(oldest.status, StatusCode::NOT_FOUND, "{}", oldest.body);
    assert_eq!(house.get(&links[1], "").await.status, StatusCode::OK);

    for from in 0..50 {
        let (mail, place) = (format!("a{from}@a.example"), format!("198.51.100.{from}"));
        let answer = house.writes_from(&place, &offer, &[("mail", &mail)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{from}: {}", answer.body);
        house.node.clock.advance(Duration::from_secs(1));
    }
    assert_eq!(house.visits().await, 50);
    let newest = house.last_link().await;
    assert_eq!(house.get(&newest, "").await.status, StatusCode::OK);
    assert_eq!(house.get(&links[3], "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn one_place_and_one_address_are_bounded_before_anything_is_done() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    let offer = house.offers(&coop).await;
    for number in 0..10 {
        let mail = format!("eva{number}@vecinas.example");
        let answer = house.writes(&offer, &[("mail", &mail)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    }
    let refused = house.writes(&offer, &[]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers.contains_key("retry-after"));
    assert!(refused.body.contains("veinte kilos"), "{}", refused.body);
    assert_eq!(house.visits().await, 10, "nothing of what was refused");

    for place in 0..6 {
        let from = format!("198.51.100.{place}");
        let answer = house.writes_from(&from, &offer, &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    }
    let shouted = [("mail", "EVA@vecinas.example")];
    let answer = house.writes_from("203.0.113.1", &offer, &shouted).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn one_address_begins_so_many_conversations_a_day_and_silences_no_other() {
    let house = House::with(
        "[conversation]\nperson_per_hour = 6\nhost_per_hour = 8",
        true,
    )
    .await;
    let (coop, _) = coop(&house).await;
    let offer = house.offers(&coop).await;
    let mut link = String::new();
    for _ in 0..5 {
        link = house.has_written(&offer).await;
    }
    let sixth = house.writes(&offer, &[]).await;
    assert_eq!(sixth.status, StatusCode::CONFLICT, "{}", sixth.body);
    assert!(sixth.body.contains("tomorrow"), "{}", sixth.body);

    assert_eq!(house.says_again(&link, "seis").await, StatusCode::OK);
    // The seventh of its address, though only the third of its conversation.
    assert_eq!(house.says_again(&link, "siete").await, StatusCode::CONFLICT);
    for (mail, heard) in [
        ("a@a.example", StatusCode::OK),
        ("b@b.example", StatusCode::OK),
        ("c@c.example", StatusCode::CONFLICT),
    ] {
        let form = [("mail", mail)];
        let sent = house.writes_from("203.0.113.1", &offer, &form).await;
        assert_eq!(sent.status, StatusCode::OK);
        let link = house.last_link().await;
        let done = house.post(&link, "do=confirm", "").await;
        assert_eq!(done.status, heard, "{mail}: {}", done.body);
    }
}

#[tokio::test]
async fn a_form_that_is_sent_again_changes_nothing_and_an_old_one_is_refused() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    let offer = house.offers(&coop).await;
    let link = house.has_written(&offer).await;
    let page = house.get(&link, "").await;
    let form = hidden(&page, "form");
    house.node.clock.advance(Duration::from_secs(1));
    for text in ["Voy el lunes", "Voy el martes"] {
        let again = [("form", &*form), ("text", text)];
        let done = house.post(&link, &body(&again), "").await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    }
    let first = house.heard(&coop).await.pop().unwrap();
    let id = first.note.rsplit('/').next().unwrap().to_owned();
    let again = [("form", &*id), ("text", "Otra cosa")];
    house.post(&link, &body(&again), "").await;
    let heard = house.heard(&coop).await;
    assert_eq!(heard.len(), 2);
    assert!(heard[0].content.contains("lunes"), "{}", heard[0].content);
    assert_eq!(heard[1].content, first.content);

    let form = hidden(&house.get(&link, "").await, "form");
    (house.node.clock).advance(Duration::from_hours(8 * 24));
    for form in [&*form, "invented"] {
        let old = [("form", form), ("text", "hola")];
        let old = house.post(&link, &body(&old), "").await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(old.body.contains("hola"), "{}", old.body);
    }
    assert_eq!(house.heard(&coop).await.len(), 2);
}

#[tokio::test]
async fn a_visitor_gets_so_many_letters_a_day_and_no_more() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let offer = house.offers(&coop).await;
    house.has_written(&offer).await;
    let at = house.newest(&coop).await;
    for _ in 0..11 {
        let done = house.answers(&at, &cookie).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }
    let letters = house.letters().await.len();
    let enough = house.answers(&at, &cookie).await;
    assert_eq!(enough.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(enough.body.contains("again tomorrow"), "{}", enough.body);
    assert_eq!(house.letters().await.len(), letters);
    (house.node.clock).advance(Duration::from_hours(24));
    let cookie = house.sign_in(MAIL).await;
    let next = house.answers(&at, &cookie).await;
    assert_eq!(next.status, StatusCode::SEE_OTHER, "{}", next.body);
}
