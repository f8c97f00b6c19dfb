//! Keeping hosts and actors out, or out of sight, with all that follows from it, and taking
//! that back. A block ends what there was between us: its follows, its peering, what waits to
//! be sent; what it said is hidden. A limit leaves that as it is and shows nothing unasked.

use std::collections::HashMap;

use serde::Serialize;
use url::Url;

use super::block_list::{self, LONGEST_COMMENT, List, Problem};
use super::{followers, paths, peering, peers, records, same_as, unknown};
use crate::activitypub::delivery::queue::{self, Which};
use crate::activitypub::remote;
use crate::activitypub::restrictions::{self, Restriction, Set, Severity, Subject};
use crate::clock::Timestamp;
use crate::conversation;
use crate::error::{Error, Result};
use crate::id;
use crate::node::Node;
use crate::store::Tx;
use crate::text;
use crate::words::{Phrase, Saying, phrase};

/// What a restriction ended or hid.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Effects {
    /// Hosts of peers that are peers no more.
    pub peers_ended: Vec<String>,
    /// How many others follow nobody here any more.
    pub followers_ended: u64,
    /// How many answers are hidden.
    pub replies_hidden: u64,
    /// How many deliveries were given up.
    pub deliveries_ended: u64,
}

/// What became of a list.
#[derive(Debug, Default, Serialize)]
pub struct Imported {
    /// How many rows named somebody.
    pub read: usize,
    /// How many of them are blocked or limited now that were not.
    pub added: usize,
    /// How many were limited and are blocked now.
    pub raised: usize,
    /// How many were restricted as far already.
    pub unchanged: usize,
    /// Rows that are left out.
    pub problems: Vec<Problem>,
    /// What it ended or hid.
    #[serde(flatten)]
    pub effects: Effects,
    /// Whether nothing was changed, since it was a rehearsal.
    pub dry_run: bool,
}

/// Blocks or limits a host or an actor, in the place of what there was. What is `said` of it is
/// the reason for everybody and the note for the office.
///
/// # Errors
/// [`Error::Invalid`] when it is this node itself or no host or actor.
pub async fn restrict(
    node: &Node,
    subject: &Subject,
    severity: Severity,
    said: (Option<&str>, Option<&str>),
) -> Result<(Restriction, Effects)> {
    if let Some(reason) = is_own(node, subject) {
        return Err(Error::invalid("subject", format!("{subject} {reason}")));
    }
    let now = node.clock.now();
    let made = Restriction {
        subject: subject.to_string(),
        severity,
        reason: said.0.map(|text| comment("reason", text)).transpose()?,
        note: said.1.map(|text| comment("note", text)).transpose()?,
        created_at: now,
    };
    let mut tx = node.db.begin().await?;
    if severity == Severity::Limit
        && let Some(held) = restrictions::get(&mut tx, subject.as_str()).await?
    {
        take_back(&mut tx, &held, now).await?;
    }
    let effects = enforce(node, &mut tx, std::slice::from_ref(&made), now).await?;
    finish(node, tx).await?;
    Ok((made, effects))
}

/// Lifts a restriction. Who was a peer or followed may ask again; answers wait for approval.
///
/// # Errors
/// [`Error::Absent`] when there is none of that subject.
pub async fn lift(node: &Node, subject: &Subject) -> Result<Restriction> {
    let mut tx = node.db.begin().await?;
    let held = restrictions::get(&mut tx, subject.as_str()).await?;
    let held = held.ok_or_else(|| {
        Error::absent(
            format!("a block or limit of {subject}"),
            "`trenza block list` shows those that stand",
        )
    })?;
    take_back(&mut tx, &held, node.clock.now()).await?;
    restrictions::remove(&mut tx, subject.as_str(), &id::mint(&node.clock)).await?;
    let set = Set::read(&mut tx).await?;
    withhold(&mut tx, &set, &set, node.clock.now()).await?;
    // Offers of a peer that nobody knows are held back for that reason still.
    unknown::heed_all(node, &mut tx).await?;
    finish(node, tx).await?;
    Ok(held)
}

