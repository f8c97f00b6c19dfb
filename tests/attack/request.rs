//! Requests made by hand, so that each part of them can be wrong while all else is right.
//!
//! Nothing here uses the node's own signing code: a mistake that both sides shared would
//! go unnoticed.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use trenza::activitypub::digest::sha256;
use trenza::activitypub::keys::PrivateKey;
use trenza::clock::{Clock, Timestamp};

use crate::actor::Actor;

/// The ways in which requests are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Cavage,
    Rfc9421Rsa,
    Rfc9421Ed25519,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Cavage, Self::Rfc9421Rsa, Self::Rfc9421Ed25519];

    /// The header that carries the body's hash.
    pub fn digest_header(self) -> &'static str {
        if self == Self::Cavage {
            "Digest"
        } else {
            "Content-Digest"
        }
    }
}

/// What a signature can cover, whatever either scheme calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Target,
    Host,
    Time,
    Body,
}

/// Everything that a verifier should demand.
pub const FULL: [Part; 4] = [Part::Target, Part::Host, Part::Time, Part::Body];

type Sign = Arc<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;

/// A request before it is signed.
#[derive(Clone)]
pub struct Draft {
    pub way: Way,
    pub method: String,
    pub path: String,
    pub body: Vec<u8>,
    pub key_id: String,
    pub covered: Vec<Part>,
    pub algorithm: Option<String>,
    /// How many seconds before (negative) or after now it is signed.
    pub offset: i64,
    /// How many seconds before or after now it is signed by what the signature itself says of
    /// that, in the place of `Date`; by RFC 9421 it says so always.
    pub created: Option<i64>,
    /// How many seconds before or after now the signature ends.
    pub expires: Option<i64>,
    /// What the signature says, where that is not what is sent.
    pub signed_method: Option<String>,
    pub signed_path: Option<String>,
    /// The host that the request names; otherwise the node's own.
    pub host: Option<String>,
    sign: Sign,
}

/// A request as it goes over the wire: every header, in order, repeated ones included.
#[derive(Clone)]
pub struct Message {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Draft {
    /// An activity from `actor` to the node's shared inbox, with nothing wrong.
    pub fn new(way: Way, actor: &Actor, activity: &Value) -> Self {
        let (key_id, key, algorithm) = match way {
            Way::Cavage => (&actor.rsa_id, &actor.rsa, "rsa-sha256"),
            Way::Rfc9421Rsa => (&actor.rsa_id, &actor.rsa, "rsa-v1_5-sha256"),
            Way::Rfc9421Ed25519 => (&actor.ed25519_id, &actor.ed25519, "ed25519"),
        };
        Self {
            way,
            method: "POST".to_owned(),
            path: "/inbox".to_owned(),
            body: activity.to_string().into_bytes(),
            key_id: key_id.clone(),
            covered: FULL.to_vec(),
            algorithm: Some(algorithm.to_owned()),
            offset: 0,
            created: None,
            expires: None,
            signed_method: None,
            signed_path: None,
            host: None,
            sign: with_key(key),
        }
    }

    pub fn signed_by(mut self, key: &PrivateKey) -> Self {
        self.sign = with_key(key);
        self
    }

    /// Signs with anything that turns the signed text into bytes.
    pub fn signed_with(mut self, sign: impl Fn(&[u8]) -> Vec<u8> + Send + Sync + 'static) -> Self {
        self.sign = Arc::new(sign);
        self
    }

