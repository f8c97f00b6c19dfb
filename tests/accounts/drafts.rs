//! Offers and needs that are begun, gone on with later, and published or discarded.

use http::StatusCode;
use trenza::offers::drafts;
use trenza::registry::Organization;
use trenza::{outbox, registry};

use crate::house::{Answer, House};
use crate::my::{body, coop, hidden, offers_of};

/// What somebody half wrote: fields that no offer could have are among them.
const BEGUN: [(&str, &str); 5] = [
    ("purpose", "need"),
    ("language", "es"),
    ("title", "Tostadora a medias <b>"),
    ("territory", "donde el río"),
    ("until", "pronto"),
];

/// What makes it whole.
const REST: [(&str, &str); 5] = [
    ("title", "Tostadora a medias <b>"),
    ("what", "space-equipment"),
    ("terms", "lend"),
    ("territory", "MX-OAX"),
    ("until", ""),
];

/// The form of a page with other fields, to be sent by a button.
fn form(page: &Answer, fields: &[(&str, &str)], button: &str) -> String {
    let kept = ["form", "draft", "version"].map(|name| (name, hidden(page, name)));
    let mut sent: Vec<(&str, &str)> = kept
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    sent.extend_from_slice(fields);
    sent.push(("do", button));
    body(&sent)
}

async fn drafts_of(house: &House, coop: &Organization) -> Vec<drafts::Kept> {
    let mut tx = house.node.db.read().await.unwrap();
    drafts::list(&mut tx, &coop.id).await.unwrap()
}

/// Begins one; gives its address.
async fn begun(house: &House, own: &str, cookie: &str) -> String {
    let new = house.get(&format!("{own}/offers/new"), cookie).await;
    let sent = form(&new, &BEGUN, "keep");
    let kept = house.post(&format!("{own}/offers"), &sent, cookie).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    kept.to().to_owned()
}

#[tokio::test]
async fn a_draft_is_kept_in_whatever_state_and_seen_by_its_own_alone() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let own = format!("/my/{}", coop.id);
    let offers = format!("{own}/offers");
    let new = house.get(&format!("{offers}/new"), &cookie).await;
    let sent = form(&new, &BEGUN, "keep");
    let first = house.post(&offers, &sent, &cookie).await;
    let second = house.post(&offers, &sent, &cookie).await;
    assert_eq!(first.to(), second.to(), "a double click keeps one");
    assert_eq!(drafts_of(&house, &coop).await.len(), 1);
    assert_eq!(house.get(&offers, &cookie).await.to(), own);
    let page = house.get(&own, &cookie).await;
    assert!(page.body.contains(first.to()), "{}", page.body);
    let page = house.get(first.to(), &cookie).await;
    for shown in [
        "value=\"Tostadora a medias &#60;b&#62;\"",
        "value=\"donde el río\"",
        "value=\"pronto\"",
        "value=\"need\" checked",
    ] {
        assert!(page.body.contains(shown), "{shown}:\n{}", page.body);
    }
    for public in [
        "/offers".to_owned(),
        "/offers/feed.atom".to_owned(),
        "/search?q=tostadora".to_owned(),
        coop.path(),
    ] {
        let page = house.get(&public, "").await;
        assert_eq!(page.status, StatusCode::OK, "{public}");
        assert!(!page.body.contains("a medias"), "{public}: {}", page.body);
    }
    let mut tx = house.node.db.read().await.unwrap();
    let events = format!("{:?}", outbox::pending(&mut tx, 100).await.unwrap());
    assert!(!events.contains("OfferChanged"), "{events}");
    drop(tx);
    let leo = house.signed_in("leo@coop.example", None).await;
    let foreign = house.get(first.to(), &leo).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_draft_is_mended_looked_at_and_published_once() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let own = format!("/my/{}", coop.id);
    let offers = format!("{own}/offers");
    let draft = begun(&house, &own, &cookie).await;
    let (page, other) = (
        house.get(&draft, &cookie).await,
        house.get(&draft, &cookie).await,
    );
    let refused = house
        .post(&offers, &form(&page, &BEGUN, "publish"), &cookie)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["what", "terms", "territory", "until"] {
        let wrong = format!("id=\"{field}-wrong\"");
        assert!(refused.body.contains(&wrong), "{field}: {}", refused.body);
    }
    let mut whole = REST.to_vec();
    whole.extend([("purpose", "need"), ("language", "es")]);
    let look = house
        .post(&offers, &form(&refused, &whole, "look"), &cookie)
        .await;
    assert_eq!(look.status, StatusCode::OK, "{}", look.body);
    assert_eq!(drafts_of(&house, &coop).await.len(), 1);
    let publish = form(&look, &whole, "publish");
    for _ in 0..2 {
        let done = house.post(&offers, &publish, &cookie).await;
        assert_eq!(
            (done.status, done.to()),
            (StatusCode::SEE_OTHER, own.as_str())
        );
    }
    assert_eq!(
        offers_of(&house, &coop).await.len(),
        1,
        "whatever the mouse does"
    );
    assert!(drafts_of(&house, &coop).await.is_empty());
    let gone = house.get(&draft, &cookie).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);

    // Another window, in which the draft stood still, makes no second one unseen.
    let told = house
        .post(&offers, &form(&other, &whole, "publish"), &cookie)
        .await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert_eq!(offers_of(&house, &coop).await.len(), 1);
}

