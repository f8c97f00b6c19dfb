//! One record by itself, as linked data or as a profile.

use super::linked::{self, Area, Relations, Turtle};
use super::{Asked, Format, murmurations};
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::offers;
use crate::registry::{self, membership, same_as};
use crate::settings::Settings;
use crate::store::Tx;

/// A published organization with what it offers and seeks, as everybody may see it.
///
/// # Errors
/// [`Error::NotFound`] when there is none, it is not public, or single records are not
/// written in this format.
pub async fn one(
    tx: &mut Tx,
    settings: &Settings,
    id: &OrganizationId,
    format: Format,
) -> Result<Vec<u8>> {
    let found = registry::get(tx, id).await?;
    if !found.is_public() {
        return Err(Error::NotFound(format!("organization {id}")));
    }
    let base = settings.url("");
    let organization = Asked::public(format).shown(found);
    let sources = registry::sources(tx, id).await?;
    let offers = offers::of_all(tx, &[id], true).await?;
    let bodies = membership::bodies_of(tx, &[id]).await?;
    let bodies: Vec<String> = bodies
        .into_values()
        .flatten()
        .map(|body| body.address(&base))
        .collect();
    let same = same_as::of_all(tx, &[id]).await?;
    let same: Vec<String> = same.into_values().flatten().collect();
    let offers: Vec<_> = offers.into_values().flatten().collect();
    let relations = Relations {
        sources: &sources,
        bodies: &bodies,
        same: &same,
        offers: &offers,
    };
    match format {
        Format::JsonLd => {
            let thing = linked::organization(&base, &organization, &relations);
            let document = linked::document(Area::Records, &thing);
            serde_json::to_vec_pretty(&document).map_err(Error::internal)
        }
        Format::Turtle => {
            let mut turtle = Turtle::new()?;
            let mut text = Vec::new();
            let thing = linked::organization(&base, &organization, &relations);
            turtle.write(&thing, &mut text).map_err(Error::internal)?;
            turtle.end(&mut text).map_err(Error::internal)?;
            Ok(text)
        }
        Format::Murmurations => {
            let profile = murmurations::profile(&base, &organization, &bodies);
            serde_json::to_vec_pretty(&profile).map_err(Error::internal)
        }
        _ => Err(Error::NotFound(format!("a record as {}", format.as_str()))),
    }
}
