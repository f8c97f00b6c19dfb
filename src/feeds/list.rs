//! Which list is asked for, and what stands in it.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use url::Url;

use super::entry::Whose;
use super::found;
use crate::channels::{self, Facets};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::federation::account;
use crate::federation::channel;
use crate::federation::records::Record;
use crate::id::OrganizationId;
use crate::node::Node;
use crate::offers::{self, Offer, Purpose, State, hashtag};
use crate::place::Territory;
use crate::registry::{self, Organization};
use crate::search::{self, Asked, PARAMETERS};
use crate::slice::Slice;
use crate::store::Tx;
use crate::vocabulary::{EntityType, What};
use crate::web::Reader;
use crate::words::Words;

/// How many of the newest offers are looked through for those that ended.
const LOOKED_AT: usize = 200;
/// What every feed takes besides its filters.
const ALWAYS: [&str; 2] = ["lang", "after"];

/// A list, with what it is narrowed by.
#[derive(Debug)]
pub(super) struct List {
    /// Where it stands; empty for the directory as a whole.
    path: String,
    what: Kind,
    asked: BTreeMap<String, String>,
}

#[derive(Debug)]
enum Kind {
    /// Offers and needs, by a filter.
    Offers(offers::Filter),
    /// Organizations, by a filter.
    Organizations(registry::Filter),
    /// What falls into a channel or territory.
    Slice(Slice),
    /// What a search finds at this moment.
    Search(Box<Asked>, Timestamp),
}

/// What was found, and where it goes on.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) items: Vec<Shown>,
    pub(super) next: Option<String>,
}

/// Something that becomes an entry.
#[derive(Debug)]
pub(super) enum Shown {
    /// An offer or need of ours, and its owner.
    Own(Box<(Offer, Organization)>),
    /// One of a friendly directory.
    Foreign(Box<Record>, Whose),
    /// An organization.
    Organization(Box<Organization>),
}

impl List {
    /// Whether our own log tells of every change of it. What friendly directories say, and what
    /// is kept out of sight of it, changes without a word there.
    pub(super) fn is_of_ours_alone(&self) -> bool {
        !matches!(self.what, Kind::Slice(_) | Kind::Search(..))
    }

    /// Reads which list stands at `path` and what it is narrowed by.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none; [`Error::Invalid`] for a filter that the list
    /// does not know, or a value that it cannot have.
    pub(super) async fn read(
        node: &Node,
        tx: &mut Tx,
        path: &str,
        query: Option<&str>,
    ) -> Result<Self> {
        let known: &[&str] = match path {
            "/offers" => &["purpose", "what", "territory", "tag"],
            "/organizations" => &["q", "territory", "type"],
            "/search" => &PARAMETERS,
            _ => &[],
        };
        let mut asked = read_query(query.unwrap_or_default(), known)?;
        if let Some(tag) = asked.get_mut("tag").filter(|_| path == "/offers") {
            *tag = hashtag::parse(tag)?;
        }
        let value = |name: &str| {
            let value = asked.get(name).map(String::as_str);
            value.filter(|value| !value.is_empty())
        };
        if path == "/search" {
            return Self::of_search(node, tx, asked).await;
        }
        let territory = value("territory").map(Territory::parse).transpose()?;
        let (path, what) = match path {
            "" | "/offers" => {
                let filter = offers::Filter {
                    purpose: value("purpose").map(Purpose::parse).transpose()?,
                    what: value("what").map(What::parse).transpose()?,
                    tag: value("tag").map(str::to_owned),
                    territory,
                    is_public: true,
                    ..offers::Filter::default()
                };
                (path.to_owned(), Kind::Offers(filter))
            }
            "/organizations" => {
                let filter = registry::Filter {
                    entity_type: value("type").map(EntityType::parse).transpose()?,
                    name: value("q").map(str::to_owned),
                    territory,
                    ..registry::Filter::default()
                };
                (path.to_owned(), Kind::Organizations(filter))
            }
            _ => Self::of_actor(node, tx, path).await?,
        };
        Ok(Self { path, what, asked })
    }

