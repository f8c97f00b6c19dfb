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
/// What people call what is asked for.
mod named;
/// The newest of what holds some terms.
mod newest;
/// Our own records as they are found.
pub mod own;
/// Places by name.
mod place;
/// Searches that somebody saves, to be told of what is new.
pub mod saved;
/// The queries, which nothing outside sees.
mod sql;
/// The ways in which one search is made.
mod streams;
/// What the words of a need tell.
mod telling;
#[cfg(test)]
mod tests;

pub use asked::{Asked, Kind, LONGEST_WORDS, PARAMETERS, USUAL_KM, Whose};
pub use code::Facet;
pub use entry::{Entry, forget, put};
pub use find::{Counted, Found, Hit, Order, count, entered, find, total};
pub use meet::{Reason, could_meet, looked_for};
pub use named::{described, label, name_of, shown, title};
pub use newest::first_that_finds;
pub use place::{TOWN_KM, namesakes, of_territory, resolve, taken_for};
