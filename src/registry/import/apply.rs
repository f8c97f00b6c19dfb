//! Applying rows that were read: a few in each transaction, none of which takes long, so that
//! the node serves meanwhile. What becomes public or ceases to be is told in bulk, so that
//! nobody is flooded.

use std::collections::{HashMap, HashSet};
use std::slice;
use std::time::{Duration, Instant};

use super::batch::Batch;
use super::decide::{Import, Step, Update};
use super::ending::Beside;
use super::undo::Before;
use super::{Entry, Problem, Report};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::outbox::{self, Event};
use crate::registry::conflict::{self, Conflict};
use crate::registry::life::{self, Tell};
use crate::registry::sql::bulk::{self, Known, Statement};
use crate::registry::sql::imports::{self, Change};
use crate::registry::sql::life as life_sql;
use crate::registry::{Organization, Status, handle, locked, sql};
use crate::store::{Db, Tx, from_json, to_json};

/// How many rows are looked at in one transaction at most.
const MOST_ROWS: i64 = 200;
/// How long a transaction takes rows up. Writing what was gathered and the commit come on top
/// of it, and all of it together stays below 50 ms.
const BUDGET: Duration = Duration::from_millis(20);
/// How often a step is tried again when somebody took a handle at the same moment.
const TRIES: u32 = 3;

