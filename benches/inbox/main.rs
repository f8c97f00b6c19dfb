//! What an inbox does beside what it cannot do without:
//!
//! ```text
//! cargo bench --bench inbox
//! ```
//!
//! The same signed requests come from another process, once to a bare loop that checks one
//! RSA signature and writes one row with many others in one transaction, and once to a
//! node's inbox: a thousand actors on a hundred hosts, whose keys are known, create offers.
//! Then the node's worker gives them their effect. CPU time is compared beside the clock,
//! because a shared machine's clock says more about its other users.
//!
//! `cargo bench --bench inbox -- sustained` sends to a whole node for a minute instead.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod actors;
mod bare;
mod load;
mod sustained;
#[path = "../support/watch.rs"]
mod watch;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use trenza::activitypub::keys::{Algorithm, PrivateKey};
use trenza::clock::Clock;
use trenza::federation::{peers, worker};
use trenza::node::Node;
use trenza::settings::Settings;
use trenza::store::on;

use actors::Actors;
use load::Load;
use watch::{Cost, Watch};

/// How many requests one round makes.
const REQUESTS: usize = 10_000;
/// How often both ways are measured, in turn; the first round warms them up.
const ROUNDS: usize = 3;
/// The name under which the node, and the bare loop, are written to.
const AUTHORITY: &str = "node.localhost";

fn main() -> Result<()> {
    let is_asked = |word: &str| std::env::args().any(|argument| argument == word);
    let runtime = tokio::runtime::Runtime::new()?;
    if is_asked("load") {
        runtime.block_on(load::run())
    } else if is_asked("sustained") {
        runtime.block_on(sustained::run())
    } else if is_asked("--bench") {
        runtime.block_on(compare())
    } else {
        // `cargo test` runs this too, and has nothing to test here.
        Ok(())
    }
}

async fn compare() -> Result<()> {
    let key = PrivateKey::generate(Algorithm::Rsa)?;
    let actors = Actors::start(&key).await?;
    let mut load = Load::start(&key, actors, REQUESTS)?;
    let (mut plain, mut taken, mut applied) = <(Cost, Cost, Cost)>::default();
    for round in 0..=ROUNDS {
        let bare = plainly(&mut load, &key).await?;
        let (taking, applying) = by_a_node(&mut load, actors).await?;
        if round > 0 {
            plain.add(bare);
            taken.add(taking);
            applied.add(applying);
        }
    }
    let count = REQUESTS * ROUNDS;
    println!(
        "{REQUESTS} activities of {} actors on {} hosts, {ROUNDS} rounds",
        actors::ACTORS,
        actors::HOSTS
    );
    let show = |what: &str, cost: Cost| {
        let (cpu, rate) = (cost.cpu_of(count), cost.rate_of(count));
        println!("{what:<28}{cpu:>12.1?} of CPU time each, {rate:>8.0} per second");
    };
    show("taken by the bare loop", plain);
    show("acknowledged by the node", taken);
    show("given its effect", applied);
    let (clock, cpu) = (taken.wall.as_secs_f64(), taken.cpu.as_secs_f64());
    println!(
        "the node acknowledges {:.0} % as many per second, with {:.2} times the CPU time",
        100.0 * plain.wall.as_secs_f64() / clock.max(1e-9),
        cpu / plain.cpu.as_secs_f64().max(1e-9)
    );
    Ok(())
}

/// The bare loop with a new database.
async fn plainly(load: &mut Load, key: &PrivateKey) -> Result<Cost> {
    let folder = TempDir::new()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let router = bare::router(&folder.path().join("bare.db"), key.public()?).await?;
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let watch = Watch::start()?;
    load.fire(port).await?;
    let cost = watch.stop()?;
    server.abort();
    Ok(cost)
}

/// A new node's inbox, and then its worker.
async fn by_a_node(load: &mut Load, actors: Actors) -> Result<(Cost, Cost)> {
    let folder = TempDir::new()?;
    let text = format!(
        "public_url = \"http://{AUTHORITY}\"\ninsecure_loopback = true\nname = \"Bench\"\n\
         [limits]\nhost_per_minute = 0\n"
    );
    let settings = Settings::read(&text, "bench", folder.path().to_owned(), false)?;
    let node = Node::create(settings, Clock::system()).await?;
    actors.befriend(&node).await?;
    actors.warm(&node).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let router = trenza::app::routes(&node).with_state(Arc::clone(&node));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let watch = Watch::start()?;
    load.fire(port).await?;
    let taking = watch.stop()?;
    server.abort();

    let stop = CancellationToken::new();
    let (at, until) = (Arc::clone(&node), stop.clone());
    let watch = Watch::start()?;
    let working = tokio::spawn(async move { worker::run(&at, until).await });
    while states(&node, "pending").await? > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let applying = watch.stop()?;
    stop.cancel();
    working.await?;
    let applied = states(&node, "applied").await?;
    ensure!(applied == REQUESTS, "only {applied} had their effect");
    node.db.close().await;
    Ok((taking, applying))
}

async fn states(node: &Node, state: &str) -> Result<usize> {
    let mut tx = node.db.read().await?;
    let query = "SELECT COUNT(*) FROM received WHERE state = $1";
    let count: i64 = on!(tx, |c| sqlx::query_scalar(query).bind(state).fetch_one(c))?;
    Ok(usize::try_from(count)?)
}

impl Actors {
    /// Makes all hosts followed peers of a node.
    async fn befriend(self, node: &Node) -> Result<()> {
        let now = node.clock.now();
        let mut tx = node.db.begin().await?;
        for host in 0..actors::HOSTS {
            let introduction = self.introduction(host);
            peers::introduce(&mut tx, &introduction, now).await?;
            peers::requested(&mut tx, &introduction.id, "/follow").await?;
            peers::answered(&mut tx, &introduction.id, "/follow", true, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Makes all actors' keys known to a node.
    async fn warm(self, node: &Node) -> Result<()> {
        let warming = (0..actors::ACTORS).map(|actor| {
            let key_id = self.key_id(actor);
            async move { node.remote.key(&key_id).await.map(drop) }
        });
        // A few at a time, so that nobody waits in line for longer than is waited.
        let mut warming = warming.collect::<Vec<_>>();
        while !warming.is_empty() {
            let some = warming.split_off(warming.len().saturating_sub(50));
            futures::future::try_join_all(some).await?;
        }
        Ok(())
    }
}
