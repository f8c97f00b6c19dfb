//! Organizations that said no in a column which nobody here expected are not published.

use super::*;

/// Takes a table to publish it; says with what words that is refused.
async fn refused(office: &Office, table: &str) -> String {
    let taken = office.take(reading(table, "padron.csv"), PUBLISH).await;
    match taken {
        Err(refusal) => refusal.to_string(),
        Ok(report) => panic!("{} were published of {table}", report.published),
    }
}

#[tokio::test]
async fn a_second_column_that_asks_who_is_published_is_noticed_by_any_usual_name() {
    let office = office().await;
    for header in [
        "Visible",
        "Visible en la web",
        "Mostrar en mapa",
        "Difusión",
        "Público",
        "Visibilidad",
        "Privacidad",
        "Freigabe",
        "Zustimmung",
        "Datenfreigabe",
        "No publicar",
        "Consentimiento",
    ] {
        let mut table = format!("ID;Nombre;País;Consentimiento;{header}\n");
        for row in 0..20 {
            writeln!(table, "{row}7;Taller {row};España;Sí;No").unwrap();
        }
        let refusal = refused(&office, &table).await;
        assert!(refusal.contains(header), "{header}: {refusal}");
    }
    assert!(office.all().await.is_empty());
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
        let office = office().await;
        let mut table = format!("Naam;Plaats;{header}\n");
        for row in 0..20 {
            let value = if row % 4 == 0 { no } else { yes };
            writeln!(table, "Buurthuis {row};Utrecht;{value}").unwrap();
        }
        let report = office
            .take(reading(&table, "register-utrecht.csv"), PUBLISH)
            .await
            .unwrap();
        assert_eq!((report.published, report.skipped), (15, 5), "{header}");
    }
}
