//! The API as a program meets it: routes, tokens, versions, refusals.

use axum::body::Body;
use axum::response::Response;
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::*;
use crate::access::{self, Scope};
use crate::clock::{Clock, Timestamp};
use crate::id::OrganizationId;
use crate::settings::Settings;
use crate::store::testing::fresh_url;

const ORGANIZATIONS: &str = "/api/v1/organizations";
const OFFERS: &str = "/api/v1/offers";

struct Office {
    node: Arc<Node>,
    token: String,
    _folder: tempfile::TempDir,
}

async fn office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let url = fresh_url(folder.path()).await.unwrap();
    let text = format!("public_url = \"https://a.example\"\n[database]\nurl = \"{url}\"\n");
    let settings = Settings::read(&text, "test", folder.path().to_owned(), false).unwrap();
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    let node = Node::open(settings, clock).await.unwrap();
    let mut office = Office {
        node,
        token: String::new(),
        _folder: folder,
    };
    office.token = office
        .token(&[Scope::OrganizationsWrite, Scope::OffersWrite], None)
        .await;
    office
}

impl Office {
    async fn token(&self, scopes: &[Scope], organization: Option<&str>) -> String {
        let organization = organization.map(|id| OrganizationId::parse(id).unwrap());
        let mut tx = self.node.db.begin().await.unwrap();
        let made = access::create(
            &mut tx,
            &self.node.clock,
            "test",
            scopes,
            organization.as_ref(),
        )
        .await;
        tx.commit().await.unwrap();
        made.unwrap().1
    }

    async fn send(&self, request: Request<Body>) -> Response {
        routes(&self.node)
            .with_state(Arc::clone(&self.node))
            .oneshot(request)
            .await
            .unwrap()
    }

    async fn ask(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Value,
    ) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let response = self.send(request.body(Body::from(body)).unwrap()).await;
        (response.status(), read(response).await)
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.ask("", Method::GET, path, Value::Null).await
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.ask(&self.token, Method::POST, path, body).await
    }

    async fn patch(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.ask(&self.token, Method::PATCH, path, body).await
    }

    /// The address of a new public organization.
    async fn organization(&self, name: &str) -> String {
        let body = json!({"names": {"es": name}, "language": "es", "entity_type": "cooperative",
            "contacts": [{"kind": "phone", "value": "+52 55 1234"}]});
        let (status, made) = self.post(ORGANIZATIONS, body).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let path = format!("{ORGANIZATIONS}/{}", made["id"].as_str().unwrap());
        let (status, published) = self.post(&format!("{path}/publish"), Value::Null).await;
        assert_eq!(
            (status, &published["status"]),
            (StatusCode::OK, &json!("published"))
        );
        path
    }

    async fn active(&self, name: &str) -> String {
        let path = self.organization(name).await;
        let consent = json!({"by": "Ana", "statement": "carta"});
        let (status, _) = self.post(&format!("{path}/activate"), consent).await;
        assert_eq!(status, StatusCode::OK);
        path
    }
}

async fn read(response: Response) -> Value {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&bytes).unwrap_or(Value::Null)
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

fn offer(organization: &str) -> Value {
    json!({"organization": id(organization), "purpose": "offer", "language": "es",
        "titles": {"es": "40 bicicletas"}, "what": "product", "terms": "lend"})
}

