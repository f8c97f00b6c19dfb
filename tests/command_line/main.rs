//! The program as an operator meets it: started as a process, answering in one line.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod office;
mod one_database;
#[path = "../support/port.rs"]
mod port;
mod refusals;

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use office::{Office, line, trenza};
use serde_json::Value;

#[tokio::test]
async fn init_twice_changes_nothing_and_another_address_is_refused() {
    let office = Office::new().await;
    office.init();
    let first = std::fs::read(office.path().join("trenza.toml")).unwrap();
    office.init();
    assert_eq!(
        std::fs::read(office.path().join("trenza.toml")).unwrap(),
        first
    );
    let refused = office.init_for("http://localhost:1");
    assert!(!refused.status.success());
    assert!(line(&refused).contains("cannot be changed"));
}

#[tokio::test]
async fn an_edited_address_is_refused_by_the_database() {
    let office = Office::new().await;
    office.init();
    let file = office.path().join("trenza.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace(&office.address(), "http://localhost:1")).unwrap();
    assert!(
        office
            .refused(&["keys", "list"])
            .contains(&office.address())
    );
    assert!(office.refused(&["serve"]).contains(&office.address()));
}

#[tokio::test]
async fn init_refuses_what_could_not_be_served() {
    let office = Office::new().await;
    for (url, words) in [
        ("ftp://a.example", "https"),
        ("https://a.example/path", "path"),
        ("a.example", "https"),
    ] {
        let refused = office.init_for(url);
        assert!(
            !refused.status.success() && line(&refused).contains(words),
            "{url}"
        );
    }
    let busy = TcpListener::bind(office.port.address()).unwrap();
    assert!(line(&office.init_for(&office.address())).contains("cannot be used"));
    drop(busy);
    assert!(!office.path().join("trenza.toml").exists());
    office.init();
}

#[tokio::test]
async fn a_missing_answer_is_not_asked_for_without_a_terminal() {
    let office = Office::new().await;
    let output = trenza()
        .args(["init", "--dir"])
        .arg(office.path())
        .output()
        .unwrap();
    assert!(!output.status.success() && line(&output).contains("--public-url"));
}

#[tokio::test]
async fn commands_answer_alike_beside_a_running_server_and_without_one() {
    let office = Office::new().await;
    office.init();
    let keys = office.told(&["keys", "list"]);
    assert_eq!(keys.as_array().unwrap().len(), 2);
    assert!(office.refused(&["healthcheck"]).contains("nothing answers"));

    let server = office.serve();
    assert_eq!(office.told(&["keys", "list"]), keys);
    office.told(&["healthcheck"]);
    office.told(&["doctor"]);
    let made = office.told(&[
        "admin",
        "token",
        "create",
        "--label",
        "app",
        "--scope",
        "offers:write",
    ]);
    assert!(made["token"].as_str().unwrap().starts_with("trenza_"));
    assert!(
        office
            .refused(&["admin", "token", "revoke", "nobody"])
            .contains("nobody")
    );
    // The port is taken as well; what is told is what can be mended.
    let second = office.refused(&["serve"]);
    assert!(second.contains("is at work in"), "{second}");
    server.stop();

    assert!(!office.path().join("trenza.sock").exists());
    let tokens = office.told(&["admin", "token", "list"]);
    assert_eq!(tokens[0]["label"], "app");
    assert!(!tokens.to_string().contains(made["token"].as_str().unwrap()));
    office.told(&["admin", "token", "revoke", made["id"].as_str().unwrap()]);
    office.told(&["migrate"]);
    office.told(&["doctor"]);
}

#[tokio::test]
async fn a_file_is_brought_to_a_running_server_and_not_left_there() {
    let office = Office::new().await;
    office.init();
    let mapping = "register = \"padron\"\nlanguage = \"es\"\nentity_type = \"cooperative\"\n\
        [columns]\nidentifier = \"Folio\"\nname = \"Nombre\"\n";
    let mine = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = mine.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let mapping = put("padron.toml", mapping);
    let table = put("padron.csv", "Folio;Nombre\n7;Café Unión\n");
    let server = office.serve();
    let done = office.told(&["import", &table, "--mapping", &mapping]);
    assert_eq!(done["created"], 1);
    let left = std::fs::read_dir(office.path().join("uploads")).unwrap();
    assert_eq!(left.count(), 0);
    let broken = put("broken.csv", "Folio;Nombre\n8;\"Café\n");
    let refusal = office.refused(&["import", &broken, "--mapping", &mapping]);
    assert!(refusal.contains("quotation"), "{refusal}");
    let batch = done["batch"].as_str().unwrap();
    let undone = office.told(&["import", "undo", batch]);
    assert_eq!(undone["removed"], 1);
    server.stop();
    assert_eq!(office.told(&["import", "list"])[0]["state"], "undone");
}

#[tokio::test]
async fn long_work_says_now_and_then_how_far_it_has_come_where_no_terminal_is() {
    let office = Office::new().await;
    office.init();
    let mine = tempfile::tempdir().unwrap();
    let stderr_of = |rows: usize| {
        let rows: Vec<String> = (0..rows).map(|n| format!("{n},Café {n}")).collect();
        let file = mine.path().join("padron.csv");
        std::fs::write(&file, format!("Folio,Name\n{}\n", rows.join("\n"))).unwrap();
        let output = office.ask(&["import", file.to_str().unwrap(), "--dry-run"]);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(stderr_of(10), "");
    let told = stderr_of(2_500);
    assert!(told.contains("done=2") && told.contains("INFO"), "{told}");
    assert!(told.lines().count() < 10, "{told}");
}

#[tokio::test]
async fn records_leave_alike_beside_a_running_server_and_without_one() {
    let office = Office::new().await;
    office.init();
    let mine = tempfile::tempdir().unwrap();
    let path = |name: &str| mine.path().join(name).to_str().unwrap().to_owned();
    let rows: Vec<String> = (0..300).map(|n| format!("{n},Café {n}")).collect();
    let table = format!("Folio,Name\n{}\n", rows.join("\n"));
    std::fs::write(path("padron.csv"), table).unwrap();
    office.told(&["import", &path("padron.csv")]);
    let text = String::from_utf8(office.ask(&["export", "--format", "csv"]).stdout).unwrap();
    assert_eq!(text.lines().count(), 301);
    let server = office.serve();
    let done = office.told(&["export", "--format", "csv", "--out", &path("out.csv")]);
    assert_eq!([&done["records"], &done["bytes"]], [300, text.len()]);
    assert_eq!(std::fs::read_to_string(path("out.csv")).unwrap(), text);

    let refusal = office.refused(&["export", "--format", "csv", "--out", &path("no/out.csv")]);
    assert!(refusal.contains("make the folder first"), "{refusal}");
    let none = office.ask(&["export", "--format", "pdf"]);
    let told = String::from_utf8(none.stderr).unwrap();
    assert!(!none.status.success() && told.contains("geojson"), "{told}");

    let whole = office.ask(&["export", "--organization", "cafe_7"]);
    let whole: Value = serde_json::from_slice(&whole.stdout).unwrap();
    assert_eq!(whole["organization"]["handle"], "cafe_7");
    assert_eq!(whole["sources"][0]["identifier"], "7");
    assert_eq!(whole["followers"], 0);
    let refusal = office.refused(&["export", "--organization", "nobody"]);
    assert!(refusal.contains("nobody"), "{refusal}");
    // A limit on the size of files stands for a disk that is full.
    let full = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_trenza"))
        .arg("--config")
        .arg(office.path().join("trenza.toml"))
        .args(["export", "--format", "csv", "--out", &path("out.csv")])
        .output()
        .unwrap();
    assert!(!full.status.success());
    assert!(line(&full).contains("no file was made or changed"));
    assert_eq!(std::fs::read_to_string(path("out.csv")).unwrap(), text);
    assert_eq!(std::fs::read_dir(mine.path()).unwrap().count(), 2);
    server.stop();
}

#[tokio::test]
async fn the_command_socket_is_for_the_servers_account_alone() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::new().await;
    office.init();
    let _server = office.serve();
    let mode = |name: &str| {
        std::fs::metadata(office.path().join(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode("trenza.sock"), 0o600);
    assert_eq!(mode("trenza.toml"), 0o600);
}

#[tokio::test]
async fn a_killed_server_leaves_nothing_that_must_be_removed() {
    let office = Office::new().await;
    office.init();
    drop(office.serve());
    office.told(&["keys", "list"]);
    office.serve().stop();
}

#[tokio::test]
async fn the_environment_stands_above_the_file() {
    let office = Office::new().await;
    office.init();
    let config = office.path().join("trenza.toml");
    let dump = trenza()
        .env("TRENZA_NAME", "Directorio de Oaxaca")
        .env("TRENZA_CONFIG", &config)
        .args(["config", "dump", "--json"])
        .output()
        .unwrap();
    let dump: Value = serde_json::from_slice(&dump.stdout).unwrap();
    assert_eq!(dump["name"], "Directorio de Oaxaca");
    let wrong = trenza()
        .env("TRENZA_PEERS_POLICY", "perhaps")
        .env("TRENZA_CONFIG", &config)
        .args(["config", "check"])
        .output()
        .unwrap();
    assert!(!wrong.status.success() && line(&wrong).contains("TRENZA_PEERS_POLICY"));
}

#[tokio::test]
async fn a_mistyped_setting_is_named_with_its_line() {
    let office = Office::new().await;
    office.init();
    let file = office.path().join("trenza.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("nmae = \"x\"\n{text}")).unwrap();
    let refused = office.refused(&["config", "check"]);
    assert!(
        refused.contains("line 1") && refused.contains("name?"),
        "{refused}"
    );
    assert!(office.refused(&["serve"]).contains("line 1"));
}

#[test]
fn the_program_explains_itself() {
    for words in [
        &["config", "example"][..],
        &["completions", "bash"],
        &["man"],
    ] {
        let output = trenza().args(words).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success() && text.contains("public"),
            "{words:?}: {text}"
        );
    }
    let nowhere = trenza()
        .args(["--config", "/nowhere.toml", "keys", "list"])
        .output()
        .unwrap();
    assert!(!nowhere.status.success() && line(&nowhere).contains("trenza init"));
    assert!(!Path::new("/nowhere.toml").exists());
}
