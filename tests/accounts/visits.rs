//! Visitors without an account write about an offer or need, and are answered by letter.

use std::time::Duration;

use http::StatusCode;
use trenza::conversation;
use trenza::conversation::messages::{self, Message};
use trenza::federation::message;
use trenza::mail::ANSWERS_WITHIN;
use trenza::offers::{self, Draft, Offer, Purpose};
use trenza::registry::{self, Organization};
use trenza::store::{execute, on};
use trenza::vocabulary::{Terms, What};

use crate::house::{Answer, House};
use crate::my::{MAIL, body, coop, hidden};

const WHOLE: [(&str, &str); 3] = [
    ("name", "Eva <b>"),
    ("mail", "eva@vecinas.example"),
    (
        "text",
        "¿Sirve para veinte kilos?\n\nLlamen cuando quieran.",
    ),
];

impl House {
    pub(crate) async fn offers(&self, coop: &Organization) -> Offer {
        let draft = Draft::titled(Purpose::Offer, "Molino", "es", What::Service, Terms::Lend);
        let mut tx = self.node.db.begin().await.unwrap();
        let made = offers::add(&mut tx, &self.node.clock, &coop.id, draft.unwrap()).await;
        tx.commit().await.unwrap();
        made.unwrap()
    }

    /// Sends the form with other fields.
    pub(crate) async fn writes(&self, about: &Offer, changes: &[(&str, &str)]) -> Answer {
        self.writes_from("192.0.2.9", about, changes).await
    }

    pub(crate) async fn writes_from(
        &self,
        from: &str,
        about: &Offer,
        changes: &[(&str, &str)],
    ) -> Answer {
        let is_changed = |name: &str| changes.iter().any(|(other, _)| *other == name);
        let kept = WHOLE.iter().filter(|(name, _)| !is_changed(name));
        let sent: Vec<(&str, &str)> = kept.chain(changes).copied().collect();
        let form = format!("{}/write", about.path());
        self.post_from(from, &form, &body(&sent)).await
    }

    /// The path behind the link of the last letter.
    pub(crate) async fn last_link(&self) -> String {
        self.send_letters().await;
        let link = self.link_of_last_letter();
        link.strip_prefix("https://directory.example")
            .unwrap()
            .to_owned()
    }

    /// Writes and confirms it; gives the path of the link.
    pub(crate) async fn has_written(&self, about: &Offer) -> String {
        self.writes(about, &[]).await;
        let link = self.last_link().await;
        let done = self.post(&link, "do=confirm", "").await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
        link
    }

    /// Writes again behind a link.
    pub(crate) async fn says_again(&self, link: &str, text: &str) -> StatusCode {
        let page = self.get(link, "").await;
        let said = [("form", &*hidden(&page, "form")), ("text", text)];
        self.post(link, &body(&said), "").await.status
    }

    /// The address of the newest message.
    pub(crate) async fn newest(&self, coop: &Organization) -> String {
        let heard = self.heard(coop).await;
        format!("/my/{}/messages/{}", coop.id, heard[0].id)
    }

    /// Answers the message at an address.
    pub(crate) async fn answers(&self, at: &str, cookie: &str) -> Answer {
        let page = self.get(at, cookie).await;
        let said = [("form", &*hidden(&page, "form")), ("text", "Sí")];
        self.post(at, &body(&said), cookie).await
    }

    pub(crate) async fn heard(&self, coop: &Organization) -> Vec<Message> {
        let mut tx = self.node.db.read().await.unwrap();
        let found = messages::list(&mut tx, &coop.id, None, 100).await;
        found.unwrap().items
    }

    /// How many visitors are held.
    pub(crate) async fn visits(&self) -> i64 {
        let mut tx = self.node.db.read().await.unwrap();
        on!(tx, |c| sqlx::query_scalar("SELECT COUNT(*) FROM visits")
            .fetch_one(c))
        .unwrap()
    }

