//! Where the browser is, and how a walk is run.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `tests/browser/install` brought.
pub(crate) struct Walks {
    folder: PathBuf,
    chromium: PathBuf,
}

impl Walks {
    /// Says how to get what is missing, and fails where nothing may be skipped.
    pub(crate) fn find() -> Option<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = root.join("target/browser");
        let read = |path: PathBuf| std::fs::read(path).ok();
        let pinned = read(root.join("tests/browser/package-lock.json"));
        let is_there = pinned.is_some() && read(folder.join("npm-installed")) == pinned;
        let found = chromium().filter(|_| is_there);
        if found.is_none() {
            let missing = "skipped: the browser is not here; run tests/browser/install";
            assert!(env::var_os("TRENZA_NO_SKIP").is_none(), "{missing}");
            eprintln!("{missing}");
        }
        found.map(|chromium| Self { folder, chromium })
    }

    /// Runs a walk over these nodes; what it notices is in its output.
    pub(crate) fn run(&self, walk: &str, nodes: &[String], told: &[(&str, &str)]) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        // A program finds its packages above itself, and its own parts beside itself.
        let place = tempfile::TempDir::new_in(&self.folder).unwrap();
        for file in std::fs::read_dir(root.join("tests/browser")).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|ending| ending == "mjs") {
                std::fs::copy(&file, place.path().join(file.file_name().unwrap())).unwrap();
            }
        }
        let walked = Command::new("node")
            .arg(place.path().join(walk))
            .env("NODES", nodes.join(" "))
            .envs(told.iter().copied())
            .env("CHROMIUM", &self.chromium)
            .env("LOCALES", root.join("locales"))
            .env("PICTURES", root.join("target/pages"))
            .status()
            .unwrap();
        assert!(walked.success(), "what {walk} noticed stands above");
    }
}

/// Chromium where systems put it, or where `TRENZA_CHROMIUM` says.
fn chromium() -> Option<PathBuf> {
    if let Some(named) = env::var_os("TRENZA_CHROMIUM") {
        return Some(named.into());
    }
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders)
        .flat_map(|folder| ["chromium", "chromium-browser"].map(|name| folder.join(name)))
        .find(|path| path.exists())
}
