//! Pages for people who have signed in, in one table.
//!
//! To add a page: write a handler and name it in [`table`] (those of an organization in
//! `my/table.rs`), with its method, its path and who may open it. From the table come the
//! router, the guard before each handler and the test that tries every route as everybody, so a
//! page that is not in it does not exist and none can be left unguarded.
//!
//! - The handler takes [`Me`] to know who asks, and may be sure that they are who the table
//!   says: in the path `/my/{organization}/…` the organization is one that they represent, and
//!   an `{offer}`, `{draft}` or `{message}` behind it is that organization's.
//! - `GET` shows, `POST` changes; a form of another site does not reach a handler.
//! - What a registrar or admin changed (a `POST` that did not fail) is written down in
//!   `people::acts` by the guard.
//! - Answers are kept by no cache and found by no search engine; the guard sees to it.
//! - A form that cannot be taken is shown again with 422, with what was typed and what to mend
//!   beside each field ([`super::form`]).
//! - Bodies are at most as long as the longest text of a form; a handler that takes more gets
//!   its own limit by [`Entry::with_body`].
//! - The template extends `signed_in.html`, with the page in `{% block page %}`.

/// A person's own account.
mod account;
/// Who has an account, invited, changed and let go.
mod accounts;
/// What was done.
mod acts;
/// What is said to be wrong in records.
mod amendments;
/// What people of other servers answered.
mod answers;
/// What organizations say against refusals.
mod appeals;
/// Who wants to take part.
mod applications;
/// Memberships, as pages show and forms say them.
mod belonging;
/// Who is kept out.
mod blocks;
/// Browsers by their names.
mod browser;
/// Proving once more who one is.
mod confirm;
/// Values that a register states otherwise than somebody wrote.
mod conflicts;
/// The cookies that hold secrets.
mod cookie;
/// What did not arrive.
mod deliveries;
/// Signing in and out, and asking for a link.
mod door;
/// Records that may be one organization.
mod duplicates;
/// Who waits to be let follow.
mod followers;
/// Friendly directories.
mod friends;
/// Who is let through.
mod guard;
/// Where the office begins.
mod home;
/// Registers' files, from the browser into the directory.
mod imports;
/// What stands behind links that are used once.
mod links;
/// Answers and reports that wait for the office.
mod moderation;
/// The pages of an organization for those who represent it.
mod my;
/// Every record of the directory, for the office.
mod organizations;
/// Passkeys of a person, and at the door.
mod passkeys;
/// What is stated of an organization, in one form.
mod record;
/// Searches that a person saved.
mod searches;
/// A person's second factor, set up and taken away.
mod second;
/// How the directory shows itself.
mod site;
/// The second step of signing in.
mod step;
/// What people take along.
mod taken;
/// What was typed into a form whose session had ended.
mod unsaved;

use std::sync::Arc;

use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{self, MethodRouter};
use axum::{Extension, Router};
use http::Method;

use super::{MAX_FORM, form};
use crate::federation::block_list::LARGEST;
use crate::http::Problem;
use crate::http::upload::MOST_BESIDE;
use crate::node::Node;
use crate::people::{Person, Role};
use crate::pictures::MOST_BYTES;

pub(super) use door::{Known, begin, give, knows, may_try};
pub(super) use guard::{private, visitor};
pub(super) use links::newcomer;
pub(super) use my::{answering, suggested};

/// The largest form that says what the columns of a file mean: they may be a thousand.
const MAX_COLUMNS: usize = 256 << 10;

/// The largest form with a list of servers: some signs take three in a form.
const LARGEST_LIST: usize = 3 * LARGEST;

/// The largest form that brings a picture.
const MAX_PICTURE: usize = MOST_BYTES + MOST_BESIDE;

/// What a handler of the table answers.
pub(super) type Answer = Result<axum::response::Response, Problem>;

/// Who asks, in a handler of the table.
pub(super) type Me = Extension<Arc<Person>>;

/// Who may open a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum May {
    /// Whoever has signed in.
    Anyone,
    /// Who represents the `{organization}` of the path.
    Representative,
    /// The office's registrars, and its admins.
    Registrar,
    /// The office's admins.
    Admin,
}

