//! How much waits for the office to decide.

/// How much waits for the office, of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Who wants to take part.
    pub applications: i64,
    /// What visitors say is wrong in records.
    pub amendments: i64,
    /// Appeals against what was not attested.
    pub appeals: i64,
    /// Records that may be one organization.
    pub duplicates: i64,
    /// Values that a register states otherwise than somebody wrote.
    pub conflicts: i64,
    /// Answers that no page shows yet.
    pub replies: i64,
    /// Reports that are not dealt with.
    pub reports: i64,
    /// Who wants to follow and is not let yet.
    pub followers: i64,
    /// What other servers refused, and what could not be published.
    pub deliveries: i64,
}

impl Waiting {
    /// What waits about records.
    pub fn of_records(&self) -> i64 {
        self.applications + self.appeals + self.duplicates + self.conflicts
    }

    /// What waits of what others said.
    pub fn of_words(&self) -> i64 {
        self.amendments + self.replies + self.reports + self.followers
    }

    /// Everything that waits.
    pub fn total(&self) -> i64 {
        self.of_records() + self.of_words() + self.deliveries
    }
}
