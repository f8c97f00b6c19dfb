//! The store keeps what it acknowledged and nothing else, on either database.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::path::Path;
use std::time::Duration;

use tempfile::tempdir;
use trenza::clock::{Clock, Timestamp};
use trenza::error::Error;
use trenza::store::{Db, Lease, Tx, execute, on, testing};

async fn put(tx: &mut Tx, name: &str) {
    let insert = "INSERT INTO node (name, value) VALUES ($1, 'x')";
    execute!(tx, sqlx::query(insert).bind(name)).unwrap();
}

async fn names(db: &Db) -> Vec<String> {
    let mut tx = db.read().await.unwrap();
    let query = "SELECT name FROM node WHERE value = 'x' ORDER BY name";
    on!(tx, |c| sqlx::query_scalar(query).fetch_all(c)).unwrap()
}

#[tokio::test]
async fn what_was_committed_is_seen_by_the_next_reader() {
    let folder = tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    put(&mut tx, "kept").await;
    tx.commit().await.unwrap();
    assert_eq!(names(&db).await, ["kept"]);
}

#[tokio::test]
async fn a_dropped_transaction_leaves_nothing_and_harms_no_other() {
    let folder = tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let mut dropped = db.begin().await.unwrap();
    put(&mut dropped, "dropped").await;
    drop(dropped);
    let mut tx = db.begin().await.unwrap();
    put(&mut tx, "kept").await;
    tx.commit().await.unwrap();
    assert_eq!(names(&db).await, ["kept"]);
}

#[tokio::test]
async fn a_failed_statement_undoes_only_its_own_turn() {
    let folder = tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..20 {
        let db = db.clone();
        tasks.spawn(async move {
            let mut tx = db.begin().await.unwrap();
            put(&mut tx, &format!("{number:02}")).await;
            if number % 2 == 1 {
                let wrong = "INSERT INTO node (name, value) VALUES ($1, NULL)";
                execute!(tx, sqlx::query(wrong).bind("wrong")).unwrap_err();
            } else {
                tx.commit().await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    let even: Vec<String> = (0..20).step_by(2).map(|n| format!("{n:02}")).collect();
    assert_eq!(names(&db).await, even);
}

#[tokio::test]
async fn a_commit_survives_the_end_of_the_process() {
    let folder = tempdir().unwrap();
    let url = testing::fresh_url(folder.path()).await.unwrap();
    let db = Db::open(&url).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    put(&mut tx, "kept").await;
    tx.commit().await.unwrap();
    db.close().await;
    let again = Db::open(&url).await.unwrap();
    assert_eq!(names(&again).await, ["kept"]);
    assert!(matches!(db.begin().await, Err(Error::Unavailable(_))));
}

#[tokio::test]
async fn a_newer_schema_is_refused_in_one_line() {
    let folder = tempdir().unwrap();
    let url = testing::fresh_url(folder.path()).await.unwrap();
    let db = Db::open(&url).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let insert = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
        VALUES (999, 'from the future', TRUE, $1, 0)";
    execute!(tx, sqlx::query(insert).bind(vec![0_u8])).unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    let Err(Error::Invalid { field, reason }) = Db::open(&url).await else {
        panic!("a newer schema was opened");
    };
    assert_eq!(field, "database.url");
    assert!(
        reason.contains("schema 999") && reason.contains("newer trenza"),
        "{reason}"
    );
}

#[tokio::test]
async fn an_address_that_is_no_database_is_refused() {
    for url in ["postgres://[", "/nowhere/at/all/trenza.db"] {
        assert!(Db::open(url).await.is_err(), "{url} was opened");
    }
    assert!(!Path::new("/nowhere").exists());
}

#[tokio::test]
async fn a_lease_has_one_holder_until_it_ends() {
    let folder = tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let clock = Clock::fixed(Timestamp(1_000_000));
    let first = Lease::new("job", Duration::from_secs(30), &clock);
    let second = Lease::new("job", Duration::from_secs(30), &clock);
    let take = async |lease: &Lease| {
        let mut tx = db.begin().await.unwrap();
        let taken = lease.take(&mut tx, clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        taken
    };
    assert!(take(&first).await);
    assert!(take(&first).await, "its holder renews it");
    if !db.is_exclusive() {
        assert!(!take(&second).await, "another process holds it");
    }
    clock.advance(Duration::from_secs(31));
    assert!(take(&second).await, "it ended");
    second.give_back(&db).await.unwrap();
    assert!(take(&first).await, "it was given back");
}

#[tokio::test]
async fn a_full_disk_is_told_and_heals_by_itself() {
    let folder = tempdir().unwrap();
    // The limit on pages makes SQLite answer as it does when the disk is full.
    let db = Db::open(folder.path().join("trenza.db").to_str().unwrap())
        .await
        .unwrap();
    let limit = async |pages: &'static str| {
        let mut tx = db.begin().await.unwrap();
        let set = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
        on!(tx, |c| async {
            sqlx::query(set).fetch_all(c).await.map(|_| ())
        })
        .unwrap();
        tx.commit().await.unwrap();
    };
    limit("1").await;
    let large = "x".repeat(1 << 20);
    let fill = async |name: &str| {
        let mut tx = db.begin().await?;
        let insert = "INSERT INTO node (name, value) VALUES ($1, $2)";
        execute!(tx, sqlx::query(insert).bind(name).bind(&large))?;
        tx.commit().await
    };
    for name in ["first", "second"] {
        let refused = fill(name).await;
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
        let told = refused.unwrap_err().to_string();
        assert_eq!(told.matches("cannot answer").count(), 1, "{told}");
    }
    limit("1000000").await;
    fill("third").await.unwrap();
    let mut tx = db.read().await.unwrap();
    let query = "SELECT name FROM node WHERE name IN ('first', 'second', 'third')";
    let kept: Vec<String> = on!(tx, |c| sqlx::query_scalar(query).fetch_all(c)).unwrap();
    assert_eq!(kept, ["third"]);
}

#[tokio::test]
async fn callers_that_go_away_at_any_moment_stop_nobody() {
    let folder = tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    for polls in 0..40 {
        let work = async {
            let mut tx = db.begin().await?;
            let insert = "INSERT INTO node (name, value) VALUES ($1, 'gone')";
            execute!(tx, sqlx::query(insert).bind(format!("gone {polls}")))?;
            tx.commit().await
        };
        let mut work = Box::pin(work);
        for _ in 0..polls {
            if futures::poll!(work.as_mut()).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(work);
        let mut tx = db.begin().await.unwrap();
        put(&mut tx, &format!("{polls:02}")).await;
        tx.commit().await.unwrap();
    }
    assert_eq!(names(&db).await.len(), 40);
}
