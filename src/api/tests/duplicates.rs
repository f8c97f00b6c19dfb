//! Duplicates by the API: for the office alone.

use super::*;

const DUPLICATES: &str = "/api/v1/duplicates";

#[tokio::test]
async fn an_office_finds_pairs_merges_one_and_keeps_another_apart() {
    let office = office().await;
    let one = office.organization("Café Unión de Tejedoras").await;
    let two = office.organization("Cafe Union Tejedoras").await;
    let three = office.organization("Café Unión Tejedoras SC").await;
    let (status, found) = office.post(&format!("{DUPLICATES}/find"), json!({})).await;
    assert_eq!(
        (status, &found["new"]),
        (StatusCode::OK, &json!(3)),
        "{found}"
    );
    let (token, path) = (office.token.clone(), format!("{DUPLICATES}?limit=2"));
    let (status, pairs) = office.ask(&token, Method::GET, &path, Value::Null).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(pairs.as_array().unwrap().len(), 2);
    assert_eq!(pairs[0]["state"], "proposed");
    assert_eq!(pairs[0]["reasons"][0]["kind"], "name");

    let apart = json!({"one": id(&one), "other": id(&three)});
    let (status, pair) = office.post(&format!("{DUPLICATES}/apart"), apart).await;
    assert_eq!((status, &pair["state"]), (StatusCode::OK, &json!("apart")));
    let merge = json!({"keep": id(&one), "lose": id(&two)});
    let (status, kept) = office
        .post(&format!("{DUPLICATES}/merge"), merge.clone())
        .await;
    assert_eq!(
        (status, &kept["id"]),
        (StatusCode::OK, &json!(id(&one))),
        "{kept}"
    );
    let itself = json!({"keep": id(&one), "lose": id(&one)});
    for (body, expected) in [
        (itself, StatusCode::UNPROCESSABLE_ENTITY),
        (merge, StatusCode::UNPROCESSABLE_ENTITY),
        (
            json!({"keep": id(&one), "lose": "nobody"}),
            StatusCode::NOT_FOUND,
        ),
        (
            json!({"keep": id(&one), "lose": "https://other.example/o/1"}),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let (status, answer) = office.post(&format!("{DUPLICATES}/merge"), body).await;
        assert_eq!(status, expected, "{answer}");
    }
}

#[tokio::test]
async fn two_are_not_merged_the_other_way_round_than_was_asked() {
    let office = office().await;
    let listed = office.organization("Café Unión de Tejedoras").await;
    let active = office.active("Cafe Union Tejedoras").await;
    let merge = format!("{DUPLICATES}/merge");
    let turned = json!({"keep": id(&listed), "lose": id(&active)});
    let (status, refusal) = office.post(&merge, turned).await;
    assert_eq!(status, StatusCode::CONFLICT, "{refusal}");
    let said = refusal["detail"].as_str().unwrap();
    assert!(
        said.contains("Cafe Union Tejedoras speaks for itself"),
        "{said}"
    );
    assert_eq!(office.get(&listed).await.0, StatusCode::OK);

    let asked = json!({"keep": id(&active), "lose": id(&listed)});
    let (status, kept) = office.post(&merge, asked).await;
    assert_eq!((status, &kept["id"]), (StatusCode::OK, &json!(id(&active))));
}

#[tokio::test]
async fn nobody_but_the_office_sees_or_decides_pairs() {
    let office = office().await;
    let owner = office.active("Taller").await;
    let own = office
        .token(&[Scope::OrganizationsWrite], Some(id(&owner)))
        .await;
    for (token, expected) in [
        ("", StatusCode::UNAUTHORIZED),
        (own.as_str(), StatusCode::FORBIDDEN),
    ] {
        for (method, path) in [
            (Method::GET, DUPLICATES.to_owned()),
            (Method::POST, format!("{DUPLICATES}/find")),
            (Method::POST, format!("{DUPLICATES}/merge")),
            (Method::POST, format!("{DUPLICATES}/apart")),
        ] {
            let (status, _) = office.ask(token, method, &path, json!({})).await;
            assert_eq!(status, expected, "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_the_same_elsewhere_is_stated_by_the_organization_or_the_office() {
    let office = office().await;
    let owner = office.active("Taller").await;
    let other = office.active("Otra").await;
    let path = format!("{ORGANIZATIONS}/{}/same-as", id(&owner));
    let foreign = office
        .token(&[Scope::OrganizationsWrite], Some(id(&other)))
        .await;
    let address = json!({"address": "https://other.example/o/1"});
    let (status, _) = office
        .ask(&foreign, Method::POST, &path, address.clone())
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    // Nobody whom this directory follows has that record.
    let (status, refusal) = office.post(&path, address.clone()).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{refusal}");
    let ours = json!({"address": "https://a.example/o/1"});
    let (status, refusal) = office.post(&path, ours).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refusal}");
    let token = office.token.clone();
    let (status, _) = office.ask(&token, Method::DELETE, &path, address).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, stated) = office.get(&path).await;
    assert_eq!((status, stated), (StatusCode::OK, json!([])));
}
