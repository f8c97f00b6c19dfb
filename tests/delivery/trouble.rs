//! What does not arrive is neither lost nor in the way of others.

use std::time::Duration;

use trenza::activitypub::delivery::queue::{Which, heard_of, retry};
use trenza::activitypub::signature::Scheme;
use trenza::store::{execute, on};

use crate::harness::{A, B, ORG, Queue, SECONDS};

#[tokio::test]
async fn an_inbox_that_is_no_address_is_seen_among_the_refused() {
    let queue = Queue::new().await;
    queue
        .say("Create", "/x/1", ORG, &["inbox", "data:inbox", A])
        .await;
    queue.now().await;
    assert_eq!(queue.state("refused").await, ["/x/1", "/x/1"]);
    assert_eq!(queue.others.heard(A), ["/x/1"]);
}

#[tokio::test]
async fn a_host_in_trouble_gets_it_later_and_nothing_overtakes() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(500, None), (500, None)]);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.say("Create", "/x/2", ORG, &[A]).await;
    queue.now().await;
    queue.after(SECONDS(9)).await;
    assert_eq!(
        queue.others.heard(A),
        ["/x/1"],
        "it was tried before its time"
    );
    queue.after(SECONDS(1)).await;
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/1", "/x/2"]);
}

#[tokio::test]
async fn a_change_that_was_overtaken_under_way_is_not_tried_again() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(500, None); 9]);
    queue.say("Update", "/x/1", ORG, &[A]).await;
    let lease = async |until: i64| {
        let mut tx = queue.db().begin().await.unwrap();
        let statement = "UPDATE deliveries SET leased_until = $1";
        execute!(&mut tx, sqlx::query(statement).bind(until)).unwrap();
        tx.commit().await.unwrap();
    };
    lease(i64::MAX).await;
    queue.say("Delete", "/x/2", ORG, &[A]).await;
    lease(0).await;
    queue.now().await;
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/2"]);
    assert_eq!(queue.state("superseded").await, ["/x/1"]);
}

#[tokio::test]
async fn retry_after_is_heeded_for_the_whole_host() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(429, Some("90"))]);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.now().await;
    queue
        .say("Create", "/x/2", ("/o/2", "/offers/2"), &[A])
        .await;
    queue.after(SECONDS(89)).await;
    assert_eq!(queue.others.heard(A), ["/x/1"]);
    queue.after(SECONDS(1)).await;
    let mut heard = queue.others.heard(A);
    heard.sort();
    assert_eq!(heard, ["/x/1", "/x/2"]);
}

#[tokio::test]
async fn a_host_that_asks_for_no_pause_is_not_asked_without_end() {
    for status in [429, 503] {
        let queue = Queue::new().await;
        queue.others.script(A, "/x/1", &[(status, Some("0")); 9]);
        queue.say("Create", "/x/1", ORG, &[A]).await;
        queue.now().await;
        queue.after(SECONDS(9)).await;
        assert_eq!(queue.others.heard(A), ["/x/1"], "{status}");
        queue.after(SECONDS(1)).await;
        assert_eq!(queue.others.heard(A), ["/x/1"], "{status}");
    }
}

#[tokio::test]
async fn what_is_refused_three_times_is_set_aside_and_the_lane_goes_on() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(403, None); 9]);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.say("Create", "/x/2", ORG, &[A]).await;
    queue.now().await;
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/1"]);
    assert!(queue.state("refused").await.is_empty());
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/2"]);
    assert_eq!(queue.state("refused").await, ["/x/1"]);
    assert_eq!(queue.state("delivered").await, ["/x/2"]);
    queue.after(Duration::from_hours(1000)).await;
    assert!(
        queue.others.heard(A).is_empty(),
        "a refused delivery was tried again"
    );
}

#[tokio::test]
async fn an_inbox_that_is_gone_is_not_asked_again() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(410, None)]);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.now().await;
    queue.after(Duration::from_hours(24)).await;
    assert_eq!(queue.others.heard(A), ["/x/1"]);
    assert_eq!(queue.state("refused").await, ["/x/1"]);
}

#[tokio::test]
async fn troubles_of_a_host_do_not_count_as_refusals() {
    let queue = Queue::new().await;
    let answers = [
        (500, None),
        (500, None),
        (500, None),
        (403, None),
        (202, None),
    ];
    queue.others.script(A, "/x/1", &answers);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    for _ in 0..5 {
        queue.after(SECONDS(10)).await;
    }
    assert_eq!(queue.state("delivered").await, ["/x/1"]);
}

