//! The node under attack: one that runs, or one that the suite starts.

use url::Url;

use crate::stage::Stage;

/// Where to find the node, made once for all cases.
pub async fn stage() -> Stage {
    let base = std::env::var("TRENZA_ATTACK_URL").expect("TRENZA_ATTACK_URL names a node");
    let actor = std::env::var("TRENZA_ATTACK_ACTOR").unwrap_or_else(|_| "/actor".to_owned());
    at(&base, &actor).await
}

/// A node of the open internet, beside the one that allows loopback.
pub async fn guarded() -> Option<Stage> {
    None
}

async fn at(base: &str, actor: &str) -> Stage {
    let base = Url::parse(base).expect("an address");
    let host = base.host_str().expect("a host");
    let port = base.port_or_known_default().expect("a port");
    let mut addresses = tokio::net::lookup_host((host, port))
        .await
        .expect("the host is known");
    let authority = base
        .port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    Stage {
        address: addresses.next().expect("an address"),
        authority,
        target: base.join(actor).expect("an actor").to_string(),
    }
}
