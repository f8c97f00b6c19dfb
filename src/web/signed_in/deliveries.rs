//! What did not arrive: deliveries that other servers refused or that were given up, letters
//! that no mail server took, and what could not be published.

/// What could not be published, by its name.
mod unpublished;

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

use self::unpublished::{Named, Subjects};
use super::guard::Deed;
use super::{Answer, Me};
use crate::activitypub::delivery::queue::{self, Host, Refused, Which};
use crate::error::{Error, Result};
use crate::federation::peering;
use crate::mail;
use crate::node::Node;
use crate::outbox::{self, SetAside};
use crate::people::Person;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::{trouble, views};
use crate::words::{Said, Words};

/// Its address.
pub(super) const PATH: &str = "/office/deliveries";
/// How many of each are shown; the others come up as these are decided of.
const SHOWN: i64 = 50;
/// Where the pages of records are.
const RECORDS: &str = "/office/organizations";

/// A server to which something does not go.
struct HostItem {
    host: String,
    pending: i64,
    refused: i64,
    given_up: i64,
    /// Since when it cannot be reached, else since when the oldest waits.
    since: Option<String>,
    why: Option<Said>,
}

impl HostItem {
    fn of(host: Host, words: &'static Words) -> Self {
        let since = host.unreachable_since.or(host.oldest);
        Self {
            since: since.map(views::day),
            why: host.last_error.map(|why| trouble::kept(&why, words)),
            pending: host.pending,
            refused: host.refused,
            given_up: host.given_up,
            host: host.host,
        }
    }

    /// Whether something is left to be decided of it.
    fn is_open(&self) -> bool {
        self.pending + self.refused > 0
    }
}

/// Something that was refused, given up, or not published.
struct Item {
    /// By what a form names it.
    id: String,
    what: &'static str,
    /// To whom or of what, in which language where it is a name, and its page where it has one.
    whom: String,
    language: Option<String>,
    page: Option<String>,
    day: String,
    why: Said,
}

impl Item {
    fn of_delivery(one: Refused, words: &'static Words) -> Self {
        Self {
            id: one.seq.to_string(),
            what: match one.kind.as_str() {
                "Create" => words.say("delivery-new"),
                "Update" => words.say("delivery-change"),
                "Delete" | "Undo" => words.say("delivery-removal"),
                "Announce" => words.say("delivery-shared"),
                "Accept" | "Reject" => words.say("delivery-answer"),
                "Follow" => words.say("delivery-request"),
                _ => words.say("delivery-other"),
            },
            whom: peering::host(&one.inbox),
            language: None,
            page: None,
            day: one.finished_at.map(views::day).unwrap_or_default(),
            why: trouble::kept(&one.last_error.unwrap_or_default(), words),
        }
    }

    fn of_change(one: &SetAside, named: Named, words: &'static Words) -> Self {
        Self {
            id: one.seq.to_string(),
            what: match one.kind.as_str() {
                "organization-changed" => words.say("unpublished-record"),
                "organization-removed" => words.say("unpublished-record-gone"),
                "offer-changed" => words.say("unpublished-offer"),
                "offer-withdrawn" => words.say("unpublished-offer-gone"),
                _ => words.say("unpublished-other"),
            },
            whom: named.name,
            language: named.language,
            page: named.page,
            day: views::day(one.created_at),
            why: words.tell(&one.failure),
        }
    }

    fn of_letter(one: mail::Kept, words: &'static Words) -> Self {
        Self {
            id: one.id,
            what: match one.purpose.as_str() {
                "claim" => words.say("letter-claim"),
                "sign-in" => words.say("letter-sign-in"),
                "new-password" => words.say("letter-new-password"),
                _ => words.say("letter-notice"),
            },
            whom: one.address,
            language: None,
            page: None,
            day: views::day(one.finished_at.unwrap_or(one.written_at)),
            why: Said {
                text: one.last_error.unwrap_or_default(),
                lang: (words.tag != "en").then_some("en"),
            },
        }
    }
}

#[derive(Template)]
#[template(path = "office_deliveries.html")]
struct DeliveriesPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    hosts: Vec<HostItem>,
    refused: Vec<Item>,
    unpublished: Vec<Item>,
    /// Each with whether it can be sent after all.
    letters: Vec<(Item, bool)>,
    /// Whether the settings say by which server letters go.
    sends_mail: bool,
    wrongs: Wrongs,
}

impl DeliveriesPage<'_> {
    fn is_empty(&self) -> bool {
        self.hosts.is_empty()
            && self.refused.is_empty()
            && self.unpublished.is_empty()
            && self.letters.is_empty()
    }
}

/// The page.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    page((&node, &reader, &person), Wrongs::default()).await
}

