//! What stands of a peer, reckoned with each record that arrives, so that nobody counts.

use std::ops::{Add, Neg, Sub};

use super::records::{Kind, Record};

/// What is reckoned of a peer's records, kept beside the peer so that nobody counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records, removed ones included.
    pub records: i64,
    /// How long their bodies are together.
    pub bytes: i64,
    /// Organizations that stand,
    pub organizations: i64,
    /// those of them that answer for themselves,
    pub active: i64,
    /// and those that somebody else is said to attest.
    pub attested: i64,
    /// Offers and needs that stand.
    pub offers: i64,
}

impl Tally {
    /// What one record counts.
    pub fn of(record: &Record) -> Self {
        let is_organization = !record.gone && record.kind == Kind::Organization.as_str();
        Self {
            records: 1,
            bytes: i64::try_from(record.body.len()).unwrap_or(i64::MAX),
            organizations: is_organization.into(),
            active: (is_organization && record.owner == record.id).into(),
            attested: (is_organization && record.attested).into(),
            offers: (!record.gone && record.kind == Kind::Offer.as_str()).into(),
        }
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            records: self.records + other.records,
            bytes: self.bytes + other.bytes,
            organizations: self.organizations + other.organizations,
            active: self.active + other.active,
            attested: self.attested + other.attested,
            offers: self.offers + other.offers,
        }
    }
}

impl Neg for Tally {
    type Output = Self;

    fn neg(self) -> Self {
        Self {
            records: -self.records,
            bytes: -self.bytes,
            organizations: -self.organizations,
            active: -self.active,
            attested: -self.attested,
            offers: -self.offers,
        }
    }
}

impl Sub for Tally {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}
