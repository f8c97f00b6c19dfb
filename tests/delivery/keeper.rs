//! The keeper of a node sees what waits and why, and can try again or give up.

use std::time::Duration;

use trenza::activitypub::delivery::queue::{self, Which};
use trenza::activitypub::delivery::{self, ceiling};
use trenza::error::Error;
use trenza::store::on;

use crate::harness::{A, B, ORG, Queue, SECONDS, START};

/// A queue in which A refused one of two and B cannot be reached.
async fn troubled() -> Queue {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((0, None)));
    queue.others.script(A, "/x/1", &[(403, None); 3]);
    queue.say("Create", "/x/1", ORG, &[A, B]).await;
    queue.say("Create", "/x/2", ORG, &[A, B]).await;
    for _ in 0..3 {
        queue.after(SECONDS(10)).await;
    }
    queue
}

async fn retry(queue: &Queue, which: Which<'_>) -> Result<u64, Error> {
    let mut tx = queue.db().begin().await.unwrap();
    let count = queue::retry(&mut tx, which, queue.worker.clock.now()).await?;
    tx.commit().await.unwrap();
    Ok(count)
}

async fn discard(queue: &Queue, which: Which<'_>) -> Result<u64, Error> {
    let mut tx = queue.db().begin().await.unwrap();
    let count = queue::discard(&mut tx, which, queue.worker.clock.now()).await?;
    tx.commit().await.unwrap();
    Ok(count)
}

#[tokio::test]
async fn the_overview_says_what_waits_for_whom_and_why() {
    let queue = troubled().await;
    let mut tx = queue.db().read().await.unwrap();
    let now = queue.worker.clock.now();
    let seen = queue::overview(&mut tx, None, now).await.unwrap();
    let states = [("delivered", 1), ("pending", 2), ("refused", 1)];
    assert_eq!(
        seen.states,
        states.map(|(state, count)| (state.to_owned(), count))
    );
    let [b, a] = seen.hosts.as_slice() else {
        panic!("{:?}", seen.hosts);
    };
    assert_eq!((b.host.as_str(), b.pending, b.refused), ("b.example", 2, 0));
    assert_eq!(b.oldest, Some(START));
    assert_eq!(b.failures, 3);
    assert_eq!(
        b.last_error.as_deref(),
        Some("[connection] connection refused")
    );
    assert!(b.next_at.is_some() && !b.is_dormant);
    assert_eq!((a.host.as_str(), a.pending, a.refused), ("a.example", 0, 1));
    assert_eq!((a.failures, a.oldest, a.next_at), (0, None, None));
    let later = queue::overview(&mut tx, Some("b.example"), now + Duration::from_hours(168));
    let later = later.await.unwrap();
    assert_eq!(later.hosts.len(), 1);
    assert!(later.hosts[0].is_dormant);
}

#[tokio::test]
async fn what_a_host_that_is_up_said_last_is_told_until_it_takes_something() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(403, None), (500, None)]);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    let last_error = async || {
        let mut tx = queue.db().read().await.unwrap();
        let now = queue.worker.clock.now();
        let seen = queue::overview(&mut tx, None, now).await.unwrap();
        assert!(seen.hosts.iter().all(|host| host.failures == 0));
        let query = "SELECT last_error FROM hosts WHERE host = 'a.example'";
        let said: Option<String> = on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap();
        said
    };
    queue.now().await;
    let refused = last_error().await;
    assert_eq!(refused.as_deref(), Some("[403] answered 403 Forbidden"));
    queue.after(Duration::from_hours(1)).await;
    let failed = last_error().await.unwrap();
    assert!(failed.starts_with("[500]"), "{failed}");
    queue.after(Duration::from_hours(1)).await;
    assert_eq!(queue.state("delivered").await, ["/x/1"]);
    assert_eq!(last_error().await, None);
}

#[tokio::test]
async fn what_was_refused_is_listed_with_its_reason() {
    let queue = troubled().await;
    let mut tx = queue.db().read().await.unwrap();
    let found = queue::refused(&mut tx, None, 10).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].activity.as_str(), found[0].inbox.as_str()),
        ("/x/1", A)
    );
    assert_eq!((found[0].attempts, found[0].last_status), (3, Some(403)));
    assert_eq!(
        found[0].last_error.as_deref(),
        Some("[403] answered 403 Forbidden")
    );
    let elsewhere = queue::refused(&mut tx, Some("b.example"), 10)
        .await
        .unwrap();
    assert!(elsewhere.is_empty());
}

#[tokio::test]
async fn what_was_refused_is_tried_again_on_request() {
    let queue = troubled().await;
    queue.others.heard(A);
    assert_eq!(retry(&queue, Which::Host("a.example")).await.unwrap(), 1);
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/1"]);
    assert!(queue.state("refused").await.is_empty());
}

