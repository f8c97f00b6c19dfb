//! One offer of an organization that many accounts follow: once with inboxes that a host's
//! accounts share, once with an inbox for each of them.
//!
//! What is compared is how much longer a delivery takes when there are twenty times as many:
//! not at all, it is to be hoped. The memory is that of this process.

use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use trenza::clock::Clock;
use trenza::federation::followers::{self, Follower, State};
use trenza::federation::publish;
use trenza::node::Node;
use trenza::offers::{self, Purpose};
use trenza::registry::{self, Consent, Draft, Organization};
use trenza::settings::Settings;
use trenza::store::{Db, on};
use trenza::vocabulary::{EntityType, Terms, What};

use crate::sink::Sink;
use crate::watch::Watch;
use crate::worker::Worker;

const FOLLOWERS: usize = 10_000;
const HOSTS: usize = 500;

pub(crate) async fn measure() -> Result<()> {
    let sink = Sink::start(HOSTS)?;
    println!("One offer for {FOLLOWERS} followers on {HOSTS} hosts");
    for is_shared in [true, false] {
        let way = if is_shared {
            "shared inboxes"
        } else {
            "an inbox each"
        };
        let folder = tempfile::tempdir()?;
        let node = open(folder.path()).await?;
        let organization = followed(&node, &sink.inboxes, is_shared).await?;
        let before = memory("VmRSS:")?;
        // From here on the highest mark is that of the offer alone (proc(5)).
        fs::write("/proc/self/clear_refs", "5").context("this benchmark needs Linux")?;
        let watch = Watch::start()?;
        offer(&node, &organization).await?;
        publish::drain(&node).await?;
        let publishing = watch.stop()?;
        let requests = count(&node.db, "pending").await?;
        let key = node.keys.rsa_of("/actor");
        let worker = Worker::new(&node.db, &node.clock, &key, node.base(), requests)?;
        let watch = Watch::start()?;
        worker.run().await?;
        let delivering = watch.stop()?;
        let delivered = count(&node.db, "delivered").await?;
        ensure!(delivered == requests, "{delivered} of {requests} arrived");
        println!(
            "  {way:<15} {requests:>6} deliveries: published and queued in {:.2?}, delivered in \
             {:.2?} ({:.0} a second, {:.0?} of CPU each), memory {before} MB, then {} MB at most",
            publishing.wall,
            delivering.wall,
            delivering.rate_of(requests),
            delivering.cpu_of(requests),
            memory("VmHWM:")?,
        );
        node.db.close().await;
    }
    Ok(())
}

async fn open(folder: &std::path::Path) -> Result<Arc<Node>> {
    let text = format!(
        "public_url = \"http://127.0.0.1:1\"\ninsecure_loopback = true\nname = \"Oaxaca\"\n\
         [database]\nurl = \"{}\"\n",
        folder.join("trenza.db").display()
    );
    let settings = Settings::read(&text, "the benchmark", folder.to_owned(), false)?;
    Ok(Node::create(settings, Clock::system()).await?)
}

/// An active organization whose followers have been told all that there was.
async fn followed(node: &Node, inboxes: &[String], is_shared: bool) -> Result<Organization> {
    let consent = Consent {
        by: "the assembly".to_owned(),
        statement: "minutes".to_owned(),
        at: None,
    };
    let mut tx = node.db.begin().await?;
    let draft = Draft::named("Café Unión", "es", EntityType::Cooperative)?;
    let added = registry::add(&mut tx, &node.clock, draft).await?;
    registry::publish(&mut tx, &node.clock, &added.id).await?;
    let organization = registry::activate(&mut tx, &node.clock, &added.id, &consent).await?;
    tx.commit().await?;
    publish::drain(node).await?;
    let mut tx = node.db.begin().await?;
    for (number, inbox) in (0..FOLLOWERS).zip(inboxes.iter().cycle()) {
        let host = inbox.trim_end_matches("/inbox");
        let follower = Follower {
            actor: organization.path(),
            follower: format!("{host}/users/{number}"),
            inbox: format!("{host}/users/{number}/inbox"),
            shared_inbox: is_shared.then(|| inbox.clone()),
            follow: format!("{host}/follows/{number}"),
            state: State::Accepted.as_str().to_owned(),
        };
        followers::put(&mut tx, &follower, node.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(organization)
}

async fn offer(node: &Node, by: &Organization) -> Result<()> {
    let title = "Tostadora de café";
    let draft = offers::Draft::titled(Purpose::Offer, title, "es", What::Service, Terms::Lend)?;
    let mut tx = node.db.begin().await?;
    offers::add(&mut tx, &node.clock, &by.id, draft).await?;
    Ok(tx.commit().await?)
}

async fn count(db: &Db, state: &str) -> Result<usize> {
    let query = "SELECT COUNT(*) FROM deliveries WHERE state = $1";
    let mut tx = db.read().await?;
    let count: i64 = on!(tx, |c| sqlx::query_scalar(query).bind(state).fetch_one(c))?;
    Ok(usize::try_from(count)?)
}

/// A figure of this process's memory, in MB.
fn memory(name: &str) -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status").context("this benchmark needs Linux")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    Ok(kilobytes
        .context("/proc/self/status is odd")?
        .parse::<u64>()?
        / 1_000)
}
