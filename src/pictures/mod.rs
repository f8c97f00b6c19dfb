//! Pictures: cards, icons and headers that are drawn, and those that somebody gave.
//!
//! A drawing is kept as text with the change that asks for it, under the address that it will
//! have for ever, and drawn beside the requests, one at a time. A picture that somebody gives is
//! made new before it is kept. Pictures do not know what they are of.

/// Three strands.
mod braid;
/// The picture that stands with a text: what it is, where, until when, whose.
mod card;
/// Which colours go together.
mod colors;
/// From a drawing to a picture.
mod draw;
/// The letters that pictures are drawn with.
mod font;
/// What somebody gave, made new.
mod given;
/// What an account is known by at a glance.
mod icon;
/// The queries, which nothing outside sees.
mod sql;
#[cfg(test)]
mod tests;
/// Text on lines.
mod wrap;

use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::store::{Db, Tx};
use crate::text::LanguageMap;

pub use card::Card;
pub use colors::Colors;
pub use font::can_draw;
#[cfg(test)]
pub(crate) use given::testing as given_testing;
pub use given::{Given, MOST_BYTES};
pub use icon::{header, icon, initials};

/// Raised when the same drawing gives another picture, as with other fonts.
const VERSION: &str = "1";
/// How often drawings are looked for that nobody rang for.
const POLL: Duration = Duration::from_secs(5);
/// How long a picture stays that nothing shows any more: other servers may still fetch it.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// For what a picture stands with a record or an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The drawn summary of a record, 1200 by 630 pixels.
    Card,
    /// What somebody shows of it.
    Photo,
    /// The small square of an account, 400 by 400 pixels.
    Icon,
    /// The wide ground of a profile, 1500 by 500 pixels.
    Header,
}

impl Role {
    /// The name under which the database keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Photo => "photo",
            Self::Icon => "icon",
            Self::Header => "header",
        }
    }

    /// The role, if it is one of an account.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is another.
    pub fn of_profile(self) -> Result<Self> {
        match self {
            Self::Icon | Self::Header => Ok(self),
            Self::Card | Self::Photo => Err(Error::invalid("role", "write icon or header")),
        }
    }

    /// Reads the name.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is none.
    pub fn parse(name: &str) -> Result<Self> {
        [Self::Card, Self::Photo, Self::Icon, Self::Header]
            .into_iter()
            .find(|role| role.as_str() == name)
            .ok_or_else(|| Error::invalid("role", "write icon, header, photo or card"))
    }
}

/// A drawing, in SVG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    svg: String,
    width: u16,
    height: u16,
}

/// A picture as documents and pages name it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Picture {
    /// What it is known by: SHA-256, in hexadecimal.
    pub digest: String,
    /// `image/png` or `image/jpeg`.
    pub media_type: String,
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
    /// What is shown of a given one until it has come (<https://blurha.sh>).
    pub blurhash: Option<String>,
}

impl Picture {
    /// Its path under the node's address.
    pub fn path(&self) -> String {
        let ending = match self.media_type.as_str() {
            "image/jpeg" => "jpg",
            _ => "png",
        };
        format!("/m/{}.{ending}", self.digest)
    }
}

/// A picture that stands with something.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// For what it stands.
    pub role: Role,
    /// The picture.
    pub picture: Picture,
    /// Whether somebody gave it, or it was drawn.
    pub is_given: bool,
    /// What is to be seen on it.
    pub alt: LanguageMap,
}

/// A picture that is asked for.
#[derive(Debug)]
pub enum Content {
    /// There is none.
    Missing,
    /// It is not drawn yet.
    Waiting,
    /// The bytes and their media type.
    Drawn(Vec<u8>, String),
}

/// Shows a drawing with the thing at `path`, unless somebody gave a picture for that place.
/// Returns what is shown there.
pub async fn show(
    tx: &mut Tx,
    (path, role): (&str, Role),
    drawing: &Drawing,
    alt: &LanguageMap,
    now: Timestamp,
) -> Result<Picture> {
    if let Some(given) = at(tx, path, role).await?.filter(|one| one.is_given) {
        return Ok(given.picture);
    }
    let source = format!("{VERSION}\n{}", drawing.svg);
    let picture = Picture {
        digest: hex::encode(digest(&SHA256, source.as_bytes())),
        media_type: "image/png".to_owned(),
        width: drawing.width.into(),
        height: drawing.height.into(),
        blurhash: None,
    };
    sql::insert(tx, &picture, Some(&drawing.svg), None, now).await?;
    place(tx, (path, role), &picture, false, alt, now).await?;
    Ok(picture)
}

async fn place(
    tx: &mut Tx,
    (path, role): (&str, Role),
    picture: &Picture,
    is_given: bool,
    alt: &LanguageMap,
    now: Timestamp,
) -> Result<()> {
    let before = at(tx, path, role).await?;
    sql::put_use(tx, (path, role, 0), &picture.digest, is_given, alt).await?;
    match before.filter(|before| before.picture.digest != picture.digest) {
        Some(before) => sql::release_unused(tx, &before.picture.digest, now).await,
        None => Ok(()),
    }
}

