//! Texts in several languages, and what is left of them after sanitising.
//!
//! Everything that people type or peers send passes here before it is kept: control and
//! direction-override characters fall away, lengths are bounded, HTML keeps only what the
//! fediverse shows. This module does not know which field a text is for.

/// Words without accents, capitals and punctuation.
mod fold;
/// What a text is found by.
pub mod word;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::error::{Error, Result};
use crate::words::{self, phrase};

pub(crate) use fold::fold;

/// How many languages one text may have; more is no translation but a flood.
const MAX_LANGUAGES: usize = 40;

/// A text in one or more languages, keyed by BCP 47 base language (`es`, `ast`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>")]
pub struct LanguageMap(BTreeMap<String, String>);

impl LanguageMap {
    /// A text in a single language.
    ///
    /// # Errors
    /// [`Error::Invalid`] when `tag` names no language.
    pub fn of(tag: &str, text: &str) -> Result<Self> {
        let mut map = Self::default();
        map.insert(tag, text)?;
        Ok(map)
    }

    /// Sets the text in one language; an empty text removes it.
    ///
    /// # Errors
    /// [`Error::Invalid`] when `tag` names no language or there are too many.
    pub fn insert(&mut self, tag: &str, text: &str) -> Result<()> {
        let language = base_language(tag)?;
        let text = clean(text);
        if text.is_empty() {
            self.0.remove(&language);
            return Ok(());
        }
        self.0.insert(language, text);
        if self.0.len() > MAX_LANGUAGES {
            let reason = phrase!("refusal-many-languages", most = MAX_LANGUAGES);
            return Err(Error::invalid("language", reason));
        }
        Ok(())
    }

    /// The text in exactly this base language.
    pub fn get(&self, language: &str) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// The language and text that a reader of `order` understands best: the first of their
    /// languages that there is, else English, else whatever there is.
    pub fn pick<S: AsRef<str>>(&self, order: &[S]) -> Option<(&str, &str)> {
        let wanted = order.iter().map(|tag| base_of(tag.as_ref()));
        wanted
            .chain(std::iter::once("en".to_owned()))
            .find_map(|language| self.0.get_key_value(&language))
            .or_else(|| self.0.first_key_value())
            .map(|(language, text)| (language.as_str(), text.as_str()))
    }

    /// All languages with their texts, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(language, text)| (language.as_str(), text.as_str()))
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same texts, each on one line.
    #[must_use]
    pub fn on_one_line(&self) -> Self {
        Self(
            self.0
                .iter()
                .map(|(tag, text)| (tag.clone(), line(text)))
                .collect(),
        )
    }

    /// Checks that no text is longer than `limit` characters.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming `field` and the language of the text that is too long.
    pub fn within(&self, field: &str, limit: usize) -> Result<()> {
        for (language, text) in &self.0 {
            within(&format!("{field}.{language}"), text, limit)?;
        }
        Ok(())
    }
}

impl TryFrom<BTreeMap<String, String>> for LanguageMap {
    type Error = Error;

    fn try_from(texts: BTreeMap<String, String>) -> Result<Self> {
        let mut map = Self::default();
        for (tag, text) in texts {
            map.insert(&tag, &text)?;
        }
        Ok(map)
    }
}

/// Checks that `text` has at most `limit` characters.
///
/// # Errors
/// [`Error::Invalid`] that tells how long it is and may be.
pub fn within(field: &str, text: &str, limit: usize) -> Result<()> {
    let length = text.chars().count();
    if length > limit {
        let reason = phrase!("refusal-too-long", length = length, most = limit);
        return Err(Error::invalid(field, reason));
    }
    Ok(())
}

/// The base language of a BCP 47 tag: `es` of `es-MX`, `en` of `eng`.
///
/// # Errors
/// [`Error::Invalid`] when ISO 639 knows no such language.
pub fn base_language(tag: &str) -> Result<String> {
    let base = base_of(tag);
    words::language(&base)
        .map(|language| words::code(&language).to_owned())
        .ok_or_else(|| Error::invalid("language", phrase!("refusal-no-language", value = tag)))
}

