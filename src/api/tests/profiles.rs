//! How organizations show themselves to other servers, by their own token or the office's.

use super::*;

#[tokio::test]
async fn an_organization_chooses_whether_it_is_found_and_nobody_else_does() {
    let office = office().await;
    let path = office.organization("Taller").await;
    let other = office.organization("Otra").await;
    let profile = format!("{path}/profile");
    let (status, shown) = office.get(&profile).await;
    assert_eq!(status, StatusCode::OK, "{shown}");
    assert_eq!(shown["discoverable"], json!(true));

    let token = office
        .token(&[Scope::OrganizationsWrite], Some(id(&path)))
        .await;
    let hidden = json!({"discoverable": false});
    let chosen = office.ask(&token, Method::PATCH, &profile, hidden.clone());
    let (status, chosen) = chosen.await;
    assert_eq!(status, StatusCode::OK, "{chosen}");
    assert_eq!(chosen["discoverable"], json!(false));
    assert_eq!(chosen["indexable"], json!(true), "what is not named stays");
    assert_eq!(office.get(&profile).await.1["discoverable"], json!(false));

    let theirs = format!("{other}/profile");
    for (token, path, body, refused) in [
        ("", &profile, hidden.clone(), StatusCode::UNAUTHORIZED),
        (&token, &theirs, hidden.clone(), StatusCode::FORBIDDEN),
        (
            &*office.token,
            &profile,
            json!({"found": false}),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let (status, answer) = office.ask(token, Method::PATCH, path, body).await;
        assert_eq!(status, refused, "{path} {answer}");
    }
    assert_eq!(office.get(&theirs).await.1["discoverable"], json!(true));
    let nobody = format!("{ORGANIZATIONS}/0192f5a0-7b1c-7e2d-8f3a-4b5c6d7e8f90/profile");
    assert_eq!(office.get(&nobody).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn offers_are_pinned_and_taken_down_by_whoever_may_change_them() {
    let office = office().await;
    let path = office.active("Taller").await;
    let other = office.active("Otra").await;
    let mut made = Vec::new();
    for _ in 0..2 {
        let (status, one) = office.post(OFFERS, offer(&path)).await;
        assert_eq!(status, StatusCode::CREATED, "{one}");
        made.push(one["id"].clone());
    }
    let pin = format!("{OFFERS}/{}/pin", made[0].as_str().unwrap());
    let first = async || office.get(&format!("{path}/profile")).await.1["featured"].clone();
    assert_eq!(first().await.as_array().unwrap().len(), 2);
    let stranger = office.token(&[Scope::OffersWrite], Some(id(&other))).await;
    for (token, refused) in [
        ("", StatusCode::UNAUTHORIZED),
        (&*stranger, StatusCode::FORBIDDEN),
    ] {
        for method in [Method::PUT, Method::DELETE] {
            let (status, _) = office.ask(token, method, &pin, Value::Null).await;
            assert_eq!(status, refused, "{token:?}");
        }
    }
    // Twice is once.
    for _ in 0..2 {
        let (status, answer) = office
            .ask(&office.token, Method::PUT, &pin, Value::Null)
            .await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{answer}");
    }
    assert_eq!(first().await, json!([made[0]]));
    let (status, _) = office
        .ask(&office.token, Method::DELETE, &pin, Value::Null)
        .await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(
        first().await.as_array().unwrap().len(),
        2,
        "the newest again"
    );
    let unknown = format!("{OFFERS}/0192f5a0-7b1c-7e2d-8f3a-4b5c6d7e8f90/pin");
    let (status, _) = office
        .ask(&office.token, Method::PUT, &unknown, Value::Null)
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
