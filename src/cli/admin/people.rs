//! The accounts of people: made, given a role or an organization, let in again, removed.
//!
//! Whoever runs a command has the machine; what they do is written down as done by it.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::cli::Answer;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::node::{Node, first_link};
use crate::people::acts::chain::Followed;
use crate::people::invitation::{self, Made};
use crate::people::link::{self, Purpose};
use crate::people::{self, Account, Role, acts, representation, second};
use crate::registry;
use crate::store::Tx;

/// What can be done with accounts.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Make an account for somebody of the office, and a link by which they choose a password.
    /// An account that is there is given the role; one that had none loses its password, unless
    /// a link that was mailed to its address was used: else nobody knows whose address it is.
    Create {
        /// Their mail address.
        mail: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// What they may do.
        #[arg(long, value_enum, default_value = "admin")]
        role: Role,
    },
    /// Make a link by which somebody chooses a new password. It is shown once.
    ResetPassword {
        /// Their mail address.
        mail: String,
    },
    /// Take the second factor from an account whose owner lost theirs and the recovery codes
    /// too. Make sure who asks: from then on the password alone lets them in.
    ResetSecond {
        /// Their mail address.
        mail: String,
    },
    /// List the accounts.
    List,
    /// Take the role of the office from an account.
    Demote {
        /// Their mail address.
        mail: String,
    },
    /// Let somebody act for an organization by its pages. Whoever has no account is given one.
    Represent {
        /// Their mail address.
        mail: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// The handle or id of the organization.
        #[arg(long = "org", value_name = "ORGANIZATION")]
        organization: String,
        /// Their function in it, such as president.
        #[arg(long)]
        function: String,
    },
    /// End that somebody acts for an organization.
    Unrepresent {
        /// Their mail address.
        mail: String,
        /// The handle or id of the organization.
        #[arg(long = "org", value_name = "ORGANIZATION")]
        organization: String,
    },
    /// Remove an account with everything that hangs on it.
    Remove {
        /// Their mail address.
        mail: String,
    },
    /// List what was done by the pages of the office and by these commands, the newest first.
    Acts {
        /// Go on before the act of this number.
        #[arg(long, value_name = "NUMBER")]
        before: Option<i64>,
        /// How many are listed.
        #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
        limit: u32,
    },
    /// Look whether what was done still stands as it was written down, and show the digest of
    /// the newest act. Keep that elsewhere: later it shows that nothing was written anew.
    VerifyActs {
        /// A digest that was kept: one of the acts has to have it.
        #[arg(long, value_name = "DIGEST")]
        kept: Option<String>,
    },
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    if matches!(
        command,
        Command::List | Command::Acts { .. } | Command::VerifyActs { .. }
    ) {
        return listing(node, &command).await;
    }
    let mut tx = node.db.begin().await?;
    let (answer, what, about) = match command {
        Command::Create { mail, name, role } => {
            let draft = draft(node, mail, name);
            let (account, made) = invitation::invite(&mut tx, &node.clock, draft, role).await?;
            let role = account.role.map_or("", Role::as_str);
            let answer = with_link(
                node,
                &account,
                made,
                format!("{} is {role} now", account.mail),
            )?;
            (answer, "admin create".to_owned(), Some(account.mail))
        }
        Command::ResetPassword { mail } => {
            let account = known(&mut tx, &mail).await?;
            let (purpose, id) = (Purpose::NewPassword, Some(&account.id));
            let made = link::make(&mut tx, &node.clock, purpose, id).await?;
            let done = format!("a link for {}", account.mail);
            let answer = with_link(node, &account, Some(made), done)?;
            (
                answer,
                "admin reset-password".to_owned(),
                Some(account.mail),
            )
        }
        Command::ResetSecond { mail } => {
            let account = known(&mut tx, &mail).await?;
            second::remove_all(&mut tx, &account.id).await?;
            let done = format!("{} signs in with the password alone now", account.mail);
            let what = "admin reset-second".to_owned();
            (Answer::said(done), what, Some(account.mail))
        }
        Command::Demote { mail } => {
            let account = known(&mut tx, &mail).await?;
            let account = people::set_role(&mut tx, &account.id, None).await?;
            let answer = Answer::said(format!("{} has no role of the office now", account.mail));
            (answer, "admin demote".to_owned(), Some(account.mail))
        }
        Command::Represent {
            mail,
            name,
            organization,
            function,
        } => {
            let organization = registry::find(&mut tx, &organization).await?;
            let (id, draft) = (&organization.id, draft(node, mail, name));
            let made = invitation::represent(&mut tx, &node.clock, draft, id, &function);
            let (account, _) = made.await?;
            let done = format!("{} acts for {} now", account.mail, organization.handle);
            let what = format!("admin represent {}", organization.handle);
            let made = if account.has_password {
                None
            } else {
                Some(link::invite(&mut tx, &node.clock, &account.id).await?)
            };
            let answer = with_link(node, &account, made, done)?;
            (answer, what, Some(account.mail))
        }
        Command::Unrepresent { mail, organization } => {
            let organization = registry::find(&mut tx, &organization).await?;
            let account = known(&mut tx, &mail).await?;
            representation::end(&mut tx, &account.id, &organization.id).await?;
            let handle = &organization.handle;
            let answer = Answer::said(format!("{} acts no more for {handle}", account.mail));
            let what = format!("admin unrepresent {handle}");
            (answer, what, Some(account.mail))
        }
        Command::Remove { mail } => {
            let account = known(&mut tx, &mail).await?;
            people::remove(&mut tx, &account.id).await?;
            let answer = Answer::said(format!("the account of {} is gone", account.mail));
            (answer, "admin remove".to_owned(), None)
        }
        Command::List | Command::Acts { .. } | Command::VerifyActs { .. } => {
            (Answer::nothing(), String::new(), None)
        }
    };
    acts::record_command(&mut tx, &what, about.as_deref(), node.clock.now()).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn listing(node: &Node, command: &Command) -> Result<Answer> {
    let mut tx = node.db.read().await?;
    if let Command::Acts { before, limit } = command {
        let acts = acts::list(&mut tx, *before, (*limit).into()).await?;
        let head = ["number", "when", "who", "mail", "what", "about"];
        return Answer::table(head, &acts, |act| {
            [
                act.seq.to_string(),
                act.at.to_rfc3339(),
                act.who.clone(),
                act.mail.clone().unwrap_or_default(),
                act.what.clone(),
                act.about.clone().unwrap_or_default(),
            ]
        });
    }
    if let Command::VerifyActs { kept } = command {
        let found = acts::chain::follow(&mut tx, kept.as_deref()).await?;
        return Answer::of(verified(&found), &found);
    }
    let accounts = people::list(&mut tx).await?;
    Answer::table(
        ["mail", "name", "role", "last signed in"],
        &accounts,
        |one| {
            [
                one.mail.clone(),
                one.name.clone(),
                one.role.map_or("", Role::as_str).to_owned(),
                one.signed_in_at
                    .map(Timestamp::to_rfc3339)
                    .unwrap_or_default(),
            ]
        },
    )
}

