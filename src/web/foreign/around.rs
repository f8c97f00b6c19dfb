//! What is told around others' records: who makes an offer or need, and what the directory that
//! it is from calls itself. Read for a whole page at once.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::error::Result;
use crate::federation::records::{self, Record};
use crate::federation::{named, peers};
use crate::store::Tx;

/// How much of a directory's name is shown, in characters.
const MAX_NAME: usize = 100;

/// What is known around some records.
#[derive(Debug, Default)]
pub(in crate::web) struct Around {
    /// The organizations that make offers, by id, with what their directories published.
    owners: HashMap<String, (Record, Value)>,
    /// What directories call themselves, and whether somebody here named them, by id.
    directories: HashMap<String, (Option<String>, bool)>,
}

impl Around {
    /// Reads it for the records of a page.
    pub(in crate::web) async fn of(tx: &mut Tx, shown: &[&Record]) -> Result<Self> {
        let owners = shown.iter().filter_map(|one| one.organization.as_deref());
        let owners = records::of_a_page(tx, &each(owners)).await?;
        let public = owners.into_iter().filter_map(|owner| {
            let body: Value = serde_json::from_str(&owner.body).ok()?;
            let is_public = !owner.gone && !owner.withheld && body.get("suspended").is_none();
            is_public.then(|| (owner.id.clone(), (owner, body)))
        });
        let origins = shown.iter().map(|one| one.origin.as_str());
        let called = peers::called(tx, &each(origins)).await?;
        let called = called.into_iter();
        Ok(Self {
            owners: public.collect(),
            directories: called
                .map(|(id, name, is_known)| (id, (name, is_known)))
                .collect(),
        })
    }

    /// Who makes an offer or need, when its own directory says so.
    pub(super) fn owner(&self, record: &Record) -> Option<&(Record, Value)> {
        let owner = self.owners.get(record.organization.as_deref()?)?;
        (owner.0.origin == record.origin).then_some(owner)
    }

    /// The directory that a record is from: what it calls itself, and its host, which nobody but
    /// its keeper chose.
    pub(super) fn source(&self, record: &Record, host: &str) -> String {
        let called = self.directories.get(&record.origin);
        let name = called
            .and_then(|(name, _)| name.as_deref())
            .map(named::line);
        let name: String = name.unwrap_or_default().chars().take(MAX_NAME).collect();
        if name.is_empty() || name == host {
            return host.to_owned();
        }
        format!("{name} ({host})")
    }

    /// Whether a record is of a directory that nobody here named.
    pub(super) fn is_unknown(&self, record: &Record) -> bool {
        let called = self.directories.get(&record.origin);
        called.is_some_and(|(_, is_known)| !is_known)
    }
}

/// Some ids, each once.
fn each<'r>(ids: impl Iterator<Item = &'r str>) -> Vec<&'r str> {
    ids.collect::<BTreeSet<_>>().into_iter().collect()
}
