//! Organizations that could meet a need, with the reasons in words, on the need's page.

use std::collections::HashMap;

use super::foreign::Around;
use super::reader::Reader;
use super::search::{self as search_page, FoundItem};
use crate::error::Result;
use crate::federation::index::{self, Item};
use crate::federation::records::Record;
use crate::federation::{message, same_as};
use crate::node::Node;
use crate::offers::{Offer, Purpose};
use crate::place::Territory;
use crate::registry::{ContactKind, Organization};
use crate::search::{self, Asked, Hit, Reason};
use crate::store::Tx;
use crate::words::Words;

/// An organization that could meet a need.
#[derive(Debug)]
pub(super) struct MeetingItem {
    /// Its path, or its id in another directory.
    pub(super) subject: String,
    pub(super) item: FoundItem,
    /// Why, in words.
    pub(super) reasons: Vec<String>,
    /// Whether somebody reads what it is asked; nobody does of one that is only listed.
    pub(super) can_be_asked: bool,
    /// Whether its page names a way to reach it.
    pub(super) can_be_reached: bool,
}

/// Who could meet a need, and where somebody looks on.
#[derive(Debug)]
pub(super) struct Meeting {
    /// Those who can be asked before the others.
    pub(super) items: Vec<MeetingItem>,
    /// Searches where the need is, when nobody was found: what is looked for, and the address.
    pub(super) near: Vec<(String, String)>,
    /// The same searches in every place.
    pub(super) far: Vec<(String, String)>,
}

/// How many are shown.
const SHOWN: usize = 6;
/// How many words of a need are looked for beyond them.
const WORDS: usize = 4;

/// Those that could meet a need that stands; `None` for an offer.
pub(super) async fn could_meet(
    (node, tx): (&Node, &mut Tx),
    reader: &Reader,
    need: &Offer,
    owner: &Organization,
) -> Result<Option<Meeting>> {
    if need.stated.purpose != Purpose::Need || !need.is_open() {
        return Ok(None);
    }
    let mut shown = Vec::new();
    let candidates = search::could_meet(tx, need, owner).await?;
    let subjects = candidates.iter().map(|(hit, _)| hit.subject.as_str());
    let mut others = same_as::shown_with(tx, &subjects.collect::<Vec<_>>()).await?;
    let hits: Vec<Hit> = candidates.iter().map(|(hit, _)| hit.clone()).collect();
    let found = index::items(tx, &hits).await?;
    let foreign: Vec<&Record> = found.iter().filter_map(Item::foreign).collect();
    let around = Around::of(tx, &foreign).await?;
    let found = found.into_iter().map(|item| (item.address(), item));
    let mut found: HashMap<String, Item> = found.collect();
    for (hit, reasons) in candidates {
        let subject = hit.subject;
        let item = found.remove(&subject);
        let can_be_reached = item.as_ref().is_some_and(can_be_reached);
        if let Some(item) = item.and_then(|item| FoundItem::of(item, reader, &around)) {
            let can_be_asked = message::can_be_asked(node, tx, &subject).await?;
            let said = reasons.iter().map(|one| say(one, reader.words));
            let others = others.remove(&subject).unwrap_or_default();
            shown.push(MeetingItem {
                subject,
                item: item.with_others(&others),
                reasons: said.collect(),
                can_be_asked,
                can_be_reached,
            });
        }
    }
    shown.sort_by_key(|one| !one.can_be_asked);
    shown.truncate(SHOWN);
    let (sought, place) = search::looked_for(need, owner);
    let near = place.filter(|_| shown.is_empty());
    let near = near.map(|place| searches(need, &sought, Some(&place), reader.words));
    Ok(Some(Meeting {
        items: shown,
        near: near.unwrap_or_default(),
        far: searches(need, &sought, None, reader.words),
    }))
}

/// Searches for organizations that speak of a word of a need, each by itself, since few have all
/// of them; and for offers of the kind that is sought.
fn searches(
    need: &Offer,
    sought: &[String],
    place: Option<&Territory>,
    words: &'static Words,
) -> Vec<(String, String)> {
    let what = need.stated.what;
    let offered = words.labelled(words.say("offer"), what.label(words.tag));
    let territory = ("territory", place.map_or("", Territory::as_str));
    let sought = sought.iter().take(WORDS);
    let by_words = sought.map(|word| {
        let asked = [("kind", "organization"), ("q", word.as_str()), territory];
        (word.clone(), asked)
    });
    let by_kind = [("kind", "offer"), ("what", what.as_str()), territory];
    // What is too long to be looked for is no word.
    let all = by_words.chain([(offered, by_kind)]);
    all.filter_map(|(label, asked)| {
        let asked = Asked::read(asked).ok()?;
        Some((label, search_page::address(&asked, &[])))
    })
    .collect()
}

/// Whether the page of an organization names a website, a mail address or a telephone. Of
/// another directory's the record does not say what it names.
fn can_be_reached(item: &Item) -> bool {
    let Item::Organization(one) = item else {
        return false;
    };
    let mut contacts = one.stated.public_contacts();
    one.stated.website.is_some() || contacts.any(|one| one.kind != ContactKind::Person)
}

fn say(reason: &Reason, words: &'static Words) -> String {
    let tag = words.tag;
    match reason {
        Reason::Words(found) => {
            let found = found.join(", ");
            words.fill("meets-by-words", &[("words", found.into())])
        }
        Reason::Theme(theme) => words.labelled(words.say("meets-by-theme"), theme.label(tag)),
        Reason::Sector(section) => words.labelled(words.say("meets-by-sector"), section.label(tag)),
        Reason::Territory(territory) => {
            words.labelled(words.say("meets-by-place"), &territory.called(tag))
        }
        Reason::Trade(trade) => words.labelled(words.say("meets-by-sector"), trade.label(tag)),
    }
}
