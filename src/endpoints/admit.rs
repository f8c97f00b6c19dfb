//! Who may read documents and collections: everybody but blocked servers, or by a setting
//! only whoever says by a signature who they are. Pages are for people, and open.
//!
//! The node's own actor is open always: it lists the key that signs this node's questions,
//! and two nodes that both ask for signatures could read nothing of each other otherwise.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use super::inbox::refuse;
use crate::activitypub::refusal::Refusal;
use crate::federation::paths;
use crate::http::accept;
use crate::node::Node;

/// What a question for a document must sign, as RFC 9421 §5.1 asks for it.
const ACCEPT_SIGNATURE: (HeaderName, &str) = (
    HeaderName::from_static("accept-signature"),
    "sig1=(\"@method\" \"@target-uri\");created;keyid",
);
/// The same as draft-cavage-http-signatures-12 §3.1.1 asks for it.
const CHALLENGE: &str = "Signature realm=\"documents\",headers=\"(request-target) host date\"";
/// Where documents stand whose address has no page.
const WITHOUT_PAGE: [&str; 9] = [
    "/featured",
    "/outbox",
    "/followers",
    "/following",
    "/replies",
    "/likes",
    "/shares",
    "/proposal",
    "/followers_synchronization",
];

/// Lets a question for a document through, or refuses it.
pub async fn admit(State(node): State<Arc<Node>>, request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read || !is_document(request.uri().path(), request.headers()) {
        return next.run(request).await;
    }
    if let Err(refusal) = node.verifier.meet(request.headers()) {
        return refuse(&refusal);
    }
    if !node.settings.federation.authorized_fetch || request.uri().path() == paths::NODE {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match node.verifier.verify_get(&parts).await {
        Ok(Some(_actor)) => {}
        Ok(None) => return unsigned(),
        Err(refusal) => return refuse(&refusal),
    }
    let mut response = next.run(Request::from_parts(parts, body)).await;
    // What was shown to one is not for everybody behind the same cache.
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    headers.append(header::VARY, HeaderValue::from_static("Signature"));
    response
}

pub(super) fn unsigned() -> Response {
    let reason = "this directory shows documents to servers that say who they are: sign the \
        request with an actor's key, by RFC 9421 or draft-cavage-http-signatures-12; for \
        people, the page at the same address is open";
    let mut response: Response<Body> =
        refuse(&Refusal::unauthenticated("unsigned", reason)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static(CHALLENGE),
    );
    headers.insert(
        ACCEPT_SIGNATURE.0,
        HeaderValue::from_static(ACCEPT_SIGNATURE.1),
    );
    response
}

/// Whether a document or collection is asked for, and not a page.
fn is_document(path: &str, headers: &HeaderMap) -> bool {
    if path == paths::NODE || path == paths::LOG || path.starts_with("/activities/") {
        return true;
    }
    // Feeds and linked data are open, as pages are.
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.starts_with("feed.") || (path.starts_with("/o/") && name.contains('.')) {
        return false;
    }
    let of_ours = ["/actor/", "/o/", "/offers/", "/t/", "/c/"];
    of_ours.iter().any(|head| path.starts_with(head))
        && (WITHOUT_PAGE.iter().any(|end| path.ends_with(end)) || accept::wants_activity(headers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_from_pages() {
        let asked = |path: &str, accept: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            is_document(path, &headers)
        };
        for path in [
            "/actor",
            "/registry/log",
            "/o/1/outbox",
            "/offers/1/proposal",
            "/o/1/featured",
        ] {
            assert!(asked(path, "text/html"), "{path}");
        }
        for path in ["/o/1", "/offers/1", "/t/MX", "/c/needs", "/activities/1"] {
            assert!(asked(path, "application/activity+json"), "{path}");
        }
        for path in [
            "/o/1",
            "/offers/1",
            "/t/MX",
            "/",
            "/.well-known/webfinger",
            "/nodeinfo/2.1",
        ] {
            assert!(!asked(path, "text/html"), "{path}");
        }
        for path in ["/o/1/feed.json", "/c/needs/feed.json", "/o/1.jsonld"] {
            assert!(!asked(path, "application/ld+json"), "{path}");
        }
    }
}
