//! Case 49: what is one organization's, for the token and the representative of another.

use serde_json::{Value, json};

use crate::account::{at_the_door, head, open, post, text};
use crate::cases_conversation::on_the_market;
use crate::cases_public::publish;
use crate::cases_served::path_of;
use crate::stage::{Market, Reply, Stage};

/// An identifier that nothing has.
const NOBODYS: &str = "01890000-0000-7000-8000-000000000000";

/// The secret of a link by which whoever holds it takes over an organization of its own, made
/// for it.
async fn claim(stage: &Stage, market: &Market, name: &str) -> (String, String) {
    let draft = json!({"names": {"es": name}, "language": "es", "entity_type": "cooperative"});
    let id = publish(stage, market, &draft).await;
    let path = format!("/api/v1/organizations/{id}/claims");
    let made = ask(
        stage,
        &market.token,
        ("POST", &path),
        &json!({"made_for": "Eva"}),
    )
    .await;
    let made: Value = serde_json::from_slice(&made.body).unwrap_or_default();
    let link = made["link"].as_str().expect("a link");
    let (_, secret) = link.rsplit_once('/').expect("a secret");
    (id, secret.to_owned())
}

async fn ask(stage: &Stage, token: &str, (method, path): (&str, &str), body: &Value) -> Reply {
    let body = body.to_string();
    let bearer = format!("Bearer {token}");
    let mut headers = vec![("Content-Type", "application/json")];
    if !token.is_empty() {
        headers.push(("Authorization", &bearer));
    }
    let head = head(stage, (method, path), &headers, body.len());
    stage.exchange(&head, body.as_bytes()).await
}

/// What an organization's own routes show of it to the office.
async fn seen(stage: &Stage, market: &Market, own: &str) -> Vec<String> {
    let mut seen = Vec::new();
    for what in [
        "",
        "/profile",
        "/pictures",
        "/attestations",
        "/memberships",
        "/claims",
    ] {
        let path = format!("/api/v1/organizations/{own}{what}");
        let shown = ask(stage, &market.token, ("GET", &path), &Value::Null).await;
        seen.push(text(&shown));
    }
    let offer = market.offer.rsplit('/').next().unwrap_or_default();
    let path = format!("/api/v1/offers/{offer}");
    let shown = ask(stage, &market.token, ("GET", &path), &Value::Null).await;
    seen.push(text(&shown));
    seen
}

#[test]
fn case_49_every_route_with_the_token_of_another() {
    on_the_market("49", async |stage, market, trial| {
        let (other, secret) = claim(stage, market, "Otra cooperativa").await;
        let path = format!("/api/v1/claims/{secret}");
        let by = json!({"name": "Eva", "function": "presidenta", "statement": "Respondemos"});
        let done = ask(stage, "", ("POST", &path), &by).await;
        let done: Value = serde_json::from_slice(&done.body).unwrap_or_default();
        let token = done["token"].as_str().expect("a token of the other one");
        let edit = json!({"scope": "local"});
        let path = format!("/api/v1/organizations/{other}");
        let own = ask(stage, token, ("PATCH", &path), &edit).await;
        let what = format!("proves nothing: {own:?}");
        trial.check("its own record", own.status == 200, &what);

        let own = path_of(stage, &stage.target).trim_start_matches("/o/");
        let offer = market.offer.rsplit('/').next().unwrap_or_default();
        let before = seen(stage, market, own).await;
        let described = stage.get("/api/v1/openapi.json", "application/json").await;
        let described: Value = serde_json::from_slice(&described.body).unwrap_or_default();
        let mut tried = 0;
        for (route, operations) in described["paths"].as_object().expect("the routes") {
            // Whoever holds the secret of a claim needs no token.
            if route == "/api/v1/claims/{secret}" {
                continue;
            }
            let address = route
                .replace("/organizations/{id}", &format!("/organizations/{own}"))
                .replace("/offers/{id}", &format!("/offers/{offer}"));
            let address: String = address
                .split('/')
                .map(|part| if part.starts_with('{') { NOBODYS } else { part })
                .collect::<Vec<_>>()
                .join("/");
            for method in ["POST", "PUT", "PATCH", "DELETE"] {
                if operations.get(method.to_lowercase()).is_none() {
                    continue;
                }
                let body = match (method, route.as_str()) {
                    ("POST", "/api/v1/offers") => json!({"organization": own, "purpose": "offer",
                        "language": "es", "titles": {"es": "Ajena"}, "what": "product",
                        "terms": "lend"}),
                    ("PATCH", "/api/v1/organizations/{id}") => edit.clone(),
                    _ => json!({}),
                };
                for (whose, token, refused) in [
                    ("nobody's", "", &[401][..]),
                    ("another's", token, &[403, 404]),
                ] {
                    let reply = ask(stage, token, (method, &address), &body).await;
                    let variant = format!("{method} {route} with {whose}");
                    let is_refused = refused.contains(&reply.status);
                    trial.check(&variant, is_refused, &format!("{reply:?}"));
                    tried += 1;
                }
            }
        }
        trial.check("the routes", tried > 60, &format!("{tried} attempts"));
        let is_same = seen(stage, market, own).await == before;
        trial.check("the record", is_same, "is another one now");
    });
}

