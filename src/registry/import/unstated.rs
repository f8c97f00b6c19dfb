//! What a whole register states no more, and what a row of any file refuses to publish: it is
//! withheld where nobody else keeps it public, and comes back with the register's next word. It
//! may be put right by hand, so it is not dissolved.

use super::Report;
use super::batch::Batch;
use super::ending::Beside;
use super::entry::{Level, Problem};
use super::undo::Before;
use crate::clock::Clock;
use crate::error::Result;
use crate::registry::life::{self, Tell};
use crate::registry::sql::bulk::{self, Statement};
use crate::registry::sql::imports::{self, Change};
use crate::registry::sql::life as life_sql;
use crate::registry::sql::unstated::{self as unstated_sql, Unstated, Which};
use crate::registry::{Organization, Standing, Status, locked};
use crate::store::{Db, Tx, to_json};
use crate::words::phrase;

/// Rows that are withheld in one transaction.
const FEW: usize = 100;

/// What becomes of a public record when its register states it no more.
pub(super) enum Fate {
    /// It stays, since another row keeps it, or people decided about it since then.
    Stays,
    /// It stays, and people should know.
    Told(Problem),
    /// It is withheld.
    Withheld,
}

/// Decides it from what stands beside the row.
pub(super) fn fate(identifier: &str, organization: &Organization, beside: &Beside) -> Fate {
    if !organization.is_public() || beside.is_missing || beside.alive.is_some() {
        return Fate::Stays;
    }
    if organization.standing == Standing::Active {
        return Fate::Told(Problem {
            level: Level::Notice,
            line: 0,
            field: identifier.to_owned(),
            reason: phrase!("problem-not-in-whole").into(),
            remedy: phrase!("remedy-withhold").into(),
        });
    }
    Fate::Withheld
}

/// Withholds the public records that rows of a batch refuse to publish, and where it is the whole
/// register those that it states no more.
///
/// # Errors
/// [`Error::Unavailable`](crate::error::Error::Unavailable) when the database fails: what is
/// withheld stands, and the rest waits.
pub(super) async fn withhold(
    db: &Db,
    clock: &Clock,
    batch: &Batch,
    report: &mut Report,
) -> Result<()> {
    let scope = (batch.register.as_str(), &batch.id);
    let which = if batch.options.complete {
        Which::Public
    } else {
        Which::Refused
    };
    let mut after = String::new();
    loop {
        let mut tx = db.begin().await?;
        batch.hold(&mut tx, clock).await?;
        let some = unstated_sql::list(&mut tx, scope, (which, &after), FEW).await?;
        let Some(last) = some.last() else {
            return Ok(());
        };
        after.clone_from(&last.identifier);
        for one in some {
            report.withdrawn += usize::from(take(&mut tx, clock, batch, one).await?);
        }
        batch.advance(&mut tx, batch.done_rows, report).await?;
        tx.commit().await?;
    }
}

/// Notes that the register lacks a row, and says whether its record is withheld for that.
async fn take(tx: &mut Tx, clock: &Clock, batch: &Batch, one: Unstated) -> Result<bool> {
    let mut organization = locked(tx, &one.organization).await?;
    let mut words = life_sql::words(tx, &organization.id).await?;
    for word in &mut words {
        if word.register == batch.register && !word.is_missing && word.identifier != one.identifier
        {
            word.is_missing = !life_sql::is_stated(tx, &batch.id, &word.identifier).await?;
        }
    }
    let name = (batch.register.as_str(), one.identifier.as_str());
    let beside = Beside::of(words, name, |_| Ok(true))?;
    if beside.is_missing {
        return Ok(false);
    }
    let fate = fate(&one.identifier, &organization, &beside);
    // Whoever acts for itself has agreed by itself; what the row says is told with the row.
    if !batch.options.complete && !matches!(fate, Fate::Withheld) {
        return Ok(false);
    }
    let before = Before::of(&organization, Vec::new());
    let mut known = bulk::known(tx, &batch.register, &[&one.identifier]).await?;
    let source = known.remove(&one.identifier).map(Statement::from);
    let is_withheld = matches!(fate, Fate::Withheld);
    let status_before = is_withheld.then_some(organization.status.as_str());
    life_sql::note_missing(tx, name, status_before).await?;
    if let Fate::Told(problem) = fate {
        imports::insert_problems(tx, &batch.id, &[problem.row()?]).await?;
    } else if is_withheld {
        let status = Status::Suspended;
        life::end(tx, &mut organization, status, Tell::InBulk, clock.now()).await?;
    }
    let change = Change {
        seq: imports::last_change(tx, &batch.id).await? + 1,
        organization: one.organization,
        identifier: one.identifier,
        status: organization.status.as_str().to_owned(),
        before: Some(to_json(&before)?),
        source_before: source.as_ref().map(to_json).transpose()?,
    };
    imports::insert_changes(tx, &batch.id, &[change]).await?;
    Ok(is_withheld)
}