impl May {
    /// The role that it takes.
    fn role(self) -> Option<Role> {
        match self {
            Self::Anyone | Self::Representative => None,
            Self::Registrar => Some(Role::Registrar),
            Self::Admin => Some(Role::Admin),
        }
    }
}

/// One page of the table.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) may: May,
    handler: MethodRouter<Arc<Node>>,
    takes_register: bool,
}

impl Entry {
    /// Takes a register's whole file, as large as the settings allow.
    fn with_register(mut self) -> Self {
        self.takes_register = true;
        self
    }

    /// Takes bodies of up to this many bytes.
    pub(super) fn with_body(mut self, bytes: usize) -> Self {
        self.handler = self.handler.layer(form::at_most(bytes));
        self
    }
}

/// A page that shows.
pub(super) fn get<T: 'static>(
    path: &'static str,
    may: May,
    handler: impl Handler<T, Arc<Node>>,
) -> Entry {
    Entry {
        method: Method::GET,
        path,
        may,
        handler: routing::get(handler),
        takes_register: false,
    }
}

/// A form that changes.
pub(super) fn post<T: 'static>(
    path: &'static str,
    may: May,
    handler: impl Handler<T, Arc<Node>>,
) -> Entry {
    Entry {
        method: Method::POST,
        path,
        may,
        handler: routing::post(handler),
        takes_register: false,
    }
}

/// Every page behind the door.
pub(super) fn table() -> Vec<Entry> {
    [for_people(), my::pages(), for_registers(), for_the_office()]
        .into_iter()
        .flatten()
        .collect()
}

fn for_people() -> Vec<Entry> {
    use May::Anyone;
    vec![
        get("/account", Anyone, account::show),
        post("/account", Anyone, account::edit),
        post("/account/password", Anyone, account::set_password),
        post(
            "/account/sessions/{session}/end",
            Anyone,
            account::end_session,
        ),
        post("/account/daily", Anyone, account::want_daily),
        get(second::PATH, Anyone, second::show),
        post("/account/second/app", Anyone, second::begin_app),
        post("/account/second/app/confirm", Anyone, second::confirm_app),
        post("/account/second/app/remove", Anyone, second::remove_app),
        post("/account/second/codes", Anyone, second::renew_codes),
        post("/account/passkeys", Anyone, passkeys::begin),
        post("/account/passkeys/add", Anyone, passkeys::add),
        post(
            "/account/passkeys/{passkey}/remove",
            Anyone,
            passkeys::remove,
        ),
        get("/account/export", Anyone, account::export),
        post("/account/delete", Anyone, account::delete),
        get("/account/searches", Anyone, searches::list),
        get(unsaved::PATH, Anyone, unsaved::show),
        post("/account/unsaved/discard", Anyone, unsaved::discard),
        get("/my", Anyone, my::list),
        get(my::LEFT, Anyone, my::leaving::left),
        get(answering::PATH, Anyone, answering::show),
        post(answering::PATH, Anyone, answering::send),
    ]
}

/// Registers' files, and records that may stand twice.
fn for_registers() -> Vec<Entry> {
    use May::Registrar;
    vec![
        get("/office/imports", Registrar, imports::list),
        post("/office/imports", Registrar, imports::bring).with_register(),
        get("/office/imports/{file}", Registrar, imports::show),
        post("/office/imports/{file}", Registrar, imports::rehearse).with_body(MAX_COLUMNS),
        post(
            "/office/imports/{file}/guess",
            Registrar,
            imports::guess_anew,
        ),
        post("/office/imports/{file}/import", Registrar, imports::import),
        post(
            "/office/imports/{file}/read",
            Registrar,
            imports::read_again,
        ),
        get(
            "/office/imports/{file}/mapping",
            Registrar,
            imports::mapping,
        ),
        post(
            "/office/imports/{file}/lay-aside",
            Registrar,
            imports::lay_aside,
        ),
        get(
            "/office/imports/{file}/problems",
            Registrar,
            imports::problems,
        ),
        get(
            "/office/imports/{file}/missing",
            Registrar,
            imports::missing,
        ),
        get("/office/imports/made/{batch}", Registrar, imports::made),
        get(
            "/office/imports/made/{batch}/problems",
            Registrar,
            imports::problems_made,
        ),
        get(
            "/office/imports/made/{batch}/undo",
            Registrar,
            imports::ask_undo,
        ),
        post(
            "/office/imports/made/{batch}/undo",
            Registrar,
            imports::undo,
        ),
        get("/office/duplicates", Registrar, duplicates::list),
        get("/office/duplicates/join", Registrar, duplicates::ask),
        post("/office/duplicates", Registrar, duplicates::decide),
    ]
}

