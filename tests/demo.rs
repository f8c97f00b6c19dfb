//! The demonstration, as somebody runs it: it holds, it repeats, and it leaves nothing behind.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

fn trenza(place: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trenza"));
    command.env("TMPDIR", place).stderr(Stdio::inherit());
    command
}

fn is_empty(place: &Path) -> bool {
    std::fs::read_dir(place).unwrap().next().is_none()
}

/// A process that ends with the test, however that does.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
    }
}

#[test]
fn a_kept_demonstration_is_shown_again_with_the_same_cast() {
    let (place, keep) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for _ in 0..2 {
        let shown = trenza(place.path())
            .args(["demo", "--once", "--keep"])
            .arg(keep.path())
            .output()
            .unwrap();
        let lines = String::from_utf8(shown.stdout).unwrap();
        assert!(shown.status.success(), "{lines}");
        assert!(!lines.contains('✗'), "{lines}");
    }
    let asked = |node: &str, words: &[&str]| -> Value {
        let mut command = trenza(place.path());
        let config = keep.path().join(node).join("trenza.toml");
        command.arg("--config").arg(config).args(words);
        serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
    };
    for node in ["oaxaca", "lyon", "leeds"] {
        let listed = asked(node, &["--json", "org", "list"]);
        assert_eq!(listed.as_array().unwrap().len(), 3, "{node}: {listed}");
        // The map and the calendar have something to show.
        let map = asked(node, &["export", "--format", "geojson"]);
        let points = map["features"].as_array().unwrap().iter();
        let points = points.filter(|one| one["geometry"]["type"] == "Point");
        assert_eq!(points.count(), 3, "{node}: {map}");
    }
    let offers = asked("oaxaca", &["--json", "offer", "list"]);
    let offers = offers.as_array().unwrap();
    assert!(offers.iter().all(|one| one["valid_until"].is_string()));
    assert!(!offers.is_empty());
    assert!(is_empty(place.path()));
}

#[test]
fn an_interrupted_demonstration_removes_its_folder() {
    let place = TempDir::new().unwrap();
    let mut demo = trenza(place.path())
        .args(["demo", "--once"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let first = lines.find(|line| line.as_ref().unwrap().contains('✓'));
    assert!(first.unwrap().unwrap().contains("three nodes are open"));
    assert!(!is_empty(place.path()));
    let interrupt = format!("kill -INT {}", demo.id());
    let told = Command::new("sh").args(["-c", &interrupt]).status();
    assert!(told.unwrap().success());
    assert!(!demo.wait().unwrap().success());
    assert!(is_empty(place.path()));
}

#[test]
fn whoever_looks_at_the_demonstration_can_keep_each_of_its_nodes() {
    let place = TempDir::new().unwrap();
    let mut demo = Ended(
        trenza(place.path())
            .arg("demo")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let lines = BufReader::new(demo.0.stdout.take().unwrap()).lines();
    let lines = lines.map(Result::unwrap);
    let mut lines = lines.skip_while(|line| !line.starts_with("Make the first account"));
    assert!(lines.next().is_some());
    // It is listened to until the end: a demonstration that nobody hears any more ends.
    let invitations: Vec<String> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    assert_eq!(invitations.len(), 3, "{invitations:?}");
    for link in invitations {
        let (host, path) = link
            .trim_start_matches("  http://")
            .split_once('/')
            .unwrap();
        // Browsers take whatever ends with `.localhost` for this machine; not every resolver does.
        let port: u16 = host.rsplit_once(':').unwrap().1.parse().unwrap();
        let mut connection = TcpStream::connect(("127.0.0.1", port)).unwrap();
        write!(connection, "GET /{path} HTTP/1.0\r\nHost: {host}\r\n\r\n").unwrap();
        let mut page = String::new();
        connection.read_to_string(&mut page).unwrap();
        assert!(page.starts_with("HTTP/1.0 200"), "{page}");
        assert!(page.contains("type=\"password\""), "{page}");
    }
    let interrupt = format!("kill -INT {}", demo.0.id());
    let told = Command::new("sh").args(["-c", &interrupt]).status();
    assert!(told.unwrap().success());
    assert!(demo.0.wait().unwrap().success());
}
