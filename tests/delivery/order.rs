//! What is said arrives once and in order, and nothing superfluous does.

use trenza::activitypub::activities::{self, Activity};
use trenza::activitypub::delivery::{self, Outgoing};

use crate::harness::{A, B, ORG, Queue, SECONDS, START};

#[tokio::test]
async fn what_an_actor_says_arrives_in_the_order_it_was_said() {
    let queue = Queue::new().await;
    for path in ["/x/1", "/x/2", "/x/3", "/x/4"] {
        queue.say("Create", path, ("/o/1", path), &[A, B]).await;
    }
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/2", "/x/3", "/x/4"]);
    assert_eq!(queue.others.heard(B), ["/x/1", "/x/2", "/x/3", "/x/4"]);
    assert!(queue.state("pending").await.is_empty());
}

#[tokio::test]
async fn an_activity_is_queued_for_an_inbox_only_once() {
    let queue = Queue::new().await;
    assert_eq!(queue.say("Create", "/x/1", ORG, &[A, B, A]).await, 2);
    assert_eq!(queue.say("Create", "/x/1", ORG, &[A, B]).await, 0);
    queue.now().await;
    assert_eq!(queue.say("Create", "/x/1", ORG, &[A]).await, 0);
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/1"]);
}

#[tokio::test]
async fn a_change_that_is_undone_takes_its_deliveries_along() {
    let queue = Queue::new().await;
    let mut tx = queue.db().begin().await.unwrap();
    let (actor, object) = ORG;
    let activity = Activity {
        path: "/x/1",
        kind: "Create",
        actor,
        object,
        body: "/x/1",
        log_number: None,
        is_direct: false,
    };
    activities::put(&mut tx, &activity, START).await.unwrap();
    let outgoing = Outgoing {
        activity: "/x/1",
        actor,
        object,
        kind: "Create",
    };
    delivery::enqueue(&mut tx, &outgoing, &[A.to_owned()], START)
        .await
        .unwrap();
    drop(tx);
    queue.now().await;
    assert!(queue.others.heard(A).is_empty());
}

#[tokio::test]
async fn a_newer_update_makes_waiting_ones_superfluous_but_never_the_create() {
    let queue = Queue::new().await;
    queue.say("Create", "/x/1", ORG, &[A, B]).await;
    queue.say("Update", "/x/2", ORG, &[A, B]).await;
    queue
        .say("Update", "/x/3", ("/o/1", "/offers/other"), &[A])
        .await;
    queue.say("Update", "/x/4", ORG, &[A]).await;
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/3", "/x/4"]);
    assert_eq!(
        queue.others.heard(B),
        ["/x/1", "/x/2"],
        "B was not sent the newer one"
    );
    assert_eq!(queue.state("superseded").await, ["/x/2"]);
}

#[tokio::test]
async fn what_waited_behind_a_superseded_update_still_goes() {
    let queue = Queue::new().await;
    queue.say("Update", "/x/1", ORG, &[A]).await;
    queue
        .say("Create", "/x/2", ("/o/1", "/offers/2"), &[A])
        .await;
    queue
        .say("Update", "/x/3", ("/actor", "/offers/1"), &[A])
        .await;
    queue.now().await;
    let mut heard = queue.others.heard(A);
    heard.sort();
    assert_eq!(heard, ["/x/2", "/x/3"]);
}

#[tokio::test]
async fn a_delete_makes_updates_superfluous_and_follows_the_create() {
    let queue = Queue::new().await;
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.say("Update", "/x/2", ORG, &[A]).await;
    queue.say("Delete", "/x/3", ORG, &[A]).await;
    queue.now().await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/3"]);
}

#[tokio::test]
async fn an_announce_lets_the_create_go_first_but_does_not_wait_forever() {
    let queue = Queue::new().await;
    queue.others.script(A, "/x/1", &[(500, None), (500, None)]);
    queue.others.script(B, "/x/1", &[(500, None); 9]);
    queue.say("Create", "/x/1", ORG, &[A, B]).await;
    queue
        .say("Announce", "/x/2", ("/t/4", "/offers/1"), &[A, B])
        .await;
    queue.now().await;
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/1"]);
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(A), ["/x/1", "/x/2"]);
    assert_eq!(queue.others.heard(B), ["/x/1"; 3]);
    queue.after(SECONDS(10)).await;
    let mut heard = queue.others.heard(B);
    heard.sort();
    assert_eq!(heard, ["/x/1", "/x/2"]);
    assert_eq!(queue.state("pending").await, ["/x/1"]);
}

#[tokio::test]
async fn whoever_was_told_of_an_object_is_in_its_ledger() {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((0, None)));
    queue.say("Create", "/x/1", ORG, &[A]).await;
    queue.say("Update", "/x/2", ORG, &[A, B]).await;
    queue.say("Update", "/x/3", ORG, &[B]).await;
    queue
        .say(
            "Create",
            "/x/4",
            ("/o/1", "/offers/2"),
            &["https://c.example/inbox"],
        )
        .await;
    queue.now().await;
    let mut tx = queue.db().read().await.unwrap();
    assert_eq!(
        delivery::ledger(&mut tx, "/offers/1").await.unwrap(),
        [A, B]
    );
}

#[tokio::test]
async fn who_confirmed_a_removal_is_told_from_who_did_not() {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((0, None)));
    // One that is told of no end, since it was blocked meanwhile, holds the object all the same.
    let never_told = "https://c.example/inbox";
    queue.say("Create", "/x/1", ORG, &[A, B, never_told]).await;
    queue.now().await;
    queue.say("Delete", "/x/2", ORG, &[A, B]).await;
    queue.now().await;
    let mut tx = queue.db().read().await.unwrap();
    let found = delivery::confirmations(&mut tx, "/offers/1").await.unwrap();
    assert_eq!(found.confirmed, ["a.example"]);
    assert_eq!(found.unconfirmed, ["b.example", "c.example"]);
}
