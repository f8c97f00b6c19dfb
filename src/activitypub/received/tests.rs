//! What was acknowledged is there once; what was not is not.

/// What is sent again, and what is done again.
mod again;

use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::clock::Clock;
use crate::error::Error;
use crate::store::{Db, testing};

const NOON: Timestamp = Timestamp(1_700_000_000_000);

struct World {
    db: Db,
    clock: Clock,
    _folder: TempDir,
}

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    World {
        db: testing::fresh(folder.path()).await.unwrap(),
        clock: Clock::fixed(NOON),
        _folder: folder,
    }
}

impl World {
    fn inbox(&self, limits: Limits) -> Inbox {
        Inbox::with_limits(self.db.clone(), self.clock.clone(), limits)
    }

    async fn pending(&self, limit: i64) -> Vec<Arrived> {
        let mut tx = self.db.read().await.unwrap();
        pending(&mut tx, 0, limit, self.clock.now()).await.unwrap()
    }

    async fn finish(&self, settled: &[(i64, Outcome)]) {
        let mut tx = self.db.begin().await.unwrap();
        finish_many(&mut tx, settled, self.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn not_applied(&self, address: &str) -> Vec<(String, String, Option<String>)> {
        let mut tx = self.db.read().await.unwrap();
        let found = not_applied(&mut tx, address, 10).await.unwrap();
        found
            .into_iter()
            .map(|one| (one.activity, one.state, one.reason))
            .collect()
    }

    async fn rows(&self) -> (i64, i64) {
        let mut tx = self.db.read().await.unwrap();
        on!(tx, |c| sqlx::query_as(
            "SELECT COUNT(*), COUNT(body) FROM received"
        )
        .fetch_one(c))
        .unwrap()
    }
}

fn arrival(name: &str) -> Arrival {
    Arrival {
        activity: format!("https://oax.example/activities/{name}"),
        actor: "https://oax.example/o/1".to_owned(),
        kind: "Create".to_owned(),
        request_digest: "d".to_owned(),
        body: format!("{{\"name\":\"{name}\"}}"),
    }
}

async fn accept(inbox: &Inbox, name: &str) -> Accepted {
    inbox.accept(arrival(name)).await.unwrap()
}

#[tokio::test]
async fn an_activity_is_kept_before_it_is_acknowledged() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    assert_eq!(accept(&inbox, "a").await, Accepted::New);
    inbox.arrived().await;
    let kept = world.pending(10).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].activity, arrival("a").activity);
    assert_eq!(kept[0].actor, arrival("a").actor);
    assert_eq!(kept[0].kind, "Create");
    assert_eq!(kept[0].body, arrival("a").body);
    assert_eq!(kept[0].attempts, 0);
}

#[tokio::test]
async fn a_repeated_activity_is_acknowledged_and_kept_once() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    assert_eq!(accept(&inbox, "a").await, Accepted::New);
    assert_eq!(accept(&inbox, "a").await, Accepted::Known);
    let kept = world.pending(10).await;
    assert_eq!(kept.len(), 1);
    // Nor is it applied again after it was.
    world.finish(&[(kept[0].seq, Outcome::Applied)]).await;
    assert_eq!(accept(&inbox, "a").await, Accepted::Known);
    assert_eq!(world.pending(10).await, []);
}

#[tokio::test]
async fn of_many_senders_at_once_each_hears_of_its_own() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    // Every name twice, so that equals meet within one transaction.
    let sent = (0..600).map(|number| {
        let inbox = inbox.clone();
        async move { inbox.accept(arrival(&format!("{}", number / 2))).await }
    });
    let answers = futures::future::join_all(sent).await;
    let count = |wanted| {
        let heard = answers.iter().map(|answer| *answer.as_ref().unwrap());
        heard.filter(|heard| *heard == wanted).count()
    };
    assert_eq!(count(Accepted::New), 300);
    assert_eq!(count(Accepted::Known), 300);
    assert_eq!(world.rows().await, (300, 300));
}

