//! The page about another directory: who keeps it, how it lets in, what is held of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::frame::{self, Frame};
use super::reader::Reader;
use super::views;
use crate::activitypub::address;
use crate::error::{Error, Result};
use crate::federation::cards::{self, View};
use crate::federation::peers;
use crate::http::Problem;
use crate::node::Node;

#[derive(Template)]
#[template(path = "peer.html")]
struct PeerPage<'a> {
    frame: Frame<'a>,
    peer: &'a View,
    home: String,
    /// Where to write, if it is a mail address or a page.
    contact_link: Option<String>,
    admits: Option<&'static str>,
    site_seen_on: Option<String>,
    friends_since: String,
}

/// The page of the directory at that host, if this one follows it.
pub(super) async fn show(
    State(node): State<Arc<Node>>,
    Path(host): Path<String>,
    reader: Reader,
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let peer = peers::find_by_host(&mut tx, &host).await?;
    let followed = peer.filter(|peer| peer.following == "accepted");
    let peer = followed.ok_or_else(|| Error::NotFound(reader.path.clone()))?;
    let peer = cards::view(&mut tx, &peer).await?;
    drop(tx);
    let words = reader.words;
    let name = peer.name.clone().unwrap_or_else(|| peer.host.clone());
    let page = PeerPage {
        frame: Frame::new(&node.settings, &reader, "friends", &name),
        home: address::origin(&peer.id).unwrap_or_default(),
        contact_link: peer.card.contact.as_deref().and_then(link),
        admits: peer.card.admits.as_deref().map(|word| match word {
            "ask" => words.say("admits-by-name"),
            _ => words.say("admits-all"),
        }),
        site_seen_on: peer
            .site_proof
            .as_ref()
            .map(|proof| views::day(proof.seen_at)),
        friends_since: views::day(peer.peer_since),
        peer: &peer,
    };
    Ok(frame::answer(&reader, StatusCode::OK, &page)?)
}

/// Where a contact leads: another's word must not become any other link.
fn link(contact: &str) -> Option<String> {
    if contact.starts_with("https://") {
        return Some(contact.to_owned());
    }
    let is_mail = contact.split_once('@').is_some_and(|(name, host)| {
        let is_plain = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b))
        };
        is_plain(name) && is_plain(host)
    });
    is_mail.then(|| format!("mailto:{contact}"))
}
