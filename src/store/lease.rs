//! Leases: a job that only one process may do at a time, such as numbering the log.

use std::time::Duration;

use super::{Db, Tx};
use crate::clock::{Clock, Timestamp};
use crate::error::Result;
use crate::id;

/// A job's lease, taken for a span and renewed by taking it again.
#[derive(Debug)]
pub struct Lease {
    name: &'static str,
    holder: String,
    span: Duration,
}

impl Lease {
    /// A lease on the job `name` in the name of this process.
    pub fn new(name: &'static str, span: Duration, clock: &Clock) -> Self {
        Self {
            name,
            holder: id::mint(clock),
            span,
        }
    }

    /// Takes or renews the lease within `tx`; `false` when another process holds it. The
    /// row stays locked until the transaction ends, so whoever writes under it writes alone.
    /// Where one process alone can write, whoever else holds it is dead.
    pub async fn take(&self, tx: &mut Tx, now: Timestamp) -> Result<bool> {
        let statement = "INSERT INTO leases (name, holder, held_until) VALUES ($1, $2, $3) \
            ON CONFLICT (name) DO UPDATE SET holder = $2, held_until = $3 \
            WHERE leases.holder = $2 OR leases.held_until < $4 OR $5";
        let is_alone = tx.is_exclusive();
        let taken = crate::execute!(
            tx,
            sqlx::query(statement)
                .bind(self.name)
                .bind(&self.holder)
                .bind(now + self.span)
                .bind(now)
                .bind(is_alone)
        )?;
        Ok(taken == 1)
    }

    /// Gives the lease back, so that the next process need not wait for its end.
    pub async fn give_back(&self, db: &Db) -> Result<()> {
        let mut tx = db.begin().await?;
        let statement = "DELETE FROM leases WHERE name = $1 AND holder = $2";
        crate::execute!(
            tx,
            sqlx::query(statement).bind(self.name).bind(&self.holder)
        )?;
        tx.commit().await
    }
}
