//! The client, and the directory of others' actors and keys, against servers on loopback
//! that misbehave.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod actors;
mod added;
#[path = "../support/assembly.rs"]
mod assembly;
mod departures;
mod documents;
mod follow;
mod followers;
mod guest;
mod keys;
mod limits;
mod names;
mod reader;
mod server;
mod signed_get;
