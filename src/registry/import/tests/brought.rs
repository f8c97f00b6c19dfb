//! Files that an office brought to its pages: what is done with one, by whom and how often.

use std::time::Duration;

use super::*;
use crate::error::Error;
use crate::id::BroughtFileId;
use crate::registry::import::brought::{self, Brought, Ceiling, Looked, Stage};
use crate::words::Saying;

const MAPPING: &str = "register = \"roll\"\nlanguage = \"es\"\n[columns]\nname = \"Nombre\"\n";

const ROOMY: Ceiling = Ceiling {
    files: 50,
    bytes: 1 << 20,
};

async fn bring(office: &Office) -> BroughtFileId {
    let id = BroughtFileId::new(&office.clock);
    let mut tx = office.db.begin().await.unwrap();
    let now = office.clock.now();
    brought::bring(&mut tx, &id, ("roll.csv", 7), None, ROOMY, now)
        .await
        .unwrap();
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

async fn begin_import(office: &Office, id: &BroughtFileId, rehearsal: i64) -> Result<()> {
    let mut tx = office.db.begin().await.unwrap();
    brought::begin_import(&mut tx, &office.clock, id, rehearsal).await?;
    tx.commit().await
}

async fn rehearsed(office: &Office, id: &BroughtFileId) {
    let mut tx = office.db.begin().await.unwrap();
    brought::rehearsed(&mut tx, id, told()).await.unwrap();
    tx.commit().await.unwrap();
}

/// What a rehearsal tells, with one entry in each of three lists.
fn told() -> Report {
    let missing = Missing {
        identifier: "R2".to_owned(),
        handle: "elm".to_owned(),
        name: "Elm".to_owned(),
        status: "published".to_owned(),
    };
    let difference = Difference {
        identifier: "R1".to_owned(),
        handle: "ash".to_owned(),
        field: registry::Field::Website,
        before: serde_json::Value::Null,
        after: "https://ash.example".into(),
        is_conflict: false,
    };
    let problem = Problem {
        level: Level::Value,
        line: 2,
        field: "website".to_owned(),
        reason: "is no address".into(),
        remedy: "mend it".into(),
    };
    Report {
        read: 7,
        problems: vec![problem],
        differences: vec![difference],
        missing_records: vec![missing],
        ..Report::default()
    }
}

#[tokio::test]
async fn of_a_rehearsal_what_can_be_taken_away_is_kept_whole_and_nothing_else() {
    let office = office().await;
    let id = bring(&office).await;
    begin_rehearsal(&office, &id).await.unwrap();
    rehearsed(&office, &id).await;
    let mut tx = office.db.read().await.unwrap();
    let whole = brought::whole_report(&mut tx, &id).await.unwrap();
    let kept = Report {
        problems: told().problems,
        missing_records: told().missing_records,
        ..Report::default()
    };
    assert_eq!(whole, kept);
    drop(tx);
    let shown = get(&office, &id).await.report.unwrap();
    assert_eq!(shown.differences, told().differences);
}

#[tokio::test]
async fn a_file_is_rehearsed_before_it_is_imported_and_a_second_click_begins_nothing() {
    let office = office().await;
    let id = bring(&office).await;
    let unseen = begin_import(&office, &id, 0).await.unwrap_err();
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

    begin_import(&office, &id, 1).await.unwrap();
    let second = begin_import(&office, &id, 1).await.unwrap_err();
    assert!(matches!(second, Error::Conflict(_)), "{second}");
    let mut tx = office.db.begin().await.unwrap();
    let refusal = brought::lay_aside(&mut tx, &office.clock, &id).await;
    assert!(matches!(refusal, Err(Error::Conflict(_))), "{refusal:?}");
    brought::imported(
        &mut tx,
        &id,
        &BatchId::new(&office.clock),
        office.clock.now(),
    )
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
    brought::failed(&mut tx, &id, &Saying::from("line 9 has no end"))
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

#[tokio::test]
async fn nobody_imports_what_another_rehearsed_otherwise_meanwhile() {
    let office = office().await;
    let id = bring(&office).await;
    for number in 1..=2 {
        begin_rehearsal(&office, &id).await.unwrap();
        rehearsed(&office, &id).await;
        assert_eq!(get(&office, &id).await.rehearsal, number);
    }
    let stale = begin_import(&office, &id, 1).await.unwrap_err();
    assert!(matches!(stale, Error::Conflict(_)), "{stale}");
    assert_eq!(get(&office, &id).await.stage, Stage::Rehearsed);
    begin_import(&office, &id, 2).await.unwrap();
}

#[tokio::test]
async fn what_waits_has_a_limit_and_the_refusal_says_what_to_remove() {
    let office = office().await;
    bring(&office).await;
    let now = office.clock.now();
    for (files, bytes, limit) in [
        (1, 100, "limits.import_files"),
        (5, 7, "limits.import_waiting_bytes"),
    ] {
        let mut tx = office.db.begin().await.unwrap();
        let ceiling = Ceiling { files, bytes };
        let refusal = brought::room(&mut tx, ceiling).await.unwrap_err();
        let text = refusal.to_string();
        assert!(matches!(refusal, Error::Conflict(_)), "{text}");
        assert!(
            text.contains(limit) && text.contains("\"roll.csv\""),
            "{text}"
        );
    }
    let mut tx = office.db.begin().await.unwrap();
    let ceiling = Ceiling {
        files: 5,
        bytes: 10,
    };
    assert_eq!(brought::room(&mut tx, ceiling).await.unwrap(), 3);
    let id = BroughtFileId::new(&office.clock);
    let large = brought::bring(&mut tx, &id, ("b.csv", 4), None, ceiling, now).await;
    assert!(matches!(large, Err(Error::Conflict(_))), "{large:?}");
    brought::bring(&mut tx, &id, ("b.csv", 3), None, ceiling, now)
        .await
        .unwrap();
    assert_eq!(brought::with_bytes(&mut tx).await.unwrap().len(), 2);
    brought::lay_aside(&mut tx, &office.clock, &id)
        .await
        .unwrap();
    assert_eq!(brought::room(&mut tx, ceiling).await.unwrap(), 3);
}

#[tokio::test]
async fn what_the_columns_were_taken_for_is_kept_with_the_file() {
    let office = office().await;
    let text = "Folio;Nombre;Municipio\n1;Café Unión;Oaxaca\n2;Tejidos;Puebla\n";
    let reading = read(text.as_bytes(), "roll.csv").unwrap();
    let guess = reading.guess.unwrap();
    let (id, now) = (BroughtFileId::new(&office.clock), office.clock.now());
    let mut tx = office.db.begin().await.unwrap();
    brought::bring(&mut tx, &id, ("roll.csv", 7), Some(&guess), ROOMY, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let kept = get(&office, &id).await.looked;
    let kept = kept.guess().unwrap();
    assert_eq!(kept.mapping, guess.mapping);
    assert_eq!(kept.columns, guess.columns);

    let known = bring(&office).await;
    assert!(matches!(get(&office, &known).await.looked, Looked::Known));
    let mut tx = office.db.begin().await.unwrap();
    execute!(tx, sqlx::query("UPDATE brought_files SET guess = NULL")).unwrap();
    assert!(matches!(
        brought::get(&mut tx, &known).await.unwrap().looked,
        Looked::NotYet
    ));
    brought::looked(&mut tx, &known, Some(&guess))
        .await
        .unwrap();
    let kept = brought::get(&mut tx, &known).await.unwrap().looked;
    assert!(kept.guess().is_some());
}
