//! A node that is killed while it copies another, again and again, ends with the same
//! records as one that was left in peace.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpStream;
use trenza::registry::{self, Draft};
use trenza::vocabulary::EntityType;

use crate::nodes::{Stage, until};

/// How many organizations are copied: a dozen pages of the log.
const ORGANIZATIONS: usize = 1_200;
/// How often the copying node is killed.
const KILLS: u64 = 10;

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

    let away = stage.open("lyon", "accept").await.stop().await;
    let (config, address) = (away.write_settings(), away.listen());
    let mut child = serve(&config);
    until("the node answers", async || {
        ask(&config, &["peer", "list"]).await.is_some()
    })
    .await;
    ask(&config, &["peer", "add", &oaxaca.node.url("")])
        .await
        .unwrap();
    until("the copy has begun", async || {
        let listed = ask(&config, &["peer", "list"]).await;
        listed.is_some_and(|list| list["peers"][0]["following"] == "accepted")
    })
    .await;
    let seed = u64::from(std::process::id());
    for round in 0..KILLS {
        // Spread over the time that the copy takes; the seed is told when the test fails.
        let pause = (seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(round * 97))
            % 250;
        tokio::time::sleep(Duration::from_millis(pause)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        child = serve(&config);
    }
    until("the node answers", async || {
        TcpStream::connect(address).await.is_ok()
    })
    .await;
    until("the digests agree", async || {
        let listed = ask(&config, &["peer", "list"]).await;
        let digest =
            listed.and_then(|list| Some(list["peers"][0]["state_digest"].as_str()?.to_owned()));
        digest == Some(oaxaca.own_digest().await)
    })
    .await;
    let listed = ask(&config, &["peer", "list"]).await.unwrap();
    let peer = &listed["peers"][0];
    assert_eq!(peer["organizations"], ORGANIZATIONS, "seed {seed}: {peer}");
    assert_eq!(peer["behind"], 0, "seed {seed}: {peer}");
    child.kill().unwrap();
    child.wait().unwrap();
}

fn serve(config: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_trenza"))
        .args(["--config", config, "serve"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
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
