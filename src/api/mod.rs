//! The JSON API: organizations and offers under `/api/v1`, described by its `OpenAPI`
//! document.
//!
//! Reading the public records needs no token. Writing needs one, and a token made for one
//! organization changes that one's own record and offers alone. The API knows no page and no
//! activity.

/// Who says what of an organization.
mod attestations;
/// Slices of offers and needs that anybody can follow.
mod channels;
/// Links by which representatives take records over.
mod claims;
/// What registers state otherwise than people wrote by hand.
mod conflicts;
/// Records that may be one organization.
mod duplicates;
/// Everything of one organization.
mod export;
/// Who follows an organization.
mod followers;
/// Who belongs to whom.
mod memberships;
/// Direct messages of organizations.
mod messages;
/// Offers and needs.
mod offers;
/// What the API can do, for programs.
mod openapi;
/// Organizations.
mod organizations;
/// Other directories.
mod peers;
/// What somebody gives to be seen.
mod pictures;
/// How organizations show themselves to other servers.
mod profiles;
/// What could not be published.
mod published;
/// Moving to another server, and coming from one.
mod relocation;
/// Answers from other servers, and how many like an offer.
mod replies;
/// Reports from and to other servers.
mod reports;
/// Reading bodies and tokens.
mod request;
/// Answering records and lists of them.
mod response;
/// Servers and people that are kept out.
mod restrictions;
/// Everything that can be found.
mod search;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, patch, post, put};
use http::Method;
use tower_http::cors::{Any, CorsLayer};

use crate::federation::block_list::LARGEST;
use crate::http::origin;
use crate::http::upload::MOST_BESIDE;
use crate::node::Node;
use crate::pictures::MOST_BYTES;

/// The largest body that is read: all texts of a record in many languages fit.
const MAX_BODY: usize = 512 * 1024;

/// The routes of the API.
pub fn routes(node: &Arc<Node>) -> Router<Arc<Node>> {
    // Public records are open data, so pages of other sites may read them.
    let open = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET]);
    Router::new()
        .route(
            "/api/v1/organizations",
            get(organizations::list).post(organizations::create),
        )
        .route(
            "/api/v1/organizations/{id}",
            get(organizations::show)
                .patch(organizations::edit)
                .delete(organizations::remove),
        )
        .route(
            "/api/v1/organizations/{id}/publish",
            post(organizations::publish),
        )
        .route(
            "/api/v1/organizations/{id}/suspend",
            post(organizations::suspend),
        )
        .route(
            "/api/v1/organizations/{id}/dissolve",
            post(organizations::dissolve),
        )
        .route(
            "/api/v1/organizations/{id}/activate",
            post(organizations::activate),
        )
        .route("/api/v1/offers", get(offers::list).post(offers::create))
        .route(
            "/api/v1/offers/{id}",
            get(offers::show)
                .patch(offers::edit)
                .delete(offers::withdraw),
        )
        .route("/api/v1/offers/{id}/close", post(offers::close))
        .route("/api/v1/offers/{id}/again", post(offers::again))
        .route("/api/v1/channels/{codes}", get(channels::show))
        .route(search::PATH, get(search::search))
        .route("/api/v1/openapi.json", get(openapi::document))
        .merge(profile())
        .merge(given())
        .merge(relations(node))
        .merge(one_organization())
        .merge(conversation())
        .merge(rules())
        .merge(moves())
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(Arc::clone(node), published::tell))
        .layer(open)
}

/// The routes of how organizations show themselves to other servers.
fn profile() -> Router<Arc<Node>> {
    Router::new()
        .route(
            "/api/v1/organizations/{id}/profile",
            get(profiles::show).patch(profiles::choose),
        )
        .route(
            "/api/v1/offers/{id}/pin",
            put(profiles::pin).delete(profiles::unpin),
        )
}

/// The routes of pictures that somebody gives.
fn given() -> Router<Arc<Node>> {
    Router::new()
        .route(
            "/api/v1/organizations/{id}/pictures",
            get(pictures::of_organization),
        )
        .route(
            "/api/v1/organizations/{id}/icon",
            put(pictures::give_icon).delete(pictures::remove_icon),
        )
        .route(
            "/api/v1/organizations/{id}/header",
            put(pictures::give_header).delete(pictures::remove_header),
        )
        .route(
            "/api/v1/offers/{id}/photos",
            get(pictures::of_offer).post(pictures::add_photo),
        )
        .route(
            "/api/v1/offers/{id}/photos/{digest}",
            patch(pictures::describe_photo).delete(pictures::remove_photo),
        )
        .route(
            "/api/v1/pictures/{role}",
            put(pictures::give_own).delete(pictures::remove_own),
        )
        .layer(DefaultBodyLimit::max(MOST_BYTES + MOST_BESIDE))
}

