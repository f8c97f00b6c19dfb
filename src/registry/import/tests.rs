//! What an import promises of the records that it makes, changes and withdraws.

use super::*;
use crate::clock::{Clock, Timestamp};
use crate::id::BatchId;
use crate::outbox::{self, Event};
use crate::registry::{self, Author, Filter, Organization, Status};
use crate::store::{Db, execute, testing};

const HEADERS: &str = "CUK Organisation ID,Registered Number,Registrar,Registered Name,\
    Trading Name,Legal Form,Registered Street,Registered City,Registered State/Province,\
    Registered Postcode,UK Nation,SIC Code,Ownership Classification,Registered Status,\
    Incorporation Date,Dissolved Date";

/// An invented row of the Co-operatives UK shape.
fn row(id: &str, name: &str, status: &str, ended: &str) -> String {
    format!(
        "{id},1{id},FCA,{name} Limited,{name},Society,\"1 High Street\nOld Mill\",Ely,Cambs,\
         CB7 4AA,England,UKSIC07-9499,Workers,{status},9/4/1987,{ended}"
    )
}

fn file(rows: &[String]) -> Vec<u8> {
    format!("{HEADERS}\r\n{}\r\n", rows.join("\r\n")).into_bytes()
}

fn read(bytes: &[u8], file: &str) -> Result<Reading> {
    open(io::Cursor::new(bytes.to_vec()), file, &Choice::default())
}

struct Office {
    db: Db,
    clock: Clock,
    _folder: tempfile::TempDir,
}

async fn office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    Office {
        db,
        clock: Clock::fixed(Timestamp(1_790_000_000_000)),
        _folder: folder,
    }
}

impl Office {
    async fn import(&self, rows: &[String], options: Options) -> Report {
        self.take(read(&file(rows), "register.csv").unwrap(), options)
            .await
            .unwrap()
    }

    async fn take(&self, reading: Reading, options: Options) -> Result<Report> {
        let report = import(&self.db, &self.clock, reading, options, &mut |_, _| {}).await?;
        let accounted = report.created + report.updated + report.unchanged + report.skipped;
        assert_eq!(accounted, report.read, "{report:?}");
        // Batches are told apart by their moments.
        self.clock.advance(std::time::Duration::from_mins(1));
        Ok(report)
    }

    async fn all(&self) -> Vec<Organization> {
        let mut tx = self.db.read().await.unwrap();
        registry::list(&mut tx, &Filter::default(), None, 200)
            .await
            .unwrap()
            .items
    }

    async fn events(&self) -> Vec<Event> {
        let mut tx = self.db.begin().await.unwrap();
        let pending = outbox::pending(&mut tx, 100).await.unwrap();
        assert!(
            pending.iter().all(|one| one.is_bulk),
            "an import floods nobody"
        );
        execute!(tx, sqlx::query("DELETE FROM events")).unwrap();
        tx.commit().await.unwrap();
        pending.into_iter().map(|one| one.event).collect()
    }
}

const PUBLISH: Options = Options {
    dry_run: false,
    publish: true,
    complete: false,
    renamed: false,
};
const KEEP: Options = Options {
    dry_run: false,
    publish: false,
    complete: false,
    renamed: false,
};

