//! Who says what of an organization, and who may take its record over.
//!
//! Whoever runs a command speaks for the office.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use crate::cli::Answer;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::AttestationId;
use crate::mail;
use crate::node::Node;
use crate::registry::attestation::{self, Attestation, Statement};
use crate::registry::claim::{self, Claim};
use crate::registry::{self, Organization};
use crate::store::Tx;
use crate::vocabulary::AttestationKind;

/// What can be said of an organization by others, and to its representative.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Record what somebody attests of an organization.
    Attest {
        /// Its handle or id.
        organization: String,
        /// Who says what.
        #[command(flatten)]
        said: Said,
        /// How they know: a visit, documents seen, a look-up in a register.
        #[arg(long)]
        method: String,
    },
    /// Record that an attestation was asked for and is not given.
    Refuse {
        /// Its handle or id.
        organization: String,
        /// What was asked for.
        #[command(flatten)]
        said: Said,
        /// How it was looked at.
        #[arg(long)]
        method: String,
        /// Why it is refused; the office and the organization see it, the public does not.
        #[arg(long)]
        reason: String,
    },
    /// Take an attestation back, for good.
    Revoke {
        /// The attestation's id, from the list.
        attestation: String,
        /// Why; the office and the organization see it, the public does not.
        #[arg(long)]
        reason: String,
    },
    /// List what is attested of an organization, and what was refused or revoked.
    Attestations {
        /// Its handle or id.
        organization: String,
    },
    /// List the links by which it can be taken over, and which of them was used.
    Claims {
        /// Its handle or id.
        organization: String,
    },
    /// Make a link by which a representative takes the record over. It is shown once.
    ClaimLink {
        /// Its handle or id.
        organization: String,
        /// To whom it is given: a name, and where you know them from.
        #[arg(long = "for", value_name = "NAME")]
        made_for: String,
        /// Send it by mail to this address, and do not show it here.
        #[arg(long, value_name = "ADDRESS")]
        mail: Option<String>,
    },
}

/// Who says what, of which day, until when.
#[derive(Debug, clap::Args, Serialize, Deserialize)]
pub struct Said {
    /// Whose word it is: register, office, network or self.
    #[arg(long, default_value = "office")]
    pub kind: AttestationKind,
    /// The name of whoever attests.
    #[arg(long)]
    pub by: String,
    /// Their address, where they have one.
    #[arg(long, value_name = "URL")]
    pub address: Option<Url>,
    /// What they say.
    #[arg(long)]
    pub statement: String,
    /// The day on which they said so; today without it.
    #[arg(long, value_name = "DAY")]
    pub on: Option<Date>,
    /// The last day on which it holds.
    #[arg(long, value_name = "DAY")]
    pub until: Option<Date>,
}

impl Said {
    fn by(self, method: String) -> Statement {
        Statement {
            kind: self.kind,
            attested_by: self.by,
            attested_by_address: self.address,
            statement: self.statement,
            method,
            attested_on: self.on,
            valid_until: self.until,
        }
    }
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    let clock = &node.clock;
    if let Command::Attestations { organization } = command {
        let mut tx = node.db.read().await?;
        let found = registry::find(&mut tx, &organization).await?;
        return listing(&attestation::list(&mut tx, clock, &found.id).await?);
    }
    if let Command::Claims { organization } = command {
        let mut tx = node.db.read().await?;
        let found = registry::find(&mut tx, &organization).await?;
        return claims(&claim::list(&mut tx, &found.id).await?);
    }
    let mut tx = node.db.begin().await?;
    let answer = match command {
        Command::Attest {
            organization,
            said,
            method,
        } => {
            let found = registry::find(&mut tx, &organization).await?;
            let statement = said.by(method);
            let made = attestation::attest(&mut tx, clock, &found.id, &statement).await?;
            told("attested", &made)?
        }
        Command::Refuse {
            organization,
            said,
            method,
            reason,
        } => {
            let found = registry::find(&mut tx, &organization).await?;
            let statement = said.by(method);
            let made = attestation::refuse(&mut tx, clock, &found.id, &statement, &reason).await?;
            told("refused", &made)?
        }
        Command::Revoke {
            attestation,
            reason,
        } => {
            let id = AttestationId::parse(&attestation)?;
            told(
                "revoked",
                &attestation::revoke(&mut tx, clock, &id, &reason).await?,
            )?
        }
        Command::ClaimLink {
            organization,
            made_for,
            mail,
        } => {
            let found = registry::find(&mut tx, &organization).await?;
            match mail {
                Some(address) => send_link(node, &mut tx, &found, &made_for, &address).await?,
                None => show_link(node, &mut tx, &found, &made_for).await?,
            }
        }
        Command::Attestations { .. } | Command::Claims { .. } => {
            Answer::said("a list changes nothing")
        }
    };
    tx.commit().await?;
    Ok(answer)
}

