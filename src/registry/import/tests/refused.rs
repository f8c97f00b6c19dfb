//! Rows that refuse what they let before.

use super::*;
use crate::registry::Consent;

fn table(elm: &str) -> Reading {
    let table = format!(
        "ID;Nombre;Municipio;País;Consentimiento\n17;Olmo;Madrid;España;{elm}\n\
         27;Haya;Madrid;España;Sí\n37;Tejo;Madrid;España;Sí\n"
    );
    let source = io::Cursor::new(table.into_bytes());
    open(source, "padron.csv", &Choice::default()).unwrap()
}

impl Office {
    async fn status_of(&self, name: &str) -> Status {
        let all = self.all().await;
        let one = all.iter().find(|one| one.stated.name() == name);
        one.unwrap().status
    }
}

#[tokio::test]
async fn whoever_takes_their_yes_back_is_public_no_more_until_they_give_it_anew() {
    let office = office().await;
    let first = office.take(table("Sí"), PUBLISH).await.unwrap();
    assert_eq!((first.published, first.withdrawn), (3, 0));
    let rehearsal = Options {
        dry_run: true,
        ..PUBLISH
    };
    for no in ["No", ""] {
        for options in [rehearsal, PUBLISH] {
            let report = office.take(table(no), options).await.unwrap();
            let counts = (report.withdrawn, report.missing, report.skipped);
            assert_eq!(counts, (1, 0, 1), "{no:?}: {report:?}");
        }
        assert_eq!(office.status_of("Olmo").await, Status::Suspended);
        assert_eq!(office.status_of("Haya").await, Status::Published);
        office.take(table("Sí"), PUBLISH).await.unwrap();
        assert_eq!(office.status_of("Olmo").await, Status::Published, "{no:?}");
    }
    let taken = office.take(table("No"), PUBLISH).await.unwrap();
    office.undo(&taken).await.unwrap();
    assert_eq!(office.status_of("Olmo").await, Status::Published);
}

#[tokio::test]
async fn whoever_acts_for_itself_stays_public_whatever_its_register_says() {
    let office = office().await;
    office.take(table("Sí"), PUBLISH).await.unwrap();
    let all = office.all().await;
    let elm = all.iter().find(|one| one.stated.name() == "Olmo").unwrap();
    let consent = Consent {
        by: "Ana".to_owned(),
        statement: "letter".to_owned(),
        at: None,
    };
    let mut tx = office.db.begin().await.unwrap();
    registry::activate(&mut tx, &office.clock, &elm.id, &consent)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let report = office.take(table("No"), PUBLISH).await.unwrap();
    assert_eq!(report.withdrawn, 0, "{report:?}");
    assert_eq!(office.status_of("Olmo").await, Status::Published);
}

#[tokio::test]
async fn a_file_that_refuses_most_of_a_register_is_refused_itself() {
    let office = office().await;
    let table = |word: &str| {
        let row = |row: usize| format!("{row}7;Taller {row};Madrid;España;{word}\n");
        let rows = (0..20).map(row).collect::<Vec<_>>().concat();
        let table = format!("ID;Nombre;Municipio;País;Consentimiento\n{rows}");
        let source = io::Cursor::new(table.into_bytes());
        open(source, "padron.csv", &Choice::default()).unwrap()
    };
    office.take(table("Sí"), PUBLISH).await.unwrap();
    let refused = office.take(table("No"), PUBLISH).await.unwrap_err();
    assert!(refused.to_string().contains("20 of 20"), "{refused}");
    let public = office.all().await;
    assert!(public.iter().all(|one| one.status == Status::Published));
}
