//! Inboxes: verified, durable, acknowledged, in this order. What it does happens later.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::BytesMut;
use http_body_util::{BodyExt, LengthLimitError};
use tokio::sync::SemaphorePermit;
use tokio::time::timeout;

use super::departed;
use crate::activitypub::digest;
use crate::activitypub::rates;
use crate::activitypub::received::Arrival;
use crate::activitypub::refusal::Refusal;
use crate::activitypub::signature::{self, Claim};
use crate::activitypub::verifier::{GONE, Verified};
use crate::error::Error;
use crate::federation::inbox::KNOWN;
use crate::federation::synchronization;
use crate::http::Problem;
use crate::http::flood::too_many;
use crate::node::{Node, Received};

/// How long a sender waits before it comes again, in seconds.
const RETRY_AFTER: &str = "30";

/// The measure of the inbox's memory, in bytes.
const KIB: usize = 1024;

/// What a server is told that sends too much.
pub(super) const TOO_MANY: &str =
    "your server sends more than this directory takes; come again later";

/// What a sender says of itself alone, so that whoever reads the inbox does not matter.
const OF_THE_SENDER: [&str; 4] = ["Delete", "Move", "Undo", "Update"];

/// Takes an activity.
pub(super) async fn receive(State(node): State<Arc<Node>>, request: Request) -> Response {
    take_for(&node, request, None).await
}

async fn take_for(node: &Arc<Node>, request: Request, erased: Option<&str>) -> Response {
    let answer = take(node, request, erased).await;
    if !answer.status().is_success() {
        node.measures.received(Received::Refused);
    }
    answer
}

/// Takes an activity for one organization, if there is one. Of one that was erased a sender
/// that proves who it is hears that it is gone, and what it takes back or removes of its own
/// still counts: this may be the only inbox of ours that its server knows.
pub(super) async fn of_organization(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let path = format!("/o/{id}");
    let missing: Problem = match node.documents.get(&path).await {
        Ok(Some(document)) => {
            let erased = document.is_gone.then_some(path.as_str());
            return take_for(&node, request, erased).await;
        }
        Ok(None) => Error::NotFound(path).into(),
        Err(error) => error.into(),
    };
    missing.into_response()
}

async fn take(node: &Arc<Node>, request: Request, erased: Option<&str>) -> Response {
    let (parts, body) = request.into_parts();
    if let Err(refusal) = node.verifier.meet(&parts.headers) {
        return refuse(&refusal);
    }
    if parts.headers.contains_key(header::CONTENT_ENCODING) {
        let reason = "send the body as it is, without Content-Encoding";
        return refuse(&Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "encoded",
            reason,
        ));
    }
    // Names may be forged, so nothing is taken here; who is over the limit is told early.
    let claimed = signature::claimed_key(&parts.headers).and_then(rates::name_of_host);
    if let Some(name) = claimed
        && let Err(wait) = node.host_rates.look(&name, node.clock.now())
    {
        return too_many(wait, TOO_MANY);
    }
    let patience = Duration::from_secs(node.settings.limits.body_seconds.into());
    let Ok(read) = timeout(patience, read(node, body)).await else {
        let reason = "the body did not arrive in time";
        return refuse(&Refusal::new(StatusCode::REQUEST_TIMEOUT, "slow", reason));
    };
    let (body, _room) = match read {
        Ok(read) => read,
        Err(refusal) => return refuse(&refusal),
    };
    match accept(node, &parts, &body, erased).await {
        Ok(status) => status.into_response(),
        Err(response) => response,
    }
}

/// Looks into what a sender says of its followers here, beside the answer, if it signed that.
/// It may cost a question, so it is done a few times a minute for each server, and for a few
/// at once; what is left out is said again by the next delivery.
fn synchronize(node: &Arc<Node>, parts: &Parts, verified: &Verified) {
    let Some(stated) = signed(&parts.headers, &verified.claim, synchronization::HEADER) else {
        return;
    };
    let Some(server) = rates::name_of_host(&verified.actor) else {
        return;
    };
    let Ok(place) = Arc::clone(&node.synchronizing).try_acquire_owned() else {
        return;
    };
    if node
        .synchronizations
        .take(&server, node.clock.now())
        .is_err()
    {
        return;
    }
    let (node, actor, stated) = (Arc::clone(node), verified.actor.clone(), stated.to_owned());
    tokio::spawn(async move {
        if let Err(error) = synchronization::receive(&node, &actor, &stated).await {
            tracing::debug!(actor, %error, "who follows it could not be compared");
        }
        drop(place);
    });
}

/// The one value of a header that the sender signed.
fn signed<'h>(headers: &'h HeaderMap, claim: &Claim, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let only = values.next().filter(|_| values.next().is_none())?;
    only.to_str().ok().filter(|_| claim.covers(name))
}

