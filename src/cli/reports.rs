//! Reports from other servers, and reports to them.

use serde::{Deserialize, Serialize};

use super::Answer;
use crate::conversation::reports::{self, State};
use crate::error::Result;
use crate::federation::report;
use crate::id::ReportId;
use crate::node::Node;

/// How many reports a list shows.
const SHOWN: i64 = 1_000;

/// What `trenza report` can be asked. A report is named by its id.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List reports, the oldest first.
    List {
        /// How far they have come: open or resolved.
        #[arg(long)]
        state: Option<State>,
    },
    /// Show one report.
    Show {
        /// Its id.
        report: String,
    },
    /// Note that a report was dealt with.
    Resolve {
        /// Its id.
        report: String,
        /// What was done.
        #[arg(long)]
        text: Option<String>,
    },
    /// Report a post or an account of another server to that server.
    Send {
        /// Its address.
        address: String,
        /// What is wrong with it.
        #[arg(long)]
        text: String,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::List { state } => {
            let mut tx = node.db.read().await?;
            let found = reports::list(&mut tx, state, SHOWN).await?;
            let heads = ["id", "state", "direction", "host", "about", "says"];
            Answer::table(heads, &found, |report| {
                [
                    report.id.to_string(),
                    report.state.to_string(),
                    report.direction.as_str().to_owned(),
                    report.host.clone(),
                    report.subjects.join(" "),
                    super::reply::excerpt(&crate::text::to_html(&report.content)),
                ]
            })
        }
        Command::Show { report } => {
            let mut tx = node.db.read().await?;
            let found = reports::get(&mut tx, &ReportId::parse(&report)?).await?;
            Answer::of(described(&found), &found)
        }
        Command::Resolve { report, text } => {
            let id = ReportId::parse(&report)?;
            let mut tx = node.db.begin().await?;
            let resolved = reports::resolve(&mut tx, &node.clock, &id, text.as_deref()).await?;
            tx.commit().await?;
            Answer::of(format!("{id} is resolved"), &resolved)
        }
        Command::Send { address, text } => {
            let sent = report::send(node, &address, &text).await?;
            Answer::of(format!("reported to {}: {}", sent.host, sent.id), &sent)
        }
    }
}

fn described(report: &reports::Report) -> String {
    let mut lines = vec![
        format!("{}, {}", report.direction.as_str(), report.state),
        format!("from       {}", report.reporter),
        format!("when       {}", report.received_at.to_rfc3339()),
    ];
    lines.extend(
        report
            .subjects
            .iter()
            .map(|subject| format!("about      {subject}")),
    );
    if let Some(resolution) = &report.resolution {
        lines.push(format!("done       {resolution}"));
    }
    lines.push(format!("\n{}", report.content));
    lines.join("\n")
}
