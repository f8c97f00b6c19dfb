//! What stands beside a record for the office that decides of it: who represents it, what it
//! offers and seeks, to whom it belongs, and where each of its values comes from.

use crate::error::Result;
use crate::id::AccountId;
use crate::offers::{self, Filter, State};
use crate::people::representation;
use crate::registry::{Author, Field, Organization, conflict, membership};
use crate::store::Tx;
use crate::web::reader::Reader;
use crate::web::signed_in::belonging;
use crate::web::signed_in::record::value;
use crate::web::views::{self, OfferItem};
use crate::words::Words;

/// How many offers and needs are shown; the lists for everybody go on.
const SHOWN: usize = 50;

/// A value of the record, and who stated it.
pub(super) struct ValueItem {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) by: String,
    /// The day that the statement is of, else the one on which it was written here.
    pub(super) day: String,
}

/// What a register states otherwise than somebody wrote.
pub(super) struct OtherItem {
    pub(super) label: String,
    pub(super) kept: String,
    pub(super) stated: String,
    pub(super) register: String,
}

/// All of it.
pub(super) struct Beside {
    /// Who represents it: account, name, mail address, function.
    pub(super) people: Vec<(AccountId, String, String, String)>,
    /// What it offers and seeks, each with its page while that is public.
    pub(super) offers: Vec<(OfferItem, bool)>,
    pub(super) memberships: Vec<belonging::Item>,
    pub(super) values: Vec<ValueItem>,
    pub(super) others: Vec<OtherItem>,
}

impl Beside {
    /// What stands beside a record.
    pub(super) async fn of(tx: &mut Tx, reader: &Reader, found: &Organization) -> Result<Self> {
        let (id, words) = (&found.id, reader.words);
        let people = representation::of_organization(tx, id).await?;
        let filter = Filter {
            organization: Some(id.clone()),
            ..Filter::default()
        };
        let offers = offers::list(tx, &filter, None, SHOWN).await?.items;
        let mut memberships = Vec::new();
        let standing = membership::list(tx, id).await?.into_iter();
        for one in standing.filter(|one| one.ended_at.is_none()).take(SHOWN) {
            memberships.push(belonging::item(tx, reader, id, one).await?);
        }
        let is_shown = |state| found.is_public() && state != State::Withdrawn;
        Ok(Self {
            people: people
                .into_iter()
                .map(|(account, function)| (account.id, account.name, account.mail, function))
                .collect(),
            offers: offers
                .iter()
                .map(|one| (OfferItem::of(one, reader), is_shown(one.state)))
                .collect(),
            memberships,
            values: (Field::ALL.iter())
                .filter_map(|field| stated(found, *field, words))
                .collect(),
            others: others(tx, found, words).await?,
        })
    }
}

/// A value that somebody stated.
fn stated(found: &Organization, field: Field, words: &'static Words) -> Option<ValueItem> {
    let origin = found.provenance.of(field)?;
    let by = match &origin.author {
        Author::Office => words.say("standing-listed").to_owned(),
        Author::Organization => words.say("standing-active").to_owned(),
        Author::Register {
            register,
            identifier,
        } => format!("{register}, {identifier}"),
    };
    Some(ValueItem {
        label: words.field(field.as_str()),
        value: value(field, &found.stated, words),
        by,
        day: match origin.on {
            Some(day) => day.to_string(),
            None => views::day(origin.at),
        },
    })
}

async fn others(
    tx: &mut Tx,
    found: &Organization,
    words: &'static Words,
) -> Result<Vec<OtherItem>> {
    let waiting = conflict::list(tx, Some(&found.id), i64::MAX).await?;
    let item = |one: conflict::Conflict| {
        let mut stated = found.stated.clone();
        one.field.read(one.stated, &mut stated)?;
        Ok(OtherItem {
            label: words.field(one.field.as_str()),
            kept: value(one.field, &found.stated, words),
            stated: value(one.field, &stated, words),
            register: format!("{}, {}", one.register, one.identifier),
        })
    };
    waiting.into_iter().map(item).collect()
}