#[tokio::test]
async fn a_full_backlog_refuses_until_some_of_it_is_settled() {
    let world = world().await;
    let limits = Limits {
        backlog: 3,
        ..Limits::default()
    };
    let inbox = world.inbox(limits);
    for name in ["a", "b", "c"] {
        accept(&inbox, name).await;
    }
    let refused = inbox.accept(arrival("d")).await.unwrap_err();
    assert!(matches!(refused, Error::Unavailable(_)), "{refused}");
    let kept = world.pending(10).await;
    assert_eq!(kept.len(), 3, "what was refused was not kept");
    world.finish(&[(kept[0].seq, Outcome::Applied)]).await;
    assert_eq!(accept(&inbox, "d").await, Accepted::New);
}

#[tokio::test]
async fn a_large_activity_takes_the_place_of_several() {
    let world = world().await;
    let limits = Limits {
        backlog: 10,
        ..Limits::default()
    };
    let inbox = world.inbox(limits);
    let mut large = arrival("large");
    large.body = " ".repeat(40_000);
    inbox.accept(large).await.unwrap();
    let refused = inbox.accept(arrival("a")).await.unwrap_err();
    assert!(matches!(refused, Error::Unavailable(_)), "{refused}");
    // Another process counts what it finds.
    let again = world.inbox(limits).accept(arrival("a")).await;
    assert!(again.is_err());
}

#[tokio::test]
async fn nothing_is_kept_of_what_was_ignored_but_that_it_came() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    for name in ["a", "b"] {
        accept(&inbox, name).await;
    }
    let kept = world.pending(10).await;
    let ignored = (kept[0].seq, Outcome::Ignored("nobody".to_owned()));
    let applied = (kept[1].seq, Outcome::Applied);
    world.finish(&[ignored, applied]).await;
    assert_eq!(world.rows().await, (2, 1));
    assert_eq!(accept(&inbox, "a").await, Accepted::Known);
}

#[tokio::test]
async fn more_callers_than_may_wait_are_told_to_come_again() {
    let world = world().await;
    let limits = Limits {
        callers: 4,
        ..Limits::default()
    };
    let inbox = world.inbox(limits);
    let sent = (0..50).map(|number| {
        let inbox = inbox.clone();
        async move { inbox.accept(arrival(&number.to_string())).await }
    });
    // One task polls all of them before the writer gets a turn, so the queue fills up.
    let answers = futures::future::join_all(sent).await;
    let kept = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(kept, 4);
    let full = |answer: &Result<_>| matches!(answer, Err(Error::Unavailable(_)));
    assert_eq!(answers.iter().filter(|answer| full(answer)).count(), 46);
    assert_eq!(world.rows().await.0, 4, "acknowledged is what is kept");
}

#[tokio::test]
async fn a_database_that_is_closed_acknowledges_nothing() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    world.db.close().await;
    let refused = inbox.accept(arrival("a")).await.unwrap_err();
    assert!(matches!(refused, Error::Unavailable(_)), "{refused}");
}

#[tokio::test]
async fn the_oldest_wait_first_and_those_put_off_until_their_time() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    for name in ["a", "b", "c"] {
        accept(&inbox, name).await;
        world.clock.advance(Duration::from_millis(1));
    }
    let names = |kept: Vec<Arrived>| -> Vec<String> {
        kept.into_iter()
            .map(|one| one.activity.rsplit('/').next().unwrap().to_owned())
            .collect()
    };
    let first = world.pending(2).await;
    let seq = first[0].seq;
    assert_eq!(names(first), ["a", "b"]);
    let mut tx = world.db.begin().await.unwrap();
    let later = world.clock.now() + Duration::from_mins(1);
    retry_later(&mut tx, seq, "its actor cannot be read", later)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(names(world.pending(10).await), ["b", "c"]);
    world.clock.advance(Duration::from_mins(1));
    let again = world.pending(10).await;
    assert_eq!(again.iter().find(|one| one.seq == seq).unwrap().attempts, 1);
}

