//! How a file that was brought is read, and what the officer says of its columns.

use super::*;

#[tokio::test]
async fn a_file_whose_letters_are_wrong_is_read_again_as_the_officer_says() {
    let house = House::new().await;
    let cookie = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let path = house.brought("roll.csv", TABLE, &cookie).await;
    let page = house.get(&path, &cookie).await;
    let as_found = "read as UTF-8, its columns separated by: semicolon ( ; )";
    assert!(page.body.contains(as_found), "{}", page.body);
    let again = format!("{path}/read");
    let refused = house.post(&again, "encoding=klingon", &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("klingon"), "{}", refused.body);
    let refused = house.post(&again, "encoding=UTF-16LE", &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen = "<option selected>UTF-16LE";
    assert!(refused.body.contains(chosen), "{}", refused.body);
    let done = house
        .post(&again, "encoding=windows-1252&delimiter=%3B", &cookie)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = house.get(&path, &cookie).await;
    assert!(page.body.contains("CafÃ© UniÃ³n"), "{}", page.body);
    assert!(
        page.body.contains("<option selected>windows-1252"),
        "{}",
        page.body
    );
    let doubt = "the file is in UTF-8, though it was said to be in windows-1252";
    assert!(page.body.contains(doubt), "{}", page.body);
    // What was chosen goes on into the rehearsal, and can be taken back.
    let rehearsed = house.post(&path, COLUMNS, &cookie).await;
    assert_eq!(
        rehearsed.status,
        StatusCode::SEE_OTHER,
        "{}",
        rehearsed.body
    );
    house.when_done(&path, &cookie).await;
    let mapping = house.get(&format!("{path}/mapping"), &cookie).await;
    assert!(
        mapping.body.contains("encoding = \"windows-1252\""),
        "{}",
        mapping.body
    );
    house.post(&again, "encoding=&delimiter=", &cookie).await;
    let page = house.get(&path, &cookie).await;
    assert!(page.body.contains("Café Unión"), "{}", page.body);
    assert!(!page.body.contains(doubt), "{}", page.body);
    // What was said of the columns holds on.
    let said = "<option value=\"name:es\" selected>";
    assert!(page.body.contains(said), "{}", page.body);
}

#[tokio::test]
async fn an_officer_says_which_columns_tell_who_may_be_published() {
    let house = House::new().await;
    let cookie = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let table = "Folio;Nombre;Acta;Consentimiento;Alta\n1;Alba;Sí;Sí;Sí\n2;Bruma;No;Sí;Sí\n";
    let path = house.brought("roll.csv", table, &cookie).await;
    let page = house.get(&path, &cookie).await;
    let chosen = "<option value=\"diffusion\" selected>";
    assert_eq!(page.body.matches(chosen).count(), 1, "{}", page.body);
    assert!(
        page.body.contains("of the column “Consentimiento”"),
        "{}",
        page.body
    );
    let form = "register=roll&language=es&territory=MX-OAX&column-0=identifier&column-1=name";
    let twice = format!("{form}&column-2=status&column-4=status");
    let refused = house.post(&path, &twice, &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Of the third column the form says nothing, so it stays what it was taken for.
    let marked = format!("{form}&column-2=diffusion&column-4=");
    let rehearsed = house.post(&path, &marked, &cookie).await;
    assert_eq!(
        rehearsed.status,
        StatusCode::SEE_OTHER,
        "{}",
        rehearsed.body
    );
    house.when_done(&path, &cookie).await;
    let mapping = house.get(&format!("{path}/mapping"), &cookie).await;
    let kept = Mapping::read(&mapping.body).unwrap();
    let asked = kept.diffusion.unwrap();
    assert_eq!(
        (asked.column.as_str(), asked.also.as_slice()),
        ("Acta", &["Consentimiento".to_owned()][..])
    );
    assert_eq!(kept.ended, None);
}
