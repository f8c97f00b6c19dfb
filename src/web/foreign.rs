//! What friendly directories publish, shown with whose it is and when it arrived.
//!
//! Each is a copy: its name leads to the record on its own directory.

/// What is told around them.
mod around;

use serde_json::Value;
use url::Url;

use super::reader::Reader;
use super::search as search_page;
use super::signed_in::answering;
use super::views::{self, directories};
use crate::activitypub::client::authority;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::federation::membership::{self, Stated};
use crate::federation::offer::title_in;
use crate::federation::records::{self, Kind, Record, Wanted};
use crate::federation::same_as;
use crate::federation::{attestation, named};
use crate::node::Node;
use crate::place::Territory;
use crate::registry::import::register_called;
use crate::search::{self, Asked};
use crate::store::Tx;
use crate::text;
use crate::vocabulary::{AttestationKind, EntityType, Terms, What};

pub(super) use around::Around;

/// How many are looked at, and how many of those that stand are shown.
const LOOKED_AT: i64 = 200;
const SHOWN: usize = 50;
/// How much of a register's name is shown, in characters.
const MAX_SOURCE: usize = 100;
/// How many attestations, and how many memberships, of one record are shown.
const SAID: usize = 3;

/// A record of another directory in a list.
#[derive(Debug)]
pub(super) struct ForeignItem {
    /// Whether it is offered or sought, in words; none of an organization.
    pub(super) purpose: Option<&'static str>,
    pub(super) address: String,
    pub(super) language: String,
    pub(super) name: String,
    pub(super) host: String,
    /// The directory's name with its host.
    pub(super) source: String,
    pub(super) facts: Vec<String>,
    pub(super) received: String,
    /// Whether it is an offer or need of a directory that nobody here named.
    pub(super) is_unknown: bool,
    /// Where a person who is signed in answers it, when it is an offer or need.
    pub(super) answer: Option<String>,
    /// Who checked it and whom it belongs to, as its own directory says.
    pub(super) said: Vec<String>,
    /// The other directories that have it too: host, and the address of their record.
    pub(super) also_in: Vec<(String, String)>,
}

