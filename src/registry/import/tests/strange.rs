//! Registers in shapes that nobody wrote this for: what their columns are taken for, and what
//! their rows say.

use super::*;

fn lines(header: &str, row: impl Fn(usize) -> String) -> String {
    let rows: Vec<String> = (0..24).map(row).collect();
    format!("{header}\n{}\n", rows.join("\n"))
}

fn reading(table: &str, file: &str) -> Reading {
    let source = io::Cursor::new(table.as_bytes().to_vec());
    open(source, file, &Choice::default()).unwrap()
}

/// What each column is taken for, by its header; an empty text where it is left out.
fn taken<'table>(reading: &'table Reading, header: &str) -> &'table str {
    let columns = &reading.guess.as_ref().unwrap().columns;
    let column = columns.iter().find(|column| column.header == header);
    column.unwrap().field.map_or("", Field::as_str)
}

fn first(reading: Reading) -> Entry {
    reading.to_end().unwrap().entries.remove(0)
}

fn country(table: &str) -> Option<String> {
    let reading = reading(table, "padron.csv");
    reading.guess.as_ref().unwrap().mapping.country.clone()
}

#[test]
fn one_word_makes_no_country_and_no_zeros() {
    let madrid = |row| format!("Asociación {row};Calle Mayor 5;28013;Madrid");
    assert_eq!(
        country(&lines("Entidad;Dirección;CP;Municipio", madrid)),
        None
    );
    let boston = |row| format!("Trust {row};1 Main St;02108;Boston");
    assert_eq!(country(&lines("Entity Name;Street;Zip;City", boston)), None);
    let namur = |row| {
        format!(
            "Asbl {row};5000;{}",
            ["Bruxelles", "Liège", "Namur"][row % 3]
        )
    };
    assert_eq!(
        country(&lines("Dénomination;Code postal;Commune", namur)),
        None
    );
    let vienna = |row| format!("Verein {row};1010;{}", ["Wien", "Graz", "Linz"][row % 3]);
    let table = lines("Name;PLZ;Ort", vienna);
    assert_eq!(country(&table), None);
    let entry = first(reading(&table, "vereine.csv"));
    assert_eq!(entry.draft.place.postal_code.as_deref(), Some("1010"));

    // One that is guessed is told, and mends no code.
    let table = lines("Nombre;CIF;CP;Municipio", |row| {
        format!("Taller {row};F{};1001;Vitoria-Gasteiz", 30_000_000 + row)
    });
    let plan = reading(&table, "padron.csv").to_end().unwrap();
    let place = &plan.entries[0].draft.place;
    assert_eq!(place.country.as_deref(), Some("ES"));
    assert_eq!(place.postal_code.as_deref(), Some("1001"));
    let is_told = |one: &Problem| one.field == "country" && one.level == Level::Notice;
    assert!(plan.problems.iter().any(is_told), "{:?}", plan.problems);
}

#[test]
fn a_running_number_identifies_nothing_beside_a_registers_number() {
    for (header, number) in [
        ("Nº", "CIF"),
        ("No.", "CIF"),
        ("Lfd. Nr.", "HRB-Nummer"),
        ("Nº ORDEN", "RUT"),
    ] {
        let table = lines(&format!("{header};{number};Nombre"), |row| {
            format!("{};B{};Taller {row}", row + 1, 30_000_000 + row)
        });
        let reading = reading(&table, "padron.csv");
        assert_eq!(taken(&reading, header), "", "{header}");
        assert_eq!(first(reading).identifier, "number:B30000000", "{header}");
    }
    // Numbers of the register's own are kept.
    let table = lines("Nº registro;CIF;Nombre", |row| {
        format!("{};B{};Taller {row}", 4_000 + row * 7, 30_000_000 + row)
    });
    assert_eq!(first(reading(&table, "padron.csv")).identifier, "4000");
}

