//! The chain holds through what may be forgotten, and shows what was changed or taken out.

use super::super::{list, record, record_command};
use super::*;
use crate::clock::Clock;
use crate::people::{self, Account, Draft, Role};
use crate::store::testing::fresh;
use crate::store::{Db, execute};

/// Three acts: one of an officer, one about them, one about nobody.
async fn office(dir: &std::path::Path) -> (Db, Account) {
    let db = fresh(dir).await.unwrap();
    let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
    let draft = Draft {
        mail: "ana@city.example".to_owned(),
        name: "Ana".to_owned(),
        language: "es".to_owned(),
    };
    let mut tx = db.begin().await.unwrap();
    let role = Some(Role::Registrar);
    let ana = people::add(&mut tx, &clock, draft, role, None)
        .await
        .unwrap();
    let now = clock.now();
    record(&mut tx, &ana, "POST /office/x", now).await.unwrap();
    let about = Some(ana.mail.as_str());
    record_command(&mut tx, "admin create", about, now)
        .await
        .unwrap();
    record(&mut tx, &ana, "POST /office/y", now).await.unwrap();
    tx.commit().await.unwrap();
    (db, ana)
}

async fn changed(db: &Db, statement: &'static str) -> Result<Followed> {
    let mut tx = db.begin().await.unwrap();
    execute!(tx, sqlx::query(statement)).unwrap();
    follow(&mut tx, None).await
}

#[tokio::test]
async fn whoever_leaves_is_forgotten_and_the_chain_holds() {
    let dir = tempfile::tempdir().unwrap();
    let (db, ana) = office(dir.path()).await;
    let mut tx = db.begin().await.unwrap();
    let first = follow(&mut tx, None).await.unwrap();
    assert_eq!((first.acts, first.older), (3, 0));
    people::remove(&mut tx, &ana.id).await.unwrap();
    let kept: i64 = on!(tx, |c| sqlx::query_scalar(
        "SELECT COUNT(*) FROM office_acts WHERE mail IS NOT NULL OR about IS NOT NULL \
         OR about_salt IS NOT NULL"
    )
    .fetch_one(c))
    .unwrap();
    assert_eq!(kept, 0);
    assert_eq!(follow(&mut tx, None).await.unwrap(), first);
    record_command(&mut tx, "admin remove", None, Timestamp(0))
        .await
        .unwrap();
    let later = follow(&mut tx, first.digest.as_deref()).await.unwrap();
    assert_eq!(later.acts, 4);
    assert!(later.digest.is_some() && later.digest != first.digest);
}

#[tokio::test]
async fn what_was_changed_or_taken_out_is_shown() {
    let dir = tempfile::tempdir().unwrap();
    let (db, _) = office(dir.path()).await;
    let mut tx = db.begin().await.unwrap();
    let seqs: Vec<i64> = list(&mut tx, None, 10)
        .await
        .unwrap()
        .iter()
        .map(|act| act.seq)
        .collect();
    assert_eq!(seqs, [3, 2, 1]);
    drop(tx);
    for statement in [
        "UPDATE office_acts SET what = 'POST /office/z' WHERE seq = 2",
        "UPDATE office_acts SET at = at + 1 WHERE seq = 3",
        "UPDATE office_acts SET who = 'Leo' WHERE seq = 1",
        "UPDATE office_acts SET mail = NULL WHERE seq = 3",
        "UPDATE office_acts SET about = 'leo@city.example' WHERE seq = 2",
        "UPDATE office_acts SET who_salt = NULL WHERE seq = 1",
        "UPDATE office_acts SET about_salt = NULL WHERE seq = 2",
        "UPDATE office_acts SET digest = NULL WHERE seq = 3",
        "DELETE FROM office_acts WHERE seq = 1",
        "DELETE FROM office_acts WHERE seq = 2",
    ] {
        let found = changed(&db, statement).await;
        assert!(
            matches!(found, Err(Error::Conflict(_))),
            "{statement}: {found:?}"
        );
    }
    // What is cut from the end shows by the digest that was kept alone.
    let mut tx = db.begin().await.unwrap();
    let kept = follow(&mut tx, None).await.unwrap().digest;
    execute!(tx, sqlx::query("DELETE FROM office_acts WHERE seq = 3")).unwrap();
    assert!(follow(&mut tx, None).await.is_ok());
    let found = follow(&mut tx, kept.as_deref()).await;
    assert!(matches!(found, Err(Error::Conflict(_))), "{found:?}");
}

#[tokio::test]
async fn acts_of_earlier_versions_stand_before_the_chain() {
    let dir = tempfile::tempdir().unwrap();
    let (db, ana) = office(dir.path()).await;
    let statement = "UPDATE office_acts SET digest = NULL, who_salt = NULL, who_digest = NULL, \
        about_salt = NULL, about_digest = NULL";
    let mut tx = db.begin().await.unwrap();
    execute!(tx, sqlx::query(statement)).unwrap();
    record(&mut tx, &ana, "POST /office/z", Timestamp(0))
        .await
        .unwrap();
    let found = follow(&mut tx, None).await.unwrap();
    assert_eq!((found.acts, found.older), (1, 3));
    assert!(found.beside.is_empty());
}

#[tokio::test]
async fn acts_that_an_older_process_writes_meanwhile_are_named_and_break_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (db, ana) = office(dir.path()).await;
    let mut tx = db.begin().await.unwrap();
    // As a version before the chain wrote them.
    let older = "INSERT INTO office_acts (account, who, mail, what, at) \
        VALUES ($1, 'Ana', 'ana@city.example', 'POST /office/old', 0)";
    execute!(tx, sqlx::query(older).bind(&ana.id)).unwrap();
    let kept = follow(&mut tx, None).await.unwrap().digest;
    record(&mut tx, &ana, "POST /office/z", Timestamp(0))
        .await
        .unwrap();
    execute!(tx, sqlx::query(older).bind(&ana.id)).unwrap();
    let found = follow(&mut tx, kept.as_deref()).await.unwrap();
    assert_eq!((found.acts, found.older), (4, 0));
    assert_eq!(found.beside, [4, 6]);
    tx.commit().await.unwrap();

    // One in the midst that was stripped to look so is found.
    let stripped = "UPDATE office_acts SET digest = NULL, who_salt = NULL, who_digest = NULL, \
        about_salt = NULL, about_digest = NULL WHERE seq = 2";
    let found = changed(&db, stripped).await;
    assert!(matches!(found, Err(Error::Conflict(_))), "{found:?}");
}
