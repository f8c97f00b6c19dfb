//! A batch as a whole: what a rehearsal tells, what a crash leaves, what an undo takes back.

use super::*;
use crate::registry::conflict::{self, Which};
use crate::registry::duplicates;
use crate::registry::{Draft, Field};

impl Office {
    async fn edit(&self, handle: &str, change: impl FnOnce(&mut Draft)) {
        let mut tx = self.db.begin().await.unwrap();
        let found = registry::find(&mut tx, handle).await.unwrap();
        let mut draft = found.stated;
        change(&mut draft);
        registry::edit(&mut tx, &self.clock, &found.id, draft, Author::Office)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.clock.advance(std::time::Duration::from_mins(1));
    }

    pub(super) async fn undo(&self, batch: &Report) -> Result<Undone> {
        let batch = batch.batch.as_ref().unwrap().parse().unwrap();
        let undone = undo(&self.db, &self.clock, &batch, &mut |_, _| {}).await;
        self.clock.advance(std::time::Duration::from_mins(1));
        undone
    }

    /// Imports 900 rows until a crash in the middle of them, and gives the rows.
    async fn crash(&self) -> Vec<String> {
        let name = |number| format!("Coop {number:03}");
        let rows: Vec<String> = (0..900)
            .map(|number| row(&format!("R{number:03}"), &name(number), "Live", ""))
            .collect();
        let (db, clock, bytes) = (self.db.clone(), self.clock.clone(), file(&rows));
        let crashed = tokio::spawn(async move {
            let reading = read(&bytes, "register.csv").unwrap();
            let mut crash =
                |done: usize, of: usize| assert!(of == 0 || done * 2 < of, "the process ends here");
            import(&db, &clock, reading, PUBLISH, &mut crash).await
        });
        assert!(crashed.await.is_err());
        rows
    }

    async fn conflicts(&self) -> Vec<conflict::Conflict> {
        let mut tx = self.db.read().await.unwrap();
        conflict::list(&mut tx, None, 100).await.unwrap()
    }
}

/// What an import may change, which is all but the moments.
fn without_moments(all: Vec<Organization>) -> Vec<Organization> {
    let still = |mut one: Organization| {
        one.updated_at = Timestamp(0);
        one.published_at = None;
        one
    };
    all.into_iter().map(still).collect()
}

#[tokio::test]
async fn a_record_that_was_merged_since_its_import_stays_where_it_went_and_is_told() {
    let office = office().await;
    let hand = row("H1", "Ash Bakers", "Live", "");
    office.import(&[hand], PUBLISH).await;
    let rows = [
        row("R1", "Ash Bakers Ltd", "Live", ""),
        row("R2", "Elm", "Live", ""),
    ];
    let batch = office.import(&rows, PUBLISH).await;
    let mut tx = office.db.begin().await.unwrap();
    let kept = registry::find(&mut tx, "ash_bakers").await.unwrap();
    let lost = registry::find(&mut tx, "ash_bakers_ltd").await.unwrap();
    let (db, clock) = (&office.db, &office.clock);
    duplicates::merge(&mut tx, clock, &kept.id, &lost.id, &Author::Office)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let undone = office.undo(&batch).await.unwrap();
    assert_eq!((undone.removed, undone.restored), (1, 0));
    let told: Vec<_> = undone.kept.iter().map(|one| &*one.identifier).collect();
    assert_eq!(told, ["R1"]);
    assert!(undone.kept[0].reason.contains("merged"));
    let mut tx = db.read().await.unwrap();
    let sources = registry::sources(&mut tx, &kept.id).await.unwrap();
    let stated: Vec<_> = sources.iter().map(|one| &*one.identifier).collect();
    assert_eq!(stated, ["H1", "R1"], "the merge stands, with what it moved");
    drop(tx);
    assert_eq!(office.all().await.len(), 1);
}

