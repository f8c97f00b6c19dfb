//! The pages in a real browser.
//!
//! `tests/browser/install` brings playwright-core and axe-core from npm into `target/browser`,
//! and Chromium; `./test` runs it first. Each walk is a program beside this file; what it
//! notices (an error, a barrier, a word in another language, a request that leaves the host)
//! fails it. Pictures of every page are left in `target/pages`.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

/// The demonstration, kept running.
mod stage;
/// Where the browser is, and how a walk is run.
mod walk;

use stage::Stage;
use walk::Walks;

#[test]
fn a_visitor_walks_through_the_public_pages() {
    let Some(walks) = Walks::find() else { return };
    let stage = Stage::open();
    walks.run("public.mjs", &stage.nodes);
}
