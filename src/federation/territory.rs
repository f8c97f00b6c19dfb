//! Territories: each code that a record names is a `Group` that anybody can follow, this
//! node's view of it. It announces the offers and needs of its organizations.

use serde_json::{Value, json};

use super::markup::inline;
use super::{actor, context, paths, seal};
use crate::activitypub::documents::{self, Publication};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::node::Node;
use crate::place::Territory;
use crate::store::{Tx, execute, on};

/// The handle under which a territory is followed, such as `mx_oax`; `None` while no record
/// named it.
pub async fn handle(tx: &mut Tx, code: &str) -> Result<Option<String>> {
    let query = "SELECT handle FROM territories WHERE code = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(code)
        .fetch_optional(c))
}

/// The code of the territory that is followed as `handle`.
pub async fn find_by_handle(tx: &mut Tx, handle: &str) -> Result<Option<String>> {
    let query = "SELECT code FROM territories WHERE handle = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(handle)
        .fetch_optional(c))
}

/// All territories that records name, by code.
pub async fn list(tx: &mut Tx) -> Result<Vec<String>> {
    on!(tx, |c| sqlx::query_scalar(
        "SELECT code FROM territories ORDER BY code"
    )
    .fetch_all(c))
}

/// Makes the territory an actor when a record names it for the first time; says whether
/// that was now.
pub async fn ensure(
    node: &Node,
    tx: &mut Tx,
    territory: &Territory,
    now: Timestamp,
) -> Result<bool> {
    let code = territory.as_str();
    // Codes are unique, and so are handles made of them, which no organization may take.
    let handle = code.to_ascii_lowercase().replace('-', "_");
    let statement = "INSERT INTO territories (code, handle, created_at) VALUES ($1, $2, $3) \
        ON CONFLICT (code) DO NOTHING";
    let made = execute!(
        tx,
        sqlx::query(statement).bind(code).bind(&handle).bind(now)
    )?;
    if made == 0 {
        return Ok(false);
    }
    let path = paths::territory(code);
    let key = node.keys.of_actor(tx, &path, now).await?;
    let mut members = actor::members(node.base(), &path, &handle, &node.keys, &key)?;
    if let Value::Object(own) = describe(node, territory, now) {
        members.extend(own);
    }
    let sealer = seal::Sealer::new(key, &node.url(&path));
    let body = sealer.seal(&Value::Object(members), &context::ACTOR, now)?;
    let publication = Publication {
        path: &path,
        body: &body,
        record_digest: None,
        is_gone: false,
        log_number: None,
    };
    documents::put(tx, &publication, now).await?;
    Ok(true)
}

fn describe(node: &Node, territory: &Territory, now: Timestamp) -> Value {
    let code = territory.as_str();
    let name = territory.english_name().unwrap_or(code);
    json!({
        "type": "Group",
        "name": format!("{name} · {}", node.settings.name),
        "summary": format!(
            "<p>Offers and needs of the social and solidarity economy: {name} ({code}). \
             Automated; kept by {}.</p>",
            inline(node.settings.operator.name.as_deref().unwrap_or(&node.settings.name))
        ),
        "url": node.url(&paths::territory(code)),
        "attributedTo": node.url(paths::NODE),
        "published": now.to_rfc3339(),
        "postingRestrictedToMods": true,
        "manuallyApprovesFollowers": false,
        "discoverable": true,
        "indexable": true,
        "identifier": code,
        "location": {"type": "Place", "name": name},
        "attachment": [{"type": "PropertyValue", "name": "Territory", "value": code}],
    })
}