fn base_of(tag: &str) -> String {
    tag.split(['-', '_'])
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// A text of several lines without control, invisible or direction-override characters.
/// Joiners stay, since Persian, Indic scripts and emoji are written with them.
pub fn clean(text: &str) -> String {
    let unified = text.replace("\r\n", "\n");
    let kept: String = unified
        .chars()
        .filter_map(|character| match character {
            '\n' | '\t' => Some(character),
            '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
            _ if character.is_control() || is_unseen(character) => None,
            _ => Some(character),
        })
        .collect();
    kept.trim().to_owned()
}

/// A text on one line, each run of white space a single space.
pub fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters that show nothing or reorder what stands around them (Unicode TR 36 §2), and those
/// that are none (Unicode §23.7).
fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}')
}

/// What may stand in HTML that others wrote: the tags that Mastodon shows.
static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from([
            "p",
            "br",
            "span",
            "a",
            "del",
            "s",
            "pre",
            "blockquote",
            "code",
            "b",
            "strong",
            "u",
            "i",
            "em",
            "ul",
            "ol",
            "li",
        ]))
        .clean_content_tags(HashSet::from(["script", "style", "template", "noscript"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("ol", HashSet::from(["start", "reversed"])),
            ("li", HashSet::from(["value"])),
        ]))
        .allowed_classes(HashMap::from([
            ("a", HashSet::from(["mention", "hashtag", "u-url"])),
            ("span", HashSet::from(["h-card", "invisible", "ellipsis"])),
        ]))
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer ugc"))
        // A host whose letters look like others stands as it is asked for (`xn--…`).
        .attribute_filter(|_element, name, value| match name {
            "href" if !value.is_ascii() => Some(Url::parse(value).ok()?.to_string().into()),
            _ => Some(value.into()),
        });
    builder
});

/// How many tags and character references are read. Many more take long: tags that are nested
/// in each other by the square of their number.
const MOST_MARKS: usize = 1_000;
/// How many bytes of them are read, since attributes of one tag are compared with each other.
const MOST_BYTES: usize = 32 << 10;

fn without_crowds(html: &str) -> &str {
    let end = html.floor_char_boundary(MOST_BYTES);
    let html = html.get(..end).unwrap_or(html);
    let beyond = html.match_indices(['<', '&']).nth(MOST_MARKS);
    beyond.and_then(|(end, _)| html.get(..end)).unwrap_or(html)
}

/// HTML that others wrote, reduced to harmless tags and to links that open by http(s).
pub fn sanitize_html(html: &str) -> String {
    SANITIZER.clean(&clean(without_crowds(html))).to_string()
}

/// What sanitised HTML says, as plain text: a line for each break, an empty one between
/// paragraphs.
pub fn from_html(html: &str) -> String {
    static BARE: LazyLock<Builder<'static>> = LazyLock::new(|| {
        let mut builder = Builder::empty();
        builder.clean_content_tags(HashSet::from(["script", "style"]));
        builder
    });
    let broken = without_crowds(html)
        .replace("<br>", "\n")
        .replace("</p>", "\n\n</p>")
        .replace("</li>", "\n</li>")
        .replace("</blockquote>", "\n\n</blockquote>");
    let bare = BARE.clean(&broken).to_string();
    // The sanitiser writes these and no other character references.
    let plain = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(bare, |text, (reference, character)| {
        text.replace(reference, character)
    });
    let mut lines: Vec<&str> = plain.lines().map(str::trim).collect();
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    clean(&lines.join("\n"))
}

/// A plain text as HTML: escaped, a paragraph for each blank line, a break for each other.
pub fn to_html(plain: &str) -> String {
    let mut html = String::new();
    for paragraph in clean(plain).split("\n\n").map(str::trim) {
        if paragraph.is_empty() {
            continue;
        }
        let lines: Vec<String> = paragraph.lines().map(escape).collect();
        html.push_str("<p>");
        html.push_str(&lines.join("<br>"));
        html.push_str("</p>");
    }
    html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
