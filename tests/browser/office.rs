//! A directory that its office begins with: made, served, and its first link read from where
//! the program says that it is.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use serde_json::Value;
use tempfile::TempDir;

use crate::port::Port;

/// It ends when it is dropped.
pub(crate) struct Office {
    pub(crate) base: String,
    /// The link by which the first account is made.
    pub(crate) first_link: String,
    settings: PathBuf,
    child: Child,
    _port: Port,
    _place: TempDir,
}

impl Office {
    pub(crate) fn open(name: &str) -> Self {
        Self::with(name, "")
    }

    /// With further settings.
    pub(crate) fn with(name: &str, more: &str) -> Self {
        let place = TempDir::new().unwrap();
        let port = Port::take();
        let base = format!("http://{name}.localhost:{}", port.address().port());
        let folder = place.path().join("node");
        let made = Command::new(env!("CARGO_BIN_EXE_trenza"))
            .args(["init", "--insecure-loopback", "--public-url", &base])
            .args(["--listen", &port.address().to_string(), "--dir"])
            .arg(&folder)
            .status()
            .unwrap();
        assert!(made.success());
        let settings = folder.join("trenza.toml");
        let text = std::fs::read_to_string(&settings).unwrap();
        let languages = "languages = [\"es\", \"en\", \"fr\", \"pt\"]\n";
        std::fs::write(&settings, format!("{languages}{text}\n{more}")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_trenza"))
            .arg("--config")
            .arg(&settings)
            .arg("serve")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // What it says is passed on for as long as it runs, so that it never waits for a reader.
        let said = BufReader::new(child.stderr.take().unwrap());
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            for line in said.lines().map_while(Result::ok) {
                if line.ends_with("/first-link") {
                    drop(tell.send(line.trim().to_owned()));
                } else {
                    eprintln!("{line}");
                }
            }
        });
        let first_link = std::fs::read_to_string(told.recv().unwrap()).unwrap();
        Self {
            base,
            first_link: first_link.trim().to_owned(),
            settings,
            child,
            _port: port,
            _place: place,
        }
    }

    /// What a command of the office answers, in JSON.
    pub(crate) fn command(&self, words: &[&str]) -> Value {
        let done = Command::new(env!("CARGO_BIN_EXE_trenza"))
            .args(["--json", "--config"])
            .arg(&self.settings)
            .args(words)
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(done.status.success(), "{words:?}");
        serde_json::from_slice(&done.stdout).unwrap()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
