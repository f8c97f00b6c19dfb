//! What an import tells: the gravest first, again later, and before harm is done.

use super::*;

/// An office's own list, which says nothing of registers.
const LIST: &str = "Nombre;Municipio;Actividad\n\
    Taller Uno;Soria;Carpintería\nTaller Dos;Soria;Panadería\nTaller Tres;Soria;Librería\n";

fn named(file: &str, home: Option<&str>) -> Reading {
    let home = home.map(|code| Territory::parse(code).unwrap());
    let source = io::Cursor::new(LIST.as_bytes().to_vec());
    open_at(source, file, &Choice::default(), home.as_ref()).unwrap()
}

const REHEARSAL: Options = Options {
    dry_run: true,
    publish: false,
    complete: false,
    renamed: false,
};

#[tokio::test]
async fn rows_left_out_are_told_first_and_can_be_read_again_until_the_import_is_undone() {
    let office = office().await;
    let rows = [
        row("1", "Ash", "Imaginary", ""),
        row("2", "Oak", "Registered", ""),
        row("2", "Oak", "Registered", ""),
    ];
    let report = office.import(&rows, Options::default()).await;
    let levels: Vec<Level> = report.problems.iter().map(|one| one.level).collect();
    assert_eq!(levels.first(), Some(&Level::RowLeftOut), "{report:?}");
    assert!(levels.len() > 1 && levels.is_sorted(), "{levels:?}");

    let batch = BatchId::parse(report.batch.as_ref().unwrap()).unwrap();
    let shown = show(&office.db, &batch).await.unwrap();
    assert_eq!(shown.report.problems, report.problems);
    assert_eq!(shown.report.created, 2);
    undo(&office.db, &office.clock, &batch, &mut |_, _| {})
        .await
        .unwrap();
    let shown = show(&office.db, &batch).await.unwrap();
    assert!(shown.state == "undone" && shown.report.problems.is_empty());
    let unknown = show(&office.db, &BatchId::new(&office.clock)).await;
    let refusal = unknown.unwrap_err().to_string();
    assert!(refusal.contains("import list"), "{refusal}");
}

#[tokio::test]
async fn a_renamed_file_is_no_second_directory() {
    let office = office().await;
    let report = office
        .take(named("Listado 2026.csv", None), Options::default())
        .await
        .unwrap();
    assert_eq!(report.created, 3);
    let register = named("Listado 2026.csv", None).register;

    let rehearsed = office
        .take(named("Socias.csv", None), REHEARSAL)
        .await
        .unwrap();
    let first = &rehearsed.problems[0];
    assert!(
        first.field == "register" && first.reason.contains(&format!("register = {register:?}")),
        "{first:?}"
    );
    let refused = office
        .take(named("Socias.csv", None), Options::default())
        .await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    assert_eq!(office.all().await.len(), 3);

    // Whoever says what the register is called is not asked again.
    let mut mapping = named("Socias.csv", None).guess.unwrap().mapping;
    for (name, created) in [(register.as_str(), 0), ("other", 3)] {
        name.clone_into(&mut mapping.register);
        let source = io::Cursor::new(LIST.as_bytes().to_vec());
        let reading = open_mapped(source, "Socias.csv", &Choice::default(), &mapping).unwrap();
        let report = office.take(reading, Options::default()).await.unwrap();
        assert_eq!(report.created, created, "{name}");
    }
}

#[test]
fn a_list_without_countries_is_told_once_or_belongs_where_the_directory_is() {
    let nowhere = |plan: &Plan| {
        let told = |one: &&Problem| one.reason.contains("no row has a country");
        plan.problems.iter().filter(told).count()
    };
    let plan = named("Listado.csv", None).to_end().unwrap();
    assert_eq!(nowhere(&plan), 1, "{:?}", plan.problems);
    assert_eq!(plan.entries[0].draft.place.country, None);

    let reading = named("Listado.csv", Some("ES-SO"));
    let guessed = reading.guess.as_ref().unwrap().to_toml();
    assert!(guessed.contains("territory = \"ES-SO\""), "{guessed}");
    let plan = reading.to_end().unwrap();
    assert_eq!(nowhere(&plan), 0, "{:?}", plan.problems);
    let place = &plan.entries[0].draft.place;
    assert_eq!(place.country.as_deref(), Some("ES"));
    assert!(place.point.is_some(), "{place:?}");
}
