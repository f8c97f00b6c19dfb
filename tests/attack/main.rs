//! The attacks that a node must withstand, driven from outside.
//!
//! A hostile peer on loopback serves false actors, keys, redirections, bombs and drips;
//! requests are written by hand, by each way of signing; and the final state is read from
//! what the node shows the world. `TRENZA_ATTACK_URL` points the suite at a node that is
//! running already with `insecure_loopback`, and `TRENZA_ATTACK_ACTOR` names an actor of
//! its that accepts whoever asks to follow; without them the suite starts a node. Where the
//! address begins with `https`, `TRENZA_ATTACK_CA` is the file of the authority. With
//! `TRENZA_ATTACK_OFFER`, an open offer of its, and `TRENZA_ATTACK_TOKEN`, a token of the
//! scope `admin`, what strangers say of the offer is tried as well; with `TRENZA_ATTACK_MAIL` and
//! `TRENZA_ATTACK_PASSWORD`, an account without a second factor, what is behind the door.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test that fails says where, and its parts are public to one another only"
)]

/// The account with which the suite signs in.
mod account;
/// Actors of the hostile peer.
mod actor;
/// Addresses behind the node's own walls.
mod cases_address;
/// Signatures of questions.
mod cases_asked;
/// Whoever is blocked, by every way around.
mod cases_blocked;
/// Bodies too large, too deep, or with two meanings.
mod cases_body;
/// How much the node fetches because a stranger said so.
mod cases_bounds;
/// Registers' files that are brought to the office.
mod cases_brought;
/// Requests that two readers part or name differently.
mod cases_connection;
/// What strangers say of an offer.
mod cases_conversation;
/// Long chains, crowds of tags, texts made to be slow, and one inbox after another.
mod cases_crowd;
/// Signing in, staying in, and asking for a link.
mod cases_door;
/// What the node fetches because a stranger said so.
mod cases_fetch;
/// Many at once, and slow ones.
mod cases_flood;
/// A node that is followed, and what it may not say all the same.
mod cases_friend;
/// Passwords that are guessed.
mod cases_guessed;
/// One server that sends more than it may.
mod cases_host;
/// Sound signatures by somebody who may not.
mod cases_identity;
/// What strangers write into the log.
mod cases_log;
/// Entries of the log of a node that is followed.
mod cases_logged;
/// What anybody can read, and how often.
mod cases_public;
/// What is another's, for those who may do something of the kind.
mod cases_roles;
/// What the node serves, and how it says that it may be kept.
mod cases_served;
/// What is wrong with the signature itself.
mod cases_signature;
/// A node behind TLS.
mod cases_tls;
/// What people type to say where their account is.
mod cases_typed;
/// Files that are brought.
mod cases_uploads;
/// How the node is reached.
mod connection;
/// Signatures that no honest library makes.
mod forge;
/// A node that the one under attack follows.
mod friend;
/// Actors that make the node fetch something it should not take.
mod lure;
/// The node under attack: one that runs, or one that the suite starts.
mod node;
/// The hostile peer.
mod peer;
/// Ports that are kept for a test.
#[path = "../support/port.rs"]
mod port;
/// Where the node's letters arrive.
#[path = "../support/postbox.rs"]
#[expect(dead_code, reason = "no letter is refused here")]
mod postbox;
/// Requests made by hand.
mod request;
/// The account of one case.
mod stage;
/// TLS before a node.
#[path = "../foreign/tls.rs"]
mod tls;
