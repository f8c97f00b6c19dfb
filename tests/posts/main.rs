//! What people of other servers see of a directory: posts that say everything in words.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails says where"
)]

#[path = "../support/assembly.rs"]
mod assembly;
mod content;
mod given;
mod pictures;
mod profiles;
#[path = "../channels/town.rs"]
#[expect(dead_code, reason = "channels need more of it")]
mod town;
