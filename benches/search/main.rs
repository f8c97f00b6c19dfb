//! Searches over records that are spliced from real registers: how long a reader waits whatever
//! is asked, at fifty requests a second on the program's own routes. The registers are in the
//! folder that `TRENZA_DATA` names. `TRENZA_BENCH_RECORDS=1000000` for as many records as a large
//! directory with its friends has. On PostgreSQL with `TRENZA_TEST_DB=postgres` and
//! `TRENZA_TEST_PG`.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

/// Records spliced from registers.
mod spliced;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use tower::ServiceExt;
use trenza::app;
use trenza::clock::{Clock, Timestamp};
use trenza::node::Node;
use trenza::search;
use trenza::settings::Settings;
use trenza::store::{execute, testing};

/// How many records there are when nobody says.
const FEW: u32 = 20_000;
/// How many entries one transaction writes.
const AT_ONCE: u32 = 1_000;
/// How many requests come in a second, and for how long.
const A_SECOND: u32 = 50;
const SECONDS: u32 = 20;
/// The longest that half of the readers, and 99 of 100, may wait.
const LIMITS: [Duration; 2] = [Duration::from_millis(15), Duration::from_millis(60)];
/// What is asked, in turn.
const ASKED: [&str; 14] = [
    "",
    "q=housing",
    "q=credit+union",
    "q=housing+co-operative&kind=organization",
    "q=transport&territory=GB&kind=need",
    "q=dairy+theatre",
    "q=xylophone",
    "territory=GB-SCT",
    "kind=need&theme=food",
    "sector=A&type=cooperative",
    "near=53.48,-2.24&km=25",
    "box=50.2,-5.7,51.6,-1.9&kind=offer",
    "place=Manchester&q=bicycle",
    "q=cooperativa+agricola&territory=IT",
];
#[tokio::main]
async fn main() -> Result<()> {
    if !std::env::args().any(|argument| argument == "--bench") {
        // `cargo test` runs this too, and has nothing to test here.
        return Ok(());
    }
    let records = std::env::var("TRENZA_BENCH_RECORDS");
    let records: u32 = records.map_or(Ok(FEW), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let url = testing::fresh_url(folder.path()).await?;
    let text = format!("public_url = \"https://oax.example\"\n[database]\nurl = \"{url}\"\n");
    let settings = Settings::read(&text, "bench", folder.path().to_owned(), false)?;
    let clock = Clock::fixed(Timestamp::from_seconds(1_790_060_000));
    let node = Node::open(settings, clock).await?;
    let registers = spliced::Registers::read()?;
    let began = Instant::now();
    let mut number = 0;
    while number < records {
        let mut tx = node.db.begin().await?;
        let some = number..records.min(number + AT_ONCE);
        let entries: Vec<search::Entry> = some.map(|one| registers.entry(one)).collect();
        search::put(&mut tx, &entries, node.clock.now()).await?;
        tx.commit().await?;
        number += AT_ONCE;
    }
    if !node.db.is_exclusive() {
        let mut tx = node.db.begin().await?;
        execute!(&mut tx, sqlx::query("ANALYZE search_terms"))?;
        execute!(&mut tx, sqlx::query("ANALYZE search_entries"))?;
        tx.commit().await?;
    }
    println!("{records} records kept in {:.0?}", began.elapsed());
    let routes = app::routes(&node).with_state(Arc::clone(&node));
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / A_SECOND);
    let mut running = Vec::new();
    for turn in 0..A_SECOND * SECONDS {
        ticks.tick().await;
        let asked = usize::try_from(turn)? % ASKED.len();
        let routes = routes.clone();
        running.push(tokio::spawn(async move {
            let query = ASKED.get(asked).copied().unwrap_or_default();
            let request = Request::get(format!("/api/v1/search?{query}")).body(Body::empty())?;
            let began = Instant::now();
            let response = routes.oneshot(request).await?;
            let status = response.status();
            response.into_body().collect().await?;
            ensure!(status.is_success(), "{query}: {status}");
            Ok((asked, began.elapsed()))
        }));
    }
    let mut all = Vec::new();
    let mut of_each = vec![Vec::new(); ASKED.len()];
    for one in running {
        let (asked, took) = one.await??;
        all.push(took);
        of_each.get_mut(asked).context("asked")?.push(took);
    }
    for (query, mut times) in ASKED.iter().zip(of_each) {
        let [median, most] = shares(&mut times)?;
        println!("{query:45} median {median:.1?}, 99 of 100 within {most:.1?}");
    }
    let [half, nearly_all] = shares(&mut all)?;
    println!("all: median {half:.1?}, 99 of 100 within {nearly_all:.1?}");
    let [for_half, for_nearly_all] = LIMITS;
    let median = half.as_secs_f64() / for_half.as_secs_f64();
    let most = nearly_all.as_secs_f64() / for_nearly_all.as_secs_f64();
    println!("of what they may take: {median:.2} and {most:.2}");
    ensure!(
        median <= 1.0 && most <= 1.0,
        "readers wait longer than {LIMITS:?}"
    );
    Ok(())
}

/// The median and the 99th of a hundred.
fn shares(times: &mut [Duration]) -> Result<[Duration; 2]> {
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .context("times")
    };
    Ok([at(50)?, at(99)?])
}
