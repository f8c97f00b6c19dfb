//! Values that a register states otherwise than somebody wrote by hand, until they are
//! decided.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Answer;
use crate::error::{Error, Result};
use crate::node::Node;
use crate::registry::conflict::{self, Waiting, Which};
use crate::registry::{self, Field};

/// How many are listed at most.
const LISTED: i64 = 10_000;
const LISTED_AT_ONCE: usize = 10_000;
/// How many characters of a value are shown.
const SHOWN: usize = 60;

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
        /// Whose statement.
        #[command(flatten)]
        of: Of,
    },
    /// Keep what was written by hand; the register is heard again when it says something new.
    Keep {
        /// The organization.
        organization: String,
        /// Which field, such as website.
        field: Field,
        /// Whose statement.
        #[command(flatten)]
        of: Of,
    },
}

/// Whose statement is decided.
#[derive(Debug, clap::Args, Serialize, Deserialize)]
pub struct Of {
    /// Which register, where several contradict.
    #[arg(long)]
    register: Option<String>,
    /// Under which of its identifiers, where the record has several.
    #[arg(long)]
    identifier: Option<String>,
}

impl From<Of> for Which {
    fn from(of: Of) -> Self {
        Self {
            register: of.register,
            identifier: of.identifier,
            noticed_at: None,
        }
    }
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    if let Command::List { organization } = command {
        let mut tx = node.db.read().await?;
        let organization = match organization {
            Some(name) => Some(registry::find(&mut tx, &name).await?.id),
            None => None,
        };
        let mut found = conflict::waiting(&mut tx, organization.as_ref(), LISTED + 1).await?;
        let is_cut = found.len() > LISTED_AT_ONCE;
        found.truncate(LISTED_AT_ONCE);
        return listing(&found, is_cut);
    }
    let mut tx = node.db.begin().await?;
    let (done, organization) = match command {
        Command::Take {
            organization,
            field,
            of,
        } => {
            let id = registry::find(&mut tx, &organization).await?.id;
            let taken = conflict::take(&mut tx, &node.clock, &id, field, &of.into()).await?;
            (format!("{field} is what the register states"), taken)
        }
        Command::Keep {
            organization,
            field,
            of,
        } => {
            let id = registry::find(&mut tx, &organization).await?.id;
            let kept = conflict::keep(&mut tx, &id, field, &of.into()).await?;
            (format!("{field} stays as it was written"), kept)
        }
        Command::List { .. } => return Err(Error::internal("a list changes nothing")),
    };
    tx.commit().await?;
    Answer::of(format!("{}: {done}", organization.handle), &organization)
}

fn listing(found: &[Waiting], is_cut: bool) -> Result<Answer> {
    let heads = [
        "organization",
        "field",
        "written by hand",
        "stated",
        "register",
        "identifier",
    ];
    let mut answer = Answer::table(heads, found, |one| {
        let (kept, stated) = differing(&one.kept, &one.conflict.stated);
        [
            format!("@{}", one.handle),
            one.conflict.field.to_string(),
            kept,
            stated,
            one.conflict.register.clone(),
            one.conflict.identifier.clone(),
        ]
    })?;
    if is_cut {
        let more =
            format!("\nthe first {LISTED}; there are more: decide these, or name one record");
        answer.text.push_str(&more);
    }
    Ok(answer)
}

/// Two values as text: of those that have members, the members that differ alone.
fn differing(kept: &Value, stated: &Value) -> (String, String) {
    let (Value::Object(one), Value::Object(other)) = (kept, stated) else {
        return (short(kept), short(stated));
    };
    let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| one.get(*name) != other.get(*name));
    let said = |of: &Map<String, Value>| {
        let member = |name: &&String| {
            let value = of.get(*name).unwrap_or(&Value::Null);
            format!("{name} {}", short(value))
        };
        names.iter().map(member).collect::<Vec<_>>().join(", ")
    };
    (said(one), said(other))
}

fn short(value: &Value) -> String {
    let text = match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= SHOWN {
        return text;
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn of_two_places_only_what_differs_is_shown() {
        let kept = json!({"country": "ES", "locality": "Soria", "street": null});
        let stated = json!({"country": "ES", "locality": "Soria", "street": "Calle Real 1"});
        assert_eq!(
            differing(&kept, &stated),
            ("street -".to_owned(), "street Calle Real 1".to_owned())
        );
        assert_eq!(
            differing(&json!("A"), &json!(null)),
            ("A".to_owned(), "-".to_owned())
        );
    }
}
