//! A device that keeps a passkey, as WebAuthn Level 3 has it: it makes a P-256 key (ES256) and
//! signs with it what a browser asks of it.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Flags of authenticator data (§6.1): somebody was there, the device made sure who, and a new
/// key is attached.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTACHED: u8 = 0x40;

/// A device with one key.
pub(crate) struct Device {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    /// What the browser says where it is.
    pub(crate) origin: String,
    /// Whether it makes sure of its owner.
    pub(crate) verifies: bool,
    /// How often it signed.
    pub(crate) counter: u32,
    /// Whom it takes for its owner.
    pub(crate) owner: String,
}

impl Device {
    /// A device that makes a key for what is asked, and its answer.
    pub(crate) fn make(asked: &Value, origin: &str) -> (Self, String) {
        Self::make_as(asked, origin, true)
    }

    /// The same, with or without having made sure of its owner.
    pub(crate) fn make_as(asked: &Value, origin: &str, verifies: bool) -> (Self, String) {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let device = Self {
            id: hash(key.public_key().as_ref()),
            key,
            owner: asked["user"]["id"].as_str().unwrap().to_owned(),
            origin: origin.to_owned(),
            verifies,
            counter: 0,
        };
        let mut about = device.about(asked["rp"]["id"].as_str().unwrap(), ATTACHED);
        about.extend([0; 16]);
        about.extend(u16::try_from(device.id.len()).unwrap().to_be_bytes());
        about.extend(&device.id);
        // The key in COSE (RFC 9053 §7.1): a map of five, P-256 and ES256, with both coordinates.
        let point = device.key.public_key().as_ref();
        about.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        about.extend(&point[1..33]);
        about.extend([0x22, 0x58, 32]);
        about.extend(&point[33..65]);
        // In CBOR: {"fmt": "none", "attStmt": {}, "authData": about}.
        let mut attested = vec![0xa3, 0x63];
        attested.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        attested.push(u8::try_from(about.len()).unwrap());
        attested.extend(&about);
        let said = device.said("webauthn.create", asked);
        let answer = json!({
            "id": encode(&device.id), "rawId": encode(&device.id), "type": "public-key",
            "response": {
                "attestationObject": encode(&attested), "clientDataJSON": encode(&said),
                "transports": ["internal"],
            },
            "clientExtensionResults": {"credProps": {"rk": true}},
        });
        (device, answer.to_string())
    }

    /// Its answer to what is asked at the door.
    pub(crate) fn sign(&mut self, asked: &Value) -> String {
        self.counter += 1;
        let about = self.about(asked["rpId"].as_str().unwrap(), 0);
        let said = self.said("webauthn.get", asked);
        let mut signed = about.clone();
        signed.extend(hash(&said));
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let answer = json!({
            "id": encode(&self.id), "rawId": encode(&self.id), "type": "public-key",
            "response": {
                "authenticatorData": encode(&about), "clientDataJSON": encode(&said),
                "signature": encode(signature.as_ref()), "userHandle": self.owner,
            },
            "clientExtensionResults": {},
        });
        answer.to_string()
    }

    fn about(&self, site: &str, more: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut about = hash(site.as_bytes());
        about.push(PRESENT | verified | more);
        about.extend(self.counter.to_be_bytes());
        about
    }

    fn said(&self, what: &str, asked: &Value) -> Vec<u8> {
        let said = json!({
            "type": what, "challenge": asked["challenge"], "origin": self.origin,
            "crossOrigin": false,
        });
        said.to_string().into_bytes()
    }
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn hash(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}
