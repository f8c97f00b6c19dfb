//! The program in processes of its own, on a node in a directory of its own.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use trenza::store::testing::unmade_url;

use crate::port::Port;

/// An office with a node of its own, made by [`Office::init`].
pub(crate) struct Office {
    dir: tempfile::TempDir,
    pub(crate) port: Port,
    pub(crate) database: String,
}

pub(crate) fn trenza() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trenza"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TRENZA_")) {
        command.env_remove(name);
    }
    command.env_remove("RUST_LOG").stdin(Stdio::null());
    command
}

pub(crate) fn line(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(text.trim_end().lines().count(), 1, "not one line: {text}");
    text
}

impl Office {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let database = unmade_url(dir.path()).await.unwrap();
        Self {
            dir,
            port: Port::take(),
            database,
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("node")
    }

    pub(crate) fn init_for(&self, public_url: &str) -> Output {
        let listen = self.port.address().to_string();
        trenza()
            .args(["init", "--public-url", public_url, "--listen", &listen])
            .args(["--database", &self.database, "--insecure-loopback", "--dir"])
            .arg(self.path())
            .output()
            .unwrap()
    }

    pub(crate) fn init(&self) {
        let output = self.init_for(&self.address());
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.port.address())
    }

    pub(crate) fn ask(&self, words: &[&str]) -> Output {
        let config = self.path().join("trenza.toml");
        trenza()
            .arg("--config")
            .arg(config)
            .args(words)
            .output()
            .unwrap()
    }

    pub(crate) fn told(&self, words: &[&str]) -> Value {
        let output = self.ask(&[words, &["--json"]].concat());
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    pub(crate) fn refused(&self, words: &[&str]) -> String {
        let output = self.ask(words);
        assert!(!output.status.success());
        line(&output)
    }

    pub(crate) fn serve(&self) -> Server {
        let mut child = trenza()
            .arg("--config")
            .arg(self.path().join("trenza.toml"))
            .arg("serve")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let mut lines = log.lines().map_while(Result::ok);
        assert!(
            lines.any(|line| line.contains("the node is open")),
            "the server did not start"
        );
        // The log is read on, so that the server never waits for a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Server(child)
    }
}

/// A server, killed when this is dropped.
pub(crate) struct Server(Child);

impl Server {
    pub(crate) fn stop(mut self) {
        let told = Command::new("kill")
            .args(["-TERM", &self.0.id().to_string()])
            .status();
        assert!(told.unwrap().success());
        assert!(self.0.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
