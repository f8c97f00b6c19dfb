//! Organizations that could meet a need, with the reasons in words, on the need's page.

use std::collections::HashMap;

use super::foreign::Around;
use super::reader::Reader;
use super::search::FoundItem;
use crate::error::Result;
use crate::federation::index::{self, Item};
use crate::federation::records::Record;
use crate::federation::{message, same_as};
use crate::node::Node;
use crate::offers::{Offer, Purpose};
use crate::registry::Organization;
use crate::search::{self, Hit, Reason};
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
}

/// How many are shown.
const SHOWN: usize = 6;

/// Those that could meet a need that stands, those who can be asked before the others; nobody
/// for an offer.
pub(super) async fn could_meet(
    (node, tx): (&Node, &mut Tx),
    reader: &Reader,
    need: &Offer,
    owner: &Organization,
) -> Result<Vec<MeetingItem>> {
    if need.stated.purpose != Purpose::Need || !need.is_open() {
        return Ok(Vec::new());
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
        if let Some(item) = item.and_then(|item| FoundItem::of(item, reader, &around)) {
            let can_be_asked = message::can_be_asked(node, tx, &subject).await?;
            let said = reasons.iter().map(|one| say(one, reader.words));
            let others = others.remove(&subject).unwrap_or_default();
            shown.push(MeetingItem {
                subject,
                item: item.with_others(&others),
                reasons: said.collect(),
                can_be_asked,
            });
        }
    }
    shown.sort_by_key(|one| !one.can_be_asked);
    shown.truncate(SHOWN);
    Ok(shown)
}

fn say(reason: &Reason, words: &'static Words) -> String {
    let tag = words.tag;
    match reason {
        Reason::Words(found) => {
            let found = found.join(", ");
            words.fill("meets-by-words", &[("words", found.into())])
        }
        Reason::Theme(theme) => words.labelled(words.say("meets-by-theme"), theme.label(tag)),
        Reason::Sector(section) => {
            words.labelled(words.say("meets-by-sector"), section.label(tag))
        }
        Reason::Territory(territory) => {
            words.labelled(words.say("meets-by-place"), &territory.called(tag))
        }
    }
}
