//! Answering records and lists of them.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::error::{Error, Result};
use crate::http::{etag, paging};
use crate::registry::Page;

/// JSON bytes of a value.
pub(super) fn bytes(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(Error::internal)
}

/// The answer to a GET. What a token showed must not stay in shared caches.
pub(super) fn read(headers: &HeaderMap, body: Vec<u8>, is_private: bool) -> Response {
    let mut response = etag::answer(headers, &etag::of(&body), || json(StatusCode::OK, body));
    let caching = if is_private {
        "private, no-store"
    } else {
        "no-cache"
    };
    let fields = response.headers_mut();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    fields.insert(header::VARY, HeaderValue::from_static("Authorization"));
    response
}

/// A page of a list, with the address of the next in `Link` (RFC 8288).
pub(super) fn page<T: Serialize>(
    headers: &HeaderMap,
    (address, filters): (&str, &[(&str, &str)]),
    limit: u32,
    page: &Page<T>,
    is_private: bool,
) -> Result<Response> {
    let mut response = read(headers, bytes(&page.items)?, is_private);
    if let Some(cursor) = &page.next {
        let next = paging::next(address, filters, Some(limit), cursor)?;
        response
            .headers_mut()
            .insert(header::LINK, paging::link(&next)?);
    }
    Ok(response)
}

/// The answer to a change: the record as it stands now.
pub(super) fn changed(body: Vec<u8>) -> Response {
    let tag = HeaderValue::from_str(&etag::of(&body));
    let mut response = json(StatusCode::OK, body);
    if let Ok(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The answer to a POST that made a record at `address`.
pub(super) fn created(address: &str, body: Vec<u8>) -> Result<Response> {
    let mut response = changed(body);
    *response.status_mut() = StatusCode::CREATED;
    let address = HeaderValue::from_str(address).map_err(Error::internal)?;
    response.headers_mut().insert(header::LOCATION, address);
    Ok(response)
}

fn json(status: StatusCode, body: Vec<u8>) -> Response {
    let kind = HeaderValue::from_static("application/json");
    (status, [(header::CONTENT_TYPE, kind)], body).into_response()
}
