//! What was typed on a page whose session had ended waits for the same person in the same
//! browser, and is sent when they say so.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{StatusCode, header};
use trenza::registry::Organization;

use crate::house::{Answer, House, WORD};
use crate::my::{MAIL, WRITTEN, body, coop, hidden, offers_of};

const DAY: Duration = Duration::from_hours(24);
const PAGE: &str = "/account/unsaved";

/// A browser, which keeps its cookies.
struct Browser<'a> {
    house: &'a House,
    jar: BTreeMap<String, String>,
}

impl<'a> Browser<'a> {
    fn new(house: &'a House) -> Self {
        let jar = BTreeMap::new();
        Self { house, jar }
    }

    /// One in which Ana is signed in.
    async fn of_ana(house: &'a House) -> Self {
        let mut browser = Self::new(house);
        browser.sign_in(MAIL).await;
        browser
    }

    fn cookies(&self) -> String {
        let pairs = self
            .jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, answer: Answer) -> Answer {
        for given in answer.headers.get_all(header::SET_COOKIE) {
            let given = given.to_str().unwrap();
            let (name, rest) = given.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if given.contains("Max-Age=0") {
                self.jar.remove(name);
            } else {
                self.jar.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    async fn get(&mut self, path: &str) -> Answer {
        let answer = self.house.get(path, &self.cookies()).await;
        self.keep(answer)
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        self.send(path, kind, &body(fields)).await
    }

    async fn send(&mut self, path: &str, kind: &str, body: &str) -> Answer {
        let cookies = self.cookies();
        let headers = [("cookie", cookies.as_str()), ("content-type", kind)];
        let answer = self.house.post_with(path, body, &headers).await;
        self.keep(answer)
    }

    async fn sign_in(&mut self, mail: &str) -> Answer {
        let fields = [("mail", mail), ("password", WORD), ("next", "/account")];
        self.post("/sign-in", &fields).await
    }

    /// Presses the button of the first form of the page, as often as is said.
    async fn press(&mut self, page: &Answer, times: usize) -> Vec<Answer> {
        let form = page.body.split("<form class=\"typed\"").nth(1).unwrap();
        let form = form.split("</form>").next().unwrap();
        let action = form.split("action=\"").nth(1).unwrap();
        let action = action.split('"').next().unwrap().to_owned();
        let fields: Vec<(String, String)> = form
            .split("type=\"hidden\" name=\"")
            .skip(1)
            .map(|rest| {
                let (name, rest) = rest.split_once("\" value=\"").unwrap();
                (name.to_owned(), read(rest.split('"').next().unwrap()))
            })
            .collect();
        let fields: Vec<_> = (fields.iter())
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let mut answers = Vec::new();
        for _ in 0..times {
            answers.push(self.post(&action, &fields).await);
        }
        answers
    }
}

/// A value of a page as a browser reads it.
fn read(value: &str) -> String {
    (value.replace("&#60;", "<").replace("&#62;", ">"))
        .replace("&#34;", "\"")
        .replace("&#38;", "&")
}

/// A need that Ana has written and not sent; its page was opened while she was signed in.
async fn written<'a>(
    browser: &mut Browser<'_>,
    coop: &Organization,
    key: &'a mut String,
) -> Vec<(&'static str, &'a str)> {
    let page = format!("/my/{}/offers/new?purpose=need", coop.id);
    *key = hidden(&browser.get(&page).await, "form");
    let mut sent = WRITTEN.to_vec();
    sent.extend([("form", key.as_str()), ("do", "publish")]);
    sent
}

#[tokio::test]
async fn what_was_typed_is_found_after_signing_in_and_sent_once_by_a_button() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    let (mut ana, mut key) = (Browser::of_ana(&house).await, String::new());
    let sent = written(&mut ana, &coop, &mut key).await;
    house.node.clock.advance(DAY);
    let path = format!("/my/{}/offers", coop.id);
    // A double click keeps it once.
    for _ in 0..2 {
        let asked = ana.post(&path, &sent).await;
        assert!(asked.to().starts_with("/sign-in?next="), "{}", asked.to());
        let door = ana.get(asked.to()).await;
        assert!(door.body.contains("kept for 30 minutes"), "{}", door.body);
    }
    assert_eq!(ana.sign_in(MAIL).await.to(), PAGE);
    assert!(
        offers_of(&house, &coop).await.is_empty(),
        "nothing is sent by itself"
    );
    let page = ana.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in [
        "Not saved yet",
        "Una tostadora &#60;b&#62;",
        "Para 20 kilos",
        // What was chosen is said as the form said it.
        ">We are looking for<",
        ">Español<",
    ] {
        assert!(page.body.contains(shown), "{shown}:\n{}", page.body);
    }
    assert_eq!(page.body.matches("<section>").count(), 1, "{}", page.body);
    for done in ana.press(&page, 2).await {
        let own = format!("/my/{}", coop.id);
        assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, &*own));
    }
    let made = offers_of(&house, &coop).await;
    assert_eq!(made.len(), 1, "a double press makes one");
    assert_eq!(made[0].stated.titles.get("es"), Some("Una tostadora <b>"));
    assert_eq!(ana.get(PAGE).await.to(), "/my", "nothing is kept any more");
}

