//! Whom a restriction concerns: a host with all its subdomains, or one actor.

use std::fmt;

use url::{Host, Url};

use crate::error::{Error, Result};
use crate::words::{Phrase, phrase};

/// The longest name or address that is read.
const LONGEST: usize = 2048;
/// How many labels of a host's name are looked at; DNS allows no more (RFC 1035 §3.1).
const MOST_LABELS: usize = 127;

/// A host with all its subdomains, or one actor. The text is in the one form in which
/// subjects are compared: a host in ASCII and small letters, an id as a browser writes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A host; every port of it unless one is written.
    Host(String),
    /// The id of an actor.
    Actor(String),
}

impl Subject {
    /// Reads a host (`example.org`, `bücher.example`) or an actor's address.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is neither, and for a name under which everybody can
    /// have one, such as `org` or `co.uk`.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return refuse(phrase!("block-write-host", value = shown(text)));
        }
        if !text.contains("://") {
            return host(text).map(Self::Host);
        }
        let no_address = |_| refused(phrase!("block-no-address", value = shown(text)));
        let url = Url::parse(text).map_err(no_address)?;
        let is_web = matches!(url.scheme(), "https" | "http") && url.has_host();
        if !is_web || !url.username().is_empty() || url.password().is_some() {
            return refuse(phrase!("block-no-address", value = shown(text)));
        }
        if url.path() == "/" && url.query().is_none() {
            return host(&authority(&url)).map(Self::Host);
        }
        Ok(Self::Actor(id(url)))
    }

    /// The text under which it is kept.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Host(text) | Self::Actor(text) => text,
        }
    }

    /// An address that it concerns.
    pub fn address(&self) -> String {
        match self {
            Self::Host(host) => format!("https://{host}/"),
            Self::Actor(id) => id.clone(),
        }
    }

    /// Whether something at this address is concerned.
    pub fn covers(&self, address: &str) -> bool {
        names(address).iter().any(|name| name == self.as_str())
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn refuse<T>(reason: Phrase) -> Result<T> {
    Err(refused(reason))
}

fn refused(reason: Phrase) -> Error {
    Error::invalid("subject", reason)
}

fn shown(text: &str) -> String {
    text.chars().take(100).collect()
}

/// Reads a host, with a port or without one.
fn host(text: &str) -> Result<String> {
    if text.starts_with("*.") {
        return refuse(phrase!("block-wildcard", value = shown(text)));
    }
    if text.contains('*') {
        return refuse(phrase!("block-masked", value = shown(text)));
    }
    if text.contains('@') {
        return refuse(phrase!("block-actor", value = shown(text)));
    }
    let is_bare_v6 = text.matches(':').count() > 1 && !text.starts_with('[');
    if text.contains('/') || is_bare_v6 {
        return refuse(phrase!("block-no-single-host", value = shown(text)));
    }
    let Ok(url) = Url::parse(&format!("https://{text}/")) else {
        return refuse(phrase!("block-write-host", value = shown(text)));
    };
    let Some(Host::Domain(name)) = url.host() else {
        return Ok(authority(&url));
    };
    let name = name.trim_end_matches('.');
    let is_registry = psl::suffix(name.as_bytes()).is_some_and(|suffix| {
        suffix.as_bytes() == name.as_bytes() && suffix.typ() != Some(psl::Type::Private)
    });
    if name.is_empty() || is_registry {
        return refuse(phrase!("block-everybody", value = shown(text)));
    }
    Ok(authority(&url))
}

/// The host with its port where one is written, without the dot at the end that names the
/// same.
fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn id(mut url: Url) -> String {
    url.set_fragment(None);
    url.into()
}

/// Every subject that concerns something at this address: the address itself, its host and
/// all hosts above it, each with its port and without. None for what is no address.
pub(super) fn names(address: &str) -> Vec<String> {
    let Ok(url) = Url::parse(address) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    let port = url.port();
    let mut add = |host: &str| {
        names.extend(port.map(|port| format!("{host}:{port}")));
        names.push(host.to_owned());
    };
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            add(name);
            let above = name.match_indices('.').take(MOST_LABELS);
            for (dot, _) in above {
                add(name.get(dot + 1..).unwrap_or_default());
            }
        }
        Some(_) => add(url.host_str().unwrap_or_default()),
        None => return Vec::new(),
    }
    names.push(id(url));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        Subject::parse(text).unwrap().to_string()
    }

    #[test]
    fn a_host_is_the_same_in_every_spelling() {
        for text in [
            "Example.ORG",
            "example.org.",
            " example.org ",
            "https://example.org/",
        ] {
            assert_eq!(read(text), "example.org", "{text}");
        }
        assert_eq!(read("bücher.example"), "xn--bcher-kva.example");
        assert_eq!(read("BÜCHER.example"), "xn--bcher-kva.example");
        assert_eq!(read("ex\u{ad}ample.org"), "example.org");
        assert_eq!(read("peer.localhost:8540"), "peer.localhost:8540");
    }

    #[test]
    fn what_would_concern_everybody_or_nobody_is_refused() {
        for text in [
            "",
            "*.example.org",
            "exam***.org",
            "org",
            "co.uk",
            "gob.mx",
            "example.org/24",
            "10.0.0.0/8",
            "2001:db8::/32",
            "ana@example.org",
            "a b",
            "ftp://example.org/x",
            "https://user@example.org/x",
            ".",
            "https://",
        ] {
            assert!(Subject::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_host_concerns_its_subdomains_and_no_namesake() {
        let host = Subject::parse("example.org").unwrap();
        for address in [
            "https://example.org/u/1",
            "https://a.b.example.org/",
            "http://EXAMPLE.org:81/x",
            "https://example.org./x",
        ] {
            assert!(host.covers(address), "{address}");
        }
        for address in [
            "https://notexample.org/",
            "https://example.org.evil.net/",
            "example.org",
            "https://evil.net/example.org",
            "https://evil.net/?a=https://example.org/",
        ] {
            assert!(!host.covers(address), "{address}");
        }
        let port = Subject::parse("a.localhost:1").unwrap();
        assert!(port.covers("http://x.a.localhost:1/"));
        assert!(!port.covers("http://a.localhost:2/"));
    }

    #[test]
    fn an_actor_is_one_and_not_its_siblings() {
        let actor = Subject::parse("https://Example.org/u/1#key").unwrap();
        assert_eq!(actor, Subject::Actor("https://example.org/u/1".to_owned()));
        assert!(actor.covers("https://example.org/u/1"));
        assert!(actor.covers("https://example.org/u/1#key"));
        assert!(!actor.covers("https://example.org/u/11"));
        assert!(!actor.covers("https://example.org/u/1/x"));
    }
}
