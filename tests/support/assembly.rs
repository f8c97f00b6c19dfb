//! The assembly of an organization, which decides that it speaks for itself.

use trenza::clock::Clock;
use trenza::error::Result;
use trenza::id::OrganizationId;
use trenza::registry::{self, Consent, Organization};
use trenza::store::Tx;

/// Has an organization speak for itself.
pub(crate) async fn agrees(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
) -> Result<Organization> {
    let consent = Consent {
        by: "the assembly".into(),
        statement: "minutes".into(),
        at: None,
    };
    registry::activate(tx, clock, id, &consent).await
}
