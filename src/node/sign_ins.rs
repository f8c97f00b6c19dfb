//! How often somebody may try to sign in, or have a letter sent.
//!
//! Whoever knows an address must not be able to keep its owner out. So attempts are counted
//! narrowly only where they come from, by account and internet address together; by account
//! alone the ceiling is high, and an address from which the owner signed in before is not
//! bound by it. Every bucket fills again by itself.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use quick_cache::unsync::Cache;

use crate::activitypub::rates::Rates;
use crate::clock::Timestamp;
use crate::people::password::Hasher;

/// How many pairs of account and address are remembered that signed in.
const REMEMBERED: usize = 16_384;
const QUARTER: Duration = Duration::from_mins(15);
const DAY: Duration = Duration::from_hours(24);

/// What is asked of passwords and sign-in links, and how often.
#[derive(Debug)]
pub struct SignIns {
    /// Who hashes, judges and compares.
    pub passwords: Hasher,
    of_pair: Rates,
    of_account: Rates,
    of_address: Rates,
    codes: Rates,
    passkeys: Rates,
    letters: Rates,
    letters_of_day: Rates,
    letters_of_account: Rates,
    applications: Rates,
    visits: Rates,
    proven: Mutex<Cache<String, ()>>,
}

impl Default for SignIns {
    fn default() -> Self {
        Self {
            passwords: Hasher::default(),
            of_pair: Rates::within(10, QUARTER),
            // NIST SP 800-63B-4 §3.2.2 wants guessing bounded; a password that is taken here
            // withstands far more than this.
            of_account: Rates::within(200, Duration::from_hours(1)),
            of_address: Rates::within(60, QUARTER),
            codes: Rates::within(10, QUARTER),
            passkeys: Rates::within(120, QUARTER),
            letters: Rates::within(4, QUARTER),
            letters_of_day: Rates::within(12, DAY),
            letters_of_account: Rates::within(60, DAY),
            applications: Rates::within(10, DAY),
            visits: Rates::within(6, DAY),
            proven: Mutex::new(Cache::new(REMEMBERED)),
        }
    }
}

impl SignIns {
    /// Counts an attempt at an account (by the key of its mail address) from an internet
    /// address. Those whom a web server before us does not name have the address `""`; they
    /// are not counted as one, or one of them could keep all the others out.
    ///
    /// # Errors
    /// How long to wait.
    pub fn attempt(&self, account: &str, address: &str, now: Timestamp) -> Result<(), Duration> {
        self.count_address(address, now)?;
        let pair = pair(account, address);
        if !address.is_empty() {
            self.of_pair.take(&pair, now)?;
            if self.is_proven(&pair) {
                return Ok(());
            }
        }
        self.of_account.take(account, now)
    }

