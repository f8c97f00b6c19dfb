//! Who is let through to a page of the table, and what holds for all of their answers.

use std::sync::Arc;

use axum::extract::{RawPathParams, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use tracing::Instrument as _;
use url::{Position, Url};

use super::cookie::Cookie;
use super::unsaved::{self, Fate};
use super::{May, imports, my, second, table};
use crate::conversation::messages;
use crate::error::{Error, Result};
use crate::federation::publish;
use crate::http::Problem;
use crate::id::{DraftId, MessageId, OfferId, OrganizationId};
use crate::news::waiting;
use crate::node::Node;
use crate::offers;
use crate::outbox;
use crate::people::{Person, Role, acts, session};
use crate::words::phrase;

/// What the page that follows is told of what was done and could not be published.
const SET_ASIDE: &str = "set-aside";

/// What a handler has written down of its deed, where the address says too little.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    /// What was done, behind the address.
    pub(super) how: String,
    /// The mail address of whom it concerned.
    pub(super) about: Option<String>,
}

/// Stands before each handler of the table.
pub(super) async fn guard(
    State((node, may)): State<(Arc<Node>, May)>,
    params: RawPathParams,
    request: Request,
    next: Next,
) -> Response {
    let passed = pass(&node, may, &params, request, next).await;
    private(passed.unwrap_or_else(|error| Problem::from(error).into_response()))
}

async fn pass(
    node: &Arc<Node>,
    may: May,
    params: &RawPathParams,
    mut request: Request,
    next: Next,
) -> Result<Response> {
    let Some(mut person) = visitor(node, request.headers()).await? else {
        return to_the_door(node, request).await;
    };
    if *request.method() == Method::GET {
        let done = Cookie::Done.read(&node.settings, request.headers());
        person.has_done = done.is_some();
        person.is_set_aside = done.as_deref() == Some(SET_ASIDE);
        let (mut tx, now) = (node.db.read().await?, node.clock.now());
        person.waiting = waiting::count(&mut tx, &person.represents, now).await?;
        if person.has_role(Role::Registrar) {
            person.office = waiting::for_office(&mut tx, person.has_role(Role::Admin)).await?;
        }
    }
    let person = Arc::new(person);
    if let Err(error) = allow(node, may, params, &person).await {
        return match has_left(node, may, params, &person).await? {
            true if *request.method() == Method::POST => Ok(Redirect::to(my::LEFT).into_response()),
            true => Ok(Redirect::to("/my").into_response()),
            false => Err(error),
        };
    }
    if may.role().is_some() && lacks_second(node, &person) {
        return to_the_second(&request);
    }
    request.extensions_mut().insert(Arc::clone(&person));
    if *request.method() != Method::POST {
        let mut response = next.run(request).await;
        // The page that a deed leads to tells of it once; what only leads on does not yet.
        if person.has_done && response.status() == StatusCode::OK && is_page(&response) {
            Cookie::Done.clear(&node.settings, &mut response);
        }
        return Ok(response);
    }
    let what = format!("{} {}", request.method(), request.uri().path());
    let again = unsaved::Again::of(node, &request);
    // Work at a file has only begun; its page tells of that.
    let tells_itself = request.uri().path().starts_with(imports::PATH);
    let own = Arc::clone(node);
    let deed = async move {
        let (mut response, written) = outbox::listening(next.run(request)).await;
        let deed = response.extensions().get::<Deed>().cloned();
        let is_done = response.status().is_success() || response.status().is_redirection();
        let is_set_aside = is_done && !publish::could_be(&own, &written).await;
        if let Some(again) = &again {
            again.settle(&own, &person, &mut response).await;
        }
        if may.role().is_some() && is_done {
            note(&own, &person, &what, deed.as_ref()).await;
        }
        let leads_to = said(&response, &header::LOCATION);
        let is_told = ["/my", "/office", "/account"]
            .iter()
            .any(|begin| leads_to.starts_with(begin))
            && (!tells_itself || leads_to == imports::PATH);
        if response.status() == StatusCode::SEE_OTHER && is_told {
            let done = if is_set_aside { SET_ASIDE } else { "yes" };
            Cookie::Done.set(&own.settings, &mut response, done);
        }
        response
    };
    // On a task of its own: a browser that goes away does not leave a deed without its act.
    let done = node.deeds.spawn(deed.in_current_span());
    done.await.map_err(Error::internal)
}

fn said<'r>(response: &'r Response, name: &HeaderName) -> &'r str {
    let value = response.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

fn is_page(response: &Response) -> bool {
    said(response, &header::CONTENT_TYPE).starts_with("text/html")
}

/// Writes down what was done. The deed stands whatever becomes of that, and then the log has it.
async fn note(node: &Node, person: &Person, address: &str, deed: Option<&Deed>) {
    let what = match deed {
        Some(deed) => format!("{address} ({})", deed.how),
        None => address.to_owned(),
    };
    let about = deed.and_then(|deed| deed.about.as_deref());
    let noted = async {
        let (mut tx, now) = (node.db.begin().await?, node.clock.now());
        acts::record_about(&mut tx, &person.account, (&what, about), now).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        let account = &person.account.id;
        tracing::error!(%error, %account, what, "what the office did could not be written down");
    }
}

/// Who is signed in, by the cookie of a request; that the session is in use is noted now and
/// then.
pub(in crate::web) async fn visitor(
    node: &Node,
    headers: &http::HeaderMap,
) -> Result<Option<Person>> {
    let Some(secret) = Cookie::Session.read(&node.settings, headers) else {
        return Ok(None);
    };
    let mut tx = node.db.read().await?;
    let person = session::find(&mut tx, &node.clock, &secret).await?;
    drop(tx);
    let now = node.clock.now();
    if let Some(person) = &person
        && person.session.is_to_be_noted(now)
    {
        let mut tx = node.db.begin().await?;
        session::note(&mut tx, &person.session.id, now).await?;
        tx.commit().await?;
    }
    Ok(person)
}

