//! What stands beside the text of an offer: the photos that somebody gave, or else its card.

use serde_json::Value;

use super::super::looks::{self, Said};
use super::super::publish::Batch;
use super::content;
use crate::error::Result;
use crate::node::Node;
use crate::offers::Offer;
use crate::pictures;
use crate::registry::Organization;

/// What the card of an offer says, from top to bottom.
#[derive(Debug)]
pub struct Card {
    /// Whether it is offered or sought.
    pub label: String,
    /// Its title.
    pub title: String,
    /// Where, on which terms, until when.
    pub facts: Vec<String>,
    /// Whose it is.
    pub name: String,
}

impl Card {
    pub(super) fn of(
        node: &Node,
        offer: &Offer,
        owner: &Organization,
        place: Option<&str>,
    ) -> Self {
        let language = offer.stated.language.as_str();
        let title = offer.stated.titles.get(language).unwrap_or_default();
        Self {
            label: content::label(node, offer, language),
            title: title.to_owned(),
            facts: content::on_card(node, offer, place, language),
            name: owner.stated.name().to_owned(),
        }
    }
}

/// The pictures of an offer as its document states them. The card is drawn all the same, for
/// links to the offer's page from where one picture is shown.
pub(super) async fn attachment(
    batch: &mut Batch<'_>,
    offer: &Offer,
    owner: &Organization,
    place: Option<&str>,
) -> Result<Vec<Value>> {
    let node = batch.node;
    let (path, stated) = (offer.path(), &offer.stated);
    let language = stated.language.as_str();
    let mut titles: Vec<&str> = stated.titles.get(language).into_iter().collect();
    titles.extend(stated.titles.iter().map(|(_, title)| title));
    // What is in letters that there are none of is told by its kind.
    titles.push(stated.what.label(language));
    let card = Card::of(node, offer, owner, place);
    let said = Said {
        label: &card.label,
        titles: &titles,
        facts: &card.facts,
        name: &card.name,
        language,
    };
    looks::card(node, &mut batch.tx, &path, said, batch.now).await?;
    let shown = pictures::of(&mut batch.tx, &path).await?;
    Ok(looks::beside(node, &shown, language))
}
