//! Another's record read for comparison, whatever it says of itself; and the reckoning that
//! was noted.

use super::{candidate, refresh_later, refresh_noted, sql};
use crate::clock::Timestamp;
use crate::federation::records::{self, Record};
use crate::store::{Db, Tx, testing};

const BASE: &str = "https://here.example";
const OURS: &str = "/o/1";

fn record(body: &str) -> Record {
    Record {
        id: "https://other.example/o/1".into(),
        origin: "https://other.example/actor".into(),
        kind: "organization".into(),
        owner: "https://other.example/actor".into(),
        organization: None,
        purpose: None,
        name: "Café Unión".into(),
        territory: Some("MX-OAX".into()),
        body: body.into(),
        record_digest: String::new(),
        updated: Timestamp(0),
        log_seq: None,
        received_at: Timestamp(0),
        gone: false,
        withheld: false,
        attested: false,
    }
}

#[test]
fn a_record_is_compared_by_what_it_published() {
    let candidate = candidate::of(&record(
        r#"{"nameMap":{"es":"Café Unión","en":"Union Coffee"},"entityType":"cooperative",
            "foundingDate":"1999-05-01","source":[{"register":"padron","identifier":"7",
            "registerNumber":"CV 12"},{"register":1}],
            "location":{"address":{"addressLocality":"Oaxaca","postalCode":"68000"},
            "latitude":17.06,"longitude":-96.72},
            "attachment":[{"name":"Web","value":"<a href=\"https://cafe.example/?a=1&amp;b=2\" rel=\"me\">x</a>"}]}"#,
    ))
    .unwrap();
    assert_eq!(candidate.names, ["Café Unión", "Union Coffee"]);
    assert_eq!(candidate.country.as_deref(), Some("MX"));
    assert_eq!(candidate.sources.len(), 1);
    assert_eq!(
        candidate.sources[0].register_number.as_deref(),
        Some("CV 12")
    );
    assert_eq!(
        candidate.website.unwrap().as_str(),
        "https://cafe.example/?a=1&b=2"
    );
    assert!(candidate.point.is_some() && candidate.founded_on.is_some());
}

#[test]
fn what_is_withheld_or_unreadable_is_not_compared() {
    assert!(candidate::of(&record(r#"{"suspended":true}"#)).is_none());
    assert!(candidate::of(&record("no json")).is_none());
    let odd = candidate::of(&record(r#"{"source":"x","location":7,"attachment":{}}"#)).unwrap();
    assert!(odd.sources.is_empty() && odd.website.is_none());
}

/// A database that holds records which state each other, and nothing of ours.
async fn circle(of: usize) -> (Db, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    for number in 0..of {
        hold(&mut tx, number, of).await;
    }
    tx.commit().await.unwrap();
    (db, folder)
}

fn address(number: usize) -> String {
    format!("https://other.example/o/{number:03}")
}

/// Receives a record that says it is each of the others, again or for the first time.
async fn hold(tx: &mut Tx, number: usize, of: usize) {
    let others: Vec<String> = (0..of).filter(|one| *one != number).map(address).collect();
    let now = Record {
        id: address(number),
        ..record("{}")
    };
    let held = records::get(tx, &now.id).await.unwrap();
    records::hold(tx, &now).await.unwrap();
    let object = serde_json::json!({ "sameAs": others });
    super::receive(tx, "https://a.example", (held.as_ref(), &now), &object)
        .await
        .unwrap();
}

#[tokio::test]
async fn records_that_all_state_each_other_are_shown_under_one_of_them() {
    let (db, _folder) = circle(6).await;
    let mut tx = db.read().await.unwrap();
    let under = sql::shown_under(&mut tx, &address(0)).await.unwrap();
    assert_eq!(under, (1..6).map(address).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_record_that_says_what_it_said_before_is_not_reckoned_anew() {
    let (db, _folder) = circle(3).await;
    let mut tx = db.begin().await.unwrap();
    let elsewhere = "https://third.example/o/1";
    sql::show(&mut tx, &address(1), Some(elsewhere))
        .await
        .unwrap();
    hold(&mut tx, 2, 3).await;
    let under = sql::shown_under(&mut tx, elsewhere).await.unwrap();
    assert_eq!(under, [address(1)], "nothing looked at it");
    // What it no longer says is looked at, with all that hangs on it.
    hold(&mut tx, 2, 1).await;
    let under = sql::shown_under(&mut tx, elsewhere).await.unwrap();
    assert!(under.is_empty(), "{under:?}");
}

/// Those that still stand under ours, though nothing says that they are it.
async fn stale(db: &Db) -> Vec<String> {
    let mut tx = db.read().await.unwrap();
    sql::shown_under(&mut tx, OURS).await.unwrap()
}

async fn reached(db: &Db) -> Option<String> {
    let mut tx = db.read().await.unwrap();
    sql::refreshed_to(&mut tx).await.unwrap()
}

/// Notes that all shall be reckoned anew, and that this was done up to `to`.
async fn noted_and_cut_off(db: &Db, to: Option<&str>) {
    let mut tx = db.begin().await.unwrap();
    refresh_later(&mut tx).await.unwrap();
    if to.is_some() {
        sql::advance_refresh(&mut tx, "", to).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_reckoning_that_was_cut_off_goes_on_and_one_noted_anew_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    // As many as several transactions take.
    let name = |number| format!("https://other.example/o/{number:03}");
    let ids: Vec<String> = (0..100).map(name).collect();
    let mut tx = db.begin().await.unwrap();
    for id in &ids {
        let id = id.clone();
        let record = Record { id, ..record("{}") };
        assert!(records::hold(&mut tx, &record).await.unwrap());
        sql::show(&mut tx, &record.id, Some(OURS)).await.unwrap();
    }
    tx.commit().await.unwrap();
    refresh_noted(&db, BASE).await.unwrap();
    assert_eq!(stale(&db).await, ids, "nothing was noted");

    let (before, after) = ids.split_at(30);
    noted_and_cut_off(&db, before.last().map(String::as_str)).await;
    assert_eq!(reached(&db).await.as_ref(), before.last());
    assert_eq!(stale(&db).await, ids, "a note alone changes nothing");
    refresh_noted(&db, BASE).await.unwrap();
    assert_eq!(stale(&db).await, before);
    assert_eq!(reached(&db).await, None, "what is done is not noted");

    // Who was on the way when it was noted anew does not take the new note along.
    noted_and_cut_off(&db, None).await;
    let mut tx = db.begin().await.unwrap();
    for to in [after.last().map(String::as_str), None] {
        let from = &before[0];
        sql::advance_refresh(&mut tx, from, to).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(reached(&db).await.as_deref(), Some(""));
    refresh_noted(&db, BASE).await.unwrap();
    assert_eq!(stale(&db).await, [""; 0]);
    assert_eq!(reached(&db).await, None);
}
