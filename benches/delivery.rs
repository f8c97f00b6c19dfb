//! What a delivery costs beside the plain POST that it cannot do without:
//!
//! ```text
//! cargo bench --bench delivery
//! ```
//!
//! The same bytes go to the same listeners, in another process, once by `reqwest` alone and
//! once by the worker: claimed, signed, posted and settled, with every step durable in
//! SQLite. What is compared is this process's CPU time, less one RSA signature for each
//! delivery, because a shared machine's wall clock says more about its other users.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::fs;
use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use futures::future::BoxFuture;
use http::StatusCode;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use trenza::activitypub::activities::{self, Activity};
use trenza::activitypub::address::Reach;
use trenza::activitypub::client::{Client, Failure, Reply, Signer};
use trenza::activitypub::delivery::{self, Outgoing, Poster, Signing, Worker};
use trenza::activitypub::keys::{Algorithm, PrivateKey};
use trenza::activitypub::signature::Scheme;
use trenza::clock::Clock;
use trenza::store::{Db, on};
use url::Url;

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

fn main() -> Result<()> {
    let is_asked = |word: &str| std::env::args().any(|argument| argument == word);
    let runtime = tokio::runtime::Runtime::new()?;
    if is_asked("sink") {
        runtime.block_on(sink())
    } else if is_asked("--bench") {
        runtime.block_on(compare())
    } else {
        // `cargo test` runs this too, and has nothing to test here.
        Ok(())
    }
}

/// Takes whatever is posted, until the parent process is gone.
async fn sink() -> Result<()> {
    let mut ports = Vec::new();
    for _ in 0..HOSTS {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        ports.push(listener.local_addr()?.port().to_string());
        let taken = |_body: Bytes| async { StatusCode::ACCEPTED };
        let router = axum::Router::new().fallback(taken);
        tokio::spawn(async move { axum::serve(listener, router).await });
    }
    writeln!(stdout(), "{}", ports.join(" "))?;
    let gone = || std::io::copy(&mut stdin(), &mut std::io::sink());
    tokio::task::spawn_blocking(gone).await??;
    Ok(())
}

/// The process that takes what is posted.
struct Sink {
    process: Child,
    inboxes: Vec<String>,
}

impl Sink {
    fn start() -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("sink")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().context("the sink has no output")?;
        let mut ports = String::new();
        BufReader::new(output).read_line(&mut ports)?;
        let inboxes: Vec<String> = ports
            .split_whitespace()
            .map(|port| format!("http://127.0.0.1:{port}/inbox"))
            .collect();
        ensure!(inboxes.len() == HOSTS, "the sink did not start");
        Ok(Self { process, inboxes })
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// CPU time and wall time of one request.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    cpu: Duration,
    wall: Duration,
}

impl Cost {
    fn per(self, count: usize) -> Self {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            cpu: self.cpu / count,
            wall: self.wall / count,
        }
    }

    fn add(&mut self, other: Self) {
        self.cpu += other.cpu;
        self.wall += other.wall;
    }
}

struct Watch {
    cpu: Duration,
    wall: Instant,
}

impl Watch {
    fn start() -> Result<Self> {
        Ok(Self {
            cpu: cpu_time()?,
            wall: Instant::now(),
        })
    }

    fn stop(&self) -> Result<Cost> {
        Ok(Cost {
            cpu: cpu_time()?.saturating_sub(self.cpu),
            wall: self.wall.elapsed(),
        })
    }
}

/// The CPU time of all threads of this process so far, in the kernel and outside of it.
fn cpu_time() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").context("this benchmark needs Linux")?;
    // The second field is a name in parentheses, which may hold spaces (proc(5)).
    let (_, fields) = stat.rsplit_once(')').context("/proc/self/stat is odd")?;
    let ticks: u64 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    // Linux shows hundredths of a second here, whatever its timer does.
    Ok(Duration::from_millis(ticks * 10))
}

async fn compare() -> Result<()> {
    let sink = Sink::start()?;
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
    let [plain, signed, queued, delivered] =
        [plain, signed, queued, delivered].map(|cost| cost.per(count));
    let rest = delivered.cpu.saturating_sub(signature);
    let slow_post = signed.cpu.saturating_sub(signature);
    let ratio = |cost: Duration, to: Duration| cost.as_secs_f64() / to.as_secs_f64().max(1e-9);
    let rate = |cost: Cost| 1.0 / cost.wall.as_secs_f64().max(1e-9);
    println!(
        "{REQUESTS} requests of {} bytes to {HOSTS} hosts, {ROUNDS} rounds",
        body.len()
    );
    println!("CPU time of");
    println!("  one RSA signature            {signature:>10.1?}");
    println!("  one plain POST               {:>10.1?}", plain.cpu);
    println!("  one POST after a signature   {:>10.1?}", signed.cpu);
    println!("  one delivery                 {:>10.1?}", delivered.cpu);
    println!("  queueing one delivery        {:>10.1?}", queued.cpu);
    println!("A delivery less its signature costs");
    println!(
        "  plain POSTs                  {:>10.2}  (goal {GOAL})",
        ratio(rest, plain.cpu)
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
    Ok(watch.stop()?.per(SIGNATURES).cpu)
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

/// Posts by the node's client, and says when the last one has been made.
#[derive(Debug)]
struct Counting {
    signing: Signing,
    left: AtomicUsize,
    done: CancellationToken,
}

impl Poster for Counting {
    fn post<'a>(
        &'a self,
        inbox: &'a Url,
        scheme: Scheme,
        actor: &'a str,
        body: Bytes,
    ) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let reply = self.signing.post(inbox, scheme, actor, body).await;
            if self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
                self.done.cancel();
            }
            reply
        })
    }
}

/// Queues and delivers with a new database, and gives the cost of either.
async fn deliver(inboxes: &[String], body: &Bytes, key: &PrivateKey) -> Result<(Cost, Cost)> {
    let folder = tempfile::tempdir()?;
    let db = Db::open(&folder.path().join("trenza.db").to_string_lossy()).await?;
    let clock = Clock::system();
    let watch = Watch::start()?;
    queue(&db, inboxes, body, &clock).await?;
    let queueing = watch.stop()?;
    let signer = Signer {
        key_id: "http://127.0.0.1/actor#main-key".to_owned(),
        key: key.clone(),
    };
    let client = Client::new(
        Reach::InsecureLoopback,
        "http://127.0.0.1",
        signer,
        clock.clone(),
    )?;
    let done = CancellationToken::new();
    let poster = Counting {
        signing: Signing::new(client, key.clone(), "http://127.0.0.1"),
        left: AtomicUsize::new(REQUESTS),
        done: done.clone(),
    };
    let worker = Worker {
        db: db.clone(),
        clock,
        poster: Arc::new(poster),
        wake: Arc::new(Notify::new()),
        chance: delivery::random,
    };
    let watch = Watch::start()?;
    worker.run(done).await?;
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
