//! What can be found in a directory, as its readers and their programs ask for it: what is
//! public and nothing else, ours and others', each organization once.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]
#![expect(clippy::indexing_slicing, reason = "helpers of tests")]

/// The directory, and a friendly one.
mod town;

/// What the program answers to programs.
mod answers;
/// What other sites show of it.
mod elsewhere;
/// What nobody may find.
mod hidden;
/// What the map that can be moved is made of.
mod map;
/// What a word means in another language.
mod meaning;
/// Who could meet a need.
mod needs;
/// What people see.
mod pages;
/// In which directories one organization stands.
mod several;
/// The tiles beneath a map.
mod tiles;
