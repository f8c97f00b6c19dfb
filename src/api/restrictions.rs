//! Servers and people that are kept out or out of sight, for the office alone.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;

use super::request::{self, Body, Filters};
use super::response;
use crate::access::Scope;
use crate::activitypub::restrictions::{self, Severity, Subject};
use crate::error::{Error, Result};
use crate::federation::{block_list, restricting};
use crate::http::Problem;
use crate::node::Node;

type Answer = Result<Response, Problem>;

/// All restrictions.
pub(super) async fn list(State(node): State<Arc<Node>>, headers: HeaderMap) -> Answer {
    request::office(&node, &headers, Scope::Admin).await?;
    let found = restrictions::list(&mut node.db.read().await?).await?;
    Ok(response::read(&headers, response::bytes(&found)?, true))
}

/// The body of a new restriction.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    subject: String,
    severity: Severity,
    reason: Option<String>,
    note: Option<String>,
}

/// Blocks or limits a host or an actor.
pub(super) async fn create(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    request::office(&node, &headers, Scope::Admin).await?;
    let new: New = request::json(body)?;
    let subject = Subject::parse(&new.subject)?;
    let said = (new.reason.as_deref(), new.note.as_deref());
    let (made, effects) = restricting::restrict(&node, &subject, new.severity, said).await?;
    let done = serde_json::json!({"restriction": made, "effects": effects});
    Ok(response::changed(response::bytes(&done)?))
}

/// Lifts a restriction.
pub(super) async fn lift(
    State(node): State<Arc<Node>>,
    Path(subject): Path<String>,
    headers: HeaderMap,
) -> Answer {
    request::office(&node, &headers, Scope::Admin).await?;
    let lifted = restricting::lift(&node, &Subject::parse(&subject)?).await?;
    Ok(response::changed(response::bytes(&lifted)?))
}

/// The query of an import.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct How {
    #[serde(default)]
    dry_run: bool,
    #[serde(default)]
    even_peers: bool,
}

/// Takes a list over.
pub(super) async fn import(
    State(node): State<Arc<Node>>,
    headers: HeaderMap,
    how: Filters<How>,
    body: Body,
) -> Answer {
    request::office(&node, &headers, Scope::Admin).await?;
    let how = request::filters(how)?;
    let body = body.map_err(|rejection| {
        let (status, text) = (rejection.status(), rejection.body_text());
        Problem::new(status, "malformed", "Malformed request", text)
    })?;
    let list = std::str::from_utf8(&body)
        .map_err(|_error| Error::invalid("body", "is no text in UTF-8"))?;
    let done = restricting::import(&node, list, how.dry_run, how.even_peers).await?;
    Ok(response::changed(response::bytes(&done)?))
}

/// The hosts as a table that Mastodon and this program read.
pub(super) async fn export(State(node): State<Arc<Node>>, headers: HeaderMap) -> Answer {
    request::office(&node, &headers, Scope::Admin).await?;
    let found = restrictions::list(&mut node.db.read().await?).await?;
    let fields = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"blocks.csv\"",
        ),
    ];
    Ok((StatusCode::OK, fields, block_list::write(&found)?).into_response())
}
