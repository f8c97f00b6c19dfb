//! How far a record has come, and who speaks for it.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How far a record has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Seen by the office alone.
    Draft,
    /// Public.
    Published,
    /// Was public, and is withheld for now.
    Suspended,
    /// The organization has ended; its record is kept and not public.
    Dissolved,
}

/// Who speaks for a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// The office, from a register: no inbox, no offers.
    Listed,
    /// The organization itself, or the office with its recorded consent.
    Active,
}

impl Status {
    /// The status as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Suspended => "suspended",
            Self::Dissolved => "dissolved",
        }
    }

    /// Reads a status.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is none.
    pub fn read(status: &str) -> Result<Self> {
        [
            Self::Draft,
            Self::Published,
            Self::Suspended,
            Self::Dissolved,
        ]
        .into_iter()
        .find(|known| known.as_str() == status)
        .ok_or_else(|| Error::invalid("status", "write draft, published, suspended or dissolved"))
    }
}

impl std::str::FromStr for Status {
    type Err = Error;
    fn from_str(status: &str) -> Result<Self> {
        Self::read(status)
    }
}

impl std::str::FromStr for Standing {
    type Err = Error;
    fn from_str(standing: &str) -> Result<Self> {
        Self::read(standing)
    }
}

impl Standing {
    /// The standing as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Active => "active",
        }
    }

    /// Reads a standing.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is none.
    pub fn read(standing: &str) -> Result<Self> {
        match standing {
            "listed" => Ok(Self::Listed),
            "active" => Ok(Self::Active),
            _ => Err(Error::invalid("standing", "write listed or active")),
        }
    }
}
