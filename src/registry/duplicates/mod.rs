//! Records that may be one organization: found, proposed with reasons, and decided.
//!
//! Finding is reckoning over small values. Deciding is for people: nothing is merged by
//! itself, and what was kept apart is not proposed again.

/// Which records are worth comparing.
mod blocks;
/// What of a record is compared.
mod candidate;
/// From records to pairs.
mod compare;
/// All records made ready.
mod corpus;
/// Two names.
mod likeness;
/// Names as words.
mod name;
/// Numbers of official registers.
mod number;
/// Why two records may be one.
mod reason;
/// Two records.
mod score;
/// Websites as domains.
mod site;
#[cfg(test)]
mod tests;

pub use candidate::{Candidate, Stated};
pub use compare::{Match, matches, resembles};
pub use reason::Reason;
pub use score::Compared;
