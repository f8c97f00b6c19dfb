//! The server made with Fedify, by its control address: what its people do, what it holds.

use serde_json::{Value, json};

use crate::tls::Authority;
use crate::tools::{Npm, Server, until};

/// How the server signs and what it takes.
#[derive(Default)]
pub(crate) struct Manners {
    /// The signatures with which it begins to speak to a stranger.
    pub(crate) first_knock: &'static str,
    /// The only signatures that its inboxes take.
    pub(crate) understands: &'static str,
    /// Whether its actors are shown to signed requests alone.
    pub(crate) asks_who: bool,
}

/// A server made with Fedify, with two people: ana and beto.
pub(crate) struct Fediverse(Server);

impl Fediverse {
    pub(crate) async fn start(npm: &Npm, authority: &Authority, manners: &Manners) -> Self {
        let folder = npm.program("fedify");
        let mut command = npm.node(&folder.path().join("server.js"), &authority.file());
        command.env("FIRST_KNOCK", manners.first_knock);
        command.env("UNDERSTANDS", manners.understands);
        command.env("ASKS_WHO", if manners.asks_who { "1" } else { "" });
        Self(Server::start(command, folder).await)
    }

    /// The inbox that its people share.
    pub(crate) fn inbox(&self) -> String {
        format!("{}/inbox", self.0.base)
    }

    /// Lets somebody do something, and says how it went.
    pub(crate) async fn does(&self, verb: &str, ask: Value) -> Value {
        self.0.does(verb, ask).await
    }

    /// What it holds.
    pub(crate) async fn state(&self) -> Value {
        self.does("state", json!({})).await
    }

    /// What it understands of an actor or object that somebody looks up.
    pub(crate) async fn looks_up(&self, what: &str) -> Value {
        self.does("lookup", json!({"as": "ana", "what": what}))
            .await
    }

    /// Follows an actor, waits for the answer to take effect, and gives the Follow's id.
    pub(crate) async fn follows(&self, who: &str, actor: &str) -> String {
        let sent = self
            .does("follow", json!({"as": who, "actor": actor}))
            .await;
        assert_eq!(sent["isTaken"], true, "{who} follows {actor}: {sent}");
        let id = sent["id"].as_str().unwrap().to_owned();
        let what = format!("{who}'s Follow of {actor} is accepted");
        let stands = async || self.state().await["following"][&id]["stands"].clone();
        until(&what, stands, |stands| stands == "accepted").await;
        id
    }

    /// Waits until a post that it holds is as it should be.
    pub(crate) async fn shows(
        &self,
        id: &str,
        what: &str,
        holds: impl Fn(&Value) -> bool,
    ) -> Value {
        let state = until(
            what,
            async || self.state().await,
            |state| holds(&state["notes"][id]),
        )
        .await;
        state["notes"][id].clone()
    }

    /// What came into its inboxes of this type and about this object, in order.
    pub(crate) async fn received(&self, kind: &str, object: &str) -> Vec<Value> {
        let state = self.state().await;
        let all = state["received"].as_array().unwrap().iter();
        let wanted = all.filter(|one| one["type"] == kind && one["object"] == object);
        wanted.cloned().collect()
    }
}
