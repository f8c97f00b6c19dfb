//! Searches that are saved for a mail address: confirmed by a link, told of once a day, ended
//! by one press, lapsed after a year.

use std::time::Duration;

use http::{StatusCode, header};
use trenza::federation::{index, publish};
use trenza::news;
use trenza::search::saved;

use crate::house::{Answer, House};

const MAIL: &str = "ana@coop.example";
const DAY: Duration = Duration::from_hours(24);

fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// The text of a letter, put together again.
fn read(letter: &str) -> String {
    let (head, text) = letter.split_once("\n\n").unwrap();
    if !head.contains("quoted-printable") {
        return text.to_owned();
    }
    let bytes = text.replace("=\n", "");
    let mut read = Vec::new();
    let mut rest = bytes.as_str();
    while let Some((before, after)) = rest.split_once('=') {
        read.extend(before.bytes());
        let byte = u8::from_str_radix(after.get(..2).unwrap_or_default(), 16).ok();
        read.push(byte.unwrap_or(b'='));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    read.extend(rest.bytes());
    String::from_utf8(read).unwrap()
}

/// The path of the link with this part in a letter.
fn link(letter: &str, part: &str) -> String {
    let text = read(letter);
    let line = text.lines().find(|line| line.contains(part));
    assert!(line.is_some(), "{part}: {text}");
    let line = line.unwrap_or_default().trim();
    line.strip_prefix("https://directory.example")
        .unwrap()
        .to_owned()
}

/// What a form's boxes hold.
fn boxes(page: &str) -> Vec<String> {
    let parts = page.split("name=\"search\" value=\"").skip(1);
    parts
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

impl House {
    async fn saves(&self, query: &str, cookie: &str) -> Answer {
        let body = form(&[("search", query), ("mail", MAIL)]);
        self.post("/searches", &body, cookie).await
    }

    /// Saves a search and says by the letter that it is wanted. Gives the link that asked.
    async fn keeps(&self, query: &str) -> String {
        assert_eq!(self.saves(query, "").await.status, StatusCode::OK);
        self.send_letters().await;
        let asked = link(self.postbox.letters().last().unwrap(), "/searches/confirm/");
        let page = self.get(&asked, "").await;
        let wanted = boxes(&page.body);
        let wanted: Vec<(&str, &str)> = wanted.iter().map(|id| ("search", id.as_str())).collect();
        let kept = self.post(&asked, &form(&wanted), "").await;
        assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
        self.node.clock.advance(Duration::from_mins(1));
        asked
    }

    /// Has everything found that is public by now.
    async fn settle(&self) {
        publish::drain(&self.node).await.unwrap();
        index::drain(&self.node).await.unwrap();
    }

    /// Lets a day pass, and gives the letters of it.
    async fn next_day(&self) -> Vec<String> {
        let before = self.postbox.letters().len();
        self.node.clock.advance(DAY + Duration::from_mins(1));
        while news::step(&self.node).await.unwrap() {}
        self.send_letters().await;
        self.postbox.letters().split_off(before)
    }

    async fn counts(&self) -> (i64, i64) {
        let mut tx = self.node.db.read().await.unwrap();
        let counts = saved::counts(&mut tx).await.unwrap();
        (counts.kept, counts.waiting)
    }
}

#[tokio::test]
async fn an_address_is_told_what_is_new_once_a_day_and_only_then() {
    let house = House::with("languages = [\"es\", \"en\"]", true).await;
    house.organization("Panadería Vieja").await;
    house.settle().await;
    let page = house.get("/search?q=panaderia&lang=es", "").await;
    assert!(page.body.contains("action=\"/searches\""), "{}", page.body);
    let all = house.get("/search?lang=es", "").await;
    assert!(
        !all.body.contains("action=\"/searches\""),
        "everything is no search"
    );

    house.keeps("q=panaderia").await;
    assert_eq!(house.counts().await, (1, 0));
    assert!(house.next_day().await.is_empty(), "nothing entered");
    house.organization("Panadería Nueva").await;
    house.organization("Carpintería").await;
    house.settle().await;
    let letters = house.next_day().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    let letter = &letters[0].replace("\n ", " ");
    let text = read(letter);
    assert!(text.contains("Panadería Nueva"), "{text}");
    assert!(
        !text.contains("Vieja") && !text.contains("Carpintería"),
        "{text}"
    );
    assert!(
        text.contains("https://directory.example/search?q=panaderia"),
        "{text}"
    );
    for head in [
        "To: ana@coop.example",
        "List-Unsubscribe: <https://directory.example/searches/",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ] {
        assert!(letter.contains(head), "{head}:\n{letter}");
    }
    assert!(house.next_day().await.is_empty(), "it was told of once");

    // What changes is not new, and two letters do not come on one day.
    house.organization("Panadería Tercera").await;
    house.settle().await;
    assert_eq!(house.next_day().await.len(), 1);
    house.organization("Panadería Cuarta").await;
    house.settle().await;
    house.node.clock.advance(Duration::from_hours(3));
    while news::step(&house.node).await.unwrap() {}
    house.send_letters().await;
    assert_eq!(house.next_day().await.len(), 1);
}

#[tokio::test]
async fn what_is_no_longer_public_is_not_told() {
    let house = House::with("languages = [\"en\"]", true).await;
    house.keeps("q=panaderia").await;
    let hidden = house.organization("Panadería Breve").await;
    house.settle().await;
    let mut tx = house.node.db.begin().await.unwrap();
    trenza::registry::suspend(&mut tx, &house.node.clock, &hidden.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(house.next_day().await.is_empty());
}

#[tokio::test]
async fn one_press_ends_it_in_the_page_or_in_the_mail_program() {
    for press in ["do=end", "List-Unsubscribe=One-Click"] {
        let house = House::with("languages = [\"en\"]", true).await;
        house.keeps("q=panaderia").await;
        house.organization("Panadería").await;
        house.settle().await;
        let letters = house.next_day().await;
        let ending = link(&letters[0], "/searches/");
        for _ in 0..2 {
            let page = house.get(&ending, "").await;
            assert_eq!(page.status, StatusCode::OK, "looking ends nothing");
            assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
        }
        // A mail program presses without a page, as no browser does.
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let ended = house.post_with(&ending, press, &headers).await;
        assert_eq!(ended.status, StatusCode::OK, "{}", ended.body);
        assert_eq!(house.counts().await, (0, 0));
        assert_eq!(house.post(&ending, press, "").await.status, StatusCode::OK);
        assert_eq!(house.get(&ending, "").await.status, StatusCode::NOT_FOUND);
        house.organization("Panadería Nueva").await;
        house.settle().await;
        assert!(house.next_day().await.is_empty());
    }
}

#[tokio::test]
async fn while_the_index_is_made_anew_no_letter_leaves_anything_out() {
    let house = House::with("languages = [\"en\"]", true).await;
    house.keeps("q=panaderia").await;
    house.organization("Panadería Nueva").await;
    index::rebuild(&house.node).await.unwrap();
    assert!(house.next_day().await.is_empty(), "it is not found yet");
    house.settle().await;
    let letters = house.next_day().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert!(read(&letters[0]).contains("Panadería Nueva"));
}

#[tokio::test]
async fn nobody_is_asked_more_often_than_once_a_day_whoever_types_their_address() {
    let house = House::with("languages = [\"en\"]", true).await;
    let mut said = Vec::new();
    for word in ["panaderia", "sal", "luz", "sol", "mar", "rio", "voz"] {
        let answer = house.saves(&format!("q={word}"), "").await;
        assert_eq!(answer.status, StatusCode::OK);
        said.push(answer.body);
    }
    assert!(
        said.windows(2).all(|two| two[0] == two[1]),
        "all are answered alike"
    );
    house.send_letters().await;
    assert_eq!(house.postbox.letters().len(), 1);
    let letter = read(&house.postbox.letters()[0]);
    assert!(
        !letter.contains("pan"),
        "a stranger writes nothing into it: {letter}"
    );
    assert_eq!(house.counts().await, (0, 5), "the oldest made room");
    // Nothing is kept, and nothing sent, of what the address does not want.
    let asked = link(&house.postbox.letters()[0], "/searches/confirm/");
    let page = house.get(&asked, "").await;
    let wanted = boxes(&page.body);
    assert_eq!(wanted.len(), 5, "{}", page.body);
    let kept = house
        .post(&asked, &form(&[("search", &wanted[0])]), "")
        .await;
    assert!(kept.body.contains("From now on"), "{}", kept.body);
    assert_eq!(house.counts().await, (1, 0));
    let again = house.post(&asked, "", "").await;
    let guess = house.post("/searches/confirm/guess", "", "").await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert_eq!(
        again.body.replace(&asked, ""),
        guess.body.replace("/searches/confirm/guess", "")
    );
    // Whether it is kept already is told to nobody.
    assert_eq!(house.saves("q=pan", "").await.body, said[0]);
    house.node.clock.advance(DAY);
    assert_eq!(house.saves("q=otro", "").await.body, said[0]);
    house.send_letters().await;
    assert_eq!(house.postbox.letters().len(), 2);
}

#[tokio::test]
async fn what_nobody_confirms_is_forgotten_and_what_nobody_keeps_on_lapses() {
    let house = House::with("languages = [\"en\"]", true).await;
    house.saves("q=sal", "").await;
    house.send_letters().await;
    let asked = link(&house.postbox.letters()[0], "/searches/confirm/");
    house.node.clock.advance(4 * DAY);
    assert_eq!(house.get(&asked, "").await.status, StatusCode::NOT_FOUND);
    let prune = async || {
        let mut tx = house.node.db.begin().await.unwrap();
        let now = house.node.clock.now();
        saved::prune(&mut tx, now).await.unwrap();
        tx.commit().await.unwrap();
    };
    prune().await;
    assert_eq!(house.counts().await, (0, 0));

    house.keeps("q=panaderia").await;
    house.node.clock.advance(340 * DAY);
    let reminder = house.next_day().await;
    assert_eq!(reminder.len(), 1, "{reminder:?}");
    let text = read(&reminder[0]);
    assert!(text.contains("another year"), "{text}");
    assert!(
        reminder[0].contains("Subject: Your saved search ends on"),
        "{}",
        reminder[0]
    );
    assert!(house.next_day().await.is_empty(), "once is enough");
    let ending = link(&reminder[0], "/searches/");
    let kept = house.post(&ending, "do=keep-on", "").await;
    assert_eq!(kept.status, StatusCode::OK);
    house.node.clock.advance(100 * DAY);
    prune().await;
    assert_eq!(house.counts().await, (1, 0));
    house.node.clock.advance(300 * DAY);
    prune().await;
    assert_eq!(house.counts().await, (0, 0));
}

#[tokio::test]
async fn what_cannot_be_saved_is_refused_beside_the_field_and_changes_nothing() {
    let house = House::with("languages = [\"es\"]", true).await;
    let typed = |query: &str, mail: &str| form(&[("search", query), ("mail", mail)]);
    for mail in ["ana", "ana@coop.example\r\nBcc: x@y.example", ""] {
        let refused = house.post("/searches", &typed("q=pan", mail), "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.body.contains("id=\"mail-wrong\""),
            "{}",
            refused.body
        );
        assert!(refused.body.contains("value=\"q=pan\""), "{}", refused.body);
    }
    for query in ["", "colour=red", "box=1"] {
        let refused = house.post("/searches", &typed(query, MAIL), "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
    assert_eq!(house.counts().await, (0, 0));
    assert!(house.letters().await.is_empty());

    let small = House::with("[limits]\nsaved_searches = 1", true).await;
    small.keeps("q=pan").await;
    let full = small.saves("q=sal", "").await;
    assert_eq!(full.status, StatusCode::CONFLICT);
    assert_eq!(small.counts().await, (1, 0));

    let without = House::with("", false).await;
    assert_eq!(
        without.saves("q=pan", "").await.status,
        StatusCode::CONFLICT
    );
    without.organization("Panadería").await;
    without.settle().await;
    let page = without.get("/search?q=panaderia", "").await;
    assert!(!page.body.contains("action=\"/searches\""), "{}", page.body);
}

#[tokio::test]
async fn an_account_sees_what_it_saved_and_proves_its_address_once() {
    let house = House::with("languages = [\"en\"]", true).await;
    let cookie = house.signed_in(MAIL, None).await;
    let none = house.get("/account/searches", &cookie).await;
    assert!(none.body.contains("not saved any search"), "{}", none.body);
    // An account does not prove that its address is its own.
    let answer = house.saves("q=pan", &cookie).await;
    assert!(
        answer.body.contains("an email is on its way"),
        "{}",
        answer.body
    );
    house.send_letters().await;
    let asked = link(&house.postbox.letters()[0], "/searches/confirm/");
    let wanted = boxes(&house.get(&asked, "").await.body);
    house
        .post(&asked, &form(&[("search", &wanted[0])]), "")
        .await;
    let answer = house.saves("q=sal&kind=need", &cookie).await;
    assert!(answer.body.contains("From now on"), "{}", answer.body);
    assert_eq!(house.counts().await, (2, 0));
    let own = house.get("/account/searches", &cookie).await;
    assert!(
        own.body.contains("/search?q=pan") && own.body.contains("kind=need"),
        "{}",
        own.body
    );
    let other = house.signed_in("leo@coop.example", None).await;
    let others = house.get("/account/searches", &other).await;
    assert!(!others.body.contains("/search?q=pan"), "{}", others.body);
    // More than ten are too many, for somebody known too.
    for number in 0..8 {
        house.saves(&format!("q=palabra{number}"), &cookie).await;
    }
    let full = house.saves("q=demasiado", &cookie).await;
    assert_eq!(full.status, StatusCode::CONFLICT);
    assert_eq!(house.counts().await, (10, 0));
}

#[tokio::test]
async fn the_office_sees_their_number_and_nothing_else() {
    let house = House::with("languages = [\"en\"]", true).await;
    house.keeps("q=panaderia").await;
    house.organization("Panadería").await;
    house.settle().await;
    house.next_day().await;
    let listed = house.office(&["mail", "list"]).await.unwrap();
    assert!(!listed.text.contains(MAIL) && !listed.json.to_string().contains(MAIL));
    assert!(listed.text.contains("notice"), "{}", listed.text);
    let said = house.office(&["search", "saved"]).await.unwrap();
    assert!(said.text.contains("1 search is saved"), "{}", said.text);
    let admin = house
        .signed_in("admin@city.example", Some(trenza::people::Role::Admin))
        .await;
    let page = house.get("/office/people", &admin).await;
    assert!(
        page.body.contains("with an account and without: 1"),
        "{}",
        page.body
    );
    assert!(!page.body.contains(MAIL), "{}", page.body);
}
