//! What people take along of their organization, and the ways to leave.

use http::StatusCode;
use trenza::id::OrganizationId;
use trenza::offers::{self, Draft, Purpose, State};
use trenza::people::representation;
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
    assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, "/my"));
    assert_eq!(house.get(&own, &cookie).await.status, StatusCode::NOT_FOUND);
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
    assert_eq!((done.status, done.to()), (StatusCode::SEE_OTHER, "/my"));
    assert!(found(&house, &coop.id).await.is_none());
    assert!(offers_of(&house, &coop).await.is_empty());
    let page = house.get("/my", &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
}
