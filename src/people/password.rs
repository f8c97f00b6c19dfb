//! Passwords: which are taken, and how they are kept.
//!
//! After NIST SP 800-63B-4 §3.1.1: at least 15 characters where nothing else protects, no rules
//! of composition, nothing that is guessed quickly. Kept as argon2id with the parameters that
//! OWASP names (19 MiB, two passes).

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

use crate::error::{Error, Result};
use crate::words::phrase;

/// The least, in characters.
pub const LEAST: usize = 15;
/// The most, in characters: longer ones only cost time.
pub const MOST: usize = 200;
/// How many are hashed at once. Each takes 19 MiB and a core.
const AT_ONCE: usize = 2;

fn check(password: &str, known: &[&str]) -> Result<()> {
    let length = password.chars().count();
    if !(LEAST..=MOST).contains(&length) {
        let reason = phrase!("refusal-password-length", least = LEAST, most = MOST);
        return Err(Error::invalid("password", reason));
    }
    if zxcvbn(password, known).score() < Score::Three {
        return Err(Error::invalid(
            "password",
            phrase!("refusal-password-guessed"),
        ));
    }
    Ok(())
}

/// Judges, hashes and compares passwords, a few at a time and beside the requests.
#[derive(Debug, Clone)]
pub struct Hasher(Arc<Semaphore>);

impl Default for Hasher {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Hasher {
    /// Refuses a password that others would guess. `known` is what is known of the person:
    /// name, address, directory.
    ///
    /// # Errors
    /// [`Error::Invalid`] that says what would be taken.
    pub async fn check(&self, password: &str, known: &[&str]) -> Result<()> {
        let password = password.to_owned();
        let known: Vec<String> = known.iter().map(|&one| one.to_owned()).collect();
        self.run(move || {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            check(&password, &known)
        })
        .await?
    }

    /// The hash of a password, with a salt of its own, in the PHC form.
    ///
    /// # Errors
    /// [`Error::Internal`] when the system has no randomness.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        self.run(move || hash(&password)).await?
    }

    /// Whether a password is the one of the hash. Without a hash it is not, after the same
    /// work, so that the time of an answer does not tell whether there is an account.
    ///
    /// # Errors
    /// [`Error::Internal`] when the system has no randomness.
    pub async fn verify(&self, password: &str, kept: Option<&str>) -> Result<bool> {
        let password = password.to_owned();
        let kept = kept.map(str::to_owned);
        self.run(move || match kept {
            Some(kept) => Ok(Argon2::default()
                .verify_password(password.as_bytes(), kept.as_str())
                .is_ok()),
            None => hash(&password).map(|_| false),
        })
        .await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let turn = Arc::clone(&self.0).acquire_owned().await;
        let turn = turn.map_err(Error::internal)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(Error::internal)
    }
}

fn hash(password: &str) -> Result<String> {
    // More than is ever taken is never hashed as a whole.
    let bytes = password.as_bytes();
    let hash = Argon2::default().hash_password(bytes.get(..4 * MOST).unwrap_or(bytes));
    hash.map(|hash| hash.to_string())
        .map_err(|error| Error::internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_that_is_short_or_guessed_is_refused() {
        let known = ["Ana Ruiz", "ana@coop.example"];
        check("cuatro lunas comen cal", &known).unwrap();
        let long = "x1y2".repeat(60);
        for wrong in [
            "",
            "corto",
            "catorce signos",
            "aaaaaaaaaaaaaaaaaaaa",
            "passwordpassword",
            &long,
        ] {
            let refused = check(wrong, &known);
            assert!(matches!(refused, Err(Error::Invalid { .. })), "{wrong}");
        }
    }

    #[tokio::test]
    async fn judging_waits_for_its_turn_as_hashing_does() {
        let hasher = Hasher::default();
        let turns = Arc::clone(&hasher.0).try_acquire_many_owned(2).unwrap();
        let mut judging = Box::pin(hasher.check("cuatro lunas comen cal", &[]));
        assert!(futures::poll!(&mut judging).is_pending());
        drop(turns);
        judging.await.unwrap();
    }
}