#[tokio::test]
async fn a_host_that_cannot_be_reached_rests_and_stops_nobody_else() {
    let queue = Queue::new().await;
    queue.others.rule(A, Some((0, None)));
    for number in 0..100 {
        let actor = format!("/o/{number}");
        queue
            .say("Create", &format!("/x/{number}"), (&actor, &actor), &[A, B])
            .await;
    }
    queue.now().await;
    assert!(
        queue.others.heard(A).len() <= 2,
        "a host that is down was asked again at once"
    );
    assert_eq!(queue.others.heard(B).len(), 100);
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A).len(), 1, "one probe is enough");
    queue.others.rule(A, None);
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A).len(), 100);
    assert!(queue.state("pending").await.is_empty());
}

#[tokio::test]
async fn a_host_that_was_away_for_weeks_gets_everything_in_order() {
    let queue = Queue::new().await;
    queue.others.rule(A, Some((0, None)));
    for path in ["/x/1", "/x/2", "/x/3"] {
        queue.say("Create", path, ("/o/1", path), &[A]).await;
    }
    for _ in 0..60 {
        queue.after(Duration::from_hours(12)).await;
    }
    let before = queue.others.heard(A).len();
    queue.after(Duration::from_hours(5)).await;
    assert_eq!(
        queue.others.heard(A).len(),
        0,
        "{before} probes, and one too early"
    );
    queue.others.rule(A, None);
    queue.after(Duration::from_hours(1)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/2", "/x/3"]);
}

/// A host that was away for weeks, for which three actors have something, and that is back
/// before anybody knows.
async fn back_after_weeks() -> Queue {
    let queue = Queue::new().await;
    queue.others.rule(A, Some((0, None)));
    queue.others.rule(B, Some((0, None)));
    for actor in ["/o/1", "/o/2", "/o/3"] {
        for path in ["/x/1", "/x/2"] {
            let path = format!("{actor}{path}");
            queue.say("Create", &path, (actor, &path), &[A]).await;
        }
    }
    queue.say("Create", "/x/9", ORG, &[B]).await;
    for _ in 0..60 {
        queue.after(Duration::from_hours(12)).await;
    }
    queue.others.rule(A, None);
    queue.after(Duration::from_hours(1)).await;
    queue.others.heard.lock().unwrap().clear();
    queue.now().await;
    assert!(queue.others.heard(A).is_empty(), "its time has come");
    queue
}

/// Asserts that it heard everything, what one actor said in its order.
fn assert_heard_all(queue: &Queue) {
    let mut heard = queue.others.heard(A);
    heard.sort_by_key(|path| path.chars().nth(3));
    let all = [
        "/o/1/x/1", "/o/1/x/2", "/o/2/x/1", "/o/2/x/2", "/o/3/x/1", "/o/3/x/2",
    ];
    assert_eq!(heard, all);
    assert!(queue.others.heard(B).is_empty(), "another was asked too");
}

#[tokio::test]
async fn a_host_that_was_away_and_is_heard_of_gets_everything_at_once() {
    let queue = back_after_weeks().await;
    let mut tx = queue.db().begin().await.unwrap();
    let now = queue.worker.clock.now();
    heard_of(&mut tx, "a.example", now).await.unwrap();
    tx.commit().await.unwrap();
    queue.now().await;
    assert_heard_all(&queue);
}

#[tokio::test]
async fn a_host_that_was_away_and_takes_one_by_hand_gets_the_others_at_once() {
    let queue = back_after_weeks().await;
    let mut tx = queue.db().begin().await.unwrap();
    let now = queue.worker.clock.now();
    let query = "SELECT MIN(seq) FROM deliveries WHERE actor = '/o/2'";
    let one: i64 = on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap();
    retry(&mut tx, Which::Number(one), now).await.unwrap();
    tx.commit().await.unwrap();
    queue.now().await;
    assert_heard_all(&queue);
}

#[tokio::test]
async fn a_gateway_that_cannot_reach_its_host_rests_it_too() {
    let queue = Queue::new().await;
    queue.others.rule(A, Some((503, Some("60"))));
    for number in 0..20 {
        let actor = format!("/o/{number}");
        queue
            .say("Create", &format!("/x/{number}"), (&actor, &actor), &[A])
            .await;
    }
    queue.now().await;
    assert!(queue.others.heard(A).len() <= 2);
    queue.others.rule(A, None);
    queue.after(SECONDS(59)).await;
    assert!(queue.others.heard(A).is_empty());
    queue.after(SECONDS(1)).await;
    assert_eq!(queue.others.heard(A).len(), 20);
}

#[tokio::test]
async fn a_host_that_takes_one_scheme_only_is_remembered() {
    let queue = Queue::new().await;
    queue
        .others
        .schemes
        .lock()
        .unwrap()
        .insert(A.to_owned(), Scheme::Rfc9421);
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.now().await;
    assert_eq!(
        queue.others.heard(A),
        ["/x/1", "/x/1"],
        "the other scheme is tried at once"
    );
    queue.say("Create", "/x/2", ORG, &[A]).await;
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/2"]);
    assert_eq!(queue.state("delivered").await, ["/x/1", "/x/2"]);
}
