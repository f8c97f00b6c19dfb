//! Resolving names to addresses that may be connected to.

use std::fmt::{self, Debug};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use futures::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::activitypub::address::{self, Reach};

/// A name that leads behind the walls.
#[derive(Debug, thiserror::Error)]
#[error("the name resolves to an address that is not public")]
pub(super) struct Forbidden;

/// A name of which nobody says where it leads.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unknown(String);

/// Who says which addresses a name has.
pub(super) type Lookup =
    Box<dyn Fn(String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> + Send + Sync>;

/// Asks the machine's own resolver.
pub(super) fn of_machine() -> Lookup {
    Box::new(|name| {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) })
    })
}

/// Resolves names, and refuses those of which any address is private: whoever answers for
/// the name may choose which address is connected to.
pub(super) struct GuardedResolver {
    pub(super) reach: Reach,
    pub(super) lookup: Lookup,
}

impl Debug for GuardedResolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("GuardedResolver").field(&self.reach).finish()
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.reach;
        let local = is_localhost(name.as_str());
        let asked = (!local).then(|| (self.lookup)(name.as_str().to_owned()));
        Box::pin(async move {
            let addresses = match asked {
                Some(asked) => asked.await.map_err(|error| Unknown(error.to_string()))?,
                None => vec![SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0)],
            };
            Ok(Box::new(allowed(addresses, reach)?.into_iter()) as Addrs)
        })
    }
}

/// The addresses, if every one of them may be connected to.
fn allowed(addresses: Vec<SocketAddr>, reach: Reach) -> Result<Vec<SocketAddr>, Forbidden> {
    if addresses
        .iter()
        .all(|one| address::is_allowed(one.ip(), reach))
    {
        Ok(addresses)
    } else {
        Err(Forbidden)
    }
}

/// Names under `localhost` are loopback (RFC 6761 §6.3), though not every resolver knows it.
fn is_localhost(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(addresses: &[&str], reach: Reach) -> bool {
        let addresses = addresses
            .iter()
            .map(|text| SocketAddr::new(text.parse().unwrap(), 0));
        allowed(addresses.collect(), reach).is_ok()
    }

    #[test]
    fn one_private_address_among_public_ones_forbids_the_name() {
        assert!(judged(&["9.9.9.9", "2620:fe::fe"], Reach::Internet));
        for mixed in [
            ["9.9.9.9", "127.0.0.1"],
            ["10.0.0.1", "9.9.9.9"],
            ["2620:fe::fe", "::ffff:192.168.0.1"],
            ["169.254.169.254", "169.254.169.254"],
        ] {
            assert!(!judged(&mixed, Reach::Internet), "{mixed:?}");
            assert!(judged(&mixed, Reach::InsecureLoopback), "{mixed:?}");
        }
    }

    /// Whoever answers for a name may give another address the second time, so a name is
    /// judged each time that it is resolved.
    #[tokio::test]
    async fn a_name_is_judged_whenever_it_is_resolved() {
        let resolver = |reach| GuardedResolver {
            reach,
            lookup: of_machine(),
        };
        let guarded = resolver(Reach::Internet);
        for name in ["localhost", "mallory.localhost", "localhost"] {
            assert!(
                guarded.resolve(name.parse().unwrap()).await.is_err(),
                "{name}"
            );
        }
        let open = resolver(Reach::InsecureLoopback);
        let found: Vec<_> = open
            .resolve("mallory.localhost".parse().unwrap())
            .await
            .unwrap()
            .collect();
        assert_eq!(found, [SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0)]);
    }
}
