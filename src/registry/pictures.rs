//! The icon and the header that an organization, or the office for it, gave.

use super::{life, locked};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::pictures::{self, Given, Role, Shown};
use crate::store::Tx;
use crate::text::LanguageMap;

/// How long the text may be that tells what is to be seen, in characters.
const LONGEST: usize = 1_500;

/// Shows a given icon or header; what stood there makes room. `alt` may tell what is to be seen.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] when `role` is another or a text is too long.
pub async fn give(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    (role, given): (Role, &Given),
    alt: &LanguageMap,
) -> Result<()> {
    let role = role.of_profile()?;
    let alt = alt.on_one_line();
    alt.within("alt", LONGEST)?;
    let mut organization = locked(tx, id).await?;
    let now = clock.now();
    pictures::give(tx, (&organization.path(), role), given, &alt, now).await?;
    life::changed(tx, &mut organization, now).await
}

/// Takes a given icon or header away again; what is drawn takes its place.
///
/// # Errors
/// [`Error::NotFound`] when none was given; [`Error::Invalid`] when `role` is another.
pub async fn take_away(tx: &mut Tx, clock: &Clock, id: &OrganizationId, role: Role) -> Result<()> {
    let role = role.of_profile()?;
    let mut organization = locked(tx, id).await?;
    let (path, now) = (organization.path(), clock.now());
    let Some(shown) = given(tx, &path, role).await? else {
        let what = format!("a given {} of {}", role.as_str(), organization.handle);
        return Err(Error::NotFound(what));
    };
    pictures::take_away(tx, (&path, role), &shown.picture.digest, now).await?;
    life::changed(tx, &mut organization, now).await
}

/// What was given for a place of the thing at `path`.
pub async fn given(tx: &mut Tx, path: &str, role: Role) -> Result<Option<Shown>> {
    let shown = pictures::at(tx, path, role).await?;
    Ok(shown.filter(|one| one.is_given))
}
