//! Searches over generated records: how long a reader waits whatever is asked, at fifty
//! requests a second on the program's own routes. `TRENZA_BENCH_RECORDS=1000000` for as many as
//! a large directory with its friends has. On PostgreSQL with `TRENZA_TEST_DB=postgres` and
//! `TRENZA_TEST_PG`.

#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

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
use trenza::place::{Point, Territory};
use trenza::search::{self, Entry, Kind};
use trenza::settings::Settings;
use trenza::store::{execute, testing};
use trenza::vocabulary::{EntityType, Section, Terms, Theme, What};

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
const ASKED: [&str; 12] = [
    "",
    "q=cooperativa",
    "q=cooperativa+de+vivienda",
    "q=panaderia+solidaria&kind=organization",
    "q=transporte&territory=MX&kind=need",
    "territory=MX-OAX",
    "kind=need&theme=food",
    "sector=A&type=cooperative",
    "near=17.06,-96.72&km=25",
    "box=14,-118,33,-86&kind=offer",
    "place=Oaxaca&q=bicicletas",
    "q=xilofono",
];
const WORDS: [&str; 24] = [
    "cooperativa",
    "vivienda",
    "panadería",
    "solidaria",
    "transporte",
    "huerta",
    "mujeres",
    "trabajo",
    "energía",
    "agua",
    "crédito",
    "ahorro",
    "consumo",
    "artesanía",
    "café",
    "miel",
    "bicicletas",
    "tejedoras",
    "escuela",
    "salud",
    "reciclaje",
    "cultura",
    "turismo",
    "imprenta",
];
const PLACES: [(&str, f64, f64); 8] = [
    ("MX-OAX", 17.06, -96.72),
    ("MX-CMX", 19.43, -99.13),
    ("ES-CT", 41.39, 2.17),
    ("ES-PV", 43.26, -2.93),
    ("FR-ARA", 45.76, 4.84),
    ("BR-SP", -23.55, -46.63),
    ("AR-B", -34.92, -57.95),
    ("GB-ENG", 51.5, -0.12),
];

#[tokio::main]
async fn main() -> Result<()> {
    let records = std::env::var("TRENZA_BENCH_RECORDS");
    let records: u32 = records.map_or(Ok(FEW), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let url = testing::fresh_url(folder.path()).await?;
    let text = format!("public_url = \"https://oax.example\"\n[database]\nurl = \"{url}\"\n");
    let settings = Settings::read(&text, "bench", folder.path().to_owned(), false)?;
    let clock = Clock::fixed(Timestamp::from_seconds(1_790_060_000));
    let node = Node::open(settings, clock).await?;
    let began = Instant::now();
    let mut number = 0;
    while number < records {
        let mut tx = node.db.begin().await?;
        for one in number..records.min(number + AT_ONCE) {
            search::put(&mut tx, &entry(one), node.clock.now()).await?;
        }
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

/// A record that is like others and unlike any.
fn entry(number: u32) -> Entry {
    let pick = |salt: u32, count: usize| {
        let mixed = (number + 1).wrapping_mul(2_654_435_761).rotate_left(salt);
        usize::try_from(mixed).unwrap_or(0) % count
    };
    let kind = *Kind::ALL.get(pick(3, 3)).unwrap_or(&Kind::Organization);
    let updated = Timestamp(1_780_000_000_000 + i64::from(number) * 997);
    let mut entry = Entry::new(format!("https://a.example/records/{number}"), kind, updated);
    let word = |salt: u32| {
        WORDS
            .get(pick(salt, WORDS.len()))
            .copied()
            .unwrap_or_default()
    };
    let title = format!("{} {} {}", word(5), word(9), number % 5_000);
    let text = (10..30).map(word).collect::<Vec<_>>().join(" ");
    entry.titles = vec![("es".to_owned(), title)];
    entry.texts = vec![("es".to_owned(), text)];
    entry.entity_type = EntityType::ALL.get(pick(7, EntityType::ALL.len())).copied();
    let section = Section::ALL.get(pick(11, Section::ALL.len()));
    entry.sectors = section
        .and_then(|one| one.as_str().parse().ok())
        .into_iter()
        .collect();
    let theme = Theme::ALL.get(pick(13, Theme::ALL.len()));
    entry.themes = theme
        .map(|one| one.as_str().to_owned())
        .into_iter()
        .collect();
    if kind != Kind::Organization {
        entry.what = What::ALL.get(pick(15, What::ALL.len())).copied();
        entry.terms = Terms::ALL.get(pick(17, Terms::ALL.len())).copied();
        entry.stands = !number.is_multiple_of(4);
    }
    if let Some((code, latitude, longitude)) = PLACES.get(pick(19, PLACES.len())) {
        let codes = [*code, code.get(..2).unwrap_or_default()];
        entry.territories = codes
            .iter()
            .filter_map(|one| Territory::parse(one).ok())
            .collect();
        let aside = |salt: u32| f64::from(u16::try_from(pick(salt, 1_000)).unwrap_or(0)) / 1_000.0;
        entry.point = Some(Point {
            latitude: latitude + aside(21) - 0.5,
            longitude: longitude + aside(23) - 0.5,
        });
    }
    entry
}
