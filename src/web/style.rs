//! The one stylesheet, and the colours that the office puts in the place of its own, each under
//! an address that changes with its content.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header;

use crate::error::Error;
use crate::http::{Problem, etag};
use crate::site::Colors;

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

/// Where the office's colours are. The address says which they are, so that it means the same
/// for good, whatever the office chooses next and whichever process is asked.
pub(super) const COLORS: &str = "/assets/colors/{both}";

/// Where pages find them.
pub(super) fn colors_address(Colors { light, dark }: Colors) -> String {
    format!("/assets/colors/{light}-{dark}.css").replace('#', "")
}

/// Serves what stands in the place of the stylesheet's own colour. What could not be read on a
/// page is under no address.
pub(super) async fn colors(Path(both): Path<String>) -> Result<Response, Problem> {
    let read = || {
        let (light, dark) = both.strip_suffix(".css")?.split_once('-')?;
        Colors::read(&format!("#{light}"), &format!("#{dark}")).ok()?
    };
    let none = || Error::NotFound(format!("colours {both}"));
    let Colors { light, dark } = read().ok_or_else(none)?;
    let sheet = format!(":root {{ --accent: light-dark({light}, {dark}); }}\n");
    Ok(kept(sheet))
}

/// Serves it, to be kept for good: another content has another address.
pub(super) async fn serve() -> Response {
    kept(STYLE)
}

fn kept(style: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, style).into_response()
}

/// What the stylesheet calls a colour in the light and in the dark.
#[cfg(test)]
pub(super) fn palette(name: &str) -> [&'static str; 2] {
    let (_, rest) = STYLE.split_once(&format!("--{name}: light-dark(")).unwrap();
    let (values, _) = rest.split_once(')').unwrap();
    values.split_once(", ").unwrap().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::color::{self, Color};

    /// What a shorthand says of the right and of the left side, when it says both.
    fn sides(value: &str) -> Option<(&str, &str)> {
        let parts: Vec<&str> = value.split_whitespace().collect();
        match *parts {
            [_, right, _, left] => Some((right, left)),
            _ => None,
        }
    }

    #[test]
    fn colors_are_measured_on_the_grounds_that_pages_have() {
        let values = |name: &str| palette(name).map(|value| Color::parse(value).unwrap());
        let [ground, card] = ["ground", "card"].map(values);
        assert_eq!(color::LIGHT.colors, [ground[0], card[0]]);
        assert_eq!(color::DARK.colors, [ground[1], card[1]]);
        for [light, dark] in ["accent", "danger"].map(values) {
            for (of, own) in [(color::LIGHT, light), (color::DARK, dark)] {
                assert!(of.contrast(own) >= color::LEAST, "{own}");
            }
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
