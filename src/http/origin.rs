//! Where a browser's request comes from.
//!
//! It protects forms that another site could send from a visitor's browser. Programs send
//! neither header, and this module does not know them from old browsers.

use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use url::Url;

use super::Problem;
use crate::error::Error;
use crate::words::phrase;

/// What refuses changes that a browser sends from another site's page: by `Sec-Fetch-Site` (W3C
/// Fetch Metadata) where the browser says it, else by `Origin` (RFC 6454). Of a page that sends
/// no referrer an old browser says the origin `null`, so none of ours with a form may be one.
pub fn ours_alone(
    public_url: &Url,
) -> CsrfLayer<impl FnMut(ProtectionError) -> Response + Clone + use<>> {
    let refuse = |_: ProtectionError| {
        let said = phrase!("refusal-other-site");
        Problem::from(Error::Forbidden(said.into())).into_response()
    };
    let own = public_url.origin().ascii_serialization();
    // Behind a web server that rewrites the host, the origin is known by the settings.
    let layer = CsrfLayer::new().add_trusted_origin(own);
    layer.unwrap_or_default().with_rejection_response(refuse)
}

/// Whether a browser says that one of our own pages asks (W3C Fetch Metadata). One that says
/// nothing of it is not believed.
pub fn is_from_here(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "same-origin")
}