    /// The list of what a search finds.
    async fn of_search(node: &Node, tx: &mut Tx, asked: BTreeMap<String, String>) -> Result<Self> {
        let now = node.clock.now();
        let narrowed = asked
            .iter()
            .filter(|(name, _)| !ALWAYS.contains(&name.as_str()));
        let found = search::resolve(tx, Asked::read(narrowed)?).await?;
        Ok(Self {
            path: "/search".to_owned(),
            what: Kind::Search(Box::new(found), now),
            asked,
        })
    }

    /// The list of what an organization, a territory or a channel says.
    async fn of_actor(node: &Node, tx: &mut Tx, path: &str) -> Result<(String, Kind)> {
        let missing = || {
            let reason = format!(
                "a feed of {path}; territories, channels and organizations that speak for \
                 themselves have one, and /offers and /organizations"
            );
            Error::NotFound(reason)
        };
        let found = account::at(node, tx, path).await?.ok_or_else(missing)?;
        if let Some(slice) = channel::of_path(&found.path) {
            return Ok((found.path, Kind::Slice(slice)));
        }
        let id = found.path.strip_prefix("/o/").ok_or_else(missing)?;
        let filter = offers::Filter {
            organization: Some(OrganizationId::parse(id)?),
            is_public: true,
            ..offers::Filter::default()
        };
        Ok((found.path, Kind::Offers(filter)))
    }

    /// Its one path.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The filters that were asked for.
    pub(super) fn filters(&self) -> Vec<(&str, &str)> {
        self.asked
            .iter()
            .filter(|(name, value)| !ALWAYS.contains(&name.as_str()) && !value.is_empty())
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    /// The cursor of the page that was asked for.
    pub(super) fn after(&self) -> Option<&str> {
        self.asked.get("after").map(String::as_str)
    }

    /// The address of the page that people read.
    pub(super) fn page(&self, node: &Node) -> String {
        let path = if self.path.is_empty() {
            "/"
        } else {
            &self.path
        };
        // What stands under a hashtag has a page of its own.
        if let [("tag", tag)] = *self.filters() {
            return Url::parse(&node.url(&format!("/tags/{tag}")))
                .map_or_else(|_| node.url("/"), String::from);
        }
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.filters())
            .finish();
        let sign = if query.is_empty() { "" } else { "?" };
        node.url(&format!("{path}{sign}{query}"))
    }

    /// What people call it.
    pub(super) async fn title(&self, node: &Node, tx: &mut Tx, reader: &Reader) -> Result<String> {
        let name = &node.shown().settings.name;
        let words = reader.words;
        let own: Cow<'_, str> = match &self.what {
            _ if self.path.is_empty() => return Ok(name.clone()),
            Kind::Organizations(_) => words.say("organizations").into(),
            Kind::Slice(slice) => slice.title(words.tag).into(),
            Kind::Search(..) => words.say("search-everything").into(),
            Kind::Offers(filter) => match &filter.organization {
                Some(id) => {
                    let owner = registry::get(tx, id).await?;
                    let name = owner.stated.names.pick(&reader.languages());
                    name.map(|(_, name)| name.to_owned())
                        .unwrap_or_default()
                        .into()
                }
                None => words.say("offers-and-needs").into(),
            },
        };
        let narrowed = if let Kind::Search(asked, _) = &self.what {
            search::described(asked, words)
        } else {
            let values = self.filters().into_iter().map(|(_, value)| value);
            values.collect::<Vec<_>>().join(", ")
        };
        let narrowed = if narrowed.is_empty() {
            String::new()
        } else {
            format!(" ({narrowed})")
        };
        Ok(format!("{own}{narrowed} · {name}"))
    }

    /// The other places that are called as the one that a search names, in words.
    pub(super) fn namesakes(&self, words: &'static Words) -> Option<String> {
        let Kind::Search(asked, _) = &self.what else {
            return None;
        };
        let (_, others) = search::taken_for(asked, words.tag)?;
        let said = words.say("search-namesakes");
        (!others.is_empty()).then(|| format!("{said} {}", others.join("; ")))
    }

    /// The newest of what stands in it.
    pub(super) async fn newest(&self, tx: &mut Tx, limit: usize) -> Result<Found> {
        let after = self.after();
        match &self.what {
            Kind::Organizations(filter) => {
                let page = registry::newest(tx, filter, after, limit).await?;
                let items = page.items.into_iter().map(Box::new);
                Ok(Found {
                    items: items.map(Shown::Organization).collect(),
                    next: page.next,
                })
            }
            Kind::Offers(filter) => {
                // Of an organization all that it said is shown, as its page does.
                let state = filter.organization.is_none().then_some(State::Open);
                let filter = offers::Filter {
                    state,
                    ..filter.clone()
                };
                let page = offers::list(tx, &filter, after, limit).await?;
                Ok(Found {
                    items: own(tx, page.items).await?,
                    next: page.next,
                })
            }
            Kind::Slice(slice) => {
                let page = channel::page::page(tx, slice, after, limit).await?;
                Ok(Found {
                    items: found::mixed(tx, page.items).await?,
                    next: page.next,
                })
            }
            Kind::Search(asked, now) => found::newest(tx, asked, (after, limit), *now).await,
        }
    }

    /// What of it has a last day, those included that ended before: whoever has one in the
    /// calendar must learn of it.
    pub(super) async fn deadlines(&self, node: &Node, tx: &mut Tx, limit: usize) -> Result<Found> {
        let mut items = match &self.what {
            Kind::Organizations(_) => Vec::new(),
            Kind::Search(asked, now) => found::newest(tx, asked, (None, limit), *now).await?.items,
            Kind::Offers(filter) => {
                let page = offers::list(tx, filter, None, limit).await?;
                own(tx, page.items).await?
            }
            Kind::Slice(slice) => {
                let page = channel::page::page(tx, slice, None, limit).await?;
                let mut items = found::mixed(tx, page.items).await?;
                let ended = ended_in(node, tx, slice).await?;
                items.extend(own(tx, ended).await?);
                items
            }
        };
        items.retain(|item| match item {
            Shown::Own(own) => own.0.stated.valid_until.is_some(),
            Shown::Foreign(..) => true,
            Shown::Organization(_) => false,
        });
        Ok(Found { items, next: None })
    }
}