#[tokio::test]
async fn a_host_that_rests_is_tried_at_once_on_request_and_in_order() {
    let queue = troubled().await;
    queue.others.rule(B, None);
    queue.others.heard(B);
    queue.now().await;
    assert!(queue.others.heard(B).is_empty(), "the host does not rest");
    assert_eq!(retry(&queue, Which::All).await.unwrap(), 3);
    queue.now().await;
    assert_eq!(queue.others.heard(B), ["/x/1", "/x/2"]);
}

#[tokio::test]
async fn a_host_that_is_heard_of_is_tried_at_once() {
    let queue = troubled().await;
    queue.others.rule(B, None);
    queue.others.heard(B);
    let mut tx = queue.db().begin().await.unwrap();
    let now = queue.worker.clock.now();
    queue::heard_of(&mut tx, "b.example", now).await.unwrap();
    tx.commit().await.unwrap();
    queue.now().await;
    // The delivery that failed last waits a little longer, but not the host.
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(B), ["/x/1", "/x/2"]);
}

#[tokio::test]
async fn a_host_that_is_heard_of_and_takes_nothing_is_no_less_dormant() {
    let queue = troubled().await;
    queue.after(Duration::from_hours(168)).await;
    let now = queue.worker.clock.now();
    let mut tx = queue.db().begin().await.unwrap();
    queue::heard_of(&mut tx, "b.example", now).await.unwrap();
    tx.commit().await.unwrap();
    queue.now().await;
    let mut tx = queue.db().read().await.unwrap();
    let seen = queue::overview(&mut tx, Some("b.example"), now).await;
    let seen = seen.unwrap();
    assert!(seen.hosts[0].is_dormant);
    assert_eq!(seen.hosts[0].pending, 2);
}

#[tokio::test]
async fn one_that_is_given_up_lets_the_next_go() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(500, None); 9]);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.say("Create", "/x/2", ORG, &[A]).await;
    queue.now().await;
    let seq = {
        let mut tx = queue.db().read().await.unwrap();
        let query = "SELECT seq FROM deliveries WHERE activity = '/x/1'";
        trenza::store::on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap()
    };
    assert_eq!(discard(&queue, Which::Number(seq)).await.unwrap(), 1);
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/2"]);
    assert_eq!(queue.state("discarded").await, ["/x/1"]);
}

#[tokio::test]
async fn what_is_given_up_for_a_host_is_never_sent() {
    let queue = troubled().await;
    queue.others.rule(B, None);
    queue.others.heard(B);
    assert_eq!(discard(&queue, Which::Host("b.example")).await.unwrap(), 2);
    queue.after(Duration::from_hours(24)).await;
    assert!(queue.others.heard(B).is_empty());
    queue.say("Create", "/x/3", ORG, &[B]).await;
    queue.now().await;
    assert_eq!(queue.others.heard(B), ["/x/3"], "the lane is blocked");
}

#[tokio::test]
async fn what_is_not_in_the_queue_is_not_found() {
    let queue = troubled().await;
    for which in [Which::Number(4_000), Which::Host("c.example")] {
        assert!(
            matches!(retry(&queue, which).await, Err(Error::NotFound(_))),
            "{which:?}"
        );
        assert!(
            matches!(discard(&queue, which).await, Err(Error::NotFound(_))),
            "{which:?}"
        );
    }
    // What has arrived can neither be sent again nor be taken back.
    let seq = {
        let mut tx = queue.db().read().await.unwrap();
        let query = "SELECT seq FROM deliveries WHERE state = 'delivered'";
        trenza::store::on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap()
    };
    assert!(retry(&queue, Which::Number(seq)).await.is_err());
    assert!(discard(&queue, Which::Number(seq)).await.is_err());
}

#[tokio::test]
async fn the_oldest_news_is_given_up_when_too_much_waits_and_no_removal_ever() {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((0, None)));
    queue.say("Delete", "/x/1", (ORG.0, "/o/1"), &[B]).await;
    for number in 2..8 {
        let activity = format!("/x/{number}");
        let object = format!("/o/{number}");
        queue
            .say("Create", &activity, (ORG.0, &object), &[A, B])
            .await;
    }
    queue.after(SECONDS(10)).await;
    let mut tx = queue.db().begin().await.unwrap();
    let now = queue.worker.clock.now();
    let given_up = ceiling::enforce(&mut tx, 4, now).await.unwrap();
    assert_eq!(given_up, [("b.example".to_owned(), 3)]);
    assert!(ceiling::enforce(&mut tx, 4, now).await.unwrap().is_empty());
    let seen = queue::overview(&mut tx, Some("b.example"), now)
        .await
        .unwrap();
    assert_eq!((seen.hosts[0].pending, seen.hosts[0].given_up), (4, 3));
    tx.commit().await.unwrap();
    queue.others.rule(B, None);
    retry(&queue, Which::Host("b.example")).await.unwrap();
    queue.others.heard(B);
    queue.after(SECONDS(10)).await;
    // Those that remain still come in their order.
    assert_eq!(queue.others.heard(B), ["/x/1", "/x/5", "/x/6", "/x/7"]);
}

