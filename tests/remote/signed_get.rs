//! A signed GET: who asks is known when the signature holds, and by no other sign.

use axum::http::{HeaderMap, Method, Request};
use http::StatusCode;
use trenza::activitypub::refusal::Refusal;
use trenza::activitypub::signature::{Scheme, sign};
use trenza::activitypub::verifier::Verifier;
use url::Url;

use crate::guest::{Guest, NODE_KEY, PUBLIC_URL, actor};
use crate::server::Server;

/// What the verifier makes of a GET of `path` with these headers.
async fn judge(guest: &Guest, path: &str, headers: HeaderMap) -> Result<Option<String>, Refusal> {
    let home = Url::parse(PUBLIC_URL).unwrap();
    let verifier = Verifier::new(guest.remote.clone(), guest.clock.clone(), &home);
    let (mut parts, ()) = Request::get(path).body(()).unwrap().into_parts();
    parts.headers = headers;
    verifier.verify_get(&parts).await
}

fn signed(guest: &Guest, scheme: Scheme, key_id: &str, path: &str) -> HeaderMap {
    let url = Url::parse(&format!("{PUBLIC_URL}{path}")).unwrap();
    sign(
        scheme,
        &NODE_KEY,
        key_id,
        &Method::GET,
        &url,
        None,
        guest.clock.now(),
    )
    .unwrap()
}

#[tokio::test]
async fn a_signed_get_names_its_actor_and_an_unsigned_one_nobody() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let key_id = format!("{id}#main-key");
    server.serves(&actor(&id, &[(&key_id, &NODE_KEY.public().unwrap())]));
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let headers = signed(&guest, scheme, &key_id, "/o/1?x=y");
        let asker = judge(&guest, "/o/1?x=y", headers).await.unwrap();
        assert_eq!(asker.as_deref(), Some(id.as_str()), "{scheme:?}");
    }
    assert_eq!(judge(&guest, "/o/1", HeaderMap::new()).await.unwrap(), None);
}

#[tokio::test]
async fn a_get_that_was_signed_for_something_else_is_refused() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let key_id = format!("{id}#main-key");
    server.serves(&actor(&id, &[(&key_id, &NODE_KEY.public().unwrap())]));
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let elsewhere = signed(&guest, scheme, &key_id, "/o/2");
        let refusal = judge(&guest, "/o/1", elsewhere).await.unwrap_err();
        assert_eq!(refusal.status, StatusCode::UNAUTHORIZED, "{scheme:?}");
    }
}

#[tokio::test]
async fn a_get_by_a_key_that_its_actor_does_not_list_is_refused() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    server.serves(&actor(
        &id,
        &[(&format!("{id}#main-key"), &NODE_KEY.public().unwrap())],
    ));
    let headers = signed(&guest, Scheme::Cavage, &format!("{id}#other"), "/o/1");
    let refusal = judge(&guest, "/o/1", headers).await.unwrap_err();
    assert_eq!(refusal.status, StatusCode::UNAUTHORIZED);
}
