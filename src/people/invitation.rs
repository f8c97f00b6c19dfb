//! How somebody begins: to work for the office, by a link through which they choose a password,
//! or to represent an organization.

use super::{
    Account, Draft, Role, add, by_mail, get, link, representation, second, session, set_role,
};
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{AccountId, OrganizationId};
use crate::registry::{self, Organization, Status};
use crate::store::{Tx, execute};

/// The secret of a link by which somebody chooses a password, and when it ends.
pub type Made = (String, Timestamp);

/// Gives a person a role, and an account where they have none. Whoever cannot sign in with a
/// password gets the secret of a link by which they choose one, and when it ends.
///
/// # Errors
/// [`crate::error::Error::Invalid`] naming the field that cannot be kept.
pub async fn invite(
    tx: &mut Tx,
    clock: &Clock,
    draft: Draft,
    role: Role,
) -> Result<(Account, Option<Made>)> {
    if let Some((account, _)) = by_mail(tx, &draft.mail).await? {
        // Whoever runs the node does not become less by an invitation.
        let role = account.role.map_or(role, |own| own.max(role));
        return give_role(tx, clock, &account, role).await;
    }
    let account = add(tx, clock, draft, Some(role), None).await?;
    let link = link::invite(tx, clock, &account.id).await?;
    Ok((account, Some(link)))
}

/// Gives an account a role. One that had none, and whose address nobody has asked, begins anew,
/// by a link that its owner alone gets.
///
/// # Errors
/// Those of [`set_role`].
pub async fn give_role(
    tx: &mut Tx,
    clock: &Clock,
    account: &Account,
    role: Role,
) -> Result<(Account, Option<Made>)> {
    if account.role.is_none() && account.address_confirmed_at.is_none() {
        begin_anew(tx, &account.id).await?;
    }
    let account = set_role(tx, &account.id, Some(role)).await?;
    let link = if account.has_password {
        None
    } else {
        Some(link::invite(tx, clock, &account.id).await?)
    };
    Ok((account, link))
}

/// Takes from an account everything that opens it. Whoever takes a record over writes an
/// address and a password, and often nobody has asked the address whether it is theirs: before
/// more is given to such an account, its password has to come from whoever reads the letters to it.
async fn begin_anew(tx: &mut Tx, id: &AccountId) -> Result<()> {
    second::remove_all(tx, id).await?;
    let statement = "UPDATE accounts SET password_hash = NULL WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(id))?;
    session::end_all(tx, id).await?;
    link::forget_all(tx, id).await
}

/// Whether an account may be given an organization as it is: its address is known to be its
/// owner's, it works for the office, which asked the address, or represents that organization
/// already.
async fn is_trusted(tx: &mut Tx, account: &Account, organization: &OrganizationId) -> Result<bool> {
    if account.address_confirmed_at.is_some() {
        return Ok(true);
    }
    let all = representation::of_account(tx, &account.id).await?;
    Ok(account.role.is_some() || all.iter().any(|one| one.organization == *organization))
}

/// Whether somebody of this address has to choose their password again once they are named for
/// an organization, as [`represent`] asks of whoever has one already.
pub async fn begins_anew(tx: &mut Tx, mail: &str, organization: &OrganizationId) -> Result<bool> {
    match by_mail(tx, mail).await? {
        Some((account, _)) => {
            Ok(account.has_password && !is_trusted(tx, &account, organization).await?)
        }
        None => Ok(false),
    }
}

/// Makes a person a representative of an organization, whether it acts already or not, and
/// gives them an account where they have none; one that is there begins anew, unless its address
/// is known to be its owner's. Somebody who is one gets another function.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] naming the field that cannot be kept;
/// [`Error::Conflict`] when the organization is dissolved.
pub async fn represent(
    tx: &mut Tx,
    clock: &Clock,
    draft: Draft,
    organization: &OrganizationId,
    function: &str,
) -> Result<(Account, Organization)> {
    let found = registry::get_for_change(tx, organization).await?;
    if found.status == Status::Dissolved {
        let reason = format!("{} is dissolved and cannot act", found.handle);
        return Err(Error::Conflict(reason.into()));
    }
    let account = match by_mail(tx, &draft.mail).await? {
        Some((account, _)) if is_trusted(tx, &account, organization).await? => account,
        Some((account, _)) => {
            begin_anew(tx, &account.id).await?;
            get(tx, &account.id).await?
        }
        None => add(tx, clock, draft, None, None).await?,
    };
    representation::add(tx, clock, &account.id, organization, function).await?;
    Ok((account, found))
}

#[cfg(test)]
mod tests;
