//! Inboxes: verified, durable, acknowledged, in this order. What it does happens later.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::activitypub::digest;
use crate::activitypub::received::Arrival;
use crate::activitypub::refusal::Refusal;
use crate::federation::inbox::KNOWN;
use crate::http::Problem;
use crate::node::Node;

/// How long a sender waits before it comes again, in seconds.
const RETRY_AFTER: &str = "30";

/// The most that one request is reckoned for, in KiB.
const LONGEST: u64 = 1024;

/// Takes an activity.
pub(super) async fn receive(State(node): State<Arc<Node>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if parts.headers.contains_key(header::CONTENT_ENCODING) {
        let reason = "send the body as it is, without Content-Encoding";
        return refuse(&Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "encoded",
            reason,
        ));
    }
    let Ok(_room) = node.inbox_room.try_acquire_many(room_for(&parts)) else {
        let reason = "too much arrives at once; come again";
        return refuse(&Refusal::unavailable("busy", reason));
    };
    let request = Request::from_parts(parts.clone(), body);
    let body = match Bytes::from_request(request, &()).await {
        Ok(body) => body,
        // Too large, or broken off; axum says which.
        Err(rejection) => return rejection.into_response(),
    };
    match accept(&node, &parts, &body).await {
        Ok(status) => status.into_response(),
        Err(response) => response,
    }
}

/// How much of the inbox's memory a request takes, in KiB: what it announces, or the most
/// there may be.
fn room_for(parts: &Parts) -> u32 {
    let length = parts.headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let kibibytes = length.map_or(LONGEST, |bytes| bytes / 1024 + 1);
    u32::try_from(kibibytes.min(LONGEST)).unwrap_or(u32::MAX)
}

async fn accept(node: &Node, parts: &Parts, body: &Bytes) -> Result<StatusCode, Response> {
    let verified = node
        .verifier
        .verify(parts, body)
        .await
        .map_err(|refusal| refuse(&refusal))?;
    if !KNOWN.contains(&verified.kind.as_str()) {
        node.count_unknown(&verified.kind);
        return Ok(StatusCode::ACCEPTED);
    }
    let arrival = Arrival {
        activity: verified.id,
        actor: verified.actor,
        kind: verified.kind,
        body_digest: hex::encode(digest::sha256(body)),
        body: String::from_utf8_lossy(body).into_owned(),
    };
    node.inbox
        .accept(arrival)
        .await
        .map_err(|error| Problem::from(error).into_response())?;
    Ok(StatusCode::ACCEPTED)
}

fn refuse(refusal: &Refusal) -> Response {
    if refusal.status.is_success() {
        return refusal.status.into_response();
    }
    let mut response = Problem::new(
        refusal.status,
        refusal.code,
        "Refused",
        refusal.reason.clone(),
    )
    .into_response();
    if refusal.status == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
    }
    response
}
