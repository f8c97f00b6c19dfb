//! Organizations.

/// Who says what of an organization, and who may take its record over.
mod attest;
/// What can be said of an organization on the command line.
mod fields;
/// How an organization shows itself.
mod profile;
/// Moving to another server, and coming from one.
mod relocation;
/// What is known of a removed one.
mod removed;
/// One organization as it is shown.
mod show;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Answer, duplicates, picture};
use crate::error::{Error, Result};
use crate::node::Node;
use crate::place::Territory;
use crate::registry::{self, Author, Consent, Draft, Filter, Organization, Standing, Status};
use crate::store::Tx;
use crate::vocabulary::{EntityType, Sector};

use fields::Fields;
use profile::Profile;

/// What is said of an organization that was withheld.
const SUSPENDED: &str = "suspended";
/// What is said of an organization that was erased.
const REMOVED: &str = "removed";

/// What `trenza org` can be asked. An organization is named by its handle or its id.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List organizations by name.
    List(List),
    /// Show one organization.
    Show {
        /// Its handle or id.
        organization: String,
    },
    /// Add an organization. It stays a draft until it is published.
    Add {
        /// Its name.
        #[arg(long)]
        name: String,
        /// The language of its name and texts (BCP 47); the directory's first without it.
        #[arg(long)]
        lang: Option<String>,
        /// What it is, such as cooperative or association.
        #[arg(long = "type", value_name = "TYPE", default_value = "cooperative")]
        entity_type: EntityType,
        /// What else is known of it.
        #[command(flatten)]
        fields: Box<Fields>,
    },
    /// Change what is stated of an organization; what is not named stays.
    Edit {
        /// Its handle or id.
        organization: String,
        /// Its name, in the language of --lang.
        #[arg(long)]
        name: Option<String>,
        /// The language of the texts given here; the record's own without it.
        #[arg(long)]
        lang: Option<String>,
        /// What it is.
        #[arg(long = "type", value_name = "TYPE")]
        entity_type: Option<EntityType>,
        /// What else is known of it.
        #[command(flatten)]
        fields: Box<Fields>,
        /// How it shows itself.
        #[command(flatten)]
        profile: Box<Profile>,
    },
    /// Let an organization be followed and make offers, with its recorded consent.
    Activate {
        /// Its handle or id.
        organization: String,
        /// Who consented, and in which function.
        #[arg(long)]
        by: String,
        /// How the office knows: a letter, a visit, minutes of an assembly.
        #[arg(long)]
        statement: String,
    },
    /// Make an organization public.
    Publish {
        /// Its handle or id.
        organization: String,
    },
    /// Withhold a public organization for now. What it offers is withdrawn.
    Suspend {
        /// Its handle or id.
        organization: String,
    },
    /// Record that an organization has ended.
    Dissolve {
        /// Its handle or id.
        organization: String,
        /// The day of its end.
        #[arg(long, value_name = "DAY")]
        on: Option<Date>,
    },
    /// Take back that an organization has ended; it is public again once it is published.
    Reopen {
        /// Its handle or id.
        organization: String,
    },
    /// Erase an organization with its offers. `org show` with its id lists afterwards which
    /// servers confirmed that they removed it too.
    Remove {
        /// Its handle or id.
        organization: String,
    },
    /// Who says what of it, and who may take its record over.
    #[command(flatten)]
    Attest(attest::Command),
    /// Where it was before, and where it goes.
    #[command(flatten)]
    Relocation(relocation::Command),
    /// Its icon and header.
    #[command(subcommand)]
    Picture(picture::OfOrganization),
    /// State that another directory's record is the same organization, or list what is stated.
    SameAs(duplicates::SameAs),
}

/// Which organizations to list.
#[derive(Debug, clap::Args, Serialize, Deserialize)]
pub struct List {
    /// How far their records have come: draft, published, suspended or dissolved.
    #[arg(long)]
    pub status: Option<Status>,
    /// Who speaks for them: listed or active.
    #[arg(long)]
    pub standing: Option<Standing>,
    /// What they are.
    #[arg(long = "type", value_name = "TYPE")]
    pub entity_type: Option<EntityType>,
    /// Where they belong; a country includes its subdivisions.
    #[arg(long)]
    pub territory: Option<Territory>,
    /// What they work in (ISIC rev. 4); a division includes its classes.
    #[arg(long)]
    pub sector: Option<Sector>,
    /// A part of their name.
    #[arg(long)]
    pub name: Option<String>,
    /// How many to list at most; all without it.
    #[arg(long)]
    pub limit: Option<usize>,
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    if let Command::List(list) = command {
        return listing(node, list).await;
    }
    if let Command::Show { organization } = command {
        let mut tx = node.db.read().await?;
        return match registry::find(&mut tx, &organization).await {
            Ok(found) => {
                let mut answer = show::shown(&mut tx, node, &found).await?;
                let asked = organization.trim_start_matches('@');
                if asked != found.handle && asked != found.id.as_str() {
                    let merged = format!("{asked} was merged into @{}\n", found.handle);
                    answer.text.insert_str(0, &merged);
                }
                Ok(answer)
            }
            Err(missing) => removed::shown(&mut tx, &organization, missing).await,
        };
    }
    if let Command::Attest(command) = command {
        return attest::execute(node, command).await;
    }
    if let Command::Relocation(command) = command {
        return relocation::execute(node, command).await;
    }
    if let Command::Picture(command) = command {
        return picture::of_organization(node, command).await;
    }
    if let Command::SameAs(asked) = command {
        return duplicates::same(node, asked).await;
    }
    let mut tx = node.db.begin().await?;
    let (done, organization) = change(&mut tx, node, command).await?;
    tx.commit().await?;
    let mut text = format!(
        "{} {done}: {}",
        organization.handle,
        node.url(&organization.path())
    );
    if done == SUSPENDED {
        text.push_str(
            "\nwhat it offered and sought is withdrawn; once the organization is published \
             again, `trenza offer again` offers each anew, under a new address",
        );
    }
    if done == REMOVED && organization.published_at.is_some() {
        let lookup = format!(
            "\n`trenza org show {}` lists which servers confirm that they removed it too",
            organization.id
        );
        text.push_str(&lookup);
    }
    Answer::of(text, &organization)
}

