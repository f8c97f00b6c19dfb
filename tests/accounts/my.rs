//! The pages of an organization: written once, looked at, changed, ended; messages answered.

use http::StatusCode;
use trenza::conversation::Person;
use trenza::conversation::messages::{self, Kind, Message};
use trenza::id::MessageId;
use trenza::offers::{self, Filter, Offer, State};
use trenza::people::{self, representation};
use trenza::registry::{self, Consent, Organization};
use trenza::store::execute;

use crate::house::{Answer, House};

pub(crate) const MAIL: &str = "ana@coop.example";

/// An active organization and the cookie of its representative.
pub(crate) async fn coop(house: &House) -> (Organization, String) {
    let coop = house.organization("Café Unión").await;
    let cookie = house.signed_in(MAIL, None).await;
    let consent = Consent {
        by: "Ana".to_owned(),
        statement: "letter".to_owned(),
        at: None,
    };
    let clock = &house.node.clock;
    let mut tx = house.node.db.begin().await.unwrap();
    let coop = registry::activate(&mut tx, clock, &coop.id, &consent)
        .await
        .unwrap();
    let (ana, _) = people::by_mail(&mut tx, MAIL).await.unwrap().unwrap();
    representation::add(&mut tx, clock, &ana.id, &coop.id, "presidenta")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (coop, cookie)
}

pub(crate) async fn offers_of(house: &House, coop: &Organization) -> Vec<Offer> {
    let filter = Filter {
        organization: Some(coop.id.clone()),
        ..Filter::default()
    };
    let mut tx = house.node.db.read().await.unwrap();
    offers::list(&mut tx, &filter, None, 10)
        .await
        .unwrap()
        .items
}

/// The value of a hidden field.
pub(crate) fn hidden(answer: &Answer, name: &str) -> String {
    let rest = answer
        .body
        .split(&format!("name=\"{name}\" value=\""))
        .nth(1);
    rest.unwrap().split('"').next().unwrap().to_owned()
}

