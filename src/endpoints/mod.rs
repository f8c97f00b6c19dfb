//! The addresses that other servers ask: documents, collections, inboxes, the log,
//! discovery. A document's address has a second face, the page that people read.

mod admit;
mod channel;
mod collection;
mod data;
mod departed;
mod discovery;
mod document;
mod inbox;
mod log;
mod page;
mod picture;
mod reactions;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use tower_http::limit::RequestBodyLimitLayer;

use crate::node::Node;

pub use admit::admit;

/// Every address of this module; activities of more than `most` bytes are refused.
pub fn routes(most: usize) -> Router<Arc<Node>> {
    let inboxes = Router::new()
        .route("/inbox", post(inbox::receive))
        .route("/o/{id}/inbox", post(inbox::of_organization))
        .route("/t/{code}/inbox", post(channel::receive))
        .route("/c/{codes}/inbox", post(channel::receive))
        // A length that is stated is judged before a byte is read, a body without one while
        // it is read.
        .layer(RequestBodyLimitLayer::new(most))
        .layer(DefaultBodyLimit::disable());
    Router::new()
        .merge(inboxes)
        .merge(data::routes())
        .route("/", get(document::home))
        .route("/friends", get(page::friends))
        .route("/actor", get(document::get))
        .route("/o/{id}", get(document::get))
        .route("/t/{code}", get(channel::get))
        .route("/c/{codes}", get(channel::get))
        .route("/t/{code}/days/{day}", get(channel::day))
        .route("/c/{codes}/days/{day}", get(channel::day))
        .route("/offers/{id}", get(document::get))
        .route("/offers/{id}/proposal", get(document::get))
        .route("/offers/{id}/replies", get(reactions::replies))
        .route("/offers/{id}/likes", get(reactions::likes))
        .route("/offers/{id}/shares", get(reactions::shares))
        .route("/actor/welcome", get(channel::welcome))
        .route("/t/{code}/welcome", get(channel::welcome))
        .route("/c/{codes}/welcome", get(channel::welcome))
        .route("/actor/featured", get(collection::featured))
        .route("/o/{id}/featured", get(collection::featured))
        .route("/t/{code}/featured", get(collection::featured))
        .route("/c/{codes}/featured", get(collection::featured))
        .route("/m/{file}", get(picture::get))
        .route("/activities/{id}", get(document::activity))
        .route("/actor/outbox", get(collection::outbox))
        .route("/o/{id}/outbox", get(collection::outbox))
        .route("/t/{code}/outbox", get(collection::outbox))
        .route("/c/{codes}/outbox", get(collection::outbox))
        .route("/actor/followers", get(collection::followers))
        .route("/o/{id}/followers", get(collection::followers))
        .route("/t/{code}/followers", get(collection::followers))
        .route("/c/{codes}/followers", get(collection::followers))
        .route(
            "/actor/followers_synchronization",
            get(collection::synchronization),
        )
        .route(
            "/o/{id}/followers_synchronization",
            get(collection::synchronization),
        )
        .route(
            "/t/{code}/followers_synchronization",
            get(collection::synchronization),
        )
        .route(
            "/c/{codes}/followers_synchronization",
            get(collection::synchronization),
        )
        .route("/actor/following", get(collection::following))
        .route("/o/{id}/following", get(collection::following))
        .route("/t/{code}/following", get(collection::following))
        .route("/c/{codes}/following", get(collection::following))
        .route("/registry/log", get(log::get))
        .route("/.well-known/webfinger", get(discovery::webfinger))
        .route("/.well-known/host-meta", get(discovery::host_meta))
        .route(
            "/.well-known/host-meta.json",
            get(discovery::host_meta_json),
        )
        .route(discovery::SECURITY_TXT, get(discovery::security_txt))
        .route("/.well-known/nodeinfo", get(discovery::nodeinfo_links))
        .route("/nodeinfo/{version}", get(discovery::nodeinfo))
}