/// Takes a list over. Nothing is weakened by it, and peers are left out of it unless
/// `even_peers` says otherwise; a `dry_run` tells what would happen.
///
/// # Errors
/// [`Error::Invalid`] when it is no list of hosts.
pub async fn import(node: &Node, list: &str, dry_run: bool, even_peers: bool) -> Result<Imported> {
    let List { rows, problems } = block_list::read(list)?;
    let now = node.clock.now();
    let mut imported = Imported {
        read: rows.len(),
        problems,
        dry_run,
        ..Imported::default()
    };
    // Telling what would happen is in nobody's way.
    let mut tx = if dry_run {
        node.db.read().await?
    } else {
        node.db.begin().await?
    };
    let held = restrictions::list(&mut tx).await?;
    let mut standing: HashMap<String, Severity> = held
        .into_iter()
        .map(|one| (one.subject, one.severity))
        .collect();
    let peers = peers::list(&mut tx).await?;
    let mut made: Vec<Restriction> = Vec::new();
    for row in rows {
        let own = is_own(node, &row.subject).map(Saying::from);
        let peer = peers
            .iter()
            .find(|peer| !even_peers && row.subject.covers(&peer.id));
        let peer = peer.map(|peer| phrase!("block-friend", host = &peer.host).into());
        if let Some(reason) = own.or(peer) {
            let (line, value) = (row.line, row.subject.to_string());
            imported.problems.push(Problem {
                line,
                value,
                reason,
            });
            continue;
        }
        match standing.get(row.subject.as_str()) {
            Some(severity) if *severity >= row.severity => {
                imported.unchanged += 1;
                continue;
            }
            Some(_) => imported.raised += 1,
            None => imported.added += 1,
        }
        standing.insert(row.subject.to_string(), row.severity);
        made.push(Restriction {
            subject: row.subject.to_string(),
            severity: row.severity,
            reason: row.reason,
            note: None,
            created_at: now,
        });
    }
    imported.problems.sort_by_key(|problem| problem.line);
    if dry_run {
        imported.effects = foresee(&mut tx, &made).await?;
    } else {
        imported.effects = enforce(node, &mut tx, &made, now).await?;
        finish(node, tx).await?;
    }
    Ok(imported)
}

/// Why a restriction would concern this node itself.
fn is_own(node: &Node, subject: &Subject) -> Option<Phrase> {
    let is_one =
        subject.covers(&node.url("/")) || paths::own(node.base(), subject.as_str()).is_some();
    is_one.then(|| phrase!("block-own"))
}

fn comment(field: &str, said: &str) -> Result<String> {
    text::within(field, said, LONGEST_COMMENT)?;
    Ok(text::line(said))
}

fn is_blocked(set: &Set) -> impl Fn(&str) -> bool {
    |address| set.of(address) == Some(Severity::Block)
}

/// Commits, and has everybody in this process heed it at once.
async fn finish(node: &Node, tx: Tx) -> Result<()> {
    tx.commit().await?;
    node.client.restrictions().reload(&node.db).await?;
    same_as::refresh_noted(&node.db, node.base()).await?;
    node.wake.publisher.notify_one();
    node.wake.indexer.notify_one();
    Ok(())
}

