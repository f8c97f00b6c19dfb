//! What servers of many makers send, as they write it: each is taken with the effect that it
//! should have, or ignored with its reason. The payloads were written by hand, after what the
//! programs' source and documentation say, or after what they sent (docs/PEERS.md); the
//! people in them are invented.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use trenza::activitypub::client::Signer;
use trenza::activitypub::json::id_of;
use trenza::activitypub::keys::{Algorithm, PrivateKey};
use trenza::activitypub::signature::Scheme;

use crate::site::Site;
use crate::town::Town;

/// Longer than an actor is left alone after it was asked for something new.
const A_WHILE: Duration = Duration::from_mins(6);

/// What one program sends, in order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Program {
    /// The key with which the first actor signs; others sign under the same fragment.
    key: String,
    #[serde(default)]
    scheme: String,
    actors: Vec<Value>,
    /// What stands at further addresses.
    #[serde(default)]
    serves: BTreeMap<String, Value>,
    says: Vec<Said>,
}

/// One activity, and what must become of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    what: String,
    /// `applied`; `not kept` for what no node of ours acts upon; a status for what is refused;
    /// or a part of the reason for which it has no effect.
    #[serde(rename = "is")]
    outcome: String,
    activity: Value,
    /// How many rows there must be afterwards.
    #[serde(default)]
    then: BTreeMap<String, i64>,
}

/// Lets a program say all that stands in its file.
async fn hears(text: &str) {
    let town = Town::with("[conversation]\noffice_answers = true").await;
    let site = Site::open(&town).await;
    let key = PrivateKey::generate(Algorithm::Rsa).unwrap();
    let pem = key.public().unwrap().to_pem().replace('\n', "\\n");
    let host = town.node.base().split_once("://").unwrap().1;
    let text = text
        .replace("{site}", &site.base)
        .replace("{host}", host)
        .replace("{node}", town.node.base())
        .replace("{workshop}", &town.workshop_id())
        .replace("{offer}", &town.offer_id())
        .replace("{pem}", &pem);
    let program: Program = serde_json::from_str(&text).unwrap();
    for actor in &program.actors {
        site.serve(actor);
    }
    for (address, document) in &program.serves {
        site.serve_at(address, document);
    }
    let first = program.actors[0]["id"].as_str().unwrap();
    let key_of = |actor: &str| program.key.replace(first, actor);
    let scheme = match program.scheme.as_str() {
        "rfc9421" => Scheme::Rfc9421,
        _ => Scheme::Cavage,
    };
    for said in &program.says {
        let what = &said.what;
        town.node.clock.advance(A_WHILE);
        let signer = Signer {
            key_id: key_of(id_of(&said.activity["actor"]).unwrap_or(first)),
            key: key.clone(),
        };
        let status = site.posts(&town, scheme, signer, &said.activity).await;
        if let Ok(refused) = said.outcome.parse::<u16>() {
            assert_eq!(status, refused, "{what}");
            continue;
        }
        assert_eq!(status, 202, "{what}");
        let id = said.activity["id"].as_str().unwrap();
        if said.outcome == "not kept" {
            assert!(!town.knows(id).await, "{what}");
        } else {
            let became = town.decided(id).await;
            let fits = match said.outcome.as_str() {
                "applied" => became == "applied",
                reason => became != "applied" && became.contains(reason),
            };
            assert!(fits, "{what}: {became:?} instead of {:?}", said.outcome);
        }
        for (rows, wanted) in &said.then {
            assert_eq!(town.count(rows).await, *wanted, "{what}: {rows}");
        }
    }
}

/// A test for each program, and that each file has one.
macro_rules! programs {
    ($($name:ident: $file:literal,)*) => {
        $(
            #[tokio::test]
            async fn $name() {
                hears(include_str!(concat!("payloads/", $file, ".json"))).await;
            }
        )*

        #[test]
        fn every_file_is_heard() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conversation/payloads");
            let files = std::fs::read_dir(folder).unwrap();
            let mut found: Vec<_> = files
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            found.sort();
            let mut named = vec![$(concat!($file, ".json").to_owned()),*];
            named.sort();
            assert_eq!(found, named);
        }
    };
}

programs! {
    akkoma_and_pleroma_are_heard: "akkoma",
    friendica_is_heard: "friendica",
    gotosocial_is_heard: "gotosocial",
    lemmy_is_heard: "lemmy",
    mastodon_is_heard: "mastodon",
    microblog_pub_is_heard: "microblogpub",
    misskey_is_heard: "misskey",
    mitra_is_heard: "mitra",
    mobilizon_is_heard: "mobilizon",
    peertube_is_heard: "peertube",
    pixelfed_is_heard: "pixelfed",
    shapes_that_any_may_have_are_heard: "shapes",
    snac_is_heard: "snac",
    takahe_is_heard: "takahe",
    wordpress_is_heard: "wordpress",
}
