//! Everything of one organization is for itself and the office.

use super::*;

#[tokio::test]
async fn everything_is_shown_to_the_organization_and_the_office_and_nobody_else() {
    let office = office().await;
    let path = office.organization("Fresno").await;
    let other = office.organization("Roble").await;
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let writes = [Scope::OrganizationsWrite];
    let own = office.token(&writes, Some(&id(&path))).await;
    let stranger = office.token(&writes, Some(&id(&other))).await;
    let whole = format!("{path}/export");

    for token in [office.token.as_str(), own.as_str()] {
        let (status, read) = office.ask(token, Method::GET, &whole, Value::Null).await;
        assert_eq!(status, StatusCode::OK, "{read}");
        let organization = &read["organization"];
        assert_eq!(organization["contacts"][0]["value"], "+52 55 1234");
        assert_eq!(organization["provenance"][0]["by"], "office");
        assert_eq!(
            (&read["followers"], &read["offers"]),
            (&json!(0), &json!([]))
        );
    }
    let (status, _) = office.get(&whole).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let (status, _) = office
        .ask(&stranger, Method::GET, &whole, Value::Null)
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}
