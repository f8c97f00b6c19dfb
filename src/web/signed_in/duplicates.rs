//! Records that may be one organization, side by side with the reasons, for the office to
//! decide.

/// What is asked before two records become one, and told afterwards.
mod join;
/// One record of a pair, and in what it differs from the other.
mod side;

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect};
use http::StatusCode;
use serde::Deserialize;

use super::guard::Deed;
use super::{Answer, Me};
use crate::error::{Error, Result};
use crate::federation::same_as;
use crate::node::Node;
use crate::people::Person;
use crate::registry::duplicates::{self, Pair, Reason, State as PairState};
use crate::registry::import::register_called;
use crate::registry::membership::Party;
use crate::registry::same_as::StatedBy;
use crate::registry::{self, Author, Organization};
use crate::store::Tx;
use crate::web::form::{Body, Typed};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::views;
use crate::words::{Said, Saying, Words, phrase};
use join::Joined;
use side::Side;

pub(super) use join::show as ask;

/// Where the pairs are.
pub(super) const PATH: &str = "/office/duplicates";
/// How many pairs one page holds.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "duplicates.html")]
struct DuplicatesPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    count: i64,
    pairs: Vec<PairItem>,
    next: Option<String>,
    joined: Option<Joined>,
    refusal: Option<Said>,
    /// Which of them are shown.
    state: PairState,
}

impl DuplicatesPage<'_> {
    /// The other lists of pairs: address, name, whether it is this one.
    fn lists(&self) -> [(String, &'static str, bool); 4] {
        let words = self.frame.words;
        [
            (PairState::Proposed, words.say("duplicates-proposed")),
            (PairState::Apart, words.say("duplicates-kept-apart")),
            (PairState::Same, words.say("duplicates-said-same")),
            (PairState::Merged, words.say("duplicates-merged")),
        ]
        .map(|(state, name)| (address(state), name, state == self.state))
    }

    fn is(&self, state: &str) -> bool {
        self.state.as_str() == state
    }
}

/// Where the pairs of a state are.
fn address(state: PairState) -> String {
    match state {
        PairState::Proposed => PATH.to_owned(),
        other => format!("{PATH}?state={}", other.as_str()),
    }
}

/// Two records side by side.
struct PairItem {
    percent: String,
    reasons: String,
    /// The day of the decision.
    decided: Option<String>,
    /// Where both are made one, if both are of this directory.
    join: Option<String>,
    sides: [Side; 2],
}

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    after: Option<String>,
    #[serde(default)]
    state: String,
    /// The handle of a record that went into another just now.
    joined: Option<String>,
}

/// The pairs that wait for a decision, the likeliest first.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Query(asked): Query<Asked>,
) -> Answer {
    page(&node, &reader, &person, &asked, None).await
}

async fn page(
    node: &Node,
    reader: &Reader,
    person: &Person,
    asked: &Asked,
    refusal: Option<Saying>,
) -> Answer {
    let state = asked.state.parse().unwrap_or(PairState::Proposed);
    let mut tx = node.db.read().await?;
    let count = duplicates::count_proposed(&mut tx).await?;
    let found = duplicates::list(&mut tx, state, asked.after.as_deref(), PAGE).await?;
    let mut pairs = Vec::with_capacity(found.items.len());
    for pair in found.items {
        pairs.push(item(&mut tx, pair, reader).await?);
    }
    let joined = match &asked.joined {
        Some(gone) => join::joined(&mut tx, gone).await?,
        None => None,
    };
    drop(tx);
    let status = match refusal {
        Some(_) => StatusCode::CONFLICT,
        None => StatusCode::OK,
    };
    let title = reader.words.say("duplicates");
    let page = DuplicatesPage {
        frame: Frame::new(&node.settings, reader, "duplicates", title).unlisted(),
        person,
        count,
        pairs,
        next: (found.next).map(|next| format!("{PATH}?state={}&after={next}", state.as_str())),
        state,
        joined,
        refusal: refusal.map(|said| reader.words.tell(&said)),
    };
    Ok(frame::answer(reader, status, &page)?)
}

async fn item(tx: &mut Tx, pair: Pair, reader: &Reader) -> Result<PairItem> {
    let sides = side::both(tx, [pair.one, pair.other], reader).await?;
    let [one, other] = &sides;
    let are_own = one.is_own && other.is_own;
    Ok(PairItem {
        percent: format!("{:.0}", pair.score * 100.0),
        reasons: reasons(&pair.reasons, reader.words),
        decided: pair.decided_at.map(views::day),
        join: are_own.then(|| join::address(&one.key, &other.key)),
        sides,
    })
}

