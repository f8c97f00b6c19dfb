//! What a file that nobody here knows must not lead to: organizations that are ended, shown
//! or left out because a word was taken for another.

use std::fmt::Write as _;

use super::*;

/// A table of twenty invented organizations whose last column has `header`, and in every
/// fourth row `few`, else `most`.
fn with_column(header: &str, most: &str, few: &str) -> String {
    let mut table = format!("ID;Nombre;Municipio;País;{header}\n");
    for row in 0..20 {
        let value = if row % 4 == 0 { few } else { most };
        writeln!(table, "{row}7;Taller de Barrio {row};Madrid;España;{value}").unwrap();
    }
    table
}

/// Imports and publishes a table of twenty rows, of which five must not be published.
async fn publishes_fifteen(table: &str, file: &str, header: &str) -> Report {
    let office = office().await;
    let report = office.take(reading(table, file), PUBLISH).await.unwrap();
    assert_eq!((report.published, report.skipped), (15, 5), "{header}");
    report
}

fn reading(table: &str, file: &str) -> Reading {
    let source = io::Cursor::new(table.as_bytes().to_vec());
    open(source, file, &Choice::default()).unwrap()
}

/// How many of the rows are kept, and how many of those have ended, on a day in 2026.
fn kept_and_ended(table: &str) -> (usize, usize) {
    let today = jiff::civil::date(2026, 9, 21);
    let plan = reading(table, "padron.csv").on(today).to_end().unwrap();
    let ended = plan.entries.iter().filter(|entry| entry.is_dissolved);
    (plan.entries.len(), ended.count())
}

const REHEARSAL: Options = Options {
    dry_run: true,
    publish: true,
    complete: false,
    renamed: false,
};

#[test]
fn an_end_of_something_else_ends_no_organization() {
    for header in [
        "Fecha fin vigencia",
        "Date de fin d'agrément",
        "End date of last accounts",
        "latest_acc_fin_period_end_date",
        "Fecha de fin de mandato",
        "Data fine validità",
        "Valid until",
        "Membership end date",
        "Date fin convention",
        "convention_end_date",
        "Date de fin",
        "Fecha fin ejercicio",
    ] {
        let table = with_column(header, "31/12/2024", "31/12/2025");
        assert_eq!(kept_and_ended(&table), (20, 0), "{header}");
    }
    for header in [
        "Fecha de baja",
        "Date de dissolution",
        "Löschdatum",
        "end_date",
    ] {
        let table = with_column(header, "", "31/12/2020");
        assert_eq!(kept_and_ended(&table), (20, 5), "{header}");
    }
}

#[test]
fn a_day_to_come_ends_nothing_yet_and_is_told() {
    let table = with_column("Fecha de baja", "", "31/12/2030");
    assert_eq!(kept_and_ended(&table), (20, 0));
    let today = jiff::civil::date(2026, 9, 21);
    let plan = reading(&table, "padron.csv").on(today).to_end().unwrap();
    let told = plan.problems.iter().filter(|one| {
        one.field == "Fecha de baja" && one.level == Level::Notice && one.reason.contains("2030")
    });
    assert_eq!(told.count(), 5, "{:?}", plan.problems);
}

#[tokio::test]
async fn a_rehearsal_says_how_many_have_ended_by_which_statuses_and_when_most_have() {
    let office = office().await;
    let table = with_column("Estado", "Cancelada", "No cancelada");
    let report = office
        .take(reading(&table, "padron.csv"), REHEARSAL)
        .await
        .unwrap();
    assert_eq!(report.ended, 15);
    let statuses: Vec<(&str, Meaning, usize)> = report
        .statuses
        .iter()
        .map(|one| (one.value.as_str(), one.meaning, one.count))
        .collect();
    let expected = [
        ("Cancelada", Meaning::Ended, 15),
        ("No cancelada", Meaning::GoesOn, 5),
    ];
    assert_eq!(statuses, expected);
    let is_told = |one: &Problem| one.reason.contains("15 of 20") && one.level == Level::Value;
    assert!(report.problems.iter().any(is_told), "{:?}", report.problems);

    let table = with_column("Estado", "Vigente", "Cancelada");
    let report = office
        .take(reading(&table, "padron.csv"), PUBLISH)
        .await
        .unwrap();
    assert_eq!((report.ended, report.published), (5, 15));
    assert!(!report.problems.iter().any(|one| one.field == "status"));
}