    /// Counts an attempt to prove once more, in a session, who one is: by the session and not by
    /// the account, which others who try at the door could fill up.
    ///
    /// # Errors
    /// How long to wait.
    pub fn confirmation(
        &self,
        session: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<(), Duration> {
        self.count_address(address, now)?;
        self.of_pair.take(session, now)
    }

    /// Counts an attempt at the second factor, by the account alone: whoever comes so far knows
    /// the first.
    ///
    /// # Errors
    /// How long to wait.
    pub fn code(&self, account: &str, address: &str, now: Timestamp) -> Result<(), Duration> {
        self.count_address(address, now)?;
        self.codes.take(account, now)
    }

    /// Counts a form that no account is needed for and that has a letter written or the office
    /// read it, so that nobody alone fills the office's table or writes to many.
    ///
    /// # Errors
    /// How long to wait.
    pub fn application(&self, address: &str, now: Timestamp) -> Result<(), Duration> {
        self.count_address(address, now)?;
        if address.is_empty() {
            return Ok(());
        }
        self.applications.take(address, now)
    }

    /// Counts a letter that asks somebody (by the key of their mail address) whether they wrote
    /// about an offer, so that nobody sends them many.
    ///
    /// # Errors
    /// How long to wait.
    pub fn visit(&self, mail: &str, address: &str, now: Timestamp) -> Result<(), Duration> {
        self.application(address, now)?;
        self.visits.take(mail, now)
    }

    /// Counts an attempt with a passkey. Nobody guesses one, so that it is only the work that is
    /// counted, by the internet address.
    ///
    /// # Errors
    /// How long to wait.
    pub fn passkey(&self, address: &str, now: Timestamp) -> Result<(), Duration> {
        if address.is_empty() {
            return Ok(());
        }
        self.passkeys.take(address, now)
    }

    /// Remembers that the owner of an account signs in from an address.
    pub fn succeeded(&self, account: &str, address: &str) {
        if !address.is_empty() {
            let mut proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
            proven.insert(pair(account, address), ());
        }
    }

    /// Counts a letter that is asked for: narrowly where it is asked from, as attempts are, and
    /// more widely by account alone, so that whoever has letters written to somebody else shuts
    /// them out of none of their own.
    ///
    /// # Errors
    /// How long to wait.
    pub fn letter(&self, account: &str, address: &str, now: Timestamp) -> Result<(), Duration> {
        self.count_address(address, now)?;
        let pair = pair(account, address);
        self.letters.take(&pair, now)?;
        self.letters_of_day.take(&pair, now)?;
        if self.is_proven(&pair) {
            return Ok(());
        }
        self.letters_of_account.take(account, now)
    }

    /// Whether the owner of an account signed in from an address before.
    fn is_proven(&self, pair: &str) -> bool {
        let proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        proven.peek(pair).is_some()
    }

    /// Counts an attempt of an internet address alone, as at having a letter written that no
    /// account is needed for.
    ///
    /// # Errors
    /// How long to wait.
    pub fn count_address(&self, address: &str, now: Timestamp) -> Result<(), Duration> {
        if address.is_empty() {
            return Ok(());
        }
        self.of_address.take(address, now)
    }
}

fn pair(account: &str, address: &str) -> String {
    format!("{address} {account}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);
    const ANA: &str = "ana@coop.example";

    /// How many of so many attempts are let through.
    fn passed(tries: u32, mut attempt: impl FnMut(u32) -> bool) -> u32 {
        (0..tries).map(|number| u32::from(attempt(number))).sum()
    }

    #[test]
    fn whoever_knows_an_address_locks_out_themselves_alone() {
        let tries = SignIns::default();
        let one = passed(40, |_| tries.attempt(ANA, "192.0.2.1", NOW).is_ok());
        assert_eq!(one, 10);
        assert_eq!(tries.attempt(ANA, "198.51.100.1", NOW), Ok(()));
    }

    #[test]
    fn many_addresses_together_are_bounded_and_never_bind_the_owner_where_they_were() {
        let tries = SignIns::default();
        tries.succeeded(ANA, "198.51.100.1");
        let many = |n: u32| tries.attempt(ANA, &format!("10.0.{}.{}", n / 250, n % 250), NOW);
        assert_eq!(passed(1_000, |number| many(number).is_ok()), 200);
        assert_eq!(tries.attempt(ANA, "198.51.100.1", NOW), Ok(()));
        assert!(tries.attempt(ANA, "198.51.100.2", NOW).is_err());
        let later = NOW + Duration::from_mins(1);
        assert_eq!(tries.attempt(ANA, "198.51.100.2", later), Ok(()));
    }

    #[test]
    fn one_address_that_tries_many_accounts_is_bounded() {
        let tries = SignIns::default();
        let name = |number| format!("p{number}@coop.example");
        let let_through = passed(90, |n| tries.attempt(&name(n), "192.0.2.1", NOW).is_ok());
        assert_eq!(let_through, 60);
        let unnamed = passed(90, |n| tries.attempt(&name(n), "", NOW).is_ok());
        assert_eq!(unnamed, 90, "they are many");
    }

    #[test]
    fn letters_are_bounded_by_the_quarter_and_by_the_day() {
        let tries = SignIns::default();
        let mut sent = 0;
        for quarter in 0..16 {
            let now = NOW + Duration::from_mins(15 * quarter);
            sent += passed(10, |_| tries.letter(ANA, "", now).is_ok());
        }
        assert!((12..=15).contains(&sent), "{sent} within four hours");
    }

    #[test]
    fn letters_that_somebody_else_asked_for_keep_nobody_from_their_own() {
        let tries = SignIns::default();
        for quarter in 0..16 {
            let now = NOW + Duration::from_mins(15 * quarter);
            passed(10, |_| tries.letter(ANA, "192.0.2.1", now).is_ok());
        }
        let now = NOW + Duration::from_mins(230);
        assert!(tries.letter(ANA, "192.0.2.1", now).is_err());
        assert_eq!(tries.letter(ANA, "198.51.100.1", now), Ok(()));

        tries.succeeded(ANA, "198.51.100.2");
        let many = |n: u32| tries.letter(ANA, &format!("10.0.{}.{}", n / 250, n % 250), now);
        let sent = passed(1_000, |number| many(number).is_ok());
        assert!(
            (40..=60).contains(&sent),
            "{sent} from a thousand addresses"
        );
        assert_eq!(tries.letter(ANA, "198.51.100.2", now), Ok(()));
    }

    #[test]
    fn whoever_is_signed_in_is_not_slowed_by_those_who_try_at_the_door() {
        let tries = SignIns::default();
        let many = |n: u32| tries.attempt(ANA, &format!("10.0.{}.{}", n / 250, n % 250), NOW);
        passed(1_000, |number| many(number).is_ok());
        assert!(tries.attempt(ANA, "192.0.2.1", NOW).is_err());
        assert_eq!(tries.confirmation("s", "192.0.2.1", NOW), Ok(()));
    }

    #[test]
    fn a_session_that_roams_is_bounded_too() {
        let tries = SignIns::default();
        let roaming = |n| tries.confirmation("s", &format!("192.0.2.{n}"), NOW);
        assert_eq!(passed(40, |number| roaming(number).is_ok()), 10);
    }
}
