//! What each type of activity does here, a file for each.

pub(super) mod announce;
pub(super) mod answer;
pub(super) mod block;
pub(super) mod create;
pub(super) mod delete;
pub(super) mod flag;
pub(super) mod follow;
pub(super) mod like;
pub(super) mod relocate;
pub(super) mod undo;
pub(super) mod update;

/// What somebody said, created, changed or handed over.
mod note;
/// What a peer publishes.
mod record;
