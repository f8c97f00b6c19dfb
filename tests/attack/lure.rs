//! Actors that make the node fetch something it should not take.

use serde_json::Value;

use crate::actor::{Actor, HOSTILE};
use crate::peer::{Answer, Peer};
use crate::request::{Draft, Way};
use crate::stage::Stage;

/// A follow by an actor that is served nowhere yet. Each stands on a server of its own: one
/// that failed often is not asked again, and a case would be refused for that alone.
pub struct Lure {
    pub peer: Peer,
    pub actor: Actor,
    pub draft: Draft,
}

impl Lure {
    pub async fn new(way: Way, stage: &Stage) -> Self {
        let peer = Peer::start().await;
        let actor = Actor::unknown(&peer, "mallory", &HOSTILE);
        let draft = Draft::new(way, &actor, &actor.follow(&peer, &stage.target));
        Self { peer, actor, draft }
    }

    /// Serves `answer` where the actor should stand.
    pub async fn serving(way: Way, stage: &Stage, answer: Answer) -> Self {
        let lure = Self::new(way, stage).await;
        lure.peer.serve(&lure.actor.path, answer);
        lure
    }

    /// Serves the actor's document, bent.
    pub async fn bent(way: Way, stage: &Stage, bend: impl FnOnce(&mut Value)) -> Self {
        let lure = Self::new(way, stage).await;
        let mut document = lure.actor.document();
        bend(&mut document);
        lure.peer
            .serve(&lure.actor.path, Answer::Document(document));
        lure
    }

    /// Serves bytes made of the actor's document.
    pub async fn typed(
        way: Way,
        stage: &Stage,
        media_type: &'static str,
        make: impl FnOnce(String) -> String,
    ) -> Self {
        let lure = Self::new(way, stage).await;
        let bytes = make(lure.actor.document().to_string()).into_bytes();
        lure.peer
            .serve(&lure.actor.path, Answer::Typed(media_type, bytes));
        lure
    }

    pub fn gets(&self) -> usize {
        self.peer.gets(&self.actor.path)
    }
}
