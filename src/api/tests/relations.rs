//! Who says what of an organization, who belongs to whom, and who takes a record over:
//! each with whose token may do it.

use super::*;

fn statement(kind: &str) -> Value {
    json!({"kind": kind, "attested_by": "Oficina", "statement": "Es cooperativa",
        "method": "visita", "valid_until": "2027-01-31"})
}

/// An office with an organization, another, and the token of each.
struct Town {
    office: Office,
    own: String,
    other: String,
    of_own: String,
    of_other: String,
}

async fn town() -> Town {
    let office = office().await;
    let own = office.organization("Taller").await;
    let other = office.organization("Unión").await;
    let scopes = [Scope::OrganizationsWrite];
    let of_own = office.token(&scopes, Some(id(&own))).await;
    let of_other = office.token(&scopes, Some(id(&other))).await;
    Town {
        office,
        own,
        other,
        of_own,
        of_other,
    }
}

impl Town {
    async fn ask(&self, token: &str, path: &str, body: Value) -> (StatusCode, Value) {
        let path = format!("{}/{path}", self.own);
        self.office.ask(token, Method::POST, &path, body).await
    }

    async fn seen(&self, token: &str, what: &str) -> Value {
        let path = format!("{}/{what}", self.own);
        let (status, seen) = self
            .office
            .ask(token, Method::GET, &path, Value::Null)
            .await;
        assert_eq!(status, StatusCode::OK, "{seen}");
        seen
    }
}

