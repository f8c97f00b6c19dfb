//! Finding organizations, offers and needs, our own and others'.

use serde::{Deserialize, Serialize};

use super::Report;
use super::report::counted;
use crate::error::Result;
use crate::federation::index::{self, Item};
use crate::federation::paths;
use crate::node::Node;
use crate::search::{self, Asked, Order, due};

/// How many a command shows.
const SHOWN: usize = 50;

/// What `trenza search` can be asked.
#[derive(Debug, clap::Args, Serialize, Deserialize)]
pub struct Command {
    /// Words, all of which must be found, in any form. `trenza search rebuild` makes the index
    /// of everything anew instead.
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
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Report> {
    if command.by.is_empty() && *command.words == ["rebuild"] {
        return rebuild(node).await;
    }
    let words = command.words.join(" ");
    let parameters = command
        .by
        .iter()
        .map(|one| one.split_once('=').unwrap_or((one, "")));
    let asked = Asked::read(parameters.chain([("q", words.as_str())]))?;
    let now = node.clock.now();
    let mut tx = node.db.read().await?;
    let asked = search::resolve(&mut tx, asked, now).await?;
    let found = search::find(&mut tx, &asked, Order::Best, (None, SHOWN), now).await?;
    let items = index::items(&mut tx, &found.hits).await?;
    let items: Vec<Found> = items.into_iter().map(|item| shown(node, item)).collect();
    Report::table(["kind", "name", "territory", "address"], &items, |one| {
        [
            one.kind.clone(),
            one.name.clone(),
            one.territory.clone().unwrap_or_default(),
            one.address.clone(),
        ]
    })
}

/// Makes the index anew, here and now, so that what the command says is true.
async fn rebuild(node: &Node) -> Result<Report> {
    index::rebuild(node).await?;
    index::drain(node).await?;
    let mut tx = node.db.read().await?;
    let total = search::total(&mut tx).await?;
    // Beside another process of the node, it may be that one which makes the index.
    let is_whole = due::pending(&mut tx, 1).await?.is_empty();
    let rest = if is_whole {
        ""
    } else {
        "; more follow, another process is at it"
    };
    let text = format!("{} can be found{rest}", counted(total, "record", "records"));
    Report::of(
        text,
        &serde_json::json!({ "records": total, "is_whole": is_whole }),
    )
}

fn shown(node: &Node, item: Item) -> Found {
    let address = paths::absolute(node.base(), &item.address());
    match item {
        Item::Organization(one) => Found {
            kind: "organization".to_owned(),
            name: one.stated.name().to_owned(),
            territory: one.stated.territory.as_ref().map(ToString::to_string),
            address,
        },
        Item::Offer(both) => {
            let stated = &both.0.stated;
            let title = stated.titles.pick(&[&stated.language]);
            Found {
                kind: stated.purpose.to_string(),
                name: title.map(|(_, title)| title.to_owned()).unwrap_or_default(),
                territory: stated.territory.as_ref().map(ToString::to_string),
                address,
            }
        }
        Item::Foreign(record) => Found {
            kind: record.purpose.unwrap_or_else(|| "organization".to_owned()),
            name: record.name,
            territory: record.territory,
            address,
        },
    }
}
