//! One thing that was found, as lists of several kinds show it.

use super::super::foreign::{self, Around};
use super::super::reader::Reader;
use super::super::views::{OfferItem, OrganizationItem, directories};
use crate::federation::index::Item;
use crate::words::Words;

/// A thing that was found.
#[derive(Debug)]
pub(in crate::web) struct FoundItem {
    /// What it is.
    pub(in crate::web) label: &'static str,
    pub(in crate::web) address: String,
    pub(in crate::web) language: String,
    pub(in crate::web) name: String,
    pub(in crate::web) facts: Vec<String>,
    /// The friendly directory that it is of.
    pub(in crate::web) host: Option<String>,
    /// That directory's name with its host.
    pub(in crate::web) source: Option<String>,
    /// Where it is answered without leaving this directory, when it is another's offer or need.
    pub(in crate::web) answer: Option<String>,
    /// The other directories that have it too: host, and the address of their record.
    pub(in crate::web) also_in: Vec<(String, String)>,
}

impl FoundItem {
    /// `None` when it cannot be shown or linked.
    pub(in crate::web) fn of(item: Item, reader: &Reader, around: &Around) -> Option<Self> {
        let words = reader.words;
        match item {
            Item::Organization(found) => {
                let item = OrganizationItem::of(&found, reader);
                let facts = [Some(item.kind.to_owned()), item.locality, item.territory];
                Some(Self {
                    label: words.say("organization"),
                    address: item.address,
                    language: item.language,
                    name: item.name,
                    facts: facts.into_iter().flatten().collect(),
                    host: None,
                    source: None,
                    answer: None,
                    also_in: Vec::new(),
                })
            }
            Item::Offer(both) => {
                let (offer, owner) = *both;
                let item = OfferItem::of(&offer, reader);
                let owner = OrganizationItem::of(&owner, reader);
                let until = item
                    .until
                    .map(|day| format!("{} {}", words.say("until"), words.day(&day)));
                let facts = [
                    Some(owner.name),
                    Some(item.what.to_owned()),
                    Some(item.terms.to_owned()),
                    item.territory,
                    until,
                    item.state.map(str::to_owned),
                ];
                Some(Self {
                    label: item.purpose,
                    address: item.address,
                    language: item.language,
                    name: item.title,
                    facts: facts.into_iter().flatten().collect(),
                    host: None,
                    source: None,
                    answer: None,
                    also_in: Vec::new(),
                })
            }
            Item::Foreign(record) => {
                let item = foreign::one(*record, reader, around)?;
                let caution = item
                    .is_unknown
                    .then(|| words.say("unknown-directory").to_owned());
                Some(Self {
                    label: item.purpose.unwrap_or(words.say("organization")),
                    address: item.address,
                    language: item.language,
                    name: item.name,
                    facts: caution.into_iter().chain(item.facts).collect(),
                    host: Some(item.host),
                    source: Some(item.source),
                    answer: item.answer,
                    also_in: Vec::new(),
                })
            }
        }
    }

    /// The same, saying how many kilometres away it is, where that is known.
    pub(in crate::web) fn at_distance(mut self, km: Option<f64>, words: &'static Words) -> Self {
        self.facts.extend(km.map(|km| {
            let km = words.number(&format!("{:.0}", km.max(1.0)));
            words.fill("distance-away", &[("km", km.into())])
        }));
        self
    }

    /// The same, naming the directories whose records of it stand at `addresses`, each once.
    pub(in crate::web) fn with_others(mut self, addresses: &[String]) -> Self {
        self.also_in = directories(addresses, self.host.as_deref());
        self
    }
}
