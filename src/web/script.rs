//! The programs of pages, under addresses that change with their content. Every page works
//! without them.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};

use super::frame::POLICY;
use crate::http::etag;

const SEARCH: &str = include_str!("../../templates/search.js");

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let tag = etag::of(SEARCH.as_bytes());
    tag.trim_matches('"').chars().take(12).collect()
});

/// Where the program of the search is.
pub(super) const PATH: &str = "/assets/search.js";

/// Where pages find it.
pub(super) fn address() -> String {
    format!("{PATH}?v={}", *VERSION)
}

/// Serves it, to be kept for good: another content has another address.
pub(super) async fn serve() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, SEARCH).into_response()
}

/// Lets a page run this server's own programs and ask this server alone; nothing is inline.
pub(super) fn allow(response: &mut Response) {
    let policy = format!("{POLICY}; script-src 'self'; connect-src 'self'");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}
