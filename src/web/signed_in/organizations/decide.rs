//! What the office decides of a record: whether it is public, whether the organization acts,
//! and who may take it over.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use jiff::civil::Date;

use super::attest::optional;
use super::one::{Done, desk};
use crate::error::Error;
use crate::mail;
use crate::node::Node;
use crate::registry::{self, Consent, claim};
use crate::web::form::{Body, Typed};
use crate::web::reader::Reader;
use crate::web::signed_in::{Answer, Me};

/// Makes it public.
pub(super) async fn publish(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
) -> Answer {
    let desk = desk(&node, &reader, &person, &id)?;
    let mut tx = node.db.begin().await?;
    let decided = registry::publish(&mut tx, &node.clock, &desk.id).await;
    desk.settle(tx, Typed::default(), decided, desk.nowhere())
        .await
}

/// Withholds it, with what it offers, once the box says so.
pub(super) async fn suspend(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let desk = desk(&node, &reader, &person, &id)?;
    let typed = Typed::read(body);
    if typed.get("sure").is_empty() {
        return desk.unsure(typed, "suspend-sure").await;
    }
    let mut tx = node.db.begin().await?;
    let decided = registry::suspend(&mut tx, &node.clock, &desk.id).await;
    desk.settle(tx, typed, decided, desk.nowhere()).await
}

/// Records that it has ended, once the box says so.
pub(super) async fn dissolve(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let desk = desk(&node, &reader, &person, &id)?;
    let typed = Typed::read(body);
    if typed.get("sure").is_empty() {
        return desk.unsure(typed, "dissolve-sure").await;
    }
    let on = match optional::<Date>(&typed, "on") {
        Ok(on) => on,
        Err(error) => {
            let phrase = reader.words.say("record-day-wrong");
            return desk
                .refused(typed, error, |_| ("dissolve-on", phrase))
                .await;
        }
    };
    let mut tx = node.db.begin().await?;
    let decided = registry::dissolve(&mut tx, &node.clock, &desk.id, on).await;
    let phrase = reader.words.say("record-day-wrong");
    desk.settle(tx, typed, decided, |_| ("dissolve-on", phrase))
        .await
}

/// Takes back that it has ended.
pub(super) async fn reopen(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
) -> Answer {
    let desk = desk(&node, &reader, &person, &id)?;
    let mut tx = node.db.begin().await?;
    let decided = registry::reopen(&mut tx, &node.clock, &desk.id).await;
    desk.settle(tx, Typed::default(), decided, desk.nowhere())
        .await
}

/// Lets it act, with its recorded consent.
pub(super) async fn activate(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let desk = desk(&node, &reader, &person, &id)?;
    let typed = Typed::read(body);
    let consent = Consent {
        by: typed.get("by").to_owned(),
        statement: typed.get("consent").to_owned(),
        at: None,
    };
    let mut tx = node.db.begin().await?;
    let decided = registry::activate(&mut tx, &node.clock, &desk.id, &consent).await;
    let beside = |field: &str| match field {
        "consent.by" | "by" => ("by", reader.words.say("consent-wrong")),
        _ => ("consent", reader.words.say("consent-wrong")),
    };
    desk.settle(tx, typed, decided, beside).await
}

/// Makes a link by which a representative takes the record over: shown once, or sent by mail.
pub(super) async fn give_link(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let desk = desk(&node, &reader, &person, &id)?;
    let (typed, words) = (Typed::read(body), reader.words);
    let (clock, settings) = (&node.clock, &node.shown().settings);
    let (made_for, to) = (typed.get("made_for"), typed.trimmed("mail"));
    let mut tx = node.db.begin().await?;
    let made = async {
        if to.is_empty() {
            let (_, secret) = claim::make(&mut tx, clock, &desk.id, made_for).await?;
            return Ok((Some(node.url(&format!("/claim/{secret}"))), None));
        }
        // A second letter would make the link of the first worthless.
        if !desk.is_again(&mut tx, &typed, "link").await? {
            let who = (made_for, to, None);
            mail::send_claim_link(&mut tx, clock, settings, &desk.id, who).await?;
        }
        let sent = words.fill("link-sent", &[("mail", to.into())]);
        Ok::<_, Error>((None, Some(sent)))
    };
    match made.await {
        Ok((made, sent)) => {
            tx.commit().await?;
            node.wake.postman.notify_one();
            let done = Done {
                made,
                sent,
                ..Done::default()
            };
            desk.page(done).await
        }
        Err(error) => {
            drop(tx);
            let beside = |field: &str| match field {
                "made_for" => ("made_for", words.say("link-for-wrong")),
                _ => ("mail", words.say("sign-in-no-address")),
            };
            desk.refused(typed, error, beside).await
        }
    }
}
