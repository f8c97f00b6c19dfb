//! What everybody can find: organizations, offers and needs, our own and others', by words,
//! codes and place.
//!
//! The index holds what is public alone, and of that only what it is found by; whoever shows
//! what was found reads the record itself. What changes is noted as due in the transaction
//! that changes it, and an indexer looks at it again at once. What others' records say is read
//! elsewhere: this module knows no wire.

/// What is asked for.
mod asked;
/// Codes as they are kept and asked.
mod code;
/// What is to be looked at again.
pub mod due;
/// What is kept of one thing.
mod entry;
/// Finding, counting, paging.
mod find;
/// Who could meet a need.
mod meet;
/// Our own records as they are found.
pub mod own;
/// Places by name.
mod place;
/// The queries, which nothing outside sees.
mod sql;
#[cfg(test)]
mod tests;

pub use asked::{Asked, Kind, LONGEST_WORDS, PARAMETERS, Whose};
pub use code::Facet;
pub use entry::{Entry, forget, put};
pub use find::{Counted, Found, Hit, Order, count, find, total};
pub use meet::{Reason, could_meet};
pub use place::resolve;
