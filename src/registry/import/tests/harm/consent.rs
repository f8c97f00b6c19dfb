//! Organizations that said no in a column which nobody here expected are not published.

use super::*;

#[tokio::test]
async fn a_second_column_that_asks_who_is_published_is_heard_by_any_usual_name() {
    for (header, yes, no) in [
        ("Visible", "Sí", "No"),
        ("Visible en la web", "Sí", "No"),
        ("Mostrar en mapa", "Sí", "No"),
        ("Difusión", "Sí", "No"),
        ("Público", "Sí", "No"),
        ("Visibilidad", "Pública", "Oculta"),
        ("Privacidad", "Público", "Privado"),
        ("Freigabe", "Ja", "Nein"),
        ("Zustimmung", "Ja", "Nein"),
        ("Datenfreigabe", "Ja", "Nein"),
        ("No publicar", "No", "Sí"),
        ("Consentimiento", "Sí", "No"),
    ] {
        let mut table = format!("ID;Nombre;País;Consentimiento;{header}\n");
        for row in 0..20 {
            let value = if row % 4 == 0 { no } else { yes };
            writeln!(table, "{row}7;Taller {row};España;Sí;{value}").unwrap();
        }
        publishes_fifteen(&table, "padron.csv", header).await;
    }
}

#[tokio::test]
async fn nothing_is_published_while_such_a_column_is_not_understood() {
    let office = office().await;
    for header in [
        "Visible",
        "Mostrar en mapa",
        "Privacidad",
        "Consentimiento",
        "Freigabe",
    ] {
        let mut table = format!("ID;Nombre;País;Consentimiento;{header}\n");
        for row in 0..20 {
            writeln!(table, "{row}7;Taller {row};España;Sí;Nivel {row}").unwrap();
        }
        let taken = office.take(reading(&table, "padron.csv"), PUBLISH).await;
        let refusal = taken.unwrap_err().to_string();
        assert!(refusal.contains(header), "{header}: {refusal}");
    }
    assert!(office.all().await.is_empty());
}

#[tokio::test]
async fn a_mapping_may_name_several_columns_that_all_have_to_agree() {
    let office = office().await;
    let mapping = "register = \"padron\"\nlanguage = \"es\"\n[columns]\nidentifier = \"ID\"\n\
        name = \"Nombre\"\n[diffusion]\ncolumn = \"Acta\"\nalso = [\"Mapa\"]\n";
    let mapping = Mapping::read(mapping).unwrap();
    assert_eq!(Mapping::read(&mapping.to_toml()).unwrap(), mapping);
    let table = "ID;Nombre;Acta;Mapa\n1;Alba;Sí;Sí\n2;Bruma;Sí;No\n3;Cierzo;No;Sí\n4;Duna;Sí;\n";
    let source = io::Cursor::new(table.as_bytes().to_vec());
    let reading = open_mapped(source, "padron.csv", &Choice::default(), &mapping).unwrap();
    let report = office.take(reading, PUBLISH).await.unwrap();
    assert_eq!((report.published, report.skipped), (1, 3));
}

#[tokio::test]
async fn who_refused_in_dutch_or_in_czech_is_not_published() {
    for (header, yes, no) in [
        ("Toestemming publicatie", "Ja", "Nee"),
        ("Toestemming", "Ja, akkoord", "Niet akkoord"),
        ("Niet publiceren", "nee", "ja"),
        ("Mag niet gepubliceerd worden", "", "x"),
        ("Openbaar", "Ja", "Nee"),
        ("Zichtbaar op kaart", "ja", "nee"),
        ("AVG", "akkoord", "geen toestemming"),
        ("Souhlas se zveřejněním", "Ano", "Ne"),
        ("Souhlas", "Souhlasím", "Nesouhlasím"),
        ("Nezveřejňovat", "ne", "ano"),
        ("Zveřejnit", "ano", "ne"),
    ] {
        let mut table = format!("Naam;Plaats;{header}\n");
        for row in 0..20 {
            let value = if row % 4 == 0 { no } else { yes };
            writeln!(table, "Buurthuis {row};Utrecht;{value}").unwrap();
        }
        publishes_fifteen(&table, "register-utrecht.csv", header).await;
    }
}

#[test]
fn what_would_be_passed_over_in_a_mapping_is_refused() {
    let mapping = |marks: &str| {
        let columns = "register = \"padron\"\nlanguage = \"es\"\n[columns]\nname = \"Nombre\"\n";
        Mapping::read(&format!("{columns}{marks}"))
    };
    for marks in [
        "[ended]\ncolumn = \"Baja\"\nalso = [\"Cese\"]\n",
        "[ended]\ncolumn = \"Baja\"\nempty_agrees = true\n",
        "[diffusion]\ncolumn = \"Acta\"\nalso = [\"Acta\"]\n",
        "[diffusion]\ncolumn = \"Acta\"\nalso = [\"Mapa\", \"Mapa\"]\n",
    ] {
        assert!(mapping(marks).is_err(), "{marks}");
    }
    assert!(mapping("[diffusion]\ncolumn = \"Acta\"\nalso = [\"Mapa\"]\n").is_ok());
}