#[tokio::test]
async fn what_an_import_made_and_changed_is_as_before_once_it_is_undone() {
    let office = office().await;
    let rows = [row("R1", "Ash", "Live", ""), row("R2", "Elm", "Live", "")];
    office.import(&rows, PUBLISH).await;
    let before = without_moments(office.all().await);
    office.events().await;
    let later = [
        row("R1", "Ash", "Live", "").replace("Ely", "Wisbech"),
        row("R2", "Elm", "Dead", "1/2/2020"),
        row("R3", "Oak", "Live", ""),
    ];
    let report = office.import(&later, PUBLISH).await;
    assert_eq!((report.created, report.updated), (1, 2));
    assert_eq!(report.fields[&Field::Place], 1);
    office.events().await;
    let undone = office.undo(&report).await.unwrap();
    assert_eq!((undone.removed, undone.restored), (1, 2), "{undone:?}");
    assert!(undone.kept.is_empty(), "{undone:?}");
    assert_eq!(without_moments(office.all().await), before);
    let told = office.events().await;
    let is_removal = |event: &&Event| matches!(event, Event::OrganizationRemoved(_));
    assert_eq!((told.len(), told.iter().filter(is_removal).count()), (3, 1));

    let again = office.import(&later, PUBLISH).await;
    assert_eq!((again.created, again.updated, again.skipped), (1, 2, 0));
}

#[tokio::test]
async fn how_far_an_undo_reaches_is_told_while_somebody_writes() {
    let office = office().await;
    let first = [row("R1", "Ash", "Live", "")];
    office.import(&first, PUBLISH).await;
    let rows = [
        row("R1", "Ash Tree", "Live", ""),
        row("R2", "Elm", "Live", ""),
    ];
    let batch = office.import(&rows, PUBLISH).await.batch.unwrap();
    let mut writer = office.db.begin().await.unwrap();
    writer.lock_name("import", false).await.unwrap();
    let told = reach(&office.db, &office.clock, &batch.parse().unwrap()).await;
    let expected = Reach {
        erased: 1,
        public: 1,
        restored: 1,
    };
    assert_eq!(told.unwrap(), expected);
}

#[tokio::test]
async fn what_people_wrote_since_then_stays_when_an_import_is_undone() {
    let office = office().await;
    office
        .import(&[row("R1", "Ash", "Live", "")], PUBLISH)
        .await;
    let later = [
        row("R1", "Ash Tree", "Live", "").replace("Ely", "Wisbech"),
        row("R2", "Elm", "Live", ""),
    ];
    let report = office.import(&later, PUBLISH).await;
    office
        .edit("ash", |draft| draft.legal_form = Some("By hand".into()))
        .await;
    office
        .edit("elm", |draft| draft.legal_form = Some("By hand".into()))
        .await;
    let undone = office.undo(&report).await.unwrap();
    assert_eq!((undone.removed, undone.restored), (0, 1));
    assert_eq!(undone.kept.len(), 2, "{undone:?}");
    let all = office.all().await;
    assert_eq!(all[0].stated.name(), "Ash");
    assert_eq!(all[0].stated.place.locality.as_deref(), Some("Ely"));
    assert_eq!(all[0].stated.legal_form.as_deref(), Some("By hand"));
    assert_eq!(all[1].handle, "elm");
}

#[tokio::test]
async fn an_import_that_is_unknown_undone_or_built_upon_is_not_undone() {
    let office = office().await;
    let first = office
        .import(&[row("R1", "Ash", "Live", "")], PUBLISH)
        .await;
    let moved = row("R1", "Ash", "Live", "").replace("Ely", "Wisbech");
    let second = office.import(&[moved], PUBLISH).await;
    let refusal = office.undo(&first).await.unwrap_err().to_string();
    assert!(
        refusal.contains(second.batch.as_ref().unwrap()),
        "{refusal}"
    );
    office.undo(&second).await.unwrap();
    let refusal = office.undo(&second).await.unwrap_err().to_string();
    assert!(refusal.contains("undone"), "{refusal}");
    office.undo(&first).await.unwrap();
    assert!(office.all().await.is_empty());
    let unknown = Report {
        batch: Some(BatchId::new(&office.clock).to_string()),
        ..Report::default()
    };
    let refusal = office.undo(&unknown).await.unwrap_err();
    assert!(matches!(refusal, Error::Absent { .. }), "{refusal}");
}

