//! What can go wrong, sorted by what the reader can do about it.
//!
//! This module knows no HTTP and no database: `store` maps the drivers' errors into it,
//! `http` maps it to statuses, `cli` to a line and an exit code. What people can be refused on
//! pages is a [`phrase!`], which pages say in their reader's language.

/// What kind of trouble there was with another server.
mod trouble;

use crate::words::{Filling, Saying, phrase};

pub use trouble::Trouble;

/// The result of everything that can fail in a way its caller must hear of.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error, by what can be done about it. Each message is a whole sentence for the
/// person in front of the screen, except for [`Error::Internal`], which goes to the log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The thing that was named does not exist here; the text says which.
    #[error("{0} was not found")]
    NotFound(String),
    /// The same, where something can be done about it.
    #[error("{what} was not found; {remedy}")]
    Absent {
        /// The thing that was named.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// Something of that name or number exists already.
    #[error("{0} exists already")]
    AlreadyExists(String),
    /// A value was refused: which field, why, and what would be accepted.
    #[error("{field}: {reason}")]
    Invalid {
        /// The field's name, as it stands in the file, form or document.
        field: String,
        /// Why it was refused and what to write instead.
        reason: Saying,
    },
    /// The present state does not allow the change.
    #[error("{0}")]
    Conflict(Saying),
    /// Nobody, or nobody we know, asked.
    #[error("{0}")]
    Unauthenticated(String),
    /// Somebody we know asked for more than they may.
    #[error("{0}")]
    Forbidden(Saying),
    /// Another host failed us.
    #[error("{host}: {reason}")]
    Remote {
        /// The host that was asked.
        host: String,
        /// What it did, or did not do.
        reason: String,
        /// Of which kind that is.
        trouble: Option<Trouble>,
    },
    /// The database or the disk cannot take more just now; trying later may succeed.
    #[error("the database cannot answer just now: {0}")]
    Unavailable(String),
    /// A fault of ours.
    #[error("internal error: {0}")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// A refused value: `field` as its writer knows it, `reason` with the remedy.
    pub fn invalid(field: impl Into<String>, reason: impl Into<Saying>) -> Self {
        Self::Invalid {
            field: field.into(),
            reason: reason.into(),
        }
    }

    /// What is not here: `what` as a noun, `remedy` as what to do about it.
    pub fn absent(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Absent {
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    /// A failure of another host.
    pub fn remote(host: impl Into<String>, reason: impl std::fmt::Display) -> Self {
        Self::Remote {
            host: host.into(),
            reason: reason.to_string(),
            trouble: None,
        }
    }

    /// What is kept of it to be told later.
    pub fn to_keep(&self) -> String {
        let trouble = match self {
            Self::Remote { trouble, .. } => *trouble,
            _ => None,
        };
        Trouble::kept(trouble, &self.to_string())
    }

    /// What it says, in every language that it can be said in.
    pub fn saying(&self) -> Saying {
        match self {
            Self::Invalid { field, reason } => {
                let field = Filling::field(field);
                match reason.phrase() {
                    Some(_) => phrase!("refusal-field", field = field, reason = reason).into(),
                    None => self.to_string().into(),
                }
            }
            Self::Conflict(said) | Self::Forbidden(said) => said.clone(),
            other => other.to_string().into(),
        }
    }

    /// The reason to pass on within another [`Error::Unavailable`], without saying twice
    /// what that says already.
    pub fn reason(&self) -> String {
        match self {
            Self::Unavailable(reason) => reason.clone(),
            other => other.to_string(),
        }
    }

    /// A fault of ours, with what caused it.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }
}
