//! Organizations and partners that want to take part: stated by a form, confirmed by the address
//! that was named, listed or not by the office.

use std::time::Duration;

use http::StatusCode;
use trenza::mail::ANSWERS_WITHIN;
use trenza::people::{Role, applications};
use trenza::registry::{self, Filter, Organization, Status};
use trenza::vocabulary::EntityType;

use crate::house::{Answer, House, link_in};
use crate::my::body;

const WHOLE: [(&str, &str); 9] = [
    ("type", "local-government"),
    ("organization", "Ayuntamiento de Prueba <b>"),
    ("summary", "Podemos prestar salas"),
    ("language", "es"),
    ("territory", "Oaxaca"),
    ("website", "https://prueba.example/"),
    ("name", "Ana"),
    ("function", "concejala"),
    ("mail", "ana@prueba.example"),
];

impl House {
    /// Sends the form with other fields.
    async fn applies(&self, changes: &[(&str, &str)]) -> Answer {
        let is_changed = |name: &str| changes.iter().any(|(other, _)| *other == name);
        let kept = WHOLE.iter().filter(|(name, _)| !is_changed(name));
        let sent: Vec<(&str, &str)> = kept.chain(changes).copied().collect();
        self.post("/join", &body(&sent), "").await
    }

    async fn waiting(&self) -> Vec<applications::Application> {
        let mut tx = self.node.db.read().await.unwrap();
        applications::waiting(&mut tx).await.unwrap()
    }

    async fn all(&self) -> Vec<Organization> {
        let mut tx = self.node.db.read().await.unwrap();
        let found = registry::list(&mut tx, &Filter::default(), None, 10).await;
        found.unwrap().items
    }

    /// What the office's buttons send.
    async fn decides(&self, cookie: &str, word: &str, reason: &str) -> Answer {
        let waits = self.waiting().await;
        let id = waits.first().map_or("", |one| one.id.as_str());
        let sent = body(&[("application", id), ("do", word), ("reason", reason)]);
        self.post("/office/applications", &sent, cookie).await
    }
}

#[tokio::test]
async fn the_office_is_told_of_an_application_once_and_answers_in_the_language_of_who_asked() {
    let house = House::new().await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    house.account("ines@coop.example", None).await;
    let spanish = [("accept-language", "es")];
    let sent = house.post_with("/join", &body(&WHOLE), &spanish).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    house.send_letters().await;
    let link = house.link_of_last_letter();
    assert_eq!(
        house.postbox.letters().len(),
        1,
        "the address has not spoken"
    );
    let link = link.strip_prefix("https://directory.example").unwrap();
    for _ in 0..2 {
        house.post(link, "", "").await;
    }
    house.send_letters().await;
    assert_eq!(
        house.postbox.letters().len(),
        2,
        "once, and to the office alone"
    );
    let told = house.postbox.letters().pop().unwrap();
    assert!(told.contains("To: eva@city.example"), "{told}");
    assert!(
        house
            .link_of_last_letter()
            .ends_with("/office/applications")
    );

    let done = house.decides(&eva, "accept", "").await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    house.send_letters().await;
    let letter = house.postbox.letters().pop().unwrap();
    assert!(letter.contains("To: ana@prueba.example"), "{letter}");
    assert!(letter.contains("Subject: Hacerse cargo"), "{letter}");
    let page = house.get("/office/acts", &eva).await.body;
    assert!(page.contains("Who wants to take part</a>"), "{page}");
}