#[tokio::test]
async fn old_updates_are_forgotten_and_who_was_told_is_not() {
    const KEPT: Duration = Duration::from_hours(30 * 24);
    const NEARLY: Duration = Duration::from_mins(30 * 24 * 60 - 1);
    let queue = Queue::new().await;
    // B hears of the offer by its Updates alone, the first of which is all that says so.
    queue.say("Create", "/x/1", ORG, &[A]).await;
    for update in ["/x/2", "/x/3"] {
        queue.say("Update", update, ORG, &[A, B]).await;
        queue.now().await;
    }
    queue.others.script(A, "/x/4", &[(403, None); 3]);
    queue.say("Update", "/x/4", ORG, &[A]).await;
    for _ in 0..3 {
        queue.after(SECONDS(10)).await;
    }
    let prune = async |after: Duration| {
        queue.worker.clock.advance(after);
        let mut tx = queue.db().begin().await.unwrap();
        let now = queue.worker.clock.now();
        let count = delivery::prune(&mut tx, now).await.unwrap();
        let told = delivery::ledger(&mut tx, ORG.1).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(told, [A, B]);
        count
    };
    assert_eq!(prune(NEARLY).await, 0);
    assert_eq!(prune(Duration::from_mins(1)).await, 3);
    assert_eq!(prune(KEPT).await, 0);
    assert_eq!(queue.state("delivered").await, ["/x/1", "/x/2"]);
    assert_eq!(
        queue.state("refused").await,
        ["/x/4"],
        "it waits for a decision"
    );
}

#[tokio::test]
async fn an_old_refusal_is_forgotten_when_a_newer_one_makes_it_superfluous() {
    const KEPT: Duration = Duration::from_hours(90 * 24);
    let queue = Queue::new().await;
    queue.others.rule(A, Some((410, None)));
    let refused = async |kind: &str, path: &str, about: (&str, &str)| {
        queue.say(kind, path, about, &[A]).await;
        queue.now().await;
    };
    refused("Create", "/x/1", ORG).await;
    refused("Update", "/x/2", ORG).await;
    refused("Announce", "/x/3", ("/channels/1", ORG.1)).await;
    refused("Create", "/x/4", ("/o/1", "/offers/2")).await;
    refused("Accept", "/x/5", ("/o/1", "https://a.example/follow")).await;
    queue.worker.clock.advance(KEPT.saturating_sub(SECONDS(60)));
    refused("Update", "/x/6", ORG).await;
    refused("Announce", "/x/7", ("/channels/2", ORG.1)).await;
    refused("Accept", "/x/8", ("/o/2", "https://a.example/follow")).await;
    let prune = async || {
        let mut tx = queue.db().begin().await.unwrap();
        let now = queue.worker.clock.now();
        let count = delivery::prune(&mut tx, now).await.unwrap();
        assert_eq!(delivery::ledger(&mut tx, ORG.1).await.unwrap(), [A]);
        tx.commit().await.unwrap();
        count
    };
    assert_eq!(prune().await, 0, "it is not old enough");
    queue.worker.clock.advance(SECONDS(60));
    assert_eq!(prune().await, 1);
    // A change says nothing without its Create, nor one actor for another.
    let kept = ["/x/1", "/x/3", "/x/4", "/x/5", "/x/6", "/x/7", "/x/8"];
    assert_eq!(queue.state("refused").await, kept);
    queue.worker.clock.advance(KEPT);
    assert_eq!(prune().await, 0, "the last of each waits for a decision");
    refused("Delete", "/x/9", ORG).await;
    assert_eq!(prune().await, 2, "nothing is left to be told but the end");
    let kept = ["/x/3", "/x/4", "/x/5", "/x/7", "/x/8", "/x/9"];
    assert_eq!(queue.state("refused").await, kept);
}

#[tokio::test]
async fn who_has_nothing_to_forget_waits_for_nobody() {
    let queue = Queue::new().await;
    if queue.db().is_exclusive() {
        // All writers wait for each other there.
        return;
    }
    let now = queue.worker.clock.now();
    let mut other = queue.db().begin().await.unwrap();
    queue::end_lane(&mut other, ORG.0, B, now).await.unwrap();
    let mut tx = queue.db().begin().await.unwrap();
    queue::forget(&mut tx, &[], now).await.unwrap();
    tx.commit().await.unwrap();
    other.commit().await.unwrap();
}
