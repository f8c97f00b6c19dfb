//! Finding organizations, offers and needs, our own and others'.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::Answer;
use super::answer::counted;
use crate::error::Result;
use crate::federation::index::{self, Item};
use crate::federation::{paths, same_as};
use crate::node::Node;
use crate::search::{self, Asked, Order, due, saved};

/// How many a command shows.
const SHOWN: usize = 50;
/// How many records that cannot be read are named.
const UNREAD: i64 = 20;

/// What `trenza search` can be asked.
#[derive(Debug, clap::Args, Serialize, Deserialize)]
pub struct Command {
    /// Words, all of which must be found, in any form. `trenza search rebuild` makes the index
    /// of everything anew instead, and `trenza search saved` tells how many searches are saved
    /// for mail addresses.
    words: Vec<String>,
    /// What narrows it, as on the page: kind=need, territory=MX-OAX, theme=food, place=Oaxaca.
    #[arg(long, value_name = "NAME=VALUE")]
    by: Vec<String>,
}

/// One thing that was found.
#[derive(Serialize)]
struct Found {
    kind: String,
    name: String,
    territory: Option<String>,
    address: String,
    /// The addresses of other directories' records of the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also_in: Vec<String>,
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match (command.by.is_empty(), &*command.words) {
        (true, [word]) if word == "rebuild" => return rebuild(node).await,
        (true, [word]) if word == "saved" => return saved_searches(node).await,
        _ => {}
    }
    let words = command.words.join(" ");
    let parameters = command
        .by
        .iter()
        .map(|one| one.split_once('=').unwrap_or((one, "")));
    let asked = Asked::read(parameters.chain([("q", words.as_str())]))?;
    let now = node.clock.now();
    let mut tx = node.db.read().await?;
    let asked = search::resolve(&mut tx, asked).await?;
    let found = search::find(&mut tx, &asked, Order::Best, (None, SHOWN), now).await?;
    let items = index::items(&mut tx, &found.hits).await?;
    let subjects: Vec<&str> = found.hits.iter().map(|hit| hit.subject.as_str()).collect();
    let mut others = same_as::shown_with(&mut tx, &subjects).await?;
    let items = items.into_iter().map(|item| Found {
        also_in: others.remove(&item.address()).unwrap_or_default(),
        ..shown(node, item)
    });
    let items: Vec<Found> = items.collect();
    let heads = ["kind", "name", "territory", "address", "also in"];
    Answer::table(heads, &items, |one| {
        [
            one.kind.clone(),
            one.name.clone(),
            one.territory.clone().unwrap_or_default(),
            one.address.clone(),
            one.also_in.join(" "),
        ]
    })
}

/// Makes the index anew, here and now, so that what the command says is true.
async fn rebuild(node: &Node) -> Result<Answer> {
    index::rebuild(node).await?;
    index::drain(node).await?;
    let mut tx = node.db.read().await?;
    let total = search::total(&mut tx).await?;
    // Beside another process of the node, it may be that one which makes the index.
    let due = due::pending(&mut tx, node.clock.now(), 1).await?;
    let (is_whole, unread) = (due.is_empty(), due::put_aside(&mut tx, UNREAD).await?);
    let rest = if is_whole {
        ""
    } else {
        "; more follow, another process is at it"
    };
    let mut text = format!("{} can be found{rest}", counted(total, "record", "records"));
    for (subject, reason) in &unread {
        let _ = write!(text, "\ncannot be read: {subject} ({reason})");
    }
    let unread = unread.iter().map(|(subject, reason)| {
        let (subject, reason) = (subject.as_str(), reason.as_str());
        serde_json::json!({ "subject": subject, "reason": reason })
    });
    let unread: Vec<_> = unread.collect();
    Answer::of(
        text,
        &serde_json::json!({ "records": total, "is_whole": is_whole, "unread": unread }),
    )
}

/// How many searches are saved, and nothing more: they are nobody's business but their owners'.
async fn saved_searches(node: &Node) -> Result<Answer> {
    let mut tx = node.db.read().await?;
    let counts = saved::counts(&mut tx).await?;
    let text = format!(
        "{} saved, {} to be confirmed by their mail address",
        counted(counts.kept, "search is", "searches are"),
        counts.waiting
    );
    Answer::of(text, &counts)
}

fn shown(node: &Node, item: Item) -> Found {
    let address = paths::absolute(node.base(), &item.address());
    match item {
        Item::Organization(one) => Found {
            kind: "organization".to_owned(),
            name: one.stated.name().to_owned(),
            territory: one.stated.territory.as_ref().map(ToString::to_string),
            address,
            also_in: Vec::new(),
        },
        Item::Offer(both) => {
            let stated = &both.0.stated;
            let title = stated.titles.pick(&[&stated.language]);
            Found {
                kind: stated.purpose.to_string(),
                name: title.map(|(_, title)| title.to_owned()).unwrap_or_default(),
                territory: stated.territory.as_ref().map(ToString::to_string),
                address,
                also_in: Vec::new(),
            }
        }
        Item::Foreign(record) => Found {
            kind: record.purpose.unwrap_or_else(|| "organization".to_owned()),
            name: record.name,
            territory: record.territory,
            address,
            also_in: Vec::new(),
        },
    }
}