#[tokio::test]
async fn it_is_for_the_same_account_in_the_same_browser_and_not_for_long() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    house.account("leo@people.example", None).await;
    let (mut ana, mut key) = (Browser::of_ana(&house).await, String::new());
    let sent = written(&mut ana, &coop, &mut key).await;
    house.node.clock.advance(DAY);
    ana.post(&format!("/my/{}/offers", coop.id), &sent).await;

    let leo = ana.sign_in("leo@people.example").await;
    assert_eq!(leo.to(), "/account", "another account gets nothing");
    let page = ana.get(PAGE).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let mut elsewhere = Browser::of_ana(&house).await;
    let page = elsewhere.get(PAGE).await;
    assert_eq!(
        page.status,
        StatusCode::SEE_OTHER,
        "another browser gets nothing"
    );

    assert_eq!(
        ana.sign_in(MAIL).await.to(),
        PAGE,
        "it waits for whose it is"
    );
    house.node.clock.advance(Duration::from_mins(31));
    assert_eq!(ana.sign_in(MAIL).await.to(), "/account", "its time is over");
    assert_eq!(ana.get(PAGE).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn passwords_codes_and_files_are_never_kept() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    let mut ana = Browser::of_ana(&house).await;
    house.node.clock.advance(DAY);
    for (path, fields) in [
        (
            "/account/password",
            [("present", WORD), ("password", "otra palabra")],
        ),
        (
            "/account/second/app/confirm",
            [("code", "123456"), ("name", "App")],
        ),
        (
            "/account/passkeys/add",
            [("answer", "{\"id\":1}"), ("passkey-name", "Mi llave")],
        ),
        ("/account/delete", [("confirm", WORD), ("name", "Ana")]),
    ] {
        let asked = ana.post(path, &fields).await;
        assert!(!asked.to().contains("unsaved"), "{path}: {}", asked.to());
    }
    let leave = format!("/my/{}/leave", coop.id);
    let fields = [("what", "ended"), ("handle", "coop"), ("confirm", WORD)];
    let asked = ana.post(&leave, &fields).await;
    assert!(asked.to().ends_with("&unsaved=kept"), "{}", asked.to());
    let pictures = format!("/my/{}/pictures", coop.id);
    let file = "--x\r\ncontent-disposition: form-data; name=\"alt-es\"\r\n\r\nTaza\r\n--x--\r\n";
    let asked = ana
        .send(&pictures, "multipart/form-data; boundary=x", file)
        .await;
    assert!(asked.to().ends_with("&unsaved=file"), "{}", asked.to());
    let door = ana.get(asked.to()).await;
    assert!(door.body.contains("choose it again"), "{}", door.body);
    assert_eq!(ana.sign_in(MAIL).await.to(), PAGE);
    let page = ana.get(PAGE).await;
    assert!(page.body.contains("choose them again"), "{}", page.body);
    assert_eq!(page.body.matches("<section>").count(), 1, "{}", page.body);
    for secret in [
        WORD,
        "name=\"confirm\"",
        "otra palabra",
        "123456",
        "Mi llave",
    ] {
        assert!(!page.body.contains(secret), "{secret}:\n{}", page.body);
    }
    // What is sent again without the password asks for it, and the rest still stands there.
    let again = ana.press(&page, 1).await.remove(0);
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("value=\"coop\""), "{}", again.body);
    assert_eq!(ana.get(PAGE).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_signs_out_leaves_nothing_for_the_next_at_the_browser() {
    let house = House::new().await;
    house.account(MAIL, None).await;
    let mut ana = Browser::of_ana(&house).await;
    ana.post("/sign-out", &[]).await;
    let fields = [("name", "Eva of another tab"), ("language", "en")];
    let sent = ana.post("/account", &fields).await;
    assert!(sent.to().ends_with("unsaved=lost"), "{}", sent.to());
    ana.sign_in(MAIL).await;
    assert_eq!(ana.get(PAGE).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn several_are_kept_within_bounds_sent_one_after_the_other_or_discarded() {
    let house = House::new().await;
    house.account(MAIL, None).await;
    let mut ana = Browser::of_ana(&house).await;
    ana.jar.remove("__Host-session");
    for number in 0..7 {
        house.node.clock.advance(Duration::from_secs(1));
        let name = format!("Ana {number}");
        ana.post("/account", &[("name", &name), ("language", "en")])
            .await;
    }
    assert_eq!(ana.sign_in(MAIL).await.to(), PAGE);
    let page = ana.get(PAGE).await;
    assert_eq!(page.body.matches("<section>").count(), 5, "{}", page.body);
    assert!(!page.body.contains("Ana 1"), "the oldest make room");
    let done = ana.press(&page, 1).await.remove(0);
    assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, PAGE));
    for left in (0..4).rev() {
        let page = ana.get(PAGE).await;
        let id = hidden(&page, "id");
        let done = ana.post("/account/unsaved/discard", &[("id", &id)]).await;
        assert_eq!(done.to(), PAGE, "{left}");
    }
    assert_eq!(ana.get(PAGE).await.status, StatusCode::SEE_OTHER);
    assert!(ana.get("/account").await.body.contains("value=\"Ana 2\""));
}

#[tokio::test]
async fn nothing_is_kept_that_nobody_typed_or_that_is_too_long_or_nobodys() {
    let house = House::new().await;
    house.account(MAIL, None).await;
    let mut ana = Browser::of_ana(&house).await;
    house.node.clock.advance(DAY);
    let asked = ana.post("/account/daily", &[("daily", "yes")]).await;
    assert!(!asked.to().contains("unsaved"), "{}", asked.to());
    let long = "x".repeat(200 << 10);
    let asked = ana.post("/account", &[("name", &long)]).await;
    assert!(asked.to().ends_with("&unsaved=lost"), "{}", asked.to());
    let typed = [("name", "Ana María")];
    for whose in [
        None,
        Some("guess"),
        Some("01890000-0000-7000-8000-000000000000"),
    ] {
        let mut browser = Browser::new(&house);
        if let Some(whose) = whose {
            browser
                .jar
                .insert("__Host-whose".to_owned(), whose.to_owned());
        }
        let asked = browser.post("/account", &typed).await;
        assert!(asked.to().ends_with("&unsaved=lost"), "{}", asked.to());
        assert!(!browser.jar.contains_key("__Host-unsaved"), "{whose:?}");
    }
}
