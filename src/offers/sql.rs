//! The queries of offers.

use std::collections::HashMap;

use super::{Draft, Filter, Hashtag, Offer, Purpose, State};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{OfferId, OrganizationId};
use crate::place::Territory;
use crate::store::{Tx, execute, from_json, on, push_list, to_json};
use crate::vocabulary::{Aim, Terms, What};

macro_rules! columns {
    () => {
        "id, organization, purpose, state, language, titles, texts, conditions, what, terms, \
         aim, territory, quantity, unit, valid_until, created_at, updated_at"
    };
}

const INSERT: &str = concat!(
    "INSERT INTO offers (",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"
);
const UPDATE: &str = concat!(
    "UPDATE offers SET (",
    columns!(),
    ") = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
     WHERE id = $1"
);

#[derive(sqlx::FromRow)]
struct Row {
    id: OfferId,
    organization: OrganizationId,
    purpose: String,
    state: String,
    language: String,
    titles: String,
    texts: String,
    conditions: String,
    what: String,
    terms: String,
    aim: Option<String>,
    territory: Option<String>,
    quantity: Option<f64>,
    unit: Option<String>,
    valid_until: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl Row {
    fn offer(self) -> Result<Offer> {
        let stated = Draft {
            purpose: Purpose::parse(&self.purpose)?,
            language: self.language,
            titles: from_json(&self.titles)?,
            texts: from_json(&self.texts)?,
            conditions: from_json(&self.conditions)?,
            what: What::parse(&self.what)?,
            terms: Terms::parse(&self.terms)?,
            aim: self.aim.as_deref().map(Aim::parse).transpose()?,
            territory: self
                .territory
                .as_deref()
                .map(Territory::parse)
                .transpose()?,
            quantity: self.quantity,
            unit: self.unit,
            valid_until: self.valid_until,
        };
        Ok(Offer {
            id: self.id,
            organization: self.organization,
            state: State::parse(&self.state)?,
            stated,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// A statement with all columns of an offer bound in order.
macro_rules! bound {
    ($sql:expr, $offer:expr, $texts:expr) => {
        sqlx::query($sql)
            .bind(&$offer.id)
            .bind(&$offer.organization)
            .bind($offer.stated.purpose.as_str())
            .bind($offer.state.as_str())
            .bind(&$offer.stated.language)
            .bind(&$texts.0)
            .bind(&$texts.1)
            .bind(&$texts.2)
            .bind($offer.stated.what.as_str())
            .bind($offer.stated.terms.as_str())
            .bind($offer.stated.aim.map(Aim::as_str))
            .bind($offer.stated.territory.as_ref().map(Territory::as_str))
            .bind($offer.stated.quantity)
            .bind(&$offer.stated.unit)
            .bind($offer.stated.valid_until)
            .bind($offer.created_at)
            .bind($offer.updated_at)
    };
}

pub(super) async fn insert(tx: &mut Tx, offer: &Offer) -> Result<()> {
    let texts = texts(offer)?;
    execute!(tx, bound!(INSERT, offer, texts))?;
    Ok(())
}

/// Writes every column of an offer whose row this transaction has locked.
pub(super) async fn update(tx: &mut Tx, offer: &Offer) -> Result<()> {
    let texts = texts(offer)?;
    execute!(tx, bound!(UPDATE, offer, texts))?;
    Ok(())
}

pub(super) async fn by_id(tx: &mut Tx, id: &OfferId) -> Result<Option<Offer>> {
    let query = concat!("SELECT ", columns!(), " FROM offers WHERE id = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))?;
    row.map(Row::offer).transpose()
}

/// Offers that stand and whose last moment has come; rows that another process handles just
/// now are passed over.
pub(super) async fn due(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<Offer>> {
    let query = format!(
        "SELECT {} FROM offers WHERE state IN ('open', 'in-conversation') \
         AND valid_until <= $1 ORDER BY id LIMIT $2{}",
        columns!(),
        tx.for_claim()
    );
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(query.as_str()))
        .bind(now)
        .bind(limit)
        .fetch_all(c))?;
    rows.into_iter().map(Row::offer).collect()
}

pub(super) async fn select(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<&OfferId>,
    limit: i64,
) -> Result<Vec<Offer>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM offers WHERE ($1 IS NULL OR organization = $1) \
         AND ($2 IS NULL OR purpose = $2) \
         AND ($3 IS NULL OR state = $3) \
         AND ($4 IS NULL OR what = $4) \
         AND ($5 IS NULL OR territory = $5 OR territory LIKE $5 || '-%') \
         AND ($6 = FALSE OR state <> 'withdrawn') \
         AND ($7 IS NULL OR id < $7) \
         AND ($8 IS NULL OR id IN (SELECT offer FROM offer_tags WHERE tag = $8)) \
         ORDER BY id DESC LIMIT $9"
    );
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(&filter.organization)
        .bind(filter.purpose.map(Purpose::as_str))
        .bind(filter.state.map(State::as_str))
        .bind(filter.what.map(What::as_str))
        .bind(filter.territory.as_ref().map(Territory::as_str))
        .bind(filter.is_public)
        .bind(after)
        .bind(&filter.tag)
        .bind(limit)
        .fetch_all(c))?;
    rows.into_iter().map(Row::offer).collect()
}

/// The offers of some identifiers, no more than a page of them.
pub(super) async fn by_ids(tx: &mut Tx, ids: &[OfferId]) -> Result<Vec<Offer>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = on!(tx, |c| async {
        let select = concat!("SELECT ", columns!(), " FROM offers WHERE id IN ");
        let mut builder = sqlx::QueryBuilder::new(select);
        push_list(&mut builder, ids);
        builder.build_query_as().fetch_all(c).await
    })?;
    rows.into_iter().map(Row::offer).collect()
}

pub(super) async fn of_all(
    tx: &mut Tx,
    organizations: &[&OrganizationId],
    is_public: bool,
) -> Result<HashMap<OrganizationId, Vec<Offer>>> {
    if organizations.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Row> = on!(tx, |c| async {
        let select = concat!("SELECT ", columns!(), " FROM offers WHERE organization IN ");
        let mut builder = sqlx::QueryBuilder::new(select);
        push_list(&mut builder, organizations);
        builder.push(if is_public {
            " AND state <> 'withdrawn' ORDER BY id DESC"
        } else {
            " ORDER BY id DESC"
        });
        builder.build_query_as().fetch_all(c).await
    })?;
    let mut offers: HashMap<_, Vec<Offer>> = HashMap::new();
    for row in rows {
        let offer = row.offer()?;
        offers
            .entry(offer.organization.clone())
            .or_default()
            .push(offer);
    }
    Ok(offers)
}

/// The texts of an offer in JSON: titles, texts, conditions.
fn texts(offer: &Offer) -> Result<(String, String, String)> {
    let stated = &offer.stated;
    Ok((
        to_json(&stated.titles)?,
        to_json(&stated.texts)?,
        to_json(&stated.conditions)?,
    ))
}

pub(super) async fn count_open(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM offers WHERE state IN ('open', 'in-conversation')";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

pub(super) async fn count_ending(
    tx: &mut Tx,
    organization: &OrganizationId,
    (after, until): (Timestamp, Timestamp),
) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM offers WHERE organization = $1 \
        AND state IN ('open', 'in-conversation') AND valid_until > $2 AND valid_until <= $3";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(organization)
        .bind(after)
        .bind(until)
        .fetch_one(c))
}