#[tokio::test]
async fn an_organization_is_added_read_changed_and_removed() {
    let office = office().await;
    let path = office.organization("Taller").await;
    let (status, shown) = office.get(&path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(shown["handle"], "taller");
    assert_eq!(shown["url"], format!("https://a.example/o/{}", id(&path)));
    assert_eq!(
        shown["contacts"],
        json!([]),
        "contacts are hidden unless said"
    );
    let edit = json!({"summaries": {"es": "Reparamos"}, "territory": "MX-CMX"});
    let (status, changed) = office.patch(&path, edit).await;
    assert_eq!(status, StatusCode::OK, "{changed}");
    assert_eq!(
        (&changed["territory"], &changed["handle"]),
        (&json!("MX-CMX"), &json!("taller"))
    );
    assert_eq!(changed["contacts"][0]["value"], "+52 55 1234");
    let gone = office
        .ask(&office.token, Method::DELETE, &path, Value::Null)
        .await;
    assert_eq!(gone.0, StatusCode::NO_CONTENT);
    assert_eq!(office.get(&path).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_a_token_that_allows_it_nothing_is_written_and_nothing_hidden_is_read() {
    let office = office().await;
    let path = office.organization("Taller").await;
    let other = office.organization("Otra").await;
    let own = office
        .token(&[Scope::OrganizationsWrite], Some(id(&path)))
        .await;
    let narrow = office.token(&[Scope::OffersWrite], None).await;
    let edit = json!({"scope": "local"});
    for (token, method, path, status) in [
        ("", Method::POST, ORGANIZATIONS, StatusCode::UNAUTHORIZED),
        (
            "guess",
            Method::GET,
            ORGANIZATIONS,
            StatusCode::UNAUTHORIZED,
        ),
        ("", Method::PATCH, &path, StatusCode::UNAUTHORIZED),
        ("", Method::DELETE, &path, StatusCode::UNAUTHORIZED),
        (&narrow, Method::PATCH, &path, StatusCode::FORBIDDEN),
        (&own, Method::PATCH, &other, StatusCode::FORBIDDEN),
        (&own, Method::PATCH, &path, StatusCode::OK),
        (&own, Method::POST, ORGANIZATIONS, StatusCode::FORBIDDEN),
        (&own, Method::DELETE, &path, StatusCode::FORBIDDEN),
        ("", Method::POST, OFFERS, StatusCode::UNAUTHORIZED),
    ] {
        let (answer, body) = office.ask(token, method, path, edit.clone()).await;
        assert_eq!(answer, status, "{path}: {body}");
    }
    let (status, problem) = office.get(&format!("{ORGANIZATIONS}?status=draft")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(problem["type"], "https://w3id.org/trenza#problem-forbidden");
    office.post(&format!("{path}/suspend"), Value::Null).await;
    assert_eq!(office.get(&path).await.0, StatusCode::NOT_FOUND);
    let (status, seen) = office
        .ask(&office.token, Method::GET, &path, Value::Null)
        .await;
    assert_eq!(
        (status, &seen["status"]),
        (StatusCode::OK, &json!("suspended"))
    );
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_with_its_field() {
    let office = office().await;
    let path = office.organization("Taller").await;
    let whole = json!({"names": {"es": "A"}, "language": "es", "entity_type": "empire"});
    let (status, problem) = office.post(ORGANIZATIONS, whole).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        problem["detail"].as_str().unwrap().contains("entity type"),
        "{problem}"
    );
    for edit in [
        json!({"unknown": 1}),
        json!({"territory": "XX"}),
        json!({"names": null}),
        json!([]),
    ] {
        let (status, problem) = office.patch(&path, edit).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
    }
    let (status, _) = office.patch(&path, json!({"handle": "other"})).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let broken = Request::post(ORGANIZATIONS)
        .header(header::AUTHORIZATION, format!("Bearer {}", office.token))
        .body(Body::from("{"))
        .unwrap();
    assert_eq!(office.send(broken).await.status(), StatusCode::BAD_REQUEST);
    let huge = Request::post(ORGANIZATIONS)
        .header(header::AUTHORIZATION, format!("Bearer {}", office.token))
        .body(Body::from(vec![b' '; MAX_BODY + 1]))
        .unwrap();
    assert_eq!(
        office.send(huge).await.status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    for query in ["limit=0", "limit=many", "colour=red", "after=x"] {
        let (status, _) = office.get(&format!("{ORGANIZATIONS}?{query}")).await;
        assert!(status.is_client_error(), "{query}");
    }
    assert_eq!(
        office.get(&format!("{ORGANIZATIONS}/none")).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_list_is_read_by_following_its_links() {
    let office = office().await;
    for name in ["Uno", "Dos", "Tres"] {
        let path = office.organization(name).await;
        office.patch(&path, json!({"territory": "MX"})).await;
    }
    let mut next = Some(format!("{ORGANIZATIONS}?territory=MX&limit=2"));
    let mut names = Vec::new();
    while let Some(address) = next.take() {
        let response = office
            .send(Request::get(address).body(Body::empty()).unwrap())
            .await;
        let link = response
            .headers()
            .get(header::LINK)
            .map(|link| link.to_str().unwrap().to_owned());
        next = link.map(|link| {
            let address = link.split(['<', '>']).nth(1).unwrap();
            address.trim_start_matches("https://a.example").to_owned()
        });
        let page = read(response).await;
        names.extend(
            page.as_array()
                .unwrap()
                .iter()
                .map(|one| one["handle"].clone()),
        );
    }
    assert_eq!(names, ["dos", "tres", "uno"]);
}

#[tokio::test]
async fn whoever_holds_the_version_is_told_so_and_an_older_one_changes_nothing() {
    let office = office().await;
    let path = office.organization("Taller").await;
    let first = office
        .send(Request::get(&path).body(Body::empty()).unwrap())
        .await;
    let etag = first.headers()[header::ETAG].clone();
    let again = Request::get(&path)
        .header(header::IF_NONE_MATCH, &etag)
        .body(Body::empty());
    assert_eq!(
        office.send(again.unwrap()).await.status(),
        StatusCode::NOT_MODIFIED
    );

    let change = |etag: &str, scope: &str| {
        Request::patch(&path)
            .header(header::AUTHORIZATION, format!("Bearer {}", office.token))
            .header(header::IF_MATCH, etag)
            .body(Body::from(json!({"scope": scope}).to_string()))
            .unwrap()
    };
    let (_, _) = office.patch(&path, json!({"scope": "local"})).await;
    let stale = office.send(change("\"0123\"", "national")).await;
    assert_eq!(stale.status(), StatusCode::PRECONDITION_FAILED);
    let present = Request::get(&path)
        .header(header::AUTHORIZATION, format!("Bearer {}", office.token))
        .body(Body::empty())
        .unwrap();
    let present = office.send(present).await.headers()[header::ETAG]
        .to_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        office.send(change(&present, "national")).await.status(),
        StatusCode::OK
    );
    assert_eq!(
        office.send(change(&present, "regional")).await.status(),
        StatusCode::PRECONDITION_FAILED
    );
    assert_eq!(office.get(&path).await.1["scope"], "national");
}

#[tokio::test]
async fn the_description_names_every_route_and_no_other() {
    let office = office().await;
    let (status, document) = office.get("/api/v1/openapi.json").await;
    assert_eq!(
        (status, &document["openapi"]),
        (StatusCode::OK, &json!("3.1.0"))
    );
    let paths = document["paths"].as_object().unwrap();
    let routed = include_str!("mod.rs").split('"');
    let routed = routed.filter(|part| part.starts_with("/api/v1/"));
    for path in routed.chain([search::PATH]) {
        assert!(paths.contains_key(path), "{path} is not described");
    }
    for (path, operations) in paths {
        let mut path = path.clone();
        let names = "id attestation membership message secret subject host digest role";
        for name in names.split(' ') {
            path = path.replace(
                &format!("{{{name}}}"),
                "0192f5a0-7b1c-7e2d-8f3a-4b5c6d7e8f90",
            );
        }
        for method in ["get", "post", "put", "patch", "delete"] {
            let (status, _) = office
                .ask(
                    "",
                    method.to_uppercase().parse().unwrap(),
                    &path,
                    Value::Null,
                )
                .await;
            let is_route = status != StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(
                is_route,
                operations.get(method).is_some(),
                "{method} {path}"
            );
        }
    }
}

/// Decisions between a register and a hand.
mod conflicts;
/// Answers, messages and reports.
mod conversation;
/// What the description says of bodies and answers.
mod description;
/// Duplicates, and what is the same elsewhere.
mod duplicates;
/// Everything of one organization.
mod export;
/// Offers.
mod offers;
/// Pictures that somebody gives.
mod pictures;
/// Profiles, and what stands first in them.
mod profiles;
/// What could not be published.
mod published;
/// Attestations, memberships and claims.
mod relations;
/// Keeping servers and accounts out.
mod restrictions;
/// Every route, without the right token.
mod sweep;
/// An organization with something under every route.
mod town;
