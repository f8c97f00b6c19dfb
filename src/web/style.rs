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

#[cfg(test)]
mod tests {
    use super::*;

    /// What a shorthand says of the right and of the left side, when it says both.
    fn sides(value: &str) -> Option<(&str, &str)> {
        let parts: Vec<&str> = value.split_whitespace().collect();
        match *parts {
            [_, right, _, left] => Some((right, left)),
            _ => None,
        }
    }

    #[test]
    fn no_rule_names_a_side_that_is_another_where_one_writes_from_the_right() {
        let rules = STYLE.split(['{', '}', ';']);
        for (name, value) in rules.filter_map(|rule| rule.split_once(':')) {
            let (name, value) = (name.trim(), value.trim());
            for text in [name, value] {
                let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
                let side = words.find(|word| matches!(*word, "left" | "right"));
                assert_eq!(side, None, "write inline-start or -end: {name}: {value}");
            }
            if matches!(name, "margin" | "padding" | "inset" | "border-width") {
                let differing = sides(value).filter(|(right, left)| right != left);
                assert_eq!(differing, None, "write {name}-inline: {value}");
            }
        }
    }
}
