//! What is new for people. In saved searches, told by mail: one letter a day for each, when
//! something entered, in the language of whoever saved it. For those who represent an
//! organization: what waits for their word, on their pages and, where they want it, by mail. For
//! the office: what visitors say is wrong in records.
//!
//! A letter names what was found by the records as they are at that moment, so that nothing is
//! told that is not public. How letters are sent is not known here.

/// What waits, once a day by mail.
mod daily;
/// What a letter says.
mod letter;
/// What visitors say of records, told to the office.
mod office;
/// What waits for an organization's word.
pub mod waiting;

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::federation::index;
use crate::mail;
use crate::node::Node;
use crate::search::saved::{self, Saved};
use crate::search::{self, Asked};
use crate::store::Tx;

use letter::News;

/// How often searches are looked for whose turn it is.
const LOOKING: Duration = Duration::from_mins(1);
/// How many letters may wait for the mail server before more of these are written: links by
/// which people sign in shall not wait behind them.
const MOST_WAITING: i64 = 50;
/// What entered or came so short a time ago is told with the next letter: its transaction may not
/// have ended when its moment was taken.
const SETTLED: Duration = Duration::from_mins(10);
/// How many finds a letter names.
const NAMED: usize = 20;

/// Looks at searches whose turn it is, until `stop`.
pub async fn run(node: &Node, stop: CancellationToken) {
    if !node.settings.mail.is_on() {
        return stop.cancelled().await;
    }
    loop {
        match step(node).await {
            Ok(true) if !stop.is_cancelled() => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "what is new could not be looked at"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOKING) => {}
        }
    }
}

/// Looks at the search or the person whose turn it is, and writes a letter where something is
/// to be told; `false` when it is nobody's turn, or too many letters wait.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails; the search then keeps its turn.
pub async fn step(node: &Node) -> Result<bool> {
    let now = node.clock.now();
    let mut tx = node.db.read().await?;
    if mail::waiting(&mut tx).await? >= MOST_WAITING {
        return Ok(false);
    }
    let Some(saved) = saved::due(&mut tx, now).await? else {
        return Ok(daily::step(node).await? || office::step(node).await?);
    };
    let to = saved.told_to.max(now - SETTLED);
    let news = match look(node, &mut tx, &saved, to).await {
        Ok(news) => news,
        // A place or a code that this program no longer knows finds nothing new.
        Err(Error::Invalid { field, reason }) => {
            tracing::warn!(field, %reason, "a saved search cannot be asked any more");
            News::default()
        }
        Err(error) => return Err(error),
    };
    drop(tx);
    let is_ending = saved.lapses_at - saved::WARNING <= now;
    let warns = is_ending && !saved.is_reminded;
    let mut tx = node.db.begin().await?;
    let is_reminded = saved.is_reminded || warns;
    if !saved::told(&mut tx, &saved, to, is_reminded, now + saved::DAY).await? {
        return Ok(true);
    }
    if saved.lapses_at > now && (news.total > 0 || warns) {
        let letter = letter::write(&node.shown().settings, &saved, &news, is_ending, now);
        mail::write(&mut tx, &node.clock, &node.settings, &saved.mail, &letter).await?;
    }
    tx.commit().await?;
    node.wake.postman.notify_one();
    Ok(true)
}

/// What entered a search since its address was told of it last.
async fn look(node: &Node, tx: &mut Tx, saved: &Saved, to: Timestamp) -> Result<News> {
    let asked = Asked::read(url::form_urlencoded::parse(saved.query.as_bytes()))?;
    let now = node.clock.now();
    let asked = search::resolve(tx, asked).await?;
    let found = search::entered(tx, &asked, (saved.told_to, to), NAMED, now).await?;
    let items = index::items(tx, &found.hits).await?;
    Ok(News {
        asked: Some(asked),
        // What was found and is no longer public is not counted either, where that is known.
        total: if found.hits.len() < NAMED {
            items.len()
        } else {
            found.counted.total
        },
        has_more: found.counted.has_more,
        items: items
            .iter()
            .map(|item| letter::line(node, item, &saved.language))
            .collect(),
    })
}
