//! Why a request to another host came to nothing.

use std::io::{self, ErrorKind};

use http::StatusCode;
use tokio_rustls::rustls;
use url::Url;

use super::resolver::{Forbidden, Unknown};
use crate::error::{Error, Trouble};

/// How many characters of a reason are kept.
const MAX_REASON: usize = 300;

/// Why a request to another host came to nothing.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{host}: {reason}")]
pub struct Failure {
    /// The host that was asked.
    pub host: String,
    /// What can be expected of a second attempt.
    pub kind: FailureKind,
    /// What happened.
    pub reason: String,
    /// Of which kind that is.
    pub trouble: Option<Trouble>,
}

/// What can be expected of a second attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// It may succeed later: no connection, a time-out, 429, 5xx.
    Passing,
    /// It will fail again: a refusal, a forbidden address, something that is no document.
    Definite,
    /// Nothing is there: 404, which a server in disorder also says of what stands.
    Missing,
    /// The thing is gone: 410.
    Gone,
}

impl Failure {
    pub(in crate::activitypub) fn new(
        url: &Url,
        kind: FailureKind,
        reason: impl Into<String>,
    ) -> Self {
        let host = url.host_str().unwrap_or("no host").to_owned();
        let mut reason = reason.into();
        // Reasons repeat what a stranger wrote, and some of them are remembered.
        if let Some((end, _)) = reason.char_indices().nth(MAX_REASON) {
            reason.truncate(end);
            reason.push('…');
        }
        Self {
            host,
            kind,
            reason,
            trouble: None,
        }
    }

    /// The same, of a kind that is known.
    pub(in crate::activitypub) fn of(self, trouble: Trouble) -> Self {
        Self {
            trouble: Some(trouble),
            ..self
        }
    }

    pub(in crate::activitypub) fn definite(url: &Url, reason: impl Into<String>) -> Self {
        Self::new(url, FailureKind::Definite, reason)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Remote {
            host: failure.host,
            reason: failure.reason,
            trouble: failure.trouble,
        }
    }
}

pub(super) fn unsuccessful(url: &Url, status: StatusCode) -> Failure {
    let kind = match status.as_u16() {
        404 => FailureKind::Missing,
        410 => FailureKind::Gone,
        408 | 425 | 429 | 500..=599 => FailureKind::Passing,
        _ => FailureKind::Definite,
    };
    Failure::new(url, kind, format!("answered {status}")).of(Trouble::Answered(status.as_u16()))
}

pub(super) fn passing(url: &Url, error: &reqwest::Error) -> Failure {
    // The outermost message says little; the cause at the bottom says what happened.
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    let kind = if cause.is::<Forbidden>() {
        FailureKind::Definite
    } else {
        FailureKind::Passing
    };
    let failure = Failure::new(url, kind, cause.to_string());
    Failure {
        trouble: trouble(error),
        ..failure
    }
}

/// What a connection came to grief over.
fn trouble(error: &reqwest::Error) -> Option<Trouble> {
    if error.is_timeout() {
        return Some(Trouble::Silent);
    }
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.is::<Unknown>() {
            return Some(Trouble::Name);
        }
        if one.is::<Forbidden>() {
            return Some(Trouble::NotAsked);
        }
        if let Some(found) = one.downcast_ref::<io::Error>().and_then(of_connection) {
            return Some(found);
        }
        cause = one.source();
    }
    error.is_connect().then_some(Trouble::Connection)
}

fn of_connection(error: &io::Error) -> Option<Trouble> {
    let inner = error.get_ref();
    let inner = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match (error.kind(), inner) {
        (_, Some(rustls::Error::InvalidCertificate(_))) => Some(Trouble::Certificate),
        (ErrorKind::TimedOut, _) => Some(Trouble::Silent),
        (
            ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable,
            _,
        ) => Some(Trouble::Connection),
        _ => None,
    }
}
