//! What people of other servers say to a node, over real signed HTTP on loopback, and what
//! the node says to them.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that fails says where"
)]

/// Blocks, moves, changed and removed accounts.
mod accounts;
/// The assembly of an organization.
#[path = "../support/assembly.rs"]
mod assembly;
/// What another process wrote.
mod bells;
/// What servers of many makers send.
mod corpus;
/// The inbox of an organization that was erased.
mod erased;
/// Followers by approval.
mod followers;
/// How much one server may send, and how many may follow.
mod limits;
/// Direct messages, their answers and their end.
mod messages;
/// Likes and shares.
mod reactions;
/// Relays.
mod relays;
/// Answers to offers.
mod replies;
/// Reports in both directions.
mod reports;
/// Servers and people that the office keeps out.
mod restrictions;
/// Another server and the people on it.
mod site;
/// The node, its organization and its offer.
mod town;
/// Waiting for what workers do by themselves.
#[path = "../support/wait.rs"]
mod wait;