pub(super) async fn ids_of(tx: &mut Tx, organization: &OrganizationId) -> Result<Vec<OfferId>> {
    let query = "SELECT id FROM offers WHERE organization = $1 ORDER BY id";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(organization)
        .fetch_all(c))
}

pub(super) async fn open_paths(tx: &mut Tx) -> Result<Vec<String>> {
    let query = "SELECT '/offers/' || id FROM offers WHERE state IN ('open', 'in-conversation')";
    on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))
}

pub(super) async fn insert_tag(
    tx: &mut Tx,
    offer: &OfferId,
    language: &str,
    hashtag: &Hashtag,
    position: i64,
) -> Result<()> {
    let statement = "INSERT INTO offer_tags (offer, language, tag, name, position) \
        VALUES ($1, $2, $3, $4, $5)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(offer)
            .bind(language)
            .bind(&hashtag.tag)
            .bind(&hashtag.name)
            .bind(position)
    )?;
    Ok(())
}

pub(super) async fn forget_tags(tx: &mut Tx, offer: &OfferId) -> Result<()> {
    let statement = "DELETE FROM offer_tags WHERE offer = $1";
    execute!(tx, sqlx::query(statement).bind(offer))?;
    Ok(())
}

pub(super) async fn tags_of(tx: &mut Tx, offer: &OfferId, language: &str) -> Result<Vec<Hashtag>> {
    let query = "SELECT name, tag FROM offer_tags WHERE offer = $1 AND language = $2 \
        ORDER BY position";
    on!(tx, |c| sqlx::query_as(query)
        .bind(offer)
        .bind(language)
        .fetch_all(c))
}

pub(super) async fn find_tag(tx: &mut Tx, tag: &str) -> Result<Option<Hashtag>> {
    let query = "SELECT name, tag FROM offer_tags WHERE tag = $1 ORDER BY offer DESC LIMIT 1";
    on!(tx, |c| sqlx::query_as(query).bind(tag).fetch_optional(c))
}

/// The offers that an organization pinned and that stand, the last pinned first.
pub(super) async fn pinned(tx: &mut Tx, organization: &OrganizationId) -> Result<Vec<OfferId>> {
    let query = "SELECT id FROM offers WHERE organization = $1 AND pinned_at IS NOT NULL \
        AND state IN ('open', 'in-conversation') ORDER BY pinned_at DESC, id DESC";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(organization)
        .fetch_all(c))
}

/// The newest offers of an organization that stand.
pub(super) async fn newest_open(
    tx: &mut Tx,
    organization: &OrganizationId,
    most: usize,
) -> Result<Vec<OfferId>> {
    let query = "SELECT id FROM offers WHERE organization = $1 \
        AND state IN ('open', 'in-conversation') ORDER BY id DESC LIMIT $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(organization)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(c))
}

/// Pins an offer or takes its pin off; `false` when it had none.
pub(super) async fn set_pinned(tx: &mut Tx, id: &OfferId, at: Option<Timestamp>) -> Result<bool> {
    let statement = "UPDATE offers SET pinned_at = $2 \
        WHERE id = $1 AND (pinned_at IS NOT NULL OR $2 IS NOT NULL)";
    Ok(execute!(tx, sqlx::query(statement).bind(id).bind(at))? > 0)
}

/// Purpose and kind of the newest offers and needs that stand, with their organizations' themes.
pub(super) async fn standing_kinds(
    tx: &mut Tx,
    limit: i64,
) -> Result<Vec<(String, String, String)>> {
    let query = "SELECT offers.purpose, offers.what, organizations.themes FROM offers \
        JOIN organizations ON organizations.id = offers.organization \
        WHERE offers.state = 'open' AND organizations.status = 'published' \
        ORDER BY offers.id DESC LIMIT $1";
    on!(tx, |c| sqlx::query_as(query).bind(limit).fetch_all(c))
}
