//! Actors of the hostile peer, with keys of their own and documents that a case may bend.

use std::sync::LazyLock;

use serde_json::{Value, json};
use trenza::activitypub::keys::{Algorithm, PrivateKey};

use crate::peer::{Answer, Peer};
use crate::request::Way;

/// RSA keys take long to make, so the actors share two: one for those who are honest, one
/// for those who are not.
pub static HONEST: LazyLock<PrivateKey> = LazyLock::new(|| generate(Algorithm::Rsa));
pub static HOSTILE: LazyLock<PrivateKey> = LazyLock::new(|| generate(Algorithm::Rsa));

fn generate(algorithm: Algorithm) -> PrivateKey {
    PrivateKey::generate(algorithm).expect("a key")
}

/// The PEM in which an actor publishes a key.
pub fn pem(key: &PrivateKey) -> String {
    key.public().expect("a public half").to_pem()
}

/// One actor: who it is, and what it signs with.
#[derive(Clone)]
pub struct Actor {
    pub id: String,
    pub path: String,
    pub rsa: PrivateKey,
    pub rsa_id: String,
    pub ed25519: PrivateKey,
    pub ed25519_id: String,
    pub inbox: String,
}

impl Actor {
    /// An actor of `peer` that is served nowhere yet, under an id that nobody has seen.
    pub fn unknown(peer: &Peer, name: &str, rsa: &PrivateKey) -> Self {
        let path = format!("/actors/{name}-{}", peer.mint());
        let id = peer.url(&path);
        Self {
            rsa: rsa.clone(),
            rsa_id: format!("{id}#main-key"),
            ed25519: generate(Algorithm::Ed25519),
            ed25519_id: format!("{id}#ed25519"),
            inbox: peer.url("/inbox"),
            id,
            path,
        }
    }

    /// An honest actor, served by `peer` as it should be.
    pub fn honest(peer: &Peer, name: &str) -> Self {
        Self::unknown(peer, name, &HONEST).served(peer)
    }

    /// An actor whose keys are not those of the honest ones.
    pub fn hostile(peer: &Peer, name: &str) -> Self {
        Self::unknown(peer, name, &HOSTILE).served(peer)
    }

    fn served(self, peer: &Peer) -> Self {
        peer.serve(&self.path, Answer::Document(self.document()));
        self
    }

    /// The document that an honest server gives of it.
    pub fn document(&self) -> Value {
        json!({
            "@context": [
                "https://www.w3.org/ns/activitystreams",
                "https://w3id.org/security/v1",
                "https://w3id.org/security/multikey/v1"
            ],
            "id": self.id,
            "type": "Person",
            "preferredUsername": self.path.rsplit('/').next(),
            "inbox": self.inbox,
            "outbox": format!("{}/outbox", self.id),
            "followers": format!("{}/followers", self.id),
            "endpoints": {"sharedInbox": self.inbox},
            "publicKey": self.key_document(Way::Cavage),
            "assertionMethod": [self.key_document(Way::Rfc9421Ed25519)]
        })
    }

    /// The key of a way of signing as a document of its own.
    pub fn key_document(&self, way: Way) -> Value {
        if way == Way::Rfc9421Ed25519 {
            return json!({
                "@context": "https://w3id.org/security/multikey/v1",
                "id": self.ed25519_id,
                "type": "Multikey",
                "controller": self.id,
                "publicKeyMultibase":
                    self.ed25519.public().expect("a public half").to_multibase()
            });
        }
        json!({
            "@context": "https://w3id.org/security/v1",
            "id": self.rsa_id,
            "type": "Key",
            "owner": self.id,
            "publicKeyPem": pem(&self.rsa)
        })
    }

    /// The name of the key of a way of signing.
    pub fn key_id(&mut self, way: Way) -> &mut String {
        if way == Way::Rfc9421Ed25519 {
            &mut self.ed25519_id
        } else {
            &mut self.rsa_id
        }
    }

    /// The same actor, as whoever would have other keys count for it shows and signs it.
    pub fn forged(&self) -> Self {
        Self {
            rsa: HOSTILE.clone(),
            ed25519: generate(Algorithm::Ed25519),
            ..self.clone()
        }
    }

    /// A request to follow `object`, under an id of its own.
    pub fn follow(&self, peer: &Peer, object: &str) -> Value {
        self.activity(peer, "Follow", json!(object))
    }

    /// Any activity of this actor, under an id of its own.
    pub fn activity(&self, peer: &Peer, kind: &str, object: impl Into<Value>) -> Value {
        json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": peer.url(&format!("/activities/{}", peer.mint())),
            "type": kind,
            "actor": self.id,
            "object": object.into()
        })
    }
}
