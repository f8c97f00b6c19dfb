//! What channels say of themselves and at the end of a day, in the languages of the
//! directory. Plain text: whoever uses it writes the markup.

use super::super::profile;
use crate::node::Node;
use crate::slice::Slice;
use crate::words;

/// The directory's languages, as far as there are words in them; at least one. Those that are
/// only begun are among them, since they say all that other servers read.
pub(in super::super) fn languages(node: &Node) -> Vec<&'static str> {
    let shown = node.shown();
    let spoken = |tag: &&'static str| {
        let own = &shown.settings.languages;
        own.iter().any(|language| language.get(..2) == Some(*tag))
    };
    let found: Vec<&str> = words::all().map(|words| words.tag).filter(spoken).collect();
    if found.is_empty() {
        vec![first_language(node)]
    } else {
        found
    }
}

/// The language, if there are words in it.
fn spoken(tag: &str) -> Option<&'static str> {
    words::of(tag).map(|words| words.tag)
}

/// The language of the words around a text of the language `tag`: the same, or the directory's
/// preferred one where there are no words in it.
pub(in super::super) fn around(node: &Node, tag: &str) -> &'static str {
    spoken(tag).unwrap_or_else(|| first_language(node))
}

/// The directory's preferred language among those in which there are words.
pub(in super::super) fn first_language(node: &Node) -> &'static str {
    let shown = node.shown();
    let mut own = shown.settings.languages.iter();
    own.find_map(|language| spoken(language))
        .unwrap_or(words::first().tag)
}

/// What the channel is, who keeps it, and by which rules it speaks: three sentences or so.
pub(in super::super) fn about(node: &Node, slice: &Slice, tag: &str) -> String {
    let most = node.shown().settings.channels.daily_ceiling;
    let words = words::of_or_first(tag);
    words.fill(
        "channel-about",
        &[
            ("title", slice.title(tag).into()),
            ("keeper", profile::keeper(node).into()),
            ("most", most.into()),
        ],
    )
}

/// How the summary of a day begins.
pub(super) fn more(tag: &str, count: usize) -> String {
    let words = words::of_or_first(tag);
    words.fill("channel-more", &[("count", count.into())])
}