#[tokio::test]
async fn the_office_attests_and_an_organization_attests_by_its_own_word_alone() {
    let town = town().await;
    let office = town.office.token.clone();
    let narrow = town.office.token(&[Scope::OffersWrite], None).await;
    for (token, kind, expected) in [
        ("", "office", StatusCode::UNAUTHORIZED),
        (&narrow, "office", StatusCode::FORBIDDEN),
        (&town.of_other, "self", StatusCode::FORBIDDEN),
        (&town.of_own, "office", StatusCode::FORBIDDEN),
        (&town.of_own, "self", StatusCode::CREATED),
        (&office, "network", StatusCode::CREATED),
        (&office, "emperor", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let (status, answer) = town.ask(token, "attestations", statement(kind)).await;
        assert_eq!(status, expected, "{kind}: {answer}");
        if kind == "self" && status == StatusCode::CREATED {
            assert_eq!(
                answer["attested_by"], "Taller",
                "its word stands under its own name"
            );
        }
    }
    assert_eq!(
        town.seen("", "attestations")
            .await
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn a_refusal_is_shown_to_the_office_and_the_organization_alone() {
    let town = town().await;
    let office = town.office.token.clone();
    let mut refusal = statement("office");
    refusal["reason"] = json!("faltan los estatutos");
    for (token, expected) in [
        ("", StatusCode::UNAUTHORIZED),
        (&town.of_own, StatusCode::FORBIDDEN),
        (&office, StatusCode::CREATED),
    ] {
        let (status, _) = town
            .ask(token, "attestations/refuse", refusal.clone())
            .await;
        assert_eq!(status, expected);
    }
    for token in ["", &town.of_other] {
        assert_eq!(town.seen(token, "attestations").await, json!([]));
    }
    for token in [&town.of_own, &office] {
        let seen = town.seen(token, "attestations").await;
        assert_eq!(seen[0]["reason"], "faltan los estatutos");
        assert_eq!(seen[0]["state"], "refused");
    }
}

#[tokio::test]
async fn whoever_attested_may_revoke_and_the_reason_is_not_public() {
    let town = town().await;
    let office = town.office.token.clone();
    let (_, made) = town.ask(&office, "attestations", statement("office")).await;
    let path = format!("attestations/{}/revoke", made["id"].as_str().unwrap());
    let reason = json!({"reason": "ya no existe"});
    for (token, expected) in [
        ("", StatusCode::UNAUTHORIZED),
        (&town.of_other, StatusCode::FORBIDDEN),
        (&town.of_own, StatusCode::FORBIDDEN),
    ] {
        assert_eq!(town.ask(token, &path, reason.clone()).await.0, expected);
    }
    let elsewhere = format!("{}/{path}", town.other);
    let (status, _) = town.office.post(&elsewhere, reason.clone()).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, _) = town.ask(&office, &path, json!({"reason": " "})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        town.seen("", "attestations")
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let (status, revoked) = town.ask(&office, &path, reason).await;
    assert_eq!(
        (status, &revoked["state"]),
        (StatusCode::OK, &json!("revoked"))
    );
    assert_eq!(town.seen("", "attestations").await, json!([]));
    town.office
        .post(&format!("{}/suspend", town.own), Value::Null)
        .await;
    let (status, _) = town.office.get(&format!("{}/attestations", town.own)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_side_confirms_a_membership_by_its_own_token() {
    let town = town().await;
    let join = json!({"body": id(&town.other), "role": "member", "since": "2020-01-01"});
    for (token, expected) in [
        ("", StatusCode::UNAUTHORIZED),
        (&town.of_other, StatusCode::FORBIDDEN),
    ] {
        assert_eq!(
            town.ask(token, "memberships", join.clone()).await.0,
            expected
        );
    }
    let (status, made) = town.ask(&town.of_own, "memberships", join.clone()).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!(made["is_confirmed"], false);
    assert!(made["confirmed_by_member"].is_string() && made["confirmed_by_body"].is_null());
    let (status, _) = town.ask(&town.of_own, "memberships", join).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(town.seen("", "memberships").await, json!([]));

    let number = made["id"].as_str().unwrap();
    let confirm = |side: &str| format!("{side}/memberships/{number}/confirm");
    let ask = async |token: &str, path: &str| {
        let asked = town.office.ask(token, Method::POST, path, Value::Null);
        asked.await
    };
    let (status, _) = ask(&town.of_own, &confirm(&town.other)).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let stranger = town.office.organization("Extraña").await;
    let (status, _) = ask(&town.office.token, &confirm(&stranger)).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, made) = ask(&town.of_other, &confirm(&town.other)).await;
    assert_eq!(
        (status, &made["is_confirmed"]),
        (StatusCode::OK, &json!(true))
    );
    let seen = town.seen("", "memberships").await;
    assert_eq!(seen[0]["other"]["name"], "Unión");

    let end = format!("{}/memberships/{number}/end", town.other);
    let (status, ended) = ask(&town.of_other, &end).await;
    assert_eq!(
        (status, &ended["until"]),
        (StatusCode::OK, &json!("2026-09-21"))
    );
    assert_eq!(
        town.seen("", "memberships").await.as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_membership_that_makes_no_sense_is_refused() {
    let town = town().await;
    let office = town.office.token.clone();
    town.office
        .post(&format!("{}/suspend", town.other), Value::Null)
        .await;
    for (token, body, expected) in [
        (&office, json!({"role": "member"}), 422),
        (&office, json!({"role": "king", "body": "union"}), 422),
        (
            &office,
            json!({"role": "member", "body": id(&town.own)}),
            422,
        ),
        (&office, json!({"role": "member", "body": "nobody"}), 404),
        (
            &office,
            json!({"role": "member", "body": "union", "member": "union"}),
            422,
        ),
        (
            &office,
            json!({"role": "member", "body": "javascript://x/"}),
            422,
        ),
        // Whether a record exists that is not public is nobody's business.
        (
            &town.of_own,
            json!({"role": "member", "body": "union"}),
            404,
        ),
    ] {
        let (status, answer) = town.ask(token, "memberships", body).await;
        assert_eq!(status.as_u16(), expected, "{answer}");
    }
}

#[tokio::test]
async fn a_record_is_taken_over_once_by_the_link_that_the_office_made() {
    let town = town().await;
    let office = town.office.token.clone();
    let link = json!({"made_for": "Ana, por teléfono"});
    for (token, expected) in [
        ("", StatusCode::UNAUTHORIZED),
        (&town.of_own, StatusCode::FORBIDDEN),
    ] {
        assert_eq!(town.ask(token, "claims", link.clone()).await.0, expected);
        let path = format!("{}/claims", town.own);
        let (status, _) = town
            .office
            .ask(token, Method::GET, &path, Value::Null)
            .await;
        assert_eq!(status, expected);
    }
    let (status, made) = town.ask(&office, "claims", link).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let secret = made["link"].as_str().unwrap().rsplit('/').next().unwrap();
    let kept = town.seen(&office, "claims").await;
    assert!(!kept.to_string().contains(secret));

    let path = format!("/api/v1/claims/{secret}");
    let (status, shown) = town.office.get(&path).await;
    assert_eq!(
        (status, &shown["organization"]["name"]),
        (StatusCode::OK, &json!("Taller"))
    );
    let ana = json!({"name": "Ana", "function": "presidenta", "statement": "Respondemos"});
    let post = async |body: Value| town.office.ask("", Method::POST, &path, body).await;
    let crossing = Request::post(&path)
        .header("sec-fetch-site", "cross-site")
        .body(Body::from(ana.to_string()))
        .unwrap();
    assert_eq!(
        town.office.send(crossing).await.status(),
        StatusCode::FORBIDDEN
    );
    let (status, _) = post(json!({"name": "Ana", "function": "", "statement": "Sí"})).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, done) = post(ana.clone()).await;
    assert_eq!(status, StatusCode::OK, "{done}");
    let token = done["token"].as_str().unwrap();
    assert_eq!(town.office.get(&town.own).await.1["standing"], "active");
    let edit = json!({"scope": "local"});
    for (path, expected) in [
        (&town.own, StatusCode::OK),
        (&town.other, StatusCode::FORBIDDEN),
    ] {
        let (status, _) = town
            .office
            .ask(token, Method::PATCH, path, edit.clone())
            .await;
        assert_eq!(status, expected);
    }
    let used = post(ana.clone()).await;
    let guess = town
        .office
        .ask("", Method::POST, "/api/v1/claims/guess", ana)
        .await;
    assert_eq!(used, guess);
    assert_eq!(used.0, StatusCode::NOT_FOUND);
    assert!(
        used.1["detail"]
            .as_str()
            .unwrap()
            .contains("ask the office")
    );
}
