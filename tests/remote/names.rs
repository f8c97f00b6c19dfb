//! Finding actors by name.

use axum::response::IntoResponse as _;
use http::StatusCode;
use serde_json::{Value, json};
use trenza::activitypub::client::FailureKind;
use trenza::activitypub::discovery::{self, webfinger};
use url::Url;

use crate::guest::Guest;
use crate::server::{Server, typed};

fn account(server: &Server, name: &str, host: &str) -> String {
    let url = server.url(host, "");
    format!("{name}@{}", url.trim_start_matches("http://"))
}

fn tells(server: &Server, account: &str, answer: &Value) {
    let (_, host) = account.split_once('@').unwrap();
    let resource = format!("acct:{account}")
        .replace(':', "%3A")
        .replace('@', "%40");
    let url = format!("http://{host}/.well-known/webfinger?resource={resource}");
    let body = answer.to_string();
    server.answers(&url, move |_| typed("application/jrd+json", body.clone()));
}

fn answer(subject: &str, id: &str) -> Value {
    json!({"subject": subject, "links": [
        {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": "http://x/"},
        {"rel": "self", "type": "application/activity+json", "href": id},
    ]})
}

#[tokio::test]
async fn an_account_leads_to_its_actor() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let ana = account(&server, "ana", "a");
    for subject in [
        format!("acct:{ana}"),
        format!("acct:{}", ana.to_uppercase()),
    ] {
        tells(&server, &ana, &answer(&subject, &id));
        let found = webfinger(&guest.client, &format!("@{ana}")).await.unwrap();
        assert_eq!(found.as_str(), id);
    }
}

#[tokio::test]
async fn an_answer_for_another_account_is_refused() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let ana = account(&server, "ana", "a");
    let id = server.url("a", "/actor");
    for subject in [
        json!(format!("acct:{}", account(&server, "eve", "a"))),
        json!(format!("acct:{}", account(&server, "ana", "b"))),
        json!("acct:ana"),
        json!(ana),
        json!(null),
    ] {
        let mut told = answer("", &id);
        told["subject"] = subject.clone();
        tells(&server, &ana, &told);
        let failure = webfinger(&guest.client, &ana).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Definite, "{subject}");
        assert!(failure.reason.contains("another account"), "{failure}");
    }
}

#[tokio::test]
async fn what_is_no_account_is_asked_of_nobody() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let host = server.url("a", "").replace("http://", "");
    for text in [
        "ana".to_owned(),
        format!("@{host}"),
        format!("ana@{host}/elsewhere"),
        format!("ana@{host}?x="),
        format!("ana@{host}#"),
        format!("ana@eve@{host}"),
        "ana@".to_owned(),
        "ana@ ".to_owned(),
    ] {
        let failure = webfinger(&guest.client, &text).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Definite, "{text}");
    }
    assert_eq!(server.asked().len(), 0);
}

#[tokio::test]
async fn an_unknown_account_is_told_as_such() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let ana = account(&server, "ana", "a");
    let failure = webfinger(&guest.client, &ana).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Missing);
    tells(
        &server,
        &ana,
        &json!({"subject": format!("acct:{ana}"), "links": []}),
    );
    let failure = webfinger(&guest.client, &ana).await.unwrap_err();
    assert!(failure.reason.contains("knows no actor"), "{failure}");
}

#[tokio::test]
async fn a_node_is_introduced_by_its_own_nodeinfo_only() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let address = Url::parse(&server.url("a", "")).unwrap();
    let info = server.url("a", "/.well-known/nodeinfo");
    let introduces = |id: String| {
        let links = json!({"links": [{"rel": discovery::APPLICATION, "href": id}]});
        server.answers(&info, move |_| typed("application/json", links.to_string()));
    };
    introduces(server.url("a", "/actor"));
    let found = discovery::node_actor(&guest.client, &address)
        .await
        .unwrap();
    assert_eq!(found.as_str(), server.url("a", "/actor"));
    introduces(server.url("b", "/actor"));
    let refused = discovery::node_actor(&guest.client, &address).await;
    assert_eq!(refused.unwrap_err().kind, FailureKind::Definite);
    server.answers(&info, |_| StatusCode::NO_CONTENT.into_response());
    let refused = discovery::node_actor(&guest.client, &address).await;
    assert_eq!(refused.unwrap_err().kind, FailureKind::Definite);
}