    /// What is forgotten by itself.
    async fn forget_old(&self) {
        let mut tx = self.node.db.begin().await.unwrap();
        message::forget_old(&self.node, &mut tx).await.unwrap();
        let now = self.node.clock.now();
        conversation::prune(&mut tx, now).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_visitor_writes_confirms_it_and_is_answered_without_an_account() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let offer = house.offers(&coop).await;
    let form = format!("{}/write", offer.path());
    let page = house.get(&form, "").await;
    for shown in ["Molino", "speak for Café Unión read what you write"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let sent = house.writes(&offer, &[]).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    assert!(house.heard(&coop).await.is_empty(), "its address is silent");
    let link = house.last_link().await;
    let letter = house.postbox.letters().pop().unwrap();
    assert!(!letter.contains("veinte"), "{letter}");
    let looked = house.get(&link, "").await;
    assert!(looked.body.contains("veinte kilos"), "{}", looked.body);
    assert!(house.heard(&coop).await.is_empty(), "looking says nothing");
    for _ in 0..2 {
        let done = house.post(&link, "do=confirm", "").await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    }
    let heard = house.heard(&coop).await;
    assert_eq!(heard.len(), 1);

    let list = house
        .get(&format!("/my/{}/messages", coop.id), &cookie)
        .await;
    assert!(list.body.contains("unanswered"), "{}", list.body);
    let at = format!("/my/{}/messages/{}", coop.id, heard[0].id);
    let page = house.get(&at, &cookie).await;
    for shown in ["Eva &#60;b&#62;", "a visitor", &*offer.path()] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let own = format!("/my/{}", coop.id);
    for path in [&*at, &own, &format!("{own}/export"), &offer.path()] {
        let page = house.get(path, &cookie).await;
        assert!(!page.body.contains("vecinas"), "{path}: {}", page.body);
    }
    let export = house.get(&format!("{own}/export"), &cookie).await;
    assert!(export.body.contains("veinte kilos"), "{}", export.body);

    let sent = [
        ("form", &*hidden(&page, "form")),
        ("text", "Sí, hasta treinta."),
    ];
    let done = house.post(&at, &body(&sent), &cookie).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert_eq!(house.last_link().await, link);
    let letter = house.postbox.letters().pop().unwrap();
    assert!(letter.contains("To: eva@vecinas.example"), "{letter}");

    let page = house.get(&link, "").await;
    let again = [
        ("form", &*hidden(&page, "form")),
        ("text", "Gracias, voy el lunes"),
    ];
    for _ in 0..2 {
        let done = house.post(&link, &body(&again), "").await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    }
    let heard = house.heard(&coop).await;
    assert_eq!(heard.len(), 3, "a double click says it once");
    assert!(heard.iter().any(|one| one.content.contains("voy el lunes")));
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_beside_its_field_and_no_letter_goes() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    let offer = house.offers(&coop).await;
    for (field, value) in [
        ("name", " "),
        ("name", &*"x".repeat(201)),
        ("mail", "nobody"),
        ("mail", "eva@vecinas.example\r\nBcc: all@a.example"),
        ("text", " \n"),
        ("text", &*"x".repeat(5_001)),
    ] {
        let told = house.writes(&offer, &[(field, value)]).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let wrong = format!("id=\"{field}-wrong\"");
        assert!(told.body.contains(&wrong), "{field}: {}", told.body);
    }
    let form = format!("{}/write", offer.path());
    let headers = [("sec-fetch-site", "cross-site")];
    let foreign = house.post_with(&form, &body(&WHOLE), &headers).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert_eq!(house.visits().await, 0);
    assert!(house.letters().await.is_empty());
}

#[tokio::test]
async fn what_no_address_confirms_in_time_is_forgotten() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    let offer = house.offers(&coop).await;
    house.writes(&offer, &[]).await;
    let link = house.last_link().await;
    let early = house.post(&link, "text=hola", "").await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.body);
    house
        .node
        .clock
        .advance(ANSWERS_WITHIN + Duration::from_secs(1));
    let late = [
        house.get(&link, "").await,
        house.post(&link, "do=confirm", "").await,
        house.get("/visits/invented", "").await,
    ];
    for late in late {
        assert_eq!(late.status, StatusCode::NOT_FOUND, "{}", late.body);
    }
    house.forget_old().await;
    assert_eq!(house.visits().await, 0);
    assert!(house.heard(&coop).await.is_empty());
}

