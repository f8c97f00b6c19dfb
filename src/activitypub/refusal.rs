//! Why a request or a document was turned away, and with which status.
//!
//! A refusal is an answer to a stranger: it tells what to mend and nothing of what this
//! node knows. It carries no cause; what went wrong inside belongs to `error::Error`.

use http::StatusCode;

/// A request that was refused before it had any effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {reason}")]
pub struct Refusal {
    /// The status of the answer.
    pub status: StatusCode,
    /// A short stable name of the rule that was broken, for logs, counters and tests.
    pub code: &'static str,
    /// What was wrong and what would be accepted, for the sender's operator.
    pub reason: String,
}

impl Refusal {
    /// A refusal with any status.
    pub fn new(status: StatusCode, code: &'static str, reason: impl Into<String>) -> Self {
        Self {
            status,
            code,
            reason: reason.into(),
        }
    }

    /// The request cannot be understood (400).
    pub fn malformed(code: &'static str, reason: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, reason)
    }

    /// The request does not show who sent it (401).
    pub fn unauthenticated(code: &'static str, reason: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, reason)
    }

    /// The sender is known and may not do this (403).
    pub fn forbidden(code: &'static str, reason: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, reason)
    }

    /// The request was meant for another host (421, RFC 9110 §15.5.20).
    pub fn misdirected(code: &'static str, reason: impl Into<String>) -> Self {
        Self::new(StatusCode::MISDIRECTED_REQUEST, code, reason)
    }

    /// The same request may succeed later (503).
    pub fn unavailable(code: &'static str, reason: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code, reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_which_rule_was_broken_and_why() {
        let refusal = Refusal::misdirected("host", "the request was sent to another host");
        assert_eq!(refusal.status, StatusCode::MISDIRECTED_REQUEST);
        assert_eq!(
            refusal.to_string(),
            "host: the request was sent to another host"
        );
    }
}
