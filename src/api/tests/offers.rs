//! Offers by the API.

use super::*;

#[tokio::test]
async fn an_offer_is_made_changed_ended_and_withdrawn() {
    let office = office().await;
    let listed = office.organization("Listada").await;
    assert_eq!(
        office.post(OFFERS, offer(&listed)).await.0,
        StatusCode::CONFLICT
    );
    let owner = office.active("Taller").await;
    let (status, made) = office.post(OFFERS, offer(&owner)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let path = format!("{OFFERS}/{}", made["id"].as_str().unwrap());
    let edit = json!({"valid_until": "2030-12-31", "titles": {"es": "38 bicicletas"}});
    let (status, changed) = office.patch(&path, edit).await;
    assert_eq!(status, StatusCode::OK, "{changed}");
    assert_eq!(changed["valid_until"], "2030-12-31T23:59:59Z");
    for edit in [
        json!({"valid_until": "2001-01-01"}),
        json!({"purpose": "need"}),
        json!({"x": 1}),
    ] {
        assert_eq!(
            office.patch(&path, edit).await.0,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let other = office.active("Otra").await;
    let foreign = office.token(&[Scope::OffersWrite], Some(id(&other))).await;
    for method in [Method::PATCH, Method::DELETE] {
        let (status, _) = office
            .ask(&foreign, method, &path, json!({"unit": "x"}))
            .await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
    let (status, _) = office
        .ask(&foreign, Method::POST, OFFERS, offer(&owner))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);

    let (_, open) = office
        .get(&format!("{OFFERS}?state=open&purpose=offer"))
        .await;
    assert_eq!(open.as_array().unwrap().len(), 1);
    let (status, met) = office
        .post(&format!("{path}/close"), json!({"ending": "met"}))
        .await;
    assert_eq!((status, &met["state"]), (StatusCode::OK, &json!("met")));
    let gone = office
        .ask(&office.token, Method::DELETE, &path, Value::Null)
        .await;
    assert_eq!(gone.0, StatusCode::NO_CONTENT);
    assert_eq!(office.get(&path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(office.get(OFFERS).await.1, json!([]));

    let again = format!("{path}/again");
    let (status, _) = office
        .ask(&foreign, Method::POST, &again, Value::Null)
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, anew) = office.post(&again, Value::Null).await;
    assert_eq!(
        (status, &anew["state"]),
        (StatusCode::CREATED, &json!("open"))
    );
    let anew = format!("{OFFERS}/{}", anew["id"].as_str().unwrap());
    assert_ne!(anew, path);
    let (status, _) = office.post(&format!("{anew}/again"), Value::Null).await;
    assert_eq!(status, StatusCode::CONFLICT, "it stands");
    let gone = office.ask(&office.token, Method::DELETE, &anew, Value::Null);
    assert_eq!(gone.await.0, StatusCode::NO_CONTENT);
    assert_eq!(office.get(OFFERS).await.1, json!([]));
}
