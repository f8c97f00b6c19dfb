//! What must be asked of other hosts before activities take effect, since no transaction
//! waits for the network.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::{StreamExt, stream};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::receive::announce;
use super::{context, followers, paths};
use crate::activitypub::address;
use crate::activitypub::client::{Failure, FailureKind};
use crate::activitypub::json::{self, id_of};
use crate::activitypub::received::Arrived;
use crate::conversation::{self, replies};
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry::relocation::{self, FormerAddress};

/// How many other hosts are asked at once for what a batch needs,
const ASKED_AT_ONCE: usize = 32;
/// and for how long.
const ASKING: Duration = Duration::from_secs(6);

/// How many pages of an outbox are read of an account that moves here.
const MOST_PAGES: usize = 10;

/// Documents as they stand at their own ids, or why they could not be had.
#[derive(Debug, Default)]
pub struct Fetched {
    documents: HashMap<String, Result<Value, Failure>>,
    outboxes: HashMap<String, Vec<Value>>,
}

impl Fetched {
    /// The document at `id`; `None` when there is none to be had.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it may come later.
    pub fn get(&self, id: &str) -> Result<Option<&Value>> {
        let later = |reason: &str| Err(Error::Unavailable(format!("{id}: {reason}")));
        match self.documents.get(id) {
            Some(Ok(document)) => Ok(Some(document)),
            Some(Err(failure)) if failure.kind == FailureKind::Passing => later(&failure.reason),
            Some(Err(_)) => Ok(None),
            None => later("could not be read yet"),
        }
    }

    /// The newest pages of an account's outbox, as far as they could be read.
    pub fn pages(&self, account: &str) -> Vec<&Value> {
        self.outboxes.get(account).into_iter().flatten().collect()
    }
}

/// The members of an activity that tell whether anything must be asked, read without making
/// a tree of it.
#[derive(Deserialize)]
struct Glance<'a> {
    #[serde(borrow)]
    object: Option<&'a RawValue>,
}

/// The id of an embedded object.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
}

impl Glance<'_> {
    /// Whether the object is an id alone.
    fn is_bare(&self) -> bool {
        self.object
            .is_some_and(|object| object.get().starts_with('"'))
    }

    /// Whether the object has this id, or cannot be read at a glance, as an id alone.
    fn may_be(&self, id: &str) -> bool {
        self.object.is_some_and(
            |object| match serde_json::from_str::<Named<'_>>(object.get()) {
                Ok(named) => named.id.as_deref() == Some(id),
                Err(_) => true,
            },
        )
    }
}

/// Asks for what a batch needs: of many hosts at once, and not for longer than a slow one
/// may take.
pub async fn prepare(node: &Node, arrived: &[Arrived]) -> Fetched {
    let found = Mutex::new(Fetched::default());
    let keep = |id: &str, outcome| {
        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
        found.documents.insert(id.to_owned(), outcome);
    };
    let keep_page = |account: &str, page| {
        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
        found
            .outboxes
            .entry(account.to_owned())
            .or_default()
            .push(page);
    };
    let asked: Vec<Arrived> = arrived.iter().filter(|one| asks(one)).cloned().collect();
    // One stage, so that all that is under way goes on as long as anything does.
    let asking = stream::iter(asked)
        .map(|one| async move { look_up(node, &one).await })
        .buffer_unordered(ASKED_AT_ONCE)
        .for_each(|documents| {
            for (id, outcome) in documents {
                keep(&id, outcome);
            }
            std::future::ready(())
        });
    // Beside the rest, since a move counts without its history.
    let reading = async {
        for one in arrived.iter().filter(|one| one.kind == "Move") {
            read_history(node, one, &keep_page).await;
        }
    };
    let reading = tokio::time::timeout(ASKING, reading);
    let (asked, _history) = tokio::join!(tokio::time::timeout(ASKING, asking), reading);
    if asked.is_err() {
        tracing::debug!("some documents did not come in time; they are asked for again");
    }
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Asks for the documents that an activity needs, one after the other: few need two.
async fn look_up(node: &Node, one: &Arrived) -> Vec<(String, Result<Value, Failure>)> {
    let wanted = match needs(node, one).await {
        Ok(wanted) => wanted,
        Err(error) => {
            tracing::debug!(actor = one.actor, %error, "a document could not be read");
            Vec::new()
        }
    };
    let mut documents = Vec::with_capacity(wanted.len());
    for Wanted { id, reader } in wanted {
        let outcome = match reader {
            Some(path) => node.remote.document_for(&id, node.signer_of(&path)).await,
            None => node.remote.document(&id).await,
        };
        documents.push((id, outcome));
    }
    documents
}

/// Whether an activity may need something of another host; most do not.
pub(super) fn asks(one: &Arrived) -> bool {
    match one.kind.as_str() {
        "Follow" | "Move" => true,
        "Update" => one.attempts > 0 || glance(one).may_be(&one.actor),
        // Who is not known at the second attempt must be asked.
        "Create" => one.attempts > 0 || glance(one).is_bare(),
        "Announce" => !glance(one).is_bare(),
        _ => false,
    }
}

fn glance(one: &Arrived) -> Glance<'_> {
    serde_json::from_str(&one.body).unwrap_or(Glance { object: None })
}

/// A document to be asked for.
struct Wanted {
    id: String,
    /// By whose key, where not everybody may read it; by the node's otherwise.
    reader: Option<String>,
}

impl From<String> for Wanted {
    fn from(id: String) -> Self {
        Self { id, reader: None }
    }
}

