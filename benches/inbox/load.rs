//! The process that sends: it signs everything beforehand and fires when it is told to.

use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use tokio::task::JoinSet;
use trenza::activitypub::keys::PrivateKey;
use trenza::activitypub::signature::{self, Scheme};
use trenza::clock::Clock;
use url::Url;

use crate::actors::Actors;
use crate::{AUTHORITY, REQUESTS, actors};

/// How many requests are under way at once.
const AT_ONCE: usize = 128;

/// The sending process, seen from the measuring one.
pub(crate) struct Load {
    process: Child,
    input: ChildStdin,
    output: Option<BufReader<ChildStdout>>,
}

impl Load {
    pub(crate) fn start(key: &PrivateKey, actors: Actors) -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(["load", &actors.port.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut input = process.stdin.take().context("the load has no input")?;
        let output = process.stdout.take().context("the load has no output")?;
        // As JSON it is one line.
        writeln!(input, "{}", serde_json::to_string(&key.to_pem()?)?)?;
        let mut output = BufReader::new(output);
        let mut ready = String::new();
        output.read_line(&mut ready)?;
        ensure!(ready == "ready\n", "the load did not start");
        let output = Some(output);
        Ok(Self {
            process,
            input,
            output,
        })
    }

    /// Has all requests sent to a port, and returns when each was answered 202.
    pub(crate) async fn fire(&mut self, port: u16) -> Result<()> {
        writeln!(self.input, "{port}")?;
        let mut output = self.output.take().context("the load is gone")?;
        let (output, line) = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            output.read_line(&mut line).map(|_| (output, line))
        })
        .await??;
        self.output = Some(output);
        ensure!(line == "done\n", "the load failed: {line}");
        Ok(())
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The sending process itself, which ends with its input.
pub(crate) async fn run() -> Result<()> {
    let port = std::env::args().nth(2).context("no port")?.parse()?;
    let mut lines = stdin().lines();
    let pem = lines.next().context("no key")??;
    let pem: String = serde_json::from_str(&pem)?;
    let key = PrivateKey::from_pem(&pem)?;
    let requests = Arc::new(sign(Actors { port }, &key)?);
    writeln!(stdout(), "ready")?;
    for line in lines {
        let port: u16 = line?.parse()?;
        send(&requests, port).await?;
        writeln!(stdout(), "done")?;
    }
    Ok(())
}

fn sign(actors: Actors, key: &PrivateKey) -> Result<Vec<(HeaderMap, Bytes)>> {
    let url = Url::parse(&format!("http://{AUTHORITY}/inbox"))?;
    let now = Clock::system().now();
    let mut requests = Vec::with_capacity(REQUESTS);
    for number in 0..REQUESTS {
        let body = Bytes::from(actors.create(number).to_string());
        let key_id = actors.key_id(number % actors::ACTORS);
        let (scheme, method) = (Scheme::Cavage, Method::POST);
        let mut headers = signature::sign(scheme, key, &key_id, &method, &url, Some(&body), now)?;
        let media_type = HeaderValue::from_static("application/activity+json");
        headers.insert(header::CONTENT_TYPE, media_type);
        requests.push((headers, body));
    }
    Ok(requests)
}

async fn send(requests: &Arc<Vec<(HeaderMap, Bytes)>>, port: u16) -> Result<()> {
    #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = Url::parse(&format!("http://127.0.0.1:{port}/inbox"))?;
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (client, url) = (client.clone(), url.clone());
        let (requests, next) = (Arc::clone(requests), Arc::clone(&next));
        tasks.spawn(async move {
            while let Some((headers, body)) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                let request = client.post(url.clone()).headers(headers.clone());
                let status = request.body(body.clone()).send().await?.status();
                ensure!(status == 202, "answered {status}");
            }
            Ok(())
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    Ok(())
}
