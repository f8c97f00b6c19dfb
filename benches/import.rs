//! How many rows of a register are read and mapped a second, and how many are written with
//! where each value comes from, beside the limits that an import shall keep; and how long the
//! longest step held the writer, during which nobody else could write:
//!
//! ```text
//! cargo bench --bench import
//! ```
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::fmt::Write as _;
use std::io::Cursor;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio_util::sync::CancellationToken;
use trenza::clock::Clock;
use trenza::execute;
use trenza::registry::import::{self, Choice, Mapping, Options, Reading};
use trenza::store::{Db, testing};

/// How many rows the made register has.
const ROWS: usize = 100_000;
/// Rows a second that shall be read and mapped, and that shall be written on SQLite.
const READ_LIMIT: f64 = 20_000.0;
const WRITE_LIMIT: f64 = 3_000.0;

const MAPPING: &str = r#"
register = "bench"
language = "es"
entity_type = "cooperative"
[columns]
identifier = "Folio"
name = "Nombre"
legal_form = "Forma"
sectors = "Actividad"
street = "Calle"
locality = "Municipio"
region = "Provincia"
postal_code = "CP"
country = "País"
website = "Sitio"
email = "Correo"
founded_on = "Alta"
"#;

fn main() -> Result<()> {
    if !std::env::args().any(|argument| argument == "--bench") {
        // `cargo test` runs this too, and has nothing to test here.
        return Ok(());
    }
    tokio::runtime::Runtime::new()?.block_on(run())
}

async fn run() -> Result<()> {
    let first = table("Cooperativa");
    let second = table("Sociedad");
    let started = Instant::now();
    let plan = open(&first)?.to_end()?;
    told(
        "read and mapped",
        plan.entries.len(),
        started.elapsed(),
        READ_LIMIT,
    );
    drop(plan);

    let folder = tempfile::tempdir()?;
    let db = testing::fresh(folder.path()).await?;
    let clock = Clock::system();
    let stop = CancellationToken::new();
    let neighbour = tokio::spawn(waits(db.clone(), stop.clone()));
    for (what, bytes) in [
        ("created", &first),
        ("updated", &second),
        ("unchanged", &second),
    ] {
        let started = Instant::now();
        let options = Options {
            publish: true,
            ..Options::default()
        };
        let report = import::import(&db, &clock, open(bytes)?, options, &mut |_, _| {}).await?;
        told(what, report.read, started.elapsed(), WRITE_LIMIT);
    }
    stop.cancel();
    let mut waits = neighbour.await??;
    waits.sort_unstable();
    let at = |share: usize| {
        waits
            .get(waits.len() * share / 100)
            .or(waits.last())
            .copied()
    };
    println!(
        "meanwhile {} writes of a neighbour waited: median {:.1?}, 99 of 100 {:.1?}, the longest {:.1?}",
        waits.len(),
        at(50).unwrap_or_default(),
        at(99).unwrap_or_default(),
        waits.last().copied().unwrap_or_default()
    );
    Ok(())
}

/// How long each write of somebody else takes while the import runs.
async fn waits(db: Db, stop: CancellationToken) -> Result<Vec<Duration>> {
    let mut waits = Vec::new();
    while !stop.is_cancelled() {
        let started = Instant::now();
        let mut tx = db.begin().await?;
        let touch = "UPDATE node SET value = value WHERE name = 'public_url'";
        execute!(tx, sqlx::query(touch))?;
        tx.commit().await?;
        waits.push(started.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(waits)
}

fn open(bytes: &[u8]) -> Result<Reading> {
    let mapping = Mapping::read(MAPPING)?;
    let source = Cursor::new(bytes.to_vec());
    Ok(import::open_mapped(
        source,
        "bench.csv",
        &Choice::default(),
        &mapping,
    )?)
}

/// A register of invented organizations in the shape that a province's has.
fn table(kind: &str) -> Vec<u8> {
    let towns = [
        ("Bilbao", "Bizkaia", "48001"),
        ("Sevilla", "Sevilla", "41001"),
        ("Girona", "Girona", "17001"),
        ("Vigo", "Pontevedra", "36201"),
    ];
    let mut text = String::from(
        "Folio;Nombre;Forma;Actividad;Calle;Municipio;Provincia;CP;País;Sitio;Correo;Alta\n",
    );
    for row in 0..ROWS {
        let (town, province, code) = towns.get(row % towns.len()).copied().unwrap_or_default();
        let line = writeln!(
            text,
            "{row};{kind} {row} del barrio;S. Coop.;47.11;Calle Mayor {row};{town};{province};\
             {code};España;https://c{row}.example;hola@c{row}.example;{}/{}/19{}",
            row % 28 + 1,
            row % 12 + 1,
            row % 80 + 10,
        );
        debug_assert!(line.is_ok(), "a text takes whatever is written to it");
    }
    text.into_bytes()
}

fn told(what: &str, rows: usize, took: Duration, limit: f64) {
    let rate = f64::from(u32::try_from(rows).unwrap_or(u32::MAX)) / took.as_secs_f64();
    println!(
        "{rows} rows {what} in {took:.2?}: {rate:.0} a second, {:.1} of the limit",
        rate / limit
    );
}
