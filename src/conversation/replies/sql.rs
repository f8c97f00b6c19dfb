//! The queries of answers.

use super::{Filter, Reply, State};
use crate::clock::Timestamp;
use crate::conversation::Person;
use crate::error::Result;
use crate::id::{OfferId, ReplyId};
use crate::store::{Tx, execute, on};

#[derive(sqlx::FromRow)]
struct Row {
    id: ReplyId,
    offer: OfferId,
    note: String,
    in_reply_to: String,
    depth: i64,
    author: String,
    author_name: Option<String>,
    author_handle: Option<String>,
    host: String,
    content: String,
    language: Option<String>,
    url: String,
    #[sqlx(try_from = "String")]
    state: State,
    published_at: Timestamp,
    updated_at: Timestamp,
    received_at: Timestamp,
    decided_at: Option<Timestamp>,
}

impl From<Row> for Reply {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            offer: row.offer,
            note: row.note,
            in_reply_to: row.in_reply_to,
            depth: row.depth,
            author: Person {
                id: row.author,
                name: row.author_name,
                handle: row.author_handle,
                host: row.host,
            },
            content: row.content,
            language: row.language,
            url: row.url,
            state: row.state,
            published_at: row.published_at,
            updated_at: row.updated_at,
            received_at: row.received_at,
            decided_at: row.decided_at,
        }
    }
}

macro_rules! columns {
    () => {
        "r.id, r.offer, r.note, r.in_reply_to, r.depth, r.author, r.author_name, \
         r.author_handle, r.host, r.content, r.language, r.url, r.state, r.published_at, \
         r.updated_at, r.received_at, r.decided_at"
    };
}

pub(super) async fn insert(tx: &mut Tx, reply: &Reply) -> Result<()> {
    let statement = "INSERT INTO replies (id, offer, note, in_reply_to, depth, author, \
        author_name, author_handle, host, content, language, url, state, published_at, \
        updated_at, received_at, decided_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&reply.id)
            .bind(&reply.offer)
            .bind(&reply.note)
            .bind(&reply.in_reply_to)
            .bind(reply.depth)
            .bind(&reply.author.id)
            .bind(&reply.author.name)
            .bind(&reply.author.handle)
            .bind(&reply.author.host)
            .bind(&reply.content)
            .bind(&reply.language)
            .bind(&reply.url)
            .bind(reply.state.as_str())
            .bind(reply.published_at)
            .bind(reply.updated_at)
            .bind(reply.received_at)
            .bind(reply.decided_at)
    )?;
    Ok(())
}

/// Writes what can change of an answer whose row this transaction has locked.
pub(super) async fn update(tx: &mut Tx, reply: &Reply) -> Result<()> {
    let statement = "UPDATE replies SET content = $2, language = $3, state = $4, \
        updated_at = $5, decided_at = $6 WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&reply.id)
            .bind(&reply.content)
            .bind(&reply.language)
            .bind(reply.state.as_str())
            .bind(reply.updated_at)
            .bind(reply.decided_at)
    )?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: &ReplyId) -> Result<()> {
    execute!(
        tx,
        sqlx::query("DELETE FROM replies WHERE id = $1").bind(id)
    )?;
    Ok(())
}

pub(super) async fn by_id(tx: &mut Tx, id: &ReplyId) -> Result<Option<Reply>> {
    let query = concat!("SELECT ", columns!(), " FROM replies r WHERE r.id = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))?;
    Ok(row.map(Reply::from))
}

pub(super) async fn by_note(tx: &mut Tx, note: &str) -> Result<Option<Reply>> {
    let query = concat!("SELECT ", columns!(), " FROM replies r WHERE r.note = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query).bind(note).fetch_optional(c))?;
    Ok(row.map(Reply::from))
}

pub(super) async fn select(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<&ReplyId>,
    limit: i64,
) -> Result<Vec<Reply>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM replies r JOIN offers o ON o.id = r.offer \
         WHERE ($1 IS NULL OR r.offer = $1) \
         AND ($2 IS NULL OR o.organization = $2) \
         AND ($3 IS NULL OR r.state = $3) \
         AND ($4 IS NULL OR r.id > $4) \
         ORDER BY r.id LIMIT $5"
    );
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(&filter.offer)
        .bind(&filter.organization)
        .bind(filter.state.map(State::as_str))
        .bind(after)
        .bind(limit)
        .fetch_all(c))?;
    Ok(rows.into_iter().map(Reply::from).collect())
}

pub(super) async fn count_approved(tx: &mut Tx, offer: &OfferId) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM replies WHERE offer = $1 AND state = 'approved'";
    on!(tx, |c| sqlx::query_scalar(query).bind(offer).fetch_one(c))
}

pub(super) async fn forget_author(tx: &mut Tx, author: &str, now: Timestamp) -> Result<u64> {
    let noted = "INSERT INTO removed_notes (note, host, removed_at) \
        SELECT note, host, $2 FROM replies WHERE author = $1 ON CONFLICT (note) DO NOTHING";
    execute!(tx, sqlx::query(noted).bind(author).bind(now))?;
    execute!(
        tx,
        sqlx::query("DELETE FROM replies WHERE author = $1").bind(author)
    )
}
