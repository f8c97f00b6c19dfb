//! A delivery beside the plain POST that it cannot do without.
//!
//! The same bytes go to the same listeners, once by `reqwest` alone and once by the worker:
//! claimed, signed, posted and settled, with every step durable in SQLite. What is compared
//! is this process's CPU time, less one RSA signature for each delivery, because a shared
//! machine's wall clock says more about its other users.

use std::time::Duration;

use anyhow::{Result, ensure};
use bytes::Bytes;
use tokio::task::JoinSet;
use trenza::activitypub::activities::{self, Activity};
use trenza::activitypub::delivery::{self, Outgoing};
use trenza::activitypub::keys::{Algorithm, PrivateKey};
use trenza::clock::Clock;
use trenza::store::{Db, on};
use url::Url;

use crate::sink::Sink;
use crate::watch::{Cost, Watch};
use crate::worker::Worker;

/// How many hosts take deliveries. Two at a time to each fill the worker's 64 places.
const HOSTS: usize = 32;
/// How many actors send, each in a lane of its own at each host.
const ACTORS: usize = 4;
/// How many activities each of them sends to every host.
const ACTIVITIES: usize = 100;
/// How many requests one round makes.
const REQUESTS: usize = HOSTS * ACTORS * ACTIVITIES;
/// How often both ways are measured, in turn.
const ROUNDS: u32 = 3;
/// The most that a delivery may cost beyond its signature, in plain POSTs.
const GOAL: f64 = 2.5;

pub(crate) async fn measure() -> Result<()> {
    let sink = Sink::start(HOSTS)?;
    let key = PrivateKey::generate(Algorithm::Rsa)?;
    let body = Bytes::from(document());
    let signature = sign(&key)?;
    // The first round warms both paths up and is not counted.
    let (mut plain, mut signed) = <(Cost, Cost)>::default();
    let (mut delivered, mut queued) = <(Cost, Cost)>::default();
    for round in 0..=ROUNDS {
        let bare = post(&sink.inboxes, &body, None).await?;
        let signing = post(&sink.inboxes, &body, Some(&key)).await?;
        let (queueing, delivering) = deliver(&sink.inboxes, &body, &key).await?;
        if round > 0 {
            plain.add(bare);
            signed.add(signing);
            queued.add(queueing);
            delivered.add(delivering);
        }
    }
    let count = REQUESTS * usize::try_from(ROUNDS)?;
    let cpu = |cost: Cost| cost.cpu_of(count);
    let rest = cpu(delivered).saturating_sub(signature);
    let slow_post = cpu(signed).saturating_sub(signature);
    let ratio = |cost: Duration, to: Duration| cost.as_secs_f64() / to.as_secs_f64().max(1e-9);
    let rate = |cost: Cost| cost.rate_of(count);
    println!(
        "{REQUESTS} requests of {} bytes to {HOSTS} hosts, {ROUNDS} rounds",
        body.len()
    );
    println!("CPU time of");
    println!("  one RSA signature            {signature:>10.1?}");
    println!("  one plain POST               {:>10.1?}", cpu(plain));
    println!("  one POST after a signature   {:>10.1?}", cpu(signed));
    println!("  one delivery                 {:>10.1?}", cpu(delivered));
    println!("  queueing one delivery        {:>10.1?}", cpu(queued));
    println!("A delivery less its signature costs");
    println!(
        "  plain POSTs                  {:>10.2}  (goal {GOAL})",
        ratio(rest, cpu(plain))
    );
    println!(
        "  POSTs paced by signatures    {:>10.2}",
        ratio(rest, slow_post)
    );
    println!("Each second");
    println!("  plain POSTs                  {:>10.0}", rate(plain));
    println!("  POSTs after a signature      {:>10.0}", rate(signed));
    println!("  deliveries                   {:>10.0}", rate(delivered));
    println!("  deliveries queued            {:>10.0}", rate(queued));
    Ok(())
}

/// A document of the usual size.
fn document() -> String {
    let text = "A co-operative that repairs and rents bicycles. ".repeat(32);
    serde_json::json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"],
        "type": "Create",
        "object": {"type": "Organization", "name": "Pedales", "summary": text},
    })
    .to_string()
}

/// The CPU time of one signature.
fn sign(key: &PrivateKey) -> Result<Duration> {
    const SIGNATURES: usize = 2_000;
    let watch = Watch::start()?;
    for number in 0..SIGNATURES {
        std::hint::black_box(key.sign(&number.to_be_bytes())?);
    }
    Ok(watch.stop()?.cpu_of(SIGNATURES))
}

/// Plain POSTs, as many at a time as the worker makes. With a key each of them waits for a
/// signature that it does not send: answers then come one by one, as they do to deliveries,
/// and reading each costs more than reading a handful.
async fn post(inboxes: &[String], body: &Bytes, key: Option<&PrivateKey>) -> Result<Cost> {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is what our client is compared with"
    )]
    let client = reqwest::Client::builder().no_proxy().build()?;
    let watch = Watch::start()?;
    let mut tasks = JoinSet::new();
    for inbox in inboxes.iter().chain(inboxes) {
        let (client, body, inbox) = (client.clone(), body.clone(), Url::parse(inbox)?);
        let key = key.cloned();
        tasks.spawn(async move {
            for number in 0..REQUESTS / (2 * HOSTS) {
                if let Some(key) = &key {
                    std::hint::black_box(key.sign(&number.to_be_bytes())?);
                }
                let request = client.post(inbox.clone()).body(body.clone());
                request.send().await?.error_for_status()?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    watch.stop()
}

/// Queues and delivers with a new database, and gives the cost of either.
async fn deliver(inboxes: &[String], body: &Bytes, key: &PrivateKey) -> Result<(Cost, Cost)> {
    let folder = tempfile::tempdir()?;
    let db = Db::create(&folder.path().join("trenza.db").to_string_lossy()).await?;
    let clock = Clock::system();
    let watch = Watch::start()?;
    queue(&db, inboxes, body, &clock).await?;
    let queueing = watch.stop()?;
    let worker = Worker::new(&db, &clock, key, "http://127.0.0.1", REQUESTS)?;
    let watch = Watch::start()?;
    worker.run().await?;
    let delivering = watch.stop()?;
    let mut tx = db.read().await?;
    let query = "SELECT COUNT(*) FROM deliveries WHERE state = 'delivered'";
    let count: i64 = on!(tx, |c| sqlx::query_scalar(query).fetch_one(c))?;
    ensure!(
        usize::try_from(count)? == REQUESTS,
        "only {count} deliveries arrived"
    );
    drop(tx);
    db.close().await;
    Ok((queueing, delivering))
}

async fn queue(db: &Db, inboxes: &[String], body: &Bytes, clock: &Clock) -> Result<()> {
    let now = clock.now();
    let body = std::str::from_utf8(body)?;
    for number in 0..ACTIVITIES {
        for actor in 0..ACTORS {
            let path = format!("/activities/{number:06}-{actor}");
            let (actor, object) = (format!("/o/{actor}"), format!("/o/{actor}/{number}"));
            let mut tx = db.begin().await?;
            let activity = Activity {
                path: &path,
                kind: "Create",
                actor: &actor,
                object: &object,
                body,
                log_number: None,
                is_direct: false,
            };
            activities::put(&mut tx, &activity, now).await?;
            let outgoing = Outgoing {
                activity: &path,
                actor: &actor,
                object: &object,
                kind: "Create",
            };
            delivery::enqueue(&mut tx, &outgoing, inboxes, now).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}
