//! Resolving names to addresses that may be connected to.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::activitypub::address::{self, Reach};

/// A name that leads behind the walls.
#[derive(Debug, thiserror::Error)]
#[error("the name resolves to an address that is not public")]
pub(super) struct Forbidden;

/// Resolves names, and refuses those of which any address is private: whoever answers for
/// the name may choose which address is connected to.
#[derive(Debug)]
pub(super) struct GuardedResolver(pub(super) Reach);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let addresses: Vec<SocketAddr> = if is_localhost(name.as_str()) {
                vec![SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0)]
            } else {
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect()
            };
            if !addresses
                .iter()
                .all(|one| address::is_allowed(one.ip(), reach))
            {
                return Err(Forbidden.into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Names under `localhost` are loopback (RFC 6761 §6.3), though not every resolver knows it.
fn is_localhost(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}