/// Reads a body, and takes room for it as it comes: whoever sends slowly holds no more than
/// they sent.
async fn read(node: &Node, mut body: Body) -> Result<(Bytes, SemaphorePermit<'_>), Refusal> {
    let mut read = BytesMut::new();
    let mut room = take_room(node, 1)?;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| broken(&error))?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        let needed = (read.len() + data.len()) / KIB + 1;
        let more = needed.saturating_sub(room.num_permits());
        room.merge(take_room(node, more)?);
        read.extend_from_slice(&data);
    }
    Ok((read.freeze(), room))
}

fn take_room(node: &Node, kibibytes: usize) -> Result<SemaphorePermit<'_>, Refusal> {
    let kibibytes = u32::try_from(kibibytes).unwrap_or(u32::MAX);
    node.inbox_room
        .try_acquire_many(kibibytes)
        .map_err(|_full| Refusal::unavailable("busy", "too much arrives at once; come again"))
}

/// Why a body could not be read: too large, or broken off.
fn broken(error: &axum::Error) -> Refusal {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    if cause.is::<LengthLimitError>() {
        let reason = "the activity is larger than this directory takes";
        return Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", reason);
    }
    Refusal::malformed("broken", "the body broke off")
}

async fn accept(
    node: &Arc<Node>,
    parts: &Parts,
    body: &Bytes,
    erased: Option<&str>,
) -> Result<StatusCode, Response> {
    let verified = match node.verifier.verify(parts, body).await {
        Ok(verified) => verified,
        Err(refusal) if refusal.code == GONE => return departed::take(node, body).await,
        Err(refusal) => return Err(refuse(&refusal)),
    };
    if let Some(name) = rates::name_of_host(&verified.actor)
        && let Err(wait) = node.host_rates.take(&name, node.clock.now())
    {
        return Err(too_many(wait, TOO_MANY));
    }
    if let Some(path) = erased.filter(|_| !OF_THE_SENDER.contains(&verified.kind.as_str())) {
        let reason = format!("{path} was removed");
        return Err(Problem::new(StatusCode::GONE, "gone", "Gone", reason).into_response());
    }
    if !KNOWN.contains(&verified.kind.as_str()) {
        node.measures.received(Received::Unknown);
        tracing::debug!(
            kind = verified.kind,
            "an activity of a type that has no effect here"
        );
        return Ok(StatusCode::ACCEPTED);
    }
    synchronize(node, parts, &verified);
    let body_digest = digest::sha256(body);
    let request = [body_digest.as_slice(), verified.claim.signature()].concat();
    let arrival = Arrival {
        activity: verified.id,
        actor: verified.actor,
        kind: verified.kind,
        request_digest: hex::encode(digest::sha256(&request)),
        body: String::from_utf8_lossy(body).into_owned(),
    };
    node.inbox
        .accept(arrival)
        .await
        .map_err(|error| Problem::from(error).into_response())?;
    node.measures.received(Received::Kept);
    Ok(StatusCode::ACCEPTED)
}

pub(super) fn refuse(refusal: &Refusal) -> Response {
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

#[cfg(test)]
mod tests {
    use http::Method;
    use url::Url;

    use super::*;
    use crate::activitypub::keys::{Algorithm, PrivateKey};
    use crate::activitypub::signature::{Request as Signed, Scheme, inspect, sign_with};
    use crate::clock::Timestamp;

    #[test]
    fn what_was_added_to_a_request_on_its_way_is_not_heeded() {
        let name = synchronization::HEADER;
        let more: HeaderMap = [(name.parse().unwrap(), HeaderValue::from_static("as signed"))]
            .into_iter()
            .collect();
        let key = PrivateKey::generate(Algorithm::Rsa).unwrap();
        let url = Url::parse("https://here.example/inbox").unwrap();
        let now = Timestamp(1_764_000_000_000);
        for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
            let send = |more: &HeaderMap| {
                let key = (&key, "https://there.example/actor#main-key");
                sign_with(more, scheme, key, &Method::POST, &url, Some(b"{}"), now).unwrap()
            };
            let claim = |headers: &HeaderMap| {
                let request = Signed {
                    method: &Method::POST,
                    path_and_query: "/inbox",
                    headers,
                    body: Some(b"{}"),
                    authority: "here.example",
                    scheme: "https",
                };
                let claim = inspect(&request, now).unwrap();
                claim.verify(&key.public().unwrap()).map(|()| claim)
            };
            let honest = send(&more);
            let heeded = signed(&honest, &claim(&honest).unwrap(), name).map(str::to_owned);
            assert_eq!(heeded.as_deref(), Some("as signed"), "{scheme:?}");

            let mut added = send(&HeaderMap::new());
            added.insert(name, HeaderValue::from_static("added"));
            assert_eq!(signed(&added, &claim(&added).unwrap(), name), None);

            let mut changed = honest.clone();
            changed.insert(name, HeaderValue::from_static("changed"));
            assert!(claim(&changed).is_err(), "{scheme:?}");
            let of_honest = claim(&honest).unwrap();
            let mut twice = honest;
            twice.append(name, HeaderValue::from_static("added"));
            assert!(claim(&twice).is_err() && signed(&twice, &of_honest, name).is_none());
        }
    }
}