#[test]
fn a_status_is_read_by_whole_words_and_what_denies_them() {
    for (header, most, few, ended) in [
        ("Estado", "Inscrita", "No inscrita", 5),
        ("Estado", "No cancelada", "Cancelada", 5),
        (
            "Situación registral",
            "Vigente (no disuelta)",
            "Disuelta",
            5,
        ),
        ("Statut", "En activité", "Cessée", 5),
        ("Estado", "ACTIVA - NO SUSPENDIDA", "SUSPENDIDA", 5),
        ("Status", "not dissolved", "dissolved", 5),
        ("Estado", "Alta", "Pendiente de baja voluntaria", 0),
        ("Estado", "Alta", "Baja revocada", 0),
        // Letters say something only where one of them is that for alive.
        ("Status", "C", "D", 0),
        ("Status", "A", "D", 5),
        ("Estado", "1", "0", 5),
    ] {
        let table = with_column(header, most, few);
        assert_eq!(
            kept_and_ended(&table),
            (20, ended),
            "{header}: {most}, {few}"
        );
    }
}

#[tokio::test]
async fn who_refused_publication_is_not_published() {
    for (header, yes, no) in [
        ("Consentimiento publicación", "Sí, autorizo", "No autorizo"),
        (
            "¿Autoriza la publicación de sus datos?",
            "Autorizo",
            "No, no autorizo",
        ),
        ("Acepto que los datos se publiquen", "Sí", "No acepto"),
        (
            "Autorisez-vous la publication de ces informations ?",
            "Oui, j’accepte",
            "Non, je refuse",
        ),
        (
            "Einwilligung zur Veröffentlichung",
            "Ja, ich stimme zu",
            "Nein, ich stimme nicht zu",
        ),
        (
            "Do you agree to be listed publicly?",
            "Yes, publish",
            "Please do not list us",
        ),
        (
            "Autoriza a divulgação dos dados?",
            "Autorizo",
            "Não autorizo",
        ),
        ("Dati pubblicabili", "SI", "Non autorizzo"),
        (
            "Autoritzeu la publicació de les dades al mapa?",
            "Sí, autoritzo",
            "No autoritzo",
        ),
        ("Publicar", "Sí", "Solo interno"),
        ("RGPD", "Firmado", "Pendiente"),
        ("Consent to publish", "Agreed", "Declined"),
        ("GDPR consent", "given", "withdrawn"),
        ("Visibilidad", "Pública", "Oculta"),
        ("Consentimiento", "Sí", ""),
    ] {
        let table = with_column(header, yes, no);
        publishes_fifteen(&table, "padron.csv", header).await;
    }
}

#[tokio::test]
async fn a_column_that_marks_exceptions_withholds_those_alone() {
    for (header, others, marked) in [
        ("No publicar", "", "X"),
        ("Ne pas publier", "non", "oui"),
        ("Opt-out", "", "asked in 2021"),
    ] {
        let table = with_column(header, others, marked);
        let report = publishes_fifteen(&table, "padron.csv", header).await;
        let told = |one: &&Problem| one.field == header && one.level == Level::Notice;
        assert_eq!(report.problems.iter().filter(told).count(), 1, "{header}");
    }
}

#[tokio::test]
async fn empty_cells_agree_where_the_keeper_says_so_and_nowhere_else() {
    for (said, published) in [("", 0), ("empty_agrees = true\n", 15)] {
        let office = office().await;
        let mapping = format!(
            "register = \"padron\"\nlanguage = \"es\"\n[columns]\nidentifier = \"ID\"\n\
             name = \"Nombre\"\n[diffusion]\ncolumn = \"Consentimiento\"\n{said}"
        );
        let mapping = Mapping::read(&mapping).unwrap();
        assert_eq!(Mapping::read(&mapping.to_toml()).unwrap(), mapping);
        let table = with_column("Consentimiento", "", "No");
        let source = io::Cursor::new(table.into_bytes());
        let reading = open_mapped(source, "padron.csv", &Choice::default(), &mapping).unwrap();
        let report = office.take(reading, PUBLISH).await.unwrap();
        assert_eq!(report.published, published, "{said}");
    }
}

#[tokio::test]
async fn what_is_no_plain_yes_is_withheld_and_told_once() {
    let office = office().await;
    let table = with_column("Consentimiento", "Sí", "Revisar con la junta");
    let report = office
        .take(reading(&table, "padron.csv"), PUBLISH)
        .await
        .unwrap();
    assert_eq!((report.published, report.skipped), (15, 5));
    let unknown: Vec<(&str, &str, usize)> = report
        .unknown
        .iter()
        .map(|one| (one.field.as_str(), one.value.as_str(), one.count))
        .collect();
    assert_eq!(unknown, [("diffusion", "Revisar con la junta", 5)]);
}

