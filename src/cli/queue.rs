//! Deliveries that wait or failed.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::Answer;
use crate::activitypub::delivery::queue::{self, Host, Overview, Refused, Which};
use crate::clock::Timestamp;
use crate::error::{Error, Result, Trouble};
use crate::node::Node;
use crate::outbox::{self, SetAside};

/// How many refused deliveries and unpublished changes a list shows one by one.
const SHOWN: i64 = 50;

/// What `trenza queue` can be asked.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List deliveries that wait or were refused, and changes that could not be published.
    List {
        /// Only to this host.
        #[arg(long)]
        host: Option<String>,
    },
    /// Try again now; without a number or a host also what could not be published.
    Retry {
        /// Only this delivery, by its number in the list.
        #[arg(conflicts_with = "host")]
        number: Option<i64>,
        /// Only to this host; to all without it.
        #[arg(long)]
        host: Option<String>,
    },
    /// Give up what waits for a host or was refused there.
    Discard {
        /// Only this one, by its number in the list.
        #[arg(required_unless_present = "host", conflicts_with = "host")]
        number: Option<i64>,
        /// The host.
        #[arg(long)]
        host: Option<String>,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::List { host } => list(node, host.as_deref()).await,
        Command::Retry { number, host } => {
            let mut tx = node.db.begin().await?;
            let which = which(number, host.as_deref());
            let changes = match which {
                Which::All => outbox::retry(&mut tx).await?,
                Which::Number(_) | Which::Host(_) => 0,
            };
            let count = match queue::retry(&mut tx, which, node.clock.now()).await {
                Err(Error::NotFound(_)) if changes > 0 => 0,
                count => count?,
            };
            tx.commit().await?;
            node.wake.deliverer.notify_one();
            node.wake.publisher.notify_one();
            let mut answer = told(count, "tried again now")?;
            if changes > 0 {
                let _ = write!(answer.text, "\nchanges that are published again: {changes}");
            }
            Ok(answer)
        }
        Command::Discard { number, host } => {
            let mut tx = node.db.begin().await?;
            let which = which(number, host.as_deref());
            let count = queue::discard(&mut tx, which, node.clock.now()).await?;
            tx.commit().await?;
            tracing::info!(number, host, count, "deliveries were given up by command");
            told(count, "given up")
        }
    }
}

fn which(number: Option<i64>, host: Option<&str>) -> Which<'_> {
    match (number, host) {
        (Some(number), _) => Which::Number(number),
        (None, Some(host)) => Which::Host(host),
        (None, None) => Which::All,
    }
}

fn told(count: u64, what: &str) -> Result<Answer> {
    let noun = if count == 1 {
        "delivery is"
    } else {
        "deliveries are"
    };
    Answer::of(
        format!("{count} {noun} {what}"),
        &serde_json::json!({ "deliveries": count }),
    )
}

#[derive(Serialize)]
struct Listing {
    #[serde(flatten)]
    overview: Overview,
    refused: Vec<Refused>,
    unpublished: Vec<SetAside>,
}

async fn list(node: &Node, host: Option<&str>) -> Result<Answer> {
    let mut tx = node.db.read().await?;
    let overview = queue::overview(&mut tx, host, node.clock.now()).await?;
    let refused = queue::refused(&mut tx, host, SHOWN).await?;
    let mut text = hosts(&overview.hosts)?;
    if !refused.is_empty() {
        text.push_str("\n\nset aside, to be tried again or discarded by number:\n");
        text.push_str(&set_aside(&refused)?);
    }
    let unpublished = match host {
        Some(_) => Vec::new(),
        None => outbox::aside(&mut tx, SHOWN).await?,
    };
    if !unpublished.is_empty() {
        text.push_str("\n\nnot published, to be mended and tried again by trenza queue retry:\n");
        text.push_str(&changes(&unpublished)?);
    }
    let listing = Listing {
        overview,
        refused,
        unpublished,
    };
    Answer::of(text, &listing)
}

