//! How much the node asks of others because a stranger said so.

use std::time::Duration;

use axum::response::IntoResponse as _;
use futures::future::join_all;
use http::StatusCode;
use trenza::activitypub::client::FailureKind;

use crate::guest::{Guest, actor, public_key};
use crate::server::{ACTIVITY_JSON, Server, typed};

/// How often one host is asked in vain within five minutes.
const IN_VAIN: usize = 20;

#[tokio::test]
async fn a_missing_key_is_asked_for_once_in_five_minutes() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let key_id = format!("{id}#k");
    for _ in 0..5 {
        assert_eq!(guest.key_failure(&key_id).await, FailureKind::Missing);
    }
    assert_eq!(server.asked_for(&id), 1);
    server.serves(&actor(&id, &[(&key_id, &public_key())]));
    guest.clock.advance(Duration::from_mins(5));
    guest.key(&key_id).await.unwrap();
}

#[tokio::test]
async fn an_actor_is_asked_once_however_many_keys_it_is_said_to_have() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    server.serves(&actor(&id, &[]));
    let first = format!("{id}#0");
    assert_eq!(guest.key_failure(&first).await, FailureKind::Definite);
    for number in 1..100 {
        let key_id = format!("{id}#{number}");
        assert_eq!(guest.key_failure(&key_id).await, FailureKind::Passing);
    }
    assert_eq!(guest.key_failure(&first).await, FailureKind::Definite);
    assert_eq!(server.asked_for(&id), 1);
}

#[tokio::test]
async fn whoever_names_a_key_that_an_actor_lacks_does_not_keep_the_actor_from_being_heard() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let (key, key_id) = (public_key(), format!("{id}#main-key"));
    server.serves(&actor(&id, &[(&key_id, &key)]));
    let bogus = format!("{id}#bogus");
    assert_eq!(guest.key_failure(&bogus).await, FailureKind::Definite);
    assert_eq!(guest.key(&key_id).await.unwrap().1, key.to_multibase());
    assert_eq!(server.asked_for(&id), 1);
    assert_eq!(guest.key_failure(&bogus).await, FailureKind::Definite);
}

#[tokio::test]
async fn one_host_is_asked_in_vain_twenty_times_and_others_are_not_affected() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    for number in 0..200 {
        let key_id = server.url("victim", &format!("/users/{number}#k"));
        guest.remote.key(&key_id).await.unwrap_err();
    }
    assert_eq!(server.asked().len(), IN_VAIN);
    let key_of = |host: &str| {
        let id = server.url(host, "/actor");
        let key_id = format!("{id}#k");
        server.serves(&actor(&id, &[(&key_id, &public_key())]));
        key_id
    };
    guest.key(&key_of("other")).await.unwrap();
    let late = key_of("victim");
    assert_eq!(guest.key_failure(&late).await, FailureKind::Passing);
    guest.clock.advance(Duration::from_mins(5));
    guest.key(&late).await.unwrap();
}

#[tokio::test]
async fn fetches_that_bring_what_was_asked_for_are_not_counted() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    for number in 0..30 {
        let id = server.url("a", &format!("/users/{number}"));
        let key_id = format!("{id}#k");
        server.serves(&actor(&id, &[(&key_id, &public_key())]));
        guest.key(&key_id).await.unwrap();
    }
    assert_eq!(server.asked().len(), 30);
}

#[tokio::test]
async fn many_names_of_one_domain_are_asked_in_vain_as_often_as_one() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    for number in 0..50 {
        let key_id = server.url(&format!("n{number}.victim"), "/actor#k");
        guest.remote.key(&key_id).await.unwrap_err();
    }
    assert_eq!(server.asked().len(), IN_VAIN);
}

#[tokio::test]
async fn what_callers_who_hang_up_cost_a_host_is_counted() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    for number in 0..IN_VAIN {
        let id = server.url("victim", &format!("/users/{number}"));
        let missing = || StatusCode::NOT_FOUND.into_response();
        let gate = server.answers_behind_a_gate(&id, missing);
        hang_up_once_asked(&guest, &server, &format!("{id}#k"), number + 1).await;
        gate.close();
    }
    let last = server.url("victim", "/users/last#k");
    assert_eq!(guest.key_failure(&last).await, FailureKind::Passing);
    assert_eq!(server.asked().len(), IN_VAIN);
}

