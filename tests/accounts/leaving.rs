//! What people take along of their organization, and the ways to leave.

use http::StatusCode;
use trenza::id::OrganizationId;
use trenza::mail;
use trenza::offers::{self, Draft, Purpose, State};
use trenza::people::{acts, representation};
use trenza::registry::{self, Author, Field, Organization, Status};
use trenza::vocabulary::{Terms, What};

use crate::house::{House, WORD};
use crate::my::{body, coop, offers_of};

async fn found(house: &House, id: &OrganizationId) -> Option<Organization> {
    let mut tx = house.node.db.read().await.unwrap();
    registry::get(&mut tx, id).await.ok()
}

async fn offered(house: &House, coop: &Organization) {
    let draft = Draft::titled(Purpose::Need, "Tostadora", "es", What::Product, Terms::Lend);
    let mut tx = house.node.db.begin().await.unwrap();
    offers::add(&mut tx, &house.node.clock, &coop.id, draft.unwrap())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// An organization, the cookie of Ana, who represents it, and beside her Leo.
async fn represented_by_two(house: &House) -> (Organization, String) {
    let (coop, cookie) = coop(house).await;
    let leo = house.account("leo@coop.example", None).await;
    let mut tx = house.node.db.begin().await.unwrap();
    representation::add(&mut tx, &house.node.clock, &leo.id, &coop.id, "tesorero")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (coop, cookie)
}

#[tokio::test]
async fn everything_of_an_organization_is_one_file_for_its_own_people() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    offered(&house, &coop).await;
    let export = format!("/my/{}/export", coop.id);
    let file = house.get(&export, &cookie).await;
    let named = file.headers["content-disposition"].to_str().unwrap();
    assert!(named.contains(&coop.handle), "{named}");
    let json: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(json["organization"]["id"], coop.id.as_str());
    assert_eq!(json["organization"]["consent"]["by"], "Ana");
    assert_eq!(json["offers"][0]["titles"]["es"], "Tostadora");
    assert_eq!(json["representatives"][0][1], "presidenta");
    for empty in ["drafts", "messages", "replies"] {
        assert_eq!(json[empty], serde_json::json!([]), "{empty}");
    }
    let leo = house.signed_in("leo@coop.example", None).await;
    let foreign = house.get(&export, &leo).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_leaves_without_the_words_that_it_takes_is_told_and_nothing_changes() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let leave = format!("/my/{}/leave", coop.id);
    let page = house.get(&leave, &cookie).await;
    assert!(page.body.contains(&coop.handle), "{}", page.body);
    let own = coop.handle.as_str();
    for (field, sent) in [
        ("what", vec![("confirm", WORD)]),
        ("handle", vec![("what", "erase"), ("confirm", WORD)]),
        (
            "handle",
            vec![("what", "ended"), ("handle", "other"), ("confirm", WORD)],
        ),
        ("confirm", vec![("what", "erase"), ("handle", own)]),
        (
            "confirm",
            vec![("what", "ended"), ("handle", own), ("confirm", "guess")],
        ),
        ("confirm", vec![("what", "represent"), ("confirm", "guess")]),
        (
            "ended-on",
            vec![
                ("what", "ended"),
                ("handle", own),
                ("ended-on", "soon"),
                ("confirm", WORD),
            ],
        ),
        (
            "ended-on",
            vec![
                ("what", "ended"),
                ("handle", own),
                ("ended-on", "2099-01-01"),
                ("confirm", WORD),
            ],
        ),
    ] {
        let told = house.post(&leave, &body(&sent), &cookie).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{sent:?}");
        let wrong = format!("id=\"{field}-wrong\"");
        assert!(told.body.contains(&wrong), "{sent:?}: {}", told.body);
    }
    assert_eq!(
        found(&house, &coop.id).await.unwrap().status,
        Status::Published
    );
    assert_eq!(house.get(&leave, &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_person_who_represents_it_no_more_leaves_the_organization_as_it_is() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    let own = format!("/my/{}", coop.id);
    let sent = body(&[("what", "represent"), ("confirm", WORD)]);
    let done = house.post(&format!("{own}/leave"), &sent, &cookie).await;
    assert_eq!(
        (done.status, done.to()),
        (StatusCode::SEE_OTHER, "/my/left")
    );
    // Whoever left it is led to what they still represent, and a second click says the same.
    assert_eq!(house.get(&own, &cookie).await.to(), "/my");
    let twice = house.post(&format!("{own}/leave"), &sent, &cookie).await;
    assert_eq!(twice.to(), "/my/left");
    let leo = house.signed_in("leo@coop.example", None).await;
    for foreign in [&own, &format!("{own}/leave")] {
        let refused = house.get(foreign, &leo).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{foreign}");
    }
    let mut tx = house.node.db.read().await.unwrap();
    assert!(
        !representation::is_represented(&mut tx, &coop.id)
            .await
            .unwrap()
    );
    drop(tx);
    assert_eq!(found(&house, &coop.id).await.unwrap(), coop);
}

#[tokio::test]
async fn an_organization_that_has_ended_withdraws_what_it_offered_and_says_so_itself() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    offered(&house, &coop).await;
    let leave = format!("/my/{}/leave", coop.id);
    let at = format!("@{}", coop.handle);
    let sent = body(&[
        ("what", "ended"),
        ("ended-on", "2026-06-30"),
        ("handle", &at),
        ("confirm", WORD),
    ]);
    let done = house.post(&leave, &sent, &cookie).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let ended = found(&house, &coop.id).await.unwrap();
    assert_eq!(ended.status, Status::Dissolved);
    assert_eq!(ended.stated.dissolved_on.unwrap().to_string(), "2026-06-30");
    let by = ended.provenance.of(Field::DissolvedOn).unwrap();
    assert_eq!(by.author, Author::Organization);
    assert_eq!(offers_of(&house, &coop).await[0].state, State::Withdrawn);
    let page = house.get(&format!("/my/{}", coop.id), &cookie).await;
    assert!(page.body.contains("has ended"), "{}", page.body);
    assert!(!page.body.contains("not public yet"), "{}", page.body);
}

#[tokio::test]
async fn whoever_else_represents_an_organization_is_told_of_its_end_and_the_office_sees_who() {
    let house = House::new().await;
    let (coop, cookie) = represented_by_two(&house).await;
    let leave = format!("/my/{}/leave", coop.id);
    for (what, said) in [("ended", "has ended"), ("erase", "erased from Directorio")] {
        let sent = body(&[("what", what), ("handle", &coop.handle), ("confirm", WORD)]);
        let before = house.letters().await.len();
        for _ in 0..2 {
            let done = house.post(&leave, &sent, &cookie).await;
            assert_eq!(done.to(), "/my/left", "{what}: {}", done.body);
        }
        assert_eq!(house.letters().await.len(), before + 1, "{what}");
        house.send_letters().await;
        let letter = house.postbox.letters().pop().unwrap();
        let letter = letter.replace("=\r\n", "").replace("=\n", "");
        for shown in ["leo@coop.example", said, "Ana", "tell the office"] {
            assert!(letter.contains(shown), "{what}: {shown}: {letter}");
        }
        let mut tx = house.node.db.read().await.unwrap();
        let acts = acts::list(&mut tx, None, 10).await.unwrap();
        assert_eq!(acts[0].what, acts::leaving(&coop.id, what));
        assert_eq!(acts[0].mail.as_deref(), Some("ana@coop.example"));
    }
    let page = house.get("/my/left", &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
}

#[tokio::test]
async fn a_letter_that_waits_or_was_given_up_names_nobody_whose_account_was_removed() {
    let house = House::new().await;
    let (coop, cookie) = represented_by_two(&house).await;
    let sent = [
        ("what", "ended"),
        ("handle", &coop.handle),
        ("confirm", WORD),
    ];
    let leave = format!("/my/{}/leave", coop.id);
    let done = house.post(&leave, &body(&sent), &cookie).await;
    assert_eq!(done.to(), "/my/left", "{}", done.body);
    house.postbox.says("550 nobody of that name");
    house.send_letters().await;
    let sure = body(&[("sure", "yes"), ("confirm", WORD)]);
    let done = house.post("/account/delete", &sure, &cookie).await;
    assert_eq!(done.to(), "/", "{}", done.body);

    house.postbox.says("250 ok");
    let mut tx = house.node.db.read().await.unwrap();
    let now = house.node.clock.now();
    let given_up = mail::given_up(&mut tx, 9, now).await.unwrap();
    drop(tx);
    assert_eq!(given_up.len(), 1, "{given_up:?}");
    let again = ["mail", "retry", &given_up[0].id];
    house.office(&again).await.unwrap();
    house.send_letters().await;
    let letter = house.postbox.letters().pop().unwrap();
    let letter = letter.replace("=\r\n", "").replace("=\n", "");
    for said in [
        "leo@coop.example",
        "has ended",
        "(an account that was removed)",
    ] {
        assert!(letter.contains(said), "{said}: {letter}");
    }
    assert!(!letter.contains("Ana"), "{letter}");
}

#[tokio::test]
async fn an_organization_that_leaves_is_erased_with_everything_of_it() {
    let house = House::new().await;
    let (coop, cookie) = coop(&house).await;
    offered(&house, &coop).await;
    let leave = format!("/my/{}/leave", coop.id);
    let sent = body(&[
        ("what", "erase"),
        ("handle", &coop.handle),
        ("confirm", WORD),
    ]);
    let done = house.post(&leave, &sent, &cookie).await;
    assert_eq!(
        (done.status, done.to()),
        (StatusCode::SEE_OTHER, "/my/left")
    );
    assert!(found(&house, &coop.id).await.is_none());
    assert!(offers_of(&house, &coop).await.is_empty());
    let page = house.get("/my", &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
}