#[tokio::test]
async fn the_address_is_forgotten_with_the_conversation_however_that_ends() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let offer = house.offers(&coop).await;

    // The visitor has it forgotten, and what was not sent yet is sent no more.
    let link = house.has_written(&offer).await;
    let at = format!(
        "/my/{}/messages/{}",
        coop.id,
        house.heard(&coop).await[0].id
    );
    house.answers(&at, &cookie).await;
    house.send_letters().await;
    house.answers(&at, &cookie).await;
    let before = house.postbox.letters().len();
    assert_eq!(house.letters().await.len(), 3);
    let done = house.post(&link, "do=forget", "").await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    house.send_letters().await;
    assert_eq!(house.postbox.letters().len(), before);
    assert!(house.letters().await.is_empty(), "sent or not");
    assert!(house.heard(&coop).await.is_empty());
    assert_eq!(house.get(&link, "").await.status, StatusCode::NOT_FOUND);

    // The organization erases the last of it.
    house.has_written(&offer).await;
    let at = format!(
        "/my/{}/messages/{}",
        coop.id,
        house.heard(&coop).await[0].id
    );
    assert_eq!(house.visits().await, 1);
    house.post(&format!("{at}/erase"), "", &cookie).await;
    assert_eq!(house.visits().await, 0);

    // The organization ends it.
    let link = house.has_written(&offer).await;
    house.says_again(&link, "¿Y el martes?").await;
    let at = house.newest(&coop).await;
    house.answers(&at, &cookie).await;
    let ended = house.post(&format!("{at}/end"), "", &cookie).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    assert!(house.heard(&coop).await.is_empty());
    assert!(house.letters().await.is_empty());
    assert_eq!(house.visits().await, 0);
    assert_eq!(house.get(&link, "").await.status, StatusCode::NOT_FOUND);

    // Its time passes.
    house.has_written(&offer).await;
    let days = house.node.settings.conversation.message_days;
    house.forget_old().await;
    assert_eq!(house.visits().await, 1, "not before");
    (house.node.clock).advance(Duration::from_hours(24) * days + Duration::from_secs(1));
    house.forget_old().await;
    assert_eq!(house.visits().await, 0);

    // The organization leaves the directory, and the answer that waits goes out no more.
    house.has_written(&offer).await;
    let at = house.newest(&coop).await;
    let cookie = house.sign_in(MAIL).await;
    let answered = house.answers(&at, &cookie).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
    let mut tx = house.node.db.begin().await.unwrap();
    registry::leave(&mut tx, &house.node.clock, &coop.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(house.visits().await, 0);
    assert!(house.letters().await.is_empty());
}

#[tokio::test]
async fn what_is_public_no_more_is_named_no_more_behind_the_link() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    let offer = house.offers(&coop).await;
    let link = house.has_written(&offer).await;
    house.writes(&offer, &[]).await;
    let asked = house.last_link().await;
    let page = house.get(&link, "").await;
    assert!(page.body.contains("Molino"), "{}", page.body);
    let mut tx = house.node.db.begin().await.unwrap();
    registry::suspend(&mut tx, &house.node.clock, &coop.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for link in [&link, &asked] {
        let page = house.get(link, "").await;
        assert_eq!(page.status, StatusCode::OK);
        for hidden in ["Molino", "Café Unión"] {
            assert!(!page.body.contains(hidden), "{hidden}: {}", page.body);
        }
        assert!(page.body.contains("value=\"forget\""), "{}", page.body);
    }
    let unheard = house.says_again(&link, "hola").await;
    assert_eq!(unheard, StatusCode::CONFLICT);
    let done = house.post(&link, "do=forget", "").await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    assert_eq!(house.get(&link, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn where_nobody_reads_or_nothing_stands_nothing_is_taken() {
    let house = House::new().await;
    let (coop, _) = coop(&house).await;
    let offer = house.offers(&coop).await;
    let waits = house.offers(&coop).await;
    house.writes(&waits, &[]).await;
    let link = house.last_link().await;
    let mut tx = house.node.db.begin().await.unwrap();
    let clock = &house.node.clock;
    offers::close(&mut tx, clock, &waits.id, offers::Ending::Closed)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let ended = house.post(&link, "do=confirm", "").await;
    assert_eq!(ended.status, StatusCode::CONFLICT, "{}", ended.body);
    assert!(
        ended.body.contains("fichas@directory.example"),
        "{}",
        ended.body
    );
    assert_eq!(house.writes(&waits, &[]).await.status, StatusCode::CONFLICT);

    let mut tx = house.node.db.begin().await.unwrap();
    execute!(tx, sqlx::query("DELETE FROM representatives")).unwrap();
    tx.commit().await.unwrap();
    let nobody = house.writes(&offer, &[]).await;
    assert_eq!(nobody.status, StatusCode::CONFLICT, "{}", nobody.body);
    assert!(house.heard(&coop).await.is_empty());
    let missing = "/offers/01890000-0000-7000-8000-000000000000/write";
    assert_eq!(house.get(missing, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_mail_the_page_says_to_write_to_the_office_or_sign_in() {
    let house = House::with("", false).await;
    let (coop, _) = coop(&house).await;
    let offer = house.offers(&coop).await;
    let form = format!("{}/write", offer.path());
    let page = house.get(&form, "").await;
    assert!(!page.body.contains("<textarea"), "{}", page.body);
    for shown in ["mailto:fichas@directory.example", "href=\"/sign-in\""] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    house.writes(&offer, &[]).await;
    assert_eq!(house.visits().await, 0);
}
