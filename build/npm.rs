//! What is brought from npm where there is one, at the versions that the lock file names.
//! Without npm, or without a network, the program is built without it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What says which packages, and of which versions.
const NAMED: [&str; 2] = ["package.json", "package-lock.json"];
/// The lock file of what was brought whole at an earlier time.
const BROUGHT: &str = "brought-lock.json";

/// The folder of packages, brought if they are not there from an earlier time.
pub(crate) fn bring(folder: &Path) -> Result<PathBuf, String> {
    let said = |error: std::io::Error| error.to_string();
    let packages = folder.join("node_modules");
    fs::create_dir_all(folder).map_err(said)?;
    for name in NAMED {
        println!("cargo::rerun-if-changed=build/map/{name}");
        let named = fs::read(Path::new("build/map").join(name)).map_err(said)?;
        fs::write(folder.join(name), named).map_err(said)?;
    }
    let wanted = fs::read(folder.join("package-lock.json")).map_err(said)?;
    if fs::read(folder.join(BROUGHT)).is_ok_and(|brought| brought == wanted) {
        return Ok(packages);
    }
    let install = Command::new("npm")
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefer-offline",
        ])
        .args(["--fetch-retries=0", "--fetch-timeout=20000"])
        .current_dir(folder)
        .output();
    let done = install.map_err(|error| format!("npm does not run: {error}"))?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).trim().to_owned());
    }
    fs::write(folder.join(BROUGHT), wanted).map_err(said)?;
    Ok(packages)
}
