//! What an import would do, told from what stands now; nothing is written.

use std::mem;

use super::decide::Import;
use super::ending::Beside;
use super::renamed::{self, Renamed};
use super::report::{MOST_LISTED, Missing};
use super::respelled::Respelled;
use super::run::{Progress, is_unnamed, read_aside, unasked, unnamed};
use super::unstated::{self, Fate};
use super::{Level, Options, Problem, Reading, Report, elsewhere, likely};
use crate::clock::Clock;
use crate::error::Result;
use crate::id::BatchId;
use crate::registry::sql::unstated::{self as unstated_sql, Which};
use crate::registry::sql::{bulk, life};
use crate::registry::{Status, get};
use crate::store::Db;
use crate::store::seen::Seen;
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
    let register = reading.register.clone();
    let batch = BatchId::new(clock);
    let import = Import {
        register: &register,
        batch: &batch,
        options,
        now: clock.now(),
    };
    let mut report = Report::default();
    let mut stated = Seen::new(&db.scratch());
    let mut refused = Seen::new(&db.scratch());
    let mut ended = Seen::new(&db.scratch());
    let mut renamed = Renamed::default();
    let file = reading.file.clone();
    report.problems.extend(foreseen(&reading, options));
    let mut rows = likely::Rows::new(db)?;
    // What a person said of the register is not doubted.
    let mut is_doubtful = reading.guess.is_some();
    let mut chunks = read_aside(reading);
    let mut respelled = Respelled::default();
    while let Some(mut chunk) = chunks.next().await? {
        let mut tx = db.read().await?;
        if mem::take(&mut is_doubtful)
            && let Some(other) = elsewhere::known_as(&mut tx, &register, &chunk).await?
        {
            let reason = elsewhere::reason(&register, &other);
            report
                .problems
                .push(is_refused(reason, elsewhere::remedy(&other)));
        }
        let known = respelled.mend(&mut tx, &register, &mut chunk).await?;
        let identifiers: Vec<&str> = chunk
            .iter()
            .filter_map(|read| read.identifier.as_deref())
            .collect();
        let erased = bulk::erased(&mut tx, &register, &identifiers).await?;
        let mut done = Report::default();
        for read in &chunk {
            done.read += usize::from(read.is_row);
            done.problems.extend(read.problems.iter().cloned());
            done.unknown.extend(read.unknown.iter().cloned());
            done.taken.extend(read.taken.iter().cloned());
            done.statuses.extend(read.statuses.iter().cloned());
            if let Some(identifier) = &read.identifier {
                let seen = if read.is_refused {
                    &mut refused
                } else {
                    &mut stated
                };
                seen.insert(identifier)?;
            }
            let Some(entry) = &read.entry else {
                done.skipped += usize::from(read.is_row);
                continue;
            };
            renamed.look(entry, &known);
            let row = import.row(entry, &known, &erased)?;
            let before = match row.record() {
                Some(id) => {
                    let record = get(&mut tx, id).await?;
                    let name = (register.as_str(), entry.identifier.as_str());
                    let words = life::words(&mut tx, id).await?;
                    let beside = Beside::of(words, name, |one| Ok(!ended.contains(one)?))?;
                    Some((record, beside))
                }
                None => None,
            };
            let step = import.decide(clock, &row, before)?;
            done.count(entry, &step)?;
            rows.take(&mut tx, &register, entry, &step).await?;
            if entry.is_dissolved {
                ended.insert(&entry.identifier)?;
            }
        }
        // What is listed of a part is bounded as the part is, and of all as a list may be.
        report.add(done);
        progress(report.read, 0);
    }
    if let Some(reason) = renamed
        .reason(&file, &register)
        .filter(|_| !options.renamed)
    {
        report.problems.push(is_refused(reason, renamed::remedy()));
    }
    report.problems.extend(respelled.told());
    let scope = (register.as_str(), &batch);
    list_missing(db, scope, (&stated, &refused), options, &mut report).await?;
    likely::look(db, rows, &mut report).await?;
    report
        .problems
        .sort_by_key(|problem| (problem.level, problem.line));
    Ok(report)
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
