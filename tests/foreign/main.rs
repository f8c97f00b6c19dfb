//! A node and servers that other hands wrote, talking to each other over loopback.
//!
//! `tests/foreign/install` brings the servers and tools from npm and `PyPI` into
//! `target/foreign`; `./test` runs it first. What a peer was seen to do is told in
//! docs/PEERS.md. Everything is asserted at both ends: a server that answers 202 may still
//! drop what it was sent.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that fails says where"
)]

/// The assembly of an organization.
#[path = "../support/assembly.rs"]
mod assembly;
/// A server made with Fedify follows channels.
mod channel;
/// A node behind TLS, as a town would run it.
mod city;
/// A tool that holds actors against the standard.
mod conformance;
/// A server made with Fedify follows and reads.
mod fedify;
/// The server made with Fedify, by its control address.
mod fediverse;
/// Six actors that sign, or do not, by bovine.
mod pasture;
/// The key that all actors of a node share.
mod shared_key;
/// What people of a server made with Fedify say, and are told.
mod talk;
/// TLS before a node, under an authority of the test's own.
mod tls;
/// Where the servers and tools are, and how they are started and ended.
mod tools;
