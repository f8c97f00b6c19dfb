//! The worker keeps its bounds, stops without loss, and resumes.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::harness::{A, ORG, Queue, gated};

#[tokio::test]
async fn one_of_a_lane_and_two_of_a_host_are_under_way() {
    let (others, mut begins, may_end) = gated();
    let queue = Queue::with(others).await;
    queue.say("Create", "/x/1", ("/o/1", "/1"), &[A]).await;
    queue.say("Create", "/x/2", ("/o/1", "/2"), &[A]).await;
    queue.say("Create", "/x/3", ("/o/2", "/3"), &[A]).await;
    queue.say("Create", "/x/4", ("/o/3", "/4"), &[A]).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(queue.worker.clone().run(stop.clone()));
    let mut first = [begins.recv().await.unwrap(), begins.recv().await.unwrap()];
    first.sort();
    assert_eq!(first, ["/x/1", "/x/3"]);
    queue.worker.wake.notify_one();
    // Two more turns begin only when two have ended.
    may_end.add_permits(2);
    let mut second = [begins.recv().await.unwrap(), begins.recv().await.unwrap()];
    second.sort();
    assert_eq!(second, ["/x/2", "/x/4"]);
    assert!(begins.try_recv().is_err());
    may_end.add_permits(2);
    stop.cancel();
    running.await.unwrap().unwrap();
    assert_eq!(queue.state("delivered").await.len(), 4);
}

#[tokio::test]
async fn a_worker_that_stops_writes_down_what_it_had_under_way() {
    let (others, mut begins, may_end) = gated();
    let queue = Queue::with(others).await;
    queue.say("Create", "/x/1", ORG, &[A]).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(queue.worker.clone().run(stop.clone()));
    begins.recv().await.unwrap();
    stop.cancel();
    may_end.add_permits(1);
    running.await.unwrap().unwrap();
    assert_eq!(queue.state("delivered").await, ["/x/1"]);
}

#[tokio::test]
async fn what_a_killed_process_had_under_way_is_delivered_by_the_next() {
    let (others, mut begins, may_end) = gated();
    let queue = Queue::with(others).await;
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.say("Create", "/x/2", ORG, &[A]).await;
    let killed = tokio::spawn(queue.worker.clone().run(CancellationToken::new()));
    begins.recv().await.unwrap();
    killed.abort();
    killed.await.unwrap_err();
    let next = tokio::spawn({
        let worker = queue.worker.clone();
        worker.clock.advance(Duration::from_mins(2));
        async move { worker.drain().await }
    });
    assert_eq!(begins.recv().await.unwrap(), "/x/1");
    may_end.add_permits(1);
    assert_eq!(begins.recv().await.unwrap(), "/x/2");
    may_end.add_permits(1);
    assert!(next.await.unwrap().unwrap() >= 2);
    assert_eq!(queue.state("delivered").await, ["/x/1", "/x/2"]);
}

#[tokio::test]
async fn what_is_queued_while_the_worker_waits_goes_when_it_is_called() {
    let (others, mut begins, may_end) = gated();
    let queue = Queue::with(others).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(queue.worker.clone().run(stop.clone()));
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.worker.wake.notify_one();
    assert_eq!(begins.recv().await.unwrap(), "/x/1");
    may_end.add_permits(1);
    stop.cancel();
    running.await.unwrap().unwrap();
}
