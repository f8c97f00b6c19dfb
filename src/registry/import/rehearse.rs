//! What an import would do, told from what stands now; nothing is written.

use std::mem;

use super::decide::Import;
use super::ending::Beside;
use super::renamed::{self, Renamed};
use super::report::{MOST_LISTED, Missing};
use super::respelled::Respelled;
use super::run::{Progress, is_unnamed, read_aside, unasked, unnamed};
use super::unstated::{self, Fate};
use super::{Level, Options, Problem, Read, Reading, Report, elsewhere, likely};
use crate::clock::Clock;
use crate::error::Result;
use crate::id::BatchId;
use crate::registry::sql::unstated::{self as unstated_sql, Which};
use crate::registry::sql::{bulk, life};
use crate::registry::{Status, get};
use crate::store::seen::Seen;
use crate::store::{Db, Tx};
use crate::words::{Phrase, phrase};

/// How many records of the register are looked at together.
const PAGE: usize = 1_000;

/// Tells what an import would do, from what stands now, and writes nothing.
pub(super) async fn rehearse(
    db: &Db,
    clock: &Clock,
    reading: Reading,
    options: Options,
    progress: Progress<'_>,
) -> Result<Report> {
    let (register, file) = (reading.register.clone(), reading.file.clone());
    let import = Import {
        register: &register,
        batch: &BatchId::new(clock),
        options,
        now: clock.now(),
    };
    let mut rehearsal = Rehearsal::new(db, import)?;
    let problems = &mut rehearsal.report.problems;
    problems.extend(foreseen(&reading, options));
    // What a person said of the register is not doubted.
    let mut is_doubtful = reading.guess.is_some();
    let mut chunks = read_aside(reading);
    while let Some(mut chunk) = chunks.next().await? {
        let mut tx = db.read().await?;
        if mem::take(&mut is_doubtful) {
            rehearsal.doubt(&mut tx, &chunk).await?;
        }
        rehearsal.take(&mut tx, clock, &mut chunk).await?;
        progress(rehearsal.report.read, 0);
    }
    rehearsal.finish(db, &file).await
}

/// A file that is rehearsed, as far as it was read.
struct Rehearsal<'run> {
    import: Import<'run>,
    report: Report,
    /// The identifiers of its rows.
    stated: Seen,
    /// Those of rows that are refused.
    refused: Seen,
    /// Those of rows that have ended.
    ended: Seen,
    renamed: Renamed,
    respelled: Respelled,
    rows: likely::Rows,
}

impl<'run> Rehearsal<'run> {
    fn new(db: &Db, import: Import<'run>) -> Result<Self> {
        Ok(Self {
            import,
            report: Report::default(),
            stated: Seen::new(&db.scratch()),
            refused: Seen::new(&db.scratch()),
            ended: Seen::new(&db.scratch()),
            renamed: Renamed::default(),
            respelled: Respelled::default(),
            rows: likely::Rows::new(db)?,
        })
    }

    /// Tells when the register is known under another name, by the first rows.
    async fn doubt(&mut self, tx: &mut Tx, first: &[Read]) -> Result<()> {
        let register = self.import.register;
        if let Some(other) = elsewhere::known_as(tx, register, first).await? {
            let (reason, remedy) = (
                elsewhere::reason(register, &other),
                elsewhere::remedy(&other),
            );
            self.report.problems.push(is_refused(reason, remedy));
        }
        Ok(())
    }

    /// Takes some rows and tells what would become of them.
    async fn take(&mut self, tx: &mut Tx, clock: &Clock, chunk: &mut [Read]) -> Result<()> {
        let register = self.import.register;
        let known = self.respelled.mend(tx, register, chunk).await?;
        let identifiers: Vec<&str> = chunk
            .iter()
            .filter_map(|read| read.identifier.as_deref())
            .collect();
        let erased = bulk::erased(tx, register, &identifiers).await?;
        let mut done = Report::default();
        for read in &*chunk {
            self.note(read, &mut done)?;
            let Some(entry) = &read.entry else {
                done.skipped += usize::from(read.is_row);
                continue;
            };
            self.renamed.look(entry, &known);
            let row = self.import.row(entry, &known, &erased)?;
            let before = match row.record() {
                Some(id) => {
                    let name = (register, entry.identifier.as_str());
                    let is_alive = |one: &str| Ok(!self.ended.contains(one)?);
                    let words = life::words(tx, id).await?;
                    Some((get(tx, id).await?, Beside::of(words, name, is_alive)?))
                }
                None => None,
            };
            let step = self.import.decide(clock, &row, before)?;
            done.count(entry, &step)?;
            self.rows.take(tx, register, entry, &step).await?;
            if entry.is_dissolved {
                self.ended.insert(&entry.identifier)?;
            }
        }
        // What is listed of a part is bounded as the part is, and of all as a list may be.
        self.report.add(done);
        Ok(())
    }