fn changes(unpublished: &[SetAside]) -> Result<String> {
    let heads = ["change", "of", "since", "reason"];
    let table = Answer::table(heads, unpublished, |one| {
        [
            one.kind.clone(),
            one.subject.clone(),
            one.created_at.to_rfc3339(),
            one.failure.to_string(),
        ]
    })?;
    Ok(table.text)
}

fn moment(at: Option<Timestamp>) -> String {
    at.map(Timestamp::to_rfc3339).unwrap_or_default()
}

fn hosts(hosts: &[Host]) -> Result<String> {
    let heads = [
        "host",
        "waiting",
        "refused",
        "given up",
        "oldest",
        "state",
        "last error",
    ];
    let table = Answer::table(heads, hosts, |host| {
        [
            host.host.clone(),
            host.pending.to_string(),
            host.refused.to_string(),
            host.given_up.to_string(),
            moment(host.oldest),
            state(host),
            said(host.last_error.as_deref()),
        ]
    })?;
    Ok(table.text)
}

/// Why something failed, as it said itself.
fn said(kept: Option<&str>) -> String {
    kept.map(Trouble::said).unwrap_or_default().to_owned()
}

fn state(host: &Host) -> String {
    match (host.unreachable_since, host.next_at) {
        (Some(since), next) => {
            let word = if host.is_dormant {
                "dormant"
            } else {
                "unreachable"
            };
            let next = next.map_or_else(String::new, |at| {
                format!(", tried next {}", at.to_rfc3339())
            });
            format!("{word} since {}{next}", since.to_rfc3339())
        }
        (None, Some(at)) => format!("rests until {}", at.to_rfc3339()),
        (None, None) => "up".to_owned(),
    }
}

fn set_aside(refused: &[Refused]) -> Result<String> {
    let heads = ["number", "type", "inbox", "tries", "since", "reason"];
    let table = Answer::table(heads, refused, |one| {
        [
            one.seq.to_string(),
            one.kind.clone(),
            one.inbox.clone(),
            one.attempts.to_string(),
            moment(one.finished_at),
            said(one.last_error.as_deref()),
        ]
    })?;
    Ok(table.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host() -> Host {
        Host {
            host: "oax.example".to_owned(),
            pending: 2,
            refused: 0,
            given_up: 0,
            oldest: Some(Timestamp(0)),
            failures: 0,
            unreachable_since: None,
            next_at: None,
            last_error: None,
            is_dormant: false,
        }
    }

    #[test]
    fn a_list_says_what_waits_and_what_the_host_does() {
        let up = host();
        let rests = Host {
            next_at: Some(Timestamp(60_000)),
            last_error: Some("answered 429 Too Many Requests".to_owned()),
            ..host()
        };
        let dormant = Host {
            unreachable_since: Some(Timestamp(0)),
            next_at: Some(Timestamp(60_000)),
            is_dormant: true,
            ..host()
        };
        let text = hosts(&[up, rests, dormant]).unwrap();
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert!(lines[0].ends_with("1970-01-01T00:00:00Z  up"), "{text}");
        assert!(
            lines[1].contains("rests until 1970-01-01T00:01:00Z"),
            "{text}"
        );
        assert!(
            lines[1].ends_with("answered 429 Too Many Requests"),
            "{text}"
        );
        assert!(
            lines[2]
                .contains("dormant since 1970-01-01T00:00:00Z, tried next 1970-01-01T00:01:00Z"),
            "{text}"
        );
        assert_eq!(hosts(&[]).unwrap(), "none");
    }

    #[test]
    fn a_number_a_host_or_neither_says_what_is_meant() {
        assert_eq!(which(Some(7), None), Which::Number(7));
        assert_eq!(which(None, Some("oax.example")), Which::Host("oax.example"));
        assert_eq!(which(None, None), Which::All);
    }
}
