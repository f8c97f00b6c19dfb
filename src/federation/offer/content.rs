//! The post that people of other servers read: what most of them show is this text alone, so
//! everything that an offer says stands in it, in words.

use super::super::channel;
use super::super::markup::inline;
use crate::node::Node;
use crate::offers::{Hashtag, Offer, Purpose, State};
use crate::text::to_html;
use crate::words::{self, Words};

/// The title within the heading of a node's offer, without what it is and whether it has ended:
/// pages say both beside it, in the reader's language.
pub fn title_in(heading: &str) -> &str {
    let standing = |name: &str| {
        words::all().any(|words| [words.say("offer"), words.say("need")].contains(&name))
    };
    let ended = |name: &str| words::all().any(|words| endings(words).contains(&name));
    let Some((label, title)) = heading.split_once(": ") else {
        return heading;
    };
    let is_label = match label.split_once(" · ") {
        Some((end, label)) => ended(end) && standing(label),
        None => standing(label),
    };
    if is_label { title } else { heading }
}

/// How it is called that one was met, has expired or was closed.
fn endings(words: &'static Words) -> [&'static str; 3] {
    [
        words.say("post-met"),
        words.say("post-expired"),
        words.say("post-closed"),
    ]
}

/// The words around an offer of which something stands in the language of `tag`.
fn around(node: &Node, tag: &str) -> &'static Words {
    words::of_or_first(channel::around(node, tag))
}

/// The title with what it is, in the language of `tag`: "We offer: shared roasting plant".
pub(super) fn heading(node: &Node, offer: &Offer, tag: &str) -> String {
    let stated = &offer.stated;
    let title = stated
        .titles
        .pick(&[tag, &stated.language])
        .map_or("", |(_, title)| title);
    format!("{}: {title}", label(node, offer, tag))
}

/// What it is, and whether it has ended, in a word or two.
pub(super) fn label(node: &Node, offer: &Offer, tag: &str) -> String {
    let words = around(node, tag);
    let purpose = match offer.stated.purpose {
        Purpose::Offer => words.say("offer"),
        Purpose::Need => words.say("need"),
    };
    let [met, expired, closed] = endings(words);
    let ended = match offer.state {
        State::Open | State::InConversation => return purpose.to_owned(),
        State::Met => met,
        State::Expired => expired,
        State::Closed | State::Withdrawn => closed,
    };
    format!("{ended} · {purpose}")
}

/// What a picture of it says below the title: where and on which terms, and until when.
pub(super) fn on_card(node: &Node, offer: &Offer, place: Option<&str>, tag: &str) -> Vec<String> {
    let terms = offer.stated.terms.label(channel::around(node, tag));
    let first = place.map_or_else(|| terms.to_owned(), |place| format!("{place} · {terms}"));
    [Some(first), until(node, offer, tag)]
        .into_iter()
        .flatten()
        .collect()
}

/// Its last day in words.
fn until(node: &Node, offer: &Offer, tag: &str) -> Option<String> {
    let words = around(node, tag);
    let day = words.day_of(offer.stated.valid_until?.day());
    Some(format!("{} {day}", words.say("post-until")))
}

/// The post: title, text, the facts in a line each, conditions, its address as HTML, hashtags.
pub(super) fn render(
    node: &Node,
    offer: &Offer,
    (place, address): (Option<&str>, &str),
    hashtags: &[Hashtag],
    tag: &str,
) -> String {
    let stated = &offer.stated;
    let order = [tag, stated.language.as_str()];
    let words = around(node, tag);
    let title = inline(&heading(node, offer, tag));
    let links: Vec<String> = hashtags.iter().map(|one| link(node, one)).collect();
    let text = stated.texts.pick(&order).map(|(_, text)| to_html(text));
    let conditions = stated.conditions.pick(&order);
    let conditions =
        conditions.map(|(_, text)| to_html(&words.labelled(words.say("post-conditions"), text)));
    let parts = [
        Some(format!("<p><strong>{title}</strong></p>")),
        text,
        Some(format!(
            "<p>{}</p>",
            facts(node, offer, place, tag).join("<br>")
        )),
        conditions,
        Some(format!(
            "<p>{}</p>",
            words.labelled(words.say("post-answer"), address)
        )),
        (!links.is_empty()).then(|| format!("<p>{}</p>", links.join(" "))),
    ];
    parts.into_iter().flatten().collect()
}

/// What is offered, on which terms, where and until when, each on its line.
fn facts(node: &Node, offer: &Offer, place: Option<&str>, tag: &str) -> Vec<String> {
    let stated = &offer.stated;
    let words = around(node, tag);
    let language = words.tag;
    let what = stated.what.label(language);
    let quantity = stated.quantity.map(|amount| words.number(&amount));
    let what = match (quantity, stated.unit.as_deref()) {
        (Some(quantity), Some(unit)) => format!("{what} ({quantity} {unit})"),
        (Some(quantity), None) => format!("{what} ({quantity})"),
        (None, _) => what.to_owned(),
    };
    let lines = [
        Some(words.labelled(words.say("post-what"), &what)),
        Some(words.labelled(words.say("post-terms"), stated.terms.label(language))),
        place.map(|place| words.labelled(words.say("post-place"), place)),
        until(node, offer, tag),
    ];
    lines
        .into_iter()
        .flatten()
        .map(|line| inline(&line))
        .collect()
}

/// A hashtag as servers know one in a text.
fn link(node: &Node, hashtag: &Hashtag) -> String {
    let href = node.url(&hashtag.path());
    let name = inline(&hashtag.name);
    format!("<a href=\"{href}\" class=\"mention hashtag\" rel=\"tag\">#<span>{name}</span></a>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_read_without_what_stands_before_it_in_a_post() {
        for (heading, title) in [
            ("Ofrecemos: Una tostadora", "Una tostadora"),
            (
                "POURVU · Nous cherchons: Un local: clair",
                "Un local: clair",
            ),
            ("Taller: pan y sal", "Taller: pan y sal"),
            ("Café · Buscamos: leche", "Café · Buscamos: leche"),
            ("Buscamos", "Buscamos"),
        ] {
            assert_eq!(title_in(heading), title);
        }
    }
}
