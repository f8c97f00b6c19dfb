//! A real register from its file to published records: Co-operatives UK's open data of 2017,
//! 8,371 rows. The file is not part of the project; without it this test says so.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops where it fails"
)]

/// Real registers.
#[path = "support/given.rs"]
mod given;

use std::time::Duration;

use trenza::clock::{Clock, Timestamp};
use trenza::registry::import::{self, Choice, Options, Reading, Report};
use trenza::registry::{self, Filter, Status};
use trenza::store::{Db, testing};
use trenza::{outbox, text};

const FILE: &str = "registries/uk_coops_2017_organisations.csv";
/// The same register five years later, in other columns.
const LATER: &str = "registries/uk_coops_2022Q2_sse_standard.csv";

fn open(bytes: &[u8]) -> Reading {
    let source = std::io::Cursor::new(bytes.to_vec());
    import::open(source, "register.csv", &Choice::default()).unwrap()
}

async fn import(db: &Db, clock: &Clock, bytes: &[u8], options: Options) -> Report {
    let entries = open(bytes).to_end().unwrap().entries.len();
    let mut last = (0, 0);
    let mut progress = |done, of| last = (done, of);
    let report = import::import(db, clock, open(bytes), options, &mut progress)
        .await
        .unwrap();
    assert_eq!(last, (entries, entries));
    let accounted = report.created + report.updated + report.unchanged + report.skipped;
    assert_eq!(accounted, report.read);
    clock.advance(Duration::from_mins(1));
    report
}

#[tokio::test]
async fn the_register_of_2017_is_taken_over_whole_and_the_second_time_changes_nothing() {
    let Some(bytes) = given::bytes(FILE) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    let publish = Options {
        dry_run: false,
        publish: true,
        complete: false,
        renamed: false,
    };

    let started = std::time::Instant::now();
    let report = import(&db, &clock, &bytes, publish).await;
    eprintln!("imported {} rows in {:?}", report.read, started.elapsed());
    assert_eq!(
        (report.read, report.created, report.skipped),
        (8_371, 8_371, 0)
    );
    assert_eq!((report.published, report.withdrawn), (6_814, 0));
    let damaged = |problem: &&import::Problem| problem.reason.contains("U+FFFD");
    assert!(report.problems.iter().filter(damaged).count() >= 5);
    let registrar = |problem: &&import::Problem| problem.field == "Registrar";
    assert_eq!(report.problems.iter().filter(registrar).count(), 327);

    let mut tx = db.read().await.unwrap();
    assert_eq!(
        registry::count_published(&mut tx, registry::Standing::Listed)
            .await
            .unwrap(),
        6_814
    );
    assert_eq!(outbox::pending(&mut tx, 10_000).await.unwrap().len(), 6_814);
    let group = registry::find_by_handle(&mut tx, "the_co_operative_group")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(group.stated.sectors.first().unwrap().as_str(), "4711");
    assert_eq!(group.stated.founded_on.unwrap().to_string(), "1863-08-11");
    assert_eq!(group.stated.territory.as_ref().unwrap().as_str(), "GB-ENG");
    let sources = registry::sources(&mut tx, &group.id).await.unwrap();
    assert_eq!(
        sources.first().unwrap().register_number.as_deref(),
        Some("FCA 525R")
    );
    let ended = Filter {
        status: Some(Status::Dissolved),
        ..Filter::default()
    };
    let page = registry::list(&mut tx, &ended, None, 200).await.unwrap();
    assert!(page.next.is_some());
    assert!(page.items.iter().all(|one| one.published_at.is_none()));
    assert!(
        page.items
            .iter()
            .all(|one| text::line(one.stated.name()) == one.stated.name())
    );
    drop(tx);

    let again = import(&db, &clock, &bytes, publish).await;
    assert_eq!(
        (again.unchanged, again.published, again.withdrawn),
        (8_371, 0, 0)
    );
    let mut tx = db.read().await.unwrap();
    assert_eq!(outbox::pending(&mut tx, 10_000).await.unwrap().len(), 6_814);
}

#[tokio::test]
async fn the_register_of_2022_updates_the_records_of_2017() {
    let (Some(bytes), Some(later)) = (given::bytes(FILE), given::bytes(LATER)) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    let publish = Options {
        dry_run: false,
        publish: true,
        complete: false,
        renamed: false,
    };
    import(&db, &clock, &bytes, publish).await;
    let started = std::time::Instant::now();
    let report = import(&db, &clock, &later, publish).await;
    eprintln!(
        "updated from {} rows in {:?}",
        report.read,
        started.elapsed()
    );
    assert_eq!((report.read, report.skipped), (7_272, 0));
    assert_eq!((report.created, report.withdrawn), (1_602, 0));
    assert!(report.updated > 5_000, "{}", report.updated);
    let mut tx = db.read().await.unwrap();
    let group = registry::find_by_handle(&mut tx, "the_co_operative_group")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        group.stated.website.unwrap().as_str(),
        "http://www.co-operative.coop/"
    );
    assert_eq!(group.stated.territory.unwrap().as_str(), "GB-ENG");
    assert!(group.stated.place.point.is_some());
    drop(tx);
    let again = import(&db, &clock, &later, publish).await;
    assert_eq!((again.unchanged, again.published), (7_272, 0));
}

/// Every record with what states it, as far as an import may change it.
async fn everything(db: &Db) -> Vec<String> {
    let mut tx = db.read().await.unwrap();
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = registry::list(&mut tx, &Filter::default(), after.as_deref(), 200)
            .await
            .unwrap();
        for one in page.items {
            let sources = registry::sources(&mut tx, &one.id).await.unwrap();
            let record = (one.handle, one.status, one.stated, one.provenance, sources);
            all.push(format!("{record:?}"));
        }
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

#[tokio::test]
async fn the_register_of_2022_is_rehearsed_as_it_is_done_and_undone_as_if_it_had_not_been() {
    let (Some(bytes), Some(later)) = (given::bytes(FILE), given::bytes(LATER)) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    let publish = Options {
        publish: true,
        ..Options::default()
    };
    let first = import(&db, &clock, &bytes, publish).await;
    let before = everything(&db).await;

    let dry = Options {
        dry_run: true,
        ..publish
    };
    let mut rehearsed = import::import(&db, &clock, open(&later), dry, &mut |_, _| {})
        .await
        .unwrap();
    assert_eq!(everything(&db).await, before, "a rehearsal changes nothing");
    let done = import(&db, &clock, &later, publish).await;
    rehearsed.batch.clone_from(&done.batch);
    // What may be there already is looked for in a rehearsal alone.
    rehearsed.likely.clear();
    rehearsed.is_likely_cut = false;
    assert!(rehearsed == done, "a rehearsal tells what happens");
    eprintln!(
        "2022 over 2017: {} created, {} updated, {} unchanged, {} missing, by field {:?}",
        done.created, done.updated, done.unchanged, done.missing, done.fields
    );
    assert_eq!(done.missing, done.missing_records.len());
    let known = first.created - (done.read - done.created);
    assert!(done.missing > 0 && done.missing < known, "{}", done.missing);
    assert!(done.fields.len() >= 4 && done.differences.len() > done.updated);

    let batch = done.batch.unwrap().parse().unwrap();
    let undone = import::undo(&db, &clock, &batch, &mut |_, _| {})
        .await
        .unwrap();
    assert_eq!(
        (undone.removed, undone.kept.len()),
        (done.created, 0),
        "{:?}",
        undone.kept.first()
    );
    assert!(
        everything(&db).await == before,
        "what was undone is as it was before"
    );
}
