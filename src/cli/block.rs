//! Servers and people that are kept out, or out of sight.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Answer;
use crate::activitypub::restrictions::{self, Severity, Subject};
use crate::error::{Error, Result};
use crate::federation::block_list::{self, LARGEST};
use crate::federation::restricting::{self, Effects, Imported};
use crate::node::Node;

/// How many rows that are left out are told of.
const TOLD: usize = 50;

/// What `trenza block` can be asked. A server is named by its host, which means its
/// subdomains too, a person or organization by the address of its account.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List who is kept out or out of sight.
    List,
    /// Take nothing from a server or an account any more, send it nothing, show nothing of it.
    Add {
        /// A host such as example.org, or the address of an account.
        subject: String,
        /// Only keep it out of sight: its answers wait for approval, its records stand in no
        /// list.
        #[arg(long)]
        limit: bool,
        /// Why, for everybody; it goes along when the list is exported.
        #[arg(long)]
        reason: Option<String>,
        /// Why, for the office alone.
        #[arg(long)]
        note: Option<String>,
    },
    /// Deal with a server or an account as with any other again.
    Remove {
        /// The host or address.
        subject: String,
    },
    /// Take a list of servers over, as Mastodon exports it or one host on each line.
    Import {
        /// The file.
        #[serde(skip)]
        file: PathBuf,
        /// Only say what would happen.
        #[arg(long)]
        dry_run: bool,
        /// Take rows over that end the friendship with a directory that is followed.
        #[arg(long)]
        even_peers: bool,
        /// What stands in the file.
        #[arg(skip)]
        list: String,
    },
    /// Write the servers as a list that Mastodon and this program read.
    Export,
}

impl Command {
    /// Reads the file that an import names, since a running server may not see it.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it cannot be read or is no text.
    pub fn read(mut self) -> Result<Self> {
        if let Self::Import { file, list, .. } = &mut self {
            let shown = file.display().to_string();
            let refuse = |error: std::io::Error| {
                Error::invalid(&shown, format!("cannot be read as text ({error})"))
            };
            let size = std::fs::metadata(&file).map_err(refuse)?.len();
            if size > u64::try_from(LARGEST).unwrap_or(u64::MAX) {
                let reason = format!("is larger than {LARGEST} bytes; no list of hosts is");
                return Err(Error::invalid(&shown, reason));
            }
            *list = std::fs::read_to_string(&file).map_err(refuse)?;
        }
        Ok(self)
    }
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::List => {
            let found = restrictions::list(&mut node.db.read().await?).await?;
            let heads = ["who", "what", "since", "reason", "note"];
            Answer::table(heads, &found, |one| {
                [
                    one.subject.clone(),
                    one.severity.as_str().to_owned(),
                    one.created_at.to_rfc3339(),
                    one.reason.clone().unwrap_or_default(),
                    one.note.clone().unwrap_or_default(),
                ]
            })
        }
        Command::Add {
            subject,
            limit,
            reason,
            note,
        } => {
            let subject = Subject::parse(&subject)?;
            let severity = if limit {
                Severity::Limit
            } else {
                Severity::Block
            };
            let said = (reason.as_deref(), note.as_deref());
            let (made, effects) = restricting::restrict(node, &subject, severity, said).await?;
            let done = if limit {
                "is out of sight"
            } else {
                "is kept out"
            };
            let text = format!("{subject} {done}{}", described(&effects));
            Answer::of(text, &json!({"restriction": made, "effects": effects}))
        }
        Command::Remove { subject } => {
            let subject = Subject::parse(&subject)?;
            let lifted = restricting::lift(node, &subject).await?;
            let text = format!(
                "{subject} is dealt with as any other; its answers wait for approval, and what \
                 ended between us may be asked for again"
            );
            Answer::of(text, &lifted)
        }
        Command::Import {
            dry_run,
            even_peers,
            list,
            ..
        } => {
            let imported = restricting::import(node, &list, dry_run, even_peers).await?;
            Answer::of(summary(&imported), &imported)
        }
        Command::Export => {
            let found = restrictions::list(&mut node.db.read().await?).await?;
            Answer::of(block_list::write(&found)?, &found)
        }
    }
}

fn described(effects: &Effects) -> String {
    let mut lines = String::new();
    for peer in &effects.peers_ended {
        lines.extend(["\n  no peer any more, its records are forgotten: ", peer]);
    }
    let counts = [
        (effects.followers_ended, "followings ended"),
        (effects.replies_hidden, "answers hidden"),
        (effects.deliveries_ended, "deliveries given up"),
    ];
    for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
        lines.extend([format!("\n  {count} {what}")]);
    }
    lines
}

fn summary(imported: &Imported) -> String {
    let head = if imported.dry_run {
        "nothing was changed; it would be: "
    } else {
        ""
    };
    let mut text = format!(
        "{head}{} hosts read, {} new, {} raised to a block, {} in force already, {} rows left \
         out{}",
        imported.read,
        imported.added,
        imported.raised,
        imported.unchanged,
        imported.problems.len(),
        described(&imported.effects),
    );
    for problem in imported.problems.iter().take(TOLD) {
        text.extend([format!(
            "\n  line {}: {} {}",
            problem.line, problem.value, problem.reason
        )]);
    }
    if imported.problems.len() > TOLD {
        text.push_str("\n  and more; --json tells of all");
    }
    text
}
