//! What each type of activity does here, a file for each.

pub mod answer;
pub mod delete;
pub mod follow;
pub mod record;
pub mod undo;
