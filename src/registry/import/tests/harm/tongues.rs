//! Words of Dutch, of Czech and of their neighbours that are taken for nothing else: people for
//! no organizations, an end for no life, and the other way round.

use super::*;

#[test]
fn first_names_are_no_names_of_organizations() {
    for (headers, cells) in [
        (
            "Subjekt;IČO;Jméno;Příjmení",
            "Spolek Lípa {row};2510020{row};Jana;Nováková",
        ),
        (
            "Organisatie;Voornaam;Achternaam;Plaats",
            "Buurthuis {row};Femke;Jansen;Utrecht",
        ),
        ("Roepnaam;Naam;Plaats", "Femke;Buurthuis {row};Utrecht"),
    ] {
        let mut table = format!("{headers}\n");
        for row in 0..8 {
            table.push_str(&cells.replace("{row}", &row.to_string()));
            table.push('\n');
        }
        let plan = reading(&table, "register-utrecht.csv").to_end().unwrap();
        assert_eq!(plan.entries.len(), 8, "{headers}");
        for entry in &plan.entries {
            let name = entry.draft.name();
            let is_right = name.starts_with("Spolek") || name.starts_with("Buurthuis");
            assert!(is_right, "{headers}: {name}");
            let shown = format!("{:?}", entry.draft.names);
            let tells = ["Jana", "Femke", "Jansen"]
                .iter()
                .any(|one| shown.contains(one));
            assert!(!tells, "{headers}: {shown}");
        }
    }
}

#[test]
fn a_status_in_dutch_or_in_czech_is_read_the_right_way_round() {
    for (header, most, few, ended) in [
        ("Status", "Niet opgeheven", "Opgeheven", 5),
        ("Status", "Niet ontbonden", "Ontbonden", 5),
        ("Status", "Actief", "Inactief", 5),
        ("Status", "Actief", "Niet actief", 5),
        ("Toestand", "Actief", "Gestopt", 5),
        ("Status", "Actief", "Beëindigd", 5),
        ("Stav", "Aktivní", "V likvidaci", 5),
        ("Stav", "Aktivní", "Zrušeno", 5),
        ("Stav", "Není v likvidaci", "Neaktivní", 5),
        ("Actief", "ja", "nee", 5),
        ("Niet actief", "nee", "ja", 5),
        ("Opgeheven", "nee", "ja", 5),
        ("Zrušeno", "ne", "ano", 5),
        ("Status", "Actief", "Opheffing aangevraagd", 0),
    ] {
        let table = with_column(header, most, few);
        let expected = (20, ended);
        assert_eq!(kept_and_ended(&table), expected, "{header}: {most}, {few}");
    }
}

#[test]
fn a_yes_under_a_header_that_denies_is_read_the_right_way_round() {
    for (header, most, few, ended) in [
        ("Inactif", "non", "oui", 5),
        ("Inativa", "não", "sim", 5),
        ("Inattiva", "no", "sì", 5),
        ("No activa", "No", "Sí", 5),
        ("No vigente", "No", "Sí", 5),
        ("Non actif", "non", "oui", 5),
        ("Não ativa", "não", "sim", 5),
        ("Není aktivní", "ne", "ano", 5),
        ("Activa/Baja", "Sí", "No", 5),
        ("Activa", "Sí", "No", 5),
        ("Baja solicitada", "No", "Sí", 0),
    ] {
        let table = with_column(header, most, few);
        assert_eq!(kept_and_ended(&table), (20, ended), "{header}");
    }
}

#[test]
fn what_ends_in_dutch_or_in_czech_is_the_organization_or_something_else() {
    for (header, most, ended) in [
        ("Einddatum boekjaar", "31/12/2024", 0),
        ("Einddatum subsidie", "31/12/2024", 0),
        ("Einddatum overeenkomst", "31/12/2024", 0),
        ("Datum zániku členství", "31/12/2024", 0),
        ("Einddatum", "31/12/2024", 0),
        ("Einddatum", "", 5),
        ("Datum beëindiging", "", 5),
        ("Datum ukončení", "", 5),
    ] {
        let table = with_column(header, most, "31/12/2020");
        assert_eq!(kept_and_ended(&table), (20, ended), "{header}: {most}");
    }
}

#[test]
fn a_month_is_no_register_number_and_the_czech_tax_number_is_one() {
    let numbers = |headers: &str, value: &str| {
        let mut table = format!("{headers}\n");
        for row in 0..8 {
            writeln!(table, "{row}7;Entidad {row};Lugo;{row}4;{value}{row}").unwrap();
        }
        let plan = reading(&table, "padron.csv").to_end().unwrap();
        let numbered = plan
            .entries
            .iter()
            .filter(|one| one.register_number.is_some());
        (plan.entries.len(), numbered.count())
    };
    assert_eq!(numbers("ID;Nombre;Municipio;ENE;DIC", "103"), (8, 0));
    assert_eq!(numbers("ID;Nombre;Municipio;ENE;DIC", "CZ2510020"), (8, 8));
    assert_eq!(numbers("ID;Název;Obec;Leden;DIČ", "2510020"), (8, 8));
}
