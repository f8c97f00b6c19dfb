//! A node that is killed while it copies another, again and again, ends with the same
//! records as one that was left in peace.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use trenza::registry::{self, Draft};
use trenza::vocabulary::EntityType;

use crate::nodes::{Running, Stage, until};

/// How many organizations are copied: a dozen pages of the log.
const ORGANIZATIONS: usize = 1_200;
/// How often the copying node is killed.
const KILLS: usize = 10;
/// Where a list of peers has the first one's digest.
const DIGEST: &str = "/peers/0/state_digest";
/// How often it is tried anew where no kill fell inside the copy.
const ROUNDS: usize = 8;
/// The longest pause between a page that was copied and the kill, in milliseconds.
const MOST_PAUSE: u64 = 20;

/// Pauses drawn from a seed, which is told when the test fails (xorshift of 64 bits).
struct Pauses(u64);

impl Pauses {
    /// A pause of less than `most` milliseconds.
    fn below(&mut self, most: u64) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_millis(self.0 % most)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_killed_ten_times_ends_the_same() {
    let stage = Stage::new();
    let oaxaca = stage.open("oaxaca", "accept").await;
    oaxaca
        .change(async |tx, clock| {
            for number in 0..ORGANIZATIONS {
                let name = format!("Cooperativa {number:04}");
                let draft = Draft::named(&name, "es", EntityType::Cooperative)?;
                let added = registry::add(tx, clock, draft).await?;
                registry::publish(tx, clock, &added.id).await?;
            }
            Ok(())
        })
        .await;
    until("everything is published", async || {
        oaxaca.waiting_events().await == 0
    })
    .await;

    // On a machine that has no time for this process the copy may end before the first kill.
    for number in 1..=ROUNDS {
        if copied_with_kills(&stage, &oaxaca, &format!("lyon{number}")).await {
            return;
        }
    }
    panic!("no kill fell inside the copy, {ROUNDS} times");
}

/// Copies a node while the copying one is killed, and says whether a kill fell inside the copy.
async fn copied_with_kills(stage: &Stage, oaxaca: &Running, name: &str) -> bool {
    let away = stage.open(name, "accept").await.stop().await;
    let (config, address) = (away.write_settings(), away.listen());
    let mut child = serve(&config);
    until("the node answers", async || is_ready(address).await).await;
    let away = away.look().await;
    ask(&config, &["peer", "add", &oaxaca.node.url("")])
        .await
        .unwrap();
    let seed = u64::from(std::process::id()).wrapping_mul(6_364_136_223_846_793_005) | 1;
    let mut pauses = Pauses(seed);
    let (head, mut reached) = (oaxaca.head().await, Vec::new());
    for _ in 0..KILLS {
        let before = reached.last().copied().unwrap_or(0);
        until("the copy goes on", async || {
            let read_to = away.read_to(oaxaca).await;
            read_to > before || read_to == head
        })
        .await;
        tokio::time::sleep(pauses.below(MOST_PAUSE)).await;
        drop(child);
        reached.push(away.read_to(oaxaca).await);
        away.end_leases().await;
        child = serve(&config);
    }
    let is_cut = reached.iter().any(|&read_to| 0 < read_to && read_to < head);
    until("the node answers", async || is_ready(address).await).await;
    until("the digests agree", async || {
        let listed = ask(&config, &["peer", "list"]).await;
        let digest = listed.and_then(|list| Some(list.pointer(DIGEST)?.as_str()?.to_owned()));
        digest == Some(oaxaca.own_digest().await)
    })
    .await;
    let listed = ask(&config, &["peer", "list"]).await.unwrap();
    let peer = listed.pointer("/peers/0").unwrap();
    assert_eq!(peer["organizations"], ORGANIZATIONS, "seed {seed}: {peer}");
    assert_eq!(peer["behind"], 0, "seed {seed}: {peer}");
    drop(child);
    is_cut
}

/// A server that ends with whoever holds it, also when a test fails.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn serve(config: &str) -> Served {
    let child = Command::new(env!("CARGO_BIN_EXE_trenza"))
        .args(["--config", config, "serve"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Served(child.unwrap())
}

/// Whether the server is open. A command would not tell: without a server it does the work
/// itself, and holds the directory against the server that starts meanwhile.
async fn is_ready(address: SocketAddr) -> bool {
    #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
    let request = reqwest::Client::new().get(format!("http://{address}/readyz"));
    let answer = request.send().await;
    answer.is_ok_and(|answer| answer.status().is_success())
}

/// What a command answers in JSON; `None` when it failed.
async fn ask(config: &str, words: &[&str]) -> Option<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trenza"));
    command.args(["--config", config, "--json"]).args(words);
    let output = tokio::task::spawn_blocking(move || command.output())
        .await
        .unwrap()
        .unwrap();
    output
        .status
        .success()
        .then(|| serde_json::from_slice(&output.stdout).unwrap())
}
