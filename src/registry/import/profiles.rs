//! What the office said of the columns of the files that it imported. The next file with the
//! same headers is understood as the last one was, until somebody says otherwise.

use super::{Guess, Mapping};
use crate::access;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, on};

/// A mapping that was imported by.
#[derive(Debug, Clone)]
pub struct Profile {
    /// What the columns mean.
    pub mapping: Mapping,
    /// The last file that was imported by it.
    pub file: String,
}

/// Keeps the mapping by which a file was imported, in the place of what was said of its headers
/// before.
///
/// # Errors
/// [`Error::Unavailable`](crate::error::Error::Unavailable) when the database fails.
pub async fn keep(tx: &mut Tx, guess: &Guess, profile: &Profile, now: Timestamp) -> Result<()> {
    let statement = "INSERT INTO mapping_profiles (headers_digest, mapping, file, kept_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (headers_digest) \
        DO UPDATE SET mapping = $2, file = $3, kept_at = $4";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(digest(guess))
            .bind(profile.mapping.to_toml())
            .bind(&profile.file)
            .bind(now)
    )?;
    Ok(())
}

/// The mapping by which the last file with the same headers was imported.
///
/// # Errors
/// [`Error::Unavailable`](crate::error::Error::Unavailable) when the database fails.
pub async fn find(tx: &mut Tx, guess: &Guess) -> Result<Option<Profile>> {
    let query = "SELECT mapping, file FROM mapping_profiles WHERE headers_digest = $1";
    let found: Option<(String, String)> = on!(tx, |c| sqlx::query_as(query)
        .bind(digest(guess))
        .fetch_optional(c))?;
    let Some((mapping, file)) = found else {
        return Ok(None);
    };
    // What an earlier version of the program took and this one does not is guessed anew.
    let mapping = Mapping::read(&mapping);
    if let Err(error) = &mapping {
        tracing::warn!(%error, file, "a kept mapping is no longer understood");
    }
    // How a file is to be read is its own matter, however the last one was.
    let mapping = mapping.ok().map(|mapping| Mapping {
        encoding: None,
        delimiter: None,
        ..mapping
    });
    Ok(mapping.map(|mapping| Profile { mapping, file }))
}

/// Forgets what was said of the headers of a file, so that they are guessed anew.
///
/// # Errors
/// [`Error::Unavailable`](crate::error::Error::Unavailable) when the database fails.
pub async fn forget(tx: &mut Tx, guess: &Guess) -> Result<()> {
    let statement = "DELETE FROM mapping_profiles WHERE headers_digest = $1";
    execute!(tx, sqlx::query(statement).bind(digest(guess)))?;
    Ok(())
}

/// Forgets what was kept by the import of a file of that name that began at a moment, or by a
/// later one of the same name.
pub(super) async fn forget_of(tx: &mut Tx, file: &str, since: Timestamp) -> Result<()> {
    let statement = "DELETE FROM mapping_profiles WHERE file = $1 AND kept_at >= $2";
    execute!(tx, sqlx::query(statement).bind(file).bind(since))?;
    Ok(())
}

/// The headers of a file, all of them in their order. No header holds what parts them.
fn digest(guess: &Guess) -> String {
    let headers = guess.columns.iter().map(|column| column.header.as_str());
    access::digest_of(&headers.collect::<Vec<_>>().join("\u{1f}"))
}
