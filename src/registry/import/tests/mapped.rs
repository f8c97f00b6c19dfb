//! Tables of any shape, by what their keepers say of their columns.

use super::*;

const MAPPING: &str = r#"
register = "padron-cdmx"
language = "es"
entity_type = "cooperative"
territory = "MX-CMX"

[columns]
identifier = "Folio"
name = "Nombre"
entity_type = "Tipo"
sector = "Actividad"
locality = "Alcaldía"
latitude = "Lat"
longitude = "Lon"
website = "Sitio"
email = "Correo"
founded_on = "Fundada"

[ended]
column = "Estado"
values = ["Baja"]
"#;

const TABLE: &str = "\
Folio;Nombre;Tipo;Actividad;Alcaldía;Lat;Lon;Sitio;Correo;Fundada;Estado;Notas
1;Café Unión;Asociación;5610;Coyoacán;19,35;-99,16;cafe.example;hola@cafe.example;2010-05-01;Alta;
2;Tejidos;;Trabajo;Tlalpan;91;x;nada;nadie;1/13/2001;Baja;
3;Milpa;imperio;;;;;;;;Alta;
";

fn read_mapped(table: &str, mapping: &Mapping) -> Result<Reading> {
    let source = io::Cursor::new(table.as_bytes().to_vec());
    open_mapped(source, "padron.csv", &Choice::default(), mapping)
}

#[tokio::test]
async fn an_offices_own_spreadsheet_is_imported_by_its_mapping() {
    let office = office().await;
    let mapping = Mapping::read(MAPPING).unwrap();
    let reading = || read_mapped(TABLE, &mapping).unwrap();
    let plan = reading().to_end().unwrap();
    let mut told: Vec<(u64, &str)> = plan
        .problems
        .iter()
        .map(|problem| (problem.line, problem.field.as_str()))
        .collect();
    told.sort_unstable();
    let expected = [
        (3, "Correo"),
        (3, "Fundada"),
        (3, "Lat"),
        (3, "Lon"),
        (3, "Sitio"),
    ];
    assert_eq!(told, expected);
    let unknown = &plan.unknown[0];
    assert_eq!(
        (unknown.field.as_str(), unknown.value.as_str(), unknown.line),
        ("entity_type", "imperio", 4)
    );
    assert_eq!(plan.unknown.len(), 1);
    assert_eq!(plan.entries[1].draft.sectors[0].as_str(), "78");
    let report = office.take(reading(), PUBLISH).await.unwrap();
    assert_eq!(
        (report.created, report.published, report.skipped),
        (3, 2, 0)
    );
    let cafe = office.all().await.remove(0);
    assert_eq!(
        (cafe.handle.as_str(), cafe.stated.language.as_str()),
        ("cafe_union", "es")
    );
    assert_eq!(cafe.stated.entity_type.as_str(), "association");
    assert_eq!(cafe.stated.place.country.as_deref(), Some("MX"));
    assert!((cafe.stated.place.point.unwrap().latitude - 19.35).abs() < 1e-9);
    assert_eq!(
        cafe.stated.website.unwrap().as_str(),
        "https://cafe.example/"
    );
    assert!(
        !cafe.stated.contacts[0].public,
        "addresses of people stay hidden"
    );
}

#[test]
fn a_mapping_that_cannot_be_used_is_refused_with_its_place() {
    for (wrong, reason) in [
        (MAPPING.replace("cooperative", "empire"), "entity type"),
        (MAPPING.replace("\"es\"", "\"xx\""), "language"),
        (MAPPING.replace("MX-CMX", "Atlantis"), "territory"),
        (MAPPING.replace("padron-cdmx", "Padrón"), "mapping.register"),
        (MAPPING.replace("website", "web"), "web"),
        (MAPPING.replace("name = \"Nombre\"", ""), "name"),
    ] {
        let refusal = Mapping::read(&wrong).unwrap_err().to_string();
        assert!(refusal.contains(reason), "{refusal}");
    }
    let mapping = Mapping::read(&MAPPING.replace("\"Sitio\"", "\"Página\"")).unwrap();
    let refusal = read_mapped(TABLE, &mapping).unwrap_err().to_string();
    assert!(
        refusal.contains("Página") && refusal.contains("Folio"),
        "{refusal}"
    );
}

