//! What deliveries cost:
//!
//! ```text
//! cargo bench --bench delivery
//! ```
//!
//! One after the other: a delivery beside the plain POST that it cannot do without, and one
//! offer of an organization that 10,000 accounts on 500 hosts follow. Whatever is posted is
//! taken in another process.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

mod compare;
mod fan_out;
mod sink;
#[path = "../support/watch.rs"]
mod watch;
mod worker;

use anyhow::Result;

fn main() -> Result<()> {
    let hosts = std::env::args()
        .skip_while(|word| word != sink::WORD)
        .nth(1);
    let runtime = tokio::runtime::Runtime::new()?;
    if let Some(hosts) = hosts {
        runtime.block_on(sink::serve(hosts.parse()?))
    } else if std::env::args().any(|word| word == "--bench") {
        runtime.block_on(compare::measure())?;
        runtime.block_on(fan_out::measure())
    } else {
        // `cargo test` runs this too, and has nothing to test here.
        Ok(())
    }
}
