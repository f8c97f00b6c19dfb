//! Tokens for those who change records from outside, and the accounts of people.

/// The accounts of people.
mod people;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Answer;
use crate::access::{self, Scope};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::node::Node;

pub use people::invite_first;

/// What `trenza admin` can be asked.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Tokens for programs that change records.
    #[command(subcommand)]
    Token(Token),
    /// Accounts of people.
    #[command(flatten)]
    People(people::Command),
}

/// What can be done with tokens.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Token {
    /// Make a token. It is shown once and cannot be shown again.
    Create {
        /// Who uses it.
        #[arg(long)]
        label: String,
        /// What it allows; may be given several times.
        #[arg(long = "scope", required = true, value_enum)]
        scopes: Vec<Scope>,
        /// The id of the one organization it may change.
        #[arg(long, value_name = "ID")]
        organization: Option<String>,
    },
    /// List the tokens, without their secrets.
    List,
    /// Make a token worthless.
    Revoke {
        /// The token's id, from the list.
        id: String,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    let command = match command {
        Command::Token(command) => command,
        Command::People(command) => return people::execute(node, command).await,
    };
    match command {
        Token::Create {
            label,
            scopes,
            organization,
        } => {
            let organization = organization
                .as_deref()
                .map(OrganizationId::parse)
                .transpose()?;
            let mut tx = node.db.begin().await?;
            let (token, secret) =
                access::create(&mut tx, &node.clock, &label, &scopes, organization.as_ref())
                    .await?;
            tx.commit().await?;
            let text = format!("{secret}\n\nThis is shown once. Its id is {}.", token.id);
            Answer::of(
                text,
                &json!({ "token": secret, "id": token.id, "scopes": token.scopes }),
            )
        }
        Token::List => {
            let mut tx = node.db.read().await?;
            let tokens = access::list(&mut tx).await?;
            Answer::table(
                ["id", "label", "scopes", "made", "revoked"],
                &tokens,
                |token| {
                    let scopes = token
                        .scopes
                        .iter()
                        .map(Scope::to_string)
                        .collect::<Vec<_>>();
                    let revoked = token
                        .revoked_at
                        .map(Timestamp::to_rfc3339)
                        .unwrap_or_default();
                    let made = token.created_at.to_rfc3339();
                    [
                        token.id.clone(),
                        token.label.clone(),
                        scopes.join(" "),
                        made,
                        revoked,
                    ]
                },
            )
        }
        Token::Revoke { id } => {
            let mut tx = node.db.begin().await?;
            access::revoke(&mut tx, &node.clock, &id).await?;
            tx.commit().await?;
            Ok(Answer::said(format!(
                "the token {id} allows nothing any more"
            )))
        }
    }
}
