//! Pictures: cards, icons and headers that are drawn, and those that somebody gave.
//!
//! A drawing is kept as text with the change that asks for it, under the address that it will
//! have for ever, and drawn beside the requests, one at a time. Pictures do not know what they
//! are of.

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
    if let Some(given) = sql::given(tx, path, role).await? {
        return Ok(given);
    }
    let source = format!("{VERSION}\n{}", drawing.svg);
    let picture = Picture {
        digest: hex::encode(digest(&SHA256, source.as_bytes())),
        media_type: "image/png".to_owned(),
        width: drawing.width.into(),
        height: drawing.height.into(),
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
    let before = sql::at(tx, path, role).await?;
    sql::put_use(tx, (path, role), &picture.digest, is_given, alt).await?;
    match before.filter(|before| before.digest != picture.digest) {
        Some(before) => sql::release_unused(tx, &before.digest, now).await,
        None => Ok(()),
    }
}

/// The pictures that stand with the thing at `path`.
pub async fn of(tx: &mut Tx, path: &str) -> Result<Vec<Shown>> {
    sql::of(tx, path).await
}

/// The picture that stands at one place of the thing at `path`.
pub async fn at(tx: &mut Tx, path: &str, role: Role) -> Result<Option<Picture>> {
    sql::at(tx, path, role).await
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
