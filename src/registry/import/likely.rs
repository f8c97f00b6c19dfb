//! Which rows of a rehearsal may be organizations that the directory has already, or that
//! stand twice in the file. What waits or was decided before is not told once more.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Entry;
use super::decide::Step;
use super::report::Report;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::registry::duplicates::{Candidate, Newcomers, Reason, Stated};
use crate::registry::{Source, Status, get_all, sql};
use crate::store::{Db, Tx};

/// What stands before the number of a row's line where other records have their path.
const LINE: &str = "line ";

/// A row that would be added or change a record, and may be another record, which it does not
/// replace.
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

/// The rows that add or change a record.
pub(super) struct Rows {
    newcomers: Newcomers,
    /// The lines of those that change one, by its path.
    lines: HashMap<String, u64>,
}

impl Rows {
    pub(super) fn new(db: &Db) -> Result<Self> {
        Ok(Self {
            newcomers: Newcomers::new(db)?,
            lines: HashMap::new(),
        })
    }

    /// Takes up a row that adds a record or changes it. What has ended is never proposed.
    pub(super) async fn take(
        &mut self,
        tx: &mut Tx,
        register: &str,
        entry: &Entry,
        step: &Step,
    ) -> Result<()> {
        let mut of_row = Stated {
            register: register.to_owned(),
            identifier: entry.identifier.clone(),
            register_number: entry.register_number.clone(),
        };
        match step {
            Step::Create(organization) if organization.status != Status::Dissolved => {
                let candidate = Candidate::of(organization, &[]);
                self.newcomers.add(&Candidate {
                    id: format!("{LINE}{}", entry.line),
                    sources: vec![of_row],
                    ..candidate
                })
            }
            Step::Update(update) if update.is_end() => {
                self.newcomers.leave_out(update.after.path());
                Ok(())
            }
            Step::Update(update)
                if update.is_change() && update.after.status != Status::Dissolved =>
            {
                // Of several rows that state one record the first is compared, and not with the
                // others.
                if !self.newcomers.leave_out(update.after.path()) {
                    return Ok(());
                }
                let mut sources = sql::sources(tx, &update.after.id).await?;
                let is_own = |one: &Source| {
                    one.register == of_row.register && one.identifier == of_row.identifier
                };
                let number = sources.iter().find(|one| is_own(one));
                let number = number.and_then(|one| one.register_number.clone());
                sources.retain(|one| !is_own(one));
                // A row that says no number leaves the one that its register said before.
                of_row.register_number = of_row.register_number.or(number);
                let mut candidate = Candidate::of(&update.after, &sources);
                candidate.sources.push(of_row);
                self.lines.insert(candidate.id.clone(), entry.line);
                self.newcomers.add(&candidate)
            }
            _ => Ok(()),
        }
    }
}

/// Compares the rows and writes into the report what was found.
///
/// # Errors
/// [`Error::Unavailable`](crate::error::Error::Unavailable) when the database or the disk
/// fails.
pub(super) async fn look(db: &Db, rows: Rows, report: &mut Report) -> Result<()> {
    let Rows { newcomers, lines } = rows;
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
        let row = &pair.newcomer.id;
        let added = row.strip_prefix(LINE).and_then(|line| line.parse().ok());
        let line = added.or_else(|| lines.get(row).copied());
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
