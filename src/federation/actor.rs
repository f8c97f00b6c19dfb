//! What all our actors have in common: inboxes, collections, keys.

use serde_json::{Map, Value, json};

use super::paths;
use crate::activitypub::keyring::{Keyring, replacing};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::Tx;

/// The members that make a record an actor that servers can follow, write to and verify:
/// the RSA key that signs requests, the Ed25519 keys of its proofs (FEP-521a), which an actor
/// that has said nothing yet has not.
pub fn members(
    base: &str,
    path: &str,
    handle: &str,
    keyring: &Keyring,
    proof_keys: &[Value],
) -> Result<Map<String, Value>> {
    let id = format!("{base}{path}");
    let host = base.split_once("://").map_or(base, |(_, host)| host);
    let inbox = if path == paths::NODE {
        format!("{base}/inbox")
    } else {
        format!("{id}/inbox")
    };
    let mut members = json!({
        "id": id,
        "preferredUsername": handle,
        "webfinger": format!("{handle}@{host}"),
        "inbox": inbox,
        "outbox": format!("{id}/outbox"),
        "followers": format!("{id}/followers"),
        "following": format!("{id}/following"),
        "featured": format!("{id}/featured"),
        "endpoints": {"sharedInbox": format!("{base}{}", paths::SHARED_INBOX)},
        "publicKey": {
            "id": format!("{id}#main-key"),
            "owner": id,
            "publicKeyPem": keyring.shown_rsa_of(path).public()?.to_pem(),
        },
    });
    if let (Value::Object(members), false) = (&mut members, proof_keys.is_empty()) {
        members.insert("assertionMethod".to_owned(), json!(proof_keys));
    }
    if let (Value::Object(members), true) = (&mut members, path != paths::NODE) {
        // Servers look here for what a sender of theirs may use (FEP-844e).
        let node = json!({
            "type": "Application",
            "id": format!("{base}{}", paths::NODE),
            "implements": implements(),
        });
        members.insert("generator".to_owned(), node);
    }
    Ok(match members {
        Value::Object(members) => members,
        _ => Map::new(),
    })
}

/// The Ed25519 keys of the actor at `path` as its document shows them, the newest first: the one
/// that seals, one that comes, and those under whose proof something stands still.
pub async fn proof_keys(
    keyring: &Keyring,
    tx: &mut Tx,
    (base, path): (&str, &str),
    now: Timestamp,
) -> Result<Vec<Value>> {
    let id = format!("{base}{path}");
    let present = keyring.of_actor(tx, path, now).await?;
    let [next, former] = replacing::beside(tx, path).await?;
    let present = (present.name, present.key.public()?.to_multibase());
    let all = next.into_iter().chain([present]).chain(former);
    let shown = all.map(|(name, multibase)| {
        json!({
            "id": format!("{id}#{name}"),
            "type": "Multikey",
            "controller": id,
            "publicKeyMultibase": multibase,
        })
    });
    Ok(shown.collect())
}

/// What the program can do beyond what documents show by themselves (FEP-844e).
pub(super) fn implements() -> Value {
    json!([
        {"type": "Link", "href": "https://datatracker.ietf.org/doc/html/rfc9421", "name": "RFC-9421"},
        {"type": "Link", "href": "https://w3id.org/fep/0837", "name": "Marketplace"},
        {"type": "Link", "href": "https://w3id.org/fep/8b32", "name": "Object Integrity Proofs"},
    ])
}
