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
    /// Whether signatures of any time count, since the test moves the node's clock.
    pub(crate) any_time: bool,
}

impl Manners {
    /// It signs after draft-cavage and takes nothing else.
    pub(crate) const CAVAGE: Self = Self {
        first_knock: "draft-cavage-http-signatures-12",
        understands: "draft-cavage",
        asks_who: false,
        any_time: false,
    };

    /// It signs after RFC 9421, takes nothing else, and shows its people to signed requests.
    pub(crate) const RFC_9421: Self = Self {
        first_knock: "rfc9421",
        understands: "rfc9421",
        asks_who: true,
        any_time: false,
    };
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
        command.env("ANY_TIME", if manners.any_time { "1" } else { "" });
        Self(Server::start(command, folder).await)
    }

    /// Where the server stands.
    pub(crate) fn base(&self) -> &str {
        &self.0.base
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

    /// Which posts it was told of by an actor and not told back, each by what it is and its id.
    pub(crate) async fn announced_by(&self, actor: &str) -> Vec<(String, String)> {
        let state = self.state().await;
        let all = state["announced"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut told: Vec<_> = all
            .filter(|one| one["by"] == actor)
            .map(|one| (text(&one["type"]), text(&one["id"])))
            .collect();
        told.sort();
        told
    }

    /// Stops following an actor.
    pub(crate) async fn leaves(&self, who: &str, actor: &str, follow: &str) {
        let ask = json!({"as": who, "actor": actor, "follow": follow});
        self.tells("unfollow", ask).await;
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

    /// Lets somebody do something that the node takes, and says how it went.
    pub(crate) async fn tells(&self, verb: &str, ask: Value) -> Value {
        let sent = self.does(verb, ask.clone()).await;
        assert_eq!(sent["isTaken"], true, "{verb} {ask}: {sent}");
        sent
    }

    /// A document of the node's, as one of the people gets it.
    pub(crate) async fn reads(&self, address: &str) -> Value {
        self.does("fetch", json!({"as": "ana", "what": address}))
            .await
    }

    /// What came into its inboxes of this type and about this object, in order.
    pub(crate) async fn received(&self, kind: &str, object: &str) -> Vec<Value> {
        let state = self.state().await;
        let all = state["received"].as_array().unwrap().iter();
        let wanted = all.filter(|one| one["type"] == kind && one["object"] == object);
        wanted.cloned().collect()
    }
}
