//! How far long work has come: a bar on a terminal, elsewhere a line of the log now and then,
//! and from a running server to whoever waits for its answer. It knows no command.

use std::sync::{Arc, Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

/// How many rows pass between two lines of the log.
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
        if self.bar.is_hidden() && (*done >= self.told + LINE_EVERY || done == of) {
            self.told = *done;
            tracing::info!(done, of, doing);
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
