//! The photos of an offer or need: what somebody shows of it, in the order in which they were
//! given, each with what is to be seen on it for those who do not see it.

use super::{Offer, State, changed, ended, locked};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::id::OfferId;
use crate::pictures::{self, Given, Role, Shown};
use crate::store::Tx;
use crate::text::LanguageMap;

/// How many photos an offer shows at most: other servers show no more.
pub const MOST: usize = 4;
/// How long the text may be that tells what is to be seen, in characters.
pub(super) const LONGEST: usize = 1_500;

/// Shows one more photo. `alt` tells what is to be seen on it, in each language in which the
/// offer has a title.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] about `alt` when a language is missing or a text too
/// long; [`Error::AlreadyExists`] when the offer shows that photo; [`Error::Conflict`] when it
/// has ended or shows enough.
pub async fn add(
    tx: &mut Tx,
    clock: &Clock,
    id: &OfferId,
    given: &Given,
    alt: &LanguageMap,
) -> Result<Offer> {
    let offer = for_change(tx, id).await?;
    let alt = told(&offer, alt)?;
    let shown = of(tx, &offer).await?;
    has_room(&shown, given)?;
    let alts = shown.iter().map(|one| &one.alt).chain([&alt]);
    (offer.stated).within_together("alt", told_bytes(alts))?;
    let now = clock.now();
    pictures::add_photo(tx, &offer.path(), given, &alt, now).await?;
    changed(tx, offer, now).await
}

/// Tells anew what is to be seen on a photo.
///
/// # Errors
/// [`Error::NotFound`] when the offer shows no such photo; [`Error::Invalid`] about `alt`;
/// [`Error::Conflict`] when the offer has ended.
pub async fn describe(
    tx: &mut Tx,
    clock: &Clock,
    id: &OfferId,
    digest: &str,
    alt: &LanguageMap,
) -> Result<Offer> {
    let offer = for_change(tx, id).await?;
    let alt = told(&offer, alt)?;
    let shown = of(tx, &offer).await?;
    let others = shown.iter().filter(|one| one.picture.digest != digest);
    let alts = others.map(|one| &one.alt).chain([&alt]);
    (offer.stated).within_together("alt", told_bytes(alts))?;
    let place = (offer.path(), Role::Photo);
    if !pictures::describe(tx, (&place.0, place.1), digest, &alt).await? {
        return Err(missing(digest));
    }
    changed(tx, offer, clock.now()).await
}

/// Shows a photo no more, whatever became of the offer.
///
/// # Errors
/// [`Error::NotFound`] when the offer shows no such photo.
pub async fn remove(tx: &mut Tx, clock: &Clock, id: &OfferId, digest: &str) -> Result<Offer> {
    let offer = locked(tx, id).await?;
    let now = clock.now();
    if !pictures::take_away(tx, (&offer.path(), Role::Photo), digest, now).await? {
        return Err(missing(digest));
    }
    changed(tx, offer, now).await
}

/// The photos of an offer.
pub async fn of(tx: &mut Tx, offer: &Offer) -> Result<Vec<Shown>> {
    at(tx, &offer.path()).await
}

/// The photos of what stands at a path.
pub(super) async fn at(tx: &mut Tx, path: &str) -> Result<Vec<Shown>> {
    let mut shown = pictures::of(tx, path).await?;
    shown.retain(|one| one.role == Role::Photo);
    Ok(shown)
}

/// How many bytes the words on photos take in the record of an offer, which tells each in one
/// language.
pub(super) fn told_bytes<'a>(alts: impl Iterator<Item = &'a LanguageMap>) -> usize {
    let longest = |alt: &LanguageMap| alt.iter().map(|(_, text)| text.len()).max();
    alts.filter_map(longest).sum()
}

/// Checks that one photo more may stand beside others.
pub(super) fn has_room(shown: &[Shown], given: &Given) -> Result<()> {
    if (shown.iter()).any(|one| one.picture.digest == given.digest()) {
        return Err(Error::AlreadyExists("this photo of the offer".to_owned()));
    }
    if shown.len() >= MOST {
        let reason = format!("the offer shows {MOST} photos already; take one away first");
        return Err(Error::Conflict(reason.into()));
    }
    Ok(())
}

async fn for_change(tx: &mut Tx, id: &OfferId) -> Result<Offer> {
    let offer = locked(tx, id).await?;
    match offer.state {
        State::Withdrawn => Err(Error::NotFound(format!("offer {id}"))),
        State::Met | State::Closed => Err(ended(&offer)),
        State::Open | State::InConversation | State::Expired => Ok(offer),
    }
}

/// What is to be seen, in each language of the offer.
fn told(offer: &Offer, alt: &LanguageMap) -> Result<LanguageMap> {
    let alt = alt.on_one_line();
    alt.within("alt", LONGEST)?;
    let missing = offer
        .stated
        .titles
        .iter()
        .find(|(language, _)| alt.get(language).is_none());
    match missing {
        Some((language, _)) => {
            let reason = "say in this language what is to be seen, for those who do not see it";
            Err(Error::invalid(format!("alt.{language}"), reason))
        }
        None => Ok(alt),
    }
}

pub(super) fn missing(digest: &str) -> Error {
    Error::absent(
        format!("photo {digest:?}"),
        "look at the offer for those that it shows",
    )
}
