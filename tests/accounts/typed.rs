//! What was typed into a form that cannot be taken is not taken for nothing.

use http::StatusCode;

use crate::house::House;
use crate::my::{MAIL, body, coop, offers_of};

#[tokio::test]
async fn a_form_that_is_too_long_is_refused_with_what_to_shorten_and_by_how_much() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let path = format!("/my/{}/offers", coop.id);
    // Each of these letters takes nine bytes as it is sent.
    let long = "가".repeat(20_000);
    let refused = house
        .post(&path, &body(&[("title", "Pan"), ("text", &long)]), &cookie)
        .await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    for said in ["가가가", "20,000 characters", "at most 14,561", "Go back"] {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    assert!(offers_of(&house, &coop).await.is_empty());
    // The door's form is shorter, and nothing of it is long enough to be shortened.
    let many = "a=1&".repeat(25_000);
    let refused = house.post("/sign-in", &many, "").await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.body.contains("80 KB"), "{}", refused.body);
    let huge = format!("mail={MAIL}&password={}", "x".repeat(1 << 20));
    let refused = house.post("/sign-in", &huge, "").await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.body.contains("80 KB"), "{}", refused.body);
}

#[tokio::test]
async fn a_form_that_is_just_short_enough_is_read() {
    let house = House::new().await;
    let begin = format!("mail={MAIL}&password=");
    let most = format!("{begin}{}", "x".repeat((80 << 10) - begin.len()));
    let read = house.post("/sign-in", &most, "").await;
    assert_eq!(read.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = house.post("/sign-in", &format!("{most}x"), "").await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    // A password is not said again.
    assert!(!refused.body.contains("xxx"), "{}", refused.body);
}
