//! A register whose identifiers come written otherwise than before.

use super::*;

const REHEARSAL: Options = Options {
    dry_run: true,
    ..KEEP
};

#[tokio::test]
async fn identifiers_that_lost_their_zeros_or_points_make_no_record_twice() {
    let office = office().await;
    let before = [
        row("000101", "Ash", "Live", ""),
        row("000102", "Elm", "Live", ""),
        row("000103", "Oak", "Live", ""),
        row("000104", "Yew", "Live", ""),
        row("RC/00105", "Fir", "Live", ""),
    ];
    assert_eq!(office.import(&before, KEEP).await.created, 5);
    let after = [
        row("101", "ASH", "Live", ""),
        row("102", "Elm", "Live", ""),
        row("103", "Oak", "Live", ""),
        // Another name behind the same digits, and a number that is nobody's.
        row("104", "Willow", "Live", ""),
        row("900", "Lime", "Live", ""),
        row("RC-105", "Fir", "Live", ""),
    ];
    for options in [REHEARSAL, KEEP] {
        let report = office.import(&after, options).await;
        assert_eq!((report.created, report.missing), (2, 1), "{report:?}");
        let told = |one: &Problem| one.reason.contains("101 for 000101");
        assert!(report.problems.iter().any(told), "{:?}", report.problems);
    }
    assert_eq!(office.all().await.len(), 7);

    // Written as at first, all of them are known as they are.
    let report = office.import(&before, KEEP).await;
    assert_eq!(report.created, 0, "{report:?}");
    assert!(!report.problems.iter().any(|one| one.field == "identifier"));
}

#[tokio::test]
async fn rows_far_down_a_file_are_looked_at_as_its_first_are() {
    let office = office().await;
    let rows = |begin: &str| {
        let identifier = |at: usize| {
            if at < 300 {
                format!("{at:06}")
            } else {
                format!("{begin}{at}")
            }
        };
        let row = |at| {
            row(
                &identifier(at),
                &format!("Bakery of Street {at}"),
                "Live",
                "",
            )
        };
        (1..600).map(row).collect::<Vec<_>>()
    };
    let report = office.import(&rows("000"), KEEP).await;
    assert_eq!(report.created, 599, "{report:?}");
    for options in [REHEARSAL, KEEP] {
        let report = office.import(&rows(""), options).await;
        assert_eq!((report.created, report.missing), (0, 0), "{report:?}");
        let told = |one: &Problem| one.reason.contains("300 for 000300");
        assert!(report.problems.iter().any(told), "{:?}", report.problems);
    }
}

#[tokio::test]
async fn what_the_office_erased_does_not_come_back_under_another_spelling() {
    let office = office().await;
    let names = ["Ash", "Elm", "Oak", "Yew", "Fir"];
    let rows = |zeros: &str| {
        let row = |(at, name): (usize, &&str)| row(&format!("{zeros}10{at}"), name, "Live", "");
        names.iter().enumerate().map(row).collect::<Vec<_>>()
    };
    office.import(&rows("000"), KEEP).await;
    let all = office.all().await;
    let elm = all
        .iter()
        .find(|one| one.stated.name().starts_with("Elm"))
        .unwrap();
    let mut tx = office.db.begin().await.unwrap();
    registry::remove(&mut tx, &office.clock, &elm.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let report = office.import(&rows(""), KEEP).await;
    assert_eq!((report.created, report.skipped), (0, 1), "{report:?}");
    assert_eq!(office.all().await.len(), 4);
}

#[tokio::test]
async fn numbers_of_several_parts_are_one_only_part_by_part() {
    let office = office().await;
    let before = ["12-3", "12-4", "12-5", "12-6"];
    let after = ["1-23", "1-24", "1-25", "012/6"];
    let rows = |identifiers: [&str; 4]| {
        let row = |identifier: &&str| row(identifier, "Agua Viva", "Live", "");
        identifiers.iter().map(row).collect::<Vec<_>>()
    };
    office.import(&rows(before), KEEP).await;
    let report = office.import(&rows(after), KEEP).await;
    assert_eq!(report.created, 3, "{report:?}");
}

#[tokio::test]
async fn another_registers_rows_with_like_numbers_are_its_own() {
    let office = office().await;
    let names = ["Ash", "Elm", "Oak", "Yew"];
    let rows = |names: [&str; 4], zeros: &str| {
        let row = |(at, name): (usize, &&str)| row(&format!("{zeros}10{at}"), name, "Live", "");
        names.iter().enumerate().map(row).collect::<Vec<_>>()
    };
    office.import(&rows(names, "000"), KEEP).await;
    let others = ["Willow", "Lime", "Larch", "Plum"];
    let report = office.import(&rows(others, ""), KEEP).await;
    assert_eq!(report.created, 4, "{report:?}");
}

#[test]
fn a_number_of_which_the_first_digits_alone_are_there_is_nobodys() {
    let cut = |plan: &Plan, header: &str| {
        let told = |one: &&Problem| one.field == header && one.reason.contains("first digits");
        plan.problems.iter().filter(told).count()
    };
    let table = "CNPJ;Nome;Município\n9,91002E+13;Casa Um;Salvador\n\
        9,91002E+13;Casa Dois;Salvador\n9,91002E+13;Casa Verde;Salvador\n";
    let plan = read(table.as_bytes(), "osc.csv").unwrap().to_end().unwrap();
    assert_eq!((plan.entries.len(), cut(&plan, "CNPJ")), (3, 3), "{plan:?}");
    assert!(plan.entries.iter().all(|one| one.register_number.is_none()));

    // What identifies a row is not left empty, so the row is left out.
    let table = "Folio;Nombre;Municipio\n1,00001E+13;Taller Uno;Soria\n\
        1,00002E+13;Taller Dos;Soria\n10000300000007;Taller Tres;Soria\n";
    let plan = read(table.as_bytes(), "padron.csv")
        .unwrap()
        .to_end()
        .unwrap();
    assert_eq!(
        (plan.entries.len(), cut(&plan, "Folio")),
        (1, 2),
        "{plan:?}"
    );
}