/// Shows what somebody gave in the one place of its kind that the thing at `path` has; what
/// stood there makes room.
pub async fn give(
    tx: &mut Tx,
    (path, role): (&str, Role),
    given: &Given,
    alt: &LanguageMap,
    now: Timestamp,
) -> Result<()> {
    keep(tx, given, now).await?;
    place(tx, (path, role), &given.picture, true, alt, now).await
}

/// Shows one more photo with the thing at `path`, after those that are there. Whoever calls
/// keeps other writers from that thing.
pub async fn add_photo(
    tx: &mut Tx,
    path: &str,
    given: &Given,
    alt: &LanguageMap,
    now: Timestamp,
) -> Result<()> {
    keep(tx, given, now).await?;
    let position = sql::next_position(tx, path, Role::Photo).await?;
    let place = (path, Role::Photo, position);
    sql::put_use(tx, place, &given.picture.digest, true, alt).await
}

async fn keep(tx: &mut Tx, given: &Given, now: Timestamp) -> Result<()> {
    sql::insert(tx, &given.picture, None, Some(&given.content), now).await
}

/// Says anew what is to be seen on a given picture; says whether it stands there.
pub async fn describe(
    tx: &mut Tx,
    (path, role): (&str, Role),
    digest: &str,
    alt: &LanguageMap,
) -> Result<bool> {
    sql::describe(tx, (path, role), digest, alt).await
}

/// Takes a given picture away again; says whether it stood there.
pub async fn take_away(
    tx: &mut Tx,
    (path, role): (&str, Role),
    digest: &str,
    now: Timestamp,
) -> Result<bool> {
    let stood = sql::drop_given(tx, (path, role), digest).await?;
    sql::release_unused(tx, digest, now).await?;
    Ok(stood)
}

/// The same of a picture that nobody else was to see, which is forgotten at once.
pub async fn discard(tx: &mut Tx, (path, role): (&str, Role), digest: &str) -> Result<bool> {
    let stood = sql::drop_given(tx, (path, role), digest).await?;
    sql::remove_unused(tx, digest).await?;
    Ok(stood)
}

/// The pictures that stand with the thing at `path`; photos in the order in which they were
/// given.
pub async fn of(tx: &mut Tx, path: &str) -> Result<Vec<Shown>> {
    sql::of(tx, path).await
}

/// The picture that stands at one place of the thing at `path`.
pub async fn at(tx: &mut Tx, path: &str, role: Role) -> Result<Option<Shown>> {
    let all = sql::of(tx, path).await?;
    Ok(all.into_iter().find(|shown| shown.role == role))
}

/// Gives nobody the pictures that stand with the thing at `path`, or gives them again.
pub async fn withhold(tx: &mut Tx, path: &str, is_withheld: bool) -> Result<()> {
    sql::withhold(tx, path, is_withheld).await
}

/// Shows with the thing at `to`, which has none, the pictures of the one at `from`, which has
/// them no more; withheld ones are given to everybody from then on.
pub async fn hand_over(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    sql::hand_over(tx, from, to).await
}

/// Shows with the thing at `to` what somebody gave for the one at `from`, where nobody gave
/// anything for `to` itself. Photos stay where they are.
pub async fn carry(tx: &mut Tx, from: &str, to: &str, now: Timestamp) -> Result<()> {
    for shown in sql::of(tx, from)
        .await?
        .into_iter()
        .filter(|one| one.is_given)
    {
        let there = at(tx, to, shown.role).await?;
        if shown.role != Role::Photo && !there.is_some_and(|one| one.is_given) {
            place(tx, (to, shown.role), &shown.picture, true, &shown.alt, now).await?;
        }
    }
    Ok(())
}

/// Forgets the pictures of something that is gone, at once.
pub async fn forget(tx: &mut Tx, path: &str) -> Result<()> {
    let digests = sql::digests(tx, path).await?;
    sql::drop_uses(tx, path).await?;
    for digest in digests {
        sql::remove_unused(tx, &digest).await?;
    }
    Ok(())
}

/// What is to be answered to whoever asks for a picture.
pub async fn content(tx: &mut Tx, digest: &str) -> Result<Content> {
    sql::content(tx, digest).await
}

/// The same for whoever may see the thing at `path` that it stands with, also when it is
/// withheld.
pub async fn content_at(tx: &mut Tx, path: &str, digest: &str) -> Result<Content> {
    sql::content_at(tx, path, digest).await
}

/// Removes pictures that nothing has shown for long; says how many.
pub async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    sql::prune(tx, now - KEPT).await
}

/// Draws what waits, until `stop`.
pub async fn run(db: &Db, wake: &Notify, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match draw_next(db).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "a picture could not be drawn yet"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = wake.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Draws one picture that waits; `false` when none does.
pub async fn draw_next(db: &Db) -> Result<bool> {
    let mut tx = db.read().await?;
    let waiting = sql::waiting(&mut tx).await?;
    drop(tx);
    let Some((digest, svg)) = waiting else {
        return Ok(false);
    };
    let drawn = tokio::task::spawn_blocking(move || draw::draw(&svg)).await;
    let drawn = drawn.map_err(Error::internal).flatten();
    if let Err(error) = &drawn {
        // It would fail the same way for ever.
        tracing::error!(digest, %error, "a picture cannot be drawn and is left out");
    }
    let mut tx = db.begin().await?;
    sql::drawn(&mut tx, &digest, drawn.ok().as_deref()).await?;
    tx.commit().await?;
    Ok(true)
}