#[tokio::test]
async fn the_living_are_published_in_bulk_and_the_dissolved_never() {
    let office = office().await;
    let rows = [
        row("R1", "Ash", "Live", ""),
        row("R2", "Elm", "Dead", "1/2/2003"),
    ];
    let report = office.import(&rows, PUBLISH).await;
    assert_eq!(
        (report.created, report.published, report.withdrawn),
        (2, 1, 0)
    );
    let all = office.all().await;
    assert_eq!(
        (all[0].status, all[1].status),
        (Status::Published, Status::Dissolved)
    );
    assert_eq!(
        office.events().await,
        [Event::OrganizationChanged(all[0].id.clone())]
    );
    let mut tx = office.db.read().await.unwrap();
    let sources = registry::sources(&mut tx, &all[0].id).await.unwrap();
    assert_eq!(
        (sources[0].register.as_str(), sources[0].identifier.as_str()),
        ("coops-uk", "R1")
    );
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing_and_may_publish_what_waited() {
    let office = office().await;
    let rows = [
        row("R1", "Ash", "Live", ""),
        row("R2", "Elm", "Dead", "1/2/2003"),
    ];
    let report = office.import(&rows, KEEP).await;
    assert_eq!((report.created, report.published), (2, 0));
    assert!(office.events().await.is_empty());
    let report = office.import(&rows, KEEP).await;
    assert_eq!(
        (report.created, report.updated, report.unchanged),
        (0, 0, 2)
    );
    let report = office.import(&rows, PUBLISH).await;
    assert_eq!((report.unchanged, report.published), (2, 1));
    let published = office.all().await;
    assert_eq!(office.events().await.len(), 1);
    let report = office.import(&rows, PUBLISH).await;
    assert_eq!((report.unchanged, report.published), (2, 0));
    assert_eq!(office.all().await, published);
    assert!(office.events().await.is_empty());
}

#[tokio::test]
async fn a_changed_row_updates_its_record_and_keeps_what_the_register_does_not_know() {
    let office = office().await;
    office
        .import(&[row("R1", "Ash", "Live", "")], PUBLISH)
        .await;
    let before = office.all().await.remove(0);
    let mut edited = before.stated.clone();
    edited.summaries = crate::text::LanguageMap::of("es", "Hacemos sillas").unwrap();
    let mut tx = office.db.begin().await.unwrap();
    registry::edit(&mut tx, &office.clock, &before.id, edited, Author::Office)
        .await
        .unwrap();
    execute!(tx, sqlx::query("DELETE FROM events")).unwrap();
    tx.commit().await.unwrap();

    let moved = row("R1", "Ash", "Live", "").replace("Ely", "Wisbech");
    let report = office.import(&[moved], PUBLISH).await;
    assert_eq!((report.updated, report.published), (1, 0));
    let after = office.all().await.remove(0);
    assert_eq!(after.stated.place.locality.as_deref(), Some("Wisbech"));
    assert_eq!(after.stated.summaries.get("es"), Some("Hacemos sillas"));
    assert_eq!(after.handle, before.handle);
    assert!(after.updated_at.seconds() > before.updated_at.seconds());
    assert_eq!(
        office.events().await,
        [Event::OrganizationChanged(after.id)]
    );
}

#[tokio::test]
async fn a_public_record_that_the_register_has_as_dissolved_is_withheld_until_it_lives_again() {
    let office = office().await;
    office
        .import(&[row("R1", "Ash", "Live", "")], PUBLISH)
        .await;
    office.events().await;
    let report = office
        .import(&[row("R1", "Ash", "Dead", "1/2/2020")], PUBLISH)
        .await;
    assert_eq!(
        (report.updated, report.withdrawn, report.published),
        (1, 1, 0)
    );
    let ended = office.all().await.remove(0);
    assert_eq!(ended.status, Status::Dissolved);
    assert_eq!(
        ended.stated.dissolved_on,
        Some(jiff::civil::date(2020, 2, 1))
    );
    assert_eq!(
        office.events().await,
        [Event::OrganizationRemoved(ended.id.clone())]
    );

    let report = office
        .import(&[row("R1", "Ash", "Live", "")], PUBLISH)
        .await;
    assert_eq!((report.updated, report.published), (1, 1));
    let alive = office.all().await.remove(0);
    assert_eq!(
        (alive.status, alive.stated.dissolved_on),
        (Status::Published, None)
    );
    assert_eq!(
        office.events().await,
        [Event::OrganizationChanged(alive.id)]
    );
}

#[tokio::test]
async fn what_the_office_has_as_dissolved_is_not_revived_by_a_register() {
    let office = office().await;
    office
        .import(&[row("R1", "Ash", "Live", "")], PUBLISH)
        .await;
    let ash = office.all().await.remove(0);
    let mut tx = office.db.begin().await.unwrap();
    registry::dissolve(&mut tx, &office.clock, &ash.id, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let moved = row("R1", "Ash", "Live", "").replace("Ely", "Wisbech");
    let report = office.import(&[moved], PUBLISH).await;
    assert!(
        report.problems[0].reason.contains("somebody else"),
        "{report:?}"
    );
    assert_eq!(office.all().await[0].status, Status::Dissolved);
}

#[tokio::test]
async fn a_complete_register_withholds_what_it_states_no_more_unless_that_is_most() {
    let office = office().await;
    let rows = ["R1", "R2", "R3"].map(|id| row(id, id, "Live", ""));
    office.import(&rows, PUBLISH).await;
    office.events().await;
    let whole = Options {
        complete: true,
        ..PUBLISH
    };
    let reading = read(&file(&rows[..1]), "register.csv").unwrap();
    let refusal = office.take(reading, whole).await.unwrap_err();
    assert!(matches!(refusal, Error::Conflict(_)), "{refusal}");
    assert!(office.events().await.is_empty());

    let report = office.import(&rows[..2], PUBLISH).await;
    assert_eq!(report.withdrawn, 0);
    let report = office.import(&rows[..2], whole).await;
    assert_eq!((report.unchanged, report.withdrawn), (2, 1));
    let withheld = office.all().await.remove(2);
    assert_eq!(
        (withheld.handle.as_str(), withheld.status),
        ("r3", Status::Suspended)
    );
    assert_eq!(
        office.events().await,
        [Event::OrganizationRemoved(withheld.id)]
    );
}

#[tokio::test]
async fn a_dry_run_tells_everything_and_changes_nothing() {
    let office = office().await;
    let rows = [
        row("R1", "Ash", "Live", ""),
        row("R2", "Elm", "Dead", "1/2/2003"),
    ];
    let report = office
        .import(
            &rows,
            Options {
                dry_run: true,
                publish: true,
                complete: false,
                renamed: false,
            },
        )
        .await;
    assert_eq!(
        (report.created, report.published, report.batch.as_ref()),
        (2, 1, None)
    );
    assert!(office.all().await.is_empty());
    assert!(office.events().await.is_empty());
}

#[tokio::test]
async fn equal_names_in_one_file_get_numbered_handles_beside_those_there_are() {
    let office = office().await;
    office.import(&[row("R1", "Ash", "Live", "")], KEEP).await;
    let rows = ["R2", "R3"].map(|id| row(id, "Ash", "Live", ""));
    office.import(&rows, KEEP).await;
    let mut handles: Vec<_> = office
        .all()
        .await
        .into_iter()
        .map(|one| one.handle)
        .collect();
    handles.sort();
    assert_eq!(handles, ["ash", "ash_2", "ash_3"]);
}

#[tokio::test]
async fn of_two_who_import_at_once_one_is_told_to_wait() {
    let office = office().await;
    let rows = [row("R1", "Ash", "Live", ""), row("R2", "Elm", "Live", "")];
    let reading = || read(&file(&rows), "register.csv").unwrap();
    let (one, two) = tokio::join!(
        office.take(reading(), PUBLISH),
        office.take(reading(), PUBLISH)
    );
    let refused = [&one, &two].into_iter().filter(|outcome| outcome.is_err());
    for refusal in refused.clone() {
        let refusal = refusal.as_ref().unwrap_err().to_string();
        assert!(refusal.contains("under way"), "{refusal}");
    }
    assert!(refused.count() < 2);
    assert_eq!(office.all().await.len(), 2);
    assert_eq!(office.events().await.len(), 2);
}

/// What is resumed, undone, or left after a refusal.
mod batches;
/// Files that an office brought.
mod brought;
/// Later editions of a register.
mod editions;
/// What a file ends, and what people decided against it.
mod ending;
/// What a file that nobody knows must not lead to.
mod harm;
/// Tables by their mapping.
mod mapped;
/// Reading files, and refusing them.
mod reading;
/// Rows that refuse what they let before.
mod refused;
/// Identifiers that are written otherwise than before.
mod respelled;
/// Registers in shapes that nobody wrote this for.
mod strange;
/// What is told of a file, and in which order.
mod told;
/// What may stand twice.
mod twice;