/// Whether somebody of the office is to set up a second factor before its pages open.
pub(super) fn lacks_second(node: &Node, person: &Person) -> bool {
    let is_asked = node.shown().settings.accounts.office_second_factor;
    is_asked == Some(true) && person.account.role.is_some() && !person.has_second
}

/// Leads whoever lacks a second factor to where it is set up.
fn to_the_second(request: &Request) -> Result<Response> {
    if *request.method() == Method::GET || *request.method() == Method::HEAD {
        return Ok(Redirect::to(second::PATH).into_response());
    }
    let reason = format!("set up a second factor first, at {}", second::PATH);
    Err(Error::Forbidden(reason.into()))
}

/// Leads whoever has not signed in to the door, and from there back: of a form to the page on
/// which it stands, and to what was typed into it.
async fn to_the_door(node: &Node, request: Request) -> Result<Response> {
    let is_page = request.method() == Method::GET || request.method() == Method::HEAD;
    let back = match request.uri().path_and_query() {
        Some(asked) if is_page => Some(asked.as_str().to_owned()),
        _ => page_of_form(node, &request),
    };
    let fate = if is_page {
        Fate::Empty
    } else {
        unsaved::keep(node, request, back.as_deref().unwrap_or_default()).await?
    };
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(back.map(|back| ("next", back)))
        .extend_pairs(fate.word().map(|word| ("unsaved", word)))
        .finish();
    let mut response = if query.is_empty() {
        Redirect::to("/sign-in").into_response()
    } else {
        Redirect::to(&format!("/sign-in?{query}")).into_response()
    };
    if let Fate::Kept(secret) = &fate {
        Cookie::Unsaved.set(&node.settings, &mut response, secret);
    }
    Ok(response)
}

/// The page from which a form was sent: where its browser says it stood, if that is a page of
/// ours that shows, else the nearest above where it was sent to.
fn page_of_form(node: &Node, request: &Request) -> Option<String> {
    let pages = table().into_iter();
    let pages: Vec<&str> = pages
        .filter(|one| one.method == Method::GET)
        .map(|one| one.path)
        .collect();
    let shows = |path: &str| pages.iter().any(|page| is_of(page, path));
    let from = request.headers().get(header::REFERER);
    let from = from.and_then(|from| Url::parse(from.to_str().ok()?).ok());
    let from = from.filter(|from| from.origin() == node.settings.public_url.origin());
    if let Some(from) = from.filter(|from| shows(from.path())) {
        return Some(from[Position::BeforePath..Position::AfterQuery].to_owned());
    }
    let mut path = request.uri().path();
    while !shows(path) {
        path = path.rsplit_once('/')?.0;
    }
    Some(path.to_owned())
}

/// Whether a path is one of a page of the table.
fn is_of(page: &str, path: &str) -> bool {
    let (page, path): (Vec<&str>, Vec<&str>) =
        (page.split('/').collect(), path.split('/').collect());
    let fits = |(named, given): (&&str, &&str)| named == given || named.starts_with('{');
    page.len() == path.len() && page.iter().zip(&path).all(fits)
}

/// Refuses what the table does not allow. What is somebody else's is not there.
async fn allow(node: &Node, may: May, params: &RawPathParams, person: &Person) -> Result<()> {
    if let Some(role) = may.role() {
        if person.has_role(role) {
            return Ok(());
        }
        let said = phrase!("refusal-for-office", role = role.as_str());
        return Err(Error::Forbidden(said.into()));
    }
    if may != May::Representative {
        return Ok(());
    }
    let named = |wanted: &str| {
        let found = params.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| value)
    };
    let organization = OrganizationId::parse(named("organization").unwrap_or_default())?;
    if !person.represents(&organization) {
        return Err(Error::NotFound(format!("organization {organization}")));
    }
    let mut tx = node.db.read().await?;
    if let Some(offer) = named("offer") {
        let offer = offers::get(&mut tx, &OfferId::parse(offer)?).await?;
        if offer.organization != organization {
            return Err(Error::NotFound(format!("offer {}", offer.id)));
        }
    }
    if let Some(draft) = named("draft") {
        offers::drafts::get(&mut tx, &organization, &DraftId::parse(draft)?).await?;
    }
    if let Some(message) = named("message") {
        messages::get(&mut tx, &organization, &MessageId::parse(message)?).await?;
    }
    Ok(())
}

/// Whether somebody is refused the pages of an organization because they left it.
async fn has_left(node: &Node, may: May, params: &RawPathParams, person: &Person) -> Result<bool> {
    let named = params.iter().find(|(name, _)| *name == "organization");
    let named = named.and_then(|(_, id)| OrganizationId::parse(id).ok());
    let Some(organization) =
        named.filter(|id| may == May::Representative && !person.represents(id))
    else {
        return Ok(false);
    };
    let mut tx = node.db.read().await?;
    acts::has_left(&mut tx, &person.account.id, &organization).await
}

/// An answer that no cache keeps and no search engine finds.
pub(in crate::web) fn private(mut response: Response) -> Response {
    if response.status() == StatusCode::NOT_MODIFIED {
        return response;
    }
    let headers = response.headers_mut();
    headers.remove(header::ETAG);
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        // Some stand behind a link with a secret, which is in no log of what led where.
        (header::REFERRER_POLICY, "strict-origin"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ] {
        headers.insert::<HeaderName>(name, HeaderValue::from_static(value));
    }
    response
}
