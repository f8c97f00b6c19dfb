//! Actors as they are fetched and kept.

use http::StatusCode;
use serde_json::json;
use std::time::Duration;

use crate::guest::{Guest, actor, public_key};
use crate::server::Server;

#[tokio::test]
async fn an_actor_is_fetched_once_and_again_after_a_day() {
    let (mut guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let mut document = actor(&id, &[]);
    server.serves(&document);
    assert_eq!(guest.remote.actor(&id).await.unwrap().id, id);
    document["name"] = json!("Another name");
    server.serves(&document);
    guest.restarts();
    let held = guest.remote.actor(&id).await.unwrap();
    assert_eq!(held.name.as_deref(), Some("Somebody"));
    assert_eq!(server.asked_for(&id), 1);
    guest.clock.advance(Duration::from_hours(25));
    let fetched = guest.remote.actor(&id).await.unwrap();
    assert_eq!(fetched.name.as_deref(), Some("Another name"));
}

#[tokio::test]
async fn an_actor_that_cannot_be_fetched_again_stays_as_it_was() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    server.serves(&actor(&id, &[]));
    guest.remote.actor(&id).await.unwrap();
    server.refuses(&id, StatusCode::SERVICE_UNAVAILABLE);
    guest.clock.advance(Duration::from_hours(25));
    assert_eq!(guest.remote.actor(&id).await.unwrap().id, id);
}

#[tokio::test]
async fn an_actor_is_refreshed_once_in_five_minutes() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    server.serves(&actor(&id, &[]));
    for _ in 0..5 {
        assert_eq!(guest.remote.refresh(&id).await.unwrap().id, id);
    }
    assert_eq!(server.asked_for(&id), 1);
    guest.clock.advance(Duration::from_mins(5));
    guest.remote.refresh(&id).await.unwrap();
    assert_eq!(server.asked_for(&id), 2);
}

#[tokio::test]
async fn a_refresh_that_failed_may_be_repeated_as_soon_as_the_failure_is_forgotten() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    server.refuses(&id, StatusCode::SERVICE_UNAVAILABLE);
    guest.remote.refresh(&id).await.unwrap_err();
    server.serves(&actor(&id, &[]));
    guest.clock.advance(Duration::from_secs(10));
    assert_eq!(guest.remote.refresh(&id).await.unwrap().id, id);
}

#[tokio::test]
async fn an_address_that_leads_to_another_actor_is_not_that_actor() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let (evil, victim) = (server.url("evil", "/actor"), server.url("victim", "/actor"));
    let sibling = server.url("evil", "/sibling");
    server.serves(&actor(&victim, &[]));
    server.serves(&actor(&sibling, &[]));
    for place in [&victim, &sibling] {
        server.redirects(&evil, place);
        guest.remote.actor(&evil).await.unwrap_err();
        guest.clock.advance(Duration::from_mins(5));
    }
    server.serves_at(&evil, &actor(&sibling, &[]));
    guest.remote.actor(&evil).await.unwrap_err();
    assert_eq!(guest.count("remote_actors").await, 0);
}

#[tokio::test]
async fn an_actor_with_an_inbox_at_another_origin_is_refused() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let victim = server.url("victim", "/inbox");
    let inbox = json!({"inbox": victim});
    let shared = json!({"endpoints": {"sharedInbox": victim}});
    for (number, part) in [inbox, shared].into_iter().enumerate() {
        let id = server.url("evil", &format!("/{number}"));
        let mut document = actor(&id, &[]);
        for (name, value) in part.as_object().unwrap() {
            document[name] = value.clone();
        }
        server.serves(&document);
        let error = guest.remote.actor(&id).await.unwrap_err();
        assert!(error.to_string().contains("another origin"), "{error}");
    }
    assert_eq!(guest.count("remote_actors").await, 0);
}

#[tokio::test]
async fn an_actor_with_an_address_longer_than_an_index_holds_is_refused() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    for name in ["inbox", "followers"] {
        let mut document = actor(&id, &[]);
        document[name] = json!(format!("{id}/{}", "i".repeat(3_000)));
        server.serves(&document);
        let refused = guest.remote.actor(&id).await.unwrap_err().to_string();
        assert!(refused.contains("at most 2048 are taken"), "{refused}");
    }
}

#[tokio::test]
async fn with_an_actor_come_its_keys() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let (key, key_id) = (public_key(), format!("{id}#k"));
    server.serves(&actor(&id, &[(&key_id, &key)]));
    guest.remote.refresh(&id).await.unwrap();
    let expected = (id.clone(), key.to_multibase());
    assert_eq!(guest.key(&key_id).await.unwrap(), expected);
    assert_eq!(server.asked_for(&id), 1);
}
