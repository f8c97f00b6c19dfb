//! The letter that tells what is new in a saved search.

use crate::clock::Timestamp;
use crate::federation::index::Item;
use crate::federation::paths;
use crate::mail::{self, Letter};
use crate::node::Node;
use crate::search::saved::{self, Saved};
use crate::search::{self, Asked};
use crate::settings::Settings;
use crate::text;
use crate::words;

/// The longest name or title that a letter repeats, in characters.
const LONGEST: usize = 120;

/// What is new.
#[derive(Debug, Default)]
pub(super) struct News {
    /// The search, if it can be asked.
    pub(super) asked: Option<Asked>,
    /// How much entered.
    pub(super) total: usize,
    /// Whether it is more than was counted.
    pub(super) has_more: bool,
    /// The first of it, as lines of the letter.
    pub(super) items: Vec<String>,
}

/// The letter.
pub(super) fn write(
    settings: &Settings,
    saved: &Saved,
    news: &News,
    is_ending: bool,
    now: Timestamp,
) -> Letter {
    let words = words::of(&saved.language).unwrap_or_else(words::first);
    let search = news.asked.as_ref();
    let search = search.map(|asked| search::described(asked, words));
    let ending = settings.url(&saved::path(&saved.ending));
    Letter::news(
        settings,
        &saved.language,
        &mail::News {
            search: &search.unwrap_or_else(|| saved.query.clone()),
            address: &settings.url(&format!("/search?{}", saved.query)),
            total: news.total,
            has_more: news.has_more,
            items: &news.items,
            ending: &ending,
            lapses: is_ending.then(|| saved.lapses_at.day()),
        },
        now + saved::DAY,
    )
}

/// What a letter says of one thing, in two lines: what it is called and by whom, and where it
/// stands.
pub(super) fn line(node: &Node, item: &Item, language: &str) -> String {
    let (name, by) = match item {
        Item::Organization(one) => (one.stated.names.pick(&[language]), None),
        Item::Offer(both) => {
            let (offer, owner) = &**both;
            (
                offer.stated.titles.pick(&[language]),
                Some(owner.stated.name()),
            )
        }
        Item::Foreign(record) => {
            let host = record.id.split('/').nth(2);
            (Some(("", record.name.as_str())), host)
        }
    };
    let short = |text: &str| text::line(text).chars().take(LONGEST).collect::<String>();
    let name = name.map(|(_, name)| short(name)).unwrap_or_default();
    let by = by.map_or_else(String::new, |by| format!(" · {}", short(by)));
    let address = paths::absolute(node.base(), &item.address());
    format!("- {name}{by}\n  {address}")
}
