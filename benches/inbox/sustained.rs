//! A minute of everything at once: a whole node with its workers, first asked by actors whose
//! keys it has to fetch, then by the same for a minute, until what waits is done.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use trenza::activitypub::keys::{Algorithm, PrivateKey};
use trenza::clock::Clock;
use trenza::node::Node;
use trenza::settings::Settings;

use crate::actors::{self, Actors};
use crate::load::Load;
use crate::watch::Watch;
use crate::{AUTHORITY, states};

/// How long requests are sent.
const SENDING: Duration = Duration::from_mins(1);
/// How many actors without a known key send at once; afterwards all do.
const COLD: usize = 128;
/// How many requests are signed for it, which is more than a node takes in that time.
const SIGNED: usize = 500_000;

pub(crate) async fn run() -> Result<()> {
    let key = PrivateKey::generate(Algorithm::Rsa)?;
    let actors = Actors::start(&key).await?;
    let mut load = Load::start(&key, actors, SIGNED)?;
    let folder = TempDir::new()?;
    let text = format!(
        "public_url = \"http://{AUTHORITY}\"\ninsecure_loopback = true\nname = \"Bench\"\n\
         [limits]\nhost_per_minute = 0\naddress_per_minute = 0\n"
    );
    let settings = Settings::read(&text, "bench", folder.path().to_owned(), false)?;
    let node = Node::create(settings, Clock::system()).await?;
    actors.befriend(&node).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let stop = CancellationToken::new();
    let serving = trenza::app::run(Arc::clone(&node), listener, stop.clone());
    let serving = tokio::spawn(serving);

    let watch = Watch::start()?;
    let cold = load
        .fire_for(port, 0..actors::ACTORS, SENDING, COLD)
        .await?;
    let cost = watch.stop()?;
    println!(
        "keys unknown: {} of {} acknowledged, {} put off, {:.0} a second, {:.1?} of CPU time each",
        cold.taken,
        actors::ACTORS,
        cold.put_off,
        cost.rate_of(cold.taken),
        cost.cpu_of(cold.taken)
    );
    actors.warm(&node).await?;

    let watch = Watch::start()?;
    let all = actors::ACTORS..SIGNED;
    let warm = load.fire_for(port, all, SENDING, actors::ACTORS).await?;
    let cost = watch.stop()?;
    let applied = states(&node, "applied").await?;
    let waiting = states(&node, "pending").await?;
    println!(
        "keys known: {} acknowledged in {:.1?}, {:.0} a second; {} put off with 503; {:.0} applied \
         a second meanwhile, {waiting} waiting at the end",
        warm.taken,
        cost.wall,
        cost.rate_of(warm.taken),
        warm.put_off,
        cost.rate_of(applied.saturating_sub(cold.taken))
    );
    let began = Instant::now();
    while states(&node, "pending").await? > 0 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let drained = began.elapsed();
    let applied = states(&node, "applied").await?;
    println!(
        "what waited was applied in {drained:.1?}, {:.0} a second",
        f64::from(u32::try_from(waiting)?) / drained.as_secs_f64().max(1e-9)
    );
    ensure!(
        applied == cold.taken + warm.taken,
        "{applied} had their effect of {} that were acknowledged",
        cold.taken + warm.taken
    );
    stop.cancel();
    serving.await??;
    node.db.close().await;
    Ok(())
}
