//! Records that may be one organization: found, listed, merged, kept apart; and that a record
//! is the same as another directory's.
//!
//! A record is named by its handle, its id or its address.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::Answer;
use super::answer::counted;
use crate::error::{Error, Result};
use crate::federation::same_as;
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry::duplicates::{self, Among, Pair, Skipped, State};
use crate::registry::membership::Party;
use crate::registry::same_as::StatedBy;
use crate::registry::{self, Author, Organization};
use crate::store::Tx;

/// What `trenza duplicates` can be asked.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Look for records that may be one organization, here and in friendly directories.
    Find,
    /// List the pairs that were found, the likeliest first, with the reasons.
    List {
        /// What became of them: proposed, apart, merged or same.
        #[arg(long, default_value = "proposed")]
        state: String,
        /// How many to list at most.
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Make one record of two of this directory; the second leads to the first for ever.
    Merge {
        /// The record that is kept.
        keep: String,
        /// The record that goes.
        lose: String,
    },
    /// Decide that two records are two organizations; they are not proposed again.
    Apart {
        /// A record of this directory.
        one: String,
        /// Another, of this or of a friendly directory.
        other: String,
    },
}

/// Which records are the same.
#[derive(Debug, clap::Args, Serialize, Deserialize)]
pub struct SameAs {
    /// Its handle or id.
    pub organization: String,
    /// The address of the other directory's record; without it, what is stated is listed.
    pub address: Option<String>,
    /// Take the statement back.
    #[arg(long, requires = "address")]
    pub remove: bool,
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::Find => {
            let found = same_as::find(node, &Among::All).await?;
            let mut text = format!(
                "compared {}: {} may be one organization, {} of them new; see: trenza duplicates \
                 list",
                counted(found.records, "record", "records"),
                counted(found.proposed, "pair", "pairs"),
                found.new
            );
            text.push_str(&skipped(&found.skipped));
            Answer::of(text, &found)
        }
        Command::List { state, limit } => list(node, state.parse()?, limit).await,
        Command::Merge { keep, lose } => merge(node, &keep, &lose).await,
        Command::Apart { one, other } => {
            let mut tx = node.db.begin().await?;
            let one = Party::find(&mut tx, node.base(), &one).await?;
            let other = Party::find(&mut tx, node.base(), &other).await?;
            let author = Author::Office;
            let pair = duplicates::keep_apart(&mut tx, &node.clock, &one, &other, &author).await?;
            same_as::refresh_pair(&mut tx, node.base(), &pair).await?;
            tx.commit().await?;
            Answer::of("kept apart; they are not proposed again", &pair)
        }
    }
}

/// What was not compared, a line for each kind; nothing where all was.
pub(super) fn skipped(skipped: &Skipped) -> String {
    let mut text = String::new();
    for one in &skipped.keys {
        let _written = write!(
            text,
            "\nnot compared by {} alone: {} in {}",
            one.kind.as_str(),
            counted(one.records, "record", "records"),
            counted(
                one.keys,
                "group that is too large",
                "groups that are too large"
            ),
        );
    }
    if skipped.unlooked > 0 {
        let _written = write!(
            text,
            "\ncompared with no other for that: {}; a postal code, a town or more words of a name \
             tell them apart",
            counted(skipped.unlooked, "record", "records"),
        );
    }
    text
}

async fn list(node: &Node, state: State, limit: usize) -> Result<Answer> {
    let mut tx = node.db.read().await?;
    let mut pairs: Vec<Pair> = Vec::new();
    let mut after = None;
    while pairs.len() < limit {
        let wanted = limit - pairs.len();
        let page = duplicates::list(&mut tx, state, after.as_deref(), wanted).await?;
        pairs.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut lines = Vec::new();
    let ids: Vec<OrganizationId> = pairs
        .iter()
        .flat_map(|pair| [&pair.one, &pair.other])
        .filter_map(|path| own_id(path))
        .collect();
    let records = registry::get_all(&mut tx, &ids).await?;
    for pair in &pairs {
        let score = format!("{:.0} %", pair.score * 100.0);
        lines.push(format!(
            "{score:>5}  {}\n       {}",
            named(&records, node, &pair.one),
            named(&records, node, &pair.other)
        ));
        let reasons: Vec<String> = pair.reasons.iter().map(ToString::to_string).collect();
        lines.push(format!("       {}", reasons.join("; ")));
    }
    if after.is_some() {
        lines.push(format!(
            "the first {}; there are more: --limit N lists them",
            pairs.len()
        ));
    }
    if lines.is_empty() {
        lines.push("none; look for them with: trenza duplicates find".to_owned());
    }
    Answer::of(lines.join("\n"), &pairs)
}

/// The identifier in a path of ours.
fn own_id(path: &str) -> Option<OrganizationId> {
    let id = path.strip_prefix("/o/")?;
    OrganizationId::parse(id).ok()
}

/// A record of ours by its handle and address, another's, or one that was merged, by its
/// address.
fn named(records: &HashMap<OrganizationId, Organization>, node: &Node, path: &str) -> String {
    let Some(id) = own_id(path) else {
        return path.to_owned();
    };
    match records.get(&id) {
        Some(found) => format!("@{} ({})", found.handle, node.url(path)),
        None => node.url(path),
    }
}

async fn merge(node: &Node, keep: &str, lose: &str) -> Result<Answer> {
    let mut tx = node.db.begin().await?;
    let keep = own(Party::find(&mut tx, node.base(), keep).await?)?;
    let lose = own(Party::find(&mut tx, node.base(), lose).await?)?;
    let kept = duplicates::merge(&mut tx, &node.clock, &keep, &lose, &Author::Office).await?;
    tx.commit().await?;
    let text = format!(
        "{} is kept: {}\nthe other record leads there for ever",
        kept.handle,
        node.url(&kept.path())
    );
    Answer::of(text, &kept)
}

fn own(party: Party) -> Result<OrganizationId> {
    match party {
        Party::Own(id) => Ok(id),
        Party::Foreign(address) => {
            let reason = format!(
                "{address} is another directory's record, which is not ours to merge; state that \
                 it is the same: trenza org same-as"
            );
            Err(Error::invalid("record", reason))
        }
    }
}

/// Says, takes back or lists which other directories' records are an organization's own.
pub(super) async fn same(node: &Node, asked: SameAs) -> Result<Answer> {
    let Some(address) = asked.address else {
        let mut tx = node.db.read().await?;
        let found = registry::find(&mut tx, &asked.organization).await?;
        return stated(&mut tx, &found).await;
    };
    let mut tx = node.db.begin().await?;
    let found = registry::find(&mut tx, &asked.organization).await?;
    if asked.remove {
        same_as::take_back(node, &mut tx, &found.id, &address).await?;
    } else {
        same_as::state(node, &mut tx, &found.id, &address, StatedBy::Office).await?;
    }
    let answer = stated(&mut tx, &found).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn stated(tx: &mut Tx, found: &Organization) -> Result<Answer> {
    let stated = same_as::statements(tx, &found.id).await?;
    let mut lines: Vec<String> = stated
        .iter()
        .map(|one| {
            let state = if one.is_final {
                "final"
            } else {
                "waits for the other side"
            };
            format!("{}  {state}", one.address)
        })
        .collect();
    if lines.is_empty() {
        lines.push(format!("{} is stated to be no other record", found.handle));
    }
    Answer::of(lines.join("\n"), &stated)
}
