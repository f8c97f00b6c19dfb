//! The one HTTP client. Every connection of this node to another host goes through here:
//! addresses are checked where the connection is made, redirects are walked by hand, every
//! request says who asks and is signed by the node's actor.

mod failure;
mod post;
mod resolver;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use quick_cache::sync::Cache;
use reqwest::redirect;
use url::Url;

pub use self::failure::{Failure, FailureKind};
use self::failure::{passing, unsuccessful};
use self::resolver::{GuardedResolver, Lookup};
use super::address::{self, Reach};
use super::keys::PrivateKey;
use super::restrictions::Restrictions;
use super::signature::{self, Scheme};
use crate::clock::Clock;
use crate::error::{Error, Result, Trouble};

/// The most bytes of an answer that are read, after decompression.
const MAX_BODY: usize = 1 << 20;
/// How long a fetch may take in all, redirects included.
const FETCH_DEADLINE: Duration = Duration::from_secs(10);
/// How long the connection itself may take.
const CONNECT_DEADLINE: Duration = Duration::from_secs(5);
/// How many requests one fetch may cost, redirects and second attempts included.
const MAX_REQUESTS: usize = 3;
/// How many hosts' signature schemes are remembered.
const REMEMBERED_HOSTS: usize = 4096;

/// Who signs a request: an actor's key under its id.
#[derive(Debug, Clone)]
pub struct Signer {
    /// The key's id, such as `https://oax.example/actor#main-key`.
    pub key_id: String,
    /// The key.
    pub key: PrivateKey,
}

/// What an answer said.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// When to come again, as the host wrote it.
    pub retry_after: Option<String>,
}

/// A document that was fetched, before anybody looked into it.
#[derive(Debug)]
pub(super) struct Fetched {
    /// The address that answered, after redirects.
    pub(super) url: Url,
    pub(super) content_type: String,
    pub(super) body: Bytes,
    /// How many requests it took.
    pub(super) requests: usize,
}

/// How far a fetch goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// How many requests it may cost.
    pub(super) requests: usize,
    /// How many bytes of an answer are read at most.
    pub(super) bytes: usize,
    /// Whether it may be led to another origin.
    pub(super) may_leave: bool,
}

impl Bounds {
    /// Those of a document, wherever it stands, within so many requests.
    pub(super) fn requests(requests: usize) -> Self {
        Self {
            requests,
            bytes: MAX_BODY,
            may_leave: true,
        }
    }
}

/// The client; its clones share connections. Beside what they share stands who asks for
/// documents, where that is not the node's actor.
#[derive(Debug, Clone)]
pub struct Client(Arc<Inner>, Option<Arc<Signer>>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    reach: Reach,
    agent: HeaderValue,
    signer: RwLock<Arc<Signer>>,
    clock: Clock,
    schemes: Cache<String, Scheme>,
    restrictions: Restrictions,
}

impl Client {
    /// A client that speaks for the node whose actor `signer` is.
    pub fn new(reach: Reach, public_url: &str, signer: Signer, clock: Clock) -> Result<Self> {
        Self::with_names(reach, public_url, signer, clock, resolver::of_machine())
    }