/// Applies the rows of a batch from where it stands to its end.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails: what is applied stands, and the rest waits.
pub(super) async fn rows(
    db: &Db,
    clock: &Clock,
    batch: &mut Batch,
    report: &mut Report,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Result<()> {
    let mut tx = db.read().await?;
    let of = imports::count_rows(&mut tx, &batch.id, batch.done_rows).await?;
    drop(tx);
    let of = usize::try_from(of).map_err(Error::internal)?;
    let (mut done, mut tries) = (0, 0);
    while done < of {
        match step(db, clock, batch, report).await {
            Ok(0) => break,
            Ok(took) => {
                done += took;
                progress(done, of);
            }
            // Somebody took one of the handles meanwhile; the next try sees it.
            Err(Error::AlreadyExists(_)) if tries < TRIES => tries += 1,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Applies the next rows in one transaction, and says how many they were.
async fn step(db: &Db, clock: &Clock, batch: &mut Batch, report: &mut Report) -> Result<usize> {
    let mut tx = db.begin().await?;
    batch.hold(&mut tx, clock).await?;
    let rows = imports::rows(&mut tx, &batch.id, batch.done_rows, MOST_ROWS).await?;
    let entries = rows
        .iter()
        .map(|(seq, json)| Ok((*seq, from_json(json)?)))
        .collect::<Result<Vec<(i64, Entry)>>>()?;
    let identifiers: Vec<&str> = entries
        .iter()
        .map(|(_, entry)| entry.identifier.as_str())
        .collect();
    let import = Import {
        register: &batch.register,
        batch: &batch.id,
        options: batch.options,
        now: clock.now(),
    };
    let mut step = Gathered {
        known: bulk::known(&mut tx, &batch.register, &identifiers).await?,
        erased: bulk::erased(&mut tx, &batch.register, &identifiers).await?,
        import,
        clock,
        last_change: imports::last_change(&mut tx, &batch.id).await?,
        report: Report::default(),
        organizations: Vec::new(),
        statements: Vec::new(),
        changes: Vec::new(),
        events: Vec::new(),
        conflicts: Vec::new(),
    };
    let started = Instant::now();
    let (mut took, mut reached) = (0, batch.done_rows);
    for (seq, entry) in &entries {
        step.take(&mut tx, entry).await?;
        (took, reached) = (took + 1, *seq);
        if started.elapsed() > BUDGET {
            break;
        }
    }
    let done = step.write(&mut tx).await?;
    let mut counts = report.counts();
    counts.add(done.counts());
    batch.advance(&mut tx, reached, &counts).await?;
    tx.commit().await?;
    batch.done_rows = reached;
    report.add(done);
    Ok(took)
}

/// What one transaction writes.
struct Gathered<'run> {
    import: Import<'run>,
    clock: &'run Clock,
    known: HashMap<String, Known>,
    erased: HashSet<String>,
    last_change: i64,
    report: Report,
    organizations: Vec<Organization>,
    statements: Vec<Statement>,
    changes: Vec<Change>,
    events: Vec<Event>,
    conflicts: Vec<Conflict>,
}

impl Gathered<'_> {
    async fn take(&mut self, tx: &mut Tx, entry: &Entry) -> Result<()> {
        let row = self.import.row(entry, &self.known, &self.erased)?;
        let before = match row.record() {
            Some(id) => {
                let record = locked(tx, id).await?;
                let beside = if row.asks_beside(&record) {
                    self.beside(tx, &record, entry).await?
                } else {
                    Beside::default()
                };
                Some((record, beside))
            }
            None => None,
        };
        let step = self.import.decide(self.clock, &row, before)?;
        let stated = row.known.filter(|known| known.is_statement());
        let known = stated.cloned().map(Statement::from);
        let digest = row.digest;
        self.report.count(entry, &step)?;
        match step {
            Step::Skip(_) | Step::Same => {}
            Step::Create(organization) => {
                self.change(entry, &organization, None, None)?;
                let status_before = entry.is_dissolved.then_some(Status::Draft);
                self.state(entry, &organization, digest, status_before)?;
                if organization.is_public() {
                    self.events
                        .push(Event::OrganizationChanged(organization.id.clone()));
                }
                self.organizations.push(*organization);
            }
            Step::Update(update) => {
                let contested = match update.merged.contested.as_slice() {
                    [] => Vec::new(),
                    _ => conflict::list(tx, Some(&update.after.id), i64::MAX).await?,
                };
                let before = Before::of(&update.before, contested);
                self.change(entry, &update.after, Some(&before), known.as_ref())?;
                if update.is_return() {
                    life_sql::decided(tx, &update.after.id).await?;
                    for statement in &mut self.statements {
                        if statement.organization == update.after.id {
                            statement.status_before = None;
                        }
                    }
                }
                self.state(entry, &update.after, digest, update.status_before)?;
                self.contest(entry, &update)?;
                self.update(tx, *update).await?;
            }
        }
        Ok(())
    }

    /// What other rows say of a record, those that are gathered here included.
    async fn beside(&self, tx: &mut Tx, record: &Organization, entry: &Entry) -> Result<Beside> {
        let mut words = life_sql::words(tx, &record.id).await?;
        for word in &mut words {
            let is_gathered = |one: &&Statement| one.identifier == word.identifier;
            let is_same = word.register == self.import.register;
            if let Some(now) = self.statements.iter().find(is_gathered).filter(|_| is_same) {
                word.is_dissolved = now.is_dissolved;
                word.is_missing = now.is_missing;
                word.status_before.clone_from(&now.status_before);
            }
        }
        Beside::of(words, (self.import.register, &entry.identifier), |_| {
            Ok(true)
        })
    }

    async fn update(&self, tx: &mut Tx, update: Update) -> Result<()> {
        let is_end = update.is_end();
        let is_publication = update.is_publication();
        let is_change = update.is_change();
        let is_restated = update.before.provenance != update.after.provenance;
        let mut after = update.after;
        if is_end {
            let status = after.status;
            return life::end(tx, &mut after, status, Tell::InBulk, self.import.now).await;
        }
        if is_change || is_restated {
            sql::update(tx, &after).await?;
        }
        if is_change && after.is_public() {
            if is_publication {
                life::tell_partners(tx, &after.id, Tell::InBulk, self.import.now).await?;
            }
            let event = Event::OrganizationChanged(after.id);
            outbox::push_bulk(tx, &event, self.import.now).await?;
        }
        Ok(())
    }

    /// Gives the new records handles that nobody has, in the database or among themselves. The
    /// best of each is asked for together, and few need another.
    async fn give_handles(&mut self, tx: &mut Tx) -> Result<()> {
        let best = |one: &Organization| candidates(one).next();
        let asked: Vec<String> = self.organizations.iter().filter_map(best).collect();
        let mut taken = bulk::taken(tx, &asked).await?;
        let asked: HashSet<String> = asked.into_iter().collect();
        for organization in &mut self.organizations {
            let mut free = None;
            for one in candidates(organization) {
                if !asked.contains(&one) {
                    taken.extend(bulk::taken(tx, slice::from_ref(&one)).await?);
                }
                if taken.insert(one.clone()) {
                    free = Some(one);
                    break;
                }
            }
            let name = organization.stated.name();
            let missing = || Error::AlreadyExists(format!("a handle for {name}"));
            organization.handle = free.ok_or_else(missing)?;
        }
        Ok(())
    }

    /// Remembers what stood there before.
    fn change(
        &mut self,
        entry: &Entry,
        after: &Organization,
        before: Option<&Before>,
        source_before: Option<&Statement>,
    ) -> Result<()> {
        self.last_change += 1;
        self.changes.push(Change {
            seq: self.last_change,
            organization: after.id.clone(),
            identifier: entry.identifier.clone(),
            status: after.status.as_str().to_owned(),
            before: before.map(to_json).transpose()?,
            source_before: source_before.map(to_json).transpose()?,
        });
        Ok(())
    }

    fn state(
        &mut self,
        entry: &Entry,
        of: &Organization,
        digest: String,
        status_before: Option<Status>,
    ) -> Result<()> {
        let before = self.known.get(&entry.identifier);
        self.statements.push(Statement {
            identifier: entry.identifier.clone(),
            organization: of.id.clone(),
            // An edition that does not say the number does not take it back.
            register_number: entry
                .register_number
                .clone()
                .or_else(|| before.and_then(|known| known.register_number.clone())),
            stated_on: entry.stated_on.map(|day| day.to_string()),
            digest,
            stated: Some(to_json(&entry.draft)?),
            is_dissolved: entry.is_dissolved,
            batch: Some(self.import.batch.to_string()),
            imported_at: self.import.now.0,
            status_before: status_before.map(|status| status.as_str().to_owned()),
            is_missing: false,
        });
        Ok(())
    }

    fn contest(&mut self, entry: &Entry, update: &Update) -> Result<()> {
        for &field in &update.merged.contested {
            self.conflicts.push(Conflict {
                organization: update.after.id.clone(),
                field,
                register: self.import.register.to_owned(),
                identifier: entry.identifier.clone(),
                stated: field.value(&entry.draft)?,
                stated_on: entry.stated_on,
                batch: self.import.batch.clone(),
                noticed_at: self.import.now,
            });
        }
        Ok(())
    }

    /// Writes what was gathered: organizations before the statements that name them.
    async fn write(mut self, tx: &mut Tx) -> Result<Report> {
        self.give_handles(tx).await?;
        bulk::insert_all(tx, &self.organizations).await?;
        bulk::put_statements(tx, self.import.register, &self.statements).await?;
        imports::insert_changes(tx, self.import.batch, &self.changes).await?;
        conflict::raise(tx, &self.conflicts).await?;
        let problems = self
            .report
            .problems
            .iter()
            .map(Problem::row)
            .collect::<Result<Vec<_>>>()?;
        imports::insert_problems(tx, self.import.batch, &problems).await?;
        outbox::push_all_bulk(tx, &self.events, self.import.now).await?;
        Ok(self.report)
    }
}

/// The handles to try for a new record, the best first.
fn candidates(of: &Organization) -> impl Iterator<Item = String> {
    handle::candidates(of.stated.name(), of.id.as_str())
}
