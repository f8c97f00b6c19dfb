//! Deliveries: every activity to every inbox, in order, until it arrives or is refused.
//!
//! A delivery is written in the transaction of the change it tells of, so that neither
//! stands without the other. Those of one actor to one inbox form a *lane* and go one after
//! another. A host that cannot be reached rests, and what waits for it never expires; what
//! a host refuses is set aside with its reason, and its lane goes on.

pub mod ceiling;
mod claim;
mod enqueue;
pub mod gone;
mod lanes;
mod poster;
pub mod queue;
pub mod refusals;
mod retention;
mod schedule;
mod settle;
mod worker;

pub use enqueue::{Confirmations, Outgoing, confirmations, enqueue, ledger, ledger_of_actor, told};
pub use poster::{Headers, Keys, Poster, Signing};
pub use retention::prune;
pub use worker::{Worker, random};
