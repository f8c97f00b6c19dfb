//! Where the servers and tools of other hands are, and how they are started and ended. It
//! does not bring them: `tests/foreign/install` does.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// How long anything may take before a test gives up; machines that build are slow.
pub(crate) const PATIENCE: Duration = Duration::from_mins(4);

/// Where `tests/foreign/install` puts what it brings.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/foreign")
}

/// The folder of what came from one registry, if it is there in the pinned versions.
/// Otherwise says how to get it, and fails where nothing may be skipped.
fn brought(mark: &str, pinned: &str) -> Option<PathBuf> {
    let read = |path: PathBuf| std::fs::read(path).ok();
    let wanted = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign");
    let is_there =
        read(folder().join(mark)).is_some_and(|one| Some(one) == read(wanted.join(pinned)));
    if is_there {
        return Some(folder());
    }
    let missing = "skipped: the servers of other hands are not here; run tests/foreign/install";
    assert!(std::env::var_os("TRENZA_NO_SKIP").is_none(), "{missing}");
    eprintln!("{missing}");
    None
}

/// Node.js with the packages of npm.
pub(crate) struct Npm(PathBuf);

impl Npm {
    pub(crate) fn find() -> Option<Self> {
        brought("npm-installed", "package-lock.json").map(Self)
    }

    /// A command that runs a script; `ca` is the file of an authority that it trusts.
    pub(crate) fn node(&self, script: &Path, ca: &Path) -> Command {
        let own = self.0.join("node_modules/.bin/node");
        // Where npm has no Node.js for this machine, the one on the path must be new enough.
        let mut command = Command::new(if own.exists() { own } else { "node".into() });
        command.arg(script).env("NODE_EXTRA_CA_CERTS", ca);
        command
    }

    /// A program of this folder's, put where it finds its packages.
    pub(crate) fn program(&self, folder: &str) -> TempDir {
        program(&self.0, folder)
    }

    /// A file of a package.
    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.0.join("node_modules").join(path)
    }
}

/// Python with the packages of `PyPI`.
pub(crate) struct Python(PathBuf);

impl Python {
    pub(crate) fn find() -> Option<Self> {
        brought("pypi-installed", "requirements.txt").map(Self)
    }

    /// A command that runs a script.
    pub(crate) fn run(&self, script: &Path) -> Command {
        let mut command = Command::new(self.0.join("venv/bin/python"));
        command.arg(script);
        command
    }

    /// A program of this folder's, in a folder of its own.
    pub(crate) fn program(&self, folder: &str) -> TempDir {
        program(&self.0, folder)
    }
}

fn program(tools: &Path, folder: &str) -> TempDir {
    let copy = TempDir::new_in(tools).expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/foreign")
        .join(folder);
    for file in std::fs::read_dir(from).expect("the program").flatten() {
        std::fs::copy(file.path(), copy.path().join(file.file_name())).expect("a copy");
    }
    copy
}

/// A server of other hands, ended when it is dropped, by its process and by its input.
pub(crate) struct Server {
    pub(crate) base: String,
    child: Child,
    // Held, so that the server neither sees its input end nor fails to write.
    _input: ChildStdin,
    _output: BufReader<ChildStdout>,
    _folder: TempDir,
}

impl Server {
    /// Starts a server that says `listening on http://…` once it does.
    pub(crate) async fn start(mut command: Command, folder: TempDir) -> Self {
        let starting = tokio::task::spawn_blocking(move || {
            let mut child = command
                .current_dir(folder.path())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .expect("the server starts");
            let mut output = BufReader::new(child.stdout.take().expect("its output"));
            let mut line = String::new();
            let base = loop {
                line.clear();
                let read = output.read_line(&mut line).expect("its output");
                assert!(read > 0, "the server ended before it listened");
                if let Some((_, base)) = line.trim().split_once("listening on ") {
                    break base.to_owned();
                }
            };
            Self {
                base,
                _input: child.stdin.take().expect("its input"),
                child,
                _output: output,
                _folder: folder,
            }
        });
        let started = tokio::time::timeout(PATIENCE, starting).await;
        started
            .expect("the server listens in time")
            .expect("the server starts")
    }
}

impl Server {
    /// Asks its control address for something.
    pub(crate) async fn does(&self, verb: &str, ask: Value) -> Value {
        let url = format!("{}/control/{verb}", self.base);
        #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
        let request = reqwest::Client::new().post(url).json(&ask);
        let response = request.send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        assert!(status.is_success(), "{verb} {ask}: {text}");
        serde_json::from_str(&text).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until something holds, looking again and again; `seen` is what there was instead.
pub(crate) async fn until<T: std::fmt::Debug>(
    what: &str,
    look: impl AsyncFn() -> T,
    holds: impl Fn(&T) -> bool,
) -> T {
    let mut pause = tokio::time::interval(Duration::from_millis(50));
    let began = tokio::time::Instant::now();
    loop {
        let seen = look().await;
        if holds(&seen) {
            return seen;
        }
        assert!(
            began.elapsed() < PATIENCE,
            "{what}: not within {PATIENCE:?}, but {seen:#?}"
        );
        pause.tick().await;
    }
}
