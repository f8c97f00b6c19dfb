//! The addresses among the settings: the node's own, where it listens, its database.

use std::net::SocketAddr;
use std::path::Path;

use url::{Host, Url};

use crate::error::{Error, Result};

/// Reads the node's address: https and a host name, or http on loopback where that is allowed.
///
/// # Errors
/// [`Error::Invalid`] with the form that would be accepted.
pub fn public_url(text: &str, insecure_loopback: bool) -> Result<Url> {
    let refuse = |reason: &str| Error::invalid("public_url", format!("{text:?} {reason}"));
    let url = Url::parse(text)
        .map_err(|error| refuse(&format!("is no address ({error}); write https://your.host")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("names a user; write https://your.host"));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("has a path; write only https://your.host"));
    }
    match (url.scheme(), url.host()) {
        ("https" | "http", None) => Err(refuse("names no host; write https://your.host")),
        ("https", Some(Host::Domain(_))) => Ok(url),
        ("https" | "http", Some(_)) if insecure_loopback => Ok(url),
        ("http", _) => Err(refuse(
            "is plain http; write https://, or set insecure_loopback for a trial",
        )),
        ("https", _) => Err(refuse(
            "is a bare IP address; other nodes refuse those, write a host",
        )),
        _ => Err(refuse("is neither https nor http; write https://your.host")),
    }
}

/// Reads the address to listen on.
///
/// # Errors
/// [`Error::Invalid`] with an example.
pub fn listen(text: &str) -> Result<SocketAddr> {
    text.parse().map_err(|_not_an_address| {
        Error::invalid(
            "listen",
            format!("{text:?} is no address and port; write 127.0.0.1:8540"),
        )
    })
}

/// Makes an SQLite path absolute, so that the working directory does not matter.
pub(super) fn database_url(text: &str, dir: &Path) -> Result<String> {
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Ok(text.to_owned());
    }
    let path = text.strip_prefix("sqlite:").unwrap_or(text);
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.contains("://") {
        return Err(Error::invalid(
            "database.url",
            format!("{text:?} is neither a file nor postgres://…; write trenza.db for SQLite"),
        ));
    }
    Ok(dir.join(path).display().to_string())
}
