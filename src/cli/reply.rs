//! Answers to offers and needs from other servers, and who sees them.

use serde::{Deserialize, Serialize};

use super::Answer;
use crate::conversation::replies::{self, Filter, Reply, State};
use crate::conversation::{Person, visits};
use crate::error::Result;
use crate::id::{OfferId, ReplyId};
use crate::node::Node;
use crate::registry;
use crate::text;

/// How many letters of an answer a list shows.
const EXCERPT: usize = 60;

/// What `trenza reply` can be asked. An answer is named by its id.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List answers, the oldest first.
    List {
        /// To whose offers and needs: an organization's handle or id.
        #[arg(long)]
        org: Option<String>,
        /// To which offer or need.
        #[arg(long)]
        offer: Option<OfferId>,
        /// Who sees them: waiting, approved or hidden.
        #[arg(long)]
        state: Option<State>,
    },
    /// Show one answer.
    Show {
        /// Its id.
        reply: String,
    },
    /// Show an answer to everybody, under its offer.
    Approve {
        /// Its id.
        reply: String,
    },
    /// Show an answer to nobody.
    Hide {
        /// Its id.
        reply: String,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::List { org, offer, state } => {
            let mut tx = node.db.read().await?;
            let organization = match org {
                Some(name) => Some(registry::find(&mut tx, &name).await?.id),
                None => None,
            };
            let filter = Filter {
                offer,
                organization,
                state,
            };
            let mut items = Vec::new();
            let mut after: Option<String> = None;
            loop {
                let page = replies::list(&mut tx, &filter, after.as_deref(), usize::MAX).await?;
                items.extend(page.items);
                after = page.next;
                if after.is_none() {
                    return listing(&items);
                }
            }
        }
        Command::Show { reply } => {
            let mut tx = node.db.read().await?;
            let reply = replies::get(&mut tx, &ReplyId::parse(&reply)?).await?;
            Answer::of(described(node, &reply), &reply)
        }
        Command::Approve { reply } => decide(node, &reply, State::Approved).await,
        Command::Hide { reply } => decide(node, &reply, State::Hidden).await,
    }
}

async fn decide(node: &Node, reply: &str, state: State) -> Result<Answer> {
    let id = ReplyId::parse(reply)?;
    let mut tx = node.db.begin().await?;
    let reply = replies::decide(&mut tx, &node.clock, &id, state).await?;
    tx.commit().await?;
    let seen = match state {
        State::Approved => "everybody sees it",
        _ => "nobody sees it",
    };
    Answer::of(format!("{id} is {state}: {seen}"), &reply)
}

fn listing(replies: &[Reply]) -> Result<Answer> {
    let heads = ["id", "state", "from", "to", "says"];
    Answer::table(heads, replies, |reply| {
        [
            reply.id.to_string(),
            reply.state.to_string(),
            account(&reply.author),
            reply.offer.to_string(),
            excerpt(&reply.content),
        ]
    })
}

fn described(node: &Node, reply: &Reply) -> String {
    format!(
        "from       {} ({})\nwritten    {}\naddress    {}\nto         {}\nstate      {}\n\n{}",
        account(&reply.author),
        reply.author.id,
        reply.published_at.to_rfc3339(),
        reply.url,
        node.url(&reply.offer.path()),
        reply.state,
        text::from_html(&reply.content),
    )
}

/// An account as people write it.
pub(super) fn account(person: &Person) -> String {
    match &person.handle {
        Some(handle) => format!("@{handle}@{}", person.host),
        None if visits::is_visitor(&person.id) => person.name.clone().unwrap_or_default(),
        None => person.id.clone(),
    }
}

/// The beginning of a text, on one line.
pub(super) fn excerpt(html: &str) -> String {
    let line = text::line(&text::from_html(html));
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
