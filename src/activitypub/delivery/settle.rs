//! Settling: what the answers mean for deliveries and hosts, written in one transaction for
//! many of them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use http::StatusCode;
use sqlx::AssertSqlSafe;

use super::claim::{Claimed, Known};
use super::gone;
use super::lanes::{self, CHUNK, LOCK, padded, placeholders};
use super::schedule::{self, REFUSALS, Verdict};
use crate::activitypub::client::{Failure, FailureKind, Reply};
use crate::activitypub::signature::Scheme;
use crate::clock::Timestamp;
use crate::error::{Result, Trouble};
use crate::store::{Tx, execute, on};

/// A host's success is noted once in this span, not with every delivery.
const NOTING: Duration = Duration::from_mins(1);

/// An attempt that was made.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) claimed: Claimed,
    pub(super) answer: Result<Reply, Failure>,
    /// The signature scheme that the answer was given to.
    pub(super) scheme: Scheme,
}

/// What becomes of a delivery.
#[derive(Debug)]
enum Fate {
    Delivered,
    Later(Duration),
    SetAside,
    /// It was overtaken while it was under way.
    Overtaken,
}

/// What the attempts tell about a host.
#[derive(Debug, Default)]
struct News {
    known: Known,
    has_answered: bool,
    has_accepted: Option<Scheme>,
    rests_for: Option<Duration>,
    error: Option<String>,
}

/// Writes what became of the attempts, and lets those step forward that waited behind.
pub(super) async fn settle(
    tx: &mut Tx,
    attempts: &[Attempt],
    now: Timestamp,
    chance: &(dyn Fn() -> u64 + Sync),
) -> Result<()> {
    let mut delivered: BTreeMap<u16, Vec<i64>> = BTreeMap::new();
    let mut ended = Vec::new();
    let mut there = BTreeSet::new();
    let mut hosts: BTreeMap<&str, News> = BTreeMap::new();
    // Whoever ends deliveries holds the lanes alone.
    tx.lock_name(LOCK, false).await?;
    for attempt in attempts {
        let news = hosts.entry(&attempt.claimed.host).or_default();
        let (mut fate, is_refusal) = judge(attempt, news, now, chance);
        let seq = attempt.claimed.seq;
        if let (Fate::Delivered, Ok(reply)) = (&fate, &attempt.answer) {
            delivered
                .entry(reply.status.as_u16())
                .or_default()
                .push(seq);
            ended.push(seq);
            there.insert(attempt.claimed.inbox.as_str());
            continue;
        }
        if matches!(fate, Fate::Later(_)) && is_overtaken(tx, seq).await? {
            fate = Fate::Overtaken;
            ended.push(seq);
        }
        if matches!(fate, Fate::SetAside) {
            ended.push(seq);
            if let Ok(reply) = &attempt.answer
                && gone::says_so(reply.status)
            {
                gone::note(tx, &attempt.claimed.inbox, reply.status, now).await?;
            }
        }
        note(tx, attempt, &fate, is_refusal, now).await?;
    }
    for (status, seqs) in &delivered {
        for chunk in seqs.chunks(CHUNK) {
            deliver(tx, *status, chunk, now).await?;
        }
    }
    gone::is_there(tx, &there).await?;
    lanes::advance_after(tx, &ended, now).await?;
    for (host, news) in &hosts {
        remember(tx, host, news, now).await?;
    }
    Ok(())
}

