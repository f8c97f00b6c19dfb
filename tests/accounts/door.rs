//! Signing in and out, the first account, links by mail, new passwords.

use std::time::Duration;

use http::{StatusCode, header};
use trenza::people::link::{self, Purpose};
use trenza::people::{self, Role};

use crate::house::{Answer, House, WORD};

fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

fn typed(mail: &str, password: &str) -> String {
    form(&[("mail", mail), ("password", password)])
}

/// A page without what differs by what was typed.
fn bare(answer: &Answer, typed: &str) -> String {
    answer.body.replace(typed, "…")
}

#[tokio::test]
async fn somebody_signs_in_is_known_and_signs_out() {
    let house = House::new().await;
    house.account("ana@coop.example", None).await;
    let asked = house.get("/account?lang=es", "").await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    assert_eq!(asked.to(), "/sign-in?next=%2Faccount%3Flang%3Des");
    let door = house.get(asked.to(), "").await;
    assert!(
        door.body.contains("value=\"/account?lang=es\""),
        "{}",
        door.body
    );

    let body = form(&[
        ("mail", "ANA@coop.example "),
        ("password", WORD),
        ("next", "/account?lang=es"),
    ]);
    let done = house.post("/sign-in", &body, "").await;
    assert_eq!(
        (done.status, done.to()),
        (StatusCode::SEE_OTHER, "/account?lang=es")
    );
    let cookie = done.cookie();
    let given = &done.headers[header::SET_COOKIE].to_str().unwrap();
    for part in [
        "__Host-session=",
        "; Path=/",
        "; HttpOnly",
        "; SameSite=Lax",
        "; Secure",
    ] {
        assert!(given.contains(part), "{given}");
    }
    let page = house.get("/account", &cookie).await;
    assert!(page.body.contains("ana@coop.example"), "{}", page.body);
    assert_eq!(
        house.get("/sign-in", &cookie).await.status,
        StatusCode::SEE_OTHER
    );

    let out = house.post("/sign-out", "", &cookie).await;
    assert!(
        out.headers[header::SET_COOKIE]
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    assert_eq!(
        house.get("/account", &cookie).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_are_answered_alike() {
    let house = House::new().await;
    house.account("ana@coop.example", None).await;
    let known = house
        .post("/sign-in", &typed("ana@coop.example", "wrong"), "")
        .await;
    let unknown = house
        .post("/sign-in", &typed("eva@coop.example", "wrong"), "")
        .await;
    assert_eq!(known.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unknown.status, known.status);
    assert_eq!(
        bare(&known, "ana@coop.example"),
        bare(&unknown, "eva@coop.example")
    );
    assert!(known.headers.get(header::SET_COOKIE).is_none());

    let ask = |mail| form(&[("mail", mail), ("for", "sign-in")]);
    let known = house
        .post("/sign-in/link", &ask("ana@coop.example"), "")
        .await;
    let unknown = house
        .post("/sign-in/link", &ask("eva@coop.example"), "")
        .await;
    assert_eq!(
        (known.status, unknown.status),
        (StatusCode::OK, StatusCode::OK)
    );
    assert_eq!(
        bare(&known, "ana@coop.example"),
        bare(&unknown, "eva@coop.example")
    );
    house.send_letters().await;
    let letters = house.postbox.letters();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("To: ana@coop.example"));
}

#[tokio::test]
async fn whoever_guesses_is_slowed_down_and_the_owner_is_not() {
    let house = House::new().await;
    house.account("ana@coop.example", None).await;
    let mut slowed = 0;
    for _ in 0..30 {
        let answer = house
            .post_from("192.0.2.1", "/sign-in", &typed("ana@coop.example", "wrong"))
            .await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            assert!(answer.headers.contains_key(header::RETRY_AFTER));
            slowed += 1;
        }
    }
    assert_eq!(slowed, 20);
    let own = typed("ana@coop.example", WORD);
    let there = house.post_from("192.0.2.1", "/sign-in", &own).await;
    assert_eq!(there.status, StatusCode::TOO_MANY_REQUESTS);
    let elsewhere = house.post_from("198.51.100.1", "/sign-in", &own).await;
    assert_eq!(elsewhere.status, StatusCode::SEE_OTHER);
    house.node.clock.advance(Duration::from_mins(15));
    let there = house.post_from("192.0.2.1", "/sign-in", &own).await;
    assert_eq!(there.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn who_asks_for_a_link_in_anothers_name_takes_none_from_them() {
    let house = House::new().await;
    house.account("ana@coop.example", None).await;
    let reset = ["admin", "reset-password", "ana@coop.example"];
    let handed = house.office(&reset).await.unwrap();
    let handed = handed.json["link"].as_str().unwrap();
    let ask = form(&[("mail", "ana@coop.example"), ("for", "new-password")]);
    house.post_from("192.0.2.1", "/sign-in/link", &ask).await;
    let path = handed.strip_prefix("https://directory.example").unwrap();
    assert_eq!(house.get(path, "").await.status, StatusCode::OK);
}

/// The key that a page's form sends along.
fn key(page: &Answer) -> String {
    let rest = page.body.split("name=\"form\" value=\"").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_double_click_on_a_link_lets_in_as_one_does() {
    let house = House::new().await;
    house.account("ana@coop.example", None).await;
    for (purpose, more) in [
        ("sign-in", &[][..]),
        (
            "new-password",
            &[("password", "siete peces cantan tarde")][..],
        ),
    ] {
        let ask = form(&[("mail", "ana@coop.example"), ("for", purpose)]);
        house.post("/sign-in/link", &ask, "").await;
        house.send_letters().await;
        let link = house.link_of_last_letter();
        let path = link.strip_prefix("https://directory.example").unwrap();
        let key = key(&house.get(path, "").await);
        let body = form(&[&[("form", key.as_str())], more].concat());
        let first = house.post(path, &body, "").await;
        let second = house.post(path, &body, "").await;
        for done in [&first, &second] {
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{purpose}");
            let page = house.get("/account", &done.cookie()).await;
            assert_eq!(page.status, StatusCode::OK, "{purpose}");
        }
        // Whoever is signed in by it and opens it once more goes on too; nobody else does.
        let other = form(&[&[("form", "guess")], more].concat());
        let opened = house.post(path, &other, &second.cookie()).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{purpose}");
        let stranger = house.post(path, &other, "").await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND, "{purpose}");
        house.node.clock.advance(Duration::from_mins(2));
        let late = house.post(path, &body, "").await;
        assert_eq!(late.status, StatusCode::NOT_FOUND, "{purpose}");
    }
}

#[tokio::test]
async fn a_link_by_mail_signs_in_once_and_only_by_its_button() {
    let house = House::new().await;
    house.account("ana@coop.example", None).await;
    let ask = form(&[("mail", "ana@coop.example"), ("for", "sign-in")]);
    let forged = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
    ];
    house.post_with("/sign-in/link", &ask, &forged).await;
    house.send_letters().await;
    let link = house.link_of_last_letter();
    let path = link.strip_prefix("https://directory.example").unwrap();
    for _ in 0..2 {
        let shown = house.get(path, "").await;
        assert_eq!(shown.status, StatusCode::OK, "looking uses nothing up");
        assert_eq!(shown.headers[header::CACHE_CONTROL], "no-store");
    }
    let done = house.post(path, "", "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(
        house.get("/account", &done.cookie()).await.status,
        StatusCode::OK
    );
    let again = house.post(path, "", "").await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    let guess = house.post("/sign-in/guess", "", "").await;
    assert_eq!(bare(&again, path), bare(&guess, "/sign-in/guess"));
}

#[tokio::test]
async fn letters_are_not_written_without_end() {
    let house = House::new().await;
    house.account("ana@coop.example", None).await;
    let ask = form(&[("mail", "ana@coop.example"), ("for", "new-password")]);
    for _ in 0..10 {
        house.post("/sign-in/link", &ask, "").await;
    }
    assert_eq!(house.letters().await.len(), 4);
    let wrong = house
        .post(
            "/sign-in/link",
            &form(&[("mail", "ana@coop.example\nBcc: x@y.example")]),
            "",
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let without = House::with("", false).await;
    let refused = without.post("/sign-in/link", &ask, "").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let door = without.get("/sign-in", "").await;
    assert!(door.body.contains("The office can give"), "{}", door.body);
}

#[tokio::test]
async fn a_new_password_ends_every_session_and_lets_its_owner_in() {
    let house = House::new().await;
    house.account("ana@coop.example", None).await;
    let stolen = house
        .post("/sign-in", &typed("ana@coop.example", WORD), "")
        .await
        .cookie();
    let ask = form(&[("mail", "ana@coop.example"), ("for", "new-password")]);
    house.post("/sign-in/link", &ask, "").await;
    house.send_letters().await;
    let link = house.link_of_last_letter();
    let path = link.strip_prefix("https://directory.example").unwrap();
    let weak = house.post(path, &form(&[("password", "ana")]), "").await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(weak.body.contains("15 characters"), "{}", weak.body);
    let new = "siete peces cantan tarde";
    let done = house.post(path, &form(&[("password", new)]), "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(
        house.get("/account", &stolen).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        house.get("/account", &done.cookie()).await.status,
        StatusCode::OK
    );
    let old = house
        .post("/sign-in", &typed("ana@coop.example", WORD), "")
        .await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let own = house
        .post("/sign-in", &typed("ana@coop.example", new), "")
        .await;
    assert_eq!(own.status, StatusCode::SEE_OTHER);
    assert_eq!(
        house
            .post(path, &form(&[("password", new)]), "")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_first_account_is_made_by_the_link_of_the_start_and_no_second() {
    let house = House::new().await;
    let mut tx = house.node.db.begin().await.unwrap();
    let secret = link::first_run(&mut tx, &house.node.clock)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    let path = Purpose::FirstRun.path(&secret);
    let wrong = form(&[("name", ""), ("mail", "ana"), ("password", "kurz9")]);
    let refused = house.post(&path, &wrong, "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name-wrong", "mail-wrong", "password-wrong"] {
        assert!(
            refused.body.contains(&format!("id=\"{field}\"")),
            "{field}:\n{}",
            refused.body
        );
    }
    assert!(
        refused.body.contains("value=\"ana\""),
        "what was typed stays"
    );
    assert!(!refused.body.contains("kurz9"), "but no password");
    let right = form(&[
        ("name", "Ana"),
        ("mail", "ana@city.example"),
        ("password", WORD),
    ]);
    let done = house.post(&path, &right, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let mut tx = house.node.db.read().await.unwrap();
    let (ana, _) = people::by_mail(&mut tx, "ana@city.example")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ana.role, Some(Role::Admin));
    drop(tx);
    assert_eq!(house.get(&path, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        house.post(&path, &right, "").await.status,
        StatusCode::NOT_FOUND
    );
}
