//! Which face of an address is asked for: a document or a page.
//!
//! One address has two faces, so every answer of such an address carries [`VARY`].

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// The header that every negotiated answer carries.
pub const VARY: (HeaderName, HeaderValue) = (header::VARY, HeaderValue::from_static("Accept"));

/// The media type of ActivityPub documents (ActivityPub §3.2).
pub const ACTIVITY: &str = "application/activity+json";

/// Media types that only a reader of documents asks for. Plain JSON counts as one of them,
/// since libraries send it where they mean a document.
const DOCUMENTS: [&str; 3] = [ACTIVITY, "application/ld+json", "application/json"];
const PAGES: [&str; 2] = ["text/html", "application/xhtml+xml"];

/// Whether the caller would rather have the ActivityStreams document than the page
/// (RFC 9110 §12.5.1). Wildcards ask for a page: people's tools send them. When both are
/// wanted alike, the document wins, since browsers never name it.
pub fn wants_activity(headers: &HeaderMap) -> bool {
    let document = quality(headers, &DOCUMENTS);
    document > 0 && document >= quality(headers, &PAGES)
}

/// The highest weight, in thousandths, that is given to one of the media types by name.
fn quality(headers: &HeaderMap, wanted: &[&str]) -> u16 {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(split_outside_quotes)
        .filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let media_type = parts.next()?.to_ascii_lowercase();
            wanted
                .contains(&media_type.as_str())
                .then(|| parts.find_map(weight).unwrap_or(1000))
        })
        .max()
        .unwrap_or(0)
}

/// Media ranges are parted by commas, but a profile in quotes may hold one.
fn split_outside_quotes(value: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    value.split(move |letter| {
        quoted ^= letter == '"';
        letter == ',' && !quoted
    })
}

/// `q=0.8` in thousandths; `None` for another parameter. A malformed weight counts as none.
fn weight(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Some(0);
    }
    let thousandths = format!("{fraction:0<3}").parse().unwrap_or(0);
    match whole {
        "0" => Some(thousandths),
        "1" => Some(1000),
        _ => Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(accept: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        wants_activity(&headers)
    }

    #[test]
    fn servers_get_documents() {
        assert!(wants("application/activity+json"));
        assert!(wants("application/activity+json, application/ld+json"));
        assert!(wants(
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""
        ));
        assert!(wants("Application/Activity+JSON;q=0.9, text/html;q=0.1"));
        assert!(wants("application/json"));
        assert!(wants("application/ld+json; profile=\"a,text/html\"; q=0.5"));
    }

    #[test]
    fn browsers_and_their_kin_get_pages() {
        assert!(!wants(
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
        ));
        assert!(!wants("*/*"));
        assert!(!wants("text/html, application/activity+json;q=0.5"));
        assert!(!wants("application/activity+json;q=0"));
        assert!(!wants("application/activity+json;q=nonsense"));
        assert!(!wants_activity(&HeaderMap::new()));
    }
}
