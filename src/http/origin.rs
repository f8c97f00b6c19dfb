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

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::routing::post;
    use http::{Request, StatusCode};
    use tower::ServiceExt;

    use super::*;

    /// How a form is answered that a browser sends with these headers.
    async fn answered(headers: &[(&str, &str)]) -> StatusCode {
        let own = Url::parse("https://a.example:8443/").unwrap();
        let routes = Router::new()
            .route("/", post(|| async {}))
            .layer(ours_alone(&own));
        let mut request = Request::post("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        routes.oneshot(request).await.unwrap().status()
    }

    #[tokio::test]
    async fn a_form_of_our_own_page_is_let_through() {
        let ours: [&[(&str, &str)]; 4] = [
            &[],
            &[("origin", "https://a.example:8443")],
            &[("origin", "https://a.example:8443"), ("host", "10.0.0.1")],
            &[("origin", "null"), ("sec-fetch-site", "same-origin")],
        ];
        for headers in ours {
            assert_eq!(answered(headers).await, StatusCode::OK, "{headers:?}");
        }
    }

    #[tokio::test]
    async fn a_form_of_another_site_is_refused() {
        let others: [&[(&str, &str)]; 6] = [
            &[("sec-fetch-site", "cross-site"), ("origin", "null")],
            &[("sec-fetch-site", "same-site"), ("origin", "null")],
            &[("origin", "https://a.example")],
            &[("origin", "http://a.example:8443")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
        ];
        for headers in others {
            assert_eq!(
                answered(headers).await,
                StatusCode::FORBIDDEN,
                "{headers:?}"
            );
        }
    }
}
