//! The queries of organizations that move.

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::registry::relocation::{FormerAddress, FormerOffer, MOST_OFFERS, Relocation};
use crate::store::{Tx, execute, on};

pub(in crate::registry) async fn of(
    tx: &mut Tx,
    id: &OrganizationId,
) -> Result<Option<Relocation>> {
    let query = "SELECT organization, target, moved_at, told_at FROM relocations \
        WHERE organization = $1";
    on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))
}

pub(in crate::registry) async fn leave(
    tx: &mut Tx,
    id: &OrganizationId,
    target: &str,
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO relocations (organization, target, moved_at) VALUES ($1, $2, $3) \
        ON CONFLICT (organization) DO UPDATE SET target = $2, moved_at = $3, told_at = NULL";
    execute!(tx, sqlx::query(statement).bind(id).bind(target).bind(now))?;
    Ok(())
}

/// `false` when it has not moved.
pub(in crate::registry) async fn come_back(tx: &mut Tx, id: &OrganizationId) -> Result<bool> {
    let statement = "UPDATE relocations SET target = NULL \
        WHERE organization = $1 AND target IS NOT NULL";
    Ok(execute!(tx, sqlx::query(statement).bind(id))? == 1)
}

pub(in crate::registry) async fn told(
    tx: &mut Tx,
    id: &OrganizationId,
    now: Timestamp,
) -> Result<()> {
    let statement = "UPDATE relocations SET told_at = $2 WHERE organization = $1";
    execute!(tx, sqlx::query(statement).bind(id).bind(now))?;
    Ok(())
}

pub(in crate::registry) async fn former(
    tx: &mut Tx,
    id: &OrganizationId,
) -> Result<Vec<FormerAddress>> {
    let query = "SELECT address, stated_at, confirmed_at FROM former_addresses \
        WHERE organization = $1 ORDER BY address";
    on!(tx, |c| sqlx::query_as(query).bind(id).fetch_all(c))
}

pub(in crate::registry) async fn insert_former(
    tx: &mut Tx,
    id: &OrganizationId,
    address: &str,
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO former_addresses (organization, address, stated_at) \
        VALUES ($1, $2, $3)";
    execute!(tx, sqlx::query(statement).bind(id).bind(address).bind(now))?;
    Ok(())
}

/// Forgets an address with what was offered there; `false` when it was not stated.
pub(in crate::registry) async fn delete_former(
    tx: &mut Tx,
    id: &OrganizationId,
    address: &str,
) -> Result<bool> {
    let statement = "DELETE FROM former_addresses WHERE organization = $1 AND address = $2";
    Ok(execute!(tx, sqlx::query(statement).bind(id).bind(address))? == 1)
}

/// `false` when the address was not stated.
pub(in crate::registry) async fn confirm(
    tx: &mut Tx,
    id: &OrganizationId,
    address: &str,
    now: Timestamp,
) -> Result<bool> {
    let statement = "UPDATE former_addresses SET confirmed_at = COALESCE(confirmed_at, $3) \
        WHERE organization = $1 AND address = $2";
    Ok(execute!(tx, sqlx::query(statement).bind(id).bind(address).bind(now))? == 1)
}

pub(in crate::registry) async fn keep_offer(
    tx: &mut Tx,
    (id, former): (&OrganizationId, &str),
    offer: &FormerOffer,
) -> Result<()> {
    let statement = "INSERT INTO former_offers (organization, former, address, purpose, title, \
        published_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (organization, address) DO NOTHING";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(id)
            .bind(former)
            .bind(&offer.address)
            .bind(&offer.purpose)
            .bind(&offer.title)
            .bind(offer.published_at)
    )?;
    Ok(())
}

pub(in crate::registry) async fn former_offers(
    tx: &mut Tx,
    id: &OrganizationId,
) -> Result<Vec<FormerOffer>> {
    let limit = i64::try_from(MOST_OFFERS).map_err(Error::internal)?;
    let query = "SELECT address, purpose, title, published_at FROM former_offers \
        WHERE organization = $1 ORDER BY published_at DESC, address LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(id)
        .bind(limit)
        .fetch_all(c))
}
