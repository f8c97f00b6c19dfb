//! The queries of profiles.

use super::Profile;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::store::{Tx, execute, on};

pub(super) async fn get(tx: &mut Tx, organization: &OrganizationId) -> Result<Option<Profile>> {
    let query = "SELECT discoverable, indexable FROM profiles WHERE organization = $1";
    on!(tx, |c| sqlx::query_as(query)
        .bind(organization)
        .fetch_optional(c))
}

pub(super) async fn put(
    tx: &mut Tx,
    organization: &OrganizationId,
    profile: Profile,
) -> Result<()> {
    let statement = "INSERT INTO profiles (organization, discoverable, indexable) \
        VALUES ($1, $2, $3) ON CONFLICT (organization) DO UPDATE \
        SET discoverable = $2, indexable = $3";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(organization)
            .bind(profile.discoverable)
            .bind(profile.indexable)
    )?;
    Ok(())
}
