//! Which pages there are for people who have signed in, as the tables of the routes say.

use std::fs;
use std::path::{Path, PathBuf};

/// The paths of all pages that are shown, such as `/office/people/{account}`.
pub(crate) fn of_pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/signed_in");
    let mut pages = Vec::new();
    for table in ["mod.rs", "my/table.rs", "organizations/mod.rs"] {
        let text = fs::read_to_string(folder.join(table)).unwrap();
        // Each entry begins with `get(` and names its path or the module that has it.
        for entry in text.split("get(").skip(1) {
            let named = entry.split(',').next().unwrap().trim();
            match named.strip_prefix('"') {
                Some(path) => pages.push(path.trim_end_matches('"').to_owned()),
                None => pages.extend(constant(&folder, named)),
            }
        }
    }
    assert!(pages.len() > 40, "the tables are read otherwise: {pages:?}");
    pages
}

/// The path that a module such as `second::PATH` states; `None` of what is no path.
fn constant(folder: &Path, named: &str) -> Option<String> {
    let (module, name) = named.trim_start_matches('&').rsplit_once("::")?;
    let module: PathBuf = module.split("::").collect();
    let file = [module.with_extension("rs"), module.join("mod.rs")]
        .into_iter()
        .find_map(|file| fs::read_to_string(folder.join(file)).ok())?;
    let stated = file.split(&format!("const {name}: &str = \"")).nth(1)?;
    stated.split('"').next().map(str::to_owned)
}
