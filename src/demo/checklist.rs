//! The checklist of the demonstration, written line by line as things happen.

use std::io::Write;

use serde::Serialize;

use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};

/// One thing that was shown.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    what: String,
    seconds: f64,
}

/// What was shown so far.
#[derive(Debug)]
pub(super) struct Checklist {
    clock: Clock,
    began: Timestamp,
    lines: Vec<Line>,
    is_quiet: bool,
}

impl Checklist {
    pub(super) fn new(clock: Clock, is_quiet: bool) -> Self {
        let began = clock.now();
        Self {
            clock,
            began,
            lines: Vec::new(),
            is_quiet,
        }
    }

    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Waits until something holds, and writes the line with the time since the start.
    pub(super) async fn check(
        &mut self,
        what: &str,
        holds: impl AsyncFnOnce() -> Result<()>,
    ) -> Result<()> {
        let outcome = holds().await;
        #[expect(clippy::cast_precision_loss, reason = "seconds for people")]
        let seconds = self.clock.now().since(self.began).as_millis() as f64 / 1000.0;
        let mark = if outcome.is_ok() { '✓' } else { '✗' };
        self.say(&format!("{mark} {seconds:7.2} s  {what}"))?;
        self.lines.push(Line {
            what: what.to_owned(),
            seconds,
        });
        outcome.map_err(|error| Error::Conflict(format!("{what}: {error}").into()))
    }

    /// Writes to the terminal at once.
    pub(super) fn say(&self, text: &str) -> Result<()> {
        if self.is_quiet {
            return Ok(());
        }
        writeln!(std::io::stdout(), "{text}").map_err(Error::internal)
    }
}
