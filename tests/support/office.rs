//! An office with a directory of its own, whose commands run in the test's process.

use clap::Parser;
use trenza::cli::{self, Answer, Cli};
use trenza::clock::{Clock, Timestamp};
use trenza::error::{Error, Result};
use trenza::store::testing::fresh_url;

pub(crate) struct Office {
    pub(crate) dir: tempfile::TempDir,
    clock: Clock,
}

impl Office {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(Timestamp(1_790_000_000_000));
        let office = Self { dir, clock };
        let database = fresh_url(office.dir.path()).await.unwrap();
        let node = office.dir.path().join("node");
        let init = format!(
            "init --public-url https://a.example --listen 127.0.0.1:0 --dir {} --database {database}",
            node.display(),
        );
        office
            .ask(&init.split(' ').collect::<Vec<_>>())
            .await
            .unwrap();
        office
    }

    /// Runs a command.
    pub(crate) async fn ask(&self, words: &[&str]) -> Result<Answer> {
        let config = self.dir.path().join("node").join("trenza.toml");
        let head = ["trenza", "--config", config.to_str().unwrap()];
        let cli = Cli::try_parse_from(head.iter().chain(words)).map_err(Error::internal)?;
        Box::pin(cli::run(cli, &self.clock)).await
    }
}
