//! Direct messages of an organization, for the organization's own token and no other: not
//! even the office reads them here.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};

use super::request::{self, Body, Filters};
use super::response;
use crate::access::Scope;
use crate::conversation::messages::{self, Message};
use crate::conversation::notice::NOT_SECRET;
use crate::error::{Error, Result};
use crate::federation::message;
use crate::http::paging::Paging;
use crate::http::{Problem, token};
use crate::id::{MessageId, OfferId, OrganizationId};
use crate::node::Node;
use crate::registry::Page;

type AnswerTo = Result<Response, Problem>;

/// A message as the API shows it.
#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    message: Message,
    /// Who else can read it.
    notice: &'static str,
}

impl From<Message> for View {
    fn from(message: Message) -> Self {
        Self {
            message,
            notice: NOT_SECRET,
        }
    }
}

pub(super) async fn list(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    query: Filters<Paging>,
) -> AnswerTo {
    let id = own(&node, &headers, &id).await?;
    let paging = request::filters(query)?;
    let limit = paging.limit()?;
    let mut tx = node.db.read().await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = messages::list(&mut tx, &id, paging.after.as_deref(), wanted).await?;
    let page = Page {
        items: page.items.into_iter().map(View::from).collect(),
        next: page.next,
    };
    let address = node.url(&format!("/api/v1/organizations/{id}/messages"));
    Ok(response::page(
        &headers,
        (&address, &[]),
        limit,
        &page,
        true,
    )?)
}

pub(super) async fn show(
    State(node): State<Arc<Node>>,
    Path((id, message)): Path<(String, String)>,
    headers: HeaderMap,
) -> AnswerTo {
    let id = own(&node, &headers, &id).await?;
    let mut tx = node.db.read().await?;
    let found = messages::get(&mut tx, &id, &MessageId::parse(&message)?).await?;
    let body = response::bytes(&View::from(found))?;
    Ok(response::read(&headers, body, true))
}

/// The body of an answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    text: String,
}

pub(super) async fn answer(
    State(node): State<Arc<Node>>,
    Path((id, message)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> AnswerTo {
    let id = own(&node, &headers, &id).await?;
    let answered = MessageId::parse(&message)?;
    let new: New = request::json(body)?;
    let mut tx = node.db.begin().await?;
    let made = message::answer(&node, &mut tx, &id, (&answered, &new.text)).await?;
    tx.commit().await?;
    said(&node, &id, made)
}

/// The body of a question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The id of the organization that is asked.
    to: String,
    /// The need's id.
    need: String,
    text: String,
}

pub(super) async fn ask(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> AnswerTo {
    let id = own(&node, &headers, &id).await?;
    let Question { to, need, text } = request::json(body)?;
    let need = OfferId::parse(&need)?;
    let to = message::look_up(&node, &to).await?;
    let mut tx = node.db.begin().await?;
    let made = message::ask(&node, &mut tx, (&id, &need), (&to, &text)).await?;
    tx.commit().await?;
    said(&node, &id, made)
}

/// What was said, once it is kept: it goes out now.
fn said(node: &Node, id: &OrganizationId, made: Message) -> AnswerTo {
    node.wake.deliverer.notify_one();
    node.wake.postman.notify_one();
    let address = node.url(&format!("/api/v1/organizations/{id}/messages/{}", made.id));
    let body = response::bytes(&View::from(made))?;
    Ok(response::created(&address, body)?)
}

pub(super) async fn erase(
    State(node): State<Arc<Node>>,
    Path((id, message)): Path<(String, String)>,
    headers: HeaderMap,
) -> AnswerTo {
    let id = own(&node, &headers, &id).await?;
    let mut tx = node.db.begin().await?;
    message::erase(&node, &mut tx, &id, &MessageId::parse(&message)?).await?;
    tx.commit().await?;
    node.wake.deliverer.notify_one();
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The organization of an address, when the token is its own.
async fn own(node: &Node, headers: &HeaderMap, id: &str) -> Result<OrganizationId, Problem> {
    let id = OrganizationId::parse(id)?;
    let token = token::authorize(&node.db, headers, Scope::Messages).await?;
    if token.organization.is_none() {
        let reason = "messages are read with the organization's own token alone; whoever keeps \
                      the node has `trenza message`";
        return Err(Error::Forbidden(reason.into()).into());
    }
    token.require_organization(&id)?;
    Ok(id)
}