#[tokio::test]
async fn a_key_is_fetched_to_the_end_when_whoever_waited_for_it_is_gone() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let (key, key_id) = (public_key(), format!("{id}#k"));
    let body = actor(&id, &[(&key_id, &key)]).to_string();
    let answer = move || typed(ACTIVITY_JSON, body.clone());
    let gate = server.answers_behind_a_gate(&id, answer);
    hang_up_once_asked(&guest, &server, &key_id, 1).await;
    // As a server does whose threads all waited for us, and that comes again.
    gate.close();
    assert_eq!(guest.key(&key_id).await.unwrap().1, key.to_multibase());
    assert_eq!(server.asked_for(&id), 1);
}

#[tokio::test]
async fn a_changed_key_is_fetched_to_the_end_when_whoever_waited_for_it_is_gone() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let (key, key_id) = (public_key(), format!("{id}#k"));
    server.serves(&actor(&id, &[(&key_id, &public_key())]));
    guest.key(&key_id).await.unwrap();
    guest.clock.advance(Duration::from_mins(5));
    let body = actor(&id, &[(&key_id, &key)]).to_string();
    let answer = move || typed(ACTIVITY_JSON, body.clone());
    let gate = server.answers_behind_a_gate(&id, answer);
    tokio::select! {
        _ = guest.remote.refreshed_key(&key_id, &id) => unreachable!("nothing was answered"),
        () = server.until_asked(2) => {}
    }
    gate.close();
    let known = async {
        while guest.key(&key_id).await.unwrap().1 != key.to_multibase() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_mins(4), known)
        .await
        .unwrap();
    assert_eq!(server.asked_for(&id), 2);
}

#[tokio::test]
async fn an_owner_who_could_not_answer_is_asked_again_for_a_changed_key() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let (key, key_id) = (public_key(), format!("{id}#k"));
    server.serves(&actor(&id, &[(&key_id, &public_key())]));
    guest.key(&key_id).await.unwrap();
    guest.clock.advance(Duration::from_mins(5));
    server.refuses(&id, StatusCode::BAD_GATEWAY);
    let failure = guest.remote.refreshed_key(&key_id, &id).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Passing);
    server.serves(&actor(&id, &[(&key_id, &key)]));
    guest.clock.advance(Duration::from_secs(10));
    let found = guest.remote.refreshed_key(&key_id, &id).await.unwrap();
    assert_eq!(found.unwrap().key.to_multibase(), key.to_multibase());
    let again = guest.remote.refreshed_key(&key_id, &id).await.unwrap();
    assert!(again.is_none(), "it answered just now");
}

/// Asks for a key and goes away as soon as the server was asked `times` times in all.
async fn hang_up_once_asked(guest: &Guest, server: &Server, key_id: &str, times: usize) {
    tokio::select! {
        _ = guest.remote.key(key_id) => unreachable!("nothing was answered"),
        () = server.until_asked(times) => {}
    }
}

#[tokio::test]
async fn a_failure_that_may_pass_is_forgotten_after_ten_seconds() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let key_id = format!("{id}#k");
    server.refuses(&id, StatusCode::BAD_GATEWAY);
    for _ in 0..5 {
        assert_eq!(guest.key_failure(&key_id).await, FailureKind::Passing);
    }
    assert_eq!(server.asked_for(&id), 1);
    server.serves(&actor(&id, &[(&key_id, &public_key())]));
    guest.clock.advance(Duration::from_secs(10));
    guest.key(&key_id).await.unwrap();
}

#[tokio::test]
async fn what_many_ask_for_at_once_is_fetched_once() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let key_id = format!("{id}#k");
    server.serves(&actor(&id, &[(&key_id, &public_key())]));
    let found = join_all((0..32).map(|_| guest.key(&key_id))).await;
    assert!(found.iter().all(Result::is_ok));
    assert_eq!(server.asked_for(&id), 1);
    let other = server.url("a", "/other");
    server.serves(&actor(&other, &[]));
    let found = join_all((0..32).map(|_| guest.remote.actor(&other))).await;
    assert!(found.iter().all(Result::is_ok));
    assert_eq!(server.asked_for(&other), 1);
}

#[tokio::test]
async fn a_host_is_asked_for_two_documents_at_a_time() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let ids: Vec<String> = (0..20)
        .map(|number| server.url("a", &format!("/users/{number}")))
        .collect();
    for id in &ids {
        let body = actor(id, &[]).to_string();
        server.answers_late(id, move |_| {
            let body = body.clone();
            Box::pin(async move {
                // Whoever else is on the way gets the chance to come in.
                for _ in 0..50 {
                    tokio::task::yield_now().await;
                }
                typed(ACTIVITY_JSON, body).into_response()
            })
        });
    }
    let found = join_all(ids.iter().map(|id| guest.remote.actor(id))).await;
    assert!(found.iter().all(Result::is_ok));
    assert_eq!(server.most_at_once(), 2);
}
