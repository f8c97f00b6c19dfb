//! The six actors of fediverse-pasture: some sign, some do not, some show themselves to
//! signed requests alone. Their signatures are made and checked by bovine.

use serde_json::{Value, json};
use trenza::federation::paths;

use crate::city::{City, TERRITORY};
use crate::tools::{Python, Server, until};

/// The server of the six.
struct Pasture(Server);

impl Pasture {
    async fn start(python: &Python) -> Self {
        let folder = python.program("pasture");
        let mut command = python.run(&folder.path().join("server.py"));
        // It would ask the web for JSON-LD contexts, and does without where there is none.
        command.env("https_proxy", "http://127.0.0.1:1");
        Self(Server::start(command, folder).await)
    }

    fn actor(&self, name: &str) -> String {
        format!("{}/{name}", self.0.base)
    }

    async fn does(&self, verb: &str, ask: Value) -> Value {
        self.0.does(verb, ask).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_six_kinds_of_actors_those_who_sign_are_heard() {
    let Some(python) = Python::find() else { return };
    let city = City::plain().await;
    let pasture = Pasture::start(&python).await;
    let cafe = city.active("Café Unión").await;
    for path in [paths::NODE, &cafe.path(), &paths::territory(TERRITORY)] {
        let ask = json!({"actor": city.node.url(path)});
        let verified = pasture.does("verify", ask).await;
        // alice and dean do not sign what they post; everybody may read the actor.
        let silent = json!({"get_actor": true, "post_inbox": false});
        let heard = json!({"get_actor": true, "post_inbox": true});
        let expected = json!({
            "alice": silent, "bob": heard, "claire": heard,
            "dean": silent, "emily": heard, "frank": heard,
            "webfinger": true,
        });
        assert_eq!(verified["result"], expected, "{path}: {verified:#}");
        let said = verified["messages"]["steps"].as_array().unwrap();
        let refused = said
            .iter()
            .filter(|one| *one == "Got 401 for unsigned POST");
        assert_eq!(refused.count(), 2, "{path}: {verified:#}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn actors_that_take_signed_activities_alone_follow_and_hear() {
    let Some(python) = Python::find() else { return };
    let city = City::plain().await;
    let pasture = Pasture::start(&python).await;
    let cafe = city.active("Café Unión").await;
    let object = city.node.url(&cafe.path());
    let mut expected = Vec::new();
    // claire and frank show their actors, with their keys, to signed requests alone.
    for name in ["bob", "claire", "emily", "frank"] {
        let follow = json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": format!("{}/follows/1", pasture.actor(name)),
            "type": "Follow",
            "actor": pasture.actor(name),
            "object": object,
        });
        let inbox = format!("{object}/inbox");
        let ask = json!({"as": name, "inbox": inbox, "activity": follow});
        let sent = pasture.does("send", ask).await;
        assert_eq!(sent["status"], 202, "{name}");
        expected.push((
            "Accept".to_owned(),
            follow["id"].as_str().unwrap().to_owned(),
        ));
    }
    let followers = async || city.followers(&cafe.path()).await;
    until("all four follow", followers, |followers| *followers == 4).await;
    let offer = city.offer(&cafe, "Tostadora compartida").await;
    // Each has an inbox of its own and is told there.
    for _ in 0..4 {
        expected.push(("Create".to_owned(), city.node.url(&offer.path())));
    }
    expected.sort();
    // What their inboxes took was verified by bovine before it was noted.
    let taken = async || {
        let state = pasture.does("state", json!({})).await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut taken: Vec<_> = state["taken"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (text(&one["type"]), text(&one["object"]["id"])))
            .collect();
        taken.sort();
        taken
    };
    until("all four hear", taken, |taken| *taken == expected).await;
}
