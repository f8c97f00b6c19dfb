//! What one host may cost: how many fetches at once, and how many in vain.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use super::PAUSE;
use crate::clock::Timestamp;

/// How many fetches run at once at one host.
const AT_ONCE: usize = 2;
/// How many fetches one host may cost in vain within [`PAUSE`]; whoever names keys that do
/// not exist could make us a nuisance to it otherwise. Until the pause is over nobody new of
/// that host is heard, so that a handful must not suffice.
const IN_VAIN: u32 = 20;

/// A host that is asked for documents.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) at_once: Semaphore,
    spent: Mutex<Spent>,
}

/// Fetches that came to nothing, or did not yet come to something, since a moment.
#[derive(Debug)]
struct Spent {
    since: Timestamp,
    count: u32,
}

impl Host {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            at_once: Semaphore::new(AT_ONCE),
            spent: Mutex::new(Spent {
                since: now,
                count: 0,
            }),
        }
    }

    /// Charges a fetch before it begins; false when the host has been asked in vain too often.
    ///
    /// It is charged beforehand because nobody comes back to charge it when the caller hangs
    /// up on us in the middle; [`Host::repay`] is for what was worth it.
    pub(super) fn charge(&self, now: Timestamp) -> bool {
        let mut spent = self.spent();
        if now.since(spent.since) >= PAUSE {
            *spent = Spent {
                since: now,
                count: 0,
            };
        }
        let may = spent.count < IN_VAIN;
        if may {
            spent.count += 1;
        }
        may
    }

    /// Gives back the charge of a fetch that brought what was asked for, or never began.
    pub(super) fn repay(&self) {
        let mut spent = self.spent();
        spent.count = spent.count.saturating_sub(1);
    }

    fn spent(&self) -> MutexGuard<'_, Spent> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_left_alone_after_many_fetches_in_vain_and_asked_again_after_a_pause() {
        let begin = Timestamp(1_700_000_000_000);
        let host = Host::new(begin);
        for _ in 0..IN_VAIN {
            assert!(host.charge(begin));
        }
        assert!(!host.charge(begin));
        host.repay();
        assert!(host.charge(begin), "one was worth it");
        assert!(!host.charge(begin));
        assert!(host.charge(begin + PAUSE));
    }
}
