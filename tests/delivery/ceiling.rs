//! When too much waits for a host, what is given up leaves nothing behind that could not be
//! understood without it.

use trenza::activitypub::delivery::ceiling;
use trenza::activitypub::delivery::queue::{self, Which};
use trenza::activitypub::documents::{self, Publication};
use trenza::store::execute;

use crate::harness::{B, ORG, Queue, SECONDS};

/// A queue whose host B cannot be reached.
async fn silent() -> Queue {
    let queue = Queue::new().await;
    queue.others.rule(B, Some((0, None)));
    queue
}

impl Queue {
    /// Says something of an object to B alone.
    async fn tell(&self, kind: &str, activity: &str, object: &str) {
        self.say(kind, activity, (ORG.0, object), &[B]).await;
    }

    /// What is left for B when no more than `most` may wait.
    async fn left(&self, most: u32) -> Vec<String> {
        let mut tx = self.db().begin().await.unwrap();
        let now = self.worker.clock.now();
        ceiling::enforce(&mut tx, most, now).await.unwrap();
        tx.commit().await.unwrap();
        self.state("pending").await
    }

    /// Publishes a document.
    async fn shows(&self, path: &str, body: &str) {
        let publication = Publication {
            path,
            body,
            record_digest: None,
            is_gone: false,
            log_number: None,
        };
        let mut tx = self.db().begin().await.unwrap();
        let now = self.worker.clock.now();
        documents::put(&mut tx, &publication, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn retry_all(&self) {
        let mut tx = self.db().begin().await.unwrap();
        let now = self.worker.clock.now();
        queue::retry(&mut tx, Which::All, now).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn an_object_is_given_up_as_a_whole_and_nobody_hears_of_a_change_to_the_unknown() {
    let queue = silent().await;
    for (kind, activity, object) in [
        ("Create", "/x/1", "/o/1"),
        ("Create", "/x/2", "/o/2"),
        ("Create", "/x/3", "/o/3"),
        ("Update", "/x/4", "/o/1"),
        ("Update", "/x/5", "/o/3"),
    ] {
        queue.tell(kind, activity, object).await;
    }
    let announced = ("/channels/1", "/o/1");
    queue.say("Announce", "/x/6", announced, &[B]).await;
    assert_eq!(queue.left(6).await.len(), 6, "no more wait than may");
    assert_eq!(queue.left(5).await, ["/x/2", "/x/3", "/x/5"]);
    assert_eq!(queue.left(2).await, ["/x/3", "/x/5"]);
    queue.others.rule(B, None);
    queue.others.heard(B);
    queue.retry_all().await;
    queue.after(SECONDS(10)).await;
    assert_eq!(queue.others.heard(B), ["/x/3", "/x/5"]);
}

#[tokio::test]
async fn the_state_of_what_a_host_knows_goes_last_and_removals_never() {
    let queue = Queue::new().await;
    queue.tell("Create", "/x/1", "/o/1").await;
    queue.now().await;
    queue.others.rule(B, Some((0, None)));
    queue.tell("Update", "/x/2", "/o/1").await;
    queue.tell("Create", "/x/3", "/o/2").await;
    queue.tell("Delete", "/x/4", "/o/2").await;
    queue.tell("Create", "/x/5", "/o/3").await;
    assert_eq!(queue.left(3).await, ["/x/2", "/x/4", "/x/5"]);
    assert_eq!(queue.left(2).await, ["/x/2", "/x/4"]);
    assert_eq!(queue.left(1).await, ["/x/4"]);
    assert_eq!(queue.left(0).await, ["/x/4"]);
}

#[tokio::test]
async fn an_update_that_another_overtook_is_given_up_before_any_object() {
    let queue = Queue::new().await;
    queue.others.script(B, "/x/2", &[(403, None); 3]);
    queue.tell("Create", "/x/1", "/o/1").await;
    queue.tell("Update", "/x/2", "/o/1").await;
    for _ in 0..3 {
        queue.after(SECONDS(10)).await;
    }
    queue.others.rule(B, Some((0, None)));
    queue.tell("Create", "/x/3", "/o/2").await;
    queue.tell("Update", "/x/4", "/o/1").await;
    queue.retry_all().await;
    assert_eq!(queue.state("pending").await, ["/x/2", "/x/3", "/x/4"]);
    assert_eq!(queue.left(2).await, ["/x/3", "/x/4"]);
}

#[tokio::test]
async fn an_object_of_which_something_is_under_way_stays_whole() {
    let queue = silent().await;
    queue.tell("Create", "/x/1", "/o/1").await;
    queue.tell("Create", "/x/2", "/o/2").await;
    queue.tell("Update", "/x/3", "/o/1").await;
    let mut tx = queue.db().begin().await.unwrap();
    let claimed = "UPDATE deliveries SET leased_until = $1 WHERE activity = '/x/1'";
    let until = queue.worker.clock.now() + SECONDS(60);
    execute!(&mut tx, sqlx::query(claimed).bind(until)).unwrap();
    tx.commit().await.unwrap();
    assert_eq!(queue.left(1).await, ["/x/1", "/x/3"]);
}

#[tokio::test]
async fn what_an_inbox_knows_goes_last_though_channels_pass_it_on_and_others_wait_for_it() {
    const OTHER: &str = "https://b.example/u/1/inbox";
    let queue = Queue::new().await;
    queue.tell("Create", "/x/1", "/o/1").await;
    queue.now().await;
    queue.others.rule(B, Some((0, None)));
    queue.say("Create", "/x/2", (ORG.0, "/o/1"), &[OTHER]).await;
    queue.tell("Update", "/x/3", "/o/1").await;
    for (activity, channel) in [("/x/4", "/channels/1"), ("/x/5", "/channels/2")] {
        queue
            .say("Announce", activity, (channel, "/o/1"), &[B])
            .await;
    }
    queue.tell("Create", "/x/6", "/o/2").await;
    assert_eq!(queue.left(4).await, ["/x/3", "/x/4", "/x/5", "/x/6"]);
    assert_eq!(queue.left(3).await, ["/x/3", "/x/4", "/x/5"]);
    assert!(queue.left(2).await.is_empty(), "it goes as a whole");
}

#[tokio::test]
async fn what_was_given_up_is_told_before_its_change_and_what_was_discarded_is_not() {
    let queue = silent().await;
    for (activity, object) in [("/x/1", "/o/1"), ("/x/2", "/o/2"), ("/x/3", "/o/3")] {
        queue.tell("Create", activity, object).await;
    }
    assert_eq!(queue.left(2).await, ["/x/2", "/x/3"]);
    let mut tx = queue.db().begin().await.unwrap();
    let now = queue.worker.clock.now();
    queue::discard(&mut tx, Which::Host("b.example"), now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    queue.tell("Create", "/x/4", "/o/4").await;
    queue.tell("Update", "/x/5", "/o/2").await;
    queue.tell("Update", "/x/6", "/o/1").await;
    assert_eq!(
        queue.state("pending").await,
        ["/x/1", "/x/4", "/x/5", "/x/6"]
    );
    assert!(queue.state("superseded").await.is_empty());
    queue.others.rule(B, None);
    queue.now().await;
    assert_eq!(queue.others.heard(B), ["/x/1", "/x/4", "/x/5", "/x/6"]);
}

#[tokio::test]
async fn what_was_given_up_is_told_to_nobody_while_it_is_withheld() {
    let queue = silent().await;
    queue.tell("Create", "/x/1", "/o/1").await;
    assert!(queue.left(0).await.is_empty());
    queue.shows("/o/1", r#"{"suspended": true}"#).await;
    queue.tell("Update", "/x/2", "/o/1").await;
    assert_eq!(queue.state("pending").await, ["/x/2"]);
    queue.shows("/o/1", r#"{"name": "Taller"}"#).await;
    queue.tell("Update", "/x/3", "/o/1").await;
    assert_eq!(queue.state("pending").await, ["/x/1", "/x/3"]);
}