/// Runs one verb, and says what it did in a word.
async fn change(
    tx: &mut Tx,
    node: &Node,
    command: Command,
) -> Result<(&'static str, Organization)> {
    let clock = &node.clock;
    Ok(match command {
        Command::List(_)
        | Command::Show { .. }
        | Command::Attest(_)
        | Command::Relocation(_)
        | Command::Picture(_)
        | Command::SameAs(_) => {
            return Err(Error::internal("is done elsewhere"));
        }
        Command::Add {
            name,
            lang,
            entity_type,
            fields,
        } => {
            let lang = lang.unwrap_or_else(|| first_language(node));
            let mut draft = Draft::named(&name, &lang, entity_type)?;
            fields.write(&mut draft, &lang)?;
            ("added as a draft", registry::add(tx, clock, draft).await?)
        }
        Command::Edit {
            organization,
            name,
            lang,
            entity_type,
            fields,
            profile,
        } => {
            let found = registry::find(tx, &organization).await?;
            let found = registry::get_for_change(tx, &found.id).await?;
            let mut draft = found.stated;
            let lang = lang.unwrap_or_else(|| draft.language.clone());
            if let Some(name) = name {
                draft.names.insert(&lang, &name)?;
            }
            draft.entity_type = entity_type.unwrap_or(draft.entity_type);
            fields.write(&mut draft, &lang)?;
            registry::edit(tx, clock, &found.id, draft, Author::Office).await?;
            profile.apply(tx, node, &found.id).await?;
            ("changed", registry::get(tx, &found.id).await?)
        }
        Command::Activate {
            organization,
            by,
            statement,
        } => {
            let found = registry::find(tx, &organization).await?;
            let consent = Consent {
                by,
                statement,
                at: None,
            };
            (
                "activated",
                registry::activate(tx, clock, &found.id, &consent).await?,
            )
        }
        Command::Publish { organization } => {
            let found = registry::find(tx, &organization).await?;
            ("published", registry::publish(tx, clock, &found.id).await?)
        }
        Command::Suspend { organization } => {
            let found = registry::find(tx, &organization).await?;
            (SUSPENDED, registry::suspend(tx, clock, &found.id).await?)
        }
        Command::Dissolve { organization, on } => {
            let found = registry::find(tx, &organization).await?;
            (
                "dissolved",
                registry::dissolve(tx, clock, &found.id, on).await?,
            )
        }
        Command::Reopen { organization } => {
            let found = registry::find(tx, &organization).await?;
            ("reopened", registry::reopen(tx, clock, &found.id).await?)
        }
        Command::Remove { organization } => {
            let found = registry::find(tx, &organization).await?;
            registry::remove(tx, clock, &found.id).await?;
            (REMOVED, found)
        }
    })
}

/// The language that the directory speaks first.
pub(super) fn first_language(node: &Node) -> String {
    node.settings
        .languages
        .first()
        .cloned()
        .unwrap_or_else(|| "en".to_owned())
}

async fn listing(node: &Node, list: List) -> Result<Answer> {
    let filter = Filter {
        status: list.status,
        standing: list.standing,
        entity_type: list.entity_type,
        territory: list.territory,
        sector: list.sector,
        name: list.name,
        ..Filter::default()
    };
    let mut tx = node.db.read().await?;
    let limit = list.limit.unwrap_or(usize::MAX);
    let mut items = Vec::new();
    let mut after = None;
    while items.len() < limit {
        let wanted = limit - items.len();
        let page = registry::list(&mut tx, &filter, after.as_deref(), wanted).await?;
        items.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Answer::table(
        ["handle", "status", "standing", "territory", "name"],
        &items,
        |one| {
            let territory = one.stated.territory.as_ref().map(ToString::to_string);
            [
                one.handle.clone(),
                one.status.as_str().to_owned(),
                one.standing.as_str().to_owned(),
                territory.unwrap_or_default(),
                one.stated.name().to_owned(),
            ]
        },
    )
}
