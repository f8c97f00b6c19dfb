//! Publishing without a server: everything that waits, and to the end.

use super::super::rotation::{self, Left};
use super::{BATCH, LEASE, batch, fewer, turn_of_the_day};
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::Lease;

/// Publishes everything that waits, as a command without a running server does.
pub async fn drain(node: &Node) -> Result<()> {
    let lease = Lease::new("publisher", LEASE, &node.clock);
    let mut stubborn = rotation::Stubborn::default();
    loop {
        match rotation::step(node, &lease, &mut stubborn).await {
            Ok(Left::Nothing) => break,
            Ok(_) => {}
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => {
                tracing::warn!(%error, "keys could not be replaced, which is tried again");
                break;
            }
        }
    }
    match turn_of_the_day(node, &lease).await {
        Ok(()) => {}
        Err(error @ Error::Unavailable(_)) => return Err(error),
        // What the command changed is published all the same.
        Err(error) => {
            tracing::warn!(%error, "what a new day or new settings ask for is tried again");
        }
    }
    loop {
        match batch(node, &lease, BATCH).await {
            Ok(0) => break,
            Ok(_) => {}
            Err(error @ Error::Unavailable(_)) => return Err(error),
            // Or one event would keep every command from ending well.
            Err(_) => fewer(node, &lease).await?,
        }
    }
    lease.give_back(&node.db).await
}
