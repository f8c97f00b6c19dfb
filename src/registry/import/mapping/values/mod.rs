//! Values as tables write them, and what they are read as. No file here knows which column
//! or row a value comes from.

/// Codes that spreadsheets damage: lost zeros, a float's tail.
pub(super) mod code;
/// What is said of being published.
pub(super) mod consent;
/// Mail addresses and telephone numbers.
pub(super) mod contact;
/// Days.
pub(super) mod day;
/// Whether the day or the month stands first.
pub(super) mod day_order;
/// Degrees and points.
pub(super) mod degrees;
/// What an organization is, from types and legal forms.
pub(super) mod entity;
/// Columns that mark only those who must not be published.
pub(in crate::registry::import) mod exception;
/// Texts as they are compared.
pub(in crate::registry::import) mod fold;
/// Words for what has ended and what goes on.
pub(super) mod life;
/// Cells that say nothing, yes or no.
pub(super) mod mark;
/// Who the members are.
pub(super) mod membership;
/// Activities from the classifications' codes.
pub(in crate::registry::import) mod sector;
/// Activities and themes from words.
mod sector_words;
/// Addresses of sites.
pub(super) mod site;
/// The codes of the SUSY map.
mod susy;

/// The parts of a cell that lists several values.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '|', '\n'])
        .map(str::trim)
        .filter(|part| !mark::is_empty(part))
}
