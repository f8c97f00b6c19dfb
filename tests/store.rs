//! The store keeps what it acknowledged and nothing else, on either database.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::tempdir;
use trenza::clock::{Clock, Timestamp};
use trenza::error::Error;
use trenza::store::{Db, Lease, Tx, backup, execute, files, on, testing};

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
async fn what_postgresql_commits_is_on_its_disk_whatever_its_settings_say() {
    let folder = tempdir().unwrap();
    let url = testing::fresh_url(folder.path()).await.unwrap();
    if !url.starts_with("postgres") {
        return;
    }
    let query = "SELECT current_setting('synchronous_commit')";
    let name = url::Url::parse(&url).unwrap().path()[1..].to_owned();
    let hasty = format!("ALTER DATABASE {name} SET synchronous_commit = off");
    let mut other = PgConnection::connect(&url).await.unwrap();
    let altered = sqlx::query(AssertSqlSafe(hasty)).execute(&mut other).await;
    altered.unwrap();
    let mut other = PgConnection::connect(&url).await.unwrap();
    let asked = sqlx::query_scalar::<_, String>(query).fetch_one(&mut other);
    assert_eq!(asked.await.unwrap(), "off");
    let joint = if url.contains('?') { '&' } else { '?' };
    let told = format!("{url}{joint}options=-c%20synchronous_commit%3Doff");
    for address in [&url, &told] {
        let db = Db::open(address).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let ours: String = on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap();
        assert_eq!(ours, "on", "{address}");
    }
}

#[tokio::test]
async fn what_nobody_made_is_not_opened() {
    let folder = tempdir().unwrap();
    let url = testing::unmade_url(folder.path()).await.unwrap();
    assert!(!Db::is_made(&url).await.unwrap());
    let refused = Db::open(&url).await.unwrap_err().to_string();
    assert!(refused.starts_with("database.url: "), "{refused}");
    assert!(refused.contains("trenza init"), "{refused}");
    assert!(!folder.path().join("trenza.db").exists());
    Db::create(&url).await.unwrap().close().await;
    assert!(Db::is_made(&url).await.unwrap());
    Db::open(&url).await.unwrap().close().await;
}

#[tokio::test]
async fn another_programs_file_is_refused_and_stays_as_it_is() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("other.db");
    let options = SqliteConnectOptions::new().filename(&path);
    let mut other = SqliteConnection::connect_with(&options.create_if_missing(true))
        .await
        .unwrap();
    sqlx::query("CREATE TABLE songs (title TEXT)")
        .execute(&mut other)
        .await
        .unwrap();
    other.close().await.unwrap();
    let before = std::fs::read(&path).unwrap();
    let refused = Db::open(path.to_str().unwrap()).await.unwrap_err();
    assert!(
        refused.to_string().contains("no tables of Trenza"),
        "{refused}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn the_files_of_a_database_are_for_their_owner_alone() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("trenza.db");
    let url = path.to_str().unwrap();
    let db = Db::create(url).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    put(&mut tx, "kept").await;
    tx.commit().await.unwrap();
    let modes = || {
        ["trenza.db", "trenza.db-wal", "trenza.db-shm"].map(|name| {
            let found = std::fs::metadata(folder.path().join(name)).unwrap();
            found.permissions().mode() & 0o777
        })
    };
    assert_eq!(modes(), [0o600; 3]);
    assert!(files::exposed(url).is_empty());
    let copy = folder.path().join("trenza.db.before-schema-2");
    std::fs::write(&copy, "a copy that an older program made").unwrap();
    for file in [&path, &folder.path().join("trenza.db-wal"), &copy] {
        std::fs::set_permissions(file, Permissions::from_mode(0o664)).unwrap();
    }
    assert_eq!(files::exposed(url).len(), 3);
    let again = Db::open(url).await.unwrap();
    assert_eq!(modes(), [0o600; 3]);
    assert!(files::exposed(url).is_empty());
    again.close().await;
    db.close().await;
}

#[tokio::test]
async fn a_copy_that_was_cut_off_keeps_nobody_from_the_next_start() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("trenza.db");
    let url = path.to_str().unwrap();
    Db::create(url).await.unwrap().close().await;
    let options = SqliteConnectOptions::new().filename(&path);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    // The newest step is not known to be made, and cannot be made twice.
    let newest =
        "FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";
    for statement in [
        format!("CREATE TABLE kept AS SELECT * {newest}"),
        format!("DELETE {newest}"),
    ] {
        sqlx::query(AssertSqlSafe(statement))
            .execute(&mut connection)
            .await
            .unwrap();
    }
    let names = || {
        let entries = std::fs::read_dir(folder.path()).unwrap().flatten();
        let names = entries.map(|entry| entry.file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|it| it.contains("before-schema")).collect();
        names.sort();
        names
    };
    assert!(Db::open(url).await.is_err());
    let first = names();
    assert_eq!(first.len(), 1, "{first:?}");
    let copy = folder.path().join(&first[0]);
    // A power cut leaves a part, and an older program left something under the last name.
    std::fs::write(folder.path().join(format!("{}.part", first[0])), "half").unwrap();
    std::fs::write(&copy, "an older copy").unwrap();
    for _ in 0..2 {
        let told = Db::open(url).await.unwrap_err().to_string();
        assert!(!told.contains("exists already"), "{told}");
        assert_eq!(names(), first);
    }
    assert_eq!(
        std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let options = SqliteConnectOptions::new().filename(&copy);
    let mut copied = SqliteConnection::connect_with(&options).await.unwrap();
    let whole: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&mut copied)
        .await
        .unwrap();
    assert_eq!(whole, "ok");
    for statement in [
        "INSERT INTO _sqlx_migrations SELECT * FROM kept",
        "DROP TABLE kept",
    ] {
        sqlx::query(statement)
            .execute(&mut connection)
            .await
            .unwrap();
    }
    connection.close().await.unwrap();
    Db::open(url).await.unwrap().close().await;
}

#[tokio::test]
async fn a_copy_is_whole_private_and_never_takes_anothers_place() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("trenza.db");
    let url = path.to_str().unwrap();
    let db = Db::create(url).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    put(&mut tx, "kept").await;
    tx.commit().await.unwrap();
    let target = folder.path().join("copy.db");
    backup::copy(url, &target).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    put(&mut tx, "later").await;
    tx.commit().await.unwrap();
    assert_eq!(
        std::fs::metadata(&target).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let before = std::fs::read(&target).unwrap();
    let refused = backup::copy(url, &target).await.unwrap_err().to_string();
    assert!(refused.contains("exists already"), "{refused}");
    assert_eq!(std::fs::read(&target).unwrap(), before);
    let missing = folder.path().join("no").join("copy.db");
    assert!(backup::copy(url, &missing).await.is_err());
    let restored = Db::open(target.to_str().unwrap()).await.unwrap();
    assert_eq!(names(&restored).await, ["kept"]);
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
    let db = Db::create(folder.path().join("trenza.db").to_str().unwrap())
        .await
        .unwrap();
    db.try_writing(Timestamp(1)).await.unwrap();
    let limit = async |pages: &'static str| {
        let mut tx = db.begin().await.unwrap();
        let set = AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
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
        assert!(told.contains("make room on the disk"), "{told}");
    }
    // Something small may still find room, but what failed just now is kept in mind.
    let refused = db.try_writing(Timestamp(2)).await;
    assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
    limit("1000000").await;
    fill("third").await.unwrap();
    while db.try_writing(Timestamp(3)).await.is_err() {
        tokio::task::yield_now().await;
    }
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
