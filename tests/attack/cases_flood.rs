//! Case 31: many connections that say little or nothing.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::actor::Actor;
use crate::connection::Stream;
use crate::peer::Peer;
use crate::request::{Draft, Way};
use crate::stage::{Stage, Trial, perform};

/// How many hold a connection, of each of four kinds, where the machine allows as many.
const CROWD: usize = 500;
/// How many honest requests are made meanwhile, to read and to the inbox in turn, of which
/// one in a hundred may be slow.
const HONEST: usize = 200;
/// Within which the others are answered.
const SOON: Duration = Duration::from_secs(1);
/// How long the node may take to send them away.
const PATIENCE: Duration = Duration::from_mins(2);

/// How many of each kind there can be: each holds a file here and one in the node, of which
/// a process may open so many.
fn crowd_size() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let most = files.and_then(|line| line.split_whitespace().nth(3)?.parse().ok());
    CROWD.min(most.unwrap_or(1_024_usize) / 16)
}

async fn connect(stage: &Stage, said: &[u8]) -> Box<dyn Stream> {
    let mut stream = stage.connect().await;
    // Whoever is sent away early is what this is about.
    let _ = stream.write_all(said).await;
    stream
}

/// Whether the node ends a connection, having said what it has to say.
async fn ends(mut stream: Box<dyn Stream>) -> bool {
    let mut rest = Vec::new();
    let reading = stream.read_to_end(&mut rest);
    tokio::time::timeout(PATIENCE, reading).await.is_ok()
}

#[test]
fn case_31_heads_and_bodies_that_do_not_come() {
    perform(async |stage| {
        let mut trial = Trial::of("31", stage).await;
        let post = format!("POST /inbox HTTP/1.1\r\nHost: {}\r\n", stage.authority);
        let variants = [
            ("silence", String::new()),
            ("half a head", format!("{post}X-A")),
            // Each announces a megabyte: together more than the node would hold.
            (
                "a body that stops",
                format!("{post}Content-Length: 1000000\r\nConnection: close\r\n\r\n{{"),
            ),
            (
                "chunks that stop",
                format!("{post}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n1\r\n{{\r\n"),
            ),
        ];
        let mut crowd = Vec::new();
        for _ in 0..crowd_size() {
            for (name, said) in &variants {
                crowd.push((*name, connect(stage, said.as_bytes()).await));
            }
        }
        eprintln!("case 31: {} hold a connection", crowd.len());
        // Honest readers and senders come while all of them hold their connections.
        let peer = Peer::start().await;
        let sender = Actor::honest(&peer, "sender");
        let mut waits = Vec::with_capacity(HONEST);
        for number in 0..HONEST {
            let way = Way::ALL[number / 2 % Way::ALL.len()];
            let like = sender.activity(&peer, "Like", peer.url("/notes/1"));
            let message = Draft::new(way, &sender, &like).seal(&stage.authority);
            let asked = Instant::now();
            let (reply, status) = if number % 2 == 0 {
                (stage.get("/livez", "*/*").await, 200)
            } else {
                (stage.send(&message).await, 202)
            };
            waits.push(asked.elapsed());
            trial.check("honest", reply.status == status, &format!("{reply:?}"));
        }
        waits.sort_unstable();
        let slowest = waits[HONEST - 1 - HONEST / 100];
        trial.check("honest", slowest < SOON, &format!("waits for {slowest:?}"));
        trial.fence().await;
        let ended = crowd
            .into_iter()
            .map(async |(name, stream)| (name, ends(stream).await));
        for (name, ended) in futures::future::join_all(ended).await {
            trial.check(name, ended, "was never sent away");
        }
        trial.finish().await;
    });
}
