//! What is attested of an organization: recorded, refused with the reason, taken back.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use url::Url;

use super::one::desk;
use crate::error::{Error, Result};
use crate::id::AttestationId;
use crate::node::Node;
use crate::registry::attestation::{self, Statement};
use crate::vocabulary::AttestationKind;
use crate::web::form::{Body, Typed};
use crate::web::reader::Reader;
use crate::web::signed_in::{Answer, Me};

/// Records what somebody attests, or that it is not attested, with the reason.
pub(super) async fn attest(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let desk = desk(&node, &reader, &person, &id)?;
    let (typed, words) = (Typed::read(body), reader.words);
    let beside = |field: &str| match field {
        "attested_on" => ("attested_on", words.say("attest-day-wrong")),
        "valid_until" => ("valid_until", words.say("attest-day-wrong")),
        "attested_by_address" => ("attested_by_address", words.say("record-website-wrong")),
        "reason" => ("reason", words.say("attest-reason-wrong")),
        "attested_by" => ("attested_by", words.say("attest-wrong")),
        "method" => ("method", words.say("attest-wrong")),
        "statement" => ("statement", words.say("attest-wrong")),
        _ => ("kind", words.say("record-choose")),
    };
    let statement = match statement(&typed) {
        Ok(statement) => statement,
        Err(error) => return desk.refused(typed, error, beside).await,
    };
    let reason = (typed.get("do") == "refuse").then(|| typed.get("reason").to_owned());
    let mut tx = node.db.begin().await?;
    if desk.is_again(&mut tx, &typed, typed.get("do")).await? {
        return Ok(Redirect::to(&desk.own()).into_response());
    }
    let clock = &node.clock;
    let done = match &reason {
        Some(reason) => attestation::refuse(&mut tx, clock, &desk.id, &statement, reason).await,
        None => attestation::attest(&mut tx, clock, &desk.id, &statement).await,
    };
    desk.settle(tx, typed, done, beside).await
}

fn statement(typed: &Typed) -> Result<Statement> {
    let kind = AttestationKind::parse(typed.get("kind"))?;
    if kind == AttestationKind::Itself {
        let reason = "the organization's own word is given by itself";
        return Err(Error::invalid("kind", reason));
    }
    Ok(Statement {
        kind,
        attested_by: typed.get("attested_by").to_owned(),
        attested_by_address: optional::<Url>(typed, "attested_by_address")?,
        statement: typed.get("statement").to_owned(),
        method: typed.get("method").to_owned(),
        attested_on: optional::<Date>(typed, "attested_on")?,
        valid_until: optional::<Date>(typed, "valid_until")?,
    })
}

/// What stands in a field, where anything does.
pub(super) fn optional<T: std::str::FromStr>(typed: &Typed, name: &str) -> Result<Option<T>> {
    let text = typed.trimmed(name);
    if text.is_empty() {
        return Ok(None);
    }
    let read = text.parse();
    read.map(Some)
        .map_err(|_unreadable| Error::invalid(name, "cannot be read"))
}

/// Takes back what was attested, with the reason.
pub(super) async fn revoke(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let desk = desk(&node, &reader, &person, &id)?;
    let typed = Typed::read(body);
    let mut tx = node.db.begin().await?;
    let revoked = async {
        let attestation = AttestationId::parse(typed.get("attestation"))?;
        let found = attestation::get(&mut tx, &node.clock, &attestation).await?;
        if found.organization != desk.id {
            return Err(Error::Conflict("is another organization's".into()));
        }
        attestation::revoke(
            &mut tx,
            &node.clock,
            &attestation,
            typed.get("revoke-reason"),
        )
        .await
    };
    // One that is not there was taken away meanwhile.
    let revoked = revoked.await.map_err(|error| match error {
        Error::NotFound(what) => Error::Conflict(what.into()),
        other => other,
    });
    let phrase = reader.words.say("attest-reason-wrong");
    desk.settle(tx, typed, revoked, |_| ("revoke-reason", phrase))
        .await
}
