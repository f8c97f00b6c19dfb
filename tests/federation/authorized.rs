//! Documents for those alone who say who they are.

use serde_json::Value;
use trenza::activitypub::restrictions::{Severity, Subject};
use trenza::federation::restricting;
use trenza::offers::Purpose;

use crate::nodes::{Running, Stage, until};

const SWITCH: &str = "[federation]\nauthorized_fetch = true";

async fn block(node: &Running, other: &Running) {
    let subject = Subject::parse(&other.host()).unwrap();
    restricting::restrict(&node.node, &subject, Severity::Block, (None, None))
        .await
        .unwrap();
}

async fn fetched(by: &Running, of: &Running, path: &str) -> Result<Value, String> {
    let found = by.node.remote.document(&of.node.url(path)).await;
    found.map_err(|failure| failure.to_string())
}

#[tokio::test]
async fn two_nodes_that_ask_for_signatures_read_and_verify_each_other() {
    let stage = Stage::new();
    let oaxaca = stage.with("oaxaca", "accept", SWITCH).await;
    let lyon = stage.with("lyon", "accept", SWITCH).await;
    stage.befriend(&oaxaca, &lyon).await;
    // An organization signs with a key that only its own document lists.
    let coop = lyon.active("Union").await;
    let offer = lyon.offer(&coop, Purpose::Need, "Hammers").await;
    let address = lyon.node.url(&offer.path());
    until("it is held", async || {
        oaxaca.record(&address).await.is_some()
    })
    .await;
    assert!(fetched(&oaxaca, &lyon, &offer.path()).await.is_ok());
    assert_eq!(oaxaca.digest_of(&lyon).await, lyon.own_digest().await);
}

#[tokio::test]
async fn whoever_does_not_say_who_they_are_reads_pages_alone() {
    let stage = Stage::new();
    let lyon = stage.with("lyon", "accept", SWITCH).await;
    let coop = lyon.active("Union").await;
    let offer = lyon.offer(&coop, Purpose::Need, "Hammers").await;
    until("all is published", async || {
        lyon.waiting_events().await == 0
    })
    .await;
    for path in [
        coop.path(),
        offer.path(),
        format!("{}/proposal", offer.path()),
        format!("{}/outbox", coop.path()),
        format!("{}/followers", coop.path()),
        "/registry/log?after=0".to_owned(),
        "/actor/outbox".to_owned(),
    ] {
        let (status, told) = lyon.get(&path).await;
        assert_eq!(status, 401, "{path}");
        assert!(
            told["detail"]
                .as_str()
                .unwrap()
                .contains("sign the request"),
            "{told}"
        );
    }
    for open in ["/actor", "/.well-known/nodeinfo", "/nodeinfo/2.1"] {
        assert_eq!(lyon.get(open).await.0, 200, "{open}");
    }
    let page = lyon.redirect(&offer.path(), "text/html").await;
    assert_eq!(page.0, 200);
}

#[tokio::test]
async fn a_blocked_server_reads_no_document_with_the_switch_or_without() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    for (name, lines) in [("lyon", SWITCH), ("paris", "")] {
        let other = stage.with(name, "accept", lines).await;
        let coop = other.active("Union").await;
        until("it is published", async || {
            other.waiting_events().await == 0
        })
        .await;
        assert!(
            fetched(&oaxaca, &other, &coop.path()).await.is_ok(),
            "{name}"
        );
        block(&other, &oaxaca).await;
        for path in [coop.path(), "/actor".to_owned()] {
            let refusal = fetched(&oaxaca, &other, &path).await.unwrap_err();
            assert!(refusal.contains("403"), "{name} {path}: {refusal}");
        }
    }
}

#[tokio::test]
async fn a_wrong_signature_hides_nothing_that_is_public_and_opens_nothing_that_is_not() {
    let stage = Stage::new();
    let lyon = stage.with("lyon", "accept", SWITCH).await;
    let paris = stage.open("paris", "accept").await;
    let wrong = "keyId=\"http://nobody.localhost:1/actor#main-key\",algorithm=\"rsa-sha256\",\
        headers=\"(request-target) host date\",signature=\"AAAA\"";
    for (node, is_open) in [(&paris, true), (&lyon, false)] {
        let coop = node.active("Union").await;
        until("it is published", async || node.waiting_events().await == 0).await;
        let asked = async |path: &str| {
            #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
            let request = reqwest::Client::new()
                .get(format!("http://{}{path}", node.address()))
                .header("accept", "application/activity+json")
                .header("date", "Thu, 01 Jan 2026 00:00:00 GMT")
                .header("signature", wrong);
            request.send().await.unwrap().status().as_u16()
        };
        let is_refused = |status: u16| matches!(status, 400 | 401 | 421);
        let status = asked(&coop.path()).await;
        assert!(
            if is_open {
                status == 200
            } else {
                is_refused(status)
            },
            "{status}"
        );
        let shares = format!("{}/followers_synchronization", coop.path());
        let status = asked(&shares).await;
        assert!(is_refused(status), "{status}");
    }
}
