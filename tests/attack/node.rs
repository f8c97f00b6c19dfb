//! The node under attack: one that runs, or one that the suite starts.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use trenza::access::{self, Scope};
use trenza::app;
use trenza::clock::Clock;
use trenza::id::OrganizationId;
use trenza::node::Node;
use trenza::offers::{self, Purpose};
use trenza::registry::{self, Consent, Draft};
use trenza::settings::Settings;
use trenza::store::on;
use trenza::store::testing::fresh_url;
use trenza::vocabulary::{EntityType, Terms, What};
use url::Url;

use crate::account::Account;
use crate::connection::Tls;
use crate::postbox::Postbox;
use crate::stage::{Market, Stage};

/// Where to find the node, made once for all cases.
pub async fn stage() -> Stage {
    if let Ok(base) = std::env::var("TRENZA_ATTACK_URL") {
        let actor = std::env::var("TRENZA_ATTACK_ACTOR");
        let actor = actor.expect("TRENZA_ATTACK_ACTOR names an actor that can be followed");
        let authority = std::env::var_os("TRENZA_ATTACK_CA").map(PathBuf::from);
        return at(&base, &actor, authority.as_deref()).await;
    }
    let postbox = Postbox::open().await;
    let mut stage = start(None, None, &postbox.settings()).await;
    let node = stage.node.clone().expect("the suite started it");
    stage.account = Some(Account::first(&stage, &node, postbox).await);
    stage
}

/// How many bytes the guarded node takes at most, by its operator's wish.
pub const FEW: usize = 4096;

/// A node of the open internet, started by the suite; `None` where it attacks another one.
pub async fn guarded() -> Option<Stage> {
    if std::env::var_os("TRENZA_ATTACK_URL").is_some() {
        return None;
    }
    Some(start(None, Some("guarded.example"), "").await)
}

/// How many requests are made of a node that answers half as many in a minute.
pub const PATIENT: usize = 600;

/// A node that lets one address ask seldom; `None` where the suite attacks another one.
pub async fn throttled() -> Option<Stage> {
    if std::env::var_os("TRENZA_ATTACK_URL").is_some() {
        return None;
    }
    let often = format!("address_per_minute = {}\n", PATIENT / 2);
    Some(start(None, None, &often).await)
}

/// A node that calls itself by this address, with whatever stands there before it.
pub async fn start_as(public_url: &str) -> Stage {
    start(Some(public_url), None, "").await
}

/// A node that runs already; over TLS by the authority whose certificate is in this file.
pub async fn at(base: &str, actor: &str, authority: Option<&Path>) -> Stage {
    let base = Url::parse(base).expect("an address");
    let host = base.host_str().expect("a host");
    let port = base.port_or_known_default().expect("a port");
    let mut addresses = tokio::net::lookup_host((host, port))
        .await
        .expect("the host is known");
    let name = base
        .port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let tls = (base.scheme() == "https").then(|| {
        let authority = authority.expect("TRENZA_ATTACK_CA names the authority's file");
        Tls::new(host, authority)
    });
    Stage {
        address: addresses.next().expect("an address"),
        tls,
        authority: name,
        target: base.join(actor).expect("an actor").to_string(),
        market: named_market(&base),
        account: Account::named(),
        node: None,
    }
}

/// The offer and token that the environment names.
fn named_market(base: &Url) -> Option<Market> {
    let offer = std::env::var("TRENZA_ATTACK_OFFER").ok()?;
    Some(Market {
        offer: base.join(&offer).expect("an offer").to_string(),
        token: std::env::var("TRENZA_ATTACK_TOKEN").ok()?,
    })
}