#[tokio::test]
async fn a_council_takes_part_once_its_address_and_the_office_say_so() {
    let house = House::new().await;
    let page = house.get("/join", "").await;
    assert_eq!(page.status, StatusCode::OK);
    for shown in ["value=\"local-government\"", "lend them rooms"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let sent = house.applies(&[]).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    assert!(sent.body.contains("ana@prueba.example"), "{}", sent.body);
    assert!(
        house.waiting().await.is_empty(),
        "its address has not spoken"
    );
    house.send_letters().await;
    let link = house.link_of_last_letter();
    let link = link.strip_prefix("https://directory.example").unwrap();
    let page = house.get(link, "").await;
    assert!(
        page.body.contains("Ayuntamiento de Prueba"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("<b>"), "{}", page.body);
    assert!(house.waiting().await.is_empty(), "looking says nothing");
    for _ in 0..2 {
        let done = house.post(link, "", "").await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    }
    assert_eq!(house.waiting().await.len(), 1);
    assert!(house.all().await.is_empty(), "the office has not decided");

    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let page = house.get("/office/applications", &eva).await;
    for shown in ["Ayuntamiento de Prueba", "Ana, concejala", ">Oaxaca · "] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let wrong = house.decides(&eva, "burn", "").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let id = house.waiting().await.remove(0).id;
    let done = house.decides(&eva, "accept", "").await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    let made = house.all().await.remove(0);
    assert_eq!(made.status, Status::Published);
    assert_eq!(made.stated.entity_type, EntityType::LocalGovernment);
    house.send_letters().await;
    assert!(house.link_of_last_letter().contains("/claim/"));
    let again = body(&[("application", id.as_str()), ("do", "accept")]);
    let late = house.post("/office/applications", &again, &eva).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("id=\"form-wrong\""), "{}", late.body);
    assert_eq!(house.all().await.len(), 1);
    assert_eq!(house.get(link, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_mail_it_waits_for_the_office_which_hands_the_link_on_or_says_no() {
    let house = House::with("", false).await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    house.applies(&[]).await;
    let done = house.decides(&eva, "refuse", "Ya está").await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(
        done.body.contains("tell ana@prueba.example yourself"),
        "{}",
        done.body
    );
    assert!(house.all().await.is_empty() && house.waiting().await.is_empty());
    house.applies(&[]).await;
    let done = house.decides(&eva, "accept", "").await;
    assert!(
        done.body.contains("https://directory.example/claim/"),
        "{}",
        done.body
    );
    assert_eq!(house.all().await.len(), 1);
}

#[tokio::test]
async fn whoever_is_not_listed_is_told_why() {
    let house = House::new().await;
    house.applies(&[]).await;
    house.send_letters().await;
    let link = house.link_of_last_letter();
    let link = link.strip_prefix("https://directory.example").unwrap();
    house.post(link, "", "").await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    for unsaid in [" ", &*"y".repeat(1_001)] {
        let again = house.decides(&eva, "refuse", unsaid).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.body.contains("id=\"reason-wrong\""), "{}", again.body);
        assert!(
            again.body.contains(unsaid),
            "what was typed: {}",
            again.body
        );
    }
    assert_eq!(house.waiting().await.len(), 1);
    let before = house.postbox.letters().len();
    let done = house
        .decides(&eva, "refuse", "It is listed already,\nas Prueba.")
        .await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert!(house.all().await.is_empty() && house.waiting().await.is_empty());
    house.send_letters().await;
    let letters = house.postbox.letters();
    assert_eq!(letters.len(), before + 1);
    let letter = letters.last().unwrap();
    assert!(letter.contains("It is listed already,"), "{letter}");
    assert!(house.link_of_last_letter().ends_with("/join"));
    assert_eq!(house.get(link, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_beside_its_field_and_nothing_waits() {
    let house = House::with("", false).await;
    for (field, value) in [
        ("type", "kingdom"),
        ("organization", " "),
        ("organization", &*"x".repeat(201)),
        ("summary", &*"x".repeat(5_001)),
        ("language", "xx"),
        ("territory", "Narnia"),
        ("territory", "Córdoba"),
        ("website", "javascript:alert(1)"),
        ("website", "prueba"),
        ("name", ""),
        ("function", ""),
        ("mail", "nobody"),
    ] {
        let told = house.applies(&[(field, value)]).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let wrong = format!("id=\"{field}-wrong\"");
        assert!(told.body.contains("Podemos prestar salas") || field == "summary");
        assert!(told.body.contains(&wrong), "{field} {value}: {}", told.body);
    }
    assert!(house.waiting().await.is_empty());
    let headers = [("sec-fetch-site", "cross-site")];
    let foreign = house.post_with("/join", &body(&WHOLE), &headers).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    for _ in 0..3 {
        assert_eq!(house.applies(&[]).await.status, StatusCode::OK);
    }
    let enough = house.applies(&[]).await;
    assert_eq!(enough.status, StatusCode::CONFLICT, "{}", enough.body);
    assert_eq!(house.waiting().await.len(), 3);
}

#[tokio::test]
async fn a_long_text_is_taken_whole_in_whatever_script_it_is_written() {
    let house = House::with("", false).await;
    let long = "빵".repeat(5_000);
    let sent = house.applies(&[("summary", &long)]).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    let waits = house.waiting().await;
    let mut kept = waits.iter().flat_map(|one| one.stated.summaries.iter());
    assert!(kept.any(|(_, text)| text == long));
}

#[tokio::test]
async fn what_others_write_in_an_address_keeps_its_owner_out_of_nothing() {
    let house = House::new().await;
    for _ in 0..5 {
        let sent = house.applies(&[]).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
        house.send_letters().await;
        house.node.clock.advance(Duration::from_mins(1));
    }
    let letters = house.postbox.letters();
    let mut waits = Vec::new();
    for link in letters.iter().map(|letter| link_in(letter)) {
        let link = link.strip_prefix("https://directory.example").unwrap();
        waits.push(house.post(link, "", "").await.status == StatusCode::OK);
    }
    assert_eq!(
        waits,
        [false, false, true, true, true],
        "the oldest gave way, the newest waits"
    );
    assert_eq!(house.waiting().await.len(), 3);
    // What the office has before it is another matter.
    let enough = house.applies(&[]).await;
    assert_eq!(enough.status, StatusCode::CONFLICT, "{}", enough.body);
}

#[tokio::test]
async fn what_no_address_confirms_in_time_is_forgotten() {
    let house = House::new().await;
    house.applies(&[]).await;
    house.send_letters().await;
    let link = house.link_of_last_letter();
    let link = link.strip_prefix("https://directory.example").unwrap();
    house
        .node
        .clock
        .advance(ANSWERS_WITHIN + Duration::from_secs(1));
    for late in [house.get(link, "").await, house.post(link, "", "").await] {
        assert_eq!(late.status, StatusCode::NOT_FOUND, "{}", late.body);
    }
    let mut tx = house.node.db.begin().await.unwrap();
    let now = house.node.clock.now();
    assert_eq!(trenza::people::prune(&mut tx, now).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert!(house.waiting().await.is_empty());
}

#[tokio::test]
async fn of_two_officers_who_list_it_at_once_one_does() {
    let house = House::with("", false).await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    house.applies(&[]).await;
    let both = tokio::join!(
        house.decides(&eva, "accept", ""),
        house.decides(&eva, "accept", "")
    );
    let mut statuses = [both.0.status, both.1.status];
    statuses.sort();
    let late = StatusCode::UNPROCESSABLE_ENTITY;
    assert_eq!(statuses, [StatusCode::OK, late], "{}", both.1.body);
    assert_eq!(house.all().await.len(), 1);
}

#[tokio::test]
async fn one_internet_address_sends_so_many_and_no_more() {
    let house = House::with("", false).await;
    let mut sent = 0;
    let refused = loop {
        let mail = format!("ana{sent}@prueba.example");
        let answer = house.applies(&[("mail", &mail)]).await;
        if answer.status != StatusCode::OK {
            break answer;
        }
        sent += 1;
        assert!(sent < 200, "nothing bounds it");
    };
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers.contains_key("retry-after"));
    assert!(refused.body.contains("Podemos prestar salas"));
    assert_eq!(house.waiting().await.len(), sent);
    let other = house.post_from("192.0.2.77", "/join", &body(&WHOLE)).await;
    assert_eq!(other.status, StatusCode::OK, "{}", other.body);
}
