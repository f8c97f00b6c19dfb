//! Who has an account, for those who run the node: invited, given another role, helped in
//! again, let go.
//!
//! Each deed asks who does it to show once more who they are, since an open page alone must make
//! nobody else run the node. That somebody runs it at all the domain sees to.

/// The second factor, asked of everybody.
mod asked;
/// The links by which somebody chooses a password.
mod letters;

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

use super::confirm::confirmed;
use super::guard::Deed;
use super::{Answer, Me};
use crate::error::{Error, Result};
use crate::http::flood::Visitor;
use crate::id::{AccountId, OrganizationId};
use crate::mail;
use crate::node::Node;
use crate::people::invitation;
use crate::people::link::{self, Purpose};
use crate::people::{self, Account, Person, Role, representation, second};
use crate::registry;
use crate::search::saved;
use crate::store::Tx;
use crate::web::form::{Body, Typed, Wrongs};
use crate::web::frame::{self, Frame};
use crate::web::reader::Reader;
use crate::web::views;
use crate::words::Words;
use letters::{hand_over, welcome};

pub(super) use asked::switch as switch_second;

/// Where they are.
pub(super) const PATH: &str = "/office/people";

/// What was done just now.
#[derive(Default)]
struct Done {
    said: Option<String>,
    /// The link to hand over, where it was not sent.
    link: Option<String>,
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    accounts: Vec<Account>,
    /// How many searches are saved for mail addresses; whose, the office does not see.
    saved: i64,
    /// Whether nobody works for the office without a second factor.
    asks_second: bool,
    /// Whether the settings say so, whatever a page says.
    is_second_set: bool,
    typed: &'a Typed,
    wrongs: Wrongs,
    done: Done,
}

impl PeoplePage<'_> {
    fn role(&self, account: &Account) -> &'static str {
        role(account.role, self.frame.words)
    }
}

#[derive(Template)]
#[template(path = "office_person.html")]
struct PersonPage<'a> {
    frame: Frame<'a>,
    person: &'a Person,
    account: Account,
    role: &'static str,
    has_second: bool,
    signed_in: Option<String>,
    /// Whom they represent: which, its name, their function.
    represents: Vec<(OrganizationId, String, String)>,
    typed: &'a Typed,
    wrongs: Wrongs,
    done: Done,
}

fn role(role: Option<Role>, words: &'static Words) -> &'static str {
    match role {
        Some(Role::Admin) => words.say("role-admin"),
        Some(Role::Registrar) => words.say("role-registrar"),
        None => words.say("role-none"),
    }
}

/// Who has an account.
pub(super) async fn list(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
) -> Answer {
    let (nothing, whole) = (Typed::default(), Wrongs::default());
    all((&node, &reader, &person), &nothing, whole, Done::default()).await
}

async fn all(
    (node, reader, person): (&Node, &Reader, &Person),
    typed: &Typed,
    wrongs: Wrongs,
    done: Done,
) -> Answer {
    let mut tx = node.db.read().await?;
    let accounts = people::list(&mut tx).await?;
    let saved = saved::counts(&mut tx).await?.kept;
    drop(tx);
    let (status, title) = (wrongs.status(), reader.words.say("people"));
    let page = PeoplePage {
        frame: Frame::new(&node.settings, reader, "people", title).unlisted(),
        person,
        accounts,
        saved,
        asks_second: node.shown().settings.accounts.office_second_factor == Some(true),
        is_second_set: node.settings.accounts.office_second_factor.is_some(),
        typed,
        wrongs,
        done,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// Gives somebody a role, and a link by which they choose a password where they have none.
pub(super) async fn invite(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    body: Body,
) -> Answer {
    let (typed, words) = (Typed::read(body), reader.words);
    let desk = (&*node, &reader, &*person);
    let mut wrongs = Wrongs::default();
    let draft = people::Draft {
        mail: typed.trimmed("mail").to_owned(),
        name: typed.get("name").to_owned(),
        language: words.tag.to_owned(),
    };
    if mail::address(&draft.mail).is_err() {
        wrongs.add("mail", words.say("sign-in-no-address"));
    } else if let Err(error) = draft.clone().checked() {
        let own = |field: &str| (field == "name").then(|| ("name", words.say("person-name-wrong")));
        wrongs.take(error, words, own)?;
    }
    let role = match typed.get("role") {
        "admin" => Some(Role::Admin),
        "registrar" => Some(Role::Registrar),
        _ => None,
    };
    let Some(role) = role.filter(|_| wrongs.is_empty()) else {
        if role.is_none() {
            wrongs.add("role", words.say("role-wrong"));
        }
        return all(desk, &typed, wrongs, Done::default()).await;
    };
    let (who, shown) = ((&visitor, &*person), (&typed, "present"));
    let mut tx = match confirmed(&node, &reader, who, shown, &mut wrongs).await? {
        Ok(tx) => tx,
        Err(refused) => {
            let again = all(desk, &typed, wrongs, Done::default()).await?;
            return Ok(refused.delay(again));
        }
    };
    let (account, made) = invitation::invite(&mut tx, &node.clock, draft, role).await?;
    let mut done = Done::default();
    let with = [("mail", account.mail.clone().into())];
    done.said = Some(words.fill("person-invited", &with));
    done.link = welcome(&node, &mut tx, &account, made).await?;
    tx.commit().await?;
    node.wake.postman.notify_one();
    let deed = Deed {
        how: format!("invite {}", role.as_str()),
        about: Some(account.mail),
    };
    let mut response = all(desk, &Typed::default(), wrongs, done).await?;
    response.extensions_mut().insert(deed);
    Ok(response)
}

/// One of them, and what can be done.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    Path(account): Path<String>,
) -> Answer {
    let id = AccountId::parse(&account)?;
    let (nothing, whole) = (Typed::default(), Wrongs::default());
    let desk = (&*node, &reader, &*person);
    one(desk, &id, &nothing, whole, Done::default()).await
}

async fn one(
    (node, reader, person): (&Node, &Reader, &Person),
    id: &AccountId,
    typed: &Typed,
    wrongs: Wrongs,
    done: Done,
) -> Answer {
    let mut tx = node.db.read().await?;
    let account = people::get(&mut tx, id).await?;
    let has_second = second::is_set(&mut tx, id).await?;
    let kept = representation::of_account(&mut tx, id).await?;
    let records = registry::get_all(&mut tx, kept.iter().map(|one| &one.organization)).await?;
    drop(tx);
    let represents = kept.into_iter().filter_map(|one| {
        let name = records.get(&one.organization)?.stated.name().to_owned();
        Some((one.organization, name, one.function))
    });
    let status = wrongs.status();
    let page = PersonPage {
        frame: Frame::new(&node.settings, reader, "people", &*account.name).unlisted(),
        person,
        role: role(account.role, reader.words),
        has_second,
        signed_in: account.signed_in_at.map(views::day),
        represents: represents.collect(),
        account,
        typed,
        wrongs,
        done,
    };
    Ok(frame::answer(reader, status, &page)?)
}

/// What is to be done with an account.
enum Change {
    Role(Option<Role>),
    Link,
    Second,
    End(OrganizationId),
    Remove,
}

impl Change {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "admin" => Self::Role(Some(Role::Admin)),
            "registrar" => Self::Role(Some(Role::Registrar)),
            "none" => Self::Role(None),
            "link" => Self::Link,
            "second" => Self::Second,
            "remove" => Self::Remove,
            other => {
                let organization = other.strip_prefix("end ")?;
                Self::End(OrganizationId::parse(organization).ok()?)
            }
        })
    }

    /// Does it; gives the link to hand over, if there is one.
    async fn make(&self, node: &Node, tx: &mut Tx, account: &Account) -> Result<Option<String>> {
        let id = &account.id;
        match self {
            Self::Role(Some(role)) => {
                let (account, made) =
                    invitation::give_role(tx, &node.clock, account, *role).await?;
                return welcome(node, tx, &account, made).await;
            }
            Self::Role(None) => {
                people::set_role(tx, id, None).await?;
            }
            Self::Second => second::remove_all(tx, id).await?,
            Self::End(organization) => representation::end(tx, id, organization).await?,
            Self::Remove => people::remove(tx, id).await?,
            Self::Link => {
                let clock = &node.clock;
                let made = if account.has_password {
                    link::make(tx, clock, Purpose::NewPassword, Some(id)).await?
                } else {
                    link::invite(tx, clock, id).await?
                };
                return hand_over(node, tx, account, made).await;
            }
        }
        Ok(None)
    }
}

