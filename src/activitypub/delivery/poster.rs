//! Posting: one attempt of one delivery, signed in the name of its actor.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderMap, HeaderValue, StatusCode};
use url::Url;

use super::claim::Claimed;
use super::settle::{self, Attempt};
use crate::activitypub::client::{self, Client, Failure, FailureKind, Reply, Signer};
use crate::activitypub::keyring::Keyring;
use crate::activitypub::keys::PrivateKey;
use crate::activitypub::signature::Scheme;

/// Who posts a body to an inbox.
pub trait Poster: Send + Sync + fmt::Debug {
    /// Posts `body` to `inbox`, signed by `scheme` in the name of the actor at the path
    /// `actor`.
    fn post<'a>(
        &'a self,
        inbox: &'a Url,
        scheme: Scheme,
        actor: &'a str,
        body: Bytes,
    ) -> BoxFuture<'a, Result<Reply, Failure>>;
}

/// What deliveries say in a header besides.
pub trait Headers: Send + Sync + fmt::Debug {
    /// The header, if any, of what the actor at the path `actor` sends to an inbox.
    fn of<'a>(
        &'a self,
        actor: &'a str,
        inbox: &'a Url,
    ) -> BoxFuture<'a, Option<(&'static str, HeaderValue)>>;
}

/// By which keys deliveries are signed.
pub trait Keys: Send + Sync + fmt::Debug {
    /// The key of the actor at the path `actor`, at this moment.
    fn of(&self, actor: &str) -> PrivateKey;
}

impl Keys for Keyring {
    fn of(&self, actor: &str) -> PrivateKey {
        self.rsa_of(actor)
    }
}

/// One key for all actors.
impl Keys for PrivateKey {
    fn of(&self, _actor: &str) -> PrivateKey {
        self.clone()
    }
}

/// Posts by the node's HTTP client, signed by the RSA key of whoever sends.
#[derive(Debug, Clone)]
pub struct Signing {
    client: Client,
    keys: Arc<dyn Keys>,
    public_url: String,
    headers: Option<Arc<dyn Headers>>,
}

impl Signing {
    /// A poster for the actors under `public_url`.
    pub fn new(client: Client, keys: impl Keys + 'static, public_url: &str) -> Self {
        let public_url = public_url.trim_end_matches('/').to_owned();
        Self {
            client,
            keys: Arc::new(keys),
            public_url,
            headers: None,
        }
    }

    /// The same, with a header that says more.
    #[must_use]
    pub fn with_headers(self, headers: Arc<dyn Headers>) -> Self {
        Self {
            headers: Some(headers),
            ..self
        }
    }
}

impl Poster for Signing {
    fn post<'a>(
        &'a self,
        inbox: &'a Url,
        scheme: Scheme,
        actor: &'a str,
        body: Bytes,
    ) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let signer = Signer {
                key_id: format!("{}{actor}#main-key", self.public_url),
                key: self.keys.of(actor),
            };
            let mut more = HeaderMap::new();
            if let Some(headers) = &self.headers
                && let Some((name, value)) = headers.of(actor, inbox).await
            {
                more.insert(name, value);
            }
            let client = &self.client;
            client.post_with(more, inbox, scheme, &signer, body).await
        })
    }
}

/// Makes one attempt. A host that turns the signature away is offered the other scheme.
pub(super) async fn attempt(poster: &dyn Poster, claimed: Claimed, body: Option<Bytes>) -> Attempt {
    let scheme = settle::scheme_of(&claimed.known);
    let mut attempt = Attempt {
        answer: Err(impossible(&claimed.host, "the activity is kept no longer")),
        claimed,
        scheme,
    };
    let Some(body) = body else {
        return attempt;
    };
    let claimed = &attempt.claimed;
    let inbox = match Url::parse(&claimed.inbox) {
        Ok(inbox) => inbox,
        Err(error) => {
            attempt.answer = Err(impossible(&claimed.host, error));
            return attempt;
        }
    };
    let answer = poster
        .post(&inbox, scheme, &claimed.actor, body.clone())
        .await;
    let turned_away = matches!(
        &answer,
        Ok(reply) if matches!(reply.status, StatusCode::UNAUTHORIZED | StatusCode::BAD_REQUEST)
    );
    if turned_away {
        let other = client::other(scheme);
        let second = poster.post(&inbox, other, &claimed.actor, body).await;
        if let Ok(reply) = second
            && reply.status.is_success()
        {
            attempt.answer = Ok(reply);
            attempt.scheme = other;
            return attempt;
        }
    }
    attempt.answer = answer;
    attempt
}

fn impossible(host: &str, reason: impl fmt::Display) -> Failure {
    Failure {
        host: host.to_owned(),
        kind: FailureKind::Definite,
        reason: reason.to_string(),
        trouble: None,
    }
}