    fn with_names(
        reach: Reach,
        public_url: &str,
        signer: Signer,
        clock: Clock,
        lookup: Lookup,
    ) -> Result<Self> {
        let agent = format!("Trenza/{} (+{public_url})", env!("CARGO_PKG_VERSION"));
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that makes the client"
        )]
        let http = reqwest::Client::builder()
            .dns_resolver(Arc::new(GuardedResolver { reach, lookup }))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_DEADLINE)
            .pool_idle_timeout(Duration::from_secs(15))
            .pool_max_idle_per_host(2)
            .build()
            .map_err(Error::internal)?;
        let agent = HeaderValue::from_str(&agent).map_err(Error::internal)?;
        let schemes = Cache::new(REMEMBERED_HOSTS);
        let inner = Inner {
            http,
            reach,
            agent,
            signer: RwLock::new(Arc::new(signer)),
            clock,
            schemes,
            restrictions: Restrictions::default(),
        };
        Ok(Self(Arc::new(inner), None))
    }

    /// The same client, asking for documents in the name of another actor of the node.
    #[must_use]
    pub fn asking_as(&self, signer: Signer) -> Self {
        Self(Arc::clone(&self.0), Some(Arc::new(signer)))
    }

    /// Signs from now on, and all clones with it, as this one does.
    pub fn sign_as(&self, signer: Signer) {
        *(self.0.signer.write()).unwrap_or_else(PoisonError::into_inner) = Arc::new(signer);
    }

    fn signer(&self) -> Arc<Signer> {
        self.1.clone().unwrap_or_else(|| {
            let own = self.0.signer.read();
            Arc::clone(&own.unwrap_or_else(PoisonError::into_inner))
        })
    }

    /// What this client may connect to.
    pub fn reach(&self) -> Reach {
        self.0.reach
    }

    /// With whom it does not speak; what is loaded there is heeded at once.
    pub fn restrictions(&self) -> &Restrictions {
        &self.0.restrictions
    }

    /// Fetches what stands at `url`, within the deadline and the bounds.
    pub(super) async fn fetch(
        &self,
        url: &Url,
        accept: &'static str,
        bounds: Bounds,
    ) -> Result<Fetched, Failure> {
        tokio::time::timeout(FETCH_DEADLINE, self.walk(url, accept, bounds))
            .await
            .map_err(|_elapsed| {
                Failure::new(
                    url,
                    FailureKind::Passing,
                    "did not answer within 10 seconds",
                )
                .of(Trouble::Silent)
            })?
    }

    async fn walk(
        &self,
        start: &Url,
        accept: &'static str,
        bounds: Bounds,
    ) -> Result<Fetched, Failure> {
        let mut url = start.clone();
        url.set_fragment(None);
        let mut is_second_try = false;
        for requests in 1..=bounds.requests.min(MAX_REQUESTS) {
            let known = self.scheme_of(&url);
            let scheme = if is_second_try { other(known) } else { known };
            let response = self.get(&url, accept, scheme).await?;
            let status = response.status();
            if status.is_redirection() {
                url = self.next_hop(&url, response.headers())?;
                if !bounds.may_leave && url.origin() != start.origin() {
                    return Err(Failure::definite(start, "leads to another site"));
                }
                is_second_try = false;
            } else if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::BAD_REQUEST)
                && requests == 1
            {
                // Some servers know one way of signing only: the other one is tried once.
                is_second_try = true;
            } else if status.is_success() {
                if is_second_try {
                    self.0.schemes.insert(authority(&url), scheme);
                }
                return read(url, response, requests, bounds.bytes).await;
            } else {
                return Err(unsuccessful(&url, status));
            }
        }
        Err(Failure::definite(
            start,
            "redirects too often or refuses every signature",
        ))
    }

    async fn get(
        &self,
        url: &Url,
        accept: &'static str,
        scheme: Scheme,
    ) -> Result<reqwest::Response, Failure> {
        self.check(url)?;
        let signer = self.signer();
        let (key, key_id) = (&signer.key, signer.key_id.as_str());
        let now = self.0.clock.now();
        let headers = signature::sign(scheme, key, key_id, &Method::GET, url, None, now)
            .map_err(|error| Failure::definite(url, error.to_string()))?;
        let request = self
            .0
            .http
            .get(url.clone())
            .headers(headers)
            .header(USER_AGENT, self.0.agent.clone())
            .header(ACCEPT, accept);
        request.send().await.map_err(|error| passing(url, &error))
    }

    fn check(&self, url: &Url) -> Result<(), Failure> {
        address::check(url, self.0.reach).map_err(|reason| {
            Failure::definite(url, format!("the address is refused: {reason}"))
                .of(Trouble::NotAsked)
        })?;
        if self.0.restrictions.is_blocked(url.as_str()) {
            let reason = "is blocked by this directory; see `trenza block list`";
            return Err(Failure::definite(url, reason).of(Trouble::Blocked));
        }
        Ok(())
    }

    fn next_hop(&self, from: &Url, headers: &HeaderMap) -> Result<Url, Failure> {
        let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
        let mut next = location
            .and_then(|text| from.join(text).ok())
            .ok_or_else(|| Failure::definite(from, "redirects to no address"))?;
        next.set_fragment(None);
        if from.scheme() == "https" && next.scheme() != "https" {
            return Err(Failure::definite(from, "redirects away from https"));
        }
        self.check(&next)?;
        Ok(next)
    }

    /// draft-cavage is understood by everybody, so it goes first to strangers.
    fn scheme_of(&self, url: &Url) -> Scheme {
        self.0
            .schemes
            .get(&authority(url))
            .unwrap_or(Scheme::Cavage)
    }
}

/// The other of the two schemes.
pub fn other(scheme: Scheme) -> Scheme {
    match scheme {
        Scheme::Cavage => Scheme::Rfc9421,
        Scheme::Rfc9421 => Scheme::Cavage,
    }
}

/// The host of a URL, with its port where one is written.
pub fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

async fn read(
    url: Url,
    mut response: reqwest::Response,
    requests: usize,
    most: usize,
) -> Result<Fetched, Failure> {
    let content_type = response.headers().get(CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let mut body = BytesMut::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| passing(&url, &error))?
    {
        if body.len() + chunk.len() > most {
            let reason = format!("answers with more than {} KiB", most >> 10);
            return Err(Failure::definite(&url, reason));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Fetched {
        url,
        content_type,
        body: body.freeze(),
        requests,
    })
}

#[cfg(test)]
mod tests;
