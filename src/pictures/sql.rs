//! The queries of pictures.

use super::{Content, Picture, Role, Shown};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Tx, execute, from_json, on, to_json};
use crate::text::LanguageMap;

/// Keeps a picture; one that was released and comes back stays.
pub(super) async fn insert(
    tx: &mut Tx,
    picture: &Picture,
    drawing: Option<&str>,
    content: Option<&[u8]>,
    now: Timestamp,
) -> Result<()> {
    let statement = "INSERT INTO pictures \
        (digest, media_type, width, height, drawing, content, created_at, released_at, blurhash) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8) \
        ON CONFLICT (digest) DO UPDATE SET released_at = NULL";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&picture.digest)
            .bind(&picture.media_type)
            .bind(picture.width)
            .bind(picture.height)
            .bind(drawing)
            .bind(content)
            .bind(now)
            .bind(&picture.blurhash)
    )?;
    Ok(())
}

/// Puts a picture in its place; the one that stood there makes room.
pub(super) async fn put_use(
    tx: &mut Tx,
    (path, role, position): (&str, Role, i64),
    digest: &str,
    is_given: bool,
    alt: &LanguageMap,
) -> Result<()> {
    let statement = "INSERT INTO picture_uses (path, role, digest, given, alt, position) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (path, role, position) DO UPDATE \
        SET digest = $3, given = $4, alt = $5";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(path)
            .bind(role.as_str())
            .bind(digest)
            .bind(is_given)
            .bind(to_json(alt)?)
            .bind(position)
    )?;
    Ok(())
}

/// The place after those of a role that are taken.
pub(super) async fn next_position(tx: &mut Tx, path: &str, role: Role) -> Result<i64> {
    let query = "SELECT COALESCE(MAX(position) + 1, 0) FROM picture_uses \
        WHERE path = $1 AND role = $2";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(path)
        .bind(role.as_str())
        .fetch_one(c))
}

/// Writes what is to be seen on a given picture.
pub(super) async fn describe(
    tx: &mut Tx,
    (path, role): (&str, Role),
    digest: &str,
    alt: &LanguageMap,
) -> Result<bool> {
    let statement = "UPDATE picture_uses SET alt = $4 \
        WHERE path = $1 AND role = $2 AND digest = $3 AND given = TRUE";
    let count = execute!(
        tx,
        sqlx::query(statement)
            .bind(path)
            .bind(role.as_str())
            .bind(digest)
            .bind(to_json(alt)?)
    )?;
    Ok(count > 0)
}

/// Takes a given picture off the thing at `path`.
pub(super) async fn drop_given(
    tx: &mut Tx,
    (path, role): (&str, Role),
    digest: &str,
) -> Result<bool> {
    let statement = "DELETE FROM picture_uses \
        WHERE path = $1 AND role = $2 AND digest = $3 AND given = TRUE";
    let count = execute!(
        tx,
        sqlx::query(statement)
            .bind(path)
            .bind(role.as_str())
            .bind(digest)
    )?;
    Ok(count > 0)
}

/// One picture in its place, as the database has it.
#[derive(sqlx::FromRow)]
struct Row {
    role: String,
    given: bool,
    alt: String,
    #[sqlx(flatten)]
    picture: Picture,
}

pub(super) async fn of(tx: &mut Tx, path: &str) -> Result<Vec<Shown>> {
    let query = "SELECT u.role, u.given, u.alt, p.digest, p.media_type, p.width, p.height, \
        p.blurhash FROM picture_uses u JOIN pictures p ON p.digest = u.digest \
        WHERE u.path = $1 ORDER BY u.role DESC, u.position";
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query).bind(path).fetch_all(c))?;
    rows.into_iter()
        .map(|row| {
            Ok(Shown {
                role: Role::parse(&row.role)?,
                picture: row.picture,
                is_given: row.given,
                alt: from_json(&row.alt)?,
            })
        })
        .collect()
}

/// Marks pictures that nothing shows.
pub(super) async fn release_unused(tx: &mut Tx, digest: &str, now: Timestamp) -> Result<()> {
    let statement = "UPDATE pictures SET released_at = $2 WHERE digest = $1 AND NOT EXISTS \
        (SELECT 1 FROM picture_uses WHERE picture_uses.digest = pictures.digest)";
    execute!(tx, sqlx::query(statement).bind(digest).bind(now))?;
    Ok(())
}