pub(crate) fn body(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

pub(crate) const WRITTEN: [(&str, &str); 7] = [
    ("purpose", "need"),
    ("title", "Una tostadora <b>"),
    ("text", "Para 20 kilos\r\n\r\nCuanto antes"),
    ("what", "space-equipment"),
    ("terms", "lend"),
    ("territory", "MX-OAX"),
    ("language", "es"),
];

#[tokio::test]
async fn a_need_is_looked_at_and_published_once_whatever_the_mouse_does() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let own = format!("/my/{}", coop.id);
    assert_eq!(
        house.get("/my", &cookie).await.to(),
        own,
        "one alone is shown at once"
    );
    let form = house
        .get(&format!("{own}/offers/new?purpose=need"), &cookie)
        .await;
    assert!(
        form.body.contains("value=\"need\" checked"),
        "{}",
        form.body
    );
    let key = hidden(&form, "form");
    let mut sent = WRITTEN.to_vec();
    sent.extend([("form", key.as_str()), ("do", "look")]);
    let path = format!("{own}/offers");
    let look = house.post(&path, &body(&sent), &cookie).await;
    assert_eq!(look.status, StatusCode::OK);
    for shown in [
        "Buscamos: Una tostadora &lt;b&gt;",
        "Para 20 kilos",
        "value=\"Oaxaca\"",
        "this card goes with it, as a picture",
    ] {
        assert!(look.body.contains(shown), "{shown}:\n{}", look.body);
    }
    assert!(!look.body.contains("tostadora <b>"));
    let address = look.body.contains("Ver y responder: aquí irá su dirección");
    assert!(address, "it has no address yet: {}", look.body);
    assert!(
        offers_of(&house, &coop).await.is_empty(),
        "looking publishes nothing"
    );
    assert_eq!(hidden(&look, "form"), key);

    *sent.last_mut().unwrap() = ("do", "publish");
    for _ in 0..2 {
        let done = house.post(&path, &body(&sent), &cookie).await;
        assert_eq!(
            (done.status, done.to()),
            (StatusCode::SEE_OTHER, own.as_str())
        );
    }
    let made = offers_of(&house, &coop).await;
    assert_eq!(made.len(), 1, "a double click makes one");
    let stated = &made[0].stated;
    assert_eq!(stated.titles.get("es"), Some("Una tostadora <b>"));
    assert_eq!(stated.territory.as_ref().unwrap().as_str(), "MX-OAX");
    let page = house.get(&own, &cookie).await;
    assert!(
        page.body.contains(&format!("{own}/offers/{}", made[0].id)),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_form_that_cannot_be_taken_says_what_to_mend_beside_each_field() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let path = format!("/my/{}/offers", coop.id);
    let form = house.get(&format!("{path}/new"), &cookie).await;
    let wrong = body(&[
        ("form", &hidden(&form, "form")),
        ("text", "Texto que queda"),
        ("what", "gold"),
        ("territory", "Narnia"),
        ("until", "mañana"),
        ("language", "es"),
    ]);
    let again = house.post(&path, &wrong, &cookie).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["purpose", "title", "what", "terms", "territory", "until"] {
        assert!(
            again.body.contains(&format!("id=\"{field}-wrong\"")),
            "{field}:\n{}",
            again.body
        );
    }
    for kept in ["Texto que queda", "value=\"Narnia\""] {
        assert!(again.body.contains(kept), "{kept}:\n{}", again.body);
    }
    let mut late = WRITTEN.to_vec();
    late.extend([("form", "guess"), ("until", "2020-01-01")]);
    let late = house.post(&path, &body(&late), &cookie).await;
    assert!(late.body.contains("id=\"until-wrong\""), "{}", late.body);
    let mut old = WRITTEN.to_vec();
    old.push(("form", "guess"));
    let old = house.post(&path, &body(&old), &cookie).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(old.body.contains("id=\"form-wrong\""), "{}", old.body);
    assert!(offers_of(&house, &coop).await.is_empty());
}

async fn published(house: &House, coop: &Organization, cookie: &str) -> Offer {
    let path = format!("/my/{}/offers", coop.id);
    let form = house.get(&format!("{path}/new"), cookie).await;
    let key = hidden(&form, "form");
    let mut sent = WRITTEN.to_vec();
    sent.push(("form", &key));
    house.post(&path, &body(&sent), cookie).await;
    offers_of(house, coop).await.remove(0)
}

#[tokio::test]
async fn two_who_change_the_same_see_each_others_words_before_one_replaces_the_other() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let offer = published(&house, &coop, &cookie).await;
    let path = format!("/my/{}/offers/{}", coop.id, offer.id);
    let (ana, leo) = (
        house.get(&path, &cookie).await,
        house.get(&path, &cookie).await,
    );
    let change = |from: &str, title: &str| {
        let mut sent = WRITTEN.to_vec();
        sent.retain(|(name, _)| *name != "title");
        sent.extend([("title", title), ("version", from)]);
        body(&sent)
    };
    let first = change(&hidden(&ana, "version"), "De Ana");
    assert_eq!(
        house.post(&path, &first, &cookie).await.status,
        StatusCode::SEE_OTHER
    );
    let second = change(&hidden(&leo, "version"), "De Leo");
    let both = house.post(&path, &second, &cookie).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert!(
        both.body.contains("De Ana") && both.body.contains("value=\"De Leo\""),
        "{}",
        both.body
    );
    assert_eq!(
        offers_of(&house, &coop).await[0].stated.titles.get("es"),
        Some("De Ana")
    );
    let third = change(&hidden(&both, "version"), "De Leo");
    assert_eq!(
        house.post(&path, &third, &cookie).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        offers_of(&house, &coop).await[0].stated.titles.get("es"),
        Some("De Leo")
    );
}

#[tokio::test]
async fn it_is_ended_and_withdrawn_and_then_changes_no_more() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let offer = published(&house, &coop, &cookie).await;
    let path = format!("/my/{}/offers/{}", coop.id, offer.id);
    let wrong = house
        .post(&format!("{path}/close"), "ending=burnt", &cookie)
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = house
        .post(&format!("{path}/close"), "ending=met", &cookie)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(offers_of(&house, &coop).await[0].state, State::Met);
    let page = house.get(&path, &cookie).await;
    assert!(!page.body.contains("name=\"title\""), "{}", page.body);
    let unsure = house.post(&format!("{path}/withdraw"), "", &cookie).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = house
        .post(&format!("{path}/withdraw"), "sure=yes", &cookie)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(offers_of(&house, &coop).await[0].state, State::Withdrawn);
    let own = format!("/my/{}", coop.id);
    let page = house.get(&own, &cookie).await;
    assert!(page.body.contains(&path), "{}", page.body);

    let page = house.get(&path, &cookie).await;
    let anew = format!("{own}/offers/new?like={}", offer.id);
    assert!(page.body.contains(&anew), "{}", page.body);
    let form = house.get(&anew, &cookie).await;
    assert!(form.body.contains("tostadora"), "{}", form.body);
    let (key, draft) = (hidden(&form, "form"), hidden(&form, "draft"));
    let mut sent = WRITTEN.to_vec();
    sent.extend([("form", &*key), ("draft", &*draft)]);
    let done = house
        .post(&format!("{own}/offers"), &body(&sent), &cookie)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let all = offers_of(&house, &coop).await;
    assert_eq!(all.len(), 2);
    assert!(all.iter().any(|one| one.id != offer.id && one.is_open()));
}