/// Decides a pair: merges it into one of both, states another directory's record to be the
/// same, or keeps both apart.
pub(super) async fn decide(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let mut tx = node.db.begin().await?;
    match settle(&node, &mut tx, &typed).await {
        Ok(joined) => {
            tx.commit().await?;
            node.wake.publisher.notify_one();
            let (one, to) = if let Some((kept, gone)) = &joined {
                (kept.path(), format!("{PATH}?joined={}", gone.handle))
            } else {
                let back = typed.get("state").parse().unwrap_or(PairState::Proposed);
                (typed.get("one").to_owned(), address(back))
            };
            let mut response = Redirect::to(&to).into_response();
            let how = format!("{} {one}", typed.get("verb"));
            let deed = Deed { how, about: None };
            response.extensions_mut().insert(deed);
            Ok(response)
        }
        // Somebody was faster, or the records do not go together: the page says how it stands.
        Err(error @ (Error::Conflict(_) | Error::Invalid { .. } | Error::NotFound(_))) => {
            drop(tx);
            let said = Some(error.saying());
            if typed.get("verb") == "merge" {
                let both = (typed.get("one"), typed.get("other"));
                return join::asked(&node, &reader, &person, both, said).await;
            }
            page(&node, &reader, &person, &Asked::default(), said).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Settles it; where two became one, gives the record that stays and the one that went.
async fn settle(
    node: &Node,
    tx: &mut Tx,
    typed: &Typed,
) -> Result<Option<(Organization, Organization)>> {
    let author = Author::Office;
    if typed.get("verb") == "merge" {
        let both = (typed.get("one"), typed.get("other"));
        let (keep, lose) = join::own(node, tx, both).await?;
        let gone = registry::get(tx, &lose).await?;
        let kept = duplicates::merge(tx, &node.clock, &keep, &lose, &author).await?;
        return Ok(Some((kept, gone)));
    }
    let one = Party::find(tx, node.base(), typed.get("one")).await?;
    let other = Party::find(tx, node.base(), typed.get("other")).await?;
    match (typed.get("verb"), &one, &other) {
        ("apart", _, _) => {
            let pair = duplicates::keep_apart(tx, &node.clock, &one, &other, &author).await?;
            same_as::refresh_pair(tx, node.base(), &pair).await?;
        }
        ("anew", _, _) => {
            let pair = duplicates::decide_anew(tx, &one, &other).await?;
            same_as::refresh_pair(tx, node.base(), &pair).await?;
        }
        ("unsay", Party::Own(own), Party::Foreign(address))
        | ("unsay", Party::Foreign(address), Party::Own(own)) => {
            same_as::take_back(node, tx, own, address).await?;
        }
        ("same", Party::Own(own), Party::Foreign(address))
        | ("same", Party::Foreign(address), Party::Own(own)) => {
            same_as::state(node, tx, own, address, StatedBy::Office).await?;
        }
        _ => return Err(Error::Conflict(phrase!("duplicates-choose").into())),
    }
    Ok(None)
}

/// Why two records may be one, in the page's language.
pub(super) fn reasons(reasons: &[Reason], words: &'static Words) -> String {
    let said: Vec<String> = reasons.iter().map(|one| reason(one, words)).collect();
    said.join("; ")
}

fn reason(reason: &Reason, words: &'static Words) -> String {
    let two = |one: &str, other: &str| {
        [
            ("one", one.to_owned().into()),
            ("other", other.to_owned().into()),
        ]
    };
    match reason {
        Reason::RegisterNumber { number } => words.fill(
            "reason-register-number",
            &[("number", number.as_str().into())],
        ),
        Reason::Identifier {
            register,
            identifier,
        } => words.fill(
            "reason-identifier",
            &[
                ("register", register_called(register).into()),
                ("identifier", identifier.as_str().into()),
            ],
        ),
        Reason::Domain { domain } => {
            words.fill("reason-domain", &[("domain", domain.as_str().into())])
        }
        Reason::Name { one, other } => words.fill("reason-name", &two(one, other)),
        Reason::PostalCode { code } => {
            words.fill("reason-postal-code", &[("code", code.as_str().into())])
        }
        Reason::Locality { locality } => {
            words.fill("reason-locality", &[("locality", locality.as_str().into())])
        }
        Reason::Near { metres } => words.fill("reason-near", &[("metres", (*metres).into())]),
        Reason::FoundedOn { day } => {
            words.fill("reason-founded", &[("day", words.day(day).into())])
        }
        Reason::OtherName { one, other } => words.fill("reason-other-name", &two(one, other)),
        Reason::OtherRegisterNumber { one, other } => {
            words.fill("reason-other-number", &two(one, other))
        }
        Reason::OtherIdentifier { register } => words.fill(
            "reason-other-identifier",
            &[("register", register_called(register).into())],
        ),
        Reason::OtherDomain { one, other } => words.fill("reason-other-domain", &two(one, other)),
        Reason::OtherCountry { one, other } => words.fill("reason-other-country", &two(one, other)),
        Reason::OtherPlace { one, other } => words.fill("reason-other-place", &two(one, other)),
        Reason::FarApart { kilometres } => {
            words.fill("reason-far", &[("kilometres", (*kilometres).into())])
        }
        Reason::OtherFoundation { one, other } => words.fill(
            "reason-other-founded",
            &two(&words.day(one), &words.day(other)),
        ),
    }
}
