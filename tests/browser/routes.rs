//! Which pages there are, as the program's own router says.

use std::collections::{BTreeMap, BTreeSet};

use tempfile::TempDir;
use tokio::runtime::Runtime;
use trenza::app;
use trenza::clock::Clock;
use trenza::node::Node;
use trenza::settings::Settings;
use trenza::store::testing;

/// How the addresses begin that programs ask, and pages for their own parts.
const PARTS: [&str; 14] = [
    "/.well-known/",
    "/activities/",
    "/api/",
    "/assets/",
    "/catalog",
    "/data/",
    "/favicon.ico",
    "/livez",
    "/m/",
    "/map",
    "/metrics",
    "/nodeinfo/",
    "/oembed",
    "/readyz",
];

/// What stands behind an actor or an offer for other servers, and codes and feeds.
const FACES: [&str; 13] = [
    "/days/",
    "/featured",
    "/feed.",
    "/followers",
    "/following",
    "/likes",
    "/log",
    "/outbox",
    "/proposal",
    "/qr.svg",
    "/replies",
    "/shares",
    "/welcome",
];

/// The paths of all pages that people open, such as `/office/people/{account}`.
pub(crate) fn of_pages() -> Vec<String> {
    let pages: Vec<String> = shown().into_iter().filter(|path| is_page(path)).collect();
    for known in ["/", "/o/{id}", "/office/people/{account}", "/my/left"] {
        let is_there = pages.iter().any(|page| page == known);
        assert!(is_there, "the router is read otherwise: {pages:?}");
    }
    pages
}

fn is_page(path: &str) -> bool {
    let is_private = ["/account", "/my", "/office"]
        .iter()
        .any(|door| path.starts_with(door));
    let is_part = PARTS.iter().any(|part| path.starts_with(part));
    let is_face = FACES.iter().any(|face| path.contains(face));
    is_private || !(is_part || is_face)
}

/// What the router answers to `GET`. It tells its routes only to whoever prints it: first what
/// each does, under a number, then the path of each number.
fn shown() -> Vec<String> {
    let place = TempDir::new().unwrap();
    let runtime = Runtime::new().unwrap();
    let printed = runtime.block_on(async {
        let database = testing::fresh_url(place.path()).await.unwrap();
        let text = format!(
            "public_url = \"http://a.localhost:8540\"\ninsecure_loopback = true\n\
             [database]\nurl = {database:?}\n"
        );
        let settings = Settings::read(&text, "test", place.path().to_owned(), false);
        let node = Node::open(settings.unwrap(), Clock::system())
            .await
            .unwrap();
        format!("{:?}", app::routes(&node))
    });
    let (own, _) = printed.split_once("fallback_router").unwrap();
    let mut shows = BTreeSet::new();
    let mut paths = BTreeMap::new();
    for told in own.split("RouteId(").skip(1) {
        let (number, told) = told.split_once("): ").unwrap();
        match told.strip_prefix('"') {
            Some(path) => {
                paths.insert(path.split('"').next().unwrap(), number);
            }
            None if told.contains("{ get: None") => {}
            None => {
                shows.insert(number);
            }
        }
    }
    paths
        .into_iter()
        .filter(|(_, number)| shows.contains(number))
        .map(|(path, _)| path.to_owned())
        .collect()
}
