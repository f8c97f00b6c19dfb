//! The first page of a channel with a million offers and needs behind it, beside the same
//! page of one that holds just that page: how long a reader waits must not depend on how much
//! there is. On PostgreSQL with `TRENZA_TEST_DB=postgres` and `TRENZA_TEST_PG`.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use trenza::channels;
use trenza::clock::Timestamp;
use trenza::slice::Slice;
use trenza::store::{Db, Tx, execute, on, testing};

/// How many stand in the large channel.
const MANY: i64 = 1_000_000;
/// How many rows one statement writes.
const AT_ONCE: i64 = 5_000;
/// How many a page shows.
const PAGE: usize = 50;
/// How often a page is read.
const ROUNDS: usize = 2_000;
/// The longest that 99 of 100 readers may wait.
const LIMIT: Duration = Duration::from_millis(20);
/// How many times longer the large channel may take than the small one.
const MOST_TIMES: u32 = 5;

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let db = testing::fresh(folder.path()).await?;
    let began = Instant::now();
    // Offers and needs in turn, so that the page of both merges two long lists.
    let mut number = 0;
    while number < MANY {
        let mut tx = db.begin().await?;
        fill(&mut tx, "all.food", number, AT_ONCE).await?;
        tx.commit().await?;
        number += AT_ONCE;
    }
    let mut tx = db.begin().await?;
    let few = i64::try_from(PAGE)? + 1;
    fill(&mut tx, "all.water", 0, few).await?;
    if !tx.is_exclusive() {
        execute!(&mut tx, sqlx::query("ANALYZE slices"))?;
    }
    tx.commit().await?;
    println!("{MANY} rows in {:.0?}", began.elapsed());
    let mut tx = db.begin().await?;
    let one = BTreeSet::from([Slice::parse("offers.energy")?]);
    let began = Instant::now();
    for number in 0..1_000 {
        channels::put(
            &mut tx,
            &format!("/offers/new-{number}"),
            Timestamp(number),
            &one,
        )
        .await?;
    }
    println!("an offer enters a slice in {:.0?}", began.elapsed() / 1_000);
    tx.commit().await?;

    let small = read(&db, "all.water", false).await?;
    let large = read(&db, "all.food", false).await?;
    let far = read(&db, "all.food", true).await?;
    for (what, took) in [
        ("of one page", small),
        ("of a million", large),
        ("far in", far),
    ] {
        println!(
            "{what}: median {:.2?}, 99 of 100 within {:.2?}",
            took.0, took.1
        );
    }
    ensure!(
        large.1 < LIMIT && far.1 < LIMIT,
        "a page takes longer than {LIMIT:?}"
    );
    ensure!(
        large.0 < small.0 * MOST_TIMES,
        "a page of a million takes more than {MOST_TIMES} times one of {few}"
    );
    Ok(())
}

async fn fill(tx: &mut Tx, codes: &str, from: i64, count: i64) -> Result<()> {
    let slices = Slice::parse(codes)?.by_purpose();
    on!(tx, |c| async {
        let mut builder = sqlx::QueryBuilder::new("INSERT INTO slices (slice, at, offer) ");
        builder.push_values(from..from + count, |mut row, number| {
            let turn = usize::from(number % 2 == 1);
            let slice = slices.get(turn).map(ToString::to_string);
            row.push_bind(slice.unwrap_or_default())
                .push_bind(1_790_000_000_000 + number * 7)
                .push_bind(format!("/offers/0198c2de-7c00-7000-8000-{number:012}"));
        });
        builder.build().execute(c).await.map(|_| ())
    })?;
    Ok(())
}

/// The median and the 99th of a hundred, of the first page or of one half-way in.
async fn read(db: &Db, codes: &str, is_far: bool) -> Result<(Duration, Duration)> {
    let slice = Slice::parse(codes)?;
    let mut tx = db.read().await?;
    let mut after = None;
    if is_far {
        // A cursor is made by the page before, so this walks as a reader would.
        for _ in 0..500 {
            after = channels::page(&mut tx, &slice, after.as_deref(), 200)
                .await?
                .next;
        }
    }
    drop(tx);
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let mut tx = db.read().await?;
        let page = channels::page(&mut tx, &slice, after.as_deref(), PAGE).await?;
        times.push(began.elapsed());
        ensure!(page.items.len() == PAGE, "a page is not full");
    }
    times.sort_unstable();
    let at = |share: usize| times.get(ROUNDS * share / 100).copied().context("times");
    Ok((at(50)?, at(99)?))
}
