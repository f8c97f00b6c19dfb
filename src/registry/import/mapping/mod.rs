//! Tables of any shape: what their columns mean is said in a [`Mapping`], by their keeper or
//! as it was guessed, and [`Mapped`] reads rows by it. Nothing here reads files or keeps
//! records.

/// What a column can hold.
mod field;
/// A mapping as its file says it.
mod file;
/// A mapping guessed from headers and values.
mod guess;
/// What marks and days of a row say.
mod life;
/// A mapping over the columns of one table.
mod mapped;
/// Addresses and points.
mod place;
/// What a row states.
mod row;
/// Values as tables write them.
pub(in crate::registry::import) mod values;
/// Sectors and themes.
mod work;

pub use field::{Field, Slot};
pub use file::{Columns, Mapping, Marked, Values};
pub use guess::NO_NAME;
pub use guess::{Guess, GuessedColumn, LEAST_CONFIDENCE, guess};
pub(super) use guess::{asks_for_consent, asks_who_is_published};
pub use mapped::Mapped;
pub(super) use mapped::names;
pub use values::day_order::DayOrder;
pub(super) use values::entity::of_name as entity_of_name;
pub use values::sector::Classification;
