//! Three nodes on loopback that show what the software does.

use crate::cli::{Demo, Report};
use crate::clock::Clock;
use crate::error::{Error, Result};

/// Runs the demonstration.
///
/// # Errors
/// When a line of the checklist fails.
#[expect(clippy::unused_async, reason = "the nodes are awaited")]
pub async fn run(_demo: Demo, _clock: Clock) -> Result<Report> {
    Err(Error::Conflict("the demonstration has no nodes".to_owned()))
}
