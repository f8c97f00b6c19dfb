//! Where each noun lives under the public address, and back again.

use crate::activitypub::keyring;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::slice::Slice;

/// The node's own actor.
pub const NODE: &str = keyring::NODE;
/// The inbox that all actors share.
pub const SHARED_INBOX: &str = "/inbox";
/// The log of everything that was published.
pub const LOG: &str = "/registry/log";

/// A territory's path: its code is its name everywhere.
pub fn territory(code: &str) -> String {
    format!("/t/{code}")
}

/// A channel's path: its codes in their one order. Everything of a territory is the
/// territory's own.
pub fn channel(slice: &Slice) -> String {
    match slice.whole_territory() {
        Some(whole) => territory(whole.as_str()),
        None => format!("/c/{slice}"),
    }
}

/// An activity's path, from its UUID.
pub fn activity(id: &str) -> String {
    format!("/activities/{id}")
}

/// A direct message's path, from its UUID; nothing is served there.
pub fn message(id: &str) -> String {
    format!("/messages/{id}")
}

/// Makes a path absolute; what is absolute already stays as it is.
pub fn absolute(base: &str, path_or_id: &str) -> String {
    if path_or_id.starts_with('/') {
        format!("{base}{path_or_id}")
    } else {
        path_or_id.to_owned()
    }
}

/// The path of an id of ours, without its fragment; `None` for an id of somebody else.
pub fn own<'id>(base: &str, id: &'id str) -> Option<&'id str> {
    let path = id.strip_prefix(base).filter(|rest| rest.starts_with('/'))?;
    Some(path.split_once('#').map_or(path, |(before, _)| before))
}

/// The organization of ours that an id names; an error when it is none that could be.
pub fn own_organization(base: &str, id: &str) -> Option<Result<OrganizationId>> {
    let id = own(base, id)?.strip_prefix("/o/")?;
    Some(OrganizationId::parse(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_ours_only_under_our_whole_address() {
        let base = "https://oax.example";
        assert_eq!(own(base, "https://oax.example/o/1#main-key"), Some("/o/1"));
        for foreign in [
            "https://oax.example.evil/o/1",
            "http://oax.example/o/1",
            "https://oax.example",
        ] {
            assert_eq!(own(base, foreign), None, "{foreign}");
        }
    }
}