fn for_the_office() -> Vec<Entry> {
    use May::{Admin, Registrar};
    vec![
        get(home::PATH, Registrar, home::show),
        get(appeals::PATH, Registrar, appeals::list),
        post(appeals::PATH, Registrar, appeals::decide),
        get(conflicts::PATH, Registrar, conflicts::list),
        post(conflicts::PATH, Registrar, conflicts::decide),
        get(applications::PATH, Registrar, applications::list),
        post(applications::PATH, Registrar, applications::decide),
        get(amendments::PATH, Registrar, amendments::list),
        post(amendments::PATH, Registrar, amendments::settle),
        get(followers::PATH, Registrar, followers::list),
        post(followers::PATH, Registrar, followers::settle),
        get("/office/acts", Registrar, acts::list),
        get(accounts::PATH, Admin, accounts::list),
        post(accounts::PATH, Admin, accounts::invite),
        post("/office/people/second", Admin, accounts::switch_second),
        get("/office/people/{account}", Admin, accounts::show),
        post("/office/people/{account}", Admin, accounts::change),
        get("/office/friends", Admin, friends::show),
        post("/office/friends", Admin, friends::add),
        post("/office/friends/approve", Admin, friends::approve),
        post("/office/friends/sync", Admin, friends::sync),
        post("/office/friends/remove", Admin, friends::remove),
        post("/office/friends/carry", Admin, friends::carry),
        post("/office/friends/relays", Admin, friends::add_relay),
        post(
            "/office/friends/relays/remove",
            Admin,
            friends::remove_relay,
        ),
        get(deliveries::PATH, Admin, deliveries::list),
        post("/office/deliveries/retry", Admin, deliveries::retry),
        post("/office/deliveries/discard", Admin, deliveries::discard),
        post("/office/deliveries/publish", Admin, deliveries::publish),
        post("/office/deliveries/letters", Admin, deliveries::put_aside),
        post(
            "/office/deliveries/letters/retry",
            Admin,
            deliveries::retry_letter,
        ),
        get("/office/site", Admin, site::show),
        post("/office/site", Admin, site::change).with_body(site::MAX_SITE),
        post("/office/site/logo", Admin, site::give_logo).with_body(MAX_PICTURE),
        post("/office/site/logo/remove", Admin, site::remove_logo),
        get("/office/blocks", Admin, blocks::show),
        post("/office/blocks", Admin, blocks::add),
        post("/office/blocks/remove", Admin, blocks::remove),
        post("/office/blocks/import", Admin, blocks::import).with_body(LARGEST_LIST),
        get("/office/blocks/export", Admin, blocks::export),
        get("/office/replies", Registrar, moderation::replies),
        get("/office/replies/{reply}", Registrar, moderation::reply),
        post("/office/replies/approve", Registrar, moderation::approve),
        post("/office/replies/hide", Registrar, moderation::hide),
        get("/office/reports", Registrar, moderation::reports),
        post("/office/reports/resolve", Registrar, moderation::resolve),
    ]
    .into_iter()
    .chain(organizations::pages())
    .collect()
}

/// The pages behind the door, and the door.
pub(super) fn routes(node: &Arc<Node>) -> Router<Arc<Node>> {
    let mut router = door::routes().merge(links::routes());
    // What stands around the file in a form is little.
    let largest = node
        .settings
        .limits
        .import_bytes
        .saturating_add(MAX_FORM as u64);
    let largest = usize::try_from(largest).unwrap_or(usize::MAX);
    for entry in table() {
        let guard = from_fn_with_state((Arc::clone(node), entry.may), guard::guard);
        let handler = if entry.takes_register {
            entry.handler.layer(form::at_most(largest))
        } else {
            entry.handler
        };
        let guarded = handler.route_layer(guard);
        router = router.route(entry.path, guarded);
    }
    router.layer(form::at_most(MAX_FORM))
}
