//! Lists of organizations by name, with a cursor that stays true while records change.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Organization, Standing, Status, sql};
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::place::Territory;
use crate::store::Tx;
use crate::vocabulary::{EntityType, Sector};
use crate::words::phrase;

/// The most that one page holds.
const MAX_PAGE: usize = 200;

/// Which organizations are asked for; what is `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// How far the record has come.
    pub status: Option<Status>,
    /// Who speaks for it.
    pub standing: Option<Standing>,
    /// What it is.
    pub entity_type: Option<EntityType>,
    /// Where it belongs; a country includes its subdivisions.
    pub territory: Option<Territory>,
    /// What it works in; a division includes its groups and classes.
    pub sector: Option<Sector>,
    /// A part of its name.
    pub name: Option<String>,
    /// Which register states it.
    pub register: Option<String>,
}

/// A part of a list, and where the next begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The records.
    pub items: Vec<T>,
    /// The cursor of the next page; `None` on the last.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The page of the first `limit` of `items`, which were asked for with one more: that one
    /// tells whether there is a next page, whose cursor is made of the last item.
    pub fn cut(mut items: Vec<T>, limit: usize, cursor: impl FnOnce(&T) -> String) -> Self {
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| has_more).map(cursor);
        Self { items, next }
    }
}

/// Organizations that pass `filter`, by name, after the cursor that the page before gave.
///
/// # Errors
/// [`Error::Invalid`] when the cursor is none of ours.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Organization>> {
    let limit = limit.clamp(1, MAX_PAGE);
    let after = after.map(read_cursor).transpose()?;
    let after = after
        .as_ref()
        .map(|(name, id)| (name.as_str(), id.as_str()));
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let items = sql::select(tx, filter, after, wanted).await?;
    Ok(Page::cut(items, limit, |organization| {
        cursor(organization.stated.name(), organization.id.as_str())
    }))
}

/// Public organizations that pass `filter`, the newest records first, after the cursor that
/// the page before gave.
///
/// # Errors
/// [`Error::Invalid`] when the cursor is none of ours.
pub async fn newest(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<Organization>> {
    let limit = limit.clamp(1, MAX_PAGE);
    let after = after.map(OrganizationId::parse).transpose();
    let after = after.map_err(|_no_identifier| no_cursor())?;
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let items = sql::newest(tx, filter, after.as_ref(), wanted).await?;
    Ok(Page::cut(items, limit, |found| found.id.to_string()))
}

fn no_cursor() -> Error {
    Error::invalid("after", phrase!("refusal-no-cursor"))
}

/// How many organizations are public.
pub async fn count_published(tx: &mut Tx, standing: Standing) -> Result<i64> {
    sql::count_published(tx, standing).await
}

fn cursor(name: &str, id: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{id} {name}"))
}

fn read_cursor(cursor: &str) -> Result<(String, String)> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.as_deref()
        .and_then(|text| text.split_once(' '))
        .map(|(id, name)| (name.to_owned(), id.to_owned()))
        .ok_or_else(no_cursor)
}
