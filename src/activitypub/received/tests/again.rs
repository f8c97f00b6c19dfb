//! What is done again counts again, and what is merely sent again does not.

use super::*;

#[tokio::test]
async fn what_is_done_again_under_the_same_id_is_kept_again() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    let like = |digest: &str| Arrival {
        kind: "Like".to_owned(),
        request_digest: digest.to_owned(),
        ..arrival("like")
    };
    assert_eq!(inbox.accept(like("1")).await.unwrap(), Accepted::New);
    let other = inbox.accept(like("2")).await.unwrap();
    assert_eq!(other, Accepted::Known, "the first was not settled yet");
    let first = world.pending(10).await[0].seq;
    world.finish(&[(first, Outcome::Applied)]).await;
    assert_eq!(inbox.accept(like("1")).await.unwrap(), Accepted::Known);
    assert_eq!(inbox.accept(like("2")).await.unwrap(), Accepted::New);
    let again = world.pending(10).await;
    assert_eq!(again.len(), 1);
    assert!(again[0].seq > first, "it stands behind what came between");
    assert_eq!(inbox.accept(like("2")).await.unwrap(), Accepted::Known);
}

#[tokio::test]
async fn a_request_that_another_replaced_counts_no_second_time() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    let follow = async |digest: &str| {
        let arrival = Arrival {
            kind: "Follow".to_owned(),
            request_digest: digest.to_owned(),
            ..arrival("follow")
        };
        let accepted = inbox.accept(arrival).await.unwrap();
        for one in world.pending(10).await {
            world.finish(&[(one.seq, Outcome::Applied)]).await;
        }
        accepted
    };
    for digest in ["1", "2", "3"] {
        assert_eq!(follow(digest).await, Accepted::New);
    }
    for digest in ["1", "2", "3"] {
        assert_eq!(follow(digest).await, Accepted::Known, "{digest}");
    }
    // Later than this its signature is refused.
    world.clock.advance(Duration::from_hours(2));
    let mut tx = world.db.begin().await.unwrap();
    prune(&mut tx, world.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(follow("1").await, Accepted::Known);
    world.clock.advance(Duration::from_secs(1));
    let mut tx = world.db.begin().await.unwrap();
    assert_eq!(prune(&mut tx, world.clock.now()).await.unwrap(), 2);
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn neither_another_actor_nor_another_type_takes_the_place_of_an_id() {
    let world = world().await;
    let inbox = world.inbox(Limits::default());
    let follow = Arrival {
        kind: "Follow".to_owned(),
        ..arrival("follow")
    };
    assert_eq!(inbox.accept(follow.clone()).await.unwrap(), Accepted::New);
    let seq = world.pending(10).await[0].seq;
    world.finish(&[(seq, Outcome::Applied)]).await;
    let changed = Arrival {
        request_digest: "e".to_owned(),
        ..follow
    };
    let (mut others, mut otherwise) = (changed.clone(), changed.clone());
    others.actor = "https://oax.example/o/2".to_owned();
    otherwise.kind = "Like".to_owned();
    let create = Arrival {
        kind: "Create".to_owned(),
        ..changed
    };
    for arrival in [others, otherwise, create] {
        assert_eq!(inbox.accept(arrival).await.unwrap(), Accepted::Known);
    }
    assert_eq!(world.pending(10).await, []);
}
