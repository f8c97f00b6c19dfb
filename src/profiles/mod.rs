//! How an organization shows itself to other servers. What is stated of it is not known here,
//! nor how a profile is published.

/// The queries, which nothing outside sees.
mod sql;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::registry;
use crate::store::Tx;

/// What an organization chose of its profile. Whoever chose nothing wants to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Profile {
    /// Whether servers may recommend it.
    pub discoverable: bool,
    /// Whether servers may find its posts by their words (FEP-5feb).
    pub indexable: bool,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            discoverable: true,
            indexable: true,
        }
    }
}

/// A choice; what is not named stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Whether servers may recommend it.
    pub discoverable: Option<bool>,
    /// Whether servers may find its posts by their words.
    pub indexable: Option<bool>,
}

/// What an organization chose.
pub async fn of(tx: &mut Tx, organization: &OrganizationId) -> Result<Profile> {
    let chosen = sql::get(tx, organization).await?;
    Ok(chosen.unwrap_or_default())
}

/// Keeps a choice; its followers hear of it when it is public.
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound) when there is no such organization.
pub async fn choose(
    tx: &mut Tx,
    clock: &Clock,
    organization: &OrganizationId,
    choice: Choice,
) -> Result<Profile> {
    registry::get_for_change(tx, organization).await?;
    let present = of(tx, organization).await?;
    let wanted = Profile {
        discoverable: choice.discoverable.unwrap_or(present.discoverable),
        indexable: choice.indexable.unwrap_or(present.indexable),
    };
    if wanted != present {
        sql::put(tx, organization, wanted).await?;
        registry::tell_again(tx, clock, organization).await?;
    }
    Ok(wanted)
}
