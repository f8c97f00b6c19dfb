//! The statements by which everything of one record moves to another, and the way to it.
//!
//! Offers, drafts, tokens, representatives, messages and blocks stand below the registry, yet
//! belong to the record that goes; so the statements about them are here, and no way past
//! them. Channels and answers hang on offers, of which a record that goes has none.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::store::{Tx, execute, on};

/// How many offers and needs a record ever made, withdrawn ones included.
pub(in crate::registry) async fn count_offers(tx: &mut Tx, id: &OrganizationId) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM offers WHERE organization = $1";
    on!(tx, |c| sqlx::query_scalar(query).bind(id).fetch_one(c))
}

/// Moves what hangs on the record `lose` to `keep`. Its tokens end, since whoever got one
/// was trusted with that record alone.
pub(in crate::registry) async fn move_all(
    tx: &mut Tx,
    lose: &OrganizationId,
    keep: &OrganizationId,
    now: Timestamp,
) -> Result<()> {
    for statement in [
        "UPDATE sources SET organization = $2 WHERE organization = $1",
        "UPDATE attestations SET organization = $2 WHERE organization = $1",
        "UPDATE conflicts SET organization = $2 WHERE organization = $1",
        "UPDATE drafts SET organization = $2 WHERE organization = $1",
        "UPDATE amendments SET organization = $2 WHERE organization = $1",
        // A link to take the record over leads on, unless the one that stays has its keeper.
        "UPDATE claims SET organization = $2 WHERE organization = $1 AND EXISTS \
            (SELECT 1 FROM organizations WHERE id = $2 AND standing = 'listed')",
        // Where both were named, the kept record has heard it.
        "DELETE FROM messages WHERE organization = $1 AND EXISTS (SELECT 1 FROM messages AS kept \
            WHERE kept.note = messages.note AND kept.recipient = '/o/' || $2)",
        "UPDATE messages SET organization = $2, recipient = '/o/' || $2 WHERE organization = $1",
        // Whoever wants to hear nothing of the lost one wants to hear nothing of it.
        "DELETE FROM blocks WHERE actor = '/o/' || $1 AND EXISTS (SELECT 1 FROM blocks AS kept \
            WHERE kept.actor = '/o/' || $2 AND kept.blocked_by = blocks.blocked_by)",
        "UPDATE blocks SET actor = '/o/' || $2 WHERE actor = '/o/' || $1",
        "INSERT INTO representatives (account, organization, function, since) \
            SELECT account, $2, function, since FROM representatives WHERE organization = $1 \
            ON CONFLICT (account, organization) DO NOTHING",
        "INSERT INTO same_as (organization, other, stated_by, stated_at) \
            SELECT $2, other, stated_by, stated_at FROM same_as WHERE organization = $1 \
            ON CONFLICT (organization, other) DO NOTHING",
        // What somebody chose for the kept record stands.
        "INSERT INTO profiles (organization, discoverable, indexable) \
            SELECT $2, discoverable, indexable FROM profiles \
            WHERE organization = $1 ON CONFLICT (organization) DO NOTHING",
        "INSERT INTO former_addresses (organization, address, stated_at, confirmed_at) \
            SELECT $2, address, stated_at, confirmed_at FROM former_addresses \
            WHERE organization = $1 ON CONFLICT (organization, address) DO NOTHING",
        "INSERT INTO former_offers (organization, former, address, purpose, title, published_at) \
            SELECT $2, former, address, purpose, title, published_at FROM former_offers \
            WHERE organization = $1 ON CONFLICT (organization, address) DO NOTHING",
        "INSERT INTO answers (organization, about, answered_at) \
            SELECT $2, about, answered_at FROM answers WHERE organization = $1 \
            ON CONFLICT (organization, about) DO NOTHING",
    ] {
        execute!(tx, sqlx::query(statement).bind(lose).bind(keep))?;
    }
    let statement = "UPDATE tokens SET revoked_at = $2 \
        WHERE organization = $1 AND revoked_at IS NULL";
    execute!(tx, sqlx::query(statement).bind(lose).bind(now))?;
    move_memberships(tx, &lose.path(), &keep.path()).await
}

