//! Values that a register states otherwise than somebody wrote by hand, until they are
//! decided.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Report;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::registry::conflict::{self, Conflict};
use crate::registry::{self, Field};
use crate::store::Tx;

/// How many are listed at most.
const LISTED: i64 = 10_000;

/// What `trenza conflicts` can be asked. An organization is named by its handle or id.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List the conflicts that wait for a decision.
    List {
        /// Those of one organization alone.
        organization: Option<String>,
    },
    /// Take what the register states.
    Take {
        /// The organization.
        organization: String,
        /// Which field, such as website.
        field: Field,
        /// Which register, where several contradict.
        #[arg(long)]
        register: Option<String>,
    },
    /// Keep what was written by hand; the register is heard again when it says something new.
    Keep {
        /// The organization.
        organization: String,
        /// Which field, such as website.
        field: Field,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Report> {
    if let Command::List { organization } = command {
        let mut tx = node.db.read().await?;
        let organization = match organization {
            Some(name) => Some(registry::find(&mut tx, &name).await?.id),
            None => None,
        };
        let found = conflict::list(&mut tx, organization.as_ref(), LISTED).await?;
        return listing(&mut tx, &found).await;
    }
    let mut tx = node.db.begin().await?;
    let (done, organization) = match command {
        Command::Take {
            organization,
            field,
            register,
        } => {
            let id = registry::find(&mut tx, &organization).await?.id;
            let register = register.as_deref();
            let taken = conflict::take(&mut tx, &node.clock, &id, field, register).await?;
            (format!("{field} is what the register states"), taken)
        }
        Command::Keep {
            organization,
            field,
        } => {
            let id = registry::find(&mut tx, &organization).await?.id;
            let kept = conflict::keep(&mut tx, &id, field).await?;
            (format!("{field} stays as it was written"), kept)
        }
        Command::List { .. } => return Err(Error::internal("a list changes nothing")),
    };
    tx.commit().await?;
    Report::of(format!("{}: {done}", organization.handle), &organization)
}

async fn listing(tx: &mut Tx, found: &[Conflict]) -> Result<Report> {
    let mut rows = Vec::with_capacity(found.len());
    for conflict in found {
        let organization = registry::get(tx, &conflict.organization).await?;
        let kept = conflict.field.value(&organization.stated)?;
        rows.push(json!({
            "organization": organization.handle,
            "field": conflict.field,
            "kept": kept,
            "stated": conflict.stated,
            "register": conflict.register,
            "identifier": conflict.identifier,
            "stated_on": conflict.stated_on,
            "batch": conflict.batch,
        }));
    }
    let heads = [
        "organization",
        "field",
        "written by hand",
        "stated",
        "register",
    ];
    Report::table(heads, &rows, |row| {
        ["organization", "field", "kept", "stated", "register"].map(|name| {
            let value = &row[name];
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        })
    })
}
