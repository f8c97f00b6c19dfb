//! New keys in the place of old ones, behind the back of a peer that knew the old.

use bytes::Bytes;
use serde_json::{Value, json};
use trenza::activitypub::client::Signer;
use trenza::activitypub::keyring::replacing;
use trenza::activitypub::keys::PublicKey;
use trenza::activitypub::proof;
use trenza::activitypub::signature::Scheme;
use trenza::cli::keys::{Command, Kind};
use trenza::cli::{self, Answer};
use trenza::error::Result;
use trenza::id;
use trenza::offers::Purpose;
use trenza::registry::Organization;
use url::Url;

use crate::nodes::{Running, Stage, until};

/// What the command does that reaches a running server, and the server after it.
pub(crate) async fn rotate(node: &Running, kind: Kind, org: Option<&str>) -> Result<Answer> {
    let (org, all) = (org.map(str::to_owned), false);
    let answer = asked(node, Command::Rotate { kind, org, all }).await;
    if answer.is_ok() {
        replaced(node).await;
    }
    answer
}

pub(crate) async fn asked(node: &Running, command: Command) -> Result<Answer> {
    cli::execute(&node.node, cli::Command::Keys(command)).await
}

pub(crate) async fn replaced(node: &Running) {
    until("keys are replaced", async || {
        let mut tx = node.node.db.read().await.unwrap();
        !replacing::is_under_way(&mut tx).await.unwrap()
    })
    .await;
}

/// What the document at a path shows under `publicKey`.
pub(crate) async fn shown(node: &Running, path: &str) -> String {
    let (_, document) = node.get(path).await;
    let pem = document.pointer("/publicKey/publicKeyPem").unwrap();
    pem.as_str().unwrap().to_owned()
}

/// The Ed25519 keys that the actor at a path shows, by their ids.
async fn methods(node: &Running, path: &str) -> Vec<(String, PublicKey)> {
    let (_, document) = node.get(path).await;
    let methods = document.get("assertionMethod").unwrap();
    let methods = methods.as_array().unwrap().iter();
    let text = |method: &Value, name: &str| method.get(name).unwrap().as_str().unwrap().to_owned();
    methods
        .map(|method| {
            let key = PublicKey::from_multibase(&text(method, "publicKeyMultibase"));
            (text(method, "id"), key.unwrap())
        })
        .collect()
}

/// The only one.
pub(crate) async fn method(node: &Running, path: &str) -> PublicKey {
    let mut methods = methods(node, path).await;
    assert_eq!(methods.len(), 1, "{methods:?}");
    methods.remove(0).1
}

/// Looks whether everything that is kept under a proof stands under a key that its actor shows,
/// and counts it.
pub(crate) async fn proved(node: &Running) -> usize {
    let mut tx = node.node.db.read().await.unwrap();
    let query = "SELECT body FROM documents UNION ALL SELECT body FROM activities";
    let bodies: Vec<String> = trenza::on!(tx, |c| sqlx::query_scalar(query).fetch_all(c)).unwrap();
    drop(tx);
    let mut count = 0;
    for body in bodies {
        let document: Value = serde_json::from_str(&body).unwrap();
        // A channel repeats what others sealed.
        for sealed in [Some(&document), document.get("object")] {
            let method = sealed.and_then(|sealed| sealed.pointer("/proof/verificationMethod"));
            let (Some(sealed), Some(method)) = (sealed, method) else {
                continue;
            };
            let method = method.as_str().unwrap();
            let (actor, _) = method.split_once('#').unwrap();
            let path = actor.strip_prefix(node.node.base()).unwrap();
            let shown = methods(node, path).await;
            let key = shown.iter().find(|(id, _)| id == method);
            assert!(key.is_some(), "{method} is not among {shown:?}: {body}");
            let (_, key) = key.unwrap();
            proof::verify(sealed, key).unwrap();
            count += 1;
        }
    }
    count
}

/// Posts something small to another's inbox in the name of whoever signs.
pub(crate) async fn post(from: &Running, signer: &Signer, to: &Running) -> u16 {
    let (actor, _) = signer.key_id.split_once('#').unwrap();
    let number = id::mint(&from.node.clock);
    let activity = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": from.node.url(&format!("/activities/{number}")),
        "type": "Like",
        "actor": actor,
        "object": to.node.url("/actor"),
    });
    let inbox = Url::parse(&to.node.url("/inbox")).unwrap();
    let body = Bytes::from(activity.to_string());
    let client = &from.node.client;
    let reply = client.post(&inbox, Scheme::Cavage, signer, body).await;
    reply.unwrap().status.as_u16()
}

/// Two friends, of which the second has an organization that the first knows by its key, and
/// asked for that key long ago.
pub(crate) async fn friends(stage: &Stage) -> (Running, Running, Organization) {
    let oaxaca = stage.open("oaxaca", "accept").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&oaxaca, &lyon).await;
    let coop = lyon.active("Union").await;
    arrives(&oaxaca, &lyon, &coop, "Hammers").await;
    // How long ago it asked is kept in memory alone.
    let oaxaca = stage.reopen(oaxaca.stop().await).await;
    (oaxaca, lyon, coop)
}

