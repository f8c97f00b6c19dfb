//! The lists of a rehearsal, whole, for whoever decides by them and mends the register.

use std::fmt::Write as _;

use super::*;

/// The first file of a register with more records than a page lists.
fn register() -> String {
    let mut table = "Folio;Nombre;Municipio;Sitio\n".to_owned();
    for number in 1..=60 {
        writeln!(table, "{number};Cooperativa {number};Oaxaca de Juárez;").unwrap();
    }
    table
}

#[tokio::test]
async fn what_a_whole_register_lacks_and_what_is_to_be_mended_is_taken_away_whole() {
    let house = House::new().await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let first = house.brought("first.csv", &register(), &eva).await;
    for list in ["problems", "missing"] {
        let none = house.get(&format!("{first}/{list}"), &eva).await;
        assert_eq!(
            (none.status, none.body.lines().count()),
            (StatusCode::OK, 1)
        );
    }
    let publishing = format!("{COLUMNS}&publish=yes");
    house.post(&first, &publishing, &eva).await;
    let seen = rehearsal(&house.when_done(&first, &eva).await);
    let known = format!("rehearsal={seen}");
    house.post(&format!("{first}/import"), &known, &eva).await;
    house.when_done(&first, &eva).await;

    let mut table = register();
    let kept = table.find("4;Cooperativa 4;").unwrap();
    table.truncate(kept);
    table.push_str("4;Cooperativa 4;Oaxaca de Juárez;=cmd|A1\n");
    let second = house.brought("second.csv", &table, &eva).await;
    let whole = format!("{publishing}&complete=yes&register-again=roll");
    house.post(&second, &whole, &eva).await;
    let page = house.when_done(&second, &eva).await;
    assert!(
        page.body.contains("50 of 56 are listed here"),
        "{}",
        page.body
    );
    let missing = house.get(&format!("{second}/missing"), &eva).await.body;
    assert_eq!(missing.lines().count(), 57, "{missing}");
    assert!(missing.contains("60,Cooperativa 60,https://"), "{missing}");

    let problems = house.get(&format!("{second}/problems"), &eva).await.body;
    assert!(
        problems.starts_with("Line,Column or field,Value,"),
        "{problems}"
    );
    assert!(problems.contains("5,Sitio,'=cmd|A1,"), "{problems}");

    for foreign in ["imports/01890000-0000-7000-8000-000000000000", "imports/x"] {
        for list in ["problems", "missing"] {
            let none = house.get(&format!("/office/{foreign}/{list}"), &eva).await;
            assert_eq!(none.status, StatusCode::NOT_FOUND, "{foreign}");
        }
    }
}

#[tokio::test]
async fn what_was_to_be_mended_is_taken_away_after_the_import_too() {
    let house = House::new().await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let table = TABLE.replace("https://cafe.example", "=cmd|A1");
    let path = house.brought("roll.csv", &table, &eva).await;
    house.post(&path, COLUMNS, &eva).await;
    let seen = rehearsal(&house.when_done(&path, &eva).await);
    let known = format!("rehearsal={seen}");
    house.post(&format!("{path}/import"), &known, &eva).await;
    house.when_done(&path, &eva).await;
    let made = house.get(&path, &eva).await.to().to_owned();
    let page = house.get(&made, &eva).await;
    assert!(
        page.body.contains(&format!("{made}/problems\"")),
        "{}",
        page.body
    );
    let problems = house.get(&format!("{made}/problems"), &eva).await.body;
    assert!(problems.contains("2,Sitio,'=cmd|A1,"), "{problems}");
    let none = house.get("/office/imports/made/x/problems", &eva).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_rehearsal_tells_the_pairs_that_a_file_brings_beside_those_that_wait() {
    let house = House::new().await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let table = TABLE.replace(
        "2;Tejidos del Sur;Salina Cruz;https://tejidos.example",
        "2;Cafe Union;Oaxaca de Juárez;https://cafe.example",
    );
    let first = house.brought("first.csv", &table, &eva).await;
    house.post(&first, COLUMNS, &eva).await;
    let page = house.when_done(&first, &eva).await;
    assert!(
        page.body.contains("This file brings one pair of records"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("waiting for a decision"));
    let known = format!("rehearsal={}", rehearsal(&page));
    house.post(&format!("{first}/import"), &known, &eva).await;
    house.when_done(&first, &eva).await;

    let second = house.brought("second.csv", &table, &eva).await;
    house.post(&second, COLUMNS, &eva).await;
    let page = house.when_done(&second, &eva).await;
    for said in [
        "This file brings no pair of records",
        "<a href=\"/office/duplicates\">One pair is already waiting for a decision.</a>",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
}
