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
        row("1", "Ash", "Live", "").replace("England", "Narnia"),
        row("2", "Oak", "Live", ""),
        row("2", "Oak", "Live", ""),
    ];
    let report = office.import(&rows, Options::default()).await;
    let levels: Vec<Level> = report.problems.iter().map(|one| one.level).collect();
    assert_eq!(levels.first(), Some(&Level::RowLeftOut), "{report:?}");
    assert!(levels.len() > 1 && levels.is_sorted(), "{levels:?}");

    let batch = BatchId::parse(report.batch.as_ref().unwrap()).unwrap();
    let shown = show(&office.db, &batch).await.unwrap();
    assert_eq!(shown.summary.report.problems, report.problems);
    assert_eq!(shown.summary.report.created, 2);
    assert!(shown.applied.len() == 2 && shown.applied.iter().all(|one| one.is_new));
    undo(&office.db, &office.clock, &batch, &mut |_, _| {})
        .await
        .unwrap();
    let shown = show(&office.db, &batch).await.unwrap();
    assert!(shown.summary.state == "undone" && shown.summary.report.problems.is_empty());
    assert_eq!(shown.applied, []);
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
        first.field == "register" && first.remedy.contains(&format!("register = {register:?}")),
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

#[tokio::test]
async fn what_an_import_wrote_over_other_values_can_be_read_again() {
    let office = office().await;
    office.import(&[row("1", "Ash", "Live", "")], KEEP).await;
    let report = office
        .import(&[row("1", "Ash Works", "Live", "")], KEEP)
        .await;
    let batch = BatchId::parse(report.batch.as_ref().unwrap()).unwrap();
    let shown = show(&office.db, &batch).await.unwrap();
    assert_eq!(shown.summary.report.differences, report.differences);
    assert!(!report.differences.is_empty());
    let [applied] = shown.applied.as_slice() else {
        panic!("one record: {:?}", shown.applied);
    };
    assert!(!applied.is_new && applied.identifier == "1");
}

#[tokio::test]
async fn a_rehearsal_names_new_rows_that_may_be_there_already() {
    let office = office().await;
    office
        .take(named("Listado 2026.csv", None), Options::default())
        .await
        .unwrap();
    let other = "Nombre;Municipio;Actividad\n\
        Taller Uno S. Coop.;Soria;Carpintería\nHuerta Nueva;Soria;Agricultura\n";
    let source = io::Cursor::new(other.as_bytes().to_vec());
    let reading = open(source, "otro.csv", &Choice::default()).unwrap();
    let report = office.take(reading, REHEARSAL).await.unwrap();
    let [likely] = report.likely.as_slice() else {
        panic!("one pair: {:?}", report.likely);
    };
    assert_eq!((likely.line, likely.other_name.as_str()), (2, "Taller Uno"));
    assert!(likely.handle.is_some() && likely.score > 0.5 && !report.is_likely_cut);
    let mut tx = office.db.read().await.unwrap();
    let kept = registry::duplicates::count_proposed(&mut tx).await.unwrap();
    assert_eq!(kept, 0, "a rehearsal keeps nothing");
}

#[tokio::test]
async fn a_rehearsal_lists_what_a_single_word_decides() {
    let office = office().await;
    let rows = "Nombre;Municipio;Actividad\nUno;Soria;Panadería del barrio\n\
        Dos;Soria;Panadería del barrio\nTres;Soria;Panadería\nCuatro;Soria;Foo bar\n";
    let source = io::Cursor::new(rows.as_bytes().to_vec());
    let reading = open(source, "lista.csv", &Choice::default()).unwrap();
    let report = office.take(reading, REHEARSAL).await.unwrap();
    let [taken] = report.taken.as_slice() else {
        panic!("one value: {:?}", report.taken);
    };
    assert_eq!(
        (
            taken.value.as_str(),
            taken.code.as_str(),
            taken.count,
            taken.line
        ),
        ("Panadería del barrio", "10", 2, 2)
    );
    let unknown: Vec<&str> = report
        .unknown
        .iter()
        .map(|one| one.value.as_str())
        .collect();
    assert_eq!(unknown, ["Foo bar"]);
}
