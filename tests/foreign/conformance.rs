//! activitypub-testing, a tool that holds an actor against the sentences of the standard.

use std::process::Stdio;

use serde_json::Value;
use trenza::federation::paths;

use crate::city::{City, TERRITORY};
use crate::tls::Authority;
use crate::tools::{Npm, PATIENCE};

/// What applies to an actor of a server that nobody writes to as a client.
const APPLIES: [&str; 5] = [
    "actor-must-serve-as2-object-to-get",
    "actor-objects-must-have-inbox-outbox-properties",
    "followers-collection-must-be-a-collection",
    "following-collection-must-be-a-collection",
    "outbox-must-be-an-orderedcollection",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn our_actors_keep_to_what_the_standard_says_of_actors() {
    let Some(npm) = Npm::find() else { return };
    let authority = Authority::new();
    let city = City::behind(&authority).await;
    let cafe = city.active("Café Unión").await;
    let territory = paths::territory(TERRITORY);
    let channel = "/c/offers.agriculture.MX-OAX";
    for path in [paths::NODE, &cafe.path(), &territory, channel] {
        let actor = city.node.url(path);
        let outcomes = outcomes(&npm, &authority, &actor).await;
        let of = |outcome: &str| {
            let mut slugs: Vec<&str> = outcomes
                .iter()
                .filter(|one| one["result"]["outcome"] == outcome)
                .filter_map(|one| one["test"]["slug"].as_str())
                .collect();
            slugs.sort_unstable();
            slugs
        };
        assert_eq!(of("passed"), APPLIES, "{path}: {outcomes:#?}");
        // The others are about clients' posts and collections that we do not have.
        let others = outcomes.len() - APPLIES.len();
        assert_eq!(of("inapplicable").len(), others, "{path}: {outcomes:#?}");
    }
    // Where nothing is, the tool says so: it does judge.
    let nothing = city.node.url("/nothing-here");
    let outcomes = outcomes(&npm, &authority, &nothing).await;
    let failed = |one: &Value| one["result"]["outcome"] == "failed";
    assert!(outcomes.iter().any(failed), "{outcomes:#?}");
}

/// What the tool finds, test by test.
async fn outcomes(npm: &Npm, authority: &Authority, actor: &str) -> Vec<Value> {
    let tool = npm.file("activitypub-testing/src/cli.js");
    let mut command = npm.node(&tool, &authority.file());
    command
        .args(["test", "actor", actor, "--output=json-seq"])
        .stdin(Stdio::null());
    let asking = tokio::task::spawn_blocking(move || command.output());
    let output = tokio::time::timeout(PATIENCE, asking)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // RFC 7464: each begins with a record separator.
    text.split('\u{1e}')
        .filter(|record| !record.trim().is_empty())
        .map(|record| serde_json::from_str(record).unwrap())
        .collect()
}