#[tokio::test]
async fn two_windows_on_one_draft_see_each_others_words_and_its_end() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let own = format!("/my/{}", coop.id);
    let offers = format!("{own}/offers");
    let draft = begun(&house, &own, &cookie).await;
    let (ana, leo) = (
        house.get(&draft, &cookie).await,
        house.get(&draft, &cookie).await,
    );
    let first = house
        .post(
            &offers,
            &form(&ana, &[("title", "De Ana")], "keep"),
            &cookie,
        )
        .await;
    assert_eq!(
        (first.status, first.to()),
        (StatusCode::SEE_OTHER, draft.as_str())
    );
    let mut whole = REST.to_vec();
    whole.extend([("purpose", "need"), ("language", "es")]);
    for (fields, button) in [(&[("title", "De Leo")][..], "keep"), (&whole, "publish")] {
        let both = house
            .post(&offers, &form(&leo, fields, button), &cookie)
            .await;
        assert_eq!(both.status, StatusCode::CONFLICT, "{button}");
        assert!(both.body.contains("De Ana"), "{}", both.body);
        assert!(both.body.contains(fields[0].1.split(' ').next().unwrap()));
    }
    assert_eq!(drafts_of(&house, &coop).await[0].fields["title"], "De Ana");
    assert!(offers_of(&house, &coop).await.is_empty());
    let mine = [("title", "De Leo")];
    let both = house
        .post(&offers, &form(&leo, &mine, "keep"), &cookie)
        .await;
    let done = house
        .post(&offers, &form(&both, &mine, "keep"), &cookie)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(drafts_of(&house, &coop).await[0].fields["title"], "De Leo");

    let discard = format!("{draft}/discard");
    let done = house.post(&discard, "", &cookie).await;
    assert_eq!(
        (done.status, done.to()),
        (StatusCode::SEE_OTHER, own.as_str())
    );
    assert!(drafts_of(&house, &coop).await.is_empty());
    for button in ["keep", "publish"] {
        let told = house
            .post(&offers, &form(&leo, &whole, button), &cookie)
            .await;
        assert_eq!(told.status, StatusCode::CONFLICT, "{button}");
        assert!(told.body.contains("id=\"form-wrong\""), "{}", told.body);
        assert_eq!(hidden(&told, "version"), "", "sent again, it makes another");
    }
    assert!(offers_of(&house, &coop).await.is_empty());
}

#[tokio::test]
async fn two_windows_that_differ_in_kind_or_language_alone_say_so() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let own = format!("/my/{}", coop.id);
    let offers = format!("{own}/offers");
    let draft = begun(&house, &own, &cookie).await;
    let page = house.get(&draft, &cookie).await;
    let with = |name: &str, value: &'static str| -> Vec<(&str, &str)> {
        let fields = BEGUN.iter().copied();
        fields
            .map(|(one, had)| (one, if one == name { value } else { had }))
            .collect()
    };
    let first = form(&page, &with("purpose", "offer"), "keep");
    let done = house.post(&offers, &first, &cookie).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let second = form(&page, &with("language", "fr"), "keep");
    let both = house.post(&offers, &second, &cookie).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    for said in [
        "Somebody else has changed it in the meantime",
        "<dd dir=\"auto\">We offer</dd>",
        "<dd dir=\"auto\">Español</dd>",
    ] {
        assert!(both.body.contains(said), "{said}: {}", both.body);
    }
}

