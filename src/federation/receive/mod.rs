//! What each type of activity does here, a file for each.

pub(super) mod answer;
pub(super) mod delete;
pub(super) mod follow;
pub(super) mod record;
pub(super) mod undo;
