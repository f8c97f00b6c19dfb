//! Activities that arrived before the disk was full, and those for whose sake others are asked.

use super::*;
use crate::clock::Clock;
use crate::settings::Settings;
use crate::store::{execute, testing};

/// Enough that settling them needs room.
const ARRIVED: i64 = 400;

/// A node on the embedded database, for which activities wait.
async fn beset(dir: &std::path::Path) -> Arc<Node> {
    let text = "public_url = \"https://oax.example\"\n";
    let settings = Settings::read(text, "test", dir.to_owned(), false).unwrap();
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    let node = Node::create(settings, clock).await.unwrap();
    let mut tx = node.db.begin().await.unwrap();
    let statement = "INSERT INTO received (activity, request_digest, actor, origin, type, state, \
        attempts, received_at, next_at) VALUES ($1, '', $2, $3, 'Dance', 'pending', 0, 0, 0)";
    for number in 0..ARRIVED {
        execute!(
            tx,
            sqlx::query(statement)
                .bind(format!("https://lyon.example/activities/{number}"))
                .bind("https://lyon.example/actor")
                .bind("https://lyon.example")
        )
        .unwrap();
    }
    tx.commit().await.unwrap();
    node
}

async fn waiting(node: &Node) -> Vec<Arrived> {
    let mut tx = node.db.read().await.unwrap();
    let waiting = received::pending(&mut tx, 0, ARRIVED, node.clock.now()).await;
    waiting.unwrap()
}

/// Takes up what room there is, as everything else on a full disk does.
async fn fill(node: &Node) {
    testing::leave_room(&node.db, 0).await.unwrap();
    let take = async |number: u32| {
        let mut tx = node.db.begin().await?;
        let insert = "INSERT INTO node (name, value) VALUES ($1, $2)";
        let (name, value) = (format!("filling {number}"), "x".repeat(3_000));
        execute!(tx, sqlx::query(insert).bind(name).bind(value))?;
        tx.commit().await
    };
    let mut number = 0;
    while take(number).await.is_ok() {
        number += 1;
    }
}

#[tokio::test]
async fn no_activity_is_given_up_since_the_disk_is_full() {
    let folder = tempfile::tempdir().unwrap();
    let node = beset(folder.path()).await;
    let lease = Lease::new("worker", LEASE, &node.clock);
    fill(&node).await;
    let nothing = Fetched::default();
    let settled = settle(&node, &lease, (waiting(&node).await, &nothing)).await;
    let refused = settled.unwrap_err();
    assert!(
        refused.to_string().contains("make room on the disk"),
        "{refused}"
    );
    let left = waiting(&node).await;
    assert_eq!(left.len(), 400);
    assert!(left.iter().all(|one| one.attempts == 0), "{left:?}");

    testing::leave_room(&node.db, 1 << 20).await.unwrap();
    let settled = settle(&node, &lease, (left, &nothing)).await;
    assert!(settled.unwrap());
    assert!(waiting(&node).await.is_empty());
}

#[tokio::test]
async fn one_activity_that_fails_holds_nothing_back_after_a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let node = beset(folder.path()).await;
    let lease = Lease::new("worker", LEASE, &node.clock);
    fill(&node).await;
    testing::leave_room(&node.db, 1 << 20).await.unwrap();
    assert!(node.db.took_writes().is_err());
    let mut tx = node.db.begin().await.unwrap();
    let trigger = "CREATE TRIGGER poison BEFORE UPDATE OF state ON received \
        WHEN OLD.activity LIKE '%/7' BEGIN SELECT RAISE(ABORT, 'poison'); END";
    execute!(tx, sqlx::query(trigger)).unwrap();
    tx.commit().await.unwrap();
    let all = waiting(&node).await;
    let settled = settle(&node, &lease, (all, &Fetched::default())).await;
    assert!(settled.unwrap());
    let mut tx = node.db.read().await.unwrap();
    assert_eq!(received::count_pending(&mut tx).await.unwrap(), 1);
}

fn arrived(seq: i64, host: &str, object: &str) -> Arrived {
    let actor = format!("https://{host}/actor");
    Arrived {
        seq,
        activity: format!("https://{host}/activities/{seq}"),
        body: format!("{{\"type\": \"Create\", \"actor\": \"{actor}\", \"object\": {object}}}"),
        actor,
        kind: "Create".to_owned(),
        attempts: 0,
        received_at: Timestamp(0),
    }
}

/// What is ready, and for which servers' sake others are asked, of some activities that arrived.
fn places(arrived: Vec<Arrived>, servers: &mut Servers) -> (Vec<i64>, Vec<(String, Vec<i64>)>) {
    let seqs = |group: &[Arrived]| group.iter().map(|one| one.seq).collect();
    let (ready, groups) = parted(arrived, servers);
    let groups = groups
        .iter()
        .map(|(server, group)| (server.clone(), seqs(group)));
    (seqs(&ready), groups.collect())
}

#[test]
fn a_server_that_is_asked_holds_its_own_activities_alone() {
    let slow = |seq| arrived(seq, "slow.example", "\"https://slow.example/notes/1\"");
    let swift = |seq| {
        arrived(
            seq,
            "swift.example",
            "{\"id\": \"https://swift.example/o/1\"}",
        )
    };
    let mut servers = Servers::new();
    let (ready, groups) = places(vec![slow(1), swift(2), slow(3)], &mut servers);
    assert_eq!(ready, [2]);
    assert_eq!(groups, [("slow.example".to_owned(), vec![1, 3])]);
    // Those under way are met again, and are not passed over for it.
    let again = places(vec![slow(1), slow(3), swift(4)], &mut servers);
    assert_eq!(again, (vec![4], vec![]));
    assert!(!servers["slow.example"].passes_over);
    // What came later waits, and is looked at as soon as this server was answered.
    let later = places(vec![slow(5), swift(6)], &mut servers);
    assert_eq!(later, (vec![6], vec![]));
    assert!(servers["slow.example"].passes_over);
    servers.remove("slow.example");
    let (_, groups) = places(vec![slow(5)], &mut servers);
    assert_eq!(groups.len(), 1);
}
