//! Answering "not modified" to whoever holds the present bytes (RFC 9110 §8.8, §13).

use aws_lc_rs::digest::{SHA256, digest};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// The entity tag of a body: its digest, shortened to 128 bits.
pub fn of(body: &[u8]) -> String {
    let digest = digest(&SHA256, body);
    let short = digest.as_ref().get(..16).unwrap_or_default();
    format!("\"{}\"", hex::encode(short))
}

/// Whether the caller holds the version `etag` already. Tags are compared weakly, as
/// RFC 9110 §13.1.2 asks for `If-None-Match`: compression on the way makes them weak.
pub fn is_held(headers: &HeaderMap, etag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|tag| tag.trim() == "*" || bare(tag) == bare(etag))
}

/// The answer to a GET: `respond`'s when the caller holds another version, else 304. Either
/// carries the tag.
pub fn answer(headers: &HeaderMap, etag: &str, respond: impl FnOnce() -> Response) -> Response {
    let mut response = if is_held(headers, etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        respond()
    };
    if let Ok(value) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(tags: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::IF_NONE_MATCH, tags.parse().unwrap())])
    }

    #[test]
    fn whoever_holds_the_version_gets_no_body() {
        let etag = of(b"body");
        let response = answer(&holding(&format!("\"x\", W/{etag}")), &etag, || {
            "body".into_response()
        });
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(response.headers()[header::ETAG], etag.as_str());
        assert!(is_held(&holding("*"), &etag));
    }

    #[test]
    fn whoever_holds_another_version_gets_the_body() {
        let response = answer(&holding(&of(b"old")), &of(b"new"), || "new".into_response());
        assert_eq!(response.status(), StatusCode::OK);
        assert!(!is_held(&HeaderMap::new(), &of(b"new")));
    }
}