/// Has actors read that an activity needs, and names the documents.
async fn needs(node: &Node, one: &Arrived) -> Result<Vec<Wanted>> {
    let activity = json::parse(one.body.as_bytes()).unwrap_or(Value::Null);
    let object = json::one(activity.get("object").unwrap_or(&Value::Null));
    match one.kind.as_str() {
        "Follow" => {
            node.remote.actor(&one.actor).await?;
        }
        "Update" if id_of(object) == Some(one.actor.as_str()) => refresh(node, &one.actor).await?,
        "Create" | "Update" => {
            if one.attempts > 0 {
                node.remote.actor(&one.actor).await?;
            }
            let foreign = |id: &&str| paths::own(node.base(), id).is_none();
            let wanted = object.as_str().filter(foreign).map(|id| Wanted {
                id: id.to_owned(),
                reader: reader(node.base(), &activity),
            });
            return Ok(wanted.into_iter().collect());
        }
        "Announce" => {
            let ids = handed_over(node, object).await?;
            return Ok(ids.into_iter().map(Wanted::from).collect());
        }
        "Move" => {
            let ids = moved(node, one, &activity).await?;
            return Ok(ids.into_iter().map(Wanted::from).collect());
        }
        _ => {}
    }
    Ok(Vec::new())
}

/// The path of the first of our actors that an activity is addressed to, if it is not for
/// everybody: some servers send what they wrote to somebody by its id alone, and show it to
/// that reader alone.
fn reader(base: &str, activity: &Value) -> Option<String> {
    let addressed: Vec<&str> = ["to", "cc"]
        .into_iter()
        .filter_map(|name| activity.get(name))
        .flat_map(json::ids_of)
        .collect();
    let is_for_everybody = addressed.iter().any(|id| context::is_public(id));
    let mut own = addressed.iter().filter(|id| !id.contains('#'));
    let first = own
        .find_map(|id| paths::own(base, id))
        .filter(|_| !is_for_everybody)?;
    Some(first.to_owned())
}

/// Reads a profile again that says that it has changed, if it matters here.
async fn refresh(node: &Node, actor: &str) -> Result<()> {
    let mut tx = node.db.read().await?;
    let matters = followers::is_known(&mut tx, actor).await?
        || conversation::is_known(&mut tx, actor).await?;
    drop(tx);
    if matters {
        node.remote.refresh(actor).await?;
    }
    Ok(())
}

/// What somebody hands over that another wrote, unless it is held already: many may hand over
/// the same.
async fn handed_over(node: &Node, object: &Value) -> Result<Vec<String>> {
    let Some((id, author)) = announce::passed_on(node.base(), object) else {
        return Ok(Vec::new());
    };
    let mut tx = node.db.read().await?;
    let is_held = replies::find(&mut tx, id).await?.is_some();
    drop(tx);
    if is_held {
        return Ok(Vec::new());
    }
    node.remote.actor(author).await?;
    Ok(vec![id.to_owned()])
}

/// Both profiles of an account that moves, if it follows something here or comes here; nobody
/// is asked for the sake of a stranger.
async fn moved(node: &Node, one: &Arrived, activity: &Value) -> Result<Vec<String>> {
    let Some(target) = activity.get("target").and_then(id_of) else {
        return Ok(Vec::new());
    };
    if paths::own(node.base(), target).is_some() {
        let comes = is_expected(node, target, &one.actor).await?;
        return Ok(comes.then(|| one.actor.clone()).into_iter().collect());
    }
    let mut tx = node.db.read().await?;
    let follows = followers::is_known(&mut tx, &one.actor).await?;
    drop(tx);
    if !follows {
        return Ok(Vec::new());
    }
    node.remote.actor(target).await?;
    Ok(vec![one.actor.clone(), target.to_owned()])
}

/// Whether an organization of ours says that it was `account` before, which has not moved yet.
async fn is_expected(node: &Node, target: &str, account: &str) -> Result<bool> {
    let path = paths::own(node.base(), target).unwrap_or_default();
    let Some(Ok(id)) = path.strip_prefix("/o/").map(OrganizationId::parse) else {
        return Ok(false);
    };
    let mut tx = node.db.read().await?;
    let former = relocation::former(&mut tx, &id).await?;
    let is_new = |one: &FormerAddress| one.address == account && one.confirmed_at.is_none();
    Ok(former.iter().any(is_new))
}

/// Reads what an account said before it moved here, newest first. What cannot be read is
/// missing from the history, and the move counts all the same.
async fn read_history(node: &Node, one: &Arrived, keep: &impl Fn(&str, Value)) {
    let activity = json::parse(one.body.as_bytes()).unwrap_or(Value::Null);
    let Some(target) = activity.get("target").and_then(id_of) else {
        return;
    };
    if !is_expected(node, target, &one.actor).await.unwrap_or(false) {
        return;
    }
    let Ok(actor) = node.remote.actor(&one.actor).await else {
        return;
    };
    let mut next = actor.outbox;
    let mut pages = 0;
    while let Some(address) = next.take().filter(|_| pages <= MOST_PAGES) {
        if !address::is_same_origin(&address, &one.actor) {
            return;
        }
        let Ok(page) = node.remote.document_at(&address).await else {
            return;
        };
        // The first answer is the collection, which names its first page.
        let onward = page.get("first").or_else(|| page.get("next"));
        next = onward.and_then(id_of).map(str::to_owned);
        pages += 1;
        keep(&one.actor, page);
    }
}
