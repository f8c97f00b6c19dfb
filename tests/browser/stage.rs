//! The demonstration, kept running: three nodes whose records are invented.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use tempfile::TempDir;

/// It ends when it is dropped.
pub(crate) struct Stage {
    /// The nodes' addresses, Oaxaca's first.
    pub(crate) nodes: Vec<String>,
    child: Child,
    // Held, so that the demonstration does not fail to write.
    _output: BufReader<ChildStdout>,
    _place: TempDir,
}

impl Stage {
    /// Waits until the demonstration has gone through its checklist.
    pub(crate) fn open() -> Self {
        let place = TempDir::new().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_trenza"))
            .arg("demo")
            .env("TMPDIR", place.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut nodes = Vec::new();
        let mut line = String::new();
        while !line.contains("Ctrl-C") {
            line.clear();
            assert_ne!(output.read_line(&mut line).unwrap(), 0, "it ended early");
            let address = line.trim().strip_suffix('/');
            nodes.extend(
                address
                    .filter(|it| it.starts_with("http://"))
                    .map(str::to_owned),
            );
        }
        nodes.sort_by_key(|node| !node.contains("oaxaca"));
        Self {
            nodes,
            child,
            _output: output,
            _place: place,
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let interrupt = format!("kill -INT {}", self.child.id());
        let told = Command::new("sh").args(["-c", &interrupt]).status();
        if !told.is_ok_and(|status| status.success()) {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}
