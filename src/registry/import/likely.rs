//! Which rows of a rehearsal may be organizations that the directory has already, or that
//! stand twice in the file.

use serde::{Deserialize, Serialize};

use super::Entry;
use super::report::Report;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::registry::duplicates::{Candidate, Newcomers, Reason, Stated};
use crate::registry::{Organization, get_all};
use crate::store::Db;

/// What stands before the number of a row's line where other records have their path.
const LINE: &str = "line ";

/// A row that would be added and may be another record, which it does not replace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Likely {
    /// The row's line.
    pub line: u64,
    /// The organization's name in the row.
    pub name: String,
    /// The handle of the record that the directory has; `None` for another row.
    pub handle: Option<String>,
    /// That record's path (`/o/…`), or the other row (`line 7`).
    pub other: String,
    /// The other's name.
    pub other_name: String,
    /// How likely they are one, from 0 to 1.
    pub score: f64,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Likely {
    /// The line of the other row, where the other is one.
    pub fn other_line(&self) -> Option<u64> {
        self.other.strip_prefix(LINE)?.parse().ok()
    }
}

/// A row as it is compared.
pub(super) fn candidate(register: &str, entry: &Entry, organization: &Organization) -> Candidate {
    Candidate {
        id: format!("{LINE}{}", entry.line),
        sources: vec![Stated {
            register: register.to_owned(),
            identifier: entry.identifier.clone(),
            register_number: entry.register_number.clone(),
        }],
        ..Candidate::of(organization, &[])
    }
}

/// Compares the new rows and writes into the report what was found.
///
/// # Errors
/// [`Error::Unavailable`](crate::error::Error::Unavailable) when the database or the disk
/// fails.
pub(super) async fn look(db: &Db, newcomers: Newcomers, report: &mut Report) -> Result<()> {
    let found = newcomers.compare(db).await?;
    report.is_likely_cut = found.is_cut;
    let own = |path: &str| OrganizationId::parse(path.strip_prefix("/o/")?).ok();
    let ids: Vec<OrganizationId> = found
        .pairs
        .iter()
        .filter_map(|pair| own(&pair.other.id))
        .collect();
    let mut tx = db.read().await?;
    let records = get_all(&mut tx, &ids).await?;
    let first = |names: &[String]| names.first().cloned().unwrap_or_default();
    for pair in found.pairs {
        let record = own(&pair.other.id).and_then(|id| records.get(&id));
        let line = pair.newcomer.id.trim_start_matches(LINE).parse();
        report.likely.push(Likely {
            line: line.unwrap_or_default(),
            name: first(&pair.newcomer.names),
            handle: record.map(|record| record.handle.clone()),
            other_name: first(&pair.other.names),
            other: pair.other.id,
            score: pair.found.compared.score(),
            reasons: pair.found.compared.reasons,
        });
    }
    Ok(())
}