#[tokio::test]
async fn a_complete_import_that_is_undone_shows_again_what_it_withheld() {
    let office = office().await;
    let rows = ["R1", "R2", "R3"].map(|id| row(id, id, "Live", ""));
    office.import(&rows, PUBLISH).await;
    let before = without_moments(office.all().await);
    let whole = Options {
        complete: true,
        ..PUBLISH
    };
    let report = office.import(&rows[..2], whole).await;
    assert_eq!((report.withdrawn, report.missing), (1, 1));
    assert_eq!(report.missing_records[0].identifier, "R3");
    office.undo(&report).await.unwrap();
    assert_eq!(without_moments(office.all().await), before);
}

#[tokio::test]
async fn a_hand_written_value_stays_until_somebody_decides() {
    let office = office().await;
    office
        .import(&[row("R1", "Ash", "Live", "")], PUBLISH)
        .await;
    office
        .edit("ash", |draft| draft.legal_form = Some("By hand".into()))
        .await;
    let other = |form: &str| row("R1", "Ash", "Live", "").replace("Society", form);
    // The register says what it said before, which the hand knew.
    let report = office.import(&[other("Society")], PUBLISH).await;
    assert_eq!((report.unchanged, report.conflicts), (1, 0));
    let report = office.import(&[other("Company")], PUBLISH).await;
    assert_eq!((report.updated, report.conflicts), (0, 1));
    assert!(report.differences[0].is_conflict);
    let ash = office.all().await.remove(0);
    assert_eq!(ash.stated.legal_form.as_deref(), Some("By hand"));
    assert_eq!(office.conflicts().await[0].stated, "Company");

    let mut tx = office.db.begin().await.unwrap();
    let (field, any) = (Field::LegalForm, Which::default());
    let refusal = conflict::take(&mut tx, &office.clock, &ash.id, Field::Website, &any).await;
    assert!(matches!(refusal, Err(Error::Absent { .. })), "{refusal:?}");
    let taken = conflict::take(&mut tx, &office.clock, &ash.id, field, &any)
        .await
        .unwrap();
    assert_eq!(taken.stated.legal_form.as_deref(), Some("Company"));
    let nothing = conflict::keep(&mut tx, &ash.id, field, &any).await;
    assert!(matches!(nothing, Err(Error::Absent { .. })), "{nothing:?}");
    tx.commit().await.unwrap();
    // From now on the register is heard again.
    let report = office.import(&[other("Mutual")], PUBLISH).await;
    assert_eq!((report.updated, report.conflicts), (1, 0));
}

#[tokio::test]
async fn a_decision_for_the_hand_and_a_new_edit_settle_the_conflict() {
    let office = office().await;
    office
        .import(&[row("R1", "Ash", "Live", "")], PUBLISH)
        .await;
    office
        .edit("ash", |draft| draft.legal_form = Some("By hand".into()))
        .await;
    let company = [row("R1", "Ash", "Live", "").replace("Society", "Company")];
    office.import(&company, PUBLISH).await;
    let ash = office.all().await.remove(0);
    let mut tx = office.db.begin().await.unwrap();
    // Another register contradicts as well, which nobody has seen when this one is decided.
    let mut other = office.conflicts().await.remove(0);
    let this = Which {
        register: Some(other.register.clone()),
        identifier: Some(other.identifier.clone()),
        noticed_at: Some(other.noticed_at),
    };
    other.register = "another".into();
    conflict::raise(&mut tx, &[other]).await.unwrap();
    conflict::keep(&mut tx, &ash.id, Field::LegalForm, &this)
        .await
        .unwrap();
    let again = conflict::keep(&mut tx, &ash.id, Field::LegalForm, &this).await;
    assert!(matches!(again, Err(Error::Absent { .. })), "{again:?}");
    let waiting = conflict::list(&mut tx, None, 9).await.unwrap();
    assert_eq!(waiting.len(), 1, "what the other says waits on");
    assert_eq!(waiting[0].register, "another");
    conflict::keep(&mut tx, &ash.id, Field::LegalForm, &Which::default())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let report = office.import(&company, PUBLISH).await;
    assert_eq!((report.unchanged, report.conflicts), (1, 0));
    let mutual = [row("R1", "Ash", "Live", "").replace("Society", "Mutual")];
    let report = office.import(&mutual, PUBLISH).await;
    assert_eq!(report.conflicts, 1);
    office
        .edit("ash", |draft| draft.legal_form = Some("Better".into()))
        .await;
    assert!(office.conflicts().await.is_empty());
}

