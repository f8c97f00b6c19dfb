//! The small sign that browsers show beside a page's name: the directory's logo, or else the
//! program's own.

use axum::response::{IntoResponse, Redirect, Response};
use http::header;

use super::reader::Reader;

/// Where browsers ask for it.
pub(super) const PATH: &str = "/favicon.ico";

/// Three threads that become one, in the pages' green.
const OWN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\">\
    <rect width=\"32\" height=\"32\" rx=\"6\" fill=\"#0b5d4e\"/>\
    <g fill=\"none\" stroke=\"#fff\" stroke-width=\"3\" stroke-linecap=\"round\">\
    <path d=\"M8 6c0 10 16 10 16 20\"/><path d=\"M24 6c0 10-16 10-16 20\"/><path d=\"M16 6v20\"/></g></svg>";

/// The sign.
pub(super) async fn serve(reader: Reader) -> Response {
    if let Some(logo) = &reader.shown.logo {
        return Redirect::to(&logo.path()).into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, OWN).into_response()
}