#[tokio::test]
async fn the_words_of_anothers_offer_are_nobodys_beginning() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let offer = published(&house, &coop, &cookie).await;
    let other = house.organization("Otra").await;
    let theirs = house.signed_in("eva@otra.example", None).await;
    let mut tx = house.node.db.begin().await.unwrap();
    let eva = people::by_mail(&mut tx, "eva@otra.example").await;
    let (eva, _) = eva.unwrap().unwrap();
    representation::add(&mut tx, &house.node.clock, &eva.id, &other.id, "socia")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let like = format!("/my/{}/offers/new?like={}", other.id, offer.id);
    assert_eq!(
        house.get(&like, &theirs).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn an_organization_that_may_not_offer_is_told_why() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let mut tx = house.node.db.begin().await.unwrap();
    registry::suspend(&mut tx, &house.node.clock, &coop.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let path = format!("/my/{}/offers", coop.id);
    let form = house.get(&format!("{path}/new"), &cookie).await;
    let key = hidden(&form, "form");
    let mut sent = WRITTEN.to_vec();
    sent.push(("form", &key));
    let refused = house.post(&path, &body(&sent), &cookie).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(offers_of(&house, &coop).await.is_empty());
}

#[tokio::test]
async fn messages_are_read_answered_and_erased_by_who_represents_the_organization() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let clock = &house.node.clock;
    let message = Message {
        id: MessageId::new(clock),
        organization: Some(coop.id.clone()),
        kind: Kind::Direct,
        note: "https://social.example/notes/1".to_owned(),
        activity: "https://social.example/activities/1".to_owned(),
        recipient: coop.path(),
        correspondent: Person {
            id: "https://social.example/u/eva".to_owned(),
            name: None,
            handle: Some("eva".to_owned()),
            host: "social.example".to_owned(),
        },
        content: "<p>¿Sigue en pie?</p>".to_owned(),
        language: None,
        in_reply_to: None,
        published_at: clock.now(),
        received_at: clock.now(),
    };
    let mut tx = house.node.db.begin().await.unwrap();
    messages::put(&mut tx, &message).await.unwrap();
    assert!(messages::is_represented(&mut tx, &coop.id).await.unwrap());
    tx.commit().await.unwrap();
    let list = format!("/my/{}/messages", coop.id);
    let page = house.get(&list, &cookie).await;
    // A handle may break between its parts.
    let read = page.body.replace("<wbr>", "");
    for shown in ["¿Sigue en pie?", "@eva@social.example", "not encrypted"] {
        assert!(read.contains(shown), "{shown}:\n{}", page.body);
    }
    let path = format!("{list}/{}", message.id);
    let form = house.get(&path, &cookie).await;
    let key = hidden(&form, "form");
    let empty = house
        .post(&path, &body(&[("form", &key), ("text", " ")]), &cookie)
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Nothing is known of the account, so no answer can reach it; what was typed stays.
    let unknown = house
        .post(
            &path,
            &body(&[("form", &key), ("text", "Sí, claro")]),
            &cookie,
        )
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unknown.body.contains("Sí, claro"), "{}", unknown.body);
    assert!(
        unknown.body.contains("id=\"text-wrong\""),
        "{}",
        unknown.body
    );
    let known = "INSERT INTO remote_actors (id, type, handle, inbox, gone, fetched_at) VALUES \
        ('https://social.example/u/eva', 'Person', 'eva', 'https://social.example/u/eva/inbox', \
        FALSE, 0)";
    let mut tx = house.node.db.begin().await.unwrap();
    execute!(tx, sqlx::query(known)).unwrap();
    tx.commit().await.unwrap();
    for _ in 0..2 {
        let sent = body(&[("form", &key), ("text", "Sí, claro")]);
        let done = house.post(&path, &sent, &cookie).await;
        assert_eq!(
            (done.status, done.to()),
            (StatusCode::SEE_OTHER, list.as_str())
        );
    }
    let mut tx = house.node.db.read().await.unwrap();
    let all = messages::list(&mut tx, &coop.id, None, 10)
        .await
        .unwrap()
        .items;
    let answers = all.iter().filter(|one| one.kind == Kind::Answer).count();
    assert_eq!(answers, 1, "a double click answers once");
    drop(tx);
    let gone = house.post(&format!("{path}/erase"), "", &cookie).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(
        house.get(&path, &cookie).await.status,
        StatusCode::NOT_FOUND
    );
}