/// One row of an office's own list, whose type is said or is not.
fn typed(kind: &str) -> Reading {
    let table = format!("Folio;Nombre;Tipo\n1;Milpa;{kind}\n");
    let mapping = "register = \"own\"\nlanguage = \"es\"\n[columns]\nidentifier = \"Folio\"\n\
        name = \"Nombre\"\nentity_type = \"Tipo\"\n";
    read_mapped(&table, &Mapping::read(mapping).unwrap()).unwrap()
}

#[tokio::test]
async fn a_type_that_no_row_says_is_nobodys_word_and_yields_to_whoever_knows_it() {
    let office = office().await;
    let report = office.take(typed(""), PUBLISH).await.unwrap();
    let told: Vec<_> = report
        .problems
        .iter()
        .filter(|problem| problem.field == "entity_type")
        .collect();
    assert!(
        matches!(told.as_slice(), [one] if one.reason.starts_with("1 of 1 rows")),
        "{told:?}"
    );
    let milpa = office.all().await.remove(0);
    assert_eq!(milpa.stated.entity_type.as_str(), "other-sse");
    assert_eq!(milpa.provenance.of(registry::Field::EntityType), None);
    assert!(milpa.provenance.of(registry::Field::Names).is_some());

    // The same again is no news, and a type is.
    let report = office.take(typed(""), PUBLISH).await.unwrap();
    assert_eq!((report.updated, report.unchanged), (0, 1));
    let report = office.take(typed("Cooperativa"), PUBLISH).await.unwrap();
    let is_told = |problem: &Problem| problem.field == "entity_type";
    assert!(report.updated == 1 && !report.problems.iter().any(is_told));
    let milpa = office.all().await.remove(0);
    assert_eq!(milpa.stated.entity_type.as_str(), "cooperative");
    let known = milpa.provenance.of(registry::Field::EntityType).cloned();
    assert!(known.is_some());

    // A row that says it no more does not take it back.
    office.take(typed(""), PUBLISH).await.unwrap();
    let milpa = office.all().await.remove(0);
    assert_eq!(milpa.stated.entity_type.as_str(), "cooperative");
    assert_eq!(
        milpa.provenance.of(registry::Field::EntityType),
        known.as_ref()
    );
}

#[test]
fn a_territory_is_read_from_its_code_with_and_without_the_country() {
    let mapping = "register = \"own\"\nlanguage = \"es\"\nentity_type = \"cooperative\"\n\
        [columns]\nidentifier = \"Folio\"\nname = \"Nombre\"\ncountry = \"País\"\n\
        territory = \"Territorio\"\n";
    let table = "Folio;Nombre;País;Territorio\n\
        1;Uno;ES;CT\n\
        2;Dos;ES;ES-CT\n\
        3;Tres;England;\n\
        4;Cuatro;GB-SCT;\n\
        5;Cinco;US;CA\n\
        6;Seis;México;México\n\
        7;Siete;;CT\n";
    let reading = read_mapped(table, &Mapping::read(mapping).unwrap()).unwrap();
    let plan = reading.to_end().unwrap();
    let read: Vec<(&str, &str)> = plan
        .entries
        .iter()
        .map(|entry| {
            let territory = entry.draft.territory.as_ref();
            let country = entry.draft.place.country.as_deref();
            (
                country.unwrap_or_default(),
                territory.map_or("", Territory::as_str),
            )
        })
        .collect();
    let expected = [
        ("ES", "ES-CT"),
        ("ES", "ES-CT"),
        ("GB", "GB-ENG"),
        ("GB", "GB-SCT"),
        ("US", "US-CA"),
        ("MX", "MX"),
        ("", ""),
    ];
    assert_eq!(read, expected);
    // A code that several countries have is told, and none of them is chosen.
    let told = plan.problems.iter().filter(|one| one.field == "Territorio");
    assert_eq!(told.map(|one| one.line).collect::<Vec<_>>(), [8]);
}
