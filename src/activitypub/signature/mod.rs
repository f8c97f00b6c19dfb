//! HTTP signatures, draft-cavage and RFC 9421, made and inspected.
//!
//! Inspecting is done in two steps, so that a request is refused for what it says before
//! anybody is asked for a key: [`inspect`] reads and judges everything that the request
//! itself shows, [`Claim::verify`] does the arithmetic. Neither does any input or output,
//! and neither knows whether the key's owner is the activity's actor.

use http::header::{DATE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use url::Url;

use crate::activitypub::keys::{Algorithm, PrivateKey, PublicKey};
use crate::activitypub::refusal::Refusal;
use crate::clock::Timestamp;
use crate::error::{Error, Result};

/// The older scheme, spoken by nearly everybody.
mod cavage;

/// The standard, spoken by a growing number.
mod rfc9421;

#[cfg(test)]
mod tests;

/// How far a signature's time may lie from ours, either way.
const MAX_SKEW_MS: u64 = 60 * 60 * 1000;

/// Longer key identifiers are no address of anything that we would fetch.
const MAX_KEY_ID: usize = 2048;

const DIGEST: HeaderName = HeaderName::from_static("digest");
const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");
const SIGNATURE: HeaderName = HeaderName::from_static("signature");
const SIGNATURE_INPUT: HeaderName = HeaderName::from_static("signature-input");

/// The two ways in which requests are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// draft-cavage-http-signatures-12, with RSA and SHA-256.
    Cavage,
    /// RFC 9421, with RSA (PKCS #1 v1.5, SHA-256) or Ed25519.
    Rfc9421,
}

/// What of a request a signature can speak of.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The method, as it was received.
    pub method: &'a Method,
    /// The path with its query, as it was received.
    pub path_and_query: &'a str,
    /// All headers, repeated ones included.
    pub headers: &'a HeaderMap,
    /// The whole body; `None` for a request that has none, whose digest is not demanded.
    pub body: Option<&'a [u8]>,
    /// The host, with a port if it is not the scheme's own, under which we are known.
    pub authority: &'a str,
    /// `https`, or `http` on loopback.
    pub scheme: &'a str,
}

/// What a request claims about its signer. It is a claim until [`Claim::verify`] says yes.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The address of the key that is said to have signed.
    pub key_id: String,
    /// How the request was signed.
    pub scheme: Scheme,
    /// The key's kind, where the signature states one.
    pub algorithm: Option<Algorithm>,
    /// The texts that may have been signed, the likeliest first.
    bases: Vec<Vec<u8>>,
    signature: Vec<u8>,
    /// The names that the signature covers.
    covered: Vec<String>,
}

impl Claim {
    /// Whether the signature covers the header of that name, in lower case.
    pub fn covers(&self, header: &str) -> bool {
        self.covered.iter().any(|name| name == header)
    }

    /// The signature itself, which no other request has.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Checks that `key` signed the request.
    pub fn verify(&self, key: &PublicKey) -> Result<(), Refusal> {
        if self
            .algorithm
            .is_some_and(|stated| stated != key.algorithm())
        {
            let reason = "the key is of another kind than the signature says";
            return Err(Refusal::unauthenticated("algorithm", reason));
        }
        if self
            .bases
            .iter()
            .any(|base| key.verify(base, &self.signature))
        {
            return Ok(());
        }
        let reason = format!(
            "the signature was not made by {} over this request",
            self.key_id
        );
        Err(Refusal::unauthenticated("signature", reason))
    }
}

/// Judges everything about a request's signature that can be judged without the key.
///
/// A request that also carries `Signature-Input` is signed by RFC 9421, any other by
/// draft-cavage. Both must bind method, path, host, time and, where there is one, the
/// body; and each of the headers concerned must stand exactly once, since two readers
/// might choose differently between two.
pub fn inspect(request: &Request, now: Timestamp) -> Result<Claim, Refusal> {
    check_host(request)?;
    if request.headers.contains_key(SIGNATURE_INPUT) {
        rfc9421::inspect(request, now)
    } else if request.headers.contains_key(SIGNATURE) {
        cavage::inspect(request, now)
    } else {
        let reason = "sign the request, by RFC 9421 or draft-cavage-http-signatures-12";
        Err(Refusal::unauthenticated("unsigned", reason))
    }
}

/// The address of the key by which a request says that it was signed, read without judging
/// anything: good for turning a sender away, never for letting one in.
pub fn claimed_key(headers: &HeaderMap) -> Option<&str> {
    const NAME: &str = "keyid=\"";
    let stated = headers
        .get(SIGNATURE_INPUT)
        .or_else(|| headers.get(SIGNATURE))?;
    let stated = stated.to_str().ok()?;
    let lower = stated.to_ascii_lowercase();
    let begin = lower.find(NAME)? + NAME.len();
    let key_id = stated.get(begin..)?.split('"').next()?;
    (key_id.len() <= MAX_KEY_ID).then_some(key_id)
}

