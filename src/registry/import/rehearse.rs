//! What an import would do, told from what stands now; nothing is written.

use std::collections::HashSet;

use super::decide::Import;
use super::ending::Beside;
use super::renamed::{self, Renamed};
use super::report::{MOST_LISTED, Missing};
use super::run::{NAME_IT, UNNAMED, is_unnamed, read_aside};
use super::unstated::{self, Fate};
use super::{Options, Problem, Reading, Report};
use crate::clock::Clock;
use crate::error::Result;
use crate::id::BatchId;
use crate::registry::sql::{bulk, imports, life};
use crate::registry::{Status, get};
use crate::store::{Db, Tx};

/// Tells what an import would do, from what stands now, and writes nothing.
pub(super) async fn rehearse(
    db: &Db,
    clock: &Clock,
    reading: Reading,
    options: Options,
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
    let mut stated = HashSet::new();
    let mut ended = HashSet::new();
    let mut renamed = Renamed::default();
    let file = reading.file.clone();
    let is_refused = |reason: String, remedy: &str| Problem {
        line: 0,
        field: "register".to_owned(),
        reason: format!("{reason}; the import will be refused"),
        remedy: remedy.to_owned(),
    };
    if is_unnamed(&reading) {
        let reason = format!("{file} {UNNAMED}");
        report.problems.push(is_refused(reason, NAME_IT));
    }
    let mut chunks = read_aside(reading);
    while let Some(chunk) = chunks.recv().await {
        let chunk = chunk?;
        let mut tx = db.read().await?;
        let identifiers: Vec<&str> = chunk
            .iter()
            .filter_map(|read| read.identifier.as_deref())
            .collect();
        let known = bulk::known(&mut tx, &register, &identifiers).await?;
        let erased = bulk::erased(&mut tx, &register, &identifiers).await?;
        for read in &chunk {
            report.read += usize::from(read.is_row);
            report.problems.extend(read.problems.iter().cloned());
            report.unknown.extend(read.unknown.iter().cloned());
            stated.extend(read.identifier.clone());
            let Some(entry) = &read.entry else {
                report.skipped += usize::from(read.is_row);
                continue;
            };
            renamed.look(entry, &known);
            let row = import.row(entry, &known, &erased)?;
            let before = match row.record() {
                Some(id) => {
                    let record = get(&mut tx, id).await?;
                    let name = (register.as_str(), entry.identifier.as_str());
                    let words = life::words(&mut tx, id).await?;
                    let beside = Beside::of(words, name, |one| Ok(!ended.contains(one)))?;
                    Some((record, beside))
                }
                None => None,
            };
            report.count(entry, &import.decide(clock, &row, before)?)?;
            if entry.is_dissolved {
                ended.insert(entry.identifier.clone());
            }
        }
    }
    if let Some(reason) = renamed
        .reason(&file, &register)
        .filter(|_| !options.renamed)
    {
        report.problems.push(is_refused(reason, renamed::REMEDY));
    }
    let mut tx = db.read().await?;
    list_missing(&mut tx, (&register, &batch), &stated, options, &mut report).await?;
    report.problems.sort_by_key(|problem| problem.line);
    report.differences.truncate(MOST_LISTED);
    Ok(report)
}

/// Lists the records of a register that the file does not state, and tells which of them
/// would be withheld.
async fn list_missing(
    tx: &mut Tx,
    scope: (&str, &BatchId),
    stated: &HashSet<String>,
    options: Options,
    report: &mut Report,
) -> Result<()> {
    // Nothing is kept of a rehearsal's rows, so these are all records of the register.
    let all = imports::unstated(tx, scope, (None, ""), usize::MAX >> 1).await?;
    for one in all {
        if stated.contains(&one.identifier) {
            continue;
        }
        report.missing += 1;
        if options.complete && one.status == Status::Published.as_str() {
            let record = get(tx, &one.organization).await?;
            let words = life::words(tx, &one.organization).await?;
            let name = (scope.0, one.identifier.as_str());
            let beside = Beside::of(words, name, |other| Ok(stated.contains(other)))?;
            match unstated::fate(&one.identifier, &record, &beside) {
                Fate::Stays => {}
                Fate::Told(problem) => report.problems.push(problem),
                Fate::Withheld => report.withdrawn += 1,
            }
        }
        if report.missing_records.len() < MOST_LISTED {
            report.missing_records.push(Missing::from(one));
        }
    }
    Ok(())
}