/// Starts a node with one organization that can be followed: under a public name, guarded
/// as on the open internet, or on loopback without that guard, with more settings behind its
/// limits. It ends with the process.
async fn start(public_url: Option<&str>, name: Option<&str>, more: &str) -> Stage {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("loopback has free ports");
    let address = listener.local_addr().expect("an address");
    // Nobody outlives the node to clear its directory away, so it lies with what was built.
    let dir = TempDir::new_in(env!("CARGO_TARGET_TMPDIR"))
        .expect("a directory")
        .keep();
    let database = fresh_url(&dir).await.expect("a database");
    let public_url = match (public_url, name) {
        (Some(public_url), _) => public_url.to_owned(),
        (None, Some(name)) => format!("https://{name}"),
        (None, None) => format!("http://{address}"),
    };
    let authority = public_url.split("://").last().expect("a host").to_owned();
    let text = format!(
        "public_url = {public_url:?}\ninsecure_loopback = {}\n[database]\nurl = {database:?}\n\
         [limits]\nactivity_bytes = {}\n{more}",
        name.is_none(),
        name.map_or(1 << 20, |_| FEW),
    );
    let settings = Settings::read(&text, "the suite's settings", dir, false).expect("settings");
    let clock = Clock::system();
    let node = Node::open(settings, clock.clone()).await.expect("a node");
    let path = organization(&node, &clock).await;
    let market = market(&node, &path).await;
    let stage = Stage {
        address,
        tls: None,
        authority,
        target: node.url(&path),
        market: Some(market),
        account: None,
        node: Some(Arc::clone(&node)),
    };
    tokio::spawn(app::run(node, listener, CancellationToken::new()));
    settled(&stage, &path).await;
    stage
}

/// An organization that acts: whoever asks may follow it.
async fn organization(node: &Node, clock: &Clock) -> String {
    let draft = Draft::named("Cooperativa Blanco", "es", EntityType::Cooperative);
    let mut tx = node.db.begin().await.expect("a transaction");
    let added = registry::add(&mut tx, clock, draft.expect("a draft"))
        .await
        .expect("added");
    let consent = Consent {
        by: "The assembly".to_owned(),
        statement: "Minutes of the assembly".to_owned(),
        at: None,
    };
    registry::activate(&mut tx, clock, &added.id, &consent)
        .await
        .expect("activated");
    registry::publish(&mut tx, clock, &added.id)
        .await
        .expect("published");
    tx.commit().await.expect("committed");
    added.path()
}

/// An offer of the organization at `path`, and a token to decide on what is said of it.
async fn market(node: &Node, path: &str) -> Market {
    let owner = path.trim_start_matches("/o/");
    let owner = OrganizationId::parse(owner).expect("an id");
    let draft = offers::Draft::titled(
        Purpose::Offer,
        "Bicicletas",
        "es",
        What::Product,
        Terms::Lend,
    );
    let mut tx = node.db.begin().await.expect("a transaction");
    let offer = offers::add(&mut tx, &node.clock, &owner, draft.expect("a draft"))
        .await
        .expect("an offer");
    let scopes = [Scope::Admin];
    let (_, token) = access::create(&mut tx, &node.clock, "the suite", &scopes, None)
        .await
        .expect("a token");
    tx.commit().await.expect("committed");
    Market {
        offer: node.url(&offer.path()),
        token,
    }
}

/// The paths of all actors that a node has keys for.
pub async fn actors(node: &Node) -> Vec<String> {
    let mut tx = node.db.read().await.expect("it reads");
    let query = "SELECT DISTINCT owner FROM keys";
    on!(tx, |c| sqlx::query_scalar(query).fetch_all(c)).expect("paths")
}

/// How many messages and mentions a node keeps.
pub async fn messages(node: &Node) -> i64 {
    let mut tx = node.db.read().await.expect("it reads");
    let query = "SELECT COUNT(*) FROM messages";
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)).expect("a count")
}

/// Waits until the publisher has made the actor.
async fn settled(stage: &Stage, path: &str) {
    let published = async {
        while stage.get(path, "application/activity+json").await.status != 200 {
            tokio::task::yield_now().await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(30), published).await;
    in_time.expect("the organization is published");
}
