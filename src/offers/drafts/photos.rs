//! The photos of a draft. Nobody is given them but those who represent its organization, until
//! the draft is published and its offer shows them.

use super::{DraftId, Offer, OrganizationId, get};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::offers::photos::{LONGEST, at, has_room, missing, told_bytes};
use crate::pictures::{self, Content, Given, Role, Shown};
use crate::registry;
use crate::store::Tx;
use crate::text::LanguageMap;

/// Shows one more photo. `alt` tells what is to be seen on it, in the draft's language.
///
/// # Errors
/// [`Error::NotFound`] when the organization has no such draft; [`Error::Invalid`] about `alt`;
/// [`Error::AlreadyExists`] when the draft shows that photo; [`Error::Conflict`] when it shows
/// enough.
pub async fn add(
    tx: &mut Tx,
    clock: &Clock,
    (organization, id): (&OrganizationId, &DraftId),
    given: &Given,
    alt: &LanguageMap,
) -> Result<()> {
    registry::get_for_change(tx, organization).await?;
    let alt = told(alt)?;
    has_room(&of(tx, organization, id).await?, given)?;
    let path = id.path();
    pictures::add_photo(tx, &path, given, &alt, clock.now()).await?;
    pictures::withhold(tx, &path, true).await
}

/// Tells anew what is to be seen on a photo.
///
/// # Errors
/// [`Error::NotFound`] when the organization has no such draft; [`Error::Absent`] when the draft
/// shows no such photo; [`Error::Invalid`] about `alt`.
pub async fn describe(
    tx: &mut Tx,
    (organization, id): (&OrganizationId, &DraftId),
    digest: &str,
    alt: &LanguageMap,
) -> Result<()> {
    get(tx, organization, id).await?;
    let alt = told(alt)?;
    if pictures::describe(tx, (&id.path(), Role::Photo), digest, &alt).await? {
        Ok(())
    } else {
        Err(missing(digest))
    }
}

/// Shows a photo no more, and keeps it no longer.
///
/// # Errors
/// [`Error::NotFound`] when the organization has no such draft; [`Error::Absent`] when the draft
/// shows no such photo.
pub async fn remove(
    tx: &mut Tx,
    (organization, id): (&OrganizationId, &DraftId),
    digest: &str,
) -> Result<()> {
    get(tx, organization, id).await?;
    if pictures::discard(tx, (&id.path(), Role::Photo), digest).await? {
        Ok(())
    } else {
        Err(missing(digest))
    }
}

/// The photos of a draft.
///
/// # Errors
/// [`Error::NotFound`] when the organization has no such draft.
pub async fn of(tx: &mut Tx, organization: &OrganizationId, id: &DraftId) -> Result<Vec<Shown>> {
    get(tx, organization, id).await?;
    at(tx, &id.path()).await
}

/// One of them, for those who represent its organization.
///
/// # Errors
/// [`Error::NotFound`] when the organization has no such draft.
pub async fn content(
    tx: &mut Tx,
    (organization, id): (&OrganizationId, &DraftId),
    digest: &str,
) -> Result<Content> {
    get(tx, organization, id).await?;
    pictures::content_at(tx, &id.path(), digest).await
}

/// Shows with an offer the photos of the draft that became it. What was told of them is in the
/// language that the draft was published in, whichever was chosen when they were added.
pub(super) async fn publish(tx: &mut Tx, id: &DraftId, offer: &Offer) -> Result<()> {
    let (from, to) = (id.path(), offer.path());
    let language = offer.stated.language.as_str();
    let mut shown = at(tx, &from).await?;
    for one in &mut shown {
        let text = one.alt.pick(&[language]).map_or("", |(_, text)| text);
        one.alt = LanguageMap::of(language, text)?;
        pictures::describe(tx, (&from, Role::Photo), &one.picture.digest, &one.alt).await?;
    }
    let told = told_bytes(shown.iter().map(|one| &one.alt));
    offer.stated.within_together("photos", told)?;
    pictures::hand_over(tx, &from, &to).await
}

/// What is to be seen, as it is kept.
fn told(alt: &LanguageMap) -> Result<LanguageMap> {
    let alt = alt.on_one_line();
    alt.within("alt", LONGEST)?;
    if alt.is_empty() {
        let reason = "say what is to be seen, for those who do not see it";
        return Err(Error::invalid("alt", reason));
    }
    Ok(alt)
}
