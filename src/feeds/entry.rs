//! One entry of a feed: an offer or need of ours or of a friendly directory, or an
//! organization.

use serde_json::Value;
use url::Url;

use crate::clock::Timestamp;
use crate::federation::records::Record;
use crate::node::Node;
use crate::offers::{Offer, Purpose, State};
use crate::registry::Organization;
use crate::text::{self, LanguageMap};
use crate::web::Reader;

/// Longer contents of others, in bytes, are left out.
const LONGEST_CONTENT: usize = 64 << 10;
/// How much of a title is shown, in characters.
const LONGEST_TITLE: usize = 300;

/// Whose an offer or need of a friendly directory is.
#[derive(Debug, Default)]
pub(super) struct Whose {
    /// The name of its organization.
    pub(super) owner: Option<String>,
    /// Whether nobody here named the directory.
    pub(super) is_unknown: bool,
}

/// A picture of an entry.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    pub(super) address: String,
    pub(super) media_type: String,
    pub(super) width: i64,
    pub(super) height: i64,
    /// What is to be seen on it.
    pub(super) alt: String,
}

impl Picture {
    /// The pictures that stand with a post of ours, the first of which is its own.
    fn of(post: &Value) -> Vec<Self> {
        let all = post.get("attachment").and_then(Value::as_array);
        let read = |image: &Value| {
            let text = |name: &str| image.get(name).and_then(Value::as_str);
            let number = |name: &str| image.get(name).and_then(Value::as_i64);
            Some(Self {
                address: text("url")?.to_owned(),
                media_type: text("mediaType")?.to_owned(),
                width: number("width")?,
                height: number("height")?,
                alt: legal(text("name").unwrap_or_default()),
            })
        };
        all.into_iter().flatten().filter_map(read).collect()
    }
}

/// An entry, in the language that the reader understands best.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The address of the record, which is its identifier too and stays what it is.
    pub(super) id: String,
    pub(super) title: String,
    /// The language of its text, where it is known.
    pub(super) language: Option<String>,
    /// What the post says, sanitised.
    pub(super) html: String,
    pub(super) published: Timestamp,
    pub(super) updated: Timestamp,
    /// Whose it is: a name and an address.
    pub(super) author: Option<(String, String)>,
    pub(super) tags: Vec<String>,
    /// What stands with it. Others' pictures are not named: whoever reads the feed would be
    /// seen by their servers.
    pub(super) pictures: Vec<Picture>,
    /// Its last day.
    pub(super) until: Option<Timestamp>,
    /// Whether it came to its end before that day.
    pub(super) is_cancelled: bool,
}

impl Entry {
    /// An offer or need of ours, as its published `post` says it.
    pub(super) fn own(
        node: &Node,
        offer: &Offer,
        owner: &Organization,
        post: &Value,
        reader: &Reader,
    ) -> Self {
        let stated = &offer.stated;
        let words = reader.words;
        let purpose = match stated.purpose {
            Purpose::Offer => words.say("offer"),
            Purpose::Need => words.say("need"),
        };
        let ended = match offer.state {
            State::Open | State::InConversation => None,
            State::Met => Some(words.say("state-met")),
            State::Closed => Some(words.say("state-closed")),
            State::Withdrawn => Some(words.say("state-withdrawn")),
            State::Expired => Some(words.say("state-expired")),
        };
        let ended = ended.map_or_else(String::new, |ended| format!("[{ended}] "));
        let (_, title) = pick(&stated.titles, reader);
        let (language, html) = content(post, reader);
        let (_, name) = pick(&owner.stated.names, reader);
        Self {
            id: node.url(&offer.path()),
            title: plain(&format!("{ended}{}", words.labelled(purpose, &title))),
            language: language.or_else(|| Some(stated.language.clone())),
            html,
            published: offer.created_at,
            updated: offer.updated_at,
            author: Some((plain(&name), node.url(&owner.path()))),
            tags: vec![
                purpose.to_owned(),
                stated.what.label(words.tag).to_owned(),
                stated.terms.label(words.tag).to_owned(),
            ],
            pictures: Picture::of(post),
            until: stated.valid_until,
            is_cancelled: matches!(offer.state, State::Met | State::Closed | State::Withdrawn),
        }
    }

