//! What keeps an organization from being asked for with others, and that those which are
//! become public as any other does.

use super::*;
use crate::clock::{Clock, Timestamp};
use crate::federation::{index, publish};
use crate::node::Node;
use crate::outbox::{self, Event};
use crate::place::Territory;
use crate::registry::Draft;
use crate::settings::Settings;
use crate::store::{execute, testing};
use crate::vocabulary::EntityType;

const BASE: &str = "https://a.example";
const NOW: Timestamp = Timestamp(1_790_000_000_000);

/// What the others refer to.
const BEFORE: [&str; 2] = [
    "INSERT INTO pictures (digest, media_type, width, height, created_at) \
     VALUES ('x', 'image/png', 1, 1, 0)",
    "INSERT INTO remote_records (id, origin, kind, owner, name, body, record_digest, updated, \
     received_at, gone) VALUES ('https://b.example/o/1', '', 'organization', '', '', '{}', '', \
     0, 0, FALSE)",
];

/// One of each that can stand beside the organization `$1`.
const BESIDE: [&str; 11] = [
    "INSERT INTO keys (owner, algorithm, private_pem, created_at) \
     VALUES ('/o/' || $1, 'ed25519', '', 0)",
    "INSERT INTO followers (actor, follower, inbox, follow, state, created_at) \
     VALUES ('/o/' || $1, 'https://b.example/ana', '', '', 'accepted', 0)",
    "INSERT INTO picture_uses (path, role, digest, given, alt) \
     VALUES ('/o/' || $1, 'icon', 'x', TRUE, '{}')",
    "INSERT INTO offers (id, organization, purpose, state, language, titles, texts, conditions, \
     what, terms, created_at, updated_at) VALUES ('1', $1, 'need', 'open', 'es', '{}', '{}', \
     '{}', 'service', 'barter', 0, 0)",
    "INSERT INTO attestations (id, organization, kind, attested_by, statement, method, state, \
     attested_on, created_at) VALUES ('1', $1, 'office', '', '', '', 'valid', '', 0)",
    "INSERT INTO memberships (id, member, body, role, created_at) \
     VALUES ('1', '/o/' || $1, 'https://b.example/o/1', 'member', 0)",
    "INSERT INTO memberships (id, member, body, role, created_at) \
     VALUES ('1', 'https://b.example/o/1', '/o/' || $1, 'member', 0)",
    "INSERT INTO same_as (organization, other, stated_by, stated_at) \
     VALUES ($1, 'https://b.example/o/1', 'office', 0)",
    REDIRECT,
    "UPDATE remote_records SET shown_as = '/o/' || $1",
    "INSERT INTO remote_same_as (record, other) \
     VALUES ('https://b.example/o/1', 'https://a.example/o/' || $1)",
];
const REDIRECT: &str =
    "INSERT INTO redirects (from_path, to_path, created_at) VALUES ('/o/1', '/o/' || $1, 0)";

async fn add(tx: &mut Tx, clock: &Clock) -> Organization {
    let mut draft = Draft::named("Café Unión", "es", EntityType::Cooperative).unwrap();
    draft.territory = Some(Territory::parse("MX-OAX").unwrap());
    registry::add(tx, clock, draft).await.unwrap()
}

#[tokio::test]
async fn whatever_stands_beside_an_organization_has_it_asked_for_alone() {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let added = add(&mut tx, &Clock::fixed(NOW)).await;
    for statement in BEFORE {
        execute!(tx, sqlx::query(statement)).unwrap();
    }
    tx.commit().await.unwrap();
    for beside in BESIDE {
        let mut tx = db.begin().await.unwrap();
        let plain = of(&mut tx, BASE, &[&added.id]).await.unwrap();
        assert_eq!(plain.len(), 1, "before {beside}");
        execute!(tx, sqlx::query(beside).bind(&added.id)).unwrap();
        let plain = of(&mut tx, BASE, &[&added.id]).await.unwrap();
        assert!(plain.is_empty(), "{beside}");
    }
}

/// What others compare the record by, its number in the log, and what it is counted by.
async fn shown(node: &Node, path: &str) -> (String, i64, String) {
    publish::drain(node).await.unwrap();
    index::drain(node).await.unwrap();
    let query = "SELECT record_digest, log_seq, codes FROM documents \
        JOIN search_entries ON subject = path WHERE path = $1";
    let mut tx = node.db.read().await.unwrap();
    on!(tx, |c| sqlx::query_as(query).bind(path).fetch_one(c)).unwrap()
}

#[tokio::test]
async fn an_organization_is_published_and_found_alike_alone_and_with_others() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::fresh_url(folder.path()).await.unwrap();
    let text = format!("public_url = \"{BASE}\"\n[database]\nurl = \"{url}\"\n");
    let settings = Settings::read(&text, "test", folder.path().to_owned(), false).unwrap();
    let node = Node::open(settings, Clock::fixed(NOW)).await.unwrap();
    let mut tx = node.db.begin().await.unwrap();
    let added = add(&mut tx, &node.clock).await;
    registry::publish(&mut tx, &node.clock, &added.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let (digest, number, codes) = shown(&node, &added.path()).await;
    assert!(codes.contains("MX-OAX"), "{codes}");
    let mut tx = node.db.begin().await.unwrap();
    execute!(tx, sqlx::query(REDIRECT).bind(&added.id)).unwrap();
    let event = Event::OrganizationChanged(added.id.clone());
    outbox::push(&mut tx, &event, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let anew = shown(&node, &added.path()).await;
    assert_eq!(anew, (digest, number + 1, codes));
}
