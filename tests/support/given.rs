//! Real registers, which are not part of the project: whoever has them names their folder.

use std::path::PathBuf;

/// What is in a file of the folder that `TRENZA_DATA` names, or of the one beside the project;
/// `None` after saying how to get it. A folder that is named must hold it.
pub(crate) fn bytes(file: &str) -> Option<Vec<u8>> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let named = std::env::var_os("TRENZA_DATA");
    let is_named = named.is_some();
    let path = named.map_or_else(beside, PathBuf::from).join(file);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        let remedy = "set TRENZA_DATA to a folder that holds it";
        let missing = format!("skipped: {} cannot be read; {remedy}", path.display());
        assert!(!is_named, "{missing}");
        eprintln!("{missing}");
    }
    bytes
}
