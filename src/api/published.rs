//! Saying so when a change was made and could not be published.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};

use crate::federation::publish;
use crate::node::Node;
use crate::outbox;

/// The header that says so. What still waits may be published, and is not told of.
pub(super) const PUBLISHED: HeaderName = HeaderName::from_static("trenza-published");

/// Adds it to the answer of a change that others cannot be told of.
pub(super) async fn tell(State(node): State<Arc<Node>>, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (mut response, written) = outbox::listening(next.run(request)).await;
    if response.status().is_success() && publish::is_set_aside(&node, &written).await {
        let no = HeaderValue::from_static("no");
        response.headers_mut().insert(PUBLISHED, no);
    }
    response
}