#[tokio::test]
async fn what_was_not_applied_is_shown_by_its_origin_with_the_reason() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    for name in ["a", "b", "c"] {
        accept(&inbox, name).await;
    }
    let kept = world.pending(10).await;
    let settled = [
        (kept[0].seq, Outcome::Applied),
        (kept[1].seq, Outcome::Ignored("nothing new".to_owned())),
        (kept[2].seq, Outcome::Failed("not its owner".to_owned())),
    ];
    world.finish(&settled).await;
    let shown = world.not_applied("https://oax.example/actor").await;
    let row = |name: &str, state: &str, reason: &str| {
        let reason = Some(reason.to_owned());
        (arrival(name).activity, state.to_owned(), reason)
    };
    assert_eq!(
        shown,
        [
            row("c", "failed", "not its owner"),
            row("b", "ignored", "nothing new")
        ]
    );
    // Another origin is another, however alike its name.
    for other in [
        "https://oax.example.org/",
        "http://oax.example/",
        "https://oax.example:8443/",
        "not an address",
    ] {
        assert_eq!(world.not_applied(other).await, [], "{other}");
    }
}

#[tokio::test]
async fn a_note_from_a_log_does_not_undo_what_the_inbox_knows() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    accept(&inbox, "waits").await;
    let mut tx = world.db.begin().await.unwrap();
    for name in ["waits", "read"] {
        let of = arrival(name);
        for reason in ["too old", "older still"] {
            note(&mut tx, &of.activity, &of.actor, &of.kind, reason, NOON)
                .await
                .unwrap();
        }
    }
    tx.commit().await.unwrap();
    let pending = world.pending(10).await;
    assert_eq!(pending.len(), 1, "what waits is left to the worker");
    assert_eq!(pending[0].activity, arrival("waits").activity);
    let shown = world.not_applied("https://oax.example").await;
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].2.as_deref(), Some("older still"));
}

#[tokio::test]
async fn bodies_go_after_a_fortnight_and_ids_after_ninety_days() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    accept(&inbox, "settled").await;
    accept(&inbox, "waits").await;
    let kept = world.pending(10).await;
    world.finish(&[(kept[0].seq, Outcome::Applied)]).await;
    let prune_after = async |days: u64| {
        world.clock.advance(Duration::from_hours(24 * days));
        let mut tx = world.db.begin().await.unwrap();
        let touched = prune(&mut tx, world.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        (touched, world.rows().await)
    };
    assert_eq!(prune_after(13).await, (0, (2, 2)));
    assert_eq!(prune_after(1).await, (1, (2, 1)));
    assert_eq!(accept(&inbox, "settled").await, Accepted::Known);
    assert_eq!(prune_after(75).await, (0, (2, 1)));
    assert_eq!(prune_after(1).await, (1, (1, 1)));
    assert_eq!(world.pending(10).await.len(), 1, "what waits never expires");
}

/// On SQLite, whose planner says in words what it will do.
#[tokio::test]
async fn no_question_reads_the_whole_table() {
    let world = world().await;
    if !world.db.is_exclusive() {
        return;
    }
    let questions = [
        "SELECT seq FROM received WHERE state = 'pending' AND next_at <= 1 AND seq + 0 > 0 \
         ORDER BY next_at, seq LIMIT 5",
        "SELECT seq FROM received WHERE origin = 'x' AND state IN ('ignored', 'failed') \
         ORDER BY seq DESC LIMIT 5",
        "SELECT seq FROM received WHERE body IS NOT NULL AND processed_at <= 1 \
         ORDER BY processed_at LIMIT 5",
        "SELECT seq FROM received WHERE body IS NULL AND processed_at <= 1 \
         ORDER BY processed_at LIMIT 5",
        "SELECT 1 FROM received WHERE state = 'pending' LIMIT 5",
    ];
    let mut tx = world.db.read().await.unwrap();
    for question in questions {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {question}"));
        let plan: Vec<(i64, i64, i64, String)> =
            on!(tx, |c| sqlx::query_as(explain).fetch_all(c)).unwrap();
        for (.., step) in plan {
            assert!(step.contains("INDEX"), "{question}: {step}");
            assert!(!step.contains("B-TREE"), "{question}: {step}");
        }
    }
}