/// A membership that stands for both becomes one, confirmed by whoever confirmed either, since
/// the earlier day; what has ended moves as it is.
async fn move_memberships(tx: &mut Tx, lose: &str, keep: &str) -> Result<()> {
    for (side, far) in [("member", "body"), ("body", "member")] {
        // At most one row, since only one of a kind stands.
        let same = format!(
            "FROM memberships AS lost WHERE lost.{side} = $1 AND lost.{far} = memberships.{far} \
             AND lost.role = memberships.role AND lost.ended_at IS NULL"
        );
        for statement in [
            format!(
                "UPDATE memberships SET \
                 confirmed_by_member = COALESCE(confirmed_by_member, \
                    (SELECT lost.confirmed_by_member {same})), \
                 confirmed_by_body = COALESCE(confirmed_by_body, \
                    (SELECT lost.confirmed_by_body {same})), \
                 since = CASE WHEN since < (SELECT lost.since {same}) THEN since \
                    ELSE COALESCE((SELECT lost.since {same}), since) END \
                 WHERE {side} = $2 AND ended_at IS NULL"
            ),
            format!(
                "DELETE FROM memberships WHERE {side} = $1 AND ({far} = $2 \
                 OR ended_at IS NULL AND EXISTS \
                 (SELECT 1 FROM memberships AS kept WHERE kept.{side} = $2 \
                 AND kept.{far} = memberships.{far} AND kept.role = memberships.role \
                 AND kept.ended_at IS NULL))"
            ),
            format!("UPDATE memberships SET {side} = $2 WHERE {side} = $1"),
        ] {
            let statement = sqlx::AssertSqlSafe(statement);
            execute!(tx, sqlx::query(statement).bind(lose).bind(keep))?;
        }
    }
    Ok(())
}

/// Deletes the row of a record whose sources have moved; nothing is remembered as erased.
pub(in crate::registry) async fn drop_row(tx: &mut Tx, id: &OrganizationId) -> Result<()> {
    let statement = "DELETE FROM organizations WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id))?;
    Ok(())
}

/// Leads from a path to another, and everything that led to the first with it.
pub(in crate::registry) async fn redirect(
    tx: &mut Tx,
    from: &str,
    to: &str,
    now: Timestamp,
) -> Result<()> {
    let follow = "UPDATE redirects SET to_path = $2 WHERE to_path = $1";
    execute!(tx, sqlx::query(follow).bind(from).bind(to))?;
    let statement = "INSERT INTO redirects (from_path, to_path, created_at) VALUES ($1, $2, $3) \
        ON CONFLICT (from_path) DO UPDATE SET to_path = $2";
    execute!(tx, sqlx::query(statement).bind(from).bind(to).bind(now))?;
    Ok(())
}

/// Where a path leads.
pub(in crate::registry) async fn redirected(tx: &mut Tx, path: &str) -> Result<Option<String>> {
    let query = "SELECT to_path FROM redirects WHERE from_path = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(path)
        .fetch_optional(c))
}

/// The paths that lead to a path.
pub(in crate::registry) async fn leading_to(tx: &mut Tx, path: &str) -> Result<Vec<String>> {
    let query = "SELECT from_path FROM redirects WHERE to_path = $1";
    on!(tx, |c| sqlx::query_scalar(query).bind(path).fetch_all(c))
}

/// Forgets the pairs of an erased record, with the words in their reasons, and the ways to it.
pub(in crate::registry) async fn forget(tx: &mut Tx, path: &str) -> Result<()> {
    for statement in [
        "DELETE FROM pairs WHERE one = $1 OR other = $1",
        "DELETE FROM redirects WHERE to_path = $1",
    ] {
        execute!(tx, sqlx::query(statement).bind(path))?;
    }
    Ok(())
}
