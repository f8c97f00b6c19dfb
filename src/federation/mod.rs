//! The registry's nouns on the wire: documents written, activities received.
//!
//! Two ways lead through here. *Publish*: events of the outbox become sealed documents,
//! numbered activities and deliveries, in one transaction. *Receive*: an activity, pushed to
//! the inbox or read from a peer's log, passes the one `match` on its type and takes effect.

/// Where each noun lives under the public address.
pub mod paths;

/// The JSON-LD contexts of our documents.
pub mod context;

/// What all our actors have in common.
pub mod actor;

/// Who follows our actors.
pub mod followers;

/// Other nodes that we follow or that follow us.
pub mod peers;

/// Others' records, a cache with origin, freshness and tombstones.
pub mod records;
