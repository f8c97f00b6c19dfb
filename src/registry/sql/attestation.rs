//! The queries of attestations. Whether one has lapsed is not known here.

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{AttestationId, OrganizationId};
use crate::registry::attestation::{Attestation, State};
use crate::store::{Tx, execute, on};
use crate::vocabulary::AttestationKind;

macro_rules! columns {
    () => {
        "id, organization, kind, attested_by, attested_by_address, statement, method, state, \
         reason, attested_on, valid_until, created_at, revoked_at"
    };
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: AttestationId,
    organization: OrganizationId,
    kind: String,
    attested_by: String,
    attested_by_address: Option<String>,
    statement: String,
    method: String,
    state: String,
    reason: Option<String>,
    attested_on: String,
    valid_until: Option<String>,
    created_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

impl Row {
    fn attestation(self) -> Result<Attestation> {
        let day = |text: String| text.parse().map_err(Error::internal);
        Ok(Attestation {
            id: self.id,
            organization: self.organization,
            kind: AttestationKind::parse(&self.kind)?,
            attested_by: self.attested_by,
            attested_by_address: self.attested_by_address,
            statement: self.statement,
            method: self.method,
            state: match self.state.as_str() {
                "refused" => State::Refused,
                "revoked" => State::Revoked,
                _ => State::Valid,
            },
            reason: self.reason,
            attested_on: day(self.attested_on)?,
            valid_until: self.valid_until.map(day).transpose()?,
            created_at: self.created_at,
            revoked_at: self.revoked_at,
        })
    }
}

pub(in crate::registry) async fn insert(tx: &mut Tx, attestation: &Attestation) -> Result<()> {
    let statement = concat!(
        "INSERT INTO attestations (",
        columns!(),
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&attestation.id)
            .bind(&attestation.organization)
            .bind(attestation.kind.as_str())
            .bind(&attestation.attested_by)
            .bind(&attestation.attested_by_address)
            .bind(&attestation.statement)
            .bind(&attestation.method)
            .bind(attestation.state.as_str())
            .bind(&attestation.reason)
            .bind(attestation.attested_on.to_string())
            .bind(attestation.valid_until.map(|day| day.to_string()))
            .bind(attestation.created_at)
            .bind(attestation.revoked_at)
    )?;
    Ok(())
}

pub(in crate::registry) async fn revoke(tx: &mut Tx, attestation: &Attestation) -> Result<()> {
    let statement = "UPDATE attestations SET state = 'revoked', reason = $2, revoked_at = $3 \
        WHERE id = $1";
    execute!(
        tx,
        sqlx::query(statement)
            .bind(&attestation.id)
            .bind(&attestation.reason)
            .bind(attestation.revoked_at)
    )?;
    Ok(())
}

pub(in crate::registry) async fn by_id(
    tx: &mut Tx,
    id: &AttestationId,
) -> Result<Option<Attestation>> {
    let query = concat!("SELECT ", columns!(), " FROM attestations WHERE id = $1");
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(query).bind(id).fetch_optional(c))?;
    row.map(Row::attestation).transpose()
}

pub(in crate::registry) async fn of_organization(
    tx: &mut Tx,
    id: &OrganizationId,
) -> Result<Vec<Attestation>> {
    let query = concat!(
        "SELECT ",
        columns!(),
        " FROM attestations WHERE organization = $1 ORDER BY attested_on DESC, id DESC"
    );
    let rows: Vec<Row> = on!(tx, |c| sqlx::query_as(query).bind(id).fetch_all(c))?;
    rows.into_iter().map(Row::attestation).collect()
}
