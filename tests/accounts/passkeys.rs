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
    pub(crate) async fn with_passkey(&self, mail: &str, role: Option<Role>) -> (Device, String) {
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

    let (mut stranger, _) = {
        let leo = house.signed_in("leo@coop.example", None).await;
        let (asked, _) = house.begin(&leo).await;
        Device::make(&asked, HERE)
    };
    let (asked, cookie) = house.at_the_door().await;
    refused(
        house.show(&stranger.sign(&asked), &cookie).await,
        "a key that was never added",
    );
    let (asked, cookie) = house.at_the_door().await;
    let mut forged: Value = serde_json::from_str(&device.sign(&asked)).unwrap();
    let other: Value = serde_json::from_str(&stranger.sign(&asked)).unwrap();
    forged["response"]["signature"] = other["response"]["signature"].clone();
    refused(
        house.show(&forged.to_string(), &cookie).await,
        "another's signature",
    );
    let own = std::mem::replace(&mut device.owner, stranger.owner);
    let (asked, cookie) = house.at_the_door().await;
    refused(
        house.show(&device.sign(&asked), &cookie).await,
        "under another's name",
    );
    device.owner = own;
    let (asked, cookie) = house.at_the_door().await;
    let done = house.show(&device.sign(&asked), &cookie).await;
    assert_eq!(
        done.status,
        StatusCode::SEE_OTHER,
        "it is the right one still"
    );
}

#[tokio::test]
async fn whoever_has_a_passkey_is_told_when_it_may_have_been_copied() {
    let house = House::new().await;
    let (mut device, ana) = house.with_passkey("ana@coop.example", None).await;
    let leo = house.signed_in("leo@city.example", Some(Role::Admin)).await;
    let shows = async |device: &mut Device| {
        let (asked, cookie) = house.at_the_door().await;
        house.show(&device.sign(&asked), &cookie).await
    };
    device.counter = 7;
    let done = shows(&mut device).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    // The copy has signed less often than the other.
    device.counter = 1;
    for _ in 0..3 {
        let refused = shows(&mut device).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let said = "This passkey was refused, since there may be a copy of it.";
        assert!(refused.body.contains(said), "{}", refused.body);
    }
    let told = async || -> Vec<String> {
        house.send_letters().await;
        let all = house.postbox.letters().into_iter();
        all.filter(|letter| letter.contains("may have been copied"))
            .collect()
    };
    let first = told().await;
    assert_eq!(first.len(), 1, "once an hour: {first:?}");
    house.node.clock.advance(Duration::from_mins(61));
    shows(&mut device).await;
    assert_eq!(told().await.len(), 2, "the hour has passed");
    let page = house.get("/account/second", &ana).await.body;
    assert!(page.contains("This one may have been copied"), "{page}");
    let told = first;
    let letter = told[0].as_str();
    assert!(letter.contains("To: ana@coop.example"), "{letter}");
    let acts = house.get("/office/acts", &leo).await.body;
    assert!(
        acts.contains("Was not let in: the passkey may have been copied"),
        "{acts}"
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
        ("it is answered", of_leo.as_str(), answer.as_str()),
    ] {
        let refused = house.add(wrong, cookies).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
    }
    let (asked, cookies) = house.begin(&leo).await;
    let (_, unsure) = Device::make_as(&asked, HERE, false);
    let refused = house.add(&unsure, &cookies).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "of nobody"
    );
    let (asked, cookies) = house.begin(&leo).await;
    let (_, late) = Device::make(&asked, HERE);
    house.node.clock.advance(Duration::from_mins(5));
    let refused = house.add(&late, &cookies).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "too late");
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
    let field = format!("passkey-present-{id}");
    let right = typed(&[(&field, WORD)]);
    let others = house.post(&remove, &right, &leo).await;
    assert_eq!(others.status, StatusCode::NOT_FOUND);
    let wrong = typed(&[(&field, "guess")]);
    let refused = house.post(&remove, &wrong, &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(&format!("id=\"{field}-wrong\"")));
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

#[tokio::test]
async fn a_new_password_leaves_a_passkey_as_the_second_factor_until_both_were_shown() {
    let house = House::new().await;
    let (mut device, cookie) = house.with_passkey("ana@coop.example", None).await;
    house.send_letters().await;
    let told = house.postbox.letters().pop().unwrap().replace("=\n", "");
    assert!(told.contains("A passkey was added"), "{told}");
    let new = "siete peces cantan tarde";
    let body = typed(&[("present", WORD), ("password", new)]);
    let changed = house.post("/account/password", &body, &cookie).await;
    assert_eq!(changed.to(), "/account");
    let (asked, challenge) = house.at_the_door().await;
    let alone = house.show(&device.sign(&asked), &challenge).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        alone.body.contains("Your password has been changed since"),
        "{}",
        alone.body
    );
    let first = typed(&[("mail", "ana@coop.example"), ("password", new)]);
    let half = house.post("/sign-in", &first, "").await.cookie();
    let (asked, challenge) = house.at_the_door().await;
    let both = format!("{half}; {challenge}");
    let done = house.show(&device.sign(&asked), &both).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let (asked, challenge) = house.at_the_door().await;
    let again = house.show(&device.sign(&asked), &challenge).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "it is enough again");
}

#[tokio::test]
async fn whoever_has_no_password_adds_a_passkey_soon_after_they_signed_in() {
    let house = House::new().await;
    house
        .office(&["admin", "create", "eva@city.example", "--name", "Eva"])
        .await
        .unwrap();
    let ask = typed(&[("mail", "eva@city.example"), ("for", "sign-in")]);
    house.post("/sign-in/link", &ask, "").await;
    house.send_letters().await;
    let link = house.link_of_last_letter();
    let path = link.strip_prefix(HERE).unwrap();
    let eva = house.post(path, "", "").await.cookie();
    house.begin(&eva).await;
    house.node.clock.advance(Duration::from_mins(15));
    let body = typed(&[("passkey-name", "Telephone")]);
    let refused = house.post("/account/passkeys", &body, &eva).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("within 15 minutes"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn strangers_who_come_to_the_door_again_and_again_are_slowed_alone() {
    let house = House::new().await;
    let (mut device, _) = house.with_passkey("ana@coop.example", None).await;
    let mut slowed = 0;
    for _ in 0..200 {
        let asked = house
            .post_from("198.51.100.7", "/sign-in/passkey/begin", "")
            .await;
        slowed += u32::from(asked.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(slowed, 80);
    let (asked, cookie) = house.at_the_door().await;
    let done = house.show(&device.sign(&asked), &cookie).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}