#[test]
fn totals_and_footnotes_of_a_table_that_begins_in_the_second_column_are_no_organizations() {
    let mut table = lines(";ID;Nombre;Municipio;Plantilla", |row| {
        format!(";{row}7;Taller {row};Lugo;{row}")
    });
    table.push_str(";TOTAL;24;;66\n;Fuente: Registro de Cooperativas;;;\n");
    let plan = reading(&table, "padron.csv").to_end().unwrap();
    assert_eq!(
        (plan.read, plan.entries.len()),
        (24, 24),
        "{:?}",
        plan.problems
    );
}

#[test]
fn numbers_of_societies_are_no_streets() {
    let table = lines(
        "Society Number;Registered Number;Society Name;Registered As;Society Address;\
         Registration Date;Deregistration Date;Society Status",
        |row| {
            let ended = if row % 6 == 5 {
                "01/02/2019;Deregistered"
            } else {
                ";Registered"
            };
            format!(
                "{};{}R;Ash {row} Limited;Co-operative Society;{row} High Street, York, YO1 7HH;\
                 01/01/1965;{ended}",
                100 + row,
                1000 + row * 3
            )
        },
    );
    let reading = reading(&table, "societies.csv");
    for (header, field) in [
        ("Society Number", "identifier"),
        ("Registered Number", "register_number"),
        ("Registered As", "legal_form"),
        ("Deregistration Date", "dissolved_on"),
        ("Society Status", "status"),
    ] {
        assert_eq!(taken(&reading, header), field, "{header}");
    }
    let plan = reading.to_end().unwrap();
    assert_eq!(
        plan.entries
            .iter()
            .filter(|entry| entry.is_dissolved)
            .count(),
        4
    );
}

#[test]
fn an_austrian_list_of_associations_is_understood() {
    let table = lines(
        "ZVR-Zahl;Name;PLZ Ort;Straße;Telefonnr.;Obmann/Obfrau;Bezirk",
        |row| {
            format!(
                "{};Verein {row};8010 Graz;Hauptplatz {row};0316/555 0{row};Max Muster;Graz",
                123_456_700 + row * 3
            )
        },
    );
    let reading = reading(&table, "vereine.csv");
    for (header, field) in [
        ("ZVR-Zahl", "register_number"),
        ("Telefonnr.", "phone"),
        ("Obmann/Obfrau", "person"),
        ("Bezirk", ""),
    ] {
        assert_eq!(taken(&reading, header), field, "{header}");
    }
    let place = first(reading).draft.place;
    assert_eq!(place.locality.as_deref(), Some("Graz"));
    assert_eq!(place.postal_code.as_deref(), Some("8010"));
}

#[test]
fn a_state_of_mexico_is_no_status() {
    let table = lines("Folio;Nombre;Estado;Municipio;Colonia", |row| {
        format!(
            "F{row};Café {row};{};Zapopan;Centro",
            ["Oaxaca", "Baja California", "Jalisco"][row % 3]
        )
    });
    let reading = reading(&table, "padron.csv");
    assert_eq!(taken(&reading, "Estado"), "region");
}

#[test]
fn a_directory_of_mexicos_statistics_is_understood() {
    let table = lines(
        "id,clee,nom_estab,raz_social,codigo_act,tipo_vial,nom_vial,tipo_v_e_1,nom_v_e_1,\
         tipo_v_e_2,nom_v_e_2,numero_ext,letra_ext,cod_postal,cve_ent,entidad,cve_mun,municipio",
        |row| {
            format!(
                "{},0900746111{row:05},Abarrotes {row},Abarrotes {row} SC,461110,CALLE,HIDALGO,\
                 CALLE,5 DE MAYO,AVENIDA,REFORMA,{},,06000,09,CIUDAD DE MÉXICO,007,Iztapalapa",
                6_000_000 + row,
                row + 3
            )
        },
    );
    let reading = reading(&table, "denue.csv");
    for (header, field) in [
        ("nom_estab", "name"),
        ("raz_social", "other_name"),
        ("entidad", "region"),
        ("municipio", "locality"),
        ("numero_ext", "street"),
        ("nom_v_e_1", ""),
    ] {
        assert_eq!(taken(&reading, header), field, "{header}");
    }
    let place = first(reading).draft.place;
    assert_eq!(place.street.as_deref(), Some("CALLE HIDALGO 3"));
}

