//! Offers and needs.

use serde::{Deserialize, Serialize};

use super::{Answer, picture};
use crate::error::{Error, Result};
use crate::id::OfferId;
use crate::node::Node;
use crate::offers::{self, Draft, Ending, Filter, Offer, Purpose, State, pins};
use crate::place::Territory;
use crate::registry;
use crate::store::Tx;
use crate::vocabulary::{Aim, Terms, What};

/// What `trenza offer` can be asked. An offer is named by its id.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// List offers and needs, the newest first.
    List(List),
    /// Show one offer or need.
    Show {
        /// Its id.
        offer: String,
    },
    /// Publish an offer or need of an active organization.
    Add {
        /// The organization's handle or id.
        #[arg(long)]
        org: String,
        /// Whether it offers or seeks: offer or need.
        #[arg(long)]
        purpose: Purpose,
        /// The title.
        #[arg(long)]
        title: String,
        /// What it is about, such as product, service or space-equipment.
        #[arg(long)]
        what: What,
        /// On which terms: sell, rent, lend, give, barter, together or to-be-agreed.
        #[arg(long, default_value = "to-be-agreed")]
        terms: Terms,
        /// The language of the texts (BCP 47); the directory's first without it.
        #[arg(long)]
        lang: Option<String>,
        /// What else is to be said.
        #[command(flatten)]
        fields: Fields,
    },
    /// Change an offer or need that stands; what is not named stays.
    Edit {
        /// Its id.
        offer: String,
        /// The title, in the language of --lang.
        #[arg(long)]
        title: Option<String>,
        /// What it is about.
        #[arg(long)]
        what: Option<What>,
        /// On which terms.
        #[arg(long)]
        terms: Option<Terms>,
        /// The language of the texts given here; the offer's own without it.
        #[arg(long)]
        lang: Option<String>,
        /// What else is to be said.
        #[command(flatten)]
        fields: Fields,
    },
    /// End an offer or need. It stays readable, marked as ended.
    Close {
        /// Its id.
        offer: String,
        /// It led to what it was for.
        #[arg(long)]
        met: bool,
    },
    /// Show an offer or need first in its organization's profile; at most five are.
    Pin {
        /// Its id.
        offer: String,
    },
    /// Show an offer or need first no more.
    Unpin {
        /// Its id.
        offer: String,
    },
    /// Its photos.
    #[command(subcommand)]
    Picture(picture::OfOffer),
    /// Offer anew, under a new address, what has ended or was withdrawn.
    Again {
        /// Its id.
        offer: String,
    },
    /// Withdraw an offer or need: it disappears everywhere, for good.
    Withdraw {
        /// Its id.
        offer: String,
    },
}

/// Which offers to list.
#[derive(Debug, clap::Args, Serialize, Deserialize)]
pub struct List {
    /// Of which organization: its handle or id.
    #[arg(long)]
    pub org: Option<String>,
    /// Offers or needs: offer or need.
    #[arg(long)]
    pub purpose: Option<Purpose>,
    /// How far they have come, such as open or met.
    #[arg(long)]
    pub state: Option<State>,
    /// What they are about.
    #[arg(long)]
    pub what: Option<What>,
    /// Where; a country includes its subdivisions.
    #[arg(long)]
    pub territory: Option<Territory>,
    /// How many to list at most; all without it.
    #[arg(long)]
    pub limit: Option<usize>,
}

/// What may be said besides; what is not given stays as it is.
#[derive(Debug, Default, clap::Args, Serialize, Deserialize)]
pub struct Fields {
    /// The text, with blank lines between paragraphs.
    #[arg(long)]
    pub text: Option<String>,
    /// Under which conditions.
    #[arg(long)]
    pub conditions: Option<String>,
    /// To which kind of inter-cooperation it is meant to lead.
    #[arg(long)]
    pub aim: Option<Aim>,
    /// Where it can be taken or is needed: ES, ES-CT, or a Wikidata id.
    #[arg(long)]
    pub territory: Option<Territory>,
    /// How much of it.
    #[arg(long)]
    pub quantity: Option<f64>,
    /// What the quantity counts.
    #[arg(long)]
    pub unit: Option<String>,
    /// Until when it stands: 2026-12-31, or a moment in RFC 3339.
    #[arg(long, value_name = "DAY")]
    pub until: Option<String>,
}

