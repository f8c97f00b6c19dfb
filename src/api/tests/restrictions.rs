//! Keeping servers and accounts out, by the office alone.

use super::*;

const PATH: &str = "/api/v1/restrictions";

#[tokio::test]
async fn the_office_blocks_limits_and_lifts_and_nobody_else_does() {
    let office = office().await;
    let admin = office.token(&[Scope::Admin], None).await;
    let new = json!({"subject": "Spam.example", "severity": "block", "reason": "sells"});
    for stranger in ["", &office.token] {
        for (method, path) in [
            (Method::GET, PATH.to_owned()),
            (Method::POST, PATH.to_owned()),
            (Method::GET, format!("{PATH}/export")),
            (Method::POST, format!("{PATH}/import")),
            (Method::DELETE, format!("{PATH}/spam.example")),
        ] {
            let (status, _) = office.ask(stranger, method, &path, new.clone()).await;
            let is_refused = matches!(status.as_u16(), 401 | 403);
            assert!(is_refused, "{path} {status}");
        }
    }
    let (status, made) = office.ask(&admin, Method::POST, PATH, new).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    assert_eq!(made["restriction"]["subject"], json!("spam.example"));
    let account = json!({"subject": "https://loud.example/u/1", "severity": "limit"});
    office.ask(&admin, Method::POST, PATH, account).await;
    for wrong in [
        json!({"subject": "com", "severity": "block"}),
        json!({"subject": "a.example", "severity": "block"}),
        json!({"subject": "example.org", "severity": "mute"}),
    ] {
        let (status, _) = office.ask(&admin, Method::POST, PATH, wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let (_, list) = office.ask(&admin, Method::GET, PATH, Value::Null).await;
    assert_eq!(list.as_array().unwrap().len(), 2, "{list}");
    let lifted = format!("{PATH}/https%3A%2F%2Floud.example%2Fu%2F1");
    let (status, _) = office
        .ask(&admin, Method::DELETE, &lifted, Value::Null)
        .await;
    assert_eq!(status, StatusCode::OK);
    let (status, _) = office
        .ask(&admin, Method::DELETE, &lifted, Value::Null)
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_list_comes_in_and_goes_out_by_the_api() {
    let office = office().await;
    let admin = office.token(&[Scope::Admin], None).await;
    let send = async |query: &str, list: &str| {
        let request = Request::post(format!("{PATH}/import{query}"))
            .header(header::AUTHORIZATION, format!("Bearer {admin}"))
            .body(Body::from(list.to_owned()))
            .unwrap();
        let response = office.send(request).await;
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (
            status,
            serde_json::from_slice::<Value>(&bytes).unwrap_or_default(),
        )
    };
    let list = "#domain,#severity\nspam.example,suspend\n*.wild.example,suspend\n";
    let (_, told) = send("?dry_run=true", list).await;
    assert_eq!(
        (&told["added"], &told["problems"][0]["line"]),
        (&json!(1), &json!(3))
    );
    let (status, _) = send("", &"a".repeat(3 << 20)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    send("", list).await;
    let request = Request::get(format!("{PATH}/export"))
        .header(header::AUTHORIZATION, format!("Bearer {admin}"))
        .body(Body::empty())
        .unwrap();
    let response = office.send(request).await;
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let text = std::str::from_utf8(&bytes).unwrap();
    assert!(
        text.ends_with("spam.example,suspend,false,false,,false\n"),
        "{text}"
    );
    let (_, again) = send("", text).await;
    assert_eq!(
        (&again["added"], &again["unchanged"]),
        (&json!(0), &json!(1))
    );
}
