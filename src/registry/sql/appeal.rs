//! The queries of appeals.

use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{AttestationId, OrganizationId};
use crate::registry::appeal::{Appeal, Decision};
use crate::store::{Tx, execute, on};

#[derive(sqlx::FromRow)]
struct Row {
    attestation: AttestationId,
    text: String,
    made_at: Timestamp,
    decision: Option<String>,
    answer: Option<String>,
    decided_at: Option<Timestamp>,
}

impl Row {
    fn appeal(self) -> Appeal {
        Appeal {
            attestation: self.attestation,
            text: self.text,
            made_at: self.made_at,
            decision: self.decision.map(|word| match word.as_str() {
                "attested" => Decision::Attested,
                _ => Decision::Upheld,
            }),
            answer: self.answer,
            decided_at: self.decided_at,
        }
    }
}

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT attestation, text, made_at, decision, answer, decided_at FROM appeals ",
            $condition
        )
    };
}

/// Writes an appeal down; gives whether there was none before.
pub(in crate::registry) async fn insert(tx: &mut Tx, appeal: &Appeal) -> Result<bool> {
    let statement = "INSERT INTO appeals (attestation, text, made_at) VALUES ($1, $2, $3) \
        ON CONFLICT (attestation) DO NOTHING";
    let inserted = execute!(
        tx,
        sqlx::query(statement)
            .bind(&appeal.attestation)
            .bind(&appeal.text)
            .bind(appeal.made_at)
    )?;
    Ok(inserted == 1)
}

/// Writes a decision down; gives whether the appeal waited for one.
pub(in crate::registry) async fn decide(
    tx: &mut Tx,
    attestation: &AttestationId,
    (decision, answer): (Decision, &str),
    now: Timestamp,
) -> Result<bool> {
    let statement = "UPDATE appeals SET decision = $2, answer = $3, decided_at = $4 \
        WHERE attestation = $1 AND decision IS NULL";
    let decided = execute!(
        tx,
        sqlx::query(statement)
            .bind(attestation)
            .bind(decision.as_str())
            .bind(answer)
            .bind(now)
    )?;
    Ok(decided == 1)
}

/// Those that wait, the oldest first.
pub(in crate::registry) async fn waiting(tx: &mut Tx) -> Result<Vec<Appeal>> {
    let query = select!("WHERE decision IS NULL ORDER BY made_at, attestation");
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query).fetch_all(c))?;
    Ok(rows.into_iter().map(Row::appeal).collect())
}

/// How many wait.
pub(in crate::registry) async fn count(tx: &mut Tx) -> Result<i64> {
    let query = "SELECT COUNT(*) FROM appeals WHERE decision IS NULL";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))
}

/// Those of an organization.
pub(in crate::registry) async fn of_organization(
    tx: &mut Tx,
    organization: &OrganizationId,
) -> Result<Vec<Appeal>> {
    let query =
        select!("WHERE attestation IN (SELECT id FROM attestations WHERE organization = $1)");
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query)
        .bind(organization)
        .fetch_all(c))?;
    Ok(rows.into_iter().map(Row::appeal).collect())
}
