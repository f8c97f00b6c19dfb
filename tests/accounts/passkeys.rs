//! Passkeys: made and taken away by their owner, and shown at the door.

use std::time::Duration;

use http::StatusCode;
use serde_json::Value;
use trenza::people::Role;

use crate::device::Device;
use crate::house::{Answer, House, WORD};

const HERE: &str = "https://directory.example";

fn typed(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// What a page asks a device.
fn asked(page: &Answer) -> Value {
    let rest = page.body.split("data-asked=\"").nth(1);
    let rest = rest.unwrap_or_else(|| unreachable!("nothing is asked: {}", page.body));
    let text = rest.split('"').next().unwrap();
    serde_json::from_str(&text.replace("&#34;", "\"").replace("&quot;", "\"")).unwrap()
}

impl House {
    /// Begins a passkey: what is asked, and the cookies with which the answer is sent.
    async fn begin(&self, cookie: &str) -> (Value, String) {
        let body = typed(&[("passkey-name", "Telephone"), ("passkey-present", WORD)]);
        let page = self.post("/account/passkeys", &body, cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        (asked(&page), format!("{cookie}; {}", page.cookie()))
    }

    async fn add(&self, answer: &str, cookies: &str) -> Answer {
        let body = typed(&[("passkey-name", "Telephone"), ("answer", answer)]);
        self.post("/account/passkeys/add", &body, cookies).await
    }

    /// Somebody's device with a passkey, and the cookie of their session.
    async fn with_passkey(&self, mail: &str, role: Option<Role>) -> (Device, String) {
        let cookie = self.signed_in(mail, role).await;
        let (asked, cookies) = self.begin(&cookie).await;
        let (device, answer) = Device::make(&asked, HERE);
        let added = self.add(&answer, &cookies).await;
        assert_eq!(added.status, StatusCode::OK, "{}", added.body);
        assert_eq!(
            added.body.matches("<li><code>").count(),
            10,
            "recovery codes"
        );
        (device, cookie)
    }

    /// Comes to the door: what is asked, and the cookie with which the answer is sent.
    async fn at_the_door(&self) -> (Value, String) {
        let asked = self.post("/sign-in/passkey/begin", "", "").await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        (serde_json::from_str(&asked.body).unwrap(), asked.cookie())
    }

    async fn show(&self, answer: &str, cookie: &str) -> Answer {
        let body = typed(&[("answer", answer), ("next", "/account/export")]);
        self.post("/sign-in/passkey", &body, cookie).await
    }
}

#[tokio::test]
async fn whoever_has_a_passkey_signs_in_with_it_alone_and_each_answer_works_once() {
    let house = House::new().await;
    let (mut device, _) = house.with_passkey("ana@coop.example", None).await;
    let (asked, cookie) = house.at_the_door().await;
    let answer = device.sign(&asked);
    let done = house.show(&answer, &cookie).await;
    assert_eq!(
        (done.status, done.to()),
        (StatusCode::SEE_OTHER, "/account/export")
    );
    let inside = house.get("/account", &done.cookie()).await;
    assert_eq!(inside.status, StatusCode::OK);
    let again = house.show(&answer, &cookie).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (asked, cookie) = house.at_the_door().await;
    let second = house.show(&device.sign(&asked), &cookie).await;
    assert_eq!(second.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_is_no_answer_to_what_was_asked_lets_nobody_in() {
    let house = House::new().await;
    let (mut device, _) = house.with_passkey("ana@coop.example", None).await;
    let (asked, cookie) = house.at_the_door().await;
    let (_, of_another) = house.at_the_door().await;
    let refused = |answer: Answer, why: &str| {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        assert!(
            answer.body.contains("This passkey is not known here"),
            "{why}"
        );
    };
    let answer = device.sign(&asked);
    refused(
        house.show(&answer, &of_another).await,
        "asked of another browser",
    );
    refused(house.show(&answer, "").await, "asked of nobody");
    refused(house.show("{}", &cookie).await, "no answer at all");

    device.origin = "https://directory.example.evil.example".to_owned();
    let (asked, cookie) = house.at_the_door().await;
    refused(
        house.show(&device.sign(&asked), &cookie).await,
        "another site",
    );
    device.origin = HERE.to_owned();

    device.verifies = false;
    let (asked, cookie) = house.at_the_door().await;
    refused(
        house.show(&device.sign(&asked), &cookie).await,
        "a device that does not know its owner",
    );
    device.verifies = true;

    let (asked, cookie) = house.at_the_door().await;
    house.node.clock.advance(Duration::from_mins(5));
    refused(house.show(&device.sign(&asked), &cookie).await, "too late");

    let (asked, cookie) = house.at_the_door().await;
    let mut forged: Value = serde_json::from_str(&device.sign(&asked)).unwrap();
    let (mut stranger, _) = {
        let leo = house.signed_in("leo@coop.example", None).await;
        let (asked, _) = house.begin(&leo).await;
        Device::make(&asked, HERE)
    };
    let other: Value = serde_json::from_str(&stranger.sign(&asked)).unwrap();
    forged["response"]["signature"] = other["response"]["signature"].clone();
    refused(
        house.show(&forged.to_string(), &cookie).await,
        "another's signature",
    );
    refused(
        house.show(&other.to_string(), &cookie).await,
        "a key that was never added",
    );
}

#[tokio::test]
async fn a_passkey_is_made_by_its_owner_alone() {
    let house = House::new().await;
    let ana = house.signed_in("ana@coop.example", None).await;
    let body = typed(&[("passkey-name", "Telephone"), ("passkey-present", "guess")]);
    let refused = house.post("/account/passkeys", &body, &ana).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"passkey-present-wrong\""));
    assert!(
        refused.body.contains("value=\"Telephone\""),
        "what was typed stays"
    );

    let leo = house.signed_in("leo@coop.example", None).await;
    let (asked, of_leo) = house.begin(&leo).await;
    let (_, answer) = Device::make(&asked, HERE);
    let challenge = of_leo.rsplit("; ").next().unwrap();
    let stolen = house.add(&answer, &format!("{ana}; {challenge}")).await;
    assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        stolen.body.contains("could not be added"),
        "{}",
        stolen.body
    );
    for (why, cookies, wrong) in [
        ("nothing was asked", leo.as_str(), answer.as_str()),
        ("no answer", of_leo.as_str(), "x"),
    ] {
        let refused = house.add(wrong, cookies).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
    }
    let plain = house.sign_in("ana@coop.example").await;
    assert!(plain.starts_with("__Host-session="), "nothing was added");
}

#[tokio::test]
async fn a_password_alone_no_longer_opens_an_account_that_has_a_passkey() {
    let house = House::new().await;
    let (mut device, cookie) = house.with_passkey("ana@coop.example", None).await;
    let half = house.sign_in("ana@coop.example").await;
    assert!(half.starts_with("__Host-half="), "{half}");
    let step = house.get("/sign-in/step", &half).await;
    assert!(step.body.contains("data-passkey=\"get\""), "{}", step.body);
    let (asked, challenge) = house.at_the_door().await;
    let both = format!("{half}; {challenge}");
    let done = house.show(&device.sign(&asked), &both).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);

    let page = house.get("/account/second", &cookie).await;
    let path = page
        .body
        .split("action=\"/account/passkeys/")
        .nth(1)
        .unwrap();
    let id = path.split('/').next().unwrap();
    let remove = format!("/account/passkeys/{id}/remove");
    let leo = house.signed_in("leo@coop.example", None).await;
    let right = typed(&[("passkey-present", WORD)]);
    let others = house.post(&remove, &right, &leo).await;
    assert_eq!(others.status, StatusCode::NOT_FOUND);
    let wrong = typed(&[("passkey-present", "guess")]);
    let refused = house.post(&remove, &wrong, &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = house.post(&remove, &right, &cookie).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let (asked, challenge) = house.at_the_door().await;
    let gone = house.show(&device.sign(&asked), &challenge).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let plain = house.sign_in("ana@coop.example").await;
    assert!(plain.starts_with("__Host-session="), "{plain}");
}

#[tokio::test]
async fn a_passkey_opens_the_pages_of_an_office_that_asks_for_two_factors() {
    let house = House::with("[accounts]\noffice_second_factor = true", true).await;
    let (_, cookie) = house
        .with_passkey("ana@oficina.example", Some(Role::Admin))
        .await;
    assert_eq!(
        house.get("/office/people", &cookie).await.status,
        StatusCode::OK
    );
    house
        .office(&["admin", "reset-second", "ana@oficina.example"])
        .await
        .unwrap();
    let shut = house.get("/office/people", &cookie).await;
    assert_eq!(
        (shut.status, shut.to()),
        (StatusCode::SEE_OTHER, "/account/second")
    );
}
