//! What the client takes for a document, and what it does to get one.

use std::convert::Infallible;
use std::io::Write as _;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::IntoResponse as _;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::stream;
use http::{Method, StatusCode, header};
use serde_json::json;
use trenza::activitypub::address::Reach;
use trenza::activitypub::client::FailureKind;
use trenza::activitypub::signature::{self, Scheme};
use url::Url;

use crate::guest::{Guest, NODE_KEY, PUBLIC_URL, actor, client};
use crate::server::{ACTIVITY_JSON, Asked, Server, typed};

/// In which way a request was signed, if it was signed well by the node.
fn scheme_of(asked: &Asked, guest: &Guest) -> Scheme {
    let request = signature::Request {
        method: &Method::GET,
        path_and_query: &asked.path,
        headers: &asked.headers,
        body: None,
        authority: &asked.authority,
        scheme: "http",
    };
    let claim = signature::inspect(&request, guest.clock.now()).unwrap();
    claim.verify(&NODE_KEY.public().unwrap()).unwrap();
    assert_eq!(claim.key_id, format!("{PUBLIC_URL}/actor#main-key"));
    claim.scheme
}

#[tokio::test]
async fn a_document_is_asked_for_by_the_nodes_own_name() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor?x=1");
    server.serves(&actor(&id, &[]));
    assert_eq!(guest.document(&id).await.unwrap()["id"], id);
    let asked = server.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(scheme_of(&asked[0], &guest), Scheme::Cavage);
    let agent = asked[0].headers[header::USER_AGENT].to_str().unwrap();
    assert!(agent.contains(PUBLIC_URL), "{agent}");
    let accept = asked[0].headers[header::ACCEPT].to_str().unwrap();
    assert!(accept.contains(ACTIVITY_JSON), "{accept}");
}

#[tokio::test]
async fn a_host_that_knows_one_way_of_signing_only_is_remembered() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let body = actor(&id, &[]).to_string();
    server.answers(&id, move |asked| {
        if asked.headers.contains_key("signature-input") {
            typed(ACTIVITY_JSON, body.clone())
        } else {
            StatusCode::UNAUTHORIZED.into_response()
        }
    });
    guest.document(&id).await.unwrap();
    guest.document(&id).await.unwrap();
    let asked = server.asked();
    let schemes: Vec<Scheme> = asked.iter().map(|one| scheme_of(one, &guest)).collect();
    assert_eq!(schemes, [Scheme::Cavage, Scheme::Rfc9421, Scheme::Rfc9421]);
}

#[tokio::test]
async fn a_host_that_refuses_both_ways_of_signing_teaches_nothing() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    server.refuses(&id, StatusCode::UNAUTHORIZED);
    assert_eq!(guest.failure(&id).await, FailureKind::Definite);
    assert_eq!(server.asked_for(&id), 2);
    server.serves(&actor(&id, &[]));
    guest.document(&id).await.unwrap();
    let asked = server.asked();
    assert_eq!(asked.len(), 3);
    assert_eq!(scheme_of(&asked[2], &guest), Scheme::Cavage);
}

#[tokio::test]
async fn a_redirection_is_walked_and_signed_anew_for_where_it_leads() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let (old, id) = (server.url("old", "/actor"), server.url("new", "/actor"));
    server.redirects(&old, &id);
    server.serves(&actor(&id, &[]));
    assert_eq!(guest.document(&old).await.unwrap()["id"], id);
    for asked in server.asked() {
        scheme_of(&asked, &guest);
    }
}

#[tokio::test]
async fn redirections_end_after_three_requests() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let (here, there) = (server.url("a", "/here"), server.url("b", "/there"));
    server.redirects(&here, &there);
    server.redirects(&there, &here);
    assert_eq!(guest.failure(&here).await, FailureKind::Definite);
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn redirections_to_what_is_no_web_address_are_refused() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    for place in [
        "file:///etc/passwd",
        "data:application/activity+json,{}",
        "gopher://a.localhost/",
        "http://user@a.localhost/",
        "http://a.localhost./",
        "",
    ] {
        server.redirects(&id, place);
        assert_eq!(guest.failure(&id).await, FailureKind::Definite, "{place}");
    }
}

#[tokio::test]
async fn a_document_counts_at_its_own_id_only() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let copy = server.url("a", "/copy");
    server.serves_at(&copy, &actor(&id, &[]));
    assert_eq!(guest.failure(&copy).await, FailureKind::Missing);
    assert_eq!(server.asked_for(&id), 1, "it is asked for at its id");
    // What stands there is taken, whatever the copy said.
    let mut document = actor(&id, &[]);
    document["name"] = json!("The true name");
    server.serves(&document);
    assert_eq!(guest.document(&copy).await.unwrap(), document);
}

