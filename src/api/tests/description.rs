//! The description against what is really answered and taken.

use super::*;
use crate::federation::cards::{PeerCard, reading};
use crate::federation::peers::{self, Introduction};
use crate::store::execute;

/// What stands in a value otherwise than its schema says. An object without members in its
/// schema may hold anything.
fn undescribed(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = document.pointer(name.trim_start_matches('#')).unwrap();
        return undescribed(document, schema, value, at);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let tried = choices
            .iter()
            .map(|one| undescribed(document, one, value, at));
        return tried.min_by_key(Vec::len).unwrap_or_default();
    }
    let types = match &schema["type"] {
        Value::Array(types) => types.clone(),
        Value::Null => return Vec::new(),
        one => vec![one.clone()],
    };
    let own: &[&str] = match value {
        Value::Null => &["null"],
        Value::Bool(_) => &["boolean"],
        Value::Number(number) if number.is_f64() => &["number"],
        Value::Number(_) => &["integer", "number"],
        Value::String(_) => &["string"],
        Value::Array(_) => &["array"],
        Value::Object(_) => &["object"],
    };
    if !types.iter().any(|one| own.iter().any(|own| one == own)) {
        return vec![format!("{at} is {value} and not {types:?}")];
    }
    let allowed = schema["enum"].as_array();
    if allowed.is_some_and(|allowed| !allowed.contains(value)) {
        return vec![format!("{at} is {value}, which is none of the codes")];
    }
    let mut found = Vec::new();
    if let Value::Array(items) = value {
        for item in items {
            found.extend(undescribed(document, &schema["items"], item, at));
        }
    }
    let Value::Object(members) = value else {
        return found;
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        if !members.contains_key(name.as_str().unwrap()) {
            found.push(format!("{at} lacks {name}"));
        }
    }
    let others = &schema["additionalProperties"];
    let is_closed = schema["properties"].is_object() && !others.is_object();
    for (name, value) in members {
        let at = format!("{at}.{name}");
        match schema["properties"].get(name) {
            Some(schema) => found.extend(undescribed(document, schema, value, &at)),
            None if is_closed => found.push(format!("{at} is not described")),
            None => found.extend(undescribed(document, others, value, &at)),
        }
    }
    found
}

/// The schema of what is sent to a route, or answered by it.
fn schema_of<'d>(document: &'d Value, path: &str, method: &str, of: &str) -> &'d Value {
    let operation = &document["paths"][path][method];
    let body = if of == "request" {
        &operation["requestBody"]
    } else {
        &operation["responses"][of]
    };
    &body["content"]["application/json"]["schema"]
}