    pub fn key_id(mut self, key_id: &str) -> Self {
        key_id.clone_into(&mut self.key_id);
        self
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub fn covering(mut self, covered: &[Part]) -> Self {
        self.covered = covered.to_vec();
        self
    }

    pub fn algorithm(mut self, algorithm: &str) -> Self {
        self.algorithm = Some(algorithm.to_owned());
        self
    }

    pub fn offset(mut self, seconds: i64) -> Self {
        self.offset = seconds;
        self
    }

    pub fn created(mut self, seconds: i64) -> Self {
        self.created = Some(seconds);
        self
    }

    pub fn expires(mut self, seconds: i64) -> Self {
        self.expires = Some(seconds);
        self
    }

    /// Signs it as it is, for a node of this authority.
    pub fn seal(&self, authority: &str) -> Message {
        let host = self.host.clone().unwrap_or_else(|| authority.to_owned());
        let moment = Timestamp(Clock::system().now().0 + self.offset * 1000);
        let hash = BASE64.encode(sha256(&self.body));
        let mut headers = vec![
            ("Host".to_owned(), host.clone()),
            ("Date".to_owned(), moment.to_http_date()),
            (
                "Content-Type".to_owned(),
                "application/activity+json".to_owned(),
            ),
        ];
        if self.way == Way::Cavage {
            headers.push(("Digest".to_owned(), format!("SHA-256={hash}")));
            headers.push(("Signature".to_owned(), self.cavage(&headers)));
        } else {
            headers.push(("Content-Digest".to_owned(), format!("sha-256=:{hash}:")));
            let (input, signature) = self.rfc9421(&host, &headers, moment);
            headers.push(("Signature-Input".to_owned(), input));
            headers.push(("Signature".to_owned(), signature));
        }
        Message {
            method: self.method.clone(),
            path: self.path.clone(),
            headers,
            body: self.body.clone(),
        }
    }

    fn method_and_path(&self) -> (&str, &str) {
        (
            self.signed_method.as_deref().unwrap_or(&self.method),
            self.signed_path.as_deref().unwrap_or(&self.path),
        )
    }

    fn cavage(&self, headers: &[(String, String)]) -> String {
        let (method, path) = self.method_and_path();
        let mut names = Vec::new();
        let mut lines = Vec::new();
        for part in &self.covered {
            let (name, value) = match part {
                Part::Target => (
                    "(request-target)",
                    format!("{} {path}", method.to_ascii_lowercase()),
                ),
                Part::Host => ("host", value_of(headers, "Host")),
                Part::Time => match self.created {
                    Some(seconds) => ("(created)", after(seconds)),
                    None => ("date", value_of(headers, "Date")),
                },
                Part::Body => ("digest", value_of(headers, "Digest")),
            };
            lines.push(format!("{name}: {value}"));
            names.push(name);
        }
        if let Some(seconds) = self.expires {
            lines.push(format!("(expires): {}", after(seconds)));
            names.push("(expires)");
        }
        let moments = [("created", self.created), ("expires", self.expires)];
        let moments = moments.map(|(name, seconds)| {
            let said = seconds.map(|seconds| format!("{name}={},", after(seconds)));
            said.unwrap_or_default()
        });
        let moments = moments.concat();
        let signature = BASE64.encode((self.sign)(lines.join("\n").as_bytes()));
        let algorithm = self.algorithm.as_ref();
        let algorithm = algorithm
            .map(|name| format!("algorithm=\"{name}\","))
            .unwrap_or_default();
        format!(
            "keyId=\"{}\",{algorithm}{moments}headers=\"{}\",signature=\"{signature}\"",
            self.key_id,
            names.join(" ")
        )
    }

    fn rfc9421(
        &self,
        host: &str,
        headers: &[(String, String)],
        moment: Timestamp,
    ) -> (String, String) {
        let (method, path) = self.method_and_path();
        let mut components = Vec::new();
        let mut created = String::new();
        for part in &self.covered {
            match part {
                Part::Target => {
                    let (bare, query) = path.split_once('?').unwrap_or((path, ""));
                    components.push(("@method", method.to_owned()));
                    components.push(("@path", bare.to_owned()));
                    if path.contains('?') {
                        components.push(("@query", format!("?{query}")));
                    }
                }
                Part::Host => components.push(("@authority", host.to_ascii_lowercase())),
                Part::Time => {
                    let said = self.created.map(after);
                    let said = said.unwrap_or_else(|| moment.seconds().to_string());
                    created = format!(";created={said}");
                }
                Part::Body => {
                    components.push(("content-digest", value_of(headers, "Content-Digest")));
                }
            }
        }
        let names: Vec<_> = components
            .iter()
            .map(|(name, _)| format!("\"{name}\""))
            .collect();
        let algorithm = self.algorithm.as_ref();
        let algorithm = algorithm
            .map(|name| format!(";alg=\"{name}\""))
            .unwrap_or_default();
        let expires = self.expires.map(after);
        let expires = expires
            .map(|moment| format!(";expires={moment}"))
            .unwrap_or_default();
        let parameters = format!(
            "({}){created}{expires};keyid=\"{}\"{algorithm}",
            names.join(" "),
            self.key_id
        );
        let mut lines: Vec<_> = components
            .iter()
            .map(|(name, value)| format!("\"{name}\": {value}"))
            .collect();
        lines.push(format!("\"@signature-params\": {parameters}"));
        let signature = BASE64.encode((self.sign)(lines.join("\n").as_bytes()));
        (format!("sig={parameters}"), format!("sig=:{signature}:"))
    }
}

/// So many seconds from now, in seconds since 1970.
fn after(seconds: i64) -> String {
    (Clock::system().now().seconds() + seconds).to_string()
}

fn with_key(key: &PrivateKey) -> Sign {
    let key = key.clone();
    Arc::new(move |text| key.sign(text).expect("it signs"))
}

fn value_of(headers: &[(String, String)], name: &str) -> String {
    let found = headers
        .iter()
        .find(|(other, _)| other.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

impl Message {
    /// Puts a value in the place of a header's own.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        for (other, old) in &mut self.headers {
            if other.eq_ignore_ascii_case(name) {
                value.clone_into(old);
            }
        }
        self
    }

    /// Sends a header once more, before or after the one that is there.
    pub fn with_another(mut self, name: &str, value: &str, before: bool) -> Self {
        let at = if before { 0 } else { self.headers.len() };
        self.headers.insert(at, (name.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self
    }

    pub fn header(&self, name: &str) -> String {
        value_of(&self.headers, name)
    }

    /// The request's first bytes, up to where the body begins.
    pub fn head(&self, framing: &str) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            head.push_str(&[name, ": ", value, "\r\n"].concat());
        }
        head.push_str(framing);
        head.push_str("\r\nConnection: close\r\n\r\n");
        head.into_bytes()
    }
}
