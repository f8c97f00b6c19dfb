//! Who may follow an organization: everybody, or whoever it lets. The node's setting counts
//! where an organization chose nothing.

use serde::Serialize;

use super::followers::{self, Follower, State};
use super::receive::follow;
use super::{paths, peers};
use crate::activitypub::keyring;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry;
use crate::store::{Tx, execute, on};

/// A follower as its actor sees it.
#[derive(Debug, Clone, Serialize)]
pub struct View {
    /// Who follows or asks to.
    pub follower: String,
    /// `pending` or `accepted`.
    pub state: String,
}

impl From<Follower> for View {
    fn from(follower: Follower) -> Self {
        let Follower {
            follower, state, ..
        } = follower;
        Self { follower, state }
    }
}

/// Whether the actor at a path decides who may follow it.
pub async fn asks(node: &Node, tx: &mut Tx, path: &str) -> Result<bool> {
    if !path.starts_with("/o/") {
        return Ok(false);
    }
    let query = "SELECT asks FROM admissions WHERE actor = $1";
    let chosen: Option<bool> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(path)
        .fetch_optional(c))?;
    Ok(chosen.unwrap_or(node.settings.federation.approve_followers))
}

/// Chooses for one organization; `None` leaves it to the node's setting. Who waits goes on
/// waiting.
pub async fn choose(
    node: &Node,
    tx: &mut Tx,
    id: &OrganizationId,
    asks: Option<bool>,
) -> Result<()> {
    let path = id.path();
    if let Some(asks) = asks {
        let statement = "INSERT INTO admissions (actor, asks) VALUES ($1, $2) \
            ON CONFLICT (actor) DO UPDATE SET asks = $2";
        execute!(tx, sqlx::query(statement).bind(&path).bind(asks))?;
    } else {
        let statement = "DELETE FROM admissions WHERE actor = $1";
        execute!(tx, sqlx::query(statement).bind(&path))?;
    }
    registry::tell_again(tx, &node.clock, id).await
}

/// Lets somebody follow who waits.
///
/// # Errors
/// [`Error::Absent`] when nobody of that address waits.
pub async fn approve(node: &Node, tx: &mut Tx, path: &str, follower: &str) -> Result<View> {
    let found = find(tx, path, follower).await?;
    if found.state != State::Pending.as_str() {
        let reason = "follows already; `trenza follower reject` ends that";
        return Err(Error::Conflict(format!("{follower} {reason}").into()));
    }
    followers::set_state(tx, path, follower, State::Accepted).await?;
    follow::accept(node, tx, &found, node.clock.now()).await?;
    let state = State::Accepted.as_str().to_owned();
    Ok(View {
        follower: found.follower,
        state,
    })
}

/// Refuses somebody who waits, or ends a following that was let.
///
/// # Errors
/// [`Error::Absent`] when nobody of that address follows or waits.
pub async fn reject(node: &Node, tx: &mut Tx, path: &str, follower: &str) -> Result<View> {
    let found = find(tx, path, follower).await?;
    followers::remove(tx, path, follower).await?;
    follow::reject(node, tx, &found, node.clock.now()).await?;
    let state = State::Rejected.as_str().to_owned();
    Ok(View {
        follower: found.follower,
        state,
    })
}

async fn find(tx: &mut Tx, path: &str, follower: &str) -> Result<Follower> {
    if path == paths::NODE && peers::get(tx, follower).await?.is_some() {
        let reason = "is another directory; see `trenza peer approve` and `trenza peer remove`";
        return Err(Error::invalid("follower", format!("{follower} {reason}")));
    }
    let found = followers::get_for_change(tx, path, follower).await?;
    found.ok_or_else(|| {
        let remedy = "`trenza follower list` shows who follows or waits";
        Error::absent(format!("a follower {follower:?}"), remedy)
    })
}

/// Has every organization that is an actor tell again who may follow it, when the setting
/// changed since the program ran last.
pub async fn heed_setting(node: &Node) -> Result<()> {
    let present = node.settings.federation.approve_followers.to_string();
    let mut tx = node.db.begin().await?;
    let query = "SELECT value FROM node WHERE name = 'approve_followers'";
    let before: Option<String> = on!(&mut tx, |c| sqlx::query_scalar(query).fetch_optional(c))?;
    if before.as_deref().unwrap_or("false") == present {
        return Ok(());
    }
    let statement = "INSERT INTO node (name, value) VALUES ('approve_followers', $1) \
        ON CONFLICT (name) DO UPDATE SET value = $1";
    execute!(&mut tx, sqlx::query(statement).bind(&present))?;
    let actors = keyring::list(&mut tx).await?.into_iter();
    for id in
        actors.filter_map(|(owner, ..)| OrganizationId::parse(owner.strip_prefix("/o/")?).ok())
    {
        match registry::tell_again(&mut tx, &node.clock, &id).await {
            // Its key outlives it, so that its removal can still be told.
            Ok(()) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    tx.commit().await?;
    node.wake.publisher.notify_one();
    Ok(())
}
