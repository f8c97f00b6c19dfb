//! How far long work has come: a bar on a terminal, elsewhere a line of the log now and then,
//! and from a running server to whoever waits for its answer. It knows no command.

use std::sync::{Arc, Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

/// How many rows pass between two lines of the log: what is done before is done soon.
const LINE_EVERY: usize = 2_000;

/// How far something has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is done, such as `importing`.
    pub doing: String,
    /// How many there are to do; 0 while that is not known.
    pub of: usize,
    /// How many are done.
    pub done: usize,
}

/// Whoever is told of it.
pub type Tell = Arc<dyn Fn(Step) + Send + Sync>;

/// Tells whoever looks at this process: by a bar on a terminal, else by the log.
pub(super) fn here() -> Tell {
    shown_by(Meter::on(ProgressDrawTarget::stderr()))
}

/// Tells whoever waits for an answer, and the log of this process. What comes faster than it
/// is taken is left out, so that nobody waits for that.
pub(super) fn to(hearer: mpsc::Sender<Step>) -> Tell {
    let log = shown_by(Meter::on(ProgressDrawTarget::hidden()));
    Arc::new(move |step: Step| {
        // Whoever waited may be gone, and the work goes on.
        hearer.try_send(step.clone()).ok();
        log(step);
    })
}

fn shown_by(meter: Meter) -> Tell {
    let meter = Mutex::new(meter);
    Arc::new(move |step| {
        let mut meter = meter.lock().unwrap_or_else(PoisonError::into_inner);
        meter.show(&step);
    })
}

struct Meter {
    bar: ProgressBar,
    told: usize,
}

impl Meter {
    fn on(target: ProgressDrawTarget) -> Self {
        Self {
            bar: ProgressBar::with_draw_target(None, target),
            told: 0,
        }
    }

    fn show(&mut self, step: &Step) {
        if self.bar.message() != step.doing {
            self.told = 0;
            self.bar.set_message(step.doing.clone());
            let template = if step.of == 0 {
                "{msg} {spinner} {pos} {elapsed}"
            } else {
                "{msg} {bar:40} {pos}/{len} {elapsed}"
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                self.bar.set_style(style);
            }
        }
        let Step { doing, of, done } = step;
        if *of > 0 {
            self.bar.set_length(u64::try_from(*of).unwrap_or(u64::MAX));
        }
        self.bar
            .set_position(u64::try_from(*done).unwrap_or(u64::MAX));
        if self.bar.is_hidden() && self.is_worth_a_line(step) {
            self.told = *done;
            tracing::info!(done, of, doing);
        }
    }

    /// Whether much was done since the last line, or all is that a line was about.
    fn is_worth_a_line(&self, step: &Step) -> bool {
        let is_end = step.done == step.of && self.told > 0 && step.done > self.told;
        is_end || step.done >= self.told + LINE_EVERY
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_now_and_then_and_none_of_short_work() {
        let mut meter = Meter::on(ProgressDrawTarget::hidden());
        let mut lines = |of: usize, steps: &[usize]| -> Vec<usize> {
            let mut worth = Vec::new();
            for done in steps.iter().copied() {
                let doing = format!("doing {of}");
                let step = Step { doing, of, done };
                if meter.bar.message() == step.doing && meter.is_worth_a_line(&step) {
                    worth.push(done);
                }
                meter.show(&step);
            }
            worth
        };
        assert!(lines(300, &[0, 100, 200, 300, 300]).is_empty());
        let long = lines(5_000, &[0, 1_000, 2_000, 3_000, 4_000, 5_000, 5_000]);
        assert_eq!(long, [2_000, 4_000, 5_000]);
        // While nobody knows how many there are.
        assert_eq!(lines(0, &[0, 1_999, 2_000, 2_001]), [2_000]);
    }
}