#[tokio::test]
async fn whoever_a_header_says_refused_is_not_published() {
    for (header, others, marked) in [
        ("Zonder toestemming", "", "x"),
        ("Bezwaar tegen publicatie", "nee", "ja"),
        ("Toestemming ingetrokken", "", "2021-04-05"),
        ("Keine Einwilligung", "", "X"),
        ("Opposition à la diffusion", "non", "oui"),
        ("Consent withdrawn", "No", "Yes"),
        ("Ocultar en el mapa", "No", "Sí"),
        ("Niet op website", "", "x"),
        ("Exclude from publication", "", "x"),
        ("Geen bezwaar tegen publicatie", "ja", "nee"),
        ("Non-opposition à la diffusion", "oui", ""),
        ("Einwilligung (jederzeit widerruflich)", "ja", "nein"),
        ("Consent (may be withdrawn at any time)", "yes", ""),
    ] {
        let table = with_column(header, others, marked);
        publishes_fifteen(&table, "padron.csv", header).await;
    }
}

#[tokio::test]
async fn a_further_column_whose_values_are_unclear_publishes_nobody_unasked() {
    for header in [
        "Visibilidad en el mapa",
        "Estado de publicación",
        "Difusión web",
        "Publicación en el directorio",
    ] {
        let office = office().await;
        let mut table = format!("ID;Nombre;País;Consentimiento;{header}\n");
        for row in 0..20 {
            let value = ["Pública", "Oculta", "Solo socias"][row % 3];
            writeln!(table, "{row}7;Taller {row};España;Sí;{value}").unwrap();
        }
        let taken = office.take(reading(&table, "padron.csv"), PUBLISH).await;
        let refusal = taken.unwrap_err().to_string();
        assert!(refusal.contains(header), "{header}: {refusal}");
        assert!(office.all().await.is_empty(), "{header}");
    }
}

#[tokio::test]
async fn a_column_of_consent_is_nothing_else_however_it_is_called() {
    for header in [
        "Toestemming contactpersoon",
        "Consent of contact person",
        "Consentimiento de la persona de contacto",
        "Consentimiento del representante legal",
        "Einwilligung Ansprechpartner",
    ] {
        let table = with_column(header, "Ja", "Mondeling");
        publishes_fifteen(&table, "padron.csv", header).await;
    }
    let mapping = "register = \"padron\"\nlanguage = \"es\"\n[columns]\nidentifier = \"ID\"\n\
        name = \"Nombre\"\nperson = \"Consentimiento de contacto\"\n";
    let source =
        io::Cursor::new(with_column("Consentimiento de contacto", "Sí", "No").into_bytes());
    let mapping = Mapping::read(mapping).unwrap();
    let reading = open_mapped(source, "padron.csv", &Choice::default(), &mapping).unwrap();
    let office = office().await;
    let refusal = office.take(reading, PUBLISH).await.unwrap_err().to_string();
    assert!(refusal.contains("Consentimiento de contacto"), "{refusal}");
}

#[tokio::test]
async fn a_column_that_begins_with_empty_rows_or_comes_fifth_is_heard_all_the_same() {
    let office = office().await;
    let mut late = "ID;Nombre;País;Visibilidad en el mapa\n".to_owned();
    for row in 0..210 {
        let value = if row < 205 { "" } else { "Oculta" };
        writeln!(late, "{row}7;Taller {row};España;{value}").unwrap();
    }
    let taken = office.take(reading(&late, "padron.csv"), PUBLISH).await;
    let refusal = taken.unwrap_err().to_string();
    assert!(refusal.contains("Visibilidad en el mapa"), "{refusal}");

    let mut five = "ID;Nombre;País;Consentimiento;Difusión;RGPD;Publicar;Einwilligung\n".to_owned();
    for row in 0..20 {
        let fifth = if row % 4 == 0 { "No" } else { "Sí" };
        writeln!(five, "{row}7;Taller {row};España;Sí;Sí;Sí;Sí;{fifth}").unwrap();
    }
    let taken = office.take(reading(&five, "padron.csv"), PUBLISH).await;
    let report = taken.unwrap();
    assert_eq!((report.published, report.skipped), (15, 5));
}

#[tokio::test]
async fn a_yes_that_is_doubted_or_to_the_office_alone_is_withheld_and_told() {
    for (header, others, unclear) in [
        ("Consentimiento", "Sí", "Sí?"),
        ("Consent to publication", "Yes", "Visible to us"),
        ("No publicar", "No", "No?"),
    ] {
        let table = with_column(header, others, unclear);
        let report = publishes_fifteen(&table, "padron.csv", header).await;
        let of_it =
            |problem: &&Problem| problem.field == header && problem.level == Level::RowLeftOut;
        let told: Vec<&str> = (report.problems.iter().filter(of_it))
            .map(|problem| &*problem.reason)
            .collect();
        assert_eq!(told.len(), 5, "{header}");
        assert!(told.iter().all(|said| said.contains(unclear)), "{told:?}");
    }
}
