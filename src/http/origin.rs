//! Where a browser's request comes from.
//!
//! It protects forms that another site could send from a visitor's browser. Programs send
//! neither header, and this module does not know them from old browsers.

use http::{HeaderMap, HeaderValue, header};
use url::Url;

use crate::error::{Error, Result};
use crate::words::phrase;

/// Refuses a change that a browser sends from another site's page: by `Sec-Fetch-Site` (W3C
/// Fetch Metadata) where the browser says it, else by `Origin` (RFC 6454). A page that sends
/// no referrer sends the origin `null` with its own forms, so that alone is no refusal.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn refuse_cross_site(headers: &HeaderMap, public_url: &Url) -> Result<()> {
    let value = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
    let is_ours = match (value("sec-fetch-site"), value(header::ORIGIN.as_str())) {
        (Some(site), _) => site == b"same-origin" || site == b"none",
        (None, Some(b"null") | None) => true,
        (None, Some(origin)) => origin == public_url.origin().ascii_serialization().as_bytes(),
    };
    if is_ours {
        return Ok(());
    }
    Err(Error::Forbidden(phrase!("refusal-other-site").into()))
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
    use super::*;

    fn judged(pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        let own = Url::parse("https://a.example:8443/").unwrap();
        refuse_cross_site(&headers, &own).is_ok()
    }

    #[test]
    fn a_form_of_our_own_page_is_let_through() {
        assert!(judged(&[]));
        assert!(judged(&[("origin", "https://a.example:8443")]));
        assert!(judged(&[
            ("origin", "null"),
            ("sec-fetch-site", "same-origin")
        ]));
    }

    #[test]
    fn a_form_of_another_site_is_refused() {
        for site in ["cross-site", "same-site", ""] {
            assert!(
                !judged(&[("sec-fetch-site", site), ("origin", "null")]),
                "{site}"
            );
        }
        for origin in [
            "https://a.example",
            "http://a.example:8443",
            "https://evil.example",
        ] {
            assert!(!judged(&[("origin", origin)]), "{origin}");
        }
    }
}
