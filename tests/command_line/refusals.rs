//! What an operator is told when the node's files or its database are not as they should be:
//! one line that says what, where and how to mend it.

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};
use trenza::store::testing::unmade_url;

use crate::office::{Office, line, trenza};

fn mode(file: &Path) -> u32 {
    fs::metadata(file).unwrap().permissions().mode() & 0o777
}

/// `init` of a node on SQLite, by an account that leaves new files open to others.
fn init_openly(dir: &Path) -> Output {
    Command::new("sh")
        .args(["-c", "umask 022; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_trenza"))
        .args(["init", "--public-url", "https://directory.example"])
        .args(["--listen", "127.0.0.1:0", "--dir"])
        .arg(dir)
        .output()
        .unwrap()
}

fn ask(dir: &Path, words: &[&str]) -> Output {
    let config = dir.join("trenza.toml");
    let mut command = trenza();
    command.arg("--config").arg(config).args(words);
    command.output().unwrap()
}

fn refused(dir: &Path, words: &[&str]) -> String {
    let output = ask(dir, words);
    assert!(!output.status.success(), "{words:?} was done");
    line(&output)
}

#[test]
fn private_keys_are_for_the_nodes_account_alone() {
    let dir = tempfile::tempdir().unwrap();
    assert!(init_openly(dir.path()).status.success());
    let database = dir.path().join("trenza.db");
    assert_eq!(mode(&database), 0o600);
    let well = ask(dir.path(), &["doctor"]);
    assert!(well.status.success(), "{well:?}");

    // As an older program left it, or a copy that was brought back.
    fs::set_permissions(&database, Permissions::from_mode(0o644)).unwrap();
    let told = ask(dir.path(), &["doctor"]);
    let text = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(
        !told.status.success() && text.contains("trenza.db has mode 644"),
        "{text}"
    );
    assert_eq!(mode(&database), 0o600, "opening it closes it");
    let settings = dir.path().join("trenza.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{text}[mail]\nserver = \"m.example\"\nfrom = \"a@b.example\"\nuser = \"u\"\npassword = \"geheim\"\n")).unwrap();
    assert!(ask(dir.path(), &["doctor"]).status.success());
    fs::set_permissions(&settings, Permissions::from_mode(0o640)).unwrap();
    let told = ask(dir.path(), &["doctor"]);
    let text = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(
        text.contains("trenza.toml has mode 640") && !text.contains("geheim"),
        "{text}"
    );
}

#[test]
fn a_missing_database_is_not_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    assert!(init_openly(dir.path()).status.success());
    let database = dir.path().join("trenza.db");
    let away = dir.path().join("away.db");
    fs::rename(&database, &away).unwrap();
    for words in [
        &["serve"][..],
        &["keys", "list"],
        &["migrate"],
        &["export", "--format", "csv"],
        &["backup", "copy.db"],
    ] {
        let refusal = refused(dir.path(), words);
        assert!(
            refusal.starts_with("trenza: database.url: ")
                && refusal.contains("trenza.db is missing; mount or restore it, or run"),
            "{words:?}: {refusal}"
        );
    }
    assert!(!ask(dir.path(), &["doctor"]).status.success());
    assert!(!database.exists());
    fs::write(&database, "").unwrap();
    assert!(refused(dir.path(), &["serve"]).contains("holds no tables of Trenza"));
    assert_eq!(fs::metadata(&database).unwrap().len(), 0);

    fs::write(
        &database,
        "a letter, and not a database at all\n".repeat(100),
    )
    .unwrap();
    let refusal = refused(dir.path(), &["serve"]);
    assert!(
        refusal.contains("trenza.db is damaged") && refusal.contains("restore a copy"),
        "{refusal}"
    );

    fs::remove_file(&database).unwrap();
    fs::rename(&away, &database).unwrap();
    assert!(ask(dir.path(), &["keys", "list"]).status.success());
}

#[test]
fn init_makes_a_lost_database_anew_when_it_is_asked_to() {
    let dir = tempfile::tempdir().unwrap();
    assert!(init_openly(dir.path()).status.success());
    fs::remove_file(dir.path().join("trenza.db")).unwrap();
    let made = init_openly(dir.path());
    let text = String::from_utf8_lossy(&made.stdout).into_owned();
    assert!(
        made.status.success() && text.contains("is made anew"),
        "{text}"
    );
    assert_eq!(mode(&dir.path().join("trenza.db")), 0o600);
    assert!(ask(dir.path(), &["keys", "list"]).status.success());
    let same = init_openly(dir.path());
    assert!(String::from_utf8_lossy(&same.stdout).contains("nothing was changed"));
}

