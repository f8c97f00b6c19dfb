//! Which numbers a deed gave to what it wrote and committed, however many transactions it took
//! and whoever wrote between them. What is numbered is not known here.

use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::task_local;

/// The numbers that a deed gave, as runs of such as follow each other.
#[derive(Debug, Clone, Default)]
pub struct Written(Vec<RangeInclusive<i64>>);

impl Written {
    /// From the lowest number to the highest; `None` when there is none.
    pub fn span(&self) -> Option<(i64, i64)> {
        let first = self.0.iter().map(RangeInclusive::start).min()?;
        let last = self.0.iter().map(RangeInclusive::end).max()?;
        Some((*first, *last))
    }

    /// Whether a number is among them.
    pub fn holds(&self, number: i64) -> bool {
        self.0.iter().any(|run| run.contains(&number))
    }

    fn take(&mut self, number: i64) {
        match self.0.last_mut() {
            Some(run) if run.end().checked_add(1) == Some(number) => {
                *run = *run.start()..=number;
            }
            _ => self.0.push(number..=number),
        }
    }
}

task_local! {
    /// Who listens to which numbers are given.
    static LISTENER: Arc<Mutex<Written>>;
}

/// Does something, and says which numbers it gave.
pub async fn listening<F: Future>(deed: F) -> (F::Output, Written) {
    let written = Arc::<Mutex<Written>>::default();
    let done = LISTENER.scope(Arc::clone(&written), deed).await;
    let written = written.lock().unwrap_or_else(PoisonError::into_inner);
    (done, written.clone())
}

/// A part of a deed for a task of its own, to which whoever listens to the deed listens too.
pub fn listened<F: Future>(part: F) -> impl Future<Output = F::Output> {
    let listener = LISTENER.try_with(Arc::clone).unwrap_or_default();
    LISTENER.scope(listener, part)
}

/// Tells whoever listens what was committed.
pub(super) fn tell(mut numbers: Vec<i64>) {
    numbers.sort_unstable();
    // Most that is written is nobody's deed.
    let _ = LISTENER.try_with(|written| {
        let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
        for number in numbers {
            written.take(number);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_deed_knows_its_own_numbers_and_none_between_them() {
        let deed = async {
            tell(vec![5, 3, 4]);
            listening(async { tell(vec![6]) }).await;
            tell(vec![7, 9]);
        };
        let ((), written) = listening(deed).await;
        assert_eq!(written.span(), Some((3, 9)));
        let own: Vec<i64> = (0..12).filter(|number| written.holds(*number)).collect();
        assert_eq!(own, [3, 4, 5, 7, 9]);
        assert_eq!(Written::default().span(), None);
    }
}