    /// Notes what a row says, whether it can be kept or not.
    fn note(&mut self, read: &Read, done: &mut Report) -> Result<()> {
        done.read += usize::from(read.is_row);
        done.problems.extend(read.problems.iter().cloned());
        done.unknown.extend(read.unknown.iter().cloned());
        done.taken.extend(read.taken.iter().cloned());
        done.statuses.extend(read.statuses.iter().cloned());
        if let Some(identifier) = &read.identifier {
            let seen = if read.is_refused {
                &mut self.refused
            } else {
                &mut self.stated
            };
            seen.insert(identifier)?;
        }
        Ok(())
    }

    /// Tells what only the whole file shows.
    async fn finish(self, db: &Db, file: &str) -> Result<Report> {
        let Import {
            register,
            batch,
            options,
            ..
        } = self.import;
        let mut report = self.report;
        let reason = self.renamed.reason(file, register);
        if let Some(reason) = reason.filter(|_| !options.renamed) {
            report.problems.push(is_refused(reason, renamed::remedy()));
        }
        report.problems.extend(self.respelled.told());
        let seen = (&self.stated, &self.refused);
        list_missing(db, (register, batch), seen, options, &mut report).await?;
        likely::look(db, self.rows, &mut report).await?;
        let problems = &mut report.problems;
        problems.sort_by_key(|problem| (problem.level, problem.line));
        Ok(report)
    }
}

/// A problem for which the whole file would be refused.
fn is_refused(reason: Phrase, remedy: Phrase) -> Problem {
    Problem {
        level: Level::RowLeftOut,
        line: 0,
        field: "register".to_owned(),
        reason: phrase!("problem-refused", reason = reason).into(),
        remedy: remedy.into(),
    }
}

/// What can be said before a row is read: that nothing names the register, and that a column
/// which asks who may be published is not read.
fn foreseen(reading: &Reading, options: Options) -> Vec<Problem> {
    let mut problems = Vec::new();
    if is_unnamed(reading) {
        let (reason, remedy) = unnamed(&reading.file);
        problems.push(is_refused(reason, remedy));
    }
    if let Some(header) = reading.consent_left_out() {
        let (reason, remedy) = unasked(&header);
        problems.push(Problem {
            level: if options.publish {
                Level::RowLeftOut
            } else {
                Level::Value
            },
            line: 0,
            field: header,
            reason: reason.into(),
            remedy: remedy.into(),
        });
    }
    problems
}

/// Lists the records of a register that the file does not state, a page at a time, and tells
/// which of them, and of those that rows refuse to publish, would be withheld.
async fn list_missing(
    db: &Db,
    scope: (&str, &BatchId),
    (stated, refused): (&Seen, &Seen),
    options: Options,
    report: &mut Report,
) -> Result<()> {
    let mut after = String::new();
    loop {
        let mut tx = db.read().await?;
        // Nothing is kept of a rehearsal's rows, so these are all records of the register.
        let some = unstated_sql::list(&mut tx, scope, (Which::Lacking, &after), PAGE).await?;
        let Some(last) = some.last() else {
            return Ok(());
        };
        after.clone_from(&last.identifier);
        for one in some {
            if stated.contains(&one.identifier)? {
                continue;
            }
            let is_refused = refused.contains(&one.identifier)?;
            let is_asked = options.complete || is_refused;
            if is_asked && one.status == Status::Published.as_str() {
                let record = get(&mut tx, &one.organization).await?;
                let words = life::words(&mut tx, &one.organization).await?;
                let name = (scope.0, one.identifier.as_str());
                let beside = Beside::of(words, name, |other| stated.contains(other))?;
                match unstated::fate(&one.identifier, &record, &beside) {
                    Fate::Told(problem) if options.complete => report.problems.push(problem),
                    Fate::Stays | Fate::Told(_) => {}
                    Fate::Withheld => report.withdrawn += 1,
                }
            }
            if is_refused {
                continue;
            }
            report.missing += 1;
            if report.missing_records.len() < MOST_LISTED {
                report.missing_records.push(Missing::from(one));
            }
        }
    }
}
