//! The protocol: what any `ActivityPub` node says and hears, whatever it is about.
//!
//! This module knows none of the registry's nouns: it deals in documents, activities,
//! keys and addresses. What they mean is decided in `federation`.

/// Why a request or a document was turned away, and with which status.
pub mod refusal;

/// Strict JSON: one meaning for each document, and bounds on its size.
pub mod json;

/// `Digest` and `Content-Digest`: a body bound to its headers.
pub mod digest;

/// RSA and Ed25519 keys, and the texts in which actors publish them.
pub mod keys;

/// HTTP signatures, draft-cavage and RFC 9421, made and inspected.
pub mod signature;

/// Proofs of integrity (FEP-8b32), which travel with a document wherever it goes.
pub mod proof;

/// Which addresses a node may connect to.
pub mod address;

/// Hosts and actors with whom this node deals not at all, or with reserve.
pub mod restrictions;

/// The one HTTP client.
pub mod client;

/// Fetching documents by id, and JSON for discovery.
mod fetch;

/// Finding actors by name, and nodes by address.
pub mod discovery;

/// How often somebody may ask.
pub mod rates;

/// Where people of other servers go to follow with the account that they have there.
pub mod intents;
/// Whether a website names a node as its own.
pub mod site_proof;

/// Others' actors and keys.
pub mod remote;

/// The strict verifier, before which nothing looks at a request.
pub mod verifier;

/// Acknowledged activities, durable before they are acknowledged.
pub mod received;

/// The node's own keys, kept with the rows.
pub mod keyring;

/// Published documents: the bytes that a GET answers.
pub mod documents;

/// Activities that this node sent.
pub mod activities;

/// The log: every public change under a number.
pub mod log;

/// Deliveries: every activity to every inbox, in order, until it arrives.
pub mod delivery;
