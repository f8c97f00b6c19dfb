//! What the shapes of real registers taught, each in a few columns of twelve rows.

use super::*;

/// The fields of a table of twelve rows.
fn fields_of(names: &[&str], row: impl Fn(usize) -> Vec<String>) -> Vec<&'static str> {
    let line = |at: usize| Line {
        line: at as u64 + 2,
        fields: row(at),
    };
    let samples: Vec<Line> = (0..12).map(line).collect();
    fields(&guess(&headers(names), &samples, "padron.csv"))
}

const TREES: [&str; 12] = [
    "ROBLE", "AURORA", "SEMILLA", "FARO", "PUENTE", "COLMENA", "RAIZ", "MOLINO", "ESPIGA",
    "CANTERA", "TELAR", "TORRENTE",
];

#[test]
fn names_that_end_in_their_legal_form_are_no_addresses_of_sites() {
    for form in [
        "{} S.COOP.",
        "{} S.Coop.V.",
        "S.COOP. {}",
        "COOPERATIVA {} SOC.COOP.",
    ] {
        let found = fields_of(&["Núm. registro", "Razón social", "Municipio"], |row| {
            let name = form.replace("{}", TREES[row]);
            vec![(100 + row * 7).to_string(), name, "Bilbao".to_owned()]
        });
        assert_eq!(found, ["identifier", "name", "locality"], "{form}");
    }
}

#[test]
fn what_is_plainly_called_a_name_is_one_where_nothing_else_is() {
    let found = fields_of(&["Municipio", "Razón social"], |row| {
        vec![
            "Soria".to_owned(),
            format!("{}.coop", TREES[row].to_lowercase()),
        ]
    });
    assert_eq!(found, ["locality", "name"]);
}

#[test]
fn the_day_of_an_inscription_identifies_no_row() {
    for header in ["Data iscrizione", "Data iscrizione anagrafe"] {
        let found = fields_of(&["Denominazione", "Codice fiscale", header], |row| {
            let number = format!("92{:09}", 1_000_371 * row);
            let day = format!("{:02}/01/2005", row + 1);
            vec![format!("{} ONLUS", TREES[row]), number, day]
        });
        assert_eq!(found[..2], ["name", "register_number"], "{header}");
        assert_ne!(found[2], "identifier", "{header}");
    }
}

#[test]
fn the_state_of_organizations_is_their_status_and_no_name() {
    let names = [
        "RUC",
        "RAZON_SOCIAL",
        "ESTADO_ORGANIZACION",
        "PROVINCIA",
        "CANTON",
        "PARROQUIA",
    ];
    let found = fields_of(&names, |row| {
        let state = ["ACTIVA", "ACTIVA", "EXTINGUIDA"][row % 3];
        let all = [TREES[row], state, "PICHINCHA", "QUITO", "CALDERON"].map(str::to_owned);
        [vec![format!("17900{row:05}001")], all.to_vec()].concat()
    });
    assert_eq!(
        found,
        [
            "register_number",
            "name",
            "status",
            "region",
            "locality",
            ""
        ]
    );
}

#[test]
fn pages_on_the_registers_own_site_are_nobodys_website() {
    let names = ["Name", "Auszug Web", "Webseite"];
    let page = |row: usize| format!("https://register.example/auszug/{row}");
    let found = fields_of(&names, |row| {
        vec![
            TREES[row].to_owned(),
            page(row),
            format!("www.c{row}.example"),
        ]
    });
    assert_eq!(found, ["name", "", "website"]);
    // What is plainly called theirs is, on whatever site they have it.
    let found = fields_of(&["Name", "Website"], |row| {
        vec![TREES[row].to_owned(), page(row)]
    });
    assert_eq!(found, ["name", "website"]);
}

#[test]
fn articles_of_a_law_are_no_letters_of_sections() {
    let found = fields_of(&["Nombre", "Actividades art. 5"], |row| {
        vec![TREES[row].to_owned(), "I, III, VIII".to_owned()]
    });
    assert_eq!(found, ["name", ""]);
}
