//! How somebody begins to work for the office: by a link through which they choose a password.

use super::{Account, Draft, Role, add, by_mail, link, set_role};
use crate::clock::{Clock, Timestamp};
use crate::error::Result;
use crate::store::Tx;

/// Gives a person a role, and an account where they have none. Whoever cannot sign in with a
/// password yet gets the secret of a link by which they choose one, and when it ends.
///
/// # Errors
/// [`crate::error::Error::Invalid`] naming the field that cannot be kept.
pub async fn invite(
    tx: &mut Tx,
    clock: &Clock,
    draft: Draft,
    role: Role,
) -> Result<(Account, Option<(String, Timestamp)>)> {
    let account = match by_mail(tx, &draft.mail).await? {
        // Whoever runs the node does not become less by an invitation.
        Some((account, _)) => {
            let role = account.role.map_or(role, |own| own.max(role));
            set_role(tx, &account.id, Some(role)).await?
        }
        None => add(tx, clock, draft, Some(role), None).await?,
    };
    let link = if account.has_password {
        None
    } else {
        Some(link::invite(tx, clock, &account.id).await?)
    };
    Ok((account, link))
}
