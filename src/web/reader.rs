//! Who reads a page: their language, and where they are.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header, request::Parts};

use crate::node::{Node, Shown};
use crate::people::Person;
use crate::settings::Settings;
use crate::words::{self, Words};

/// The cookie that remembers a language which the reader chose. It holds nothing else.
const COOKIE: &str = "language";
/// A year, in seconds.
const REMEMBERED: u32 = 31_536_000;

/// A reader of a page, read from the request.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The pages' words in the reader's language.
    pub words: &'static Words,
    /// The path and query of the page, without the choice of a language.
    pub path: String,
    /// The reader's headers that pages heed: which version they hold.
    pub headers: HeaderMap,
    /// How the directory shows itself to them.
    pub shown: Arc<Shown>,
    chosen: bool,
}

impl FromRequestParts<Arc<Node>> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        node: &Arc<Node>,
    ) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        let reader = Self::new(&node.shown(), parts.uri.path(), query, &parts.headers);
        // What stands behind the door is in whole languages alone.
        let is_behind = parts.extensions.get::<Arc<Person>>().is_some();
        Ok(if is_behind { reader.whole() } else { reader })
    }
}

impl Reader {
    /// Chooses the language: what the address says, else what the reader chose before, else
    /// what the browser asks for, else the directory's first.
    pub fn new(shown: &Arc<Shown>, path: &str, query: &str, headers: &HeaderMap) -> Self {
        let settings = &shown.settings;
        let spoken = |tag: &str| words::of(tag).filter(|words| speaks(settings, words));
        let mut rest = url::form_urlencoded::Serializer::new(String::new());
        let mut wanted = None;
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if name == "lang" {
                wanted = spoken(&value);
            } else {
                rest.append_pair(&name, &value);
            }
        }
        let rest = rest.finish();
        // Nobody is given a language that is only begun without asking for it.
        let first = || settings.languages.iter().find_map(|tag| words::of(tag));
        let words = wanted
            .or_else(|| remembered(headers).and_then(|tag| spoken(&tag)))
            .or_else(|| preferred(headers).iter().find_map(|tag| spoken(tag)))
            .unwrap_or_else(|| first().unwrap_or_else(words::first).whole());
        // Two slashes at the head of a link would lead to another host.
        let path = format!("/{}", path.trim_start_matches('/'));
        Self {
            words,
            path: if rest.is_empty() {
                path
            } else {
                format!("{path}?{rest}")
            },
            headers: headers.clone(),
            shown: Arc::clone(shown),
            chosen: wanted.is_some(),
        }
    }

    /// The same reader, in the language that stands for theirs where that is only begun.
    pub(super) fn whole(self) -> Self {
        let words = self.words.whole();
        let chosen = self.chosen && words.tag == self.words.tag;
        Self {
            words,
            chosen,
            ..self
        }
    }

    /// The address of this page as it was asked for, with the language that was chosen.
    pub(super) fn own(&self) -> String {
        if self.chosen {
            self.in_language(self.words.tag)
        } else {
            self.path.clone()
        }
    }

    /// The address of this page in another language.
    pub fn in_language(&self, tag: &str) -> String {
        let sign = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{sign}lang={tag}", self.path)
    }

    /// The tags of the reader's languages, for texts that exist in several.
    pub fn languages(&self) -> Vec<String> {
        let mut tags = vec![self.words.tag.to_owned()];
        tags.extend(preferred(&self.headers));
        tags
    }

    /// The directory's name as the reader understands it best.
    pub(super) fn directory(&self) -> &str {
        let (shown, languages) = (&self.shown, self.languages());
        let said = shown.said(&shown.site.names, &languages);
        said.map_or(shown.settings.name.as_str(), |(_, name)| name)
    }

    /// Lets the browser remember a language that was chosen on this page.
    pub(super) fn remember(&self, response: &mut Response) {
        let tag = self.words.tag;
        let cookie =
            format!("{COOKIE}={tag}; Path=/; Max-Age={REMEMBERED}; SameSite=Lax; HttpOnly");
        if self.chosen
            && let Ok(value) = HeaderValue::from_str(&cookie)
        {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

/// Whether the directory offers its pages in a language.
pub(super) fn speaks(settings: &Settings, words: &Words) -> bool {
    settings
        .languages
        .iter()
        .any(|tag| words::of(tag).is_some_and(|own| own.tag == words.tag))
}

fn remembered(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then(|| value.to_owned()))
}

/// The languages of `Accept-Language`, the dearest first (RFC 9110 §12.5.4).
fn preferred(headers: &HeaderMap) -> Vec<String> {
    let mut ranges: Vec<(f32, String)> = headers
        .get_all(header::ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|range| {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = parameters.trim().strip_prefix("q=").unwrap_or("1");
            let weight = weight.parse::<f32>().ok().filter(|w| *w > 0.0)?;
            Some((weight, tag.trim().to_owned()))
        })
        .filter(|(_, tag)| !tag.is_empty() && tag != "*")
        .take(20)
        .collect();
    // The sort is stable: equal weights keep the order in which they were named.
    ranges.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranges.into_iter().map(|(_, tag)| tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(query: &str, name: http::HeaderName, value: &str) -> Reader {
        let text = "public_url = \"https://a.example\"\nlanguages = [\"es\", \"en\"]\n";
        let settings = Settings::read(text, "t", "/".into(), false).unwrap();
        let shown = Arc::new(Shown::as_set(&settings));
        let headers = HeaderMap::from_iter([(name, value.parse().unwrap())]);
        Reader::new(&shown, "/offers", query, &headers)
    }

    #[test]
    fn the_browser_is_heard_as_far_as_the_directory_speaks() {
        let of = |value| reader("", header::ACCEPT_LANGUAGE, value).words.tag;
        assert_eq!(of("de, en;q=0.5, es;q=0.7"), "es");
        assert_eq!(of("en-GB,en;q=0.9"), "en");
        assert_eq!(of("fr"), "es");
        assert_eq!(of("en;q=0, *"), "es");
    }

    #[test]
    fn a_choice_stands_above_the_browser_and_is_remembered() {
        let chosen = reader("q=a%26b&lang=en", header::ACCEPT_LANGUAGE, "es");
        assert_eq!(
            (chosen.words.tag, chosen.path.as_str()),
            ("en", "/offers?q=a%26b")
        );
        assert_eq!(chosen.in_language("es"), "/offers?q=a%26b&lang=es");
        let mut response = Response::default();
        chosen.remember(&mut response);
        assert!(response.headers().contains_key(header::SET_COOKIE));
        assert_eq!(
            reader("", header::COOKIE, "a=b; language=en").words.tag,
            "en"
        );
        assert_eq!(
            reader("lang=xx", header::COOKIE, "language=zz").words.tag,
            "es"
        );
    }

    #[test]
    fn a_language_that_is_begun_is_read_by_who_asks_for_it_and_never_behind_the_door() {
        let text = "public_url = \"https://a.example\"\nlanguages = [\"ca\", \"en\"]\n";
        let settings = Settings::read(text, "t", "/".into(), false).unwrap();
        let shown = Arc::new(Shown::as_set(&settings));
        let of = |accept: &'static str| {
            let accept = HeaderValue::from_static(accept);
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, accept)]);
            Reader::new(&shown, "/offers", "", &headers)
        };
        assert_eq!(of("ca").words.tag, "ca");
        assert_eq!(of("ca").whole().words.tag, "es");
        assert_eq!(of("en").whole().words.tag, "en");
        assert_eq!(
            of("sw").words.tag,
            "es",
            "the first of the settings is only begun"
        );
    }

    #[test]
    fn no_link_of_a_page_leads_to_another_host() {
        let settings = Settings::read(
            "public_url = \"https://a.example\"\n",
            "t",
            "/".into(),
            false,
        );
        let reader = Reader::new(
            &Arc::new(Shown::as_set(&settings.unwrap())),
            "//evil.example/x",
            "",
            &HeaderMap::new(),
        );
        assert_eq!(reader.in_language("es"), "/evil.example/x?lang=es");
    }
}
