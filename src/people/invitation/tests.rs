//! Whoever wrote an officer's address before the officer came is out when the office invites.

use super::*;
use crate::people::link::Purpose;
use crate::store::Db;
use crate::store::testing::fresh;

fn eva() -> Draft {
    Draft {
        mail: "eva@city.example".to_owned(),
        name: "Eva".to_owned(),
        language: "es".to_owned(),
    }
}

/// A database in which somebody has an account of this address, a password and a session.
async fn house(dir: &std::path::Path, role: Option<Role>) -> (Db, Clock, Account, String) {
    let db = fresh(dir).await.unwrap();
    let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
    let mut tx = db.begin().await.unwrap();
    let account = add(&mut tx, &clock, eva(), role, Some("a hash"))
        .await
        .unwrap();
    let session = session::begin(&mut tx, &clock, &account.id, "Firefox").await;
    tx.commit().await.unwrap();
    (db, clock, account, session.unwrap())
}

#[tokio::test]
async fn an_account_that_somebody_made_with_the_address_of_another_begins_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (db, clock, _, session) = house(dir.path(), None).await;
    let mut tx = db.begin().await.unwrap();
    let (invited, made) = invite(&mut tx, &clock, eva(), Role::Admin).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(invited.role, Some(Role::Admin));
    assert!(!invited.has_password);
    let (secret, _) = made.expect("a link goes to whoever reads the letters");
    let mut tx = db.begin().await.unwrap();
    let person = session::find(&mut tx, &clock, &session).await.unwrap();
    assert!(person.is_none(), "whoever was in is out");
    let found = link::find(&mut tx, &clock, Purpose::NewPassword, &secret).await;
    assert_eq!(found.unwrap(), Some(invited.id));
}

#[tokio::test]
async fn whoever_works_for_the_office_keeps_their_password() {
    let dir = tempfile::tempdir().unwrap();
    let (db, clock, _, session) = house(dir.path(), Some(Role::Registrar)).await;
    let mut tx = db.begin().await.unwrap();
    let (invited, made) = invite(&mut tx, &clock, eva(), Role::Admin).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(invited.role, Some(Role::Admin));
    assert!(invited.has_password && made.is_none());
    let mut tx = db.begin().await.unwrap();
    let person = session::find(&mut tx, &clock, &session).await.unwrap();
    assert!(person.is_some());
}