    /// An offer or need of a friendly directory, with a word of caution when nobody here named
    /// that. `None` when it cannot be read or its address is no web page's.
    pub(super) fn foreign(record: &Record, whose: &Whose, reader: &Reader) -> Option<Self> {
        let post: Value = serde_json::from_str(&record.body).ok()?;
        if post.get("suspended").is_some() {
            return None;
        }
        let address = Url::parse(&record.id).ok()?;
        if !matches!(address.scheme(), "https" | "http") {
            return None;
        }
        let moment = |name: &str| Timestamp::from_rfc3339(post.get(name)?.as_str()?);
        let code = |name: &str| post.get(name).and_then(Value::as_str);
        let (language, mut html) = content(&post, reader);
        if whose.is_unknown {
            html = format!(
                "{}{html}",
                text::to_html(reader.words.say("unknown-directory"))
            );
        }
        let by = record.organization.clone().filter(|by| is_page(by));
        Some(Self {
            // As it was read, so that nothing but an address stands there.
            id: address.into(),
            title: plain(&record.name),
            language,
            html,
            published: moment("published").unwrap_or(record.received_at),
            updated: record.updated,
            author: by.map(|by| (plain(whose.owner.as_deref().unwrap_or(&by)), by)),
            tags: Vec::new(),
            pictures: Vec::new(),
            until: moment("endTime"),
            is_cancelled: matches!(code("state"), Some("met" | "closed" | "withdrawn")),
        })
    }

    /// An organization.
    pub(super) fn organization(node: &Node, found: &Organization, reader: &Reader) -> Self {
        let stated = &found.stated;
        let tag = reader.words.tag;
        let (language, name) = pick(&stated.names, reader);
        let (_, summary) = pick(&stated.summaries, reader);
        let kind = stated.entity_type.label(tag);
        let place = stated.territory.as_ref();
        let place = place.map(|territory| territory.called(tag));
        let facts = [Some(kind.to_owned()), stated.place.locality.clone(), place];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        let html = format!(
            "{}{}",
            text::to_html(&facts.join(" · ")),
            text::to_html(&summary)
        );
        let address = node.url(&found.path());
        Self {
            title: plain(&name),
            language: Some(language),
            html: legal(&html),
            published: found.published_at.unwrap_or(found.created_at),
            updated: found.updated_at,
            author: None,
            tags: vec![kind.to_owned()],
            pictures: Vec::new(),
            until: None,
            is_cancelled: false,
            id: address,
        }
    }
}

/// What a post says in a language of the reader, else in its first; sanitised, whoever
/// wrote it.
fn content(post: &Value, reader: &Reader) -> (Option<String>, String) {
    let map = post.get("contentMap").and_then(Value::as_object);
    let in_theirs = reader.languages().into_iter().find_map(|language| {
        let base = language.split('-').next().unwrap_or_default().to_owned();
        let html = map?.get(&base)?.as_str()?;
        Some((Some(base), html.to_owned()))
    });
    let (language, html) = in_theirs.unwrap_or_else(|| {
        let html = post.get("content").and_then(Value::as_str);
        let html = html.unwrap_or_default();
        let is_it = |other: &Value| other.as_str() == Some(html);
        let language = map.and_then(|map| map.iter().find(|(_, other)| is_it(other)));
        (language.map(|(tag, _)| tag.clone()), html.to_owned())
    });
    let html = if html.len() > LONGEST_CONTENT {
        ""
    } else {
        &html
    };
    (language, legal(&text::sanitize_html(html)))
}

fn pick(texts: &LanguageMap, reader: &Reader) -> (String, String) {
    let picked = texts.pick(&reader.languages());
    let (language, text) = picked.unwrap_or((reader.words.tag, ""));
    (language.to_owned(), text.to_owned())
}

fn plain(text: &str) -> String {
    legal(&text::line(text))
        .chars()
        .take(LONGEST_TITLE)
        .collect()
}

/// Without the characters that no XML document may hold (XML 1.0 §2.2).
fn legal(text: &str) -> String {
    let is_legal = |c: &char| {
        matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}'
            | '\u{10000}'..='\u{10FFFF}')
    };
    text.chars().filter(is_legal).collect()
}

fn is_page(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}
