//! What stands beside the text of an offer: the photos that somebody gave, or else its card.

use serde_json::Value;

use super::super::looks::{self, Said};
use super::super::publish::Batch;
use super::content;
use crate::error::Result;
use crate::offers::Offer;
use crate::pictures;
use crate::registry::Organization;

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
    let said = Said {
        label: &content::label(node, offer, language),
        titles: &titles,
        facts: &content::on_card(node, offer, place, language),
        name: owner.stated.name(),
        language,
    };
    looks::card(node, &mut batch.tx, &path, said, batch.now).await?;
    let shown = pictures::of(&mut batch.tx, &path).await?;
    Ok(looks::beside(node, &shown, language))
}