/// The routes of records that are one organization, here and in other directories.
fn one_organization() -> Router<Arc<Node>> {
    Router::new()
        .route("/api/v1/duplicates", get(duplicates::list))
        .route("/api/v1/duplicates/find", post(duplicates::find))
        .route("/api/v1/duplicates/merge", post(duplicates::merge))
        .route("/api/v1/duplicates/apart", post(duplicates::keep_apart))
        .route(
            "/api/v1/organizations/{id}/same-as",
            get(duplicates::stated)
                .post(duplicates::state)
                .delete(duplicates::take_back),
        )
}

/// The routes of organizations that move to another server or come from one.
fn moves() -> Router<Arc<Node>> {
    Router::new()
        .route(
            "/api/v1/organizations/{id}/moves",
            get(relocation::show)
                .post(relocation::leave)
                .delete(relocation::come_back),
        )
        .route(
            "/api/v1/organizations/{id}/former-addresses",
            post(relocation::state_former).delete(relocation::forget_former),
        )
}

/// The routes of what people of other servers say.
fn conversation() -> Router<Arc<Node>> {
    Router::new()
        .route("/api/v1/replies", get(replies::list))
        .route("/api/v1/replies/{id}", get(replies::show))
        .route("/api/v1/replies/{id}/approve", post(replies::approve))
        .route("/api/v1/replies/{id}/hide", post(replies::hide))
        .route("/api/v1/offers/{id}/reactions", get(replies::reactions))
        .route(
            "/api/v1/organizations/{id}/messages",
            get(messages::list).post(messages::ask),
        )
        .route(
            "/api/v1/organizations/{id}/messages/{message}",
            get(messages::show).delete(messages::erase),
        )
        .route(
            "/api/v1/organizations/{id}/messages/{message}/answer",
            post(messages::answer),
        )
        .route("/api/v1/reports", get(reports::list))
        .route("/api/v1/reports/{id}/resolve", post(reports::resolve))
}

/// The routes of what the office lets in.
fn rules() -> Router<Arc<Node>> {
    let import = Router::new()
        .route("/api/v1/restrictions/import", post(restrictions::import))
        .layer(DefaultBodyLimit::max(LARGEST));
    Router::new()
        .route(
            "/api/v1/restrictions",
            get(restrictions::list).post(restrictions::create),
        )
        .route("/api/v1/restrictions/export", get(restrictions::export))
        .route(
            "/api/v1/restrictions/{subject}",
            axum::routing::delete(restrictions::lift),
        )
        .route("/api/v1/organizations/{id}/followers", get(followers::list))
        .route(
            "/api/v1/organizations/{id}/followers/approve",
            post(followers::approve),
        )
        .route(
            "/api/v1/organizations/{id}/followers/reject",
            post(followers::reject),
        )
        .route(
            "/api/v1/organizations/{id}/followers/policy",
            post(followers::choose),
        )
        .route("/api/v1/peers", get(peers::list))
        .route("/api/v1/peers/{host}", get(peers::show))
        .merge(import)
}

/// The routes of what others say of an organization, and of who belongs to whom.
fn relations(node: &Node) -> Router<Arc<Node>> {
    Router::new()
        .route(
            "/api/v1/organizations/{id}/attestations",
            get(attestations::list).post(attestations::create),
        )
        .route(
            "/api/v1/organizations/{id}/attestations/refuse",
            post(attestations::refuse),
        )
        .route(
            "/api/v1/organizations/{id}/attestations/{attestation}/revoke",
            post(attestations::revoke),
        )
        .route(
            "/api/v1/organizations/{id}/memberships",
            get(memberships::list).post(memberships::create),
        )
        .route(
            "/api/v1/organizations/{id}/memberships/{membership}/confirm",
            post(memberships::confirm),
        )
        .route(
            "/api/v1/organizations/{id}/memberships/{membership}/end",
            post(memberships::end),
        )
        .route(
            "/api/v1/organizations/{id}/claims",
            get(claims::list).post(claims::create),
        )
        .route("/api/v1/organizations/{id}/export", get(export::whole))
        .route("/api/v1/conflicts", get(conflicts::all))
        .route("/api/v1/organizations/{id}/conflicts", get(conflicts::list))
        .route(
            "/api/v1/organizations/{id}/conflicts/{field}",
            post(conflicts::decide),
        )
        .route(
            "/api/v1/claims/{secret}",
            get(claims::show)
                .post(claims::take_over)
                // The link alone is the right to it, and a browser may have opened it.
                .layer(origin::ours_alone(&node.settings.public_url)),
        )
}
