//! The one stylesheet, under an address that changes with its content.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use http::header;

use crate::http::etag;

const STYLE: &str = include_str!("../../templates/style.css");

static VERSION: LazyLock<String> = LazyLock::new(|| {
    etag::of(STYLE.as_bytes())
        .trim_matches('"')
        .chars()
        .take(12)
        .collect()
});

/// Where pages find it.
pub(super) fn address() -> String {
    format!("/assets/style.css?v={}", *VERSION)
}

/// Serves it, to be kept for good: another content has another address.
pub(super) async fn serve() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, STYLE).into_response()
}
