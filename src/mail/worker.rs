//! What goes on beside the requests: letters are handed to the mail server one by one.

use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::post::Post;
use super::{PATIENCE, sql};
use crate::clock::Clock;
use crate::error::Result;
use crate::settings::Settings;
use crate::store::Db;

/// How long a letter is kept from others who send: longer than all steps of one attempt.
const LEASE: Duration = Duration::from_mins(5);
/// How often letters are looked for that nobody rang for.
const LOOKING: Duration = Duration::from_secs(15);
/// The pause after the first failure; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_mins(1);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// Sends letters until it is stopped; without a mail server in the settings it only waits.
pub async fn run(
    db: &Db,
    clock: &Clock,
    settings: &Settings,
    wake: &Notify,
    stop: CancellationToken,
) {
    let post = match Post::open(settings) {
        Ok(Some(post)) => post,
        Ok(None) => return stop.cancelled().await,
        Err(error) => {
            tracing::error!(%error, "no letter can be sent");
            return stop.cancelled().await;
        }
    };
    loop {
        let sent = tokio::select! {
            () = stop.cancelled() => return,
            sent = send_next(db, clock, &post) => sent,
        };
        match sent {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "letters stand still"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = wake.notified() => {}
            () = tokio::time::sleep(LOOKING) => {}
        }
    }
}

/// Hands the next letter that is due to the mail server; `false` when none is.
///
/// # Errors
/// Those of the database. What the mail server does is written to the letter.
pub async fn send_next(db: &Db, clock: &Clock, post: &Post) -> Result<bool> {
    let mut tx = db.begin().await?;
    let due = sql::claim(&mut tx, clock.now(), LEASE).await?;
    tx.commit().await?;
    let Some(letter) = due else {
        return Ok(false);
    };
    let done = if letter.expires_at <= clock.now() {
        None
    } else {
        Some(post.send(&letter, clock.now()).await)
    };
    let now = clock.now();
    let mut tx = db.begin().await?;
    match done {
        Some(Ok(())) => sql::finish(&mut tx, &letter.id, None, now).await?,
        None => {
            let reason = "the mail server did not take it in time";
            sql::finish(&mut tx, &letter.id, Some(reason), now).await?;
        }
        Some(Err(failure)) => {
            let reason = failure.reason.as_str();
            tracing::warn!(letter = letter.id, reason, "a letter was not taken");
            let next_at = now + pause(letter.attempts);
            let is_late = next_at >= letter.expires_at.min(letter.written_at + PATIENCE);
            if failure.is_final || is_late {
                sql::finish(&mut tx, &letter.id, Some(reason), now).await?;
            } else {
                sql::put_off(&mut tx, &letter.id, reason, next_at).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(true)
}

/// The pause after this many earlier attempts.
fn pause(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(0, 10)).unwrap_or(10);
    (FIRST_PAUSE * 2_u32.pow(doublings)).min(LONGEST_PAUSE)
}