#[tokio::test]
async fn an_old_form_that_says_what_stands_is_told_of_the_change_all_the_same() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let offers = format!("/my/{}/offers", coop.id);
    let mut whole = REST.to_vec();
    whole.extend([("purpose", "need"), ("language", "es")]);
    let new = house.get(&format!("{offers}/new"), &cookie).await;
    let sent = form(&new, &whole, "publish");
    house.post(&offers, &sent, &cookie).await;
    let made = format!("{offers}/{}", offers_of(&house, &coop).await[0].id);
    let version = hidden(&house.get(&made, &cookie).await, "version");
    whole.extend([
        ("text", "Para veinte kilos"),
        ("version", &version),
        ("do", "publish"),
    ]);
    let done = house.post(&made, &body(&whole), &cookie).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let both = house.post(&made, &body(&whole), &cookie).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    let said = "Somebody else has changed it in the meantime";
    assert!(both.body.contains(said), "{}", both.body);
    assert!(!both.body.contains("<dl>"), "{}", both.body);
}

#[tokio::test]
async fn what_was_published_from_its_draft_is_not_published_again_by_going_back() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let own = format!("/my/{}", coop.id);
    let offers = format!("{own}/offers");
    let mut whole = REST.to_vec();
    whole.extend([("purpose", "need"), ("language", "es")]);
    let new = house.get(&format!("{offers}/new"), &cookie).await;
    let kept = house
        .post(&offers, &form(&new, &whole, "keep"), &cookie)
        .await;
    let page = house.get(kept.to(), &cookie).await;
    let sent = form(&page, &whole, "publish");
    for _ in 0..2 {
        let done = house.post(&offers, &sent, &cookie).await;
        assert_eq!(done.to(), own, "{}", done.body);
    }
    for button in ["publish", "keep"] {
        let told = house
            .post(&offers, &form(&new, &whole, button), &cookie)
            .await;
        assert_eq!(told.status, StatusCode::CONFLICT, "{button}");
        assert!(
            told.body.contains("published or discarded"),
            "{}",
            told.body
        );
    }
    assert_eq!(offers_of(&house, &coop).await.len(), 1);
    assert!(drafts_of(&house, &coop).await.is_empty());
    // Whoever sends it all the same, having read that, makes another.
    let told = house
        .post(&offers, &form(&new, &whole, "publish"), &cookie)
        .await;
    let done = house
        .post(&offers, &form(&told, &whole, "publish"), &cookie)
        .await;
    assert_eq!(done.to(), own, "{}", done.body);
    assert_eq!(offers_of(&house, &coop).await.len(), 2);
}

#[tokio::test]
async fn what_is_too_much_or_cannot_be_published_loses_nothing_that_was_typed() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let own = format!("/my/{}", coop.id);
    let offers = format!("{own}/offers");
    let new = house.get(&format!("{offers}/new"), &cookie).await;
    // Each of these letters takes nine signs on its way here.
    let long = "한".repeat(10_000);
    let sent = form(&new, &[("title", "x"), ("text", &long)], "keep");
    let kept = house.post(&offers, &sent, &cookie).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let title = "t".repeat(10_100);
    let text = "t".repeat(10_100);
    let new = house.get(&format!("{offers}/new"), &cookie).await;
    let sent = form(&new, &[("title", &title), ("text", &text)], "keep");
    let refused = house.post(&offers, &sent, &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(&text), "what was typed stays");

    let draft = begun(&house, &own, &cookie).await;
    let mut tx = house.node.db.begin().await.unwrap();
    registry::suspend(&mut tx, &house.node.clock, &coop.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = house.get(&draft, &cookie).await;
    let mut whole = REST.to_vec();
    whole.extend([("purpose", "need"), ("language", "es")]);
    let refused = house
        .post(&offers, &form(&page, &whole, "publish"), &cookie)
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(house.get(&draft, &cookie).await.status, StatusCode::OK);
}