/// Decides the fate of one delivery, and notes what it tells about its host.
fn judge(
    attempt: &Attempt,
    news: &mut News,
    now: Timestamp,
    chance: &(dyn Fn() -> u64 + Sync),
) -> (Fate, bool) {
    let Claimed {
        known,
        attempts,
        refusals,
        ..
    } = &attempt.claimed;
    news.known = known.clone();
    // What a host asks for is the least; or one that asks for no time would be asked without end.
    let (verdict, asked_for) = match &attempt.answer {
        Ok(reply) => {
            let asked = reply.retry_after.as_deref();
            let asked = asked.and_then(|value| schedule::retry_after(value, now));
            (schedule::judge(reply.status), asked)
        }
        Err(failure) if failure.kind == FailureKind::Passing => (Verdict::Unreachable, None),
        Err(_) => (Verdict::Refused, None),
    };
    if verdict != Verdict::Delivered {
        news.error = Some(error(&attempt.answer));
    }
    match verdict {
        Verdict::Delivered => {
            news.has_answered = true;
            news.has_accepted = Some(attempt.scheme);
            (Fate::Delivered, false)
        }
        Verdict::Unreachable => {
            let since = known.unreachable_since.unwrap_or(now);
            let rest = schedule::rest(known.failures.saturating_add(1), since, now, chance());
            let rest = asked_for.unwrap_or_default().max(rest);
            news.rests_for = Some(news.rests_for.map_or(rest, |other| other.max(rest)));
            // The delivery itself waits as long, so that another lane's is the next probe
            // and none that the host cannot stand keeps it unreachable for all.
            (Fate::Later(rest), false)
        }
        Verdict::Passing => {
            news.has_answered = true;
            news.rests_for = news.rests_for.max(asked_for);
            let wait = schedule::back_off(attempts.saturating_add(1), chance());
            (Fate::Later(asked_for.unwrap_or_default().max(wait)), false)
        }
        Verdict::Refused | Verdict::Gone => {
            news.has_answered |= attempt.answer.is_ok();
            let tries = refusals.saturating_add(1);
            if verdict == Verdict::Gone || tries >= REFUSALS {
                return (Fate::SetAside, true);
            }
            (Fate::Later(schedule::back_off(tries, chance())), true)
        }
    }
}

fn error(answer: &Result<Reply, Failure>) -> String {
    match answer {
        Ok(reply) => {
            let said = if reply.status == StatusCode::GONE {
                "answered 410: the inbox is gone".to_owned()
            } else {
                format!("answered {}", reply.status)
            };
            Trouble::kept(Some(Trouble::Answered(reply.status.as_u16())), &said)
        }
        Err(failure) => Trouble::kept(failure.trouble, &failure.reason),
    }
}

async fn deliver(tx: &mut Tx, status: u16, seqs: &[i64], now: Timestamp) -> Result<()> {
    let statement = format!(
        "UPDATE deliveries SET state = 'delivered', attempts = attempts + 1, leased_until = 0, \
         last_status = $1, last_error = NULL, finished_at = $2 \
         WHERE state = 'pending' AND seq IN ({})",
        placeholders(3, padded(seqs).count())
    );
    execute!(tx, {
        let mut query = sqlx::query(AssertSqlSafe(statement.as_str()))
            .bind(i64::from(status))
            .bind(now);
        for seq in padded(seqs) {
            query = query.bind(seq);
        }
        query
    })?;
    Ok(())
}

/// Whether a change that would be tried again says less than what waits behind it. Before it
/// was under way it was let go; tried again, it could be what nobody takes any more, for ever
/// in the way of a removal.
async fn is_overtaken(tx: &mut Tx, seq: i64) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM deliveries d JOIN deliveries newer \
        ON newer.object = d.object AND newer.inbox = d.inbox \
        WHERE d.seq = $1 AND d.type = 'Update' AND d.state = 'pending' \
        AND newer.type IN ('Update', 'Delete') AND newer.activity > d.activity \
        AND newer.state = 'pending')";
    on!(tx, |c| sqlx::query_scalar(query).bind(seq).fetch_one(c))
}

