//! An inbox at which nobody is any more is told from one that is in trouble or refuses.

use std::time::Duration;

use trenza::activitypub::delivery::gone;

use crate::harness::{A, B, ORG, Queue, SECONDS};

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

impl Queue {
    /// Says something to B as `number`, and lets it be tried as often as it may be.
    async fn try_b(&self, number: u32) {
        self.say("Create", &format!("/x/{number}"), ORG, &[A, B])
            .await;
        for _ in 0..3 {
            self.after(SECONDS(20)).await;
        }
    }

    async fn gone(&self) -> Vec<String> {
        let mut tx = self.db().begin().await.unwrap();
        let now = self.worker.clock.now();
        let taken = gone::take(&mut tx, now).await.unwrap();
        tx.commit().await.unwrap();
        taken
    }
}

#[tokio::test]
async fn an_inbox_that_is_gone_for_a_day_is_taken_once_an_hour_until_it_is_forgotten() {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((410, None)));
    for number in 1..=3 {
        queue.try_b(number).await;
    }
    assert!(queue.gone().await.is_empty(), "it was gone for a minute");
    queue.worker.clock.advance(DAY);
    assert!(queue.gone().await.is_empty(), "nothing was tried since");
    queue.try_b(4).await;
    assert!(queue.gone().await.is_empty(), "these were two bad minutes");
    queue.worker.clock.advance(11 * HOUR);
    queue.try_b(5).await;
    assert!(queue.gone().await.is_empty(), "it was the same bad day");
    queue.worker.clock.advance(HOUR);
    queue.try_b(6).await;
    assert_eq!(queue.gone().await, [B]);
    assert!(queue.gone().await.is_empty());
    queue.worker.clock.advance(HOUR);
    assert_eq!(queue.gone().await, [B]);
    let mut tx = queue.db().begin().await.unwrap();
    gone::forget(&mut tx, B).await.unwrap();
    tx.commit().await.unwrap();
    queue.worker.clock.advance(HOUR);
    assert!(queue.gone().await.is_empty());
}

#[tokio::test]
async fn an_inbox_that_answers_otherwise_now_is_counted_anew() {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((404, None)));
    for number in 1..=6 {
        queue.try_b(number).await;
        queue.worker.clock.advance(DAY);
    }
    queue.others.rule(B, Some((410, None)));
    queue.try_b(7).await;
    assert!(queue.gone().await.is_empty(), "it is gone since today");
    for number in 8..=9 {
        queue.worker.clock.advance(DAY);
        assert!(queue.gone().await.is_empty());
        queue.try_b(number).await;
    }
    assert_eq!(queue.gone().await, [B]);
}

#[tokio::test]
async fn an_inbox_that_is_only_not_found_has_a_week() {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((404, None)));
    for number in 1..=7 {
        queue.try_b(number).await;
        queue.worker.clock.advance(23 * HOUR);
    }
    assert!(queue.gone().await.is_empty());
    queue.worker.clock.advance(7 * HOUR);
    queue.try_b(8).await;
    assert_eq!(queue.gone().await, [B]);
}

#[tokio::test]
async fn an_inbox_that_takes_something_in_between_is_there() {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((410, None)));
    queue.try_b(1).await;
    queue.try_b(2).await;
    queue.others.rule(B, None);
    queue.worker.clock.advance(DAY);
    queue.try_b(3).await;
    queue.others.rule(B, Some((410, None)));
    queue.try_b(4).await;
    assert!(queue.gone().await.is_empty());
}

#[tokio::test]
async fn an_inbox_that_refuses_or_fails_is_there_however_long() {
    for status in [403, 400, 401, 500, 503, 0] {
        let queue = Queue::new().await;
        queue.others.rule(B, Some((status, None)));
        for number in 1..=8 {
            queue.try_b(number).await;
            queue.worker.clock.advance(DAY);
        }
        assert!(queue.gone().await.is_empty(), "{status}");
    }
}

#[tokio::test]
async fn what_was_gone_once_long_ago_says_nothing() {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((410, None)));
    queue.try_b(1).await;
    queue.worker.clock.advance(90 * DAY);
    assert!(queue.gone().await.is_empty());
    queue.try_b(2).await;
    queue.try_b(3).await;
    assert!(queue.gone().await.is_empty());
}