#[test]
fn the_name_of_a_road_stands_before_its_number() {
    let table = lines(
        "register_id,name,addresses_road_name,addresses_start_street_number,addresses_zip_code",
        |row| {
            format!(
                "{},Ateneu {row},Pg Sant Joan,{},08001",
                92_000 + row * 3,
                row + 3
            )
        },
    );
    let reading = reading(&table, "ateneus.csv");
    let place = first(reading).draft.place;
    assert_eq!(place.street.as_deref(), Some("Pg Sant Joan 3"));
}

#[test]
fn codes_and_towns_in_one_cell_are_taken_apart() {
    let table = lines("Designação;NIPC;Código-Postal;Morada", |row| {
        format!(
            "Casa {row};{};4000-123 PORTO;Rua do Sol {row}",
            500_000_000 + row
        )
    });
    let place = first(reading(&table, "ipss.csv")).draft.place;
    assert_eq!(place.postal_code.as_deref(), Some("4000-123"));
    assert_eq!(place.locality.as_deref(), Some("PORTO"));
    let table = lines("Código;Nombre;País;Dirección completa", |row| {
        format!("C{row};Taller {row};España;Calle Mayor {row} 28013 Madrid")
    });
    let place = first(reading(&table, "padron.csv")).draft.place;
    assert_eq!(place.street.as_deref(), Some("Calle Mayor 0"));
    assert_eq!(place.postal_code.as_deref(), Some("28013"));
    assert_eq!(place.locality.as_deref(), Some("Madrid"));
}

#[test]
fn an_address_beside_its_parts_is_not_written_twice() {
    let table = lines(
        "siren,nom_complet,adresse,numero_voie,type_voie,libelle_voie",
        |row| {
            format!(
                "{},ATELIER {row},{row} RUE DU PORT 59000 LILLE,{row},RUE,DU PORT",
                900_000_000 + row
            )
        },
    );
    let place = first(reading(&table, "entreprises.csv")).draft.place;
    assert_eq!(place.street.as_deref(), Some("0 RUE DU PORT"));
}

#[test]
fn words_that_look_like_others_are_told_apart_by_values() {
    let table = lines(
        "N° SIREN;Dénomination;Adresse;N° dpt;contact_web;operator",
        |row| {
            format!(
                "{};Atelier {row};{row} rue des Lilas;06;www.a{row}.example;Genossenschaft Alba {row}",
                900_000_000 + row
            )
        },
    );
    let reading = reading(&table, "esus.csv");
    for (header, field) in [("N° dpt", ""), ("contact_web", "website"), ("operator", "")] {
        assert_eq!(taken(&reading, header), field, "{header}");
    }
    assert_eq!(
        first(reading).draft.place.street.as_deref(),
        Some("0 rue des Lilas")
    );
}

#[test]
fn days_of_two_digits_are_read_where_only_one_century_is_possible() {
    let table = lines("ID;Nombre;Fecha constitución", |row| {
        format!(
            "{row}7;Taller {row};0{}-ene-{}",
            row % 9 + 1,
            if row == 3 { 19 } else { 90 }
        )
    });
    let reading = reading(&table, "padron.csv");
    assert_eq!(taken(&reading, "Fecha constitución"), "founded_on");
    let plan = reading.to_end().unwrap();
    assert_eq!(
        plan.entries[0].draft.founded_on,
        Some(jiff::civil::date(1990, 1, 1))
    );
    assert_eq!(plan.entries[3].draft.founded_on, None);
}

#[test]
fn sections_of_italys_third_sector_are_known() {
    let table = lines("Repertorio;Denominazione;Sezione", |row| {
        let sections = [
            "A - Organizzazioni di volontariato",
            "D - Imprese sociali",
            "G - Altri enti del terzo settore",
        ];
        format!("{};Ente {row};{}", 10_000 + row * 3, sections[row % 3])
    });
    let plan = reading(&table, "runts.csv").to_end().unwrap();
    assert_eq!(plan.unknown, []);
    let kinds: Vec<&str> = plan.entries[..3]
        .iter()
        .map(|entry| entry.draft.entity_type.as_str())
        .collect();
    assert_eq!(kinds, ["association", "social-enterprise", "association"]);
}