/// Another directory that this one follows, with a card that says everything.
async fn befriend(office: &Office) {
    let id = "https://friend.example/actor";
    let introduction = Introduction {
        id: id.to_owned(),
        host: "friend.example".to_owned(),
        name: Some("Amiga".to_owned()),
        inbox: "https://friend.example/inbox".to_owned(),
        registry_log: Some("https://friend.example/registry/log".to_owned()),
    };
    let said = |text: &str| Some(text.to_owned());
    let card = PeerCard {
        legal_body: said("Ayuntamiento"),
        contact: said("mailto:fichas@friend.example"),
        site: said("https://friend.example/"),
        kept_since: said("2024-01-31"),
        admits: said("ask"),
        attestation_policy: said("La oficina visita"),
        vouches_for: vec!["https://other.example/actor".to_owned()],
        summary: said("Directorio de la comarca"),
        languages: vec!["es".to_owned()],
        software: said("trenza 0.1"),
    };
    let now = office.node.clock.now();
    let mut tx = office.node.db.begin().await.unwrap();
    peers::introduce(&mut tx, &introduction, now).await.unwrap();
    peers::requested(&mut tx, id, "/activities/1")
        .await
        .unwrap();
    peers::answered(&mut tx, id, "/activities/1", true, now)
        .await
        .unwrap();
    reading::keep(&mut tx, id, &card, now).await.unwrap();
    let proven = "UPDATE peer_cards SET site_proof = 'well-known', proof_seen_at = $2 \
        WHERE peer = $1";
    let proven = execute!(tx, sqlx::query(proven).bind(id).bind(now)).unwrap();
    assert_eq!(proven, 1);
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn whatever_is_answered_is_described() {
    let mut office = office().await;
    let scopes = [Scope::OrganizationsWrite, Scope::OffersWrite, Scope::Admin];
    office.token = office.token(&scopes, None).await;
    let (own, other) = (office.active("Taller").await, office.active("Unión").await);
    let place = json!({"territory": "MX-OAX", "website": "https://taller.example/",
        "place": {"country": "MX", "locality": "Oaxaca"}, "sectors": ["10"]});
    let (status, changed) = office.patch(&own, place).await;
    assert_eq!(status, StatusCode::OK, "{changed}");
    let (_, made) = office.post(OFFERS, offer(&own)).await;
    let made = format!("{OFFERS}/{}", made["id"].as_str().unwrap());
    let attested = json!({"kind": "office", "attested_by": "Oficina", "method": "visita",
        "statement": "Es cooperativa", "valid_until": "2027-01-31"});
    for (path, body) in [
        (format!("{own}/attestations"), attested),
        (
            format!("{own}/memberships"),
            json!({"role": "member", "body": id(&other)}),
        ),
        (
            "/api/v1/restrictions".to_owned(),
            json!({"subject": "bad.example", "severity": "block"}),
        ),
    ] {
        let (status, refusal) = office.post(&path, body).await;
        assert!(status.is_success(), "{path}: {refusal}");
    }

    befriend(&office).await;

    let (_, document) = office.get("/api/v1/openapi.json").await;
    let mut read = Vec::new();
    for path in document["paths"].as_object().unwrap().keys() {
        let schema = schema_of(&document, path, "get", "200");
        let at = path
            .replace("/api/v1/organizations/{id}", &own)
            .replace("/api/v1/offers/{id}", &made)
            .replace("{codes}", "all.MX-OAX")
            .replace("{host}", "friend.example");
        if schema.is_null() || at.contains('{') {
            continue;
        }
        let (status, answer) = office
            .ask(&office.token, Method::GET, &at, Value::Null)
            .await;
        if status == StatusCode::OK {
            let found = undescribed(&document, schema, &answer, "");
            assert_eq!(found, [""; 0], "{path}");
            read.push((path.as_str(), answer));
        }
    }
    assert!(read.len() > 15, "only {} routes answered", read.len());
    let peers = read.iter().find(|(path, _)| *path == "/api/v1/peers");
    assert_eq!(peers.unwrap().1[0]["site_proof"]["method"], "well-known");
    assert!(read.iter().any(|(path, _)| *path == "/api/v1/peers/{host}"));
}

#[tokio::test]
async fn what_the_description_lets_a_caller_write_is_what_is_taken() {
    let office = office().await;
    let own = office.active("Taller").await;
    let (_, document) = office.get("/api/v1/openapi.json").await;
    let route = "/api/v1/organizations/{id}";
    let patch = schema_of(&document, route, "patch", "request");
    for (body, expected) in [
        (json!({"scope": "national"}), StatusCode::OK),
        (json!({"scope": null, "sectors": null}), StatusCode::OK),
        (
            json!({"names": {"en": "Workshop", "fr": null}}),
            StatusCode::OK,
        ),
        (
            json!({"place": {"locality": "Ely", "street": null}}),
            StatusCode::OK,
        ),
        (
            json!({"standing": "listed"}),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            json!({"entity_type": null}),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            json!({"place": {"town": "Ely"}}),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let is_described = undescribed(&document, patch, &body, "").is_empty();
        assert_eq!(is_described, expected == StatusCode::OK, "{body}");
        let (status, answer) = office.patch(&own, body).await;
        assert_eq!(status, expected, "{answer}");
    }

    let new = schema_of(&document, OFFERS, "post", "request");
    let mut nobodys = offer(&own);
    nobodys.as_object_mut().unwrap().remove("organization");
    for (body, is_taken) in [(offer(&own), true), (nobodys, false)] {
        let is_described = undescribed(&document, new, &body, "").is_empty();
        assert_eq!(is_described, is_taken, "{body}");
        let (status, answer) = office.post(OFFERS, body).await;
        assert_eq!(status.is_success(), is_taken, "{answer}");
    }
}

#[tokio::test]
async fn whatever_a_schema_is_called_by_is_described() {
    let office = office().await;
    let (_, document) = office.get("/api/v1/openapi.json").await;
    let text = document.to_string();
    for name in text.split("#/components/schemas/").skip(1) {
        let name = name.split('"').next().unwrap();
        assert!(
            document["components"]["schemas"].get(name).is_some(),
            "{name}"
        );
    }
}
