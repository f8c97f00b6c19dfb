//! Proving once more who one is, before what an open page alone must not allow: another
//! password, another way in, a role or a word for others, the end of the account.

use std::time::Duration;

use axum::response::Response;
use http::StatusCode;

use super::door;
use crate::error::Result;
use crate::http::flood::{self, Visitor};
use crate::node::Node;
use crate::people::{self, Person, session};
use crate::store::Tx;
use crate::web::form::{Typed, Wrongs};
use crate::web::reader::Reader;

/// Whoever has no password proves who they are only so soon after they signed in.
const FRESH: Duration = Duration::from_mins(15);

/// Whether somebody who is signed in showed once more who they are.
pub(super) enum Confirmed {
    /// They typed their password, whose hash this is, or have none and signed in just now.
    Yes(Option<String>),
    /// They typed another.
    No,
    /// They have no password to show and signed in long ago.
    Stale,
    /// They tried too often.
    Later(Duration),
}

impl Confirmed {
    /// Tells beside a field what is wrong with what was typed into it.
    pub(super) fn tell(&self, field: &str, reader: &Reader, wrongs: &mut Wrongs) {
        match self {
            Self::Yes(_) => {}
            Self::No => wrongs.add(field, reader.words.say("password-present-wrong")),
            Self::Stale => wrongs.add(field, reader.words.say("sign-in-anew")),
            Self::Later(_) => wrongs.add(field, reader.words.say("too-often")),
        }
    }

    /// Whether it holds still, until the transaction ends: neither was another password set
    /// meanwhile, nor the session ended.
    pub(super) async fn stands(&self, tx: &mut Tx, person: &Person) -> Result<bool> {
        let Self::Yes(hash) = self else {
            return Ok(false);
        };
        let is_same = people::is_still(tx, &person.account.id, hash.as_deref()).await?;
        Ok(is_same && session::is_open(tx, &person.session.id).await?)
    }

    /// The form shown again, with the time to wait where they are to wait.
    pub(super) fn delay(&self, mut response: Response) -> Response {
        let Self::Later(wait) = self else {
            return response;
        };
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        flood::later(response, *wait)
    }
}

/// Has the present password typed, where there is one, else asks that they signed in just now.
/// Each attempt counts, by the session too, so that whoever sits at somebody's open page cannot
/// try on and on.
pub(super) async fn confirms(
    node: &Node,
    visitor: &Visitor,
    person: &Person,
    typed: &str,
) -> Result<Confirmed> {
    let now = node.clock.now();
    if !person.account.has_password {
        let is_fresh = person.session.created_at + FRESH > now;
        return Ok(if is_fresh {
            Confirmed::Yes(None)
        } else {
            Confirmed::Stale
        });
    }
    let (mail, session) = (&person.account.mail, person.session.id.as_str());
    if let Err(wait) = (node.sign_ins).confirmation(session, &visitor.0, now) {
        return Ok(Confirmed::Later(wait));
    }
    let known = door::knows(node, mail, typed).await?;
    let known = known.filter(|known| known.account.id == person.account.id);
    Ok(known.map_or(Confirmed::No, |known| Confirmed::Yes(Some(known.hash))))
}

/// A transaction for whoever shows once more who they are, in the field of their password where
/// they have one; of whoever does not, it notes beside that field what is wrong.
pub(super) async fn confirmed(
    node: &Node,
    reader: &Reader,
    (visitor, person): (&Visitor, &Person),
    (typed, field): (&Typed, &str),
    wrongs: &mut Wrongs,
) -> Result<std::result::Result<Tx, Confirmed>> {
    let mut confirmed = confirms(node, visitor, person, typed.get(field)).await?;
    if let Confirmed::Yes(_) = confirmed {
        let mut tx = node.db.begin().await?;
        if confirmed.stands(&mut tx, person).await? {
            return Ok(Ok(tx));
        }
        confirmed = Confirmed::No;
    }
    confirmed.tell(field, reader, wrongs);
    Ok(Err(confirmed))
}
