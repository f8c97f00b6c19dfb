//! What a register's word ends, withholds and brings back, beside what people decided.

use super::*;
use crate::registry::attestation::{self, Statement};
use crate::registry::{Consent, Field, duplicates};
use crate::store::Tx;
use crate::vocabulary::AttestationKind;

const WHOLE: Options = Options {
    complete: true,
    ..PUBLISH
};

impl Office {
    async fn hand<T>(
        &self,
        handle: &str,
        verb: impl AsyncFnOnce(&mut Tx, &Clock, &Organization) -> Result<T>,
    ) -> T {
        let mut tx = self.db.begin().await.unwrap();
        let found = registry::find(&mut tx, handle).await.unwrap();
        let done = verb(&mut tx, &self.clock, &found).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    async fn status(&self, handle: &str) -> Status {
        let mut tx = self.db.read().await.unwrap();
        registry::find(&mut tx, handle).await.unwrap().status
    }

    async fn taken_back(&self, batch: &Report) -> Undone {
        let batch = batch.batch.as_ref().unwrap().parse().unwrap();
        undo(&self.db, &self.clock, &batch, &mut |_, _| {})
            .await
            .unwrap()
    }

    /// Two rows of one register, whose records became one that speaks for itself or not.
    async fn one_of_two(&self, is_active: bool) {
        let rows = [row("R1", "Ash", "Live", ""), row("R2", "Elm", "Live", "")];
        self.import(&rows, PUBLISH).await;
        let elm = self.hand("elm", async |_, _, elm| Ok(elm.id.clone())).await;
        self.hand("ash", async |tx, clock, ash| {
            duplicates::merge(tx, clock, &ash.id, &elm, &Author::Office).await?;
            if is_active {
                let consent = Consent {
                    by: "Its chair".into(),
                    statement: "By letter".into(),
                    at: None,
                };
                registry::activate(tx, clock, &ash.id, &consent).await?;
            }
            Ok(())
        })
        .await;
    }
}

#[tokio::test]
async fn what_the_office_withheld_stays_withheld_whatever_a_register_says() {
    let office = office().await;
    let alive = [row("R1", "Ash", "Live", "")];
    office.import(&alive, PUBLISH).await;
    office
        .hand("ash", async |tx, clock, ash| {
            registry::suspend(tx, clock, &ash.id).await
        })
        .await;
    office
        .import(&[row("R1", "Ash", "Dead", "1/2/2020")], KEEP)
        .await;
    assert_eq!(office.status("ash").await, Status::Dissolved);
    let report = office.import(&alive, PUBLISH).await;
    assert_eq!(report.published, 0);
    assert_eq!(office.status("ash").await, Status::Suspended);
}

#[tokio::test]
async fn what_the_office_dissolved_stays_so_when_a_register_ended_it_meanwhile() {
    let office = office().await;
    let alive = [row("R1", "Ash", "Live", "")];
    office.import(&alive, PUBLISH).await;
    office
        .hand("ash", async |tx, clock, ash| {
            let day = Some(jiff::civil::date(2024, 1, 1));
            registry::dissolve(tx, clock, &ash.id, day).await
        })
        .await;
    let ended = row("R1", "Ash", "Dead", "1/2/2020");
    let report = office.import(&[ended], PUBLISH).await;
    assert_eq!(report.conflicts, 1, "the day is another than the hand's");
    let report = office.import(&alive, PUBLISH).await;
    assert!(report.problems[0].remedy.contains("reopen"), "{report:?}");
    assert_eq!(office.status("ash").await, Status::Dissolved);
    let refused = office
        .hand("ash", async |tx, clock, ash| {
            Ok(registry::publish(tx, clock, &ash.id).await.is_err())
        })
        .await;
    assert!(refused);
    office
        .hand("ash", async |tx, clock, ash| {
            registry::reopen(tx, clock, &ash.id).await?;
            assert!(registry::reopen(tx, clock, &ash.id).await.is_err());
            registry::publish(tx, clock, &ash.id).await
        })
        .await;
    let ash = office.all().await.remove(0);
    assert_eq!(ash.stated.dissolved_on, None);
    assert_eq!(ash.provenance.of(Field::DissolvedOn), None);
    assert_eq!(ash.status, Status::Published);
}

#[tokio::test]
async fn a_row_ends_nothing_that_another_row_has_as_alive() {
    let office = office().await;
    office.one_of_two(false).await;
    let ended = |id: &str, name: &str| row(id, name, "Dead", "1/2/2020");
    let second = [row("R1", "Ash", "Live", ""), ended("R2", "Elm")];
    let rehearsal = Options {
        dry_run: true,
        ..PUBLISH
    };
    for options in [rehearsal, PUBLISH] {
        let report = office.import(&second, options).await;
        assert_eq!(report.withdrawn, 0);
        assert!(report.problems[0].reason.contains("alive"), "{report:?}");
    }
    let ash = office.all().await.remove(0);
    assert_eq!(ash.stated.dissolved_on, None);
    assert_eq!(ash.status, Status::Published);
    // Both in one file: the second of them ends it, and either brings it back.
    let alive = [row("R1", "Ash", "Live", ""), row("R2", "Elm", "Live", "")];
    office.import(&alive, PUBLISH).await;
    let both = [ended("R1", "Ash"), ended("R2", "Elm")];
    for options in [rehearsal, PUBLISH] {
        let report = office.import(&both, options).await;
        assert_eq!(report.withdrawn, 1, "{report:?}");
    }
    assert_eq!(office.status("ash").await, Status::Dissolved);
    office.import(&second, PUBLISH).await;
    assert_eq!(office.status("ash").await, Status::Published);
}

#[tokio::test]
async fn a_whole_file_withholds_a_record_once_all_its_rows_are_gone() {
    let office = office().await;
    office.one_of_two(false).await;
    let more = ["R3", "R4", "R5"].map(|id| row(id, id, "Live", ""));
    office.import(&more, PUBLISH).await;
    let mut rows = more.to_vec();
    rows.push(row("R1", "Ash", "Live", ""));
    let report = office.import(&rows, WHOLE).await;
    assert_eq!((report.missing, report.withdrawn), (1, 0));
    assert_eq!(office.status("ash").await, Status::Published);
    let rehearsal = Options {
        dry_run: true,
        ..WHOLE
    };
    for options in [rehearsal, WHOLE] {
        let report = office.import(&more, options).await;
        assert_eq!(report.withdrawn, 1, "{report:?}");
    }
    assert_eq!(office.status("ash").await, Status::Suspended);
    // It is told when it is back, and shown again when it may be.
    let report = office.import(&rows, KEEP).await;
    assert!(report.problems[0].remedy.contains("--publish"));
    assert_eq!(office.status("ash").await, Status::Suspended);
    let report = office.import(&rows, WHOLE).await;
    assert_eq!(report.published, 1);
    assert_eq!(office.status("ash").await, Status::Published);
}

#[tokio::test]
async fn nobody_who_acts_for_itself_is_ended_or_withheld_by_a_file() {
    let office = office().await;
    office.one_of_two(true).await;
    let more = ["R3", "R4", "R5"].map(|id| row(id, id, "Live", ""));
    office.import(&more, PUBLISH).await;
    let report = office.import(&more, WHOLE).await;
    let told: Vec<_> = report.problems.iter().map(|one| &*one.field).collect();
    assert_eq!(
        (told, report.withdrawn),
        (vec!["R1", "R2"], 0),
        "{report:?}"
    );
    let both = ["R1", "R2"].map(|id| row(id, "Ash", "Dead", "1/2/2020"));
    let report = office.import(&both, PUBLISH).await;
    assert_eq!((report.withdrawn, report.conflicts), (0, 2), "{report:?}");
    assert_eq!(office.status("ash").await, Status::Published);
    office
        .hand("ash", async |tx, clock, ash| {
            let field = Field::DissolvedOn;
            conflict_take(tx, clock, ash, field).await
        })
        .await;
    assert_eq!(office.status("ash").await, Status::Dissolved);
}

async fn conflict_take(tx: &mut Tx, clock: &Clock, of: &Organization, field: Field) -> Result<()> {
    let mut which = registry::conflict::Which::default();
    let ambiguous = registry::conflict::take(tx, clock, &of.id, field, &which).await;
    assert!(ambiguous.is_err(), "two rows contradict");
    which.identifier = Some("R1".into());
    registry::conflict::take(tx, clock, &of.id, field, &which).await?;
    Ok(())
}

#[tokio::test]
async fn a_row_that_does_not_go_with_its_record_is_left_out_and_stops_no_other() {
    let office = office().await;
    let rows = [row("R1", "Ash", "Live", ""), row("R2", "Elm", "Live", "")];
    office.import(&rows, PUBLISH).await;
    office
        .hand("ash", async |tx, clock, ash| {
            let mut stated = ash.stated.clone();
            stated.founded_on = Some(jiff::civil::date(2020, 1, 1));
            registry::edit(tx, clock, &ash.id, stated, Author::Office).await
        })
        .await;
    let later = [
        row("R1", "Ash", "Dead", "1/2/2010"),
        row("R2", "Oak", "Live", ""),
    ];
    let report = office.import(&later, PUBLISH).await;
    assert_eq!((report.skipped, report.updated), (1, 1), "{report:?}");
    assert_eq!(report.problems[0].field, "R1");
    assert_eq!(office.status("ash").await, Status::Published);
}

#[tokio::test]
async fn an_undone_import_leaves_what_people_added_to_what_it_made() {
    let office = office().await;
    let rows = ["R1", "R2", "R3"].map(|id| row(id, id, "Live", ""));
    let batch = office.import(&rows, PUBLISH).await;
    office
        .hand("r1", async |tx, clock, one| {
            let said = Statement {
                kind: AttestationKind::Office,
                attested_by: "The office".into(),
                attested_by_address: None,
                statement: "Visited".into(),
                method: "By a visit".into(),
                attested_on: None,
                valid_until: None,
            };
            attestation::attest(tx, clock, &one.id, &said).await
        })
        .await;
    office
        .hand("r2", async |tx, clock, two| {
            registry::suspend(tx, clock, &two.id).await
        })
        .await;
    let undone = office.taken_back(&batch).await;
    assert_eq!((undone.removed, undone.kept.len()), (1, 2), "{undone:?}");
    let kept: Vec<_> = office
        .all()
        .await
        .into_iter()
        .map(|one| one.handle)
        .collect();
    assert_eq!(kept, ["r1", "r2"]);
}

fn table(rows: &[(&str, &str)]) -> Vec<u8> {
    let rows: Vec<String> = rows
        .iter()
        .map(|(id, name)| format!("{id};{name};Bilbao"))
        .collect();
    format!("Folio;Nombre;Municipio\n{}\n", rows.join("\n")).into_bytes()
}

#[tokio::test]
async fn a_file_that_says_nothing_of_its_register_is_rehearsed_and_not_imported() {
    let office = office().await;
    let bytes = table(&[("1", "Ardilla"), ("2", "Zorro")]);
    for file in ["export.csv", "data.csv", "export_20240501.csv"] {
        let refusal = office.take(read(&bytes, file).unwrap(), KEEP).await;
        let refusal = refusal.unwrap_err().to_string();
        assert!(refusal.contains("register = "), "{refusal}");
        let rehearsal = Options {
            dry_run: true,
            ..KEEP
        };
        let told = office.take(read(&bytes, file).unwrap(), rehearsal).await;
        assert!(told.unwrap().problems[0].reason.contains("refused"));
    }
    assert!(office.all().await.is_empty());
    let reading = read(&bytes, "sevilla.csv").unwrap();
    assert_eq!(office.take(reading, KEEP).await.unwrap().created, 2);
}

#[tokio::test]
async fn a_file_that_renames_most_of_a_register_is_refused_unless_that_is_meant() {
    let office = office().await;
    let sevilla = [("1", "Ardilla"), ("2", "Zorro Azul"), ("3", "Trigo")];
    let bytes = table(&sevilla);
    let reading = read(&bytes, "padron.csv").unwrap();
    office.take(reading, PUBLISH).await.unwrap();
    let before = office.all().await;
    let bilbao = table(&[("1", "Haizea"), ("2", "Itsaso"), ("3", "Trigo")]);
    let refusal = office.take(read(&bilbao, "padron2.csv").unwrap(), PUBLISH);
    let refusal = refusal.await;
    // Of another name, it is another register.
    assert_eq!(refusal.unwrap().created, 3);
    let reading = || read(&bilbao, "padron.csv").unwrap();
    let refusal = office.take(reading(), PUBLISH).await.unwrap_err();
    assert!(refusal.to_string().contains("2 of 3"), "{refusal}");
    let kept: Vec<_> = office.all().await;
    assert!(before.iter().all(|one| kept.contains(one)));
    let renamed = Options {
        renamed: true,
        ..PUBLISH
    };
    assert_eq!(office.take(reading(), renamed).await.unwrap().updated, 2);
}

#[tokio::test]
async fn a_row_whose_identifier_is_a_text_is_left_out() {
    let office = office().await;
    let long = "x".repeat(201);
    let bytes = table(&[(&long, "Ardilla"), ("2", "Zorro")]);
    let reading = read(&bytes, "sevilla.csv").unwrap();
    let report = office.take(reading, KEEP).await.unwrap();
    assert_eq!((report.created, report.skipped), (1, 1), "{report:?}");
    assert!(report.problems[0].reason.contains("200"));
}

#[tokio::test]
async fn what_was_kept_to_undo_an_import_goes_with_the_record() {
    let office = office().await;
    office
        .import(&[row("R1", "Ash", "Live", "")], PUBLISH)
        .await;
    let moved = row("R1", "Ash", "Live", "").replace("Ely", "Wisbech");
    office.import(&[moved], PUBLISH).await;
    office
        .hand("ash", async |tx, clock, ash| {
            registry::remove(tx, clock, &ash.id).await
        })
        .await;
    let mut tx = office.db.read().await.unwrap();
    let query = "SELECT COUNT(*) FROM import_changes \
        WHERE before IS NOT NULL OR source_before IS NOT NULL";
    let left: i64 = crate::store::on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap();
    assert_eq!(left, 0);
}
