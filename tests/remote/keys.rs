//! Keys count when the actor that owns them lists them at its own id, and as long as it does.

use std::time::Duration;

use serde_json::json;
use trenza::activitypub::client::FailureKind;

use crate::guest::{Guest, actor, public_key};
use crate::server::Server;

#[tokio::test]
async fn a_key_is_fetched_once_and_outlives_the_process() {
    let (mut guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let (key, key_id) = (public_key(), format!("{id}#k"));
    server.serves(&actor(&id, &[(&key_id, &key)]));
    let expected = (id.clone(), key.to_multibase());
    assert_eq!(guest.key(&key_id).await.unwrap(), expected);
    guest.restarts();
    assert_eq!(guest.key(&key_id).await.unwrap(), expected);
    assert_eq!(server.asked_for(&id), 1);
}

#[tokio::test]
async fn an_actors_second_key_is_known_with_its_first() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let (one, other) = (public_key(), public_key());
    let (one_id, other_id) = (format!("{id}#one"), format!("{id}#other"));
    server.serves(&actor(&id, &[(&one_id, &one), (&other_id, &other)]));
    assert_eq!(guest.key(&one_id).await.unwrap().1, one.to_multibase());
    assert_eq!(guest.key(&other_id).await.unwrap().1, other.to_multibase());
    assert_eq!(server.asked_for(&id), 1);
}

#[tokio::test]
async fn a_key_with_a_document_of_its_own_is_its_owners_if_the_owner_lists_it() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let (id, key_id) = (server.url("a", "/actor"), server.url("a", "/keys/1"));
    let key = public_key();
    server.serves(&json!({"id": key_id, "owner": id, "publicKeyPem": "…"}));
    server.serves(&actor(&id, &[(&key_id, &key)]));
    assert_eq!(guest.key(&key_id).await.unwrap().0, id);

    let denied = server.url("a", "/keys/2");
    server.serves(&json!({"id": denied, "owner": id, "publicKeyPem": "…"}));
    assert_eq!(guest.key_failure(&denied).await, FailureKind::Definite);
}

#[tokio::test]
async fn a_key_does_not_make_its_holder_another_hosts_actor() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let victim = server.url("victim", "/actor");
    let key_id = server.url("evil", "/keys/1");
    server.serves(&json!({"id": key_id, "owner": victim, "publicKeyPem": "…"}));
    server.serves(&actor(&victim, &[]));
    assert_eq!(guest.key_failure(&key_id).await, FailureKind::Definite);
    // Not even if the victim's server serves it as a file that evil put there.
    let upload = server.url("evil", "/keys/2");
    server.redirects(&upload, &victim);
    assert_eq!(guest.key_failure(&upload).await, FailureKind::Definite);
    assert_eq!(guest.count("remote_keys").await, 0);
}

#[tokio::test]
async fn a_key_that_says_it_is_anothers_is_not_the_listing_actors() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let key_id = format!("{id}#k");
    let mut document = actor(&id, &[(&key_id, &public_key())]);
    document["assertionMethod"][0]["controller"] = json!(server.url("a", "/sibling"));
    server.serves(&document);
    assert_eq!(guest.key_failure(&key_id).await, FailureKind::Definite);
}

#[tokio::test]
async fn an_actor_that_lists_the_id_of_anothers_key_does_not_take_it_over() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let (victim, evil) = (server.url("victim", "/actor"), server.url("evil", "/actor"));
    let (victims_id, evils_id) = (format!("{victim}#k"), format!("{evil}#k"));
    let (victims, evils) = (public_key(), public_key());
    server.serves(&actor(&victim, &[(&victims_id, &victims)]));
    let both: [(&str, _); 2] = [(&evils_id, &evils), (&victims_id, &evils)];
    server.serves(&actor(&evil, &both));
    for _ in 0..2 {
        guest.key(&evils_id).await.unwrap();
        let found = guest.key(&victims_id).await.unwrap();
        assert_eq!(found, (victim.clone(), victims.to_multibase()));
        guest.clock.advance(Duration::from_mins(5));
        guest.remote.refresh(&evil).await.unwrap();
    }
}

#[tokio::test]
async fn a_changed_key_is_fetched_again_once_in_five_minutes() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let (old, new, key_id) = (public_key(), public_key(), format!("{id}#k"));
    server.serves(&actor(&id, &[(&key_id, &old)]));
    guest.key(&key_id).await.unwrap();
    server.serves(&actor(&id, &[(&key_id, &new)]));
    let again = guest.remote.refreshed_key(&key_id, &id).await.unwrap();
    assert!(again.is_none(), "its owner was asked just now");
    guest.clock.advance(Duration::from_mins(5));
    let again = guest.remote.refreshed_key(&key_id, &id).await.unwrap();
    assert_eq!(again.unwrap().key.to_multibase(), new.to_multibase());
    assert_eq!(guest.key(&key_id).await.unwrap().1, new.to_multibase());
    let again = guest.remote.refreshed_key(&key_id, &id).await.unwrap();
    assert!(again.is_none());
    assert_eq!(server.asked_for(&id), 2);
}

#[tokio::test]
async fn a_withdrawn_key_lapses_when_its_owner_is_read_again() {
    let (mut guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let (old_id, new_id) = (format!("{id}#old"), format!("{id}#new"));
    server.serves(&actor(&id, &[(&old_id, &public_key())]));
    guest.key(&old_id).await.unwrap();
    server.serves(&actor(&id, &[(&new_id, &public_key())]));
    guest.clock.advance(Duration::from_mins(5));
    guest.remote.refresh(&id).await.unwrap();
    guest.key(&new_id).await.unwrap();
    guest.clock.advance(Duration::from_mins(5));
    assert_eq!(guest.key_failure(&old_id).await, FailureKind::Definite);
    guest.restarts();
    assert_eq!(guest.key_failure(&old_id).await, FailureKind::Definite);
}

#[tokio::test]
async fn an_old_key_is_used_at_once_and_read_again_meanwhile() {
    let (guest, server) = (Guest::new().await, Server::start().await);
    let id = server.url("a", "/actor");
    let (key, key_id) = (public_key(), format!("{id}#k"));
    server.serves(&actor(&id, &[(&key_id, &key)]));
    guest.key(&key_id).await.unwrap();
    server.serves(&actor(&id, &[]));
    guest.clock.advance(Duration::from_hours(25));
    assert_eq!(guest.key(&key_id).await.unwrap().1, key.to_multibase());
    server.until_asked(2).await;
    // Its owner lists it no longer, and as soon as that is written it counts no more.
    let lapsed = async {
        while guest.remote.key(&key_id).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    let patience = Duration::from_secs(30);
    assert!(tokio::time::timeout(patience, lapsed).await.is_ok());
}