#[tokio::test]
async fn nothing_is_published_while_a_column_that_asks_for_consent_is_not_read() {
    let office = office().await;
    // Each row has another word for it, so that it is taken for a text.
    let mut table = "ID;Nombre;País;Consentimiento\n".to_owned();
    for row in 0..20 {
        writeln!(table, "{row}7;Taller {row};España;Acta {row} del pleno").unwrap();
    }
    let refusal = office
        .take(reading(&table, "padron.csv"), PUBLISH)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        refusal.contains("[diffusion] column = \"Consentimiento\""),
        "{refusal}"
    );
    assert!(office.all().await.is_empty());
    let rehearsed = office
        .take(reading(&table, "padron.csv"), REHEARSAL)
        .await
        .unwrap();
    let is_told = |one: &Problem| one.field == "Consentimiento" && one.level == Level::RowLeftOut;
    assert!(rehearsed.problems.iter().any(is_told));
    // Without publishing it comes in as drafts, and a mapping that reads it is taken.
    let kept = office
        .take(reading(&table, "padron.csv"), KEEP)
        .await
        .unwrap();
    assert_eq!((kept.created, kept.published), (20, 0));
    let mapping = "register = \"padron\"\nlanguage = \"es\"\n[columns]\nidentifier = \"ID\"\n\
        name = \"Nombre\"\ncountry = \"País\"\n[diffusion]\ncolumn = \"Consentimiento\"\n\
        values = [\"Acta 3 del pleno\"]\n";
    let source = io::Cursor::new(table.into_bytes());
    let mapping = Mapping::read(mapping).unwrap();
    let reading = open_mapped(source, "padron.csv", &Choice::default(), &mapping).unwrap();
    let report = office.take(reading, PUBLISH).await.unwrap();
    assert_eq!((report.published, report.skipped), (19, 1));
}

#[tokio::test]
async fn nothing_is_published_while_a_second_column_that_asks_for_it_is_not_read() {
    let office = office().await;
    for header in ["Publicar", "¿Publicar en la web?", "Dato publicable"] {
        let mut table = format!("ID;Nombre;País;Consentimiento;{header}\n");
        for row in 0..20 {
            writeln!(table, "{row}7;Taller {row};España;Sí;Solo {row}").unwrap();
        }
        let refusal = office
            .take(reading(&table, "padron.csv"), PUBLISH)
            .await
            .unwrap_err()
            .to_string();
        assert!(refusal.contains(header), "{header}: {refusal}");
    }
    assert!(office.all().await.is_empty());
    // A day on which something was published asks nothing.
    let table = "ID;Nombre;País;Consentimiento;Fecha de publicación\n\
        1;Alba;España;Sí;2020-02-03\n2;Bruma;España;Sí;2021-02-03\n";
    let report = office
        .take(reading(table, "padron.csv"), PUBLISH)
        .await
        .unwrap();
    assert_eq!(report.published, 2);
}

#[test]
fn features_without_identifiers_are_kept() {
    let feature = |row: usize| {
        format!(
            r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[1.44,43.6]}},
            "properties":{{"titre":"Atelier {row}","num_rna":"W31{row:07}","commune":"Toulouse"}}}}"#
        )
    };
    let features: Vec<String> = (0..8).map(feature).collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    );
    let plan = reading(&text, "associations.geojson").to_end().unwrap();
    assert_eq!(
        (plan.read, plan.entries.len()),
        (8, 8),
        "{:?}",
        plan.problems
    );
}

#[test]
fn an_empty_column_identifies_no_row() {
    let mut table = "ID;Nombre;Municipio\n".to_owned();
    for row in 0..8 {
        writeln!(table, ";Taller {row};Lugo").unwrap();
    }
    assert_eq!(kept_and_ended(&table), (8, 0));
}

#[test]
fn one_way_to_write_no_stands_for_those_that_only_later_rows_have() {
    let mut table = "ID;Nombre;Municipio;is_active\n".to_owned();
    for row in 0..300 {
        let active = if row < 250 { "t" } else { "f" };
        writeln!(table, "{row}7;Taller {row};Lugo;{active}").unwrap();
    }
    assert_eq!(kept_and_ended(&table), (300, 50));
}

#[test]
fn a_day_that_can_be_read_in_two_ways_is_told_once_unless_one_proves_the_order() {
    let told = |days: [&str; 3]| {
        let mut table = "ID;Name;Incorporated on\n".to_owned();
        for (row, day) in days.iter().enumerate() {
            writeln!(table, "{row}7;Bread {row} Cooperative;{day}").unwrap();
        }
        let plan = reading(&table, "coops.csv").to_end().unwrap();
        let reasons = plan.problems.iter().map(|one| one.reason.to_string());
        let founded = plan.entries.iter().map(|entry| entry.draft.founded_on);
        (
            reasons.filter(|reason| reason.contains("two ways")).count(),
            founded
                .map(|day| day.unwrap().to_string())
                .collect::<Vec<_>>(),
        )
    };
    let (notices, days) = told(["03/04/2019", "05/06/2019", "07/07/2019"]);
    assert_eq!((notices, &*days[0]), (1, "2019-04-03"));
    let (notices, days) = told(["03/04/2019", "05/06/2019", "12/25/2019"]);
    assert_eq!((notices, &*days[0]), (0, "2019-03-04"));
}

mod consent;
mod tongues;
