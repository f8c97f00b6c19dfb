//! Files that an office brought to its pages: what is done with one, by whom and how often.

use std::time::Duration;

use super::*;
use crate::error::Error;
use crate::id::BroughtFileId;
use crate::registry::import::brought::{self, Brought, Stage};

const MAPPING: &str = "register = \"roll\"\nlanguage = \"es\"\n[columns]\nname = \"Nombre\"\n";

async fn bring(office: &Office) -> BroughtFileId {
    let id = BroughtFileId::new(&office.clock);
    let mut tx = office.db.begin().await.unwrap();
    let now = office.clock.now();
    brought::bring(&mut tx, &id, "roll.csv", now).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn get(office: &Office, id: &BroughtFileId) -> Brought {
    let mut tx = office.db.read().await.unwrap();
    brought::get(&mut tx, id).await.unwrap()
}

async fn begin_rehearsal(office: &Office, id: &BroughtFileId) -> Result<()> {
    let mapping = Mapping::read(MAPPING).unwrap();
    let options = Options {
        publish: true,
        ..Options::default()
    };
    let mut tx = office.db.begin().await.unwrap();
    brought::begin_rehearsal(&mut tx, &office.clock, id, Some(&mapping), options).await?;
    tx.commit().await
}

async fn begin_import(office: &Office, id: &BroughtFileId) -> Result<()> {
    let mut tx = office.db.begin().await.unwrap();
    brought::begin_import(&mut tx, &office.clock, id).await?;
    tx.commit().await
}

async fn rehearsed(office: &Office, id: &BroughtFileId) {
    let mut tx = office.db.begin().await.unwrap();
    let report = Report {
        read: 7,
        ..Report::default()
    };
    brought::rehearsed(&mut tx, id, report).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_file_is_rehearsed_before_it_is_imported_and_a_second_click_begins_nothing() {
    let office = office().await;
    let id = bring(&office).await;
    let unseen = begin_import(&office, &id).await.unwrap_err();
    assert!(matches!(unseen, Error::Conflict(_)), "{unseen}");

    begin_rehearsal(&office, &id).await.unwrap();
    let again = begin_rehearsal(&office, &id).await.unwrap_err();
    assert!(matches!(again, Error::Conflict(_)), "{again}");
    rehearsed(&office, &id).await;
    let file = get(&office, &id).await;
    assert_eq!(file.stage, Stage::Rehearsed);
    assert_eq!(file.report.map(|report| report.read), Some(7));
    assert_eq!(file.mapping, Some(Mapping::read(MAPPING).unwrap()));
    assert!(file.options.publish && !file.options.dry_run);

    begin_import(&office, &id).await.unwrap();
    let second = begin_import(&office, &id).await.unwrap_err();
    assert!(matches!(second, Error::Conflict(_)), "{second}");
    let mut tx = office.db.begin().await.unwrap();
    let refusal = brought::lay_aside(&mut tx, &office.clock, &id).await;
    assert!(matches!(refusal, Err(Error::Conflict(_))), "{refusal:?}");
    brought::imported(&mut tx, &id, &BatchId::new(&office.clock))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(get(&office, &id).await.stage, Stage::Imported);
}

#[tokio::test]
async fn work_that_a_restart_cut_off_can_be_begun_again_and_a_failure_says_why() {
    let office = office().await;
    let id = bring(&office).await;
    begin_rehearsal(&office, &id).await.unwrap();
    assert!(get(&office, &id).await.is_at_work(office.clock.now()));
    office.clock.advance(Duration::from_mins(3));
    assert!(!get(&office, &id).await.is_at_work(office.clock.now()));

    begin_rehearsal(&office, &id).await.unwrap();
    let mut tx = office.db.begin().await.unwrap();
    brought::failed(&mut tx, &id, "line 9 has no end")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let file = get(&office, &id).await;
    assert_eq!(file.stage, Stage::Brought);
    assert_eq!(file.refusal.as_deref(), Some("line 9 has no end"));
    begin_rehearsal(&office, &id).await.unwrap();
    assert_eq!(get(&office, &id).await.refusal, None);
}

#[tokio::test]
async fn a_file_that_nobody_touches_for_two_weeks_is_forgotten() {
    let office = office().await;
    let (old, new) = (bring(&office).await, {
        office.clock.advance(Duration::from_hours(24 * 13));
        bring(&office).await
    });
    office.clock.advance(Duration::from_hours(25));
    let mut tx = office.db.begin().await.unwrap();
    let gone = brought::forget_old(&mut tx, office.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(gone, std::slice::from_ref(&old));
    let mut tx = office.db.read().await.unwrap();
    let missing = brought::get(&mut tx, &old).await.unwrap_err();
    assert!(matches!(missing, Error::NotFound(_)), "{missing}");
    let waiting = brought::list(&mut tx).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].id, new);
}
