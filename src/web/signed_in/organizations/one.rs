//! One record as the office sees it, with all that can be decided of it.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

use super::beside::Beside;
use super::{PATH, frame, standing_label, status_label};
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::people::{Person, forms};
use crate::registry::attestation::{self, Attestation, State as Word};
use crate::registry::claim::{self, Claim};
use crate::registry::{self, Consent, Standing, Status};
use crate::store::Tx;
use crate::vocabulary::AttestationKind;
use crate::web::form::{Typed, Wrongs};
use crate::web::frame::{self as pages, Frame};
use crate::web::reader::Reader;
use crate::web::signed_in::{Answer, Me};
use crate::web::signed_in::{belonging, record};
use crate::web::views::{self, OrganizationItem};
use crate::words::Words;

/// What somebody said of it, as the office sees it.
struct Said {
    id: String,
    statement: String,
    by: String,
    kind: &'static str,
    method: String,
    day: String,
    until: Option<String>,
    state: &'static str,
    reason: Option<String>,
    /// Whether it can be taken back.
    stands: bool,
}

impl Said {
    fn of(one: Attestation, words: &'static Words) -> Self {
        Self {
            id: one.id.to_string(),
            statement: one.statement,
            by: one.attested_by,
            kind: one.kind.label(words.tag),
            method: one.method,
            day: one.attested_on.to_string(),
            until: one.valid_until.map(|day| day.to_string()),
            state: match one.state {
                Word::Valid => words.say("attestation-valid"),
                Word::Lapsed => words.say("attestation-lapsed"),
                Word::Refused => words.say("attestation-refused"),
                Word::Revoked => words.say("attestation-revoked"),
            },
            reason: one.reason,
            stands: matches!(one.state, Word::Valid | Word::Lapsed),
        }
    }
}

/// A link by which a representative takes the record over, without its secret.
struct Link {
    made_for: String,
    until: String,
    used_by: Option<String>,
}

impl From<Claim> for Link {
    fn from(claim: Claim) -> Self {
        Self {
            made_for: claim.made_for,
            until: views::day(claim.expires_at),
            used_by: claim.used_by,
        }
    }
}

/// Who agreed that it acts, in which words, and to whom the link was given by which they did.
struct Agreed<'a> {
    by: &'a str,
    words: &'a str,
    made_for: Option<String>,
}

impl<'a> Agreed<'a> {
    fn of(consent: &'a Consent, links: &'a [Claim]) -> Self {
        let (words, made_for) = claim::agreed(consent, links);
        Self {
            by: &consent.by,
            words,
            made_for: made_for.map(str::to_owned),
        }
    }
}

#[derive(Template)]
#[template(path = "office_organization.html")]
struct OnePage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    own: String,
    item: OrganizationItem,
    handle: &'a str,
    status: &'static str,
    standing: &'static str,
    /// How far it has come, and who speaks for it.
    stage: (Status, Standing),
    /// Where it stands on the map, in a sentence.
    on_the_map: String,
    consent: Option<Agreed<'a>>,
    beside: Beside,
    said: Vec<Said>,
    links: Vec<Link>,
    /// The link that was just made; it is shown once.
    made: Option<String>,
    /// What was just sent, in a sentence.
    sent: Option<String>,
    sends_mail: bool,
    kinds: Vec<(&'static str, &'static str, bool)>,
    roles: Vec<belonging::Choice>,
    typed: &'a Typed,
    wrongs: Wrongs,
}

impl OnePage<'_> {
    fn is_public(&self) -> bool {
        self.stage.0 == Status::Published
    }

    fn is_ended(&self) -> bool {
        self.stage.0 == Status::Dissolved
    }

    fn is_active(&self) -> bool {
        self.stage.1 == Standing::Active
    }
}

/// What is shown of what was just done.
#[derive(Default)]
pub(super) struct Done {
    pub(super) typed: Typed,
    pub(super) wrongs: Wrongs,
    pub(super) made: Option<String>,
    pub(super) sent: Option<String>,
}

/// Who is at which record.
pub(super) struct Desk<'d> {
    node: &'d Node,
    reader: &'d Reader,
    person: &'d Person,
    pub(super) id: OrganizationId,
}

