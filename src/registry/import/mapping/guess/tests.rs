//! Whole tables, guessed.

use super::*;
use crate::registry::import::{DayOrder, Mapping};

fn lines(rows: &[&[&str]]) -> Vec<Line> {
    let line = |(at, row): (usize, &&[&str])| Line {
        line: at as u64 + 2,
        fields: row.iter().map(|&field| field.to_owned()).collect(),
    };
    rows.iter().enumerate().map(line).collect()
}

fn headers(headers: &[&str]) -> Vec<String> {
    headers.iter().map(|&header| header.to_owned()).collect()
}

fn fields(guess: &Guess) -> Vec<&'static str> {
    guess
        .columns
        .iter()
        .map(|column| column.field.map_or("", Field::as_str))
        .collect()
}

fn table() -> Guess {
    let headers = headers(&[
        "Expediente",
        "Nombre",
        "CIF",
        "Tipo vía",
        "Vía",
        "Número",
        "CP",
        "Municipio",
        "Web",
        "Correo",
        "Activa",
        "Usuario",
        "Notas",
    ]);
    let samples = lines(&[
        &[
            "A1",
            "Café Unión S. Coop.",
            "F12345678",
            "Calle",
            "Mayor",
            "5",
            "28013",
            "Madrid",
            "cafe.example",
            "a@cafe.example",
            "Sí",
            "mgarcia",
            "",
        ],
        &[
            "A2",
            "Asociación La Encina",
            "G12345678",
            "Plaza",
            "Nueva",
            "1",
            "1001",
            "Vitoria",
            "",
            "",
            "No",
            "mgarcia",
            "x",
        ],
    ]);
    guess(&headers, &samples, "padron_2024.csv")
}

#[test]
fn an_offices_table_is_understood_without_help() {
    let guess = table();
    assert_eq!(
        fields(&guess),
        [
            "identifier",
            "name",
            "register_number",
            "street",
            "street",
            "street",
            "postal_code",
            "locality",
            "website",
            "email",
            "status",
            "",
            "",
        ]
    );
    let mapping = &guess.mapping;
    assert_eq!(
        (mapping.register.as_str(), mapping.language.as_str()),
        ("padron", "es")
    );
    assert_eq!(mapping.country.as_deref(), Some("ES"));
    assert!(
        mapping
            .ended
            .as_ref()
            .unwrap()
            .values
            .contains(&"no".to_owned())
    );
}

#[test]
fn a_guess_is_shown_with_confidence_and_values_and_reads_back_as_the_same_mapping() {
    let guess = table();
    let toml = guess.to_toml();
    assert!(toml.contains("name = \"Nombre\"  # 9"), "{toml}");
    assert!(
        toml.contains("Café Unión S. Coop. · Asociación La Encina"),
        "{toml}"
    );
    assert!(toml.contains("# Usuario: "), "{toml}");
    assert_eq!(Mapping::read(&toml).unwrap(), guess.mapping);
    assert_eq!(
        Mapping::read(&guess.mapping.to_toml()).unwrap(),
        guess.mapping
    );
}

#[test]
fn profiles_of_other_directories_are_understood() {
    let openfairdb = headers(&[
        "id",
        "created_at",
        "title",
        "description",
        "lat",
        "lng",
        "street",
        "zip",
        "city",
        "country",
        "homepage",
        "tags",
        "ratings",
    ]);
    let samples = lines(&[&[
        "a1b2",
        "1500000000",
        "Weltladen",
        "Ein Laden für fairen Handel und mehr",
        "48.77",
        "9.18",
        "Hauptstr. 5",
        "70173",
        "Stuttgart",
        "Deutschland",
        "https://laden.example",
        "fair,laden",
        "0.3",
    ]]);
    let guess = guess(&openfairdb, &samples, "ofdb.csv");
    assert_eq!(
        fields(&guess),
        [
            "identifier",
            "",
            "name",
            "summary",
            "latitude",
            "longitude",
            "street",
            "postal_code",
            "locality",
            "country",
            "website",
            "themes",
            ""
        ]
    );

    let murmurations = headers(&[
        "name",
        "nickname",
        "primary_url",
        "mission",
        "geolocation.lat",
        "geolocation.lon",
        "country_iso_3166",
        "tags",
    ]);
    let samples = lines(&[&[
        "Ash Coop",
        "Ash",
        "https://ash.example",
        "We plant ash trees for everybody who asks",
        "51.5",
        "-0.1",
        "GB",
        "trees;food",
    ]]);
    let guess = super::guess(&murmurations, &samples, "m.json");
    assert_eq!(
        fields(&guess)[2..],
        [
            "website",
            "summary",
            "latitude",
            "longitude",
            "country",
            "themes"
        ]
    );
}

#[test]
fn languages_in_headers_are_kept_apart() {
    let headers = headers(&["name", "description", "description:es", "description:gr"]);
    let samples = lines(&[&[
        "Ash",
        "The trees of the town and of the land",
        "Los árboles de la ciudad",
        "δέντρα",
    ]]);
    let guess = guess(&headers, &samples, "x.csv");
    let toml = guess.mapping.to_toml();
    assert!(
        toml.contains("\"summary:es\" = \"description:es\"") && toml.contains("\"summary:el\""),
        "{toml}"
    );
}

#[test]
fn a_table_without_names_is_guessed_and_refused_with_what_was_found_where_it_is_read() {
    let guess = guess(
        &headers(&["a", "Correo"]),
        &lines(&[&["1", "a@x.example"]]),
        "x.csv",
    );
    assert_eq!(fields(&guess), ["", "email"]);
    assert!(!guess.has_names() && table().has_names());
    let refusal = guess.named().unwrap_err().to_string();
    assert!(
        refusal.contains("Correo (email)") && refusal.contains("--mapping"),
        "{refusal}"
    );
}

#[test]
fn the_order_of_days_is_what_one_of_them_proves() {
    let headers = headers(&["ID", "Name", "Incorporated on", "Last filing"]);
    let order = |rows: &[(&str, &str)]| {
        let rows: Vec<[String; 4]> = rows
            .iter()
            .enumerate()
            .map(|(at, (day, other))| {
                let name = format!("Bread {at} Cooperative");
                [
                    format!("{at}7"),
                    name,
                    (*day).to_owned(),
                    (*other).to_owned(),
                ]
            })
            .collect();
        let rows: Vec<Vec<&str>> = rows
            .iter()
            .map(|row| row.iter().map(String::as_str).collect())
            .collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        guess(&headers, &lines(&rows), "coops.csv")
            .mapping
            .day_order
    };
    let (small, other) = ("3/4/2019", "5/6/2020");
    assert_eq!(
        order(&[(small, other), ("12/25/2019", other)]),
        Some(DayOrder::MonthFirst)
    );
    assert_eq!(
        order(&[(small, other), ("25/12/2019", other)]),
        Some(DayOrder::DayFirst)
    );
    // What the columns of days leave open, another one may say.
    assert_eq!(
        order(&[(small, "12/31/2020"), (small, other)]),
        Some(DayOrder::MonthFirst)
    );
    assert_eq!(order(&[(small, other), (small, other)]), None);
    // Where columns of days do not agree, no other may decide.
    let contradiction = [("25/12/2019", "12/31/2020"), ("12/25/2019", "12/30/2020")];
    assert_eq!(order(&contradiction), None);
}

/// Tables in the shapes of real registers.
mod shapes;
