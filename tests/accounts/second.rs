//! The second factor: an app that makes codes, codes that were written down, and what the
//! office may ask of its own people.

use std::time::Duration;

use http::StatusCode;
use trenza::people::Role;
use trenza::people::second::app;

use crate::house::{Answer, House, WORD};

fn typed(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// What stands between a head and the next `<`.
fn after(page: &Answer, head: &str) -> String {
    let rest = page.body.split(head).nth(1);
    let rest = rest.unwrap_or_else(|| unreachable!("no {head}: {}", page.body));
    rest.split('<').next().unwrap().to_owned()
}

/// Six digits that the app shows neither now nor around now.
fn wrong_code(house: &House, secret: &app::Secret) -> String {
    let now = house.node.clock.now();
    let span = Duration::from_secs(30);
    let around = [now - span, now, now + span].map(|at| secret.code_at(at).unwrap());
    let mut all = (0..10).map(|number| format!("{number:06}"));
    all.find(|code| !around.contains(code)).unwrap()
}

/// Somebody with an app, and what they wrote down.
struct Careful {
    cookie: String,
    secret: app::Secret,
    codes: Vec<String>,
}

impl House {
    /// The code that an app shows now.
    fn code(&self, secret: &app::Secret) -> String {
        secret.code_at(self.node.clock.now()).unwrap()
    }

    /// Sets an app up by the pages.
    async fn careful(&self, mail: &str, role: Option<Role>) -> Careful {
        let cookie = self.signed_in(mail, role).await;
        let present = typed(&[("app-present", WORD)]);
        let begun = self.post("/account/second/app", &present, &cookie).await;
        assert_eq!(
            (begun.status, begun.to()),
            (StatusCode::SEE_OTHER, "/account/second")
        );
        let page = self.get("/account/second", &cookie).await;
        assert!(
            page.body.contains("src=\"data:image/svg+xml;base64,"),
            "{}",
            page.body
        );
        let secret = app::Secret::from_letters(&after(&page, "Key: <code>")).unwrap();
        let code = typed(&[("code", &self.code(&secret))]);
        let done = self
            .post("/account/second/app/confirm", &code, &cookie)
            .await;
        assert_eq!(done.status, StatusCode::OK);
        let codes = done.body.split("<li><code>").skip(1);
        let codes = codes.map(|rest| rest.split('<').next().unwrap().to_owned());
        let codes: Vec<String> = codes.collect();
        assert_eq!(codes.len(), 10);
        let page = self.get("/account/second", &cookie).await;
        let shown = codes.iter().any(|code| page.body.contains(code));
        assert!(!shown, "they are shown once");
        Careful {
            cookie,
            secret,
            codes,
        }
    }

    /// Shows the password; gives the cookie of the sign-in that waits.
    async fn first_step(&self, mail: &str) -> String {
        let body = typed(&[
            ("mail", mail),
            ("password", WORD),
            ("next", "/account/export"),
        ]);
        let asked = self.post("/sign-in", &body, "").await;
        assert_eq!(
            (asked.status, asked.to()),
            (StatusCode::SEE_OTHER, "/sign-in/step")
        );
        let cookie = asked.cookie();
        assert!(
            cookie.starts_with("__Host-half="),
            "no session yet: {cookie}"
        );
        cookie
    }

    async fn second_step(&self, half: &str, code: &str) -> Answer {
        self.post("/sign-in/step", &typed(&[("code", code)]), half)
            .await
    }
}

#[tokio::test]
async fn whoever_has_an_app_signs_in_with_its_code_and_each_code_once() {
    let house = House::new().await;
    let ana = house.careful("ana@coop.example", None).await;
    let half = house.first_step("ana@coop.example").await;
    let page = house.get("/sign-in/step", &half).await;
    assert!(page.body.contains("one-time-code"), "{}", page.body);
    assert_eq!(
        house.get("/account", &half).await.status,
        StatusCode::SEE_OTHER
    );
    // The code that confirmed the app was seen already.
    let seen = house.second_step(&half, &house.code(&ana.secret)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = wrong_code(&house, &ana.secret);
    for wrong in [other.as_str(), "", "12345", "abcdef", "１２３４５６"] {
        let refused = house.second_step(&half, wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(
            refused.body.contains("id=\"code-wrong\""),
            "{}",
            refused.body
        );
    }
    house.node.clock.advance(Duration::from_secs(30));
    let code = house.code(&ana.secret);
    let done = house.second_step(&half, &code).await;
    assert_eq!(
        (done.status, done.to()),
        (StatusCode::SEE_OTHER, "/account/export")
    );
    assert_eq!(
        house.get("/account", &done.cookie()).await.status,
        StatusCode::OK
    );
    let again = house.second_step(&half, &code).await;
    assert_eq!(
        (again.status, again.to()),
        (StatusCode::SEE_OTHER, "/sign-in")
    );
    let other = house.first_step("ana@coop.example").await;
    let twice = house.second_step(&other, &code).await;
    assert_eq!(
        twice.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "each code once"
    );
}

#[tokio::test]
async fn what_waits_for_the_second_step_ends_by_itself_and_with_the_password() {
    let house = House::new().await;
    let ana = house.careful("ana@coop.example", None).await;
    let late = house.first_step("ana@coop.example").await;
    house.node.clock.advance(Duration::from_mins(10));
    let refused = house.second_step(&late, &house.code(&ana.secret)).await;
    assert_eq!(
        (refused.status, refused.to()),
        (StatusCode::SEE_OTHER, "/sign-in")
    );
    let half = house.first_step("ana@coop.example").await;
    let new = typed(&[("present", WORD), ("password", "siete peces cantan tarde")]);
    let changed = house.post("/account/password", &new, &ana.cookie).await;
    assert_eq!(
        changed.to(),
        "/account",
        "who is signed in is asked for no code"
    );
    let refused = house.second_step(&half, &house.code(&ana.secret)).await;
    assert_eq!(
        (refused.status, refused.to()),
        (StatusCode::SEE_OTHER, "/sign-in")
    );
    for guess in ["", "__Host-half=guess"] {
        let refused = house.second_step(guess, "000000").await;
        assert_eq!(
            (refused.status, refused.to()),
            (StatusCode::SEE_OTHER, "/sign-in")
        );
    }
}

#[tokio::test]
async fn a_link_in_a_letter_does_not_go_round_the_second_step() {
    let house = House::new().await;
    let ana = house.careful("ana@coop.example", None).await;
    for (purpose, body) in [
        ("sign-in", String::new()),
        (
            "new-password",
            typed(&[("password", "siete peces cantan tarde")]),
        ),
    ] {
        let ask = typed(&[("mail", "ana@coop.example"), ("for", purpose)]);
        house.post("/sign-in/link", &ask, "").await;
        house.send_letters().await;
        let link = house.link_of_last_letter();
        let path = link.strip_prefix("https://directory.example").unwrap();
        let asked = house.post(path, &body, "").await;
        assert_eq!(
            (asked.status, asked.to()),
            (StatusCode::SEE_OTHER, "/sign-in/step")
        );
        house.node.clock.advance(Duration::from_mins(1));
        let done = house
            .second_step(&asked.cookie(), &house.code(&ana.secret))
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{purpose}");
        assert_eq!(
            house.get("/account", &done.cookie()).await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn codes_are_not_guessed_without_end() {
    let house = House::new().await;
    let ana = house.careful("ana@coop.example", None).await;
    let half = house.first_step("ana@coop.example").await;
    let mut slowed = 0;
    for _ in 0..30 {
        let answer = house.second_step(&half, "guess").await;
        slowed += u32::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(slowed >= 20, "{slowed}");
    house.node.clock.advance(Duration::from_mins(2));
    let own = house.second_step(&half, &house.code(&ana.secret)).await;
    assert_eq!(
        own.status,
        StatusCode::SEE_OTHER,
        "nobody is shut out for good"
    );
}

#[tokio::test]
async fn codes_that_were_written_down_work_once_each_and_are_made_anew() {
    let house = House::new().await;
    let ana = house.careful("ana@coop.example", None).await;
    let half = house.first_step("ana@coop.example").await;
    let spoken = ana.codes[0].replace('-', " ").to_uppercase();
    let done = house.second_step(&half, &spoken).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{spoken}");
    let half = house.first_step("ana@coop.example").await;
    let again = house.second_step(&half, &ana.codes[0]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = house.get("/account/second", &ana.cookie).await;
    assert!(page.body.contains("9 codes are left"), "{}", page.body);

    let wrong = typed(&[("codes-present", "guess")]);
    let refused = house
        .post("/account/second/codes", &wrong, &ana.cookie)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = typed(&[("codes-present", WORD)]);
    let renewed = house
        .post("/account/second/codes", &right, &ana.cookie)
        .await;
    assert_eq!(renewed.status, StatusCode::OK);
    let old = house.second_step(&half, &ana.codes[1]).await;
    assert_eq!(
        old.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the old ones end"
    );
    let export = house.get("/account/export", &ana.cookie).await;
    assert!(!export.body.contains(&ana.codes[2]));
}

#[tokio::test]
async fn an_app_is_set_up_and_taken_away_by_its_owner_alone() {
    let house = House::new().await;
    let cookie = house.signed_in("ana@coop.example", None).await;
    let wrong = typed(&[("app-present", "guess")]);
    let refused = house.post("/account/second/app", &wrong, &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("id=\"app-present-wrong\""),
        "{}",
        refused.body
    );
    let nothing = typed(&[("code", "123456")]);
    let early = house
        .post("/account/second/app/confirm", &nothing, &cookie)
        .await;
    assert_eq!(
        early.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "none is begun"
    );
    house
        .post(
            "/account/second/app",
            &typed(&[("app-present", WORD)]),
            &cookie,
        )
        .await;
    let unconfirmed = house.sign_in("ana@coop.example").await;
    assert!(
        unconfirmed.starts_with("__Host-session="),
        "it asks nothing yet"
    );

    let leo = house.careful("leo@coop.example", None).await;
    let refused = house
        .post("/account/second/app/remove", &wrong, &leo.cookie)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.first_step("leo@coop.example").await;
    let right = typed(&[("app-present", WORD)]);
    let done = house
        .post("/account/second/app/remove", &right, &leo.cookie)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let plain = house.sign_in("leo@coop.example").await;
    assert!(plain.starts_with("__Host-session="), "{plain}");
    let page = house.get("/account/second", &plain).await;
    assert!(
        !page.body.contains("codes are left"),
        "they go with it: {}",
        page.body
    );
}

#[tokio::test]
async fn the_office_may_ask_a_second_factor_of_its_own_people() {
    let house = House::with("[accounts]\noffice_second_factor = true\n", true).await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let led = house.get("/office/acts", &eva).await;
    assert_eq!(
        (led.status, led.to()),
        (StatusCode::SEE_OTHER, "/account/second")
    );
    let page = house.get("/account/second", &eva).await;
    assert!(
        page.body.contains("The pages of the office open once"),
        "{}",
        page.body
    );
    let refused = house.post("/office/duplicates", "", &eva).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let leo = house
        .careful("leo@city.example", Some(Role::Registrar))
        .await;
    assert_eq!(
        house.get("/office/acts", &leo.cookie).await.status,
        StatusCode::OK
    );
    let ana = house.signed_in("ana@coop.example", None).await;
    let page = house.get("/account/second", &ana).await;
    assert!(
        !page.body.contains("The pages of the office open once"),
        "{}",
        page.body
    );
    assert_eq!(house.get("/account", &ana).await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_lost_everything_is_let_in_again_by_a_command() {
    let house = House::new().await;
    house.careful("ana@coop.example", None).await;
    let reset = ["admin", "reset-second", "ana@coop.example"];
    house.office(&reset).await.unwrap();
    let plain = house.sign_in("ana@coop.example").await;
    assert!(plain.starts_with("__Host-session="), "{plain}");
    let acts = house.office(&["admin", "acts"]).await.unwrap();
    assert!(acts.text.contains("admin reset-second"), "{}", acts.text);
    let nobody = ["admin", "reset-second", "eva@coop.example"];
    assert!(house.office(&nobody).await.is_err());
}
