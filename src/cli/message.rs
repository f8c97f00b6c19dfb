//! Direct messages to organizations, and their answers.
//!
//! Whoever runs a command keeps the node and could read the database; nobody else reads the
//! messages of an organization but itself.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Answer;
use super::reply::{account, excerpt};
use crate::conversation::messages::{self, Message};
use crate::conversation::notice::NOT_SECRET;
use crate::error::Result;
use crate::federation::message;
use crate::id::{MessageId, OfferId};
use crate::node::Node;
use crate::registry;
use crate::text;

/// What `trenza message` can be asked. A message is named by its id.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List an organization's messages, the newest first.
    List {
        /// The organization's handle or id.
        #[arg(long)]
        org: String,
    },
    /// Show one message.
    Show {
        /// The organization's handle or id.
        #[arg(long)]
        org: String,
        /// The message's id.
        message: String,
    },
    /// Ask another organization, here or in a friendly directory, whether it could meet a need.
    Ask {
        /// The handle or id of the organization that asks.
        #[arg(long)]
        org: String,
        /// The need's id.
        #[arg(long)]
        need: String,
        /// The address of the organization that is asked.
        #[arg(long)]
        to: String,
        /// What to ask, with blank lines between paragraphs.
        #[arg(long)]
        text: String,
    },
    /// Answer a message, to its author alone.
    Answer {
        /// The organization's handle or id.
        #[arg(long)]
        org: String,
        /// The message's id.
        message: String,
        /// What to answer, with blank lines between paragraphs.
        #[arg(long)]
        text: String,
    },
    /// Erase a message here; what the organization said is erased at its recipient as well.
    Erase {
        /// The organization's handle or id.
        #[arg(long)]
        org: String,
        /// The message's id.
        message: String,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::List { org } => listing(node, &org).await,
        Command::Show { org, message } => {
            let mut tx = node.db.read().await?;
            let owner = registry::find(&mut tx, &org).await?;
            let message = messages::get(&mut tx, &owner.id, &MessageId::parse(&message)?).await?;
            let mut answer = Answer::of(described(&message), &message)?;
            if let Some(members) = answer.json.as_object_mut() {
                members.insert("notice".to_owned(), json!(NOT_SECRET));
            }
            Ok(answer)
        }
        Command::Ask {
            org,
            need,
            to,
            text,
        } => {
            let need = OfferId::parse(&need)?;
            let to = message::look_up(node, &to).await?;
            let mut tx = node.db.begin().await?;
            let owner = registry::find(&mut tx, &org).await?;
            let of = (&owner.id, &need);
            let question = message::ask(node, &mut tx, of, (&to, &text)).await?;
            tx.commit().await?;
            let to = account(&question.correspondent);
            Answer::of(format!("asked {to}: {}", question.id), &question)
        }
        Command::Answer { org, message, text } => {
            let id = MessageId::parse(&message)?;
            let mut tx = node.db.begin().await?;
            let owner = registry::find(&mut tx, &org).await?;
            let said = (&id, text.as_str());
            let answer = message::answer(node, &mut tx, &owner.id, said).await?;
            tx.commit().await?;
            let to = account(&answer.correspondent);
            Answer::of(format!("answered {to}: {}", answer.id), &answer)
        }
        Command::Erase { org, message } => {
            let id = MessageId::parse(&message)?;
            let mut tx = node.db.begin().await?;
            let owner = registry::find(&mut tx, &org).await?;
            message::erase(node, &mut tx, &owner.id, &id).await?;
            tx.commit().await?;
            Ok(Answer::said(format!("the message {id} is erased")))
        }
    }
}

async fn listing(node: &Node, org: &str) -> Result<Answer> {
    let mut tx = node.db.read().await?;
    let owner = registry::find(&mut tx, org).await?;
    let mut items = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = messages::list(&mut tx, &owner.id, after.as_deref(), usize::MAX).await?;
        items.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let heads = ["id", "kind", "with", "when", "says"];
    let mut answer = Answer::table(heads, &items, |message| {
        [
            message.id.to_string(),
            message.kind.as_str().to_owned(),
            account(&message.correspondent),
            message.published_at.to_rfc3339(),
            excerpt(&message.content),
        ]
    })?;
    if !items.is_empty() {
        answer.text = format!("{}\n\n{NOT_SECRET}", answer.text);
    }
    Ok(answer)
}

fn described(message: &Message) -> String {
    format!(
        "{}\nwith       {} ({})\nwritten    {}\n\n{}\n\n{NOT_SECRET}",
        message.kind.as_str(),
        account(&message.correspondent),
        message.correspondent.id,
        message.published_at.to_rfc3339(),
        text::from_html(&message.content),
    )
}