/// Writes restrictions, and ends or hides what they concern.
async fn enforce(
    node: &Node,
    tx: &mut Tx,
    made: &[Restriction],
    now: Timestamp,
) -> Result<Effects> {
    if made.is_empty() {
        return Ok(Effects::default());
    }
    restrictions::put(tx, made, &id::mint(&node.clock)).await?;
    let new: Set = made
        .iter()
        .map(|one| (one.subject.clone(), one.severity))
        .collect();
    let blocked = is_blocked(&new);
    let mut effects = Effects::default();
    for peer in peers::list(tx).await? {
        if blocked(&peer.id) {
            peering::forget(tx, &peer, now).await?;
            effects.peers_ended.push(peer.host);
        }
    }
    for follower in followers::everybody(tx).await? {
        if blocked(&follower) {
            effects.followers_ended += followers::remove_everywhere(tx, &follower).await?;
        }
    }
    for host in queue::hosts(tx).await? {
        if blocked(&format!("https://{host}/")) {
            // The last of them may have arrived since the hosts were read.
            effects.deliveries_ended += match queue::discard(tx, Which::Host(&host), now).await {
                Err(Error::NotFound(_)) => 0,
                ended => ended?,
            };
        }
    }
    for one in made.iter().filter(|one| one.subject.contains("://")) {
        let actor = remote::find(tx, &one.subject).await?;
        if let Some(inbox) = actor.and_then(|actor| actor.inbox)
            && one.severity == Severity::Block
        {
            effects.deliveries_ended += queue::end_inbox(tx, &inbox, now).await?;
        }
    }
    effects.replies_hidden = conversation::hide(tx, &blocked, now).await?;
    withhold(tx, &new, &new, now).await?;
    Ok(effects)
}

/// What restrictions would end or hide, counted as [`enforce`] counts it, without writing.
async fn foresee(tx: &mut Tx, made: &[Restriction]) -> Result<Effects> {
    let new: Set = made
        .iter()
        .map(|one| (one.subject.clone(), one.severity))
        .collect();
    let blocked = is_blocked(&new);
    let mut effects = Effects::default();
    for peer in peers::list(tx).await? {
        if blocked(&peer.id) {
            effects.peers_ended.push(peer.host);
        }
    }
    for follower in followers::everybody(tx).await? {
        if blocked(&follower) {
            effects.followers_ended += followers::count_of(tx, &follower).await?;
        }
    }
    for host in queue::hosts(tx).await? {
        if blocked(&format!("https://{host}/")) {
            effects.deliveries_ended += queue::count_for_host(tx, &host).await?;
        }
    }
    for one in made.iter().filter(|one| one.subject.contains("://")) {
        let actor = remote::find(tx, &one.subject).await?;
        let inbox = actor.and_then(|actor| actor.inbox);
        // What goes with its whole host is counted already.
        let host = |inbox: &str| Some(format!("https://{}/", Url::parse(inbox).ok()?.host_str()?));
        let is_counted = |inbox: &str| host(inbox).is_some_and(|host| blocked(&host));
        if let Some(inbox) = inbox.filter(|inbox| !is_counted(inbox))
            && one.severity == Severity::Block
        {
            effects.deliveries_ended += queue::count_for_inbox(tx, &inbox).await?;
        }
    }
    effects.replies_hidden = conversation::count_to_hide(tx, &blocked).await?;
    Ok(effects)
}

/// Keeps the records out of lists that restrictions of `concerned` concern, and that `set`
/// restricts; shows those again that it does not.
async fn withhold(tx: &mut Tx, concerned: &Set, set: &Set, now: Timestamp) -> Result<()> {
    for peer in peers::list(tx).await? {
        if concerned.of(&peer.id).is_some() {
            records::withhold_from(tx, &peer.id, set.of(&peer.id).is_some(), now).await?;
        }
    }
    for actor in concerned.actors() {
        records::withhold_of(tx, actor, set.of(actor).is_some(), now).await?;
    }
    Ok(())
}

/// Shows again what one restriction hid.
async fn take_back(tx: &mut Tx, held: &Restriction, now: Timestamp) -> Result<()> {
    let concerned: Set = std::iter::once((held.subject.clone(), held.severity)).collect();
    let is_meant = |address: &str| concerned.of(address).is_some();
    conversation::restore(tx, is_meant, held.created_at).await?;
    // What another block concerns stays hidden.
    let subject = Subject::parse(&held.subject)?;
    for other in restrictions::list(tx).await? {
        let of_other = Subject::parse(&other.subject)?;
        let is_tied = of_other.covers(&subject.address()) || subject.covers(&of_other.address());
        if is_tied && other.subject != held.subject && other.severity == Severity::Block {
            conversation::hide(tx, |author| of_other.covers(author), other.created_at).await?;
        }
    }
    withhold(tx, &concerned, &Set::default(), now).await
}
