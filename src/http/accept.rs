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

/// Which of the media types `offered` the caller would rather have (RFC 9110 §12.5.1): the one
/// of the highest weight, of equal ones the first. `None` when it takes none of them. A
/// caller that names none takes the first.
pub fn choose(headers: &HeaderMap, offered: &[&str]) -> Option<usize> {
    if !headers.contains_key(header::ACCEPT) {
        return (!offered.is_empty()).then_some(0);
    }
    let any = named(headers, "*/*");
    let weight = |media_type: &str| {
        let family = media_type.split('/').next().unwrap_or_default();
        named(headers, media_type)
            .or_else(|| named(headers, &format!("{family}/*")))
            .or(any)
            .unwrap_or(0)
    };
    let weights = offered.iter().map(|media_type| weight(media_type));
    let best = weights.enumerate().rev().max_by_key(|(_, weight)| *weight);
    best.filter(|(_, weight)| *weight > 0).map(|(at, _)| at)
}

/// The weight that is given to exactly this media range.
fn named(headers: &HeaderMap, range: &str) -> Option<u16> {
    ranges(headers)
        .filter(|(name, _)| name == range)
        .map(|(_, weight)| weight)
        .max()
}

/// The highest weight, in thousandths, that is given to one of the media types by name.
fn quality(headers: &HeaderMap, wanted: &[&str]) -> u16 {
    ranges(headers)
        .filter(|(name, _)| wanted.contains(&name.as_str()))
        .map(|(_, weight)| weight)
        .max()
        .unwrap_or(0)
}

/// The media ranges that the caller names, each with its weight in thousandths.
fn ranges(headers: &HeaderMap) -> impl Iterator<Item = (String, u16)> {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(split_outside_quotes)
        .filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let media_type = parts.next()?.to_ascii_lowercase();
            Some((media_type, parts.find_map(weight).unwrap_or(1000)))
        })
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
    fn the_heaviest_of_what_is_offered_is_chosen_and_nothing_where_none_is_taken() {
        let chosen = |accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            choose(
                &headers,
                &["text/html", "text/turtle", "application/ld+json"],
            )
        };
        assert_eq!(chosen("text/turtle, text/html;q=0.9"), Some(1));
        assert_eq!(chosen("*/*"), Some(0));
        assert_eq!(chosen("text/*;q=0.3, application/ld+json"), Some(2));
        assert_eq!(chosen("text/html;q=0, */*;q=0.1"), Some(1));
        assert_eq!(chosen("application/pdf"), None);
        assert_eq!(choose(&HeaderMap::new(), &["text/html"]), Some(0));
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