impl Desk<'_> {
    pub(super) fn own(&self) -> String {
        format!("{PATH}/{}", self.id)
    }

    pub(super) async fn page(&self, mut done: Done) -> Answer {
        let (node, words) = (self.node, self.reader.words);
        let mut tx = node.db.read().await?;
        let found = registry::get(&mut tx, &self.id).await?;
        let said = attestation::list(&mut tx, &node.clock, &self.id).await?;
        let links = claim::list(&mut tx, &self.id).await?;
        let beside = Beside::of(&mut tx, self.reader, &found).await?;
        drop(tx);
        let status = done.wrongs.status();
        if done.typed.get("attested_by").is_empty() {
            let shown = node.shown();
            let office = shown.settings.operator.name.as_deref();
            done.typed
                .set("attested_by", office.unwrap_or(&shown.settings.name));
        }
        done.typed.set("form", &forms::key(&node.clock));
        let chosen = match done.typed.get("kind") {
            "" => AttestationKind::Office.as_str(),
            kind => kind,
        };
        let page = OnePage {
            frame: frame(node, self.reader, found.stated.name()),
            person: self.person,
            own: self.own(),
            item: OrganizationItem::of(&found, self.reader),
            handle: &found.handle,
            status: status_label(found.status, words),
            standing: standing_label(found.standing, words),
            stage: (found.status, found.standing),
            on_the_map: record::on_the_map(&found.stated.place, words),
            consent: (found.consent.as_ref()).map(|consent| Agreed::of(consent, &links)),
            beside,
            said: said.into_iter().map(|one| Said::of(one, words)).collect(),
            links: links.iter().cloned().map(Link::from).collect(),
            made: done.made,
            sent: done.sent,
            sends_mail: node.settings.mail.is_on(),
            kinds: (AttestationKind::ALL.iter())
                .filter(|one| **one != AttestationKind::Itself)
                .map(|one| (one.as_str(), one.label(words.tag), one.as_str() == chosen))
                .collect(),
            roles: belonging::roles(&done.typed, words),
            typed: &done.typed,
            wrongs: done.wrongs,
        };
        Ok(pages::answer(self.reader, status, &page)?)
    }

    /// The page again with what is to be mended; `beside` says where and in which words.
    pub(super) async fn refused(
        &self,
        typed: Typed,
        error: Error,
        beside: impl Fn(&str) -> (&'static str, &'static str),
    ) -> Answer {
        let mut wrongs = Wrongs::default();
        match error {
            Error::Invalid { field, .. } => {
                let (field, phrase) = beside(&field);
                wrongs.add(field, phrase);
            }
            // Somebody else decided meanwhile, and the page shows what stands.
            Error::Conflict(_) => {
                wrongs.add("form", self.reader.words.say("office-nothing-to-do"));
            }
            other => return Err(other.into()),
        }
        self.again(typed, wrongs).await
    }

    /// The page again with what was typed, and what is to be mended.
    pub(super) async fn again(&self, typed: Typed, wrongs: Wrongs) -> Answer {
        let done = Done {
            typed,
            wrongs,
            ..Done::default()
        };
        self.page(done).await
    }

    /// Whether the form of this page did `what` before, as after a double click; notes within
    /// the transaction that it does it now.
    pub(super) async fn is_again(&self, tx: &mut Tx, typed: &Typed, what: &str) -> Result<bool> {
        let form = typed.get("form");
        if form.is_empty() {
            return Ok(false);
        }
        let (account, shown) = (&self.person.account.id, format!("{form} {what}"));
        let now = self.node.clock.now();
        let is_first = forms::spend(tx, account, &shown, &self.own(), now).await?;
        Ok(!is_first)
    }

    /// Keeps what was decided, and shows the page anew; what is no longer possible is said there.
    pub(super) async fn settle<T>(
        &self,
        tx: Tx,
        typed: Typed,
        decided: Result<T>,
        beside: impl Fn(&str) -> (&'static str, &'static str),
    ) -> Answer {
        match decided {
            Ok(_) => {
                tx.commit().await?;
                self.node.wake.publisher.notify_one();
                Ok(Redirect::to(&self.own()).into_response())
            }
            Err(error) => {
                drop(tx);
                self.refused(typed, error, beside).await
            }
        }
    }

    /// The refusal of what has no fields.
    pub(super) fn nowhere(&self) -> impl Fn(&str) -> (&'static str, &'static str) + use<> {
        let phrase = self.reader.words.say("office-nothing-to-do");
        move |_| ("form", phrase)
    }

    /// The page again, since the box was not ticked without which nothing is done.
    pub(super) async fn unsure(&self, typed: Typed, field: &'static str) -> Answer {
        let error = Error::invalid(field, "tick that you want it");
        let phrase = self.reader.words.say("account-delete-unsure");
        self.refused(typed, error, |_| (field, phrase)).await
    }
}

pub(super) fn desk<'d>(
    node: &'d Node,
    reader: &'d Reader,
    person: &'d Person,
    id: &str,
) -> Result<Desk<'d>> {
    Ok(Desk {
        node,
        reader,
        person,
        id: OrganizationId::parse(id)?,
    })
}

/// One record, and what can be decided of it.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(id): Path<String>,
) -> Answer {
    desk(&node, &reader, &person, &id)?
        .page(Done::default())
        .await
}
