//! Where people of other servers go to follow an actor with the account that they have there:
//! FEP-3b86, `OStatus`, or the address that Mastodon has for it.
//!
//! The way is looked for on this side, so that a page needs no script and a browser asks
//! nobody but us. What somebody typed names a host of their choice: hosts are asked through
//! the one client, seldom, and the answer leads to nobody but that host.

/// What a person types to say where their account is.
mod typed;
/// Which of the addresses that a server names is taken.
mod way;

use std::time::Duration;

use quick_cache::sync::Cache;
use serde_json::Value;
use tokio::sync::Semaphore;
use url::Url;

use super::client::{Client, Failure, FailureKind};
use super::discovery;
use super::rates::{self, Rates};
use crate::clock::{Clock, Timestamp};

pub use typed::Typed;
pub use way::Way;

/// How long the way to a server is remembered, and how long that there was none.
const FRESH: Duration = Duration::from_mins(10);
const FRESH_FAILURE: Duration = Duration::from_mins(1);
/// How many ways are remembered.
const REMEMBERED: usize = 2048;
/// How many searches run at once.
const AT_ONCE: usize = 8;
/// How long one search may take.
const PATIENCE: Duration = Duration::from_secs(8);
/// How many searches one visitor may cause in a minute.
const OF_ONE: u32 = 10;
/// How many all visitors may cause at one host, so that nobody makes us a nuisance to it.
const AT_HOST: u32 = 20;
/// How many all visitors may cause together.
const OF_ALL: u32 = 60;

/// Why somebody could not be led to their server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The server knows no such account.
    Unknown,
    /// The server does not answer just now.
    Silent,
    /// It is none from which one can follow.
    Elsewhere,
    /// Too many asked; come again after this time.
    Crowded(Duration),
}

/// The search for ways; one for the whole node.
#[derive(Debug)]
pub struct Intents {
    client: Client,
    clock: Clock,
    known: Cache<String, (Timestamp, Result<Way, Refusal>)>,
    at_once: Semaphore,
    of_one: Rates,
    at_host: Rates,
    of_all: Rates,
}

impl Intents {
    /// A search that asks with `client`.
    pub fn new(client: Client, clock: Clock) -> Self {
        Self {
            known: Cache::new(REMEMBERED),
            at_once: Semaphore::new(AT_ONCE),
            of_one: Rates::per_minute(OF_ONE),
            at_host: Rates::per_minute(AT_HOST),
            of_all: Rates::per_minute(OF_ALL),
            client,
            clock,
        }
    }

    /// What somebody typed, if it can be the account or the server of anybody.
    pub fn read(&self, text: &str) -> Option<Typed> {
        Typed::read(text, self.client.reach())
    }

    /// The way by which a visitor of this name follows from where `typed` says.
    ///
    /// # Errors
    /// [`Refusal`], which says what to tell them.
    pub async fn way(&self, visitor: &str, typed: &Typed) -> Result<Way, Refusal> {
        let key = typed.resource();
        let now = self.clock.now();
        if let Some((at, known)) = self.known.get(&key) {
            let fresh = if known.is_ok() { FRESH } else { FRESH_FAILURE };
            if now.since(at) < fresh {
                return known;
            }
        }
        // All names under one domain are counted as one.
        let host = typed.host();
        let domain = rates::name_of_host(&format!("https://{host}")).unwrap_or(host);
        for (rates, name) in [
            (&self.of_one, visitor),
            (&self.at_host, domain.as_str()),
            (&self.of_all, ""),
        ] {
            rates.take(name, now).map_err(Refusal::Crowded)?;
        }
        let _place = self
            .at_once
            .try_acquire()
            .map_err(|_full| Refusal::Crowded(PATIENCE))?;
        let found = tokio::time::timeout(PATIENCE, self.search(typed))
            .await
            .unwrap_or(Err(Refusal::Silent));
        self.known.insert(key, (now, found.clone()));
        found
    }

    async fn search(&self, typed: &Typed) -> Result<Way, Refusal> {
        if typed.is_account() {
            let (asked, answer) = self
                .finger(typed, &typed.resource())
                .await
                .map_err(|failure| told(&failure))?;
            let reach = self.client.reach();
            return Ok(
                Way::named_by(typed, &asked, &answer, reach).unwrap_or_else(|| Way::usual(&asked))
            );
        }
        self.of_server(typed).await
    }

    /// The way of a server whose account is not known: what it says of itself (FEP-d556) or
    /// of the account that it has for itself, else the usual one when it speaks the protocol.
    async fn of_server(&self, typed: &Typed) -> Result<Way, Refusal> {
        let host = typed.host();
        for resource in [typed.resource(), format!("acct:{host}@{host}")] {
            match self.finger(typed, &resource).await {
                Ok((asked, answer)) => {
                    let way = Way::named_by(typed, &asked, &answer, self.client.reach());
                    if let Some(way) = way {
                        return Ok(way);
                    }
                }
                Err(failure) if failure.kind == FailureKind::Passing => {
                    return Err(Refusal::Silent);
                }
                // Many servers answer for their people alone.
                Err(_) => {}
            }
        }
        match discovery::speaks_activitypub(&self.client, typed.origin()).await {
            Ok(true) => Ok(Way::usual(typed.origin())),
            Err(failure) if failure.kind == FailureKind::Passing => Err(Refusal::Silent),
            Ok(false) | Err(_) => Err(Refusal::Elsewhere),
        }
    }

    async fn finger(&self, typed: &Typed, resource: &str) -> Result<(Url, Value), Failure> {
        discovery::finger(&self.client, typed.origin(), resource).await
    }
}

fn told(failure: &Failure) -> Refusal {
    tracing::debug!(%failure, "a visitor's server could not be asked");
    match failure.kind {
        FailureKind::Passing => Refusal::Silent,
        FailureKind::Missing | FailureKind::Gone => Refusal::Unknown,
        FailureKind::Definite => Refusal::Elsewhere,
    }
}
