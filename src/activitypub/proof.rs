//! Proofs of integrity (FEP-8b32), which travel with a document wherever it goes.
//!
//! The cryptosuite is `eddsa-jcs-2022` (W3C Data Integrity EdDSA Cryptosuites v1.0, §3.3):
//! the document and the proof's own terms are canonicalised by RFC 8785, hashed, and
//! signed with Ed25519. This module does not know whose key it is given: whether the key
//! belongs to the document's author is decided by its callers.

use serde_json::{Map, Value, json};

use crate::activitypub::digest::sha256;
use crate::activitypub::keys::{Algorithm, PrivateKey, PublicKey};
use crate::activitypub::keys::{decode_base58btc, encode_base58btc};
use crate::activitypub::refusal::Refusal;
use crate::clock::Timestamp;
use crate::error::{Error, Result};

const TYPE: &str = "DataIntegrityProof";
const CRYPTOSUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";

/// Puts a proof on a document, in the place of one that it may carry.
///
/// The whole `@context` is copied into the proof, so that a reader who extends the
/// document's own still sees under which one it was signed.
pub fn attach(
    document: &mut Value,
    key: &PrivateKey,
    verification_method: &str,
    created: Timestamp,
) -> Result<()> {
    if key.algorithm() != Algorithm::Ed25519 {
        return Err(Error::invalid(
            "key",
            "proofs of eddsa-jcs-2022 are made with Ed25519",
        ));
    }
    let document = document
        .as_object_mut()
        .ok_or_else(|| Error::invalid("document", "a proof stands on an object"))?;
    document.remove("proof");
    let mut proof = Map::new();
    if let Some(context) = document.get("@context") {
        proof.insert("@context".to_owned(), context.clone());
    }
    for (name, value) in [
        ("type", TYPE),
        ("cryptosuite", CRYPTOSUITE),
        ("created", &created.to_rfc3339()),
        ("verificationMethod", verification_method),
        ("proofPurpose", PURPOSE),
    ] {
        proof.insert(name.to_owned(), json!(value));
    }
    let hash = hash(document, &proof).map_err(Error::internal)?;
    let signature = encode_base58btc(&key.sign(&hash)?);
    proof.insert("proofValue".to_owned(), json!(signature));
    document.insert("proof".to_owned(), Value::Object(proof));
    Ok(())
}

/// The address of the key that is said to have made the document's proof.
pub fn verification_method(document: &Value) -> Option<&str> {
    document.get("proof")?.get("verificationMethod")?.as_str()
}

/// Checks that `key` made the document's one proof, over this document.
///
/// Stricter than the suite in two points: a proof's `@context` must equal the document's,
/// since nothing vouches for contexts added later; and a proof that `expires` is refused,
/// since records are kept and passed on long after they were read.
pub fn verify(document: &Value, key: &PublicKey) -> Result<(), Refusal> {
    let mut document = document
        .as_object()
        .cloned()
        .ok_or_else(|| malformed("a proof stands on an object, and this is none"))?;
    let Some(Value::Object(mut proof)) = document.remove("proof") else {
        return Err(malformed("the document carries no proof, or more than one"));
    };
    for (name, wanted) in [
        ("type", TYPE),
        ("cryptosuite", CRYPTOSUITE),
        ("proofPurpose", PURPOSE),
    ] {
        if proof.get(name).and_then(Value::as_str) != Some(wanted) {
            return Err(malformed(&format!("its {name} is not {wanted}")));
        }
    }
    if proof
        .get("verificationMethod")
        .and_then(Value::as_str)
        .is_none()
    {
        return Err(malformed("it names no verificationMethod"));
    }
    if let Some(created) = proof.get("created") {
        created
            .as_str()
            .and_then(Timestamp::from_rfc3339)
            .ok_or_else(|| malformed("its created is no moment in RFC 3339"))?;
    }
    if proof.contains_key("expires") {
        return Err(malformed("proofs that expire are not accepted"));
    }
    if let Some(context) = proof.get("@context")
        && document.get("@context") != Some(context)
    {
        return Err(malformed("its @context is not the document's"));
    }
    let Some(Value::String(signature)) = proof.remove("proofValue") else {
        return Err(malformed("its proofValue is not a text"));
    };
    let signature = decode_base58btc(&signature)
        .ok_or_else(|| malformed("its proofValue is not multibase base58btc"))?;
    if key.algorithm() != Algorithm::Ed25519 {
        return Err(Refusal::unauthenticated(
            "proof-key",
            "the key is not an Ed25519 key",
        ));
    }
    let hash = hash(&document, &proof).map_err(|error| malformed(&error.to_string()))?;
    if key.verify(&hash, &signature) {
        return Ok(());
    }
    Err(Refusal::unauthenticated(
        "proof",
        "the proof was not made by that key over this document",
    ))
}

/// What is signed: the hash of the proof's terms, then the hash of the document (§3.3.4).
fn hash(
    document: &Map<String, Value>,
    proof: &Map<String, Value>,
) -> Result<Vec<u8>, serde_json::Error> {
    let mut hash = sha256(&serde_json_canonicalizer::to_vec(proof)?);
    hash.extend(sha256(&serde_json_canonicalizer::to_vec(document)?));
    Ok(hash)
}

fn malformed(reason: &str) -> Refusal {
    Refusal::unauthenticated(
        "proof-malformed",
        format!("the proof cannot be read: {reason}"),
    )
}

#[cfg(test)]
mod tests;
