//! What visitors say is wrong in records, told to the office once a day at most, when something
//! came since.

use crate::error::Result;
use crate::mail::{self, Letter};
use crate::node::Node;
use crate::people::{self, amendments, office_letters};

/// Writes to the office where it is to be told; `false` when it is not.
pub(super) async fn step(node: &Node) -> Result<bool> {
    let now = node.clock.now();
    let mut tx = node.db.read().await?;
    if !office_letters::are_due(&mut tx, now).await? {
        return Ok(false);
    }
    drop(tx);
    let mut tx = node.db.begin().await?;
    if !office_letters::told(&mut tx, &node.clock).await? {
        return Ok(true);
    }
    let count = amendments::count(&mut tx).await?;
    let (settings, link) = (&node.shown().settings, node.url("/office/amendments"));
    for one in people::office(&mut tx).await? {
        let letter = Letter::amended(settings, &one.language, count, &link, now);
        mail::write(&mut tx, &node.clock, settings, &one.mail, &letter).await?;
    }
    tx.commit().await?;
    node.wake.postman.notify_one();
    Ok(true)
}
