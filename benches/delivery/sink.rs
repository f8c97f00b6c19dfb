//! The process that takes what is posted, on as many ports as there are hosts.

use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http::StatusCode;

/// What this program is called with to be that process, before the number of hosts.
pub(crate) const WORD: &str = "sink";

/// Takes whatever is posted, until the parent process is gone.
pub(crate) async fn serve(hosts: usize) -> Result<()> {
    let mut ports = Vec::new();
    for _ in 0..hosts {
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
pub(crate) struct Sink {
    process: Child,
    /// An inbox on each host, all of them shared by its accounts.
    pub(crate) inboxes: Vec<String>,
}

impl Sink {
    pub(crate) fn start(hosts: usize) -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .args([WORD, &hosts.to_string()])
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
        ensure!(inboxes.len() == hosts, "the sink did not start");
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