/// What was found along the acts, and what to do where some stand outside the chain.
fn verified(found: &Followed) -> String {
    let mut text = format!(
        "{} acts stand as they were written, after {} of versions that kept no digests",
        found.acts, found.older
    );
    if !found.beside.is_empty() {
        let numbers: Vec<String> = found.beside.iter().map(i64::to_string).collect();
        let _ = write!(
            text,
            "\n{} were written without a digest since: {}\nA process of an older version does \
             that while it runs beside a newer one; stop it. Ask those whom `trenza admin acts` \
             names whether they did these: no digest shows it.",
            numbers.len(),
            numbers.join(", ")
        );
    }
    let _ = write!(text, "\n\n{}", found.digest.as_deref().unwrap_or_default());
    text
}

async fn known(tx: &mut Tx, mail: &str) -> Result<Account> {
    let found = people::by_mail(tx, mail).await?;
    let unknown = || Error::NotFound(format!("an account of {mail}"));
    found.map(|(account, _)| account).ok_or_else(unknown)
}

fn draft(node: &Node, mail: String, name: String) -> people::Draft {
    let language = node.settings.languages.first();
    people::Draft {
        mail,
        name,
        language: language.map_or("en", String::as_str).to_owned(),
    }
}

/// What was done, with the link by which the person chooses a password, where there is one.
fn with_link(node: &Node, account: &Account, made: Option<Made>, done: String) -> Result<Answer> {
    let Some((secret, until)) = made else {
        return Ok(Answer::said(done));
    };
    let address = node.url(&Purpose::NewPassword.path(&secret));
    let until = until.to_rfc3339();
    let text = format!(
        "{done}\n\n{address}\n\nBy this link they choose a password. It is shown once; it can be \
         used once, until {until}."
    );
    Answer::of(
        text,
        &json!({"account": account, "link": address, "expires_at": until}),
    )
}

/// Hands whoever starts the node the link by which the first account is made, while nobody
/// runs it. It is the right itself: it is shown on a screen, and where nobody looks at one, as
/// under a service manager that keeps what is said, left in a file for the node's own user.
///
/// # Errors
/// Those of the database and of the file.
pub async fn invite_first(node: &Node) -> Result<()> {
    let mut tx = node.db.begin().await?;
    let secret = link::first_run(&mut tx, &node.clock).await?;
    tx.commit().await?;
    let Some(secret) = secret else {
        return first_link::take_away(&node.settings.dir);
    };
    let address = node.url(&Purpose::FirstRun.path(&secret));
    let mut screen = std::io::stderr();
    let place = if screen.is_terminal() {
        first_link::take_away(&node.settings.dir)?;
        format!("Make the first account here, within 30 minutes:\n\n    {address}")
    } else {
        let left = first_link::leave(&node.settings.dir, &address)?;
        let left = left.display();
        format!(
            "The link by which the first account is made, within 30 minutes, is in:\n\n    {left}"
        )
    };
    let line = format!(
        "\nNobody runs this directory by its pages yet. {place}\n\nAnother start makes another \
         link; `trenza admin create` does without.\n"
    );
    let _ = writeln!(screen, "{line}");
    Ok(())
}
