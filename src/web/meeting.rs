//! Organizations that could meet a need, with the reasons in words, on the need's page.

use super::reader::Reader;
use super::search::FoundItem;
use crate::error::Result;
use crate::federation::index::{self, Item};
use crate::federation::peers;
use crate::offers::{Offer, Purpose};
use crate::registry::{Organization, Standing};
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
    /// Whether it acts for itself, so that somebody can answer; a listed one cannot be asked.
    pub(super) is_active: bool,
}

/// How many are shown.
const SHOWN: usize = 6;

/// Those that could meet a need that stands, those who can be asked before those who are only
/// listed; nobody for an offer.
pub(super) async fn could_meet(
    tx: &mut Tx,
    reader: &Reader,
    need: &Offer,
    owner: &Organization,
) -> Result<Vec<MeetingItem>> {
    if need.stated.purpose != Purpose::Need || !need.is_open() {
        return Ok(Vec::new());
    }
    let mut shown = Vec::new();
    let unknown = peers::unknown(tx).await?;
    for (hit, reasons) in search::could_meet(tx, need, owner).await? {
        let subject = hit.subject.clone();
        let found = index::items(tx, &[hit] as &[Hit]).await?;
        let item = found.into_iter().next();
        let is_active = item.as_ref().is_some_and(acts);
        if let Some(item) = item.and_then(|item| FoundItem::of(item, reader, &unknown)) {
            let said = reasons.iter().map(|one| say(one, reader.words));
            shown.push(MeetingItem {
                subject,
                item,
                reasons: said.collect(),
                is_active,
            });
        }
    }
    shown.sort_by_key(|one| !one.is_active);
    shown.truncate(SHOWN);
    Ok(shown)
}

/// Whether an organization acts for itself, here or in another directory, where its record is
/// its own.
fn acts(item: &Item) -> bool {
    match item {
        Item::Organization(one) => one.standing == Standing::Active,
        Item::Offer(_) => false,
        Item::Foreign(record) => record.owner == record.id,
    }
}

fn say(reason: &Reason, words: &'static Words) -> String {
    let tag = words.tag;
    match reason {
        Reason::Words(found) => {
            let found = found.join(", ");
            words.fill("meets-by-words", &[("words", found.into())])
        }
        Reason::Theme(theme) => format!("{}: {}", words.say("meets-by-theme"), theme.label(tag)),
        Reason::Sector(section) => {
            format!("{}: {}", words.say("meets-by-sector"), section.label(tag))
        }
        Reason::Territory(territory) => format!(
            "{}: {}",
            words.say("meets-by-place"),
            territory.name_with_code(tag)
        ),
    }
}
