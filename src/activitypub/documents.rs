//! Published documents: the bytes that a GET answers, as they were signed when published.
//!
//! A GET costs one read by primary key, or none: what was read lately is remembered as long
//! as no other process can write the rows behind our back.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde_json::Value;

use super::{digest, log};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::store::{Db, Tx, execute, on};

/// How many bytes of bodies are remembered.
const REMEMBERED: u64 = 16 << 20;
/// How many entries the cache is laid out for.
const EXPECTED: usize = 4096;

/// A document as it stands.
#[derive(Debug, Clone)]
pub struct Document {
    /// The signed bytes; of something removed, its Tombstone.
    pub body: Bytes,
    /// A strong entity tag, with its quotation marks (RFC 9110 §8.8.3).
    pub etag: String,
    /// Whether it was removed, so that a GET answers 410.
    pub is_gone: bool,
}

/// All documents of a node.
#[derive(Debug, Clone)]
pub struct Documents {
    db: Db,
    cache: Option<Arc<Cache<String, Document, Size>>>,
    digest: Arc<Mutex<Option<(i64, String)>>>,
    /// Raised whenever something was written, so that a slow reader notices.
    version: Arc<AtomicU64>,
}

#[derive(Debug, Clone)]
struct Size;

impl Weighter<String, Document> for Size {
    fn weight(&self, path: &String, document: &Document) -> u64 {
        (path.len() + document.body.len() + document.etag.len()) as u64
    }
}

impl Documents {
    /// The documents kept in `db`.
    pub fn new(db: Db) -> Self {
        let cache = db
            .is_exclusive()
            .then(|| Arc::new(Cache::with_weighter(EXPECTED, REMEMBERED, Size)));
        Self {
            db,
            cache,
            digest: Arc::default(),
            version: Arc::default(),
        }
    }

    /// The document at `path`, `None` when nothing was ever published there.
    pub async fn get(&self, path: &str) -> Result<Option<Document>> {
        if let Some(found) = self.cache.as_ref().and_then(|cache| cache.get(path)) {
            return Ok(Some(found));
        }
        let version = self.version.load(Ordering::SeqCst);
        let mut tx = self.db.read().await?;
        let query = "SELECT body, etag, gone FROM documents WHERE path = $1";
        let row: Option<(String, String, bool)> =
            on!(tx, |c| sqlx::query_as(query).bind(path).fetch_optional(c))?;
        let found = row.map(|(body, etag, is_gone)| Document {
            body: Bytes::from(body),
            etag,
            is_gone,
        });
        if let (Some(cache), Some(document)) = (&self.cache, &found) {
            cache.insert(path.to_owned(), document.clone());
            if self.version.load(Ordering::SeqCst) != version {
                // These may be the bytes of before.
                cache.remove(path);
            }
        }
        Ok(found)
    }

    /// The digest of all records that stand (see [`log::state_digest`]) when the newest entry
    /// of the log is `head`. It is reckoned once for each head: anybody may ask for it.
    pub async fn state_digest(&self, tx: &mut Tx, head: i64, base: &str) -> Result<String> {
        let known = self
            .digest
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some((_, digest)) = known.filter(|(at, _)| *at == head) {
            return Ok(digest);
        }
        let digest = log::state_digest(tx, base).await?;
        let mut known = self.digest.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some((head, digest.clone()));
        Ok(digest)
    }

    /// Forgets the remembered bytes of paths that were just written and committed.
    pub fn forget<'p>(&self, paths: impl IntoIterator<Item = &'p str>) {
        self.version.fetch_add(1, Ordering::SeqCst);
        if let Some(cache) = &self.cache {
            for path in paths {
                cache.remove(path);
            }
        }
    }
}

/// What [`put`] writes.
#[derive(Debug)]
pub struct Publication<'p> {
    /// The path under the public address.
    pub path: &'p str,
    /// The whole signed document.
    pub body: &'p str,
    /// The digest by which nodes compare the record; `None` for what is no record of its
    /// own, such as an actor document of a territory, and for what was removed.
    pub record_digest: Option<&'p str>,
    /// Whether `body` is a Tombstone.
    pub is_gone: bool,
    /// The log number of the activity that told of it.
    pub log_number: Option<i64>,
}

/// Writes a document. The caller forgets the remembered bytes after its commit.
pub async fn put(tx: &mut Tx, publication: &Publication<'_>, now: Timestamp) -> Result<()> {
    let statement = "INSERT INTO documents \
        (path, body, etag, gone, record_digest, log_seq, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (path) DO UPDATE SET body = $2, etag = $3, gone = $4, record_digest = $5, \
        log_seq = $6, updated_at = $7";
    let etag = tag(publication.body);
    execute!(
        tx,
        sqlx::query(statement)
            .bind(publication.path)
            .bind(publication.body)
            .bind(&etag)
            .bind(publication.is_gone)
            .bind(publication.record_digest)
            .bind(publication.log_number)
            .bind(now)
    )?;
    Ok(())
}

/// Some of the documents that stand, after a path and in the order of paths: path and body.
pub async fn after(tx: &mut Tx, path: &str, limit: i64) -> Result<Vec<(String, String)>> {
    let query = "SELECT path, body FROM documents WHERE path > $1 AND gone = FALSE \
        ORDER BY path LIMIT $2";
    on!(tx, |c| sqlx::query_as(query)
        .bind(path)
        .bind(limit)
        .fetch_all(c))
}

/// The bytes of a document that stands.
pub async fn body(tx: &mut Tx, path: &str) -> Result<Option<String>> {
    let query = "SELECT body FROM documents WHERE path = $1 AND gone = FALSE";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(path)
        .fetch_optional(c))
}

/// Writes the same document under another proof, unless it was published anew meanwhile.
pub async fn reseal(
    tx: &mut Tx,
    (path, before): (&str, &str),
    body: &str,
    now: Timestamp,
) -> Result<()> {
    let statement = "UPDATE documents SET body = $3, etag = $4, updated_at = $5 \
        WHERE path = $1 AND body = $2";
    let anew = tag(body);
    execute!(
        tx,
        sqlx::query(statement)
            .bind(path)
            .bind(before)
            .bind(body)
            .bind(&anew)
            .bind(now)
    )?;
    Ok(())
}

/// The strong entity tag of a body.
fn tag(body: &str) -> String {
    format!("\"{}\"", hex::encode(digest::sha256(body.as_bytes())))
}

/// Whether a document's body says that its object is withheld.
pub fn is_withheld(body: &str) -> bool {
    serde_json::from_str::<Value>(body).is_ok_and(|one| one.get("suspended").is_some())
}

/// Whether the object of the document at `path` is withheld now.
pub async fn withholds(tx: &mut Tx, path: &str) -> Result<bool> {
    let query = "SELECT body FROM documents WHERE path = $1";
    let body: Option<String> = on!(tx, |c| sqlx::query_scalar(query)
        .bind(path)
        .fetch_optional(c))?;
    Ok(body.as_deref().is_some_and(is_withheld))
}

/// Whether a document stands at `path`: `None` when nothing was published there, else
/// whether it was removed.
pub async fn is_gone(tx: &mut Tx, path: &str) -> Result<Option<bool>> {
    let query = "SELECT gone FROM documents WHERE path = $1";
    on!(tx, |c| sqlx::query_scalar(query)
        .bind(path)
        .fetch_optional(c))
}
