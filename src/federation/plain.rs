//! Organizations beside which nothing stands: the directory keeps their records, and they have
//! no key, no follower and no picture, offer nothing, and nobody else says anything of them. So
//! is a register that was just brought. All of a batch are then asked together, where one after
//! the other would need twenty questions each.

use std::collections::HashMap;

use serde_json::Value;

use super::publish::{Batch, Change};
use super::{context, followers, organization, paths};
use crate::error::Result;
use crate::id::OrganizationId;
use crate::registry::{self, Organization, Source, Standing};
use crate::store::{Tx, on, push_list, stays_prepared};

/// How many are asked of in one statement.
const AT_ONCE: usize = 500;

/// All that can stand beside a record of ours and is shown in it or found with it, up to the
/// address of this directory: paths of ours are `/o/` and the identifier.
const NOTHING_BESIDE: &str = "SELECT id FROM organizations o WHERE NOT (\
    EXISTS (SELECT 1 FROM keys WHERE owner = '/o/' || o.id) \
    OR EXISTS (SELECT 1 FROM followers WHERE actor = '/o/' || o.id) \
    OR EXISTS (SELECT 1 FROM picture_uses WHERE path = '/o/' || o.id) \
    OR EXISTS (SELECT 1 FROM offers WHERE organization = o.id) \
    OR EXISTS (SELECT 1 FROM attestations WHERE organization = o.id) \
    OR EXISTS (SELECT 1 FROM memberships WHERE member = '/o/' || o.id) \
    OR EXISTS (SELECT 1 FROM memberships WHERE body = '/o/' || o.id) \
    OR EXISTS (SELECT 1 FROM same_as WHERE organization = o.id) \
    OR EXISTS (SELECT 1 FROM redirects WHERE to_path = '/o/' || o.id) \
    OR EXISTS (SELECT 1 FROM remote_records WHERE shown_as = '/o/' || o.id) \
    OR EXISTS (SELECT 1 FROM remote_same_as WHERE other = ";

/// An organization beside which nothing stands.
#[derive(Debug)]
pub(super) struct Plain {
    /// What the directory keeps of it.
    pub(super) organization: Organization,
    /// The registers that state it.
    pub(super) sources: Vec<Source>,
}

/// Those of some organizations beside which nothing stands. `base` is this directory's address.
pub(super) async fn of(
    tx: &mut Tx,
    base: &str,
    ids: &[&OrganizationId],
) -> Result<HashMap<OrganizationId, Plain>> {
    let mut listed = registry::get_all(tx, ids.iter().copied()).await?;
    listed.retain(|_, one| one.standing == Standing::Listed);
    let ids: Vec<&OrganizationId> = listed.keys().collect();
    let alone = alone(tx, base, &ids).await?;
    let ids: Vec<&OrganizationId> = alone.iter().collect();
    let mut sources = registry::sources_of(tx, &ids).await?;
    let plain = alone.into_iter().filter_map(|id| {
        let plain = Plain {
            organization: listed.remove(&id)?,
            sources: sources.remove(&id).unwrap_or_default(),
        };
        Some((id, plain))
    });
    Ok(plain.collect())
}

/// Publishes the state of one that was asked for; the directory, which keeps it, tells of it.
pub(super) async fn publish(batch: &mut Batch<'_>, plain: Plain, is_bulk: bool) -> Result<()> {
    if !plain.organization.is_public() {
        return Ok(());
    }
    let organization = plain.organization.for_the_public();
    if let Some(territory) = &organization.stated.territory {
        batch.ensure_territory(territory).await?;
    }
    let inboxes = if is_bulk {
        Vec::new()
    } else {
        followers::peer_inboxes(&mut batch.tx).await?
    };
    let path = organization.path();
    let record = organization::describe(batch.node, &organization, &plain.sources);
    let change = Change {
        sealer: paths::NODE,
        speaker: paths::NODE,
        path: &path,
        record: Value::Object(record),
        context: &context::ORGANIZATION,
        cc: Vec::new(),
        inboxes: inboxes.into_iter().collect(),
    };
    batch.put(change).await?;
    Ok(())
}

async fn alone(tx: &mut Tx, base: &str, ids: &[&OrganizationId]) -> Result<Vec<OrganizationId>> {
    let mut alone = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        let found: Vec<OrganizationId> = on!(tx, |c| async {
            let mut builder = sqlx::QueryBuilder::new(NOTHING_BESIDE);
            builder
                .push_bind(base)
                .push(" || '/o/' || o.id)) AND o.id IN ");
            push_list(&mut builder, some);
            let query = builder.build_query_scalar();
            query
                .persistent(stays_prepared(some.len()))
                .fetch_all(c)
                .await
        })?;
        alone.extend(found);
    }
    Ok(alone)
}

#[cfg(test)]
mod tests;