/// Offers and needs that stand in friendly directories.
#[derive(Debug, Default)]
pub(super) struct ForeignOffers {
    /// The newest.
    pub(super) items: Vec<ForeignItem>,
    /// Where the search has all of them when there may be more: its address, and what it leads to.
    pub(super) all: Vec<(String, &'static str)>,
}

/// Offers and needs that stand in friendly directories, the newest first.
pub(super) async fn offers(
    tx: &mut Tx,
    reader: &Reader,
    wanted: Wanted<'_>,
    what: Option<What>,
) -> Result<ForeignOffers> {
    let found = records::newest(tx, Kind::Offer, wanted, LOOKED_AT).await?;
    let may_be_more = i64::try_from(found.len()) == Ok(LOOKED_AT);
    let stands = |(_, body): &(Record, Value)| {
        let is = |what: What| body.get("what").and_then(Value::as_str) == Some(what.as_str());
        stands(body) && what.is_none_or(is)
    };
    let mut standing = read(found).filter(stands);
    let shown: Vec<(Record, Value)> = standing.by_ref().take(SHOWN).collect();
    let all = if may_be_more || standing.next().is_some() {
        all_offers(reader, wanted, what)?
    } else {
        Vec::new()
    };
    let around = around(tx, &shown).await?;
    let shown = shown.into_iter();
    let items = shown.filter_map(|found| offer(found, reader, &around));
    Ok(ForeignOffers {
        items: items.collect(),
        all,
    })
}

/// Where the search has all that friendly directories offer, and all that they seek, of what a
/// list was asked for.
fn all_offers(
    reader: &Reader,
    wanted: Wanted<'_>,
    what: Option<What>,
) -> Result<Vec<(String, &'static str)>> {
    let words = reader.words;
    let both = [
        ("offer", words.say("friends-all-offers")),
        ("need", words.say("friends-all-needs")),
    ];
    let is_wanted = |kind: &str| wanted.purpose.is_none_or(|purpose| purpose == kind);
    let wanted_ones = both.into_iter().filter(|(kind, _)| is_wanted(kind));
    wanted_ones
        .map(|(kind, said)| {
            let asked = Asked::read([
                ("kind", kind),
                ("whose", "others"),
                ("territory", wanted.territory.unwrap_or_default()),
                ("what", what.map_or("", What::as_str)),
            ])?;
            Ok((search_page::address(&asked, &[]), said))
        })
        .collect()
}

async fn around(tx: &mut Tx, shown: &[(Record, Value)]) -> Result<Around> {
    let records: Vec<&Record> = shown.iter().map(|(record, _)| record).collect();
    Around::of(tx, &records).await
}

/// Whether an offer or need can still be taken up.
fn stands(body: &Value) -> bool {
    let state = body.get("state").and_then(Value::as_str);
    matches!(state, Some("open" | "in-conversation"))
}

/// Whether it is an offer or need that can be taken up no more.
pub(super) fn has_ended(record: &Record) -> bool {
    let body: Value = serde_json::from_str(&record.body).unwrap_or_default();
    record.kind == Kind::Offer.as_str() && !stands(&body)
}

/// Organizations of friendly directories, those that changed last first.
pub(super) async fn organizations(
    tx: &mut Tx,
    node: &Node,
    reader: &Reader,
    wanted: Wanted<'_>,
    kind: Option<EntityType>,
) -> Result<Vec<ForeignItem>> {
    let found = records::newest(tx, Kind::Organization, wanted, LOOKED_AT).await?;
    let is_public = |(_, body): &(Record, Value)| {
        body.get("suspended").is_none()
            && kind.is_none_or(|kind| {
                body.get("entityType").and_then(Value::as_str) == Some(kind.as_str())
            })
    };
    let shown: Vec<(Record, Value)> = read(found).filter(is_public).take(SHOWN).collect();
    let ids: Vec<&str> = shown.iter().map(|(record, _)| record.id.as_str()).collect();
    let mut others = same_as::shown_with(tx, &ids).await?;
    let around = around(tx, &shown).await?;
    let bodies: Vec<&Value> = shown.iter().map(|(_, body)| body).collect();
    let mut confirmed = membership::confirmed_of(tx, node.base(), &bodies, SAID).await?;
    let mut items = Vec::new();
    for (record, body) in shown {
        let belonging = confirmed.remove(&record.id).unwrap_or_default();
        let said = said(node, reader, &body, &belonging);
        let others = others.remove(&record.id).unwrap_or_default();
        items.extend(
            item((record, body), reader, &around).map(|item| ForeignItem {
                said,
                also_in: directories(&others, Some(&item.host)),
                ..item
            }),
        );
    }
    Ok(items)
}

/// Where the search has all organizations of friendly directories that a list was asked for, and
/// in words how many; `None` when they are no more than the list shows.
pub(super) async fn all_organizations(
    (node, tx): (&Node, &mut Tx),
    reader: &Reader,
    wanted: Wanted<'_>,
    kind: Option<EntityType>,
    shown: usize,
) -> Result<Option<(String, String)>> {
    let asked = Asked::read([
        ("kind", "organization"),
        ("whose", "others"),
        ("q", wanted.name.unwrap_or_default()),
        ("territory", wanted.territory.unwrap_or_default()),
        ("type", kind.map_or("", EntityType::as_str)),
    ]);
    // What is too long to be looked for is no name.
    let Ok(asked) = asked else {
        return Ok(None);
    };
    let counted = search::count(tx, &asked, node.clock.now()).await?;
    if counted.total <= shown {
        return Ok(None);
    }
    let (words, count) = (reader.words, [("count", counted.total.into())]);
    let said = if counted.has_more {
        words.fill("friends-more-than", &count)
    } else {
        words.fill("friends-all", &count)
    };
    Ok(Some((search_page::address(&asked, &[]), said)))
}

/// The records of friendly directories that are finally the same as ours at `path`, each with
/// the registers that it is from.
pub(super) async fn same(tx: &mut Tx, reader: &Reader, path: &str) -> Result<Vec<ForeignItem>> {
    let found = same_as::shown_under(tx, path).await?;
    let shown = read(found).filter(|(_, body)| body.get("suspended").is_none());
    let items = shown.filter_map(|(record, body)| {
        let facts = registers(&body, reader);
        item((record, body), reader, &Around::default()).map(|item| ForeignItem { facts, ..item })
    });
    Ok(items.collect())
}

/// The registers that another directory's record is from.
fn registers(body: &Value, reader: &Reader) -> Vec<String> {
    let sources = body.get("source").and_then(Value::as_array);
    let text = |source: &Value, name: &str| {
        let text = source.get(name).and_then(Value::as_str).map(named::line)?;
        Some(text.chars().take(MAX_SOURCE).collect::<String>())
    };
    let register = |source: &Value| {
        let register = text(source, "register")?;
        let register = register_called(&register).to_owned();
        let day = text(source, "statedOn");
        Some(day.map_or(register.clone(), |day| {
            let words = reader.words;
            format!("{register}, {} {}", words.say("stated-on"), words.day(&day))
        }))
    };
    sources
        .into_iter()
        .flatten()
        .filter_map(register)
        .take(SAID)
        .collect()
}

/// Who checked an organization and whom it belongs to. It is its directory's word: a
/// membership is shown only when the other side's record says it too.
fn said(node: &Node, reader: &Reader, body: &Value, belonging: &[(Stated, String)]) -> Vec<String> {
    let words = reader.words;
    let mut said: Vec<String> = attestation::read(body, node.clock.now().day())
        .into_iter()
        .filter(|one| one.kind != AttestationKind::Itself)
        .take(SAID)
        .map(|one| {
            let state = if one.is_lapsed {
                format!(" ({})", words.say("state-expired"))
            } else {
                String::new()
            };
            let by = format!("{} {}", words.say("checked-by"), one.attested_by);
            words.labelled(&by, &format!("{}{state}", one.statement))
        })
        .collect();
    let id = body.get("id").and_then(Value::as_str).unwrap_or_default();
    for (stated, name) in belonging {
        let label = if stated.member == id {
            words.say("belongs-to")
        } else {
            words.say("belong-to-it")
        };
        let role = stated.role.label(words.tag);
        said.push(format!("{label} {name} ({role})"));
    }
    said
}

fn read(found: Vec<Record>) -> impl Iterator<Item = (Record, Value)> {
    found.into_iter().filter_map(|record| {
        let body = serde_json::from_str(&record.body).ok()?;
        Some((record, body))
    })
}

/// One record as lists show it; `None` when it is gone or withheld, here or there, or cannot
/// be read or linked.
pub(super) fn one(record: Record, reader: &Reader, around: &Around) -> Option<ForeignItem> {
    let body: Value = serde_json::from_str(&record.body).ok()?;
    let is_public = body.get("suspended").is_none() && !record.gone && !record.withheld;
    is_public
        .then(|| offer((record, body), reader, around))
        .flatten()
}

/// A record, marked when it is an offer or need of a directory that nobody here named.
fn offer(found: (Record, Value), reader: &Reader, around: &Around) -> Option<ForeignItem> {
    let is_offer = found.0.kind == Kind::Offer.as_str();
    let is_unknown = is_offer && around.is_unknown(&found.0);
    let answer = is_offer.then(|| answering::path(&found.0.id));
    let purpose = is_offer.then(|| match found.0.purpose.as_deref() {
        Some("need") => reader.words.say("need"),
        _ => reader.words.say("offer"),
    });
    item(found, reader, around).map(|item| ForeignItem {
        purpose,
        is_unknown,
        answer,
        ..item
    })
}

fn item((record, body): (Record, Value), reader: &Reader, around: &Around) -> Option<ForeignItem> {
    let (words, tag) = (reader.words, reader.words.tag);
    let code = |name: &str| body.get(name).and_then(Value::as_str);
    let owner = around.owner(&record);
    let last_day = code("endTime").and_then(Timestamp::from_rfc3339);
    let last_day = last_day.map(|end| words.day_of(end.day()));
    let locality = same_as::place(&body).locality;
    let locality = locality.map(|town| named::line(&town));
    // A code that this program does not know is another version's, and is left out.
    let facts = [
        owner.map(|(owner, body)| name(owner, body, reader).1),
        code("entityType")
            .and_then(|c| EntityType::parse(c).ok())
            .map(|k| k.label(tag).to_owned()),
        code("what")
            .and_then(|c| What::parse(c).ok())
            .map(|what| what.label(tag).to_owned()),
        code("terms")
            .and_then(|c| Terms::parse(c).ok())
            .map(|terms| terms.label(tag).to_owned()),
        locality.filter(|town| !town.is_empty()),
        record
            .territory
            .as_deref()
            .and_then(|c| Territory::parse(c).ok())
            .as_ref()
            .map(|territory| territory.called(tag)),
        last_day.map(|day| format!("{} {day}", words.say("until"))),
    ];
    // An address that is no web page would be a trap behind a link.
    let address = Url::parse(&record.id)
        .ok()
        .filter(|url| matches!(url.scheme(), "https" | "http"))?;
    let (language, name) = name(&record, &body, reader);
    let host = authority(&address);
    Some(ForeignItem {
        purpose: None,
        source: around.source(&record, &host),
        host,
        address: address.into(),
        language,
        name,
        facts: facts.into_iter().flatten().collect(),
        received: views::day(record.received_at),
        is_unknown: false,
        answer: None,
        said: Vec::new(),
        also_in: Vec::new(),
    })
}

/// The name in a language of the reader, where the record has one, and which language it is.
fn name(record: &Record, body: &Value, reader: &Reader) -> (String, String) {
    let mut names = named::by_language(body);
    let in_theirs = reader.languages().into_iter().find_map(|tag| {
        let language = text::base_language(&tag).ok()?;
        let name = title_in(names.get(&language)?).to_owned();
        (!name.is_empty()).then_some((language, name))
    });
    in_theirs.unwrap_or_else(|| {
        let texts = body.get("contentMap").and_then(Value::as_object);
        let only = match texts {
            Some(texts) if texts.len() == 1 => texts
                .keys()
                .next()
                .and_then(|tag| text::base_language(tag).ok()),
            None if names.len() == 1 => names.pop_first().map(|(language, _)| language),
            _ => None,
        };
        let name = title_in(&record.name).to_owned();
        (only.unwrap_or_default(), name)
    })
}