#[tokio::test]
async fn a_document_that_names_an_id_of_another_origin_is_refused_and_nobody_else_asked() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let (evil, victim) = (server.url("evil", "/x"), server.url("victim", "/actor"));
    server.serves(&actor(&victim, &[]));
    server.serves_at(&evil, &actor(&victim, &[]));
    assert_eq!(guest.failure(&evil).await, FailureKind::Definite);
    assert_eq!(server.asked_for(&victim), 0);
    for id in [json!(null), json!(7), json!(["a"]), json!("no address")] {
        server.serves_at(&evil, &json!({"id": id, "type": "Person"}));
        assert_eq!(guest.failure(&evil).await, FailureKind::Definite, "{id}");
    }
}

#[tokio::test]
async fn other_media_types_are_no_documents() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    for media_type in ["text/html", "application/json", "application/ld+json"] {
        let body = actor(&id, &[]).to_string();
        server.answers(&id, move |_| typed(media_type, body.clone()));
        let kind = guest.failure(&id).await;
        assert_eq!(kind, FailureKind::Definite, "{media_type}");
    }
}

#[tokio::test]
async fn no_more_than_a_megabyte_is_read_however_it_is_packed() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let mut document = actor(&id, &[]);
    document["summary"] = json!("a".repeat(1 << 20));
    server.serves(&document);
    assert_eq!(guest.failure(&id).await, FailureKind::Definite, "long");

    server.answers(&id, |_| {
        let chunk = || Ok::<_, Infallible>(Bytes::from_static(&[b' '; 16 * 1024]));
        typed(ACTIVITY_JSON, Body::from_stream(stream::repeat_with(chunk)))
    });
    assert_eq!(guest.failure(&id).await, FailureKind::Definite, "endless");

    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let block = vec![b' '; 1 << 20];
    for _ in 0..64 {
        encoder.write_all(&block).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 1 << 20, "it looks small");
    server.answers(&id, move |_| {
        let packing = [(header::CONTENT_ENCODING, "gzip")];
        (packing, typed(ACTIVITY_JSON, bomb.clone())).into_response()
    });
    assert_eq!(guest.failure(&id).await, FailureKind::Definite, "a bomb");
}

#[tokio::test]
async fn a_failure_says_whether_it_may_pass() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    for (status, kind) in [
        (404, FailureKind::Missing),
        (410, FailureKind::Gone),
        (403, FailureKind::Definite),
        (406, FailureKind::Definite),
        (408, FailureKind::Passing),
        (429, FailureKind::Passing),
        (503, FailureKind::Passing),
    ] {
        server.refuses(&id, StatusCode::from_u16(status).unwrap());
        assert_eq!(guest.failure(&id).await, kind, "{status}");
    }
}

#[tokio::test]
async fn a_failure_repeats_no_more_of_a_document_than_a_person_reads() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let at = server.url("a", "/actor");
    let id = format!("http://b.localhost/{}", "é".repeat(100_000));
    server.serves_at(&at, &json!({"id": id, "type": "Person"}));
    let failure = guest.document(&at).await.unwrap_err();
    assert!(failure.reason.len() < 1_000, "{}", failure.reason.len());
}

#[tokio::test]
async fn a_document_that_drips_is_given_up_after_ten_seconds() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    server.answers(&id, |_| {
        let drip = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Some((Ok::<_, Infallible>(Bytes::from_static(b" ")), ()))
        });
        typed(ACTIVITY_JSON, Body::from_stream(drip))
    });
    let given_up = tokio::time::timeout(Duration::from_secs(100), guest.failure(&id));
    assert_eq!(given_up.await, Ok(FailureKind::Passing));
}

#[tokio::test]
async fn a_node_of_the_open_internet_connects_to_nothing_behind_its_walls() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let guarded = client(Reach::Internet, &guest.clock);
    let named = server.url("mallory", "/actor");
    let port = Url::parse(&named).unwrap().port().unwrap();
    for url in [
        named.replace("http:", "https:"),
        named,
        format!("https://127.0.0.1:{port}/"),
        format!("https://2130706433:{port}/"),
        format!("https://localhost:{port}/"),
    ] {
        let failure = guarded.get_document(&Url::parse(&url).unwrap()).await;
        let kind = failure.unwrap_err().kind;
        assert_eq!(kind, FailureKind::Definite, "{url}");
    }
    assert_eq!(server.asked().len(), 0);
}
