//! The process that sends: it signs everything beforehand and fires when it is told to.

use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::ops::Range;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use tokio::task::JoinSet;
use trenza::activitypub::keys::PrivateKey;
use trenza::activitypub::signature::{self, Scheme};
use trenza::clock::Clock;
use url::Url;

use crate::actors::Actors;
use crate::{AUTHORITY, actors};

/// How many requests are under way at once when all are sent.
const AT_ONCE: usize = 128;

/// What was answered.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Answers {
    /// `202`.
    pub(crate) taken: usize,
    /// `503`: come again.
    pub(crate) put_off: usize,
}

/// The sending process, seen from the measuring one.
pub(crate) struct Load {
    process: Child,
    input: ChildStdin,
    output: Option<BufReader<ChildStdout>>,
}

impl Load {
    /// Starts it with so many requests, all of which it signs first.
    pub(crate) fn start(key: &PrivateKey, actors: Actors, requests: usize) -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(["load", &actors.port.to_string(), &requests.to_string()])
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
        let answers = self
            .fire_for(port, 0..usize::MAX, Duration::MAX, AT_ONCE)
            .await?;
        ensure!(answers.put_off == 0, "{answers:?}");
        Ok(())
    }

    /// Has some of the requests sent to a port, for so long at most, so many at once.
    pub(crate) async fn fire_for(
        &mut self,
        port: u16,
        range: Range<usize>,
        at_most: Duration,
        at_once: usize,
    ) -> Result<Answers> {
        let (from, to, seconds) = (range.start, range.end, at_most.as_secs());
        writeln!(self.input, "{port} {from} {to} {seconds} {at_once}")?;
        let mut output = self.output.take().context("the load is gone")?;
        let (output, line) = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            output.read_line(&mut line).map(|_| (output, line))
        })
        .await??;
        self.output = Some(output);
        let mut counts = line.split_whitespace().map(str::parse);
        match (counts.next(), counts.next()) {
            (Some(Ok(taken)), Some(Ok(put_off))) => Ok(Answers { taken, put_off }),
            _ => bail!("the load failed: {line}"),
        }
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
    let mut given = std::env::args().skip(2);
    let port = given.next().context("no port")?.parse()?;
    let count = given.next().context("no count")?.parse()?;
    let mut lines = stdin().lines();
    let pem = lines.next().context("no key")??;
    let pem: String = serde_json::from_str(&pem)?;
    let key = PrivateKey::from_pem(&pem)?;
    let requests = Arc::new(sign_all(Actors { port }, &key, count).await?);
    writeln!(stdout(), "ready")?;
    for line in lines {
        let line = line?;
        let asked: Vec<&str> = line.split_whitespace().collect();
        let [port, from, to, seconds, at_once] = asked[..] else {
            bail!("{line:?} asks for nothing");
        };
        let until = Duration::from_secs(seconds.parse()?);
        let range = from.parse()?..to.parse()?;
        let at_once = at_once.parse()?;
        let answers = send(&requests, port.parse()?, range, until, at_once).await?;
        writeln!(stdout(), "{} {}", answers.taken, answers.put_off)?;
    }
    Ok(())
}

type Signed = Vec<(HeaderMap, Bytes)>;

/// Signs on every core: the time that it takes is nobody's.
async fn sign_all(actors: Actors, key: &PrivateKey, count: usize) -> Result<Signed> {
    let shares = std::thread::available_parallelism()?.get();
    let share = count.div_ceil(shares);
    let signing = (0..shares).map(|one| {
        let key = key.clone();
        let range = one * share..count.min((one + 1) * share);
        tokio::task::spawn_blocking(move || sign(actors, &key, range))
    });
    let mut requests = Vec::with_capacity(count);
    for signed in futures::future::try_join_all(signing).await? {
        requests.extend(signed?);
    }
    Ok(requests)
}

fn sign(actors: Actors, key: &PrivateKey, range: Range<usize>) -> Result<Signed> {
    let url = Url::parse(&format!("http://{AUTHORITY}/inbox"))?;
    let now = Clock::system().now();
    let mut requests = Vec::with_capacity(range.len());
    for number in range {
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

async fn send(
    requests: &Arc<Signed>,
    port: u16,
    range: Range<usize>,
    at_most: Duration,
    at_once: usize,
) -> Result<Answers> {
    #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = Url::parse(&format!("http://127.0.0.1:{port}/inbox"))?;
    let next = Arc::new(AtomicUsize::new(range.start));
    let end = range.end.min(requests.len());
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..at_once {
        let (client, url) = (client.clone(), url.clone());
        let (requests, next) = (Arc::clone(requests), Arc::clone(&next));
        tasks.spawn(async move {
            let mut answers = Answers::default();
            while began.elapsed() < at_most {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some((headers, body)) = requests.get(at).filter(|_| at < end) else {
                    break;
                };
                let request = client.post(url.clone()).headers(headers.clone());
                match request.body(body.clone()).send().await?.status().as_u16() {
                    202 => answers.taken += 1,
                    503 => answers.put_off += 1,
                    other => bail!("answered {other}"),
                }
            }
            Ok(answers)
        });
    }
    let mut all = Answers::default();
    while let Some(task) = tasks.join_next().await {
        let answers = task??;
        all.taken += answers.taken;
        all.put_off += answers.put_off;
    }
    Ok(all)
}
