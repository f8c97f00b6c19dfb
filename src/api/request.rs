//! Reading bodies and tokens of requests.

use axum::body::Bytes;
use axum::extract::Query;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::access::{Scope, Token};
use crate::error::{Error, Result};
use crate::federation::publish;
use crate::http::{Problem, etag, token};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry;
use crate::store::Tx;

/// A body as axum hands it over, or why it could not be read.
pub(super) type Body = Result<Bytes, BytesRejection>;
/// A query as axum hands it over, or why it could not be read.
pub(super) type Filters<T> = Result<Query<T>, QueryRejection>;

/// Reads JSON into a value of ours.
pub(super) fn json<T: DeserializeOwned>(body: Body) -> Result<T, Problem> {
    let body = body.map_err(|rejection| malformed(rejection.status(), &rejection.body_text()))?;
    let value: Value = serde_json::from_slice(&body)
        .map_err(|error| malformed(StatusCode::BAD_REQUEST, &format!("is no JSON: {error}")))?;
    typed(value)
}

/// A JSON value as a value of ours; what does not fit is told.
pub(super) fn typed<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_json::from_value(value).map_err(|error| Error::invalid("body", error.to_string()).into())
}

/// Reads the query of a list.
pub(super) fn filters<T>(query: Filters<T>) -> Result<T, Problem> {
    let Query(filters) =
        query.map_err(|rejection| malformed(rejection.status(), &rejection.body_text()))?;
    Ok(filters)
}

fn malformed(status: StatusCode, reason: &str) -> Problem {
    Problem::new(status, "malformed", "Malformed request", reason)
}

/// The token of a request that may be made without one; a bad token is refused all the same.
pub(super) async fn reader(
    node: &Node,
    headers: &HeaderMap,
    scope: Scope,
) -> Result<Option<Token>, Problem> {
    if !headers.contains_key(header::AUTHORIZATION) {
        return Ok(None);
    }
    Ok(Some(token::authorize(&node.db, headers, scope).await?))
}

/// A look at an organization, and whether the caller sees everything of it: the office does,
/// and its own token. Whoever does not sees public records alone.
pub(super) async fn look_at(
    node: &Node,
    headers: &HeaderMap,
    id: &OrganizationId,
) -> Result<(Tx, bool), Problem> {
    let token = reader(node, headers, Scope::OrganizationsWrite).await?;
    let sees_all = token.is_some_and(|token| token.require_organization(id).is_ok());
    let mut tx = node.db.read().await?;
    if !registry::get(&mut tx, id).await?.is_public() && !sees_all {
        return Err(Error::NotFound(format!("organization {:?}", id.as_str())).into());
    }
    Ok((tx, sees_all))
}

/// The organization that an address names, and a token that may change it: the office's, or
/// the organization's own.
pub(super) async fn organization(
    node: &Node,
    headers: &HeaderMap,
    id: &str,
) -> Result<(OrganizationId, Token), Problem> {
    let id = OrganizationId::parse(id)?;
    let token = token::authorize(&node.db, headers, Scope::OrganizationsWrite).await?;
    token.require_organization(&id)?;
    Ok((id, token))
}

/// The token of a request that is the office's own: made for no single organization.
pub(super) async fn office(
    node: &Node,
    headers: &HeaderMap,
    scope: Scope,
) -> Result<Token, Problem> {
    let token = token::authorize(&node.db, headers, scope).await?;
    match &token.organization {
        None => Ok(token),
        Some(own) => {
            let reason = format!("this token is for the record and offers of {own} alone");
            Err(Error::Forbidden(reason.into()).into())
        }
    }
}

/// Commits a change, and has it published.
pub(super) async fn keep(node: &Node, tx: Tx) -> Result<()> {
    tx.commit().await?;
    publish::settled(node).await;
    Ok(())
}

/// Refuses a change that was made of an older version (RFC 9110 §13.1.1).
pub(super) fn if_match(headers: &HeaderMap, present: &[u8]) -> Result<(), Problem> {
    let Some(wanted) = headers.get(header::IF_MATCH) else {
        return Ok(());
    };
    let present = etag::of(present);
    let is_held = wanted.to_str().is_ok_and(|tags| {
        tags.split(',')
            .map(str::trim)
            .any(|tag| tag == "*" || tag == present)
    });
    if is_held {
        return Ok(());
    }
    let detail = "the record has changed meanwhile; read it again and change that";
    let status = StatusCode::PRECONDITION_FAILED;
    Err(Problem::new(
        status,
        "changed-meanwhile",
        "Changed meanwhile",
        detail,
    ))
}

/// Applies a merge patch (RFC 7396 §2): members replace, `null` removes.
pub(super) fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(members) = target else {
        return;
    };
    for (name, value) in patch {
        if value.is_null() {
            members.remove(&name);
        } else {
            merge(members.entry(name).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_patch_replaces_adds_and_removes_members_only() {
        // The example of RFC 7396 §3, in the registry's words.
        let mut target =
            json!({"names": {"es": "A", "en": "B"}, "themes": ["x", "y"], "scope": "local"});
        merge(
            &mut target,
            json!({"names": {"en": null, "fr": "C"}, "themes": ["z"], "scope": null}),
        );
        assert_eq!(
            target,
            json!({"names": {"es": "A", "fr": "C"}, "themes": ["z"]})
        );
        let mut target = json!(1);
        merge(&mut target, json!({"a": {"b": null}}));
        assert_eq!(target, json!({"a": {}}));
    }

    #[test]
    fn an_older_version_is_refused_and_the_present_or_any_accepted() {
        let holding = |tag: &str| HeaderMap::from_iter([(header::IF_MATCH, tag.parse().unwrap())]);
        let present = etag::of(b"now");
        assert!(if_match(&HeaderMap::new(), b"now").is_ok());
        assert!(if_match(&holding(&present), b"now").is_ok());
        assert!(if_match(&holding("*"), b"now").is_ok());
        let refusal = if_match(&holding(&etag::of(b"then")), b"now").unwrap_err();
        assert_eq!(refusal.status(), StatusCode::PRECONDITION_FAILED);
    }
}
