//! What waits for the organizations that somebody represents, told once a day by a letter that
//! they asked for, when something came since the last.

use crate::error::Result;
use crate::mail::{self, Letter, Waits};
use crate::node::Node;
use crate::people::daily::{self, DAY};
use crate::people::{self, representation};
use crate::registry;
use crate::words;

use super::{SETTLED, waiting};

/// Looks at whoever's turn it is, and writes a letter where something came; `false` when it is
/// nobody's turn.
pub(super) async fn step(node: &Node) -> Result<bool> {
    let now = node.clock.now();
    let mut tx = node.db.read().await?;
    let Some(due) = daily::due(&mut tx, now).await? else {
        return Ok(false);
    };
    let account = people::get(&mut tx, &due.account).await?;
    let to = due.told_to.max(now - SETTLED);
    let words = words::of(&account.language).unwrap_or_else(words::first);
    let (mut items, mut total, mut is_new) = (Vec::new(), 0, false);
    for one in representation::of_account(&mut tx, &account.id).await? {
        let own = &one.organization;
        // What comes between the two counts is told twice rather than never.
        let later = waiting::since(&mut tx, own, to, now).await?;
        let fresh = waiting::since(&mut tx, own, due.told_to, now).await?;
        is_new |= fresh.total() > later.total();
        let all = waiting::of(&mut tx, own, now).await?;
        if all.total() > 0 {
            let name = registry::get(&mut tx, own).await?.stated.name().to_owned();
            let lines = all.told(words).into_iter().map(|(said, _)| said).collect();
            items.push((name, lines, node.url(&format!("/my/{own}"))));
            total += all.total();
        }
    }
    drop(tx);
    let mut tx = node.db.begin().await?;
    if !daily::told(&mut tx, &due, to, now + DAY).await? {
        return Ok(true);
    }
    if is_new {
        let waits = Waits {
            items: &items,
            total,
            ending: &node.url("/account"),
        };
        let letter = Letter::waits(&node.shown().settings, &account.language, &waits, now + DAY);
        mail::write(&mut tx, &node.clock, &node.settings, &account.mail, &letter).await?;
    }
    tx.commit().await?;
    node.wake.postman.notify_one();
    Ok(true)
}
