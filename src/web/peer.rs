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
use crate::federation::cards::{self, PeerCard, View};
use crate::federation::peers::{self, Peer};
use crate::http::Problem;
use crate::node::Node;
use crate::store::Tx;
use crate::words::Words;

#[derive(Template)]
#[template(path = "peer.html")]
struct PeerPage<'a> {
    frame: Frame<'a>,
    told: Told,
}

/// What is told of another directory.
pub(super) struct Told {
    pub(super) peer: View,
    pub(super) home: String,
    /// Where to write, if it is a mail address or a page.
    pub(super) contact_link: Option<String>,
    pub(super) admits: Option<&'static str>,
    pub(super) site_seen_on: Option<String>,
    /// Since when it is a friend, if it is one.
    pub(super) friends_since: Option<String>,
}

impl Told {
    pub(super) async fn of(tx: &mut Tx, peer: &Peer, words: &'static Words) -> Result<Self> {
        let is_friend = peer.following == "accepted";
        let peer = cards::view(tx, peer).await?;
        Ok(Self {
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
            friends_since: is_friend.then(|| views::day(peer.peer_since)),
            peer,
        })
    }

    /// Whether nothing was read yet of what it says of itself.
    pub(super) fn is_silent(&self) -> bool {
        self.peer.card == PeerCard::default()
    }
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
    let told = Told::of(&mut tx, &peer, reader.words).await?;
    drop(tx);
    let name = peer.name.unwrap_or(peer.host);
    let page = PeerPage {
        frame: Frame::new(&node.settings, &reader, "friends", &name),
        told,
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
