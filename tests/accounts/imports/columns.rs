//! How a file that was brought is read, and what the officer says of its columns.

use super::*;

/// The fields beside which a form that came back says that something is wrong, in their order.
fn wrong_fields(page: &Answer) -> Vec<&str> {
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        page.body
    );
    let ends = page.body.match_indices("-wrong\" role=\"alert\"");
    let names = ends.map(|(end, _)| page.body[..end].rsplit("id=\"").next().unwrap());
    names.collect()
}

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
    for (chosen, field) in [
        ("encoding=klingon&delimiter=%3B", "encoding"),
        ("encoding=&delimiter=%3B%3B", "delimiter"),
        ("encoding=UTF-8&delimiter=%3B%3B", "delimiter"),
    ] {
        let refused = house.post(&again, chosen, &cookie).await;
        assert_eq!(
            wrong_fields(&refused),
            [field],
            "{chosen}: {}",
            refused.body
        );
    }
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
        page.body.contains("in the column “Consentimiento”"),
        "{}",
        page.body
    );
    let form = "register=roll&language=es&territory=MX-OAX&column-0=identifier&column-1=name";
    let twice = format!("{form}&column-2=status&column-4=status");
    let refused = house.post(&path, &twice, &cookie).await;
    assert_eq!(wrong_fields(&refused), ["column-4"], "{}", refused.body);
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

#[tokio::test]
async fn a_file_in_which_no_names_are_found_waits_for_the_officer_to_say_where_they_are() {
    let house = House::new().await;
    let cookie = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let table = "a;Correo\nTX1;a@x.example\nTX2;b@x.example\n";
    let path = house.brought("mails.csv", table, &cookie).await;
    let page = house.get(&path, &cookie).await;
    for said in [
        "No column that holds names was found",
        "<option value=\"email\" selected>",
        "TX1 · TX2",
        "<select id=\"encoding\"",
        "<select id=\"delimiter\"",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let form = "register=mails&language=es&territory=MX-OAX&column-1=email&publish=yes";
    let refused = house
        .post(&path, &format!("{form}&column-0="), &cookie)
        .await;
    assert_eq!(wrong_fields(&refused), ["columns"], "{}", refused.body);
    for kept in [
        "value=\"mails\"",
        "value=\"MX-OAX\"",
        "<option value=\"email\" selected>",
        "value=\"yes\" required checked",
    ] {
        assert!(refused.body.contains(kept), "{kept}: {}", refused.body);
    }
    let begun = house
        .post(&path, &format!("{form}&column-0=name"), &cookie)
        .await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let page = house.when_done(&path, &cookie).await;
    assert_eq!(rehearsal(&page), "1");
    assert!(!page.body.contains("No column that holds"), "{}", page.body);
    let import = format!("{path}/import");
    house.post(&import, "rehearsal=1", &cookie).await;
    house.when_done(&path, &cookie).await;
    assert_eq!(house.count().await, 1);
}

#[tokio::test]
async fn all_that_is_wrong_in_the_form_is_said_at_once_beside_its_field() {
    let house = House::new().await;
    let cookie = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let path = house.brought("roll.csv", TABLE, &cookie).await;
    let typed = "register=Mi+Registro&language=qqqq&territory=Qwxyzland&entity_type=\
        &column-0=website&column-1=name&column-2=colour&column-3=website";
    let spanish = [("cookie", cookie.as_str()), ("accept-language", "es")];
    let refused = house.post_with(&path, typed, &spanish).await;
    assert_eq!(
        wrong_fields(&refused),
        ["register", "language", "territory", "column-2", "column-3"],
        "{}",
        refused.body
    );
    assert_eq!(refused.body.matches(" autofocus").count(), 1);
    let plain = refused.body.replace(['\u{2068}', '\u{2069}'], "");
    for said in [
        "escriba un nombre corto",
        "la columna «Folio» ya está elegida para esto",
        "value=\"Mi Registro\"",
        "value=\"qqqq\"",
        "value=\"Qwxyzland\"",
    ] {
        assert!(plain.contains(said), "{said}: {plain}");
    }
    let again = house.get(&path, &cookie).await;
    assert!(again.body.contains("value=\"roll\""), "nothing was kept");
}

#[tokio::test]
async fn the_language_of_the_texts_is_named_and_what_is_done_with_a_file_names_it() {
    let house = House::new().await;
    let eva = house
        .signed_in("eva@city.example", Some(Role::Registrar))
        .await;
    let path = house.brought("roll.csv", TABLE, &eva).await;
    let page = house.get(&path, &eva).await;
    for shown in ["value=\"Spanish\"", "<option value=\"Zapotec\">"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let said = |language: &str| COLUMNS.replace("language=es", &format!("language={language}"));
    let several = house.post(&path, &said("Nahuatl"), &eva).await;
    assert_eq!(wrong_fields(&several), ["language"], "{}", several.body);
    assert!(several.body.contains("Central Nahuatl"), "{}", several.body);
    house.post(&path, &said("zapoteco"), &eva).await;
    let page = house.when_done(&path, &eva).await;
    assert!(page.body.contains("value=\"Zapotec\""), "{}", page.body);
    let mapping = house.get(&format!("{path}/mapping"), &eva).await.body;
    assert!(mapping.contains("language = \"zap\""), "{mapping}");

    for deed in ["read", "guess"] {
        house.post(&format!("{path}/{deed}"), "", &eva).await;
        let acts = house.office(&["admin", "acts"]).await.unwrap().text;
        let named = format!("{deed} (roll.csv)");
        assert!(acts.contains(&named), "{acts}");
    }
}
