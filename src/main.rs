//! The `trenza` program: read the command line, load the settings, call one command.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;
use trenza::cli::{self, Cli, Verb};
use trenza::clock::Clock;
use trenza::error::Result;
use trenza::settings::Settings;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let as_json = cli.json;
    match Box::pin(start(cli)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let line = if as_json {
                serde_json::json!({ "error": error.to_string() }).to_string()
            } else {
                format!("trenza: {error}")
            };
            let _ = writeln!(std::io::stderr(), "{line}");
            ExitCode::FAILURE
        }
    }
}

async fn start(cli: Cli) -> Result<()> {
    let clock = Clock::system();
    let as_json = cli.json;
    match cli.verb {
        Verb::Serve => {
            log("info,sqlx=warn");
            trenza::app::serve(Settings::load(&cli.config)?, clock).await
        }
        Verb::Demo(demo) => {
            log("warn");
            trenza::demo::run(demo, clock, as_json)
                .await?
                .print(as_json)
        }
        _ => {
            // Away from a terminal, long work says how far it has come.
            log("warn,trenza::cli::progress=info");
            cli::run(cli, &clock).await?.print(as_json)
        }
    }
}

/// The log goes to standard error; `RUST_LOG` chooses what is in it.
fn log(usual: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