/// An offer of the second arrives at the first.
async fn arrives(at: &Running, from: &Running, by: &Organization, title: &str) {
    let offer = from.offer(by, Purpose::Offer, title).await;
    let address = from.node.url(&offer.path());
    until("the offer arrives", async || {
        at.record(&address).await.is_some()
    })
    .await;
}

#[tokio::test]
async fn a_peer_that_knew_the_old_key_believes_the_new_one_and_the_old_no_more() {
    let stage = Stage::new();
    let (oaxaca, lyon, coop) = friends(&stage).await;
    let paths = ["/actor".to_owned(), coop.path()];
    let old: Vec<Signer> = paths.iter().map(|path| lyon.node.signer_of(path)).collect();
    for signer in &old {
        assert_eq!(post(&lyon, signer, &oaxaca).await, 202, "{signer:?}");
    }
    let before = shown(&lyon, "/actor").await;

    rotate(&lyon, Kind::Rsa, None).await.unwrap();
    let new = shown(&lyon, "/actor").await;
    assert_ne!(new, before);
    let signing = lyon.node.keys.rsa_of("/actor").public().unwrap();
    assert_eq!(signing.to_pem(), new);
    assert_eq!(shown(&lyon, &coop.path()).await, new);

    arrives(&oaxaca, &lyon, &coop, "Nails").await;
    for (path, old) in paths.iter().zip(&old) {
        let signer = lyon.node.signer_of(path);
        assert_eq!(post(&lyon, &signer, &oaxaca).await, 202, "{path}");
        assert_eq!(post(&lyon, old, &oaxaca).await, 401, "{path}");
        assert_eq!(post(&lyon, &signer, &oaxaca).await, 202, "{path}");
    }
    assert_eq!(oaxaca.digest_of(&lyon).await, lyon.own_digest().await);

    // The old key is nowhere: another start finds the new one alone.
    let lyon = stage.reopen(lyon.stop().await).await;
    let signing = lyon.node.keys.rsa_of("/actor").public().unwrap();
    assert_eq!(signing.to_pem(), new);
}

#[tokio::test]
async fn an_organization_with_a_key_of_its_own_signs_by_no_other() {
    let stage = Stage::new();
    let (oaxaca, lyon, coop) = friends(&stage).await;
    let shared = lyon.node.signer_of(&coop.path());
    rotate(&lyon, Kind::Rsa, Some(&coop.handle)).await.unwrap();
    let all = shown(&lyon, "/actor").await;
    assert_ne!(shown(&lyon, &coop.path()).await, all);
    let own = shown(&lyon, &coop.path()).await;
    arrives(&oaxaca, &lyon, &coop, "Nails").await;
    let signer = lyon.node.signer_of(&coop.path());
    assert_eq!(signer.key.public().unwrap().to_pem(), own);
    assert_eq!(post(&lyon, &signer, &oaxaca).await, 202);
    assert_eq!(post(&lyon, &shared, &oaxaca).await, 401);

    // A new key for all others leaves it alone.
    rotate(&lyon, Kind::Rsa, None).await.unwrap();
    assert_ne!(shown(&lyon, "/actor").await, all);
    assert_eq!(shown(&lyon, &coop.path()).await, own);
}

#[tokio::test]
async fn documents_are_proved_by_the_new_key_and_stay_what_they_were() {
    let stage = Stage::new();
    let lyon = stage.open("lyon", "accept").await;
    let coop = lyon.active("Union").await;
    let offer = lyon.offer(&coop, Purpose::Offer, "Hammers").await;
    let listed = lyon.listed("Molino").await;
    until("all is published", async || {
        lyon.waiting_events().await == 0
    })
    .await;
    for (owner, org, path) in [
        (coop.path(), Some(coop.handle.as_str()), offer.path()),
        ("/actor".to_owned(), None, listed.path()),
    ] {
        let (old, (_, before)) = (method(&lyon, &owner).await, lyon.get(&path).await);
        assert!(proof::verify(&before, &old).is_ok(), "{path}");
        rotate(&lyon, Kind::Ed25519, org).await.unwrap();
        let (new, (_, after)) = (method(&lyon, &owner).await, lyon.get(&path).await);
        assert!(proof::verify(&after, &new).is_ok(), "{path}");
        assert!(proof::verify(&after, &old).is_err(), "{path}");
        assert_eq!(bare(after), bare(before), "{path}");
    }
}

fn bare(mut document: Value) -> Value {
    document.as_object_mut().unwrap().remove("proof");
    document
}

#[tokio::test]
async fn whoever_has_no_key_gets_none() {
    let stage = Stage::new();
    let lyon = stage.open("lyon", "accept").await;
    let listed = lyon.listed("Molino").await;
    let keys = async || {
        let list = cli::Command::Keys(Command::List);
        cli::execute(&lyon.node, list).await.unwrap()
    };
    let before = keys().await;
    for kind in [Kind::Rsa, Kind::Ed25519] {
        let refused = rotate(&lyon, kind, Some("nobody")).await.unwrap_err();
        assert!(refused.to_string().contains("was not found"), "{refused}");
        let refused = rotate(&lyon, kind, Some(&listed.handle)).await.unwrap_err();
        assert!(refused.to_string().contains("has no key"), "{refused}");
    }
    assert_eq!(keys().await, before);
}