#[test]
fn case_49_pages_of_an_organization_for_the_representative_of_another() {
    at_the_door("49b", async |stage, account, trial| {
        let Some(market) = &stage.market else {
            eprintln!("case 49b is skipped: TRENZA_ATTACK_OFFER and _TOKEN name none");
            return;
        };
        let (other, secret) = claim(stage, market, "Molino de otra").await;
        let session = account.signs_in(stage, "203.0.113.49").await;
        let cookie = [("Cookie", &*session)];
        let by = [
            ("name", "Eva"),
            ("function", "presidenta"),
            ("agreed", "yes"),
        ];
        let taken = post(stage, &format!("/claim/{secret}"), &by, &cookie).await;
        trial.check("its own", taken.status == 200, &format!("{taken:?}"));
        let own = open(stage, &format!("/my/{other}"), &cookie).await;
        let what = format!("proves nothing: {}", own.status);
        trial.check("its own", own.status == 200, &what);

        let victim = path_of(stage, &stage.target).trim_start_matches("/o/");
        let offer = market.offer.rsplit('/').next().unwrap_or_default();
        for path in [
            format!("/my/{victim}"),
            format!("/my/{victim}/offers"),
            format!("/my/{victim}/offers/{offer}"),
            format!("/my/{victim}/messages"),
            format!("/my/{victim}/replies"),
            format!("/my/{victim}/followers"),
            format!("/my/{victim}/export"),
            format!("/my/{victim}/pictures"),
            format!("/my/{other}/offers/{offer}"),
            format!("/my/{other}/offers/{offer}/ask"),
            format!("/my/{other}/drafts/{NOBODYS}"),
        ] {
            let shown = open(stage, &path, &cookie).await;
            trial.check(&path, shown.status == 404, &format!("{}", shown.status));
            let led = open(stage, &path, &[]).await;
            trial.check(&path, led.status == 303, &format!("{}", led.status));
        }
        for path in [
            format!("/my/{victim}/offers/{offer}/withdraw"),
            format!("/my/{victim}/leave"),
            format!("/my/{other}/offers/{offer}"),
            format!("/my/{other}/offers/{offer}/close"),
            format!("/my/{other}/offers/{offer}/withdraw"),
            format!("/my/{other}/offers/{offer}/photos/change"),
        ] {
            let done = post(stage, &path, &[], &cookie).await;
            trial.check(&path, done.status == 404, &format!("{}", done.status));
        }
        let shown = stage.get(path_of(stage, &market.offer), "text/html").await;
        let what = format!("{}", shown.status);
        trial.check("the offer", shown.status == 200, &what);
    });
}
