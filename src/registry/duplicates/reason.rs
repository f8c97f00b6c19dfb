//! Why two records may be one organization, or why not: as data, so that every surface can
//! say it in its own language.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What was compared, and how it came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Reason {
    /// One number in one official register.
    RegisterNumber {
        /// The number, without what registers write around it.
        number: String,
    },
    /// The same register states both under one identifier.
    Identifier {
        /// The register.
        register: String,
        /// The identifier.
        identifier: String,
    },
    /// One web domain.
    Domain {
        /// The registrable domain.
        domain: String,
    },
    /// Names with the same words.
    Name {
        /// The name of the one.
        one: String,
        /// The name of the other.
        other: String,
    },
    /// One postal code.
    PostalCode {
        /// The code.
        code: String,
    },
    /// One town.
    Locality {
        /// Its name.
        locality: String,
    },
    /// Two points close by.
    Near {
        /// The distance in metres.
        metres: i64,
    },
    /// One day of foundation or registration.
    FoundedOn {
        /// The day.
        day: String,
    },
    /// Against: names of different words.
    OtherName {
        /// The name of the one.
        one: String,
        /// The name of the other.
        other: String,
    },
    /// Against: two numbers in one official register.
    OtherRegisterNumber {
        /// The number of the one.
        one: String,
        /// The number of the other.
        other: String,
    },
    /// Against: one register states them apart.
    OtherIdentifier {
        /// The register.
        register: String,
    },
    /// Against: two web domains.
    OtherDomain {
        /// The domain of the one.
        one: String,
        /// The domain of the other.
        other: String,
    },
    /// Against: two countries.
    OtherCountry {
        /// The country of the one.
        one: String,
        /// The country of the other.
        other: String,
    },
    /// Against: two places.
    OtherPlace {
        /// The place of the one.
        one: String,
        /// The place of the other.
        other: String,
    },
    /// Against: two points far from each other.
    FarApart {
        /// The distance in kilometres.
        kilometres: i64,
    },
    /// Against: two days of foundation.
    OtherFoundation {
        /// The day of the one.
        one: String,
        /// The day of the other.
        other: String,
    },
}

impl Reason {
    /// Whether it speaks against the two being one.
    pub fn is_against(&self) -> bool {
        matches!(
            self,
            Self::OtherName { .. }
                | Self::OtherRegisterNumber { .. }
                | Self::OtherIdentifier { .. }
                | Self::OtherDomain { .. }
                | Self::OtherCountry { .. }
                | Self::OtherPlace { .. }
                | Self::FarApart { .. }
                | Self::OtherFoundation { .. }
        )
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RegisterNumber { number } => write!(f, "the same register number {number}"),
            Self::Identifier {
                register,
                identifier,
            } => write!(f, "{register} lists both as {identifier}"),
            Self::Domain { domain } => write!(f, "the same website {domain}"),
            Self::Name { one, other } if one == other => write!(f, "the same name {one:?}"),
            Self::Name { one, other } => write!(f, "similar names {one:?} and {other:?}"),
            Self::PostalCode { code } => write!(f, "the same postal code {code}"),
            Self::Locality { locality } => write!(f, "the same town {locality}"),
            Self::Near { metres } => write!(f, "{metres} m apart"),
            Self::FoundedOn { day } => write!(f, "both founded on {day}"),
            Self::OtherName { one, other } => {
                write!(f, "but different names {one:?} and {other:?}")
            }
            Self::OtherRegisterNumber { one, other } => {
                write!(f, "but different register numbers {one} and {other}")
            }
            Self::OtherIdentifier { register } => write!(f, "but {register} lists them as two"),
            Self::OtherDomain { one, other } => {
                write!(f, "but different websites {one} and {other}")
            }
            Self::OtherCountry { one, other } => {
                write!(f, "but different countries {one} and {other}")
            }
            Self::OtherPlace { one, other } => write!(f, "but different places {one} and {other}"),
            Self::FarApart { kilometres } => write!(f, "but {kilometres} km apart"),
            Self::OtherFoundation { one, other } => {
                write!(f, "but founded on {one} and on {other}")
            }
        }
    }
}