#[tokio::test]
async fn an_import_that_a_crash_cut_off_is_taken_up_where_it_stood() {
    let office = office().await;
    let rows = office.crash().await;
    let refusal = office
        .take(read(&file(&rows), "register.csv").unwrap(), PUBLISH)
        .await
        .unwrap_err();
    assert!(refusal.to_string().contains("under way"), "{refusal}");
    // While the dead process may still live, nobody takes it up.
    let early = resume(&office.db, &office.clock, &mut |_, _| {}).await;
    assert_eq!(early.unwrap(), Resumed::Nothing);

    release(&office.db).await.unwrap();
    let resumed = resume(&office.db, &office.clock, &mut |_, _| {}).await;
    let Resumed::Imported(_, report) = resumed.unwrap() else {
        panic!("the import is at its end");
    };
    assert_eq!(
        (report.read, report.created, report.published),
        (900, 900, 900)
    );
    office.clock.advance(std::time::Duration::from_mins(1));
    let again = office.import(&rows, PUBLISH).await;
    assert_eq!(again.unchanged, 900);
}

#[tokio::test]
async fn an_import_that_a_crash_cut_off_can_be_undone_instead() {
    let office = office().await;
    office.crash().await;
    release(&office.db).await.unwrap();
    let batch = list(&office.db, 1).await.unwrap().remove(0);
    assert_eq!(batch.state, "applying");
    let unfinished = Report {
        batch: Some(batch.batch.to_string()),
        ..Report::default()
    };
    office.undo(&unfinished).await.unwrap();
    assert!(office.all().await.is_empty());
    assert_eq!(list(&office.db, 1).await.unwrap()[0].state, "undone");
}

#[tokio::test]
async fn taking_back_that_a_crash_cut_off_is_taken_up_and_said() {
    let office = office().await;
    let report = office
        .import(&[row("R1", "Ash", "Live", "")], PUBLISH)
        .await;
    let batch = report.batch.unwrap().parse().unwrap();
    begin_undo(&office.db, &office.clock, &batch).await.unwrap();
    let early = resume(&office.db, &office.clock, &mut |_, _| {}).await;
    assert_eq!(early.unwrap(), Resumed::Nothing);

    release(&office.db).await.unwrap();
    let resumed = resume(&office.db, &office.clock, &mut |_, _| {}).await;
    let Resumed::TakenBack(undone) = resumed.unwrap() else {
        panic!("the import is taken back");
    };
    assert_eq!((undone.removed, undone.batch), (1, batch.to_string()));
    assert!(office.all().await.is_empty());
}

#[tokio::test]
async fn a_file_that_breaks_off_leaves_nothing_and_stops_no_other() {
    let office = office().await;
    let mut bytes = file(&[row("R1", "Ash", "Live", ""), row("R2", "Elm", "Live", "")]);
    bytes.truncate(bytes.len() - 30);
    let reading = read(&bytes, "register.csv").unwrap();
    let refusal = office.take(reading, PUBLISH).await.unwrap_err();
    assert!(refusal.to_string().contains("cut off"), "{refusal}");
    assert!(office.all().await.is_empty() && office.events().await.is_empty());
    let report = office
        .import(&[row("R1", "Ash", "Live", "")], PUBLISH)
        .await;
    assert_eq!(report.created, 1);
}