/// Writes down an attempt that did not succeed.
async fn note(
    tx: &mut Tx,
    attempt: &Attempt,
    fate: &Fate,
    is_refusal: bool,
    now: Timestamp,
) -> Result<()> {
    let (state, next_at, finished_at) = match fate {
        Fate::Later(wait) => ("pending", now + *wait, None),
        Fate::Overtaken => ("superseded", now, Some(now)),
        _ => ("refused", now, Some(now)),
    };
    let status = attempt.answer.as_ref().ok();
    let status = status.map(|reply| i64::from(reply.status.as_u16()));
    let statement = "UPDATE deliveries SET state = $2, attempts = attempts + 1, \
        refusals = refusals + $3, leased_until = 0, next_at = $4, last_status = $5, \
        last_error = $6, finished_at = $7 WHERE seq = $1 AND state = 'pending'";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(attempt.claimed.seq)
            .bind(state)
            .bind(i64::from(is_refusal))
            .bind(next_at)
            .bind(status)
            .bind(error(&attempt.answer))
            .bind(finished_at)
    )?;
    Ok(())
}

/// Writes down what was learnt about a host, when it is worth a write.
async fn remember(tx: &mut Tx, host: &str, news: &News, now: Timestamp) -> Result<()> {
    let known = &news.known;
    let scheme = news.has_accepted.map(text_of);
    let was_noted = known
        .last_success_at
        .is_some_and(|at| now.since(at) < NOTING);
    let is_new = news.rests_for.is_some()
        || known.failures > 0
        || known.unreachable_since.is_some()
        || scheme.is_some_and(|scheme| known.signature_scheme.as_deref() != Some(scheme))
        || (news.has_accepted.is_some() && !was_noted);
    if !news.has_answered && news.rests_for.is_none() {
        return Ok(());
    }
    if !is_new {
        if news.error != known.last_error {
            say(tx, host, news.error.as_deref()).await?;
        }
        return Ok(());
    }
    let failures = if news.has_answered {
        0
    } else {
        known.failures.saturating_add(1)
    };
    let unreachable_since = (!news.has_answered).then(|| known.unreachable_since.unwrap_or(now));
    if known.unreachable_since.is_some() && news.has_accepted.is_some() {
        lanes::hurry(tx, host, now).await?;
    }
    // A host that took one delivery while another one failed is up.
    let rests_for = news.rests_for.filter(|_| news.has_accepted.is_none());
    let statement = "INSERT INTO hosts (host, signature_scheme, failures, unreachable_since, \
            next_at, last_success_at, last_error) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (host) DO UPDATE SET \
            signature_scheme = COALESCE(excluded.signature_scheme, hosts.signature_scheme), \
            failures = excluded.failures, \
            unreachable_since = excluded.unreachable_since, \
            next_at = excluded.next_at, \
            last_success_at = COALESCE(excluded.last_success_at, hosts.last_success_at), \
            last_error = excluded.last_error";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(host)
            .bind(scheme)
            .bind(failures)
            .bind(unreachable_since)
            .bind(rests_for.map_or(Timestamp(0), |rest| now + rest))
            .bind(news.has_accepted.map(|_| now))
            .bind(news.error.as_deref())
    )?;
    Ok(())
}

/// Writes down what a host said last that was no success, and leaves all else as it is: it may
/// have asked for a rest meanwhile.
async fn say(tx: &mut Tx, host: &str, error: Option<&str>) -> Result<()> {
    let statement = "INSERT INTO hosts (host, failures, next_at, last_error) VALUES ($1, 0, 0, $2) \
        ON CONFLICT (host) DO UPDATE SET last_error = excluded.last_error";
    execute!(tx, sqlx::query(statement).bind(host).bind(error))?;
    Ok(())
}

/// The name of a scheme in `hosts`.
pub(super) fn text_of(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Cavage => "cavage",
        Scheme::Rfc9421 => "rfc9421",
    }
}

/// The scheme of that name; draft-cavage is understood by everybody, so strangers get it.
pub(super) fn scheme_of(known: &Known) -> Scheme {
    match known.signature_scheme.as_deref() {
        Some("rfc9421") => Scheme::Rfc9421,
        _ => Scheme::Cavage,
    }
}