/// The headers that sign a request to `url`: what `scheme` needs, `Host` included.
///
/// RSA keys sign in either scheme, Ed25519 keys by RFC 9421 only.
pub fn sign(
    scheme: Scheme,
    key: &PrivateKey,
    key_id: &str,
    method: &Method,
    url: &Url,
    body: Option<&[u8]>,
    now: Timestamp,
) -> Result<HeaderMap> {
    let nothing = HeaderMap::new();
    sign_with(&nothing, scheme, (key, key_id), method, url, body, now)
}

/// The same with `more` headers, which are signed as well and are among those returned.
pub fn sign_with(
    more: &HeaderMap,
    scheme: Scheme,
    (key, key_id): (&PrivateKey, &str),
    method: &Method,
    url: &Url,
    body: Option<&[u8]>,
    now: Timestamp,
) -> Result<HeaderMap> {
    let host = url
        .host_str()
        .ok_or_else(|| Error::invalid("url", "it names no host"))?;
    let authority = match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    let path_and_query = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let mut headers = more.clone();
    headers.insert(HOST, header_value(&authority)?);
    headers.insert(DATE, header_value(&now.to_http_date())?);
    let target = Target {
        method,
        path_and_query: &path_and_query,
        authority: &authority,
        url,
        more: more.keys().map(HeaderName::as_str).collect(),
    };
    match scheme {
        Scheme::Cavage => cavage::sign(key, key_id, &target, body, &mut headers)?,
        Scheme::Rfc9421 => rfc9421::sign(key, key_id, &target, body, now, &mut headers)?,
    }
    Ok(headers)
}

/// Where a request that is being signed goes.
struct Target<'a> {
    method: &'a Method,
    path_and_query: &'a str,
    authority: &'a str,
    url: &'a Url,
    /// Headers that are signed besides.
    more: Vec<&'a str>,
}

fn header_value(text: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(text).map_err(Error::internal)
}

/// The one value of a header; a second one, or none, is refused.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<&'a str, Refusal> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or_else(|| {
        Refusal::unauthenticated("header-missing", format!("the {name} header is missing"))
    })?;
    if values.next().is_some() {
        let reason = format!("the {name} header stands more than once");
        return Err(Refusal::unauthenticated("header-repeated", reason));
    }
    text(name, value)
}

fn text<'a>(name: &HeaderName, value: &'a HeaderValue) -> Result<&'a str, Refusal> {
    value.to_str().map(str::trim).map_err(|_error| {
        let reason = format!("the {name} header holds bytes outside ASCII");
        Refusal::unauthenticated("header-malformed", reason)
    })
}

/// A header as it enters a signed text: its values in order, joined (RFC 9421 §2.1,
/// draft-cavage §2.3).
fn joined(headers: &HeaderMap, name: &str) -> Result<String, Refusal> {
    let malformed = |_error| {
        Refusal::unauthenticated("signature-malformed", format!("{name:?} is no header name"))
    };
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(malformed)?;
    let values: Vec<&str> = headers
        .get_all(&name)
        .iter()
        .map(|value| text(&name, value))
        .collect::<Result<_, _>>()?;
    if values.is_empty() {
        let reason = format!("the signed {name} header is missing");
        return Err(Refusal::unauthenticated("header-missing", reason));
    }
    Ok(values.join(", "))
}

/// Refuses a request that was sent to another host, whoever signed it (RFC 9110 §7.4).
fn check_host(request: &Request) -> Result<(), Refusal> {
    let host = only(request.headers, &HOST)?.to_ascii_lowercase();
    let own_port = if request.scheme == "https" {
        ":443"
    } else {
        ":80"
    };
    let host = host.strip_suffix(own_port).unwrap_or(&host);
    if host == request.authority.to_ascii_lowercase() {
        return Ok(());
    }
    let reason = format!(
        "the request was sent to {host:?}; this is {:?}",
        request.authority
    );
    Err(Refusal::misdirected("host", reason))
}

/// Refuses a signature made too long ago, or in the future.
fn check_moment(name: &str, made: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if made.0.abs_diff(now.0) <= MAX_SKEW_MS {
        return Ok(());
    }
    let reason = format!(
        "{name} says {}, here it is {}; set the clock, or sign the request anew",
        made.to_rfc3339(),
        now.to_rfc3339()
    );
    Err(Refusal::unauthenticated("stale", reason))
}

/// Refuses a signature that its signer declared void by now.
fn check_expiry(expires: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
    match expires {
        Some(expires) if expires <= now => {
            let reason = format!("the signature expired at {}", expires.to_rfc3339());
            Err(Refusal::unauthenticated("expired", reason))
        }
        _ => Ok(()),
    }
}

fn check_key_id(key_id: &str) -> Result<(), Refusal> {
    if key_id.is_empty() || key_id.len() > MAX_KEY_ID {
        let reason = "the key's identifier is empty or too long";
        return Err(Refusal::unauthenticated("signature-malformed", reason));
    }
    Ok(())
}

/// Refuses a signature that leaves out what this node demands.
fn uncovered(what: &str) -> Refusal {
    Refusal::unauthenticated(
        "not-covered",
        format!("the signature does not cover {what}"),
    )
}
