//! An SQLite database has one writer, from whichever directory it is named.

use std::fs;
use std::os::unix::fs::symlink;

use crate::office::{Office, line, trenza};

#[tokio::test]
async fn a_database_that_a_server_holds_is_refused_to_other_directories() {
    let mut office = Office::new().await;
    office.database = "trenza.db".to_owned();
    office.init();
    let server = office.serve();
    let other = tempfile::tempdir().unwrap();
    let database = office.path().join("trenza.db");
    let link = other.path().join("link.db");
    symlink(&database, &link).unwrap();
    let config = other.path().join("trenza.toml");
    let ask = |words: &[&str]| {
        let mut command = trenza();
        command.arg("--config").arg(&config).args(words);
        command.output().unwrap()
    };
    for named in [&database, &link] {
        let text = format!(
            "public_url = \"{}\"\nlisten = \"127.0.0.1:0\"\ninsecure_loopback = true\n\
            [database]\nurl = \"{}\"\n",
            office.address(),
            named.display()
        );
        fs::write(&config, text).unwrap();
        for words in [
            &["serve"][..],
            &["keys", "list"],
            &["migrate"],
            &["export", "--format", "csv"],
        ] {
            let output = ask(words);
            assert!(!output.status.success(), "{words:?} was done");
            let refusal = line(&output);
            assert!(
                refusal.contains("trenza.db.lock") && refusal.contains("ask it by --config"),
                "{words:?}: {refusal}"
            );
        }
        let told = String::from_utf8(ask(&["doctor"]).stderr).unwrap();
        assert!(told.contains("WRONG database: the database"), "{told}");
        let made = other.path().join("made");
        let output = trenza()
            .args(["init", "--public-url", &office.address()])
            .args([
                "--listen",
                "127.0.0.1:0",
                "--insecure-loopback",
                "--database",
            ])
            .arg(named)
            .arg("--dir")
            .arg(&made)
            .output()
            .unwrap();
        assert!(!output.status.success(), "it was made");
        assert!(line(&output).contains("trenza.db.lock"));
        assert!(!made.exists(), "a refused node leaves nothing behind");
    }
    // Its own directory's commands go through the server.
    office.told(&["keys", "list"]);
    server.stop();
    assert!(ask(&["keys", "list"]).status.success());
    office.told(&["keys", "list"]);
}
