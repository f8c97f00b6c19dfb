//! The programs of pages, under addresses that change with their content. Every page works
//! without them, but that a device is asked for a passkey by a program alone.

use std::sync::LazyLock;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};

use crate::http::etag;

/// A program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Program {
    /// Searches as one types.
    Search,
    /// Moves the map.
    Map,
    /// Asks a device for a passkey.
    Passkeys,
    /// Waits for work at a file.
    Wait,
}

const SEARCH: &str = include_str!("../../templates/search.js");
const MAP: &str = include_str!("../../templates/map.js");
const PASSKEYS: &str = include_str!("../../templates/passkeys.js");
const WAIT: &str = include_str!("../../templates/wait.js");

static VERSIONS: LazyLock<[String; 4]> = LazyLock::new(|| {
    [SEARCH, MAP, PASSKEYS, WAIT].map(|text| {
        let tag = etag::of(text.as_bytes());
        tag.trim_matches('"').chars().take(12).collect()
    })
});

/// Where the program of the search is.
pub(super) const SEARCH_PATH: &str = "/assets/search.js";
/// Where the program of the map is.
pub(super) const MAP_PATH: &str = "/assets/map.js";
/// Where the program of passkeys is.
pub(super) const PASSKEYS_PATH: &str = "/assets/passkeys.js";
/// Where the program that waits is.
pub(super) const WAIT_PATH: &str = "/assets/wait.js";

/// Where pages find one.
pub(super) fn address(program: Program) -> String {
    let [search, map, passkeys, wait] = &*VERSIONS;
    match program {
        Program::Search => format!("{SEARCH_PATH}?v={search}"),
        Program::Map => format!("{MAP_PATH}?v={map}"),
        Program::Passkeys => format!("{PASSKEYS_PATH}?v={passkeys}"),
        Program::Wait => format!("{WAIT_PATH}?v={wait}"),
    }
}

/// Serves the program of the search.
pub(super) async fn search() -> Response {
    serve(SEARCH)
}

/// Serves the program of the map.
pub(super) async fn map() -> Response {
    serve(MAP)
}

/// Serves the program of passkeys.
pub(super) async fn passkeys() -> Response {
    serve(PASSKEYS)
}

/// Serves the program that waits.
pub(super) async fn wait() -> Response {
    serve(WAIT)
}

/// To be kept for good: another content has another address.
fn serve(text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text).into_response()
}

/// A page with programs: this server's own alone, which ask this server alone; nothing is
/// inline.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                      script-src 'self'; connect-src 'self'; worker-src 'self'";

/// Lets a page run programs.
pub(super) fn allow(response: &mut Response) {
    let policy = HeaderValue::from_static(POLICY);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_with_programs_may_do_what_every_page_may() {
        assert!(POLICY.starts_with(crate::web::frame::POLICY));
    }
}