async fn page((node, reader, person): (&Node, &Reader, &Person), wrongs: Wrongs) -> Answer {
    let words = reader.words;
    let mut tx = node.db.read().await?;
    let overview = queue::overview(&mut tx, None, node.clock.now()).await?;
    let refused = queue::refused(&mut tx, None, SHOWN).await?;
    let unpublished = outbox::aside(&mut tx, SHOWN).await?;
    let subjects = Subjects::of(&mut tx, &unpublished).await?;
    let letters = mail::given_up(&mut tx, SHOWN, node.clock.now()).await?;
    drop(tx);
    // What only waits for its turn is nobody's business.
    let in_trouble = |one: &Host| {
        let is_away = one.failures > 0 || one.unreachable_since.is_some();
        !one.host.is_empty() && (is_away || one.refused > 0 || one.given_up > 0)
    };
    let page = DeliveriesPage {
        sends_mail: node.settings.mail.is_on(),
        frame: Frame::new(
            &node.settings,
            reader,
            "deliveries",
            words.say("deliveries"),
        )
        .unlisted(),
        person,
        hosts: (overview.hosts.into_iter())
            .filter(in_trouble)
            .take(usize::try_from(SHOWN).unwrap_or(usize::MAX))
            .map(|one| HostItem::of(one, words))
            .collect(),
        refused: (refused.into_iter())
            .map(|one| Item::of_delivery(one, words))
            .collect(),
        unpublished: (unpublished.into_iter())
            .map(|one| Item::of_change(&one, subjects.name(&one, reader), words))
            .collect(),
        letters: (letters.into_iter())
            .map(|one| {
                let can_be_retried = one.can_be_retried;
                (Item::of_letter(one, words), can_be_retried)
            })
            .collect(),
        wrongs,
    };
    Ok(frame::answer(reader, page.wrongs.status(), &page)?)
}

/// Which deliveries a form means: one by its number, or all for a server.
///
/// # Errors
/// [`Error::Invalid`] when it means none.
fn which(typed: &Typed) -> Result<Which<'_>> {
    let (number, host) = (typed.trimmed("number"), typed.trimmed("host"));
    match (number.parse().ok(), host) {
        (Some(number), _) => Ok(Which::Number(number)),
        (None, "") => Err(Error::invalid(
            "number",
            "names no delivery; give its number, or a host",
        )),
        (None, host) => Ok(Which::Host(host)),
    }
}

/// Tries again what a form names.
pub(super) async fn retry(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let tried = async {
        let mut tx = node.db.begin().await?;
        queue::retry(&mut tx, which(&typed)?, node.clock.now()).await?;
        tx.commit().await
    };
    let done = tried.await;
    node.wake.deliverer.notify_one();
    answer((&node, &reader, &person), done, &typed).await
}

/// Gives up what a form names, for good.
pub(super) async fn discard(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let meant = which(&typed)?;
    if typed.get("sure").is_empty() {
        let mut wrongs = Wrongs::default();
        wrongs.add("form", reader.words.say("delivery-discard-sure-wrong"));
        return page((&node, &reader, &person), wrongs).await;
    }
    let given_up = async {
        let mut tx = node.db.begin().await?;
        queue::discard(&mut tx, meant, node.clock.now()).await?;
        tx.commit().await
    };
    let done = given_up.await;
    answer((&node, &reader, &person), done, &typed).await
}

/// Has everything published again that could not be.
pub(super) async fn publish(State(node): State<Arc<Node>>) -> Answer {
    let mut tx = node.db.begin().await?;
    outbox::retry(&mut tx).await?;
    tx.commit().await?;
    node.wake.publisher.notify_one();
    Ok(Redirect::to(PATH).into_response())
}

/// Has a letter sent that was given up.
pub(super) async fn retry_letter(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let (id, now) = (typed.trimmed("letter"), node.clock.now());
    let retried = mail::retry(&node.db, &node.settings, id, now).await;
    node.wake.postman.notify_one();
    answer_of_letter((&node, &reader, &person), retried).await
}

/// Takes a letter that was given up off the page: whoever saw it had it written anew, or not.
pub(super) async fn put_aside(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    body: Body,
) -> Answer {
    let typed = Typed::read(body);
    let put_aside = mail::put_aside(&node.db, typed.trimmed("letter"), node.clock.now()).await;
    answer_of_letter((&node, &reader, &person), put_aside).await
}

async fn answer_of_letter(desk: (&Node, &Reader, &Person), done: Result<mail::Kept>) -> Answer {
    match done {
        Ok(letter) => {
            let mut response = Redirect::to(PATH).into_response();
            response.extensions_mut().insert(Deed {
                how: letter.purpose,
                about: (!letter.address.is_empty()).then_some(letter.address),
            });
            Ok(response)
        }
        Err(error) => refused(desk, error).await,
    }
}

async fn answer(desk: (&Node, &Reader, &Person), done: Result<()>, typed: &Typed) -> Answer {
    match done {
        Ok(()) => {
            let how = match which(typed)? {
                Which::Number(number) => number.to_string(),
                Which::Host(host) => host.to_owned(),
                Which::All => String::new(),
            };
            let mut response = Redirect::to(PATH).into_response();
            response.extensions_mut().insert(Deed { how, about: None });
            Ok(response)
        }
        Err(error) => refused(desk, error).await,
    }
}

async fn refused(desk: (&Node, &Reader, &Person), error: Error) -> Answer {
    match error {
        // It arrived, or somebody else was quicker.
        Error::NotFound(_) => {
            let mut wrongs = Wrongs::default();
            wrongs.add("form", desk.1.words.say("office-nothing-to-do"));
            page(desk, wrongs).await
        }
        error => Err(error.into()),
    }
}
