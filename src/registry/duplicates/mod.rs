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
/// Some of the records, with what their words weigh among all.
mod corpus;
/// How many records share what.
mod counts;
/// Looking at all records.
mod find;
/// From keys to pairs.
mod follow;
/// Two names.
mod likeness;
/// Two records become one.
mod merge;
/// Names as words.
mod name;
/// Records that are about to be added.
mod newcomers;
/// Numbers of official registers.
mod number;
/// Pairs as they are kept.
mod pair;
/// A record made ready.
mod ready;
/// Why two records may be one.
mod reason;
/// Two records.
mod score;
/// Records on disk.
mod shelf;
/// Websites as domains.
mod site;
/// Where two records are.
mod whereabouts;

#[cfg(test)]
mod tests;

pub use blocks::Kind;
pub use candidate::{Candidate, Stated};
pub use compare::{Match, matches, resembles};
pub use find::{Among, Found, Search};
pub use follow::{Skipped, SkippedKeys};
pub use merge::{foresee, merge, merged_into, moved};
pub use name::are_names_alike;
pub use pair::{Pair, State, count_proposed, decide_anew, keep_apart, list, pair};
pub use reason::Reason;
pub use score::Compared;

pub(super) use newcomers::Newcomers;
pub(super) use pair::{reopen, settle};