/// Makes a link and shows it.
async fn show_link(
    node: &Node,
    tx: &mut Tx,
    found: &Organization,
    made_for: &str,
) -> Result<Answer> {
    let (claim, secret) = claim::make(tx, &node.clock, &found.id, made_for).await?;
    let link = node.url(&format!("/claim/{secret}"));
    let text = format!(
        "{link}\n\nThis is shown once; give it to {} and to nobody else.\nIt can be used once, \
         until {}, and older links for {} can be used no more.",
        claim.made_for,
        claim.expires_at.to_rfc3339(),
        found.handle,
    );
    let id = &claim.id;
    let made_for = &claim.made_for;
    let expires_at = claim.expires_at.to_rfc3339();
    Answer::of(
        text,
        &json!({"id": id, "link": link, "made_for": made_for, "expires_at": expires_at}),
    )
}

/// Makes a link and sends it by mail.
async fn send_link(
    node: &Node,
    tx: &mut Tx,
    found: &Organization,
    made_for: &str,
    address: &str,
) -> Result<Answer> {
    let (clock, settings) = (&node.clock, &node.shown().settings);
    let who = (made_for, address, None);
    let (claim, letter) = mail::send_claim_link(tx, clock, settings, &found.id, who).await?;
    let until = claim.expires_at.to_rfc3339();
    let text = format!(
        "a letter with the link goes to {address}; `trenza mail list` tells what became of \
         {letter}.\nThe link can be used once, until {until}, and older links for {} can be used \
         no more.",
        found.handle,
    );
    Answer::of(
        text,
        &json!({"id": claim.id, "mail": address, "letter": letter,
            "made_for": claim.made_for, "expires_at": until}),
    )
}

fn told(done: &str, attestation: &Attestation) -> Result<Answer> {
    let text = format!(
        "{done}: {} (by {}), number {}",
        attestation.statement, attestation.attested_by, attestation.id
    );
    Answer::of(text, attestation)
}

fn listing(attestations: &[Attestation]) -> Result<Answer> {
    Answer::table(
        ["id", "state", "kind", "by", "on", "until", "statement"],
        attestations,
        |one| {
            let until = one.valid_until.map(|day| day.to_string());
            [
                one.id.to_string(),
                one.state.as_str().to_owned(),
                one.kind.to_string(),
                one.attested_by.clone(),
                one.attested_on.to_string(),
                until.unwrap_or_default(),
                one.statement.clone(),
            ]
        },
    )
}

fn claims(claims: &[Claim]) -> Result<Answer> {
    Answer::table(["id", "for", "until", "used", "by"], claims, |one| {
        let used = one.used_at.map(Timestamp::to_rfc3339);
        [
            one.id.to_string(),
            one.made_for.clone(),
            one.expires_at.to_rfc3339(),
            used.unwrap_or_default(),
            one.used_by.clone().unwrap_or_default(),
        ]
    })
}