impl Fields {
    fn write(self, draft: &mut Draft, lang: &str) -> Result<()> {
        if let Some(text) = self.text {
            draft.texts.insert(lang, &text)?;
        }
        if let Some(conditions) = self.conditions {
            draft.conditions.insert(lang, &conditions)?;
        }
        draft.aim = self.aim.or(draft.aim);
        draft.territory = self.territory.or_else(|| draft.territory.take());
        draft.quantity = self.quantity.or(draft.quantity);
        draft.unit = self.unit.or_else(|| draft.unit.take());
        if let Some(until) = self.until {
            draft.valid_until = Some(offers::deadline(&until)?);
        }
        Ok(())
    }
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Answer> {
    match command {
        Command::List(list) => listing(node, list).await,
        Command::Picture(command) => picture::of_offer(node, command).await,
        Command::Show { offer } => {
            let mut tx = node.db.read().await?;
            let offer = offers::get(&mut tx, &OfferId::parse(&offer)?).await?;
            Answer::of(described(node, &offer), &offer)
        }
        command => {
            let mut tx = node.db.begin().await?;
            let (done, offer) = change(&mut tx, node, command).await?;
            tx.commit().await?;
            Answer::of(format!("{done}: {}", node.url(&offer.path())), &offer)
        }
    }
}

/// Runs one verb, and says what it did in a word.
async fn change(tx: &mut Tx, node: &Node, command: Command) -> Result<(&'static str, Offer)> {
    let clock = &node.clock;
    Ok(match command {
        Command::List(_) | Command::Show { .. } | Command::Picture(_) => {
            return Err(Error::internal("is done elsewhere"));
        }
        Command::Add {
            org,
            purpose,
            title,
            what,
            terms,
            lang,
            fields,
        } => {
            let owner = registry::find(tx, &org).await?;
            let lang = lang.unwrap_or_else(|| super::org::first_language(node));
            let mut draft = Draft::titled(purpose, &title, &lang, what, terms)?;
            fields.write(&mut draft, &lang)?;
            ("published", offers::add(tx, clock, &owner.id, draft).await?)
        }
        Command::Edit {
            offer,
            title,
            what,
            terms,
            lang,
            fields,
        } => {
            let id = OfferId::parse(&offer)?;
            let mut draft = offers::get_for_change(tx, &id).await?.stated;
            let lang = lang.unwrap_or_else(|| draft.language.clone());
            if let Some(title) = title {
                draft.titles.insert(&lang, &title)?;
            }
            draft.what = what.unwrap_or(draft.what);
            draft.terms = terms.unwrap_or(draft.terms);
            fields.write(&mut draft, &lang)?;
            ("changed", offers::edit(tx, clock, &id, draft).await?)
        }
        Command::Close { offer, met } => {
            let ending = if met { Ending::Met } else { Ending::Closed };
            (
                "closed",
                offers::close(tx, clock, &OfferId::parse(&offer)?, ending).await?,
            )
        }
        Command::Pin { offer } => (
            "pinned",
            pins::pin(tx, clock, &OfferId::parse(&offer)?).await?,
        ),
        Command::Unpin { offer } => (
            "unpinned",
            pins::unpin(tx, clock, &OfferId::parse(&offer)?).await?,
        ),
        Command::Again { offer } => (
            "published",
            offers::again(tx, clock, &OfferId::parse(&offer)?).await?,
        ),
        Command::Withdraw { offer } => (
            "withdrawn",
            offers::withdraw(tx, clock, &OfferId::parse(&offer)?).await?,
        ),
    })
}

async fn listing(node: &Node, list: List) -> Result<Answer> {
    let mut tx = node.db.read().await?;
    let organization = match &list.org {
        Some(name) => Some(registry::find(&mut tx, name).await?.id),
        None => None,
    };
    let filter = Filter {
        organization,
        purpose: list.purpose,
        state: list.state,
        what: list.what,
        territory: list.territory,
        ..Filter::default()
    };
    let limit = list.limit.unwrap_or(usize::MAX);
    let mut items = Vec::new();
    let mut after = None;
    while items.len() < limit {
        let wanted = limit - items.len();
        let page = offers::list(&mut tx, &filter, after.as_deref(), wanted).await?;
        items.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let heads = ["id", "purpose", "state", "what", "title"];
    Answer::table(heads, &items, |offer| {
        [
            offer.id.to_string(),
            offer.stated.purpose.as_str().to_owned(),
            offer.state.as_str().to_owned(),
            offer.stated.what.as_str().to_owned(),
            title(offer).to_owned(),
        ]
    })
}

fn title(offer: &Offer) -> &str {
    let stated = &offer.stated;
    stated
        .titles
        .pick(&[&stated.language])
        .map_or("", |(_, title)| title)
}

fn described(node: &Node, offer: &Offer) -> String {
    let stated = &offer.stated;
    let mut lines = vec![
        title(offer).to_owned(),
        format!("address    {}", node.url(&offer.path())),
        format!(
            "state      {}, {}",
            stated.purpose.as_str(),
            offer.state.as_str()
        ),
        format!(
            "what       {}, {}",
            stated.what.label("en"),
            stated.terms.label("en")
        ),
    ];
    if let Some(until) = stated.valid_until {
        lines.push(format!("until      {}", until.to_rfc3339()));
    }
    if let Some((_, text)) = stated.texts.pick(&[&stated.language]) {
        lines.push(format!("\n{text}"));
    }
    lines.join("\n")
}