#[tokio::test]
async fn a_database_that_another_program_holds_is_told() {
    let dir = tempfile::tempdir().unwrap();
    assert!(init_openly(dir.path()).status.success());
    let database = dir.path().join("trenza.db");
    let mut other = SqliteConnection::connect(database.to_str().unwrap())
        .await
        .unwrap();
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();
    let refusal = refused(dir.path(), &["keys", "list"]);
    assert!(refusal.contains("another program holds it"), "{refusal}");
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    assert!(ask(dir.path(), &["keys", "list"]).status.success());
}

#[tokio::test]
async fn a_port_that_is_taken_is_told() {
    let office = Office::new().await;
    office.init();
    let address = office.port.address();
    let taken = TcpListener::bind(address).unwrap();
    let refusal = office.refused(&["serve"]);
    assert!(
        refusal.starts_with(&format!("trenza: listen: {address} cannot be used"))
            && refusal.contains("change the settings"),
        "{refusal}"
    );
    drop(taken);
    office.serve().stop();
}

#[tokio::test]
async fn the_database_of_a_newer_program_is_refused_and_stays_as_it_is() {
    let office = Office::new().await;
    office.init();
    let changed = async |statement: &'static str| {
        let db = &office.database;
        if db.starts_with("postgres") {
            let mut other = sqlx::PgConnection::connect(db).await.unwrap();
            sqlx::query(statement).execute(&mut other).await.unwrap();
        } else {
            let mut other = SqliteConnection::connect(db).await.unwrap();
            sqlx::query(statement).execute(&mut other).await.unwrap();
        }
    };
    changed(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
        SELECT 999, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
    )
    .await;
    for words in [&["serve"][..], &["migrate"], &["keys", "list"]] {
        let refusal = office.refused(words);
        assert!(
            refusal.starts_with("trenza: database.url: the database has schema 999")
                && refusal.contains("run a newer trenza"),
            "{words:?}: {refusal}"
        );
    }
    changed("DELETE FROM _sqlx_migrations WHERE version = 999").await;
    assert!(office.ask(&["keys", "list"]).status.success());
}

#[tokio::test]
async fn a_mistyped_variable_is_refused() {
    let office = Office::new().await;
    office.init();
    let config = office.path().join("trenza.toml");
    let asked = |variable: &str| {
        let mut command = trenza();
        command
            .env(variable, "127.0.0.1:1")
            .env("TRENZA_CONFIG", &config);
        command.args(["config", "check"]).output().unwrap()
    };
    let mistyped = asked("TRENZA_LISTENN");
    let refusal = line(&mistyped);
    assert!(
        !mistyped.status.success() && refusal.contains("did you mean TRENZA_LISTEN?"),
        "{refusal}"
    );
    assert!(asked("TRENZA_LISTEN").status.success());
}

/// A node whose settings name a PostgreSQL database.
fn on_postgres(dir: &Path, url: &str) -> String {
    let text = format!("public_url = \"https://directory.example\"\n[database]\nurl = \"{url}\"\n");
    fs::write(dir.join("trenza.toml"), text).unwrap();
    refused(dir, &["keys", "list"])
}

#[tokio::test]
async fn a_server_of_databases_that_is_not_there_is_told_without_its_password() {
    let dir = tempfile::tempdir().unwrap();
    let url = "postgres://ana:geheim@localhost/trenza?host=/nowhere/at/all";
    let refusal = on_postgres(dir.path(), url);
    assert!(
        refusal.starts_with("trenza: database.url: trenza at /nowhere/at/all")
            && refusal.contains("cannot be reached")
            && !refusal.contains("geheim"),
        "{refusal}"
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_postgresql_database_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let url = unmade_url(dir.path()).await.unwrap();
    if !url.starts_with("postgres") {
        return;
    }
    let name = url::Url::parse(&url).unwrap().path()[1..].to_owned();
    let refusal = on_postgres(dir.path(), &url);
    assert!(refusal.contains("holds no tables of Trenza"), "{refusal}");
    let refusal = on_postgres(dir.path(), &url.replace(&name, "trenza_missing"));
    assert!(
        refusal.contains("does not exist; make it (createdb trenza_missing)"),
        "{refusal}"
    );

    trenza::store::Db::create(&url).await.unwrap().close().await;
    let mut other = sqlx::PgConnection::connect(&url).await.unwrap();
    for statement in ["BEGIN", "LOCK TABLE node, _sqlx_migrations"] {
        sqlx::query(AssertSqlSafe(statement))
            .execute(&mut other)
            .await
            .unwrap();
    }
    let joint = if url.contains('?') { '&' } else { '?' };
    let hasty = format!("{url}{joint}options=-c%20lock_timeout%3D300ms");
    let refusal = on_postgres(dir.path(), &hasty);
    assert!(
        refusal.contains("another session holds a lock"),
        "{refusal}"
    );
}