/// Changes one of them.
pub(super) async fn change(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Extension(person): Me,
    visitor: Visitor,
    Path(account): Path<String>,
    body: Body,
) -> Answer {
    let (typed, words) = (Typed::read(body), reader.words);
    let id = AccountId::parse(&account)?;
    let account = people::get(&mut node.db.read().await?, &id).await?;
    let desk = (&*node, &reader, &*person);
    let mut wrongs = Wrongs::default();
    let Some(wanted) = Change::read(typed.get("do")) else {
        wrongs.add("do", words.say("person-choose"));
        return one(desk, &id, &typed, wrongs, Done::default()).await;
    };
    if id == person.account.id && matches!(wanted, Change::Remove) {
        // Done here, nobody would be left of whom the act could be told.
        wrongs.add("do", words.say("person-own"));
        return one(desk, &id, &typed, wrongs, Done::default()).await;
    }
    let (who, shown) = ((&visitor, &*person), (&typed, "present"));
    let mut tx = match confirmed(&node, &reader, who, shown, &mut wrongs).await? {
        Ok(tx) => tx,
        Err(refused) => {
            let again = one(desk, &id, &typed, wrongs, Done::default()).await?;
            return Ok(refused.delay(again));
        }
    };
    let link = match wanted.make(&node, &mut tx, &account).await {
        Ok(link) => link,
        Err(error) => {
            drop(tx);
            match error {
                Error::Conflict(_) => wrongs.add("do", words.say("account-only-admin")),
                Error::NotFound(_) => wrongs.add("do", words.say("office-nothing-to-do")),
                other => return Err(other.into()),
            }
            return one(desk, &id, &typed, wrongs, Done::default()).await;
        }
    };
    tx.commit().await?;
    node.wake.postman.notify_one();
    let is_gone = matches!(wanted, Change::Remove);
    let deed = Deed {
        how: typed.get("do").to_owned(),
        // Whoever is gone is not named any more.
        about: (!is_gone).then_some(account.mail),
    };
    let mut response = if is_gone {
        Redirect::to(PATH).into_response()
    } else if id == person.account.id && is_less(&wanted) {
        Redirect::to("/account").into_response()
    } else {
        let said = if matches!(wanted, Change::Link) && link.is_none() {
            words.say("person-link-sent")
        } else {
            words.say("person-changed")
        };
        let said = Some(said.to_owned());
        one(desk, &id, &Typed::default(), wrongs, Done { said, link }).await?
    };
    response.extensions_mut().insert(deed);
    Ok(response)
}

/// Whether it leaves somebody without this very page.
fn is_less(change: &Change) -> bool {
    matches!(change, Change::Role(role) if *role != Some(Role::Admin))
}