/// Reads a query, of which every name must be known: a misspelt filter that narrows nothing
/// would deceive.
fn read_query(query: &str, known: &[&str]) -> Result<BTreeMap<String, String>> {
    let mut asked = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if !known.contains(&&*name) && !ALWAYS.contains(&&*name) {
            let there_are = [known, &ALWAYS].concat().join(", ");
            let reason = format!("is no filter of this list; there are {there_are}");
            return Err(Error::invalid(
                name.chars().take(40).collect::<String>(),
                reason,
            ));
        }
        asked.insert(name.into_owned(), value.trim().to_owned());
    }
    Ok(asked)
}

/// Offers and needs of ours that ended and belong to a slice, among the newest.
async fn ended_in(node: &Node, tx: &mut Tx, slice: &Slice) -> Result<Vec<Offer>> {
    let filter = offers::Filter {
        purpose: slice.purpose(),
        is_public: true,
        ..offers::Filter::default()
    };
    let page = offers::list(tx, &filter, None, LOOKED_AT).await?;
    let wanted = &node.settings.channels.attested_by;
    let mut owners = HashMap::new();
    let mut ended = Vec::new();
    for offer in page.items {
        if offer.is_open() || offer.stated.valid_until.is_none() {
            continue;
        }
        let Some(owner) = owner(tx, &mut owners, &offer).await? else {
            continue;
        };
        let slices = Facets::of(&offer, &owner).slices();
        if slice.by_purpose().iter().any(|one| slices.contains(one))
            && channels::is_attested(tx, &node.clock, wanted, &owner).await?
        {
            ended.push(offer);
        }
    }
    Ok(ended)
}

/// Offers and needs of ours with their owners, of those that are public.
async fn own(tx: &mut Tx, offers: Vec<Offer>) -> Result<Vec<Shown>> {
    let mut owners = HashMap::new();
    let mut items = Vec::with_capacity(offers.len());
    for offer in offers {
        let owner = owner(tx, &mut owners, &offer).await?;
        items.extend(owner.map(|owner| Shown::Own(Box::new((offer, owner)))));
    }
    Ok(items)
}

/// The public owner of an offer, asked for once.
pub(super) async fn owner(
    tx: &mut Tx,
    owners: &mut HashMap<OrganizationId, Organization>,
    offer: &Offer,
) -> Result<Option<Organization>> {
    let id = &offer.organization;
    if !owners.contains_key(id) {
        owners.insert(id.clone(), registry::get(tx, id).await?);
    }
    Ok(owners.get(id).filter(|owner| owner.is_public()).cloned())
}
