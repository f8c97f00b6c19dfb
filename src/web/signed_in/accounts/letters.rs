//! The links by which somebody who works for the office chooses a password: sent by letter, or
//! to be handed over where no mail goes. Decides nothing of what somebody may do.

use crate::error::Result;
use crate::mail::{self, Letter};
use crate::node::Node;
use crate::people::Account;
use crate::people::invitation::Made;
use crate::people::link::{self, Purpose};
use crate::store::Tx;

/// Tells somebody by letter that they work for the office, with the link by which they choose a
/// password where they have none; without mail that link is to be shown.
pub(super) async fn welcome(
    node: &Node,
    tx: &mut Tx,
    account: &Account,
    made: Option<Made>,
) -> Result<Option<String>> {
    if let Some(made) = made {
        return hand_over(node, tx, account, made).await;
    }
    let settings = &node.shown().settings;
    if settings.mail.is_on() {
        let (address, now) = (node.url("/office"), node.clock.now());
        let letter = Letter::invited(settings, &account.language, (&address, None), now);
        mail::write(tx, &node.clock, settings, &account.mail, &letter).await?;
    }
    Ok(None)
}

/// Sends somebody the link by which they choose a password; without mail it is to be shown.
pub(super) async fn hand_over(
    node: &Node,
    tx: &mut Tx,
    account: &Account,
    (secret, until): Made,
) -> Result<Option<String>> {
    let address = node.url(&Purpose::NewPassword.path(&secret));
    let settings = &node.shown().settings;
    if !settings.mail.is_on() {
        return Ok(Some(address));
    }
    let letter = if account.has_password {
        Letter::new_password(settings, &account.language, &address, until)
    } else {
        let link = (address.as_str(), Some(until));
        Letter::invited(settings, &account.language, link, node.clock.now())
    };
    link::note_mailed(tx, &secret).await?;
    mail::write(tx, &node.clock, settings, &account.mail, &letter).await?;
    Ok(None)
}
