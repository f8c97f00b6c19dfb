//! A thousand actors on a hundred hosts, all of them one listener under many names.

use anyhow::Result;
use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse as _;
use http::header;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use trenza::activitypub::keys::PrivateKey;
use trenza::federation::peers::Introduction;

/// How many hosts there are.
pub(crate) const HOSTS: usize = 100;
/// How many actors there are on all of them.
pub(crate) const ACTORS: usize = 1_000;

/// Where the actors are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Actors {
    pub(crate) port: u16,
}

impl Actors {
    /// Serves the documents of actors that share a key, as the organizations of a node do.
    pub(crate) async fn start(key: &PrivateKey) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let pem = key.public()?.to_pem();
        let document = move |request: Request| {
            let host = request.headers().get(header::HOST);
            let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
            let id = format!("http://{host}{}", request.uri().path());
            let body = json!({
                "@context": "https://www.w3.org/ns/activitystreams",
                "id": id,
                "type": "Organization",
                "inbox": format!("{id}/inbox"),
                "publicKey": {"id": format!("{id}#main-key"), "owner": id, "publicKeyPem": pem},
            });
            let media_type = [(header::CONTENT_TYPE, "application/activity+json")];
            async move { (media_type, body.to_string()).into_response() }
        };
        let router = Router::new().fallback(document);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { port })
    }

    fn authority(self, host: usize) -> String {
        format!("h{host}.localhost:{}", self.port)
    }

    /// The id of one of the thousand.
    pub(crate) fn id(self, actor: usize) -> String {
        format!("http://{}/o/{actor}", self.authority(actor % HOSTS))
    }

    pub(crate) fn key_id(self, actor: usize) -> String {
        format!("{}#main-key", self.id(actor))
    }

    /// What a host's node says of itself.
    pub(crate) fn introduction(self, host: usize) -> Introduction {
        let authority = self.authority(host);
        Introduction {
            id: format!("http://{authority}/actor"),
            inbox: format!("http://{authority}/inbox"),
            registry_log: Some(format!("http://{authority}/registry/log")),
            name: None,
            host: authority,
        }
    }

    /// An offer that an actor creates, of the usual size.
    pub(crate) fn create(self, number: usize) -> Value {
        let actor = self.id(number % ACTORS);
        let id = format!("{actor}/offers/{number}");
        let text = "Forty hours a month of a shared roasting plant. ".repeat(16);
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams"],
            "id": format!("{id}/create"),
            "type": "Create",
            "actor": actor,
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "object": {
                "id": id,
                "type": "Note",
                "attributedTo": actor,
                "name": format!("Offer {number}"),
                "content": format!("<p>{text}</p>"),
                "published": "2026-11-24T10:00:00Z",
                "updated": "2026-11-24T10:00:00Z",
                "purpose": "offer",
                "publishes": {
                    "id": format!("{id}#primary"),
                    "type": "Intent",
                    "action": "deliverService",
                    "resourceQuantity": {"hasUnit": "one"},
                },
            },
        })
    }
}
