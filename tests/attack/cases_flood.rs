//! Case 31: many connections that say little or nothing.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::stage::{Stage, Trial, perform};

/// How many hold a connection, of each kind.
const CROWD: usize = 60;
/// How long the node may take to send them away.
const PATIENCE: Duration = Duration::from_mins(2);

async fn connect(stage: &Stage, said: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(stage.address)
        .await
        .expect("the node listens");
    // Whoever is sent away early is what this is about.
    let _ = stream.write_all(said).await;
    stream
}

/// Whether the node ends a connection, having said what it has to say.
async fn ends(mut stream: TcpStream) -> bool {
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
        for _ in 0..CROWD {
            for (name, said) in &variants {
                crowd.push((*name, connect(stage, said.as_bytes()).await));
            }
        }
        // Honest followers come while all of them hold their connections.
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