/// The digests of what stands with the thing at `path`.
pub(super) async fn digests(tx: &mut Tx, path: &str) -> Result<Vec<String>> {
    let query = "SELECT digest FROM picture_uses WHERE path = $1";
    on!(tx, |c| sqlx::query_scalar(query).bind(path).fetch_all(c))
}

/// Takes everything off the thing at `path`.
pub(super) async fn drop_uses(tx: &mut Tx, path: &str) -> Result<()> {
    let statement = "DELETE FROM picture_uses WHERE path = $1";
    execute!(tx, sqlx::query(statement).bind(path))?;
    Ok(())
}

/// Removes a picture, unless something else shows it.
pub(super) async fn remove_unused(tx: &mut Tx, digest: &str) -> Result<()> {
    let statement = "DELETE FROM pictures WHERE digest = $1 AND NOT EXISTS \
        (SELECT 1 FROM picture_uses WHERE picture_uses.digest = pictures.digest)";
    execute!(tx, sqlx::query(statement).bind(digest))?;
    Ok(())
}

/// Withholds what stands with the thing at `path`, or shows it again.
pub(super) async fn withhold(tx: &mut Tx, path: &str, is_withheld: bool) -> Result<()> {
    let statement = "UPDATE picture_uses SET withheld = $2 WHERE path = $1";
    execute!(tx, sqlx::query(statement).bind(path).bind(is_withheld))?;
    Ok(())
}

pub(super) async fn content(tx: &mut Tx, digest: &str) -> Result<Content> {
    type Row = (String, bool, Option<Vec<u8>>);
    // What is withheld at one place may stand at another too, as a logo that two share.
    let query = "SELECT media_type, drawing IS NOT NULL, content FROM pictures WHERE digest = $1 \
        AND (NOT EXISTS (SELECT 1 FROM picture_uses WHERE digest = $1 AND withheld = TRUE) \
        OR EXISTS (SELECT 1 FROM picture_uses WHERE digest = $1 AND withheld = FALSE))";
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query).bind(digest).fetch_optional(c))?;
    Ok(match row {
        Some((media_type, _, Some(content))) => Content::Drawn(content, media_type),
        Some((_, true, None)) => Content::Waiting,
        _ => Content::Missing,
    })
}

/// A picture that stands with the thing at `path`, withheld or not.
pub(super) async fn content_at(tx: &mut Tx, path: &str, digest: &str) -> Result<Content> {
    type Row = (String, Option<Vec<u8>>);
    let query = "SELECT p.media_type, p.content FROM picture_uses u \
        JOIN pictures p ON p.digest = u.digest WHERE u.path = $1 AND u.digest = $2";
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(path)
        .bind(digest)
        .fetch_optional(c))?;
    Ok(match row {
        Some((media_type, Some(content))) => Content::Drawn(content, media_type),
        _ => Content::Missing,
    })
}

/// Shows to everybody, with the thing at `to`, what stands with the one at `from`.
pub(super) async fn hand_over(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    let statement = "UPDATE picture_uses SET path = $2, withheld = FALSE WHERE path = $1";
    execute!(tx, sqlx::query(statement).bind(from).bind(to))?;
    Ok(())
}

/// The drawing that has waited longest.
pub(super) async fn waiting(tx: &mut Tx) -> Result<Option<(String, String)>> {
    let query = "SELECT digest, drawing FROM pictures WHERE drawing IS NOT NULL \
        ORDER BY created_at LIMIT 1";
    on!(tx, |c| sqlx::query_as(query).fetch_optional(c))
}

/// Keeps what was drawn, and the drawing no longer.
pub(super) async fn drawn(tx: &mut Tx, digest: &str, content: Option<&[u8]>) -> Result<()> {
    let statement = "UPDATE pictures SET drawing = NULL, content = $2 WHERE digest = $1";
    execute!(tx, sqlx::query(statement).bind(digest).bind(content))?;
    Ok(())
}

pub(super) async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM pictures WHERE released_at < $1 AND NOT EXISTS \
        (SELECT 1 FROM picture_uses WHERE picture_uses.digest = pictures.digest)";
    execute!(tx, sqlx::query(statement).bind(before))
}
