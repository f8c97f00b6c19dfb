//! Reading a register's file into the node.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{Report, encoding};
use crate::error::{Error, Result};
use crate::node::Node;
use crate::settings::Settings;

/// What `trenza import` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The register's file: CSV in any usual encoding.
    pub file: PathBuf,
    /// Say what would happen, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Publish what is read; without it new records stay drafts.
    #[arg(long)]
    pub publish: bool,
    /// The file holds the whole register: what it no longer states is withdrawn.
    #[arg(long)]
    pub complete: bool,
    /// Which column means what, as TOML; guessed from the heads without it.
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
}

/// The same with the files' contents, since a server may not read the caller's files.
#[derive(Debug, Serialize, Deserialize)]
pub struct Command {
    /// The file's name, as it stands in reports.
    pub name: String,
    /// What is in it.
    #[serde(with = "encoding")]
    pub contents: Vec<u8>,
    /// What is in the mapping's file.
    pub mapping: Option<String>,
    /// Change nothing.
    pub dry_run: bool,
    /// Publish what is read.
    pub publish: bool,
    /// Withdraw what the file does not state.
    pub complete: bool,
}

impl Args {
    /// Reads the files.
    ///
    /// # Errors
    /// [`Error::Invalid`] when one cannot be read or is larger than the settings allow.
    pub(super) fn read(self, settings: &Settings) -> Result<Command> {
        let name = self.file.display().to_string();
        let unreadable = |error: std::io::Error| {
            Error::invalid(&name, format!("cannot be read ({error}); check its name"))
        };
        let size = std::fs::metadata(&self.file).map_err(unreadable)?.len();
        let most = settings.limits.import_bytes;
        if size > u64::try_from(most).unwrap_or(u64::MAX) {
            return Err(Error::invalid(
                &name,
                format!("has {size} bytes; raise limits.import_bytes, which is {most}"),
            ));
        }
        let mapping = self.mapping.map(|path| {
            std::fs::read_to_string(&path).map_err(|error| {
                Error::invalid(
                    path.display().to_string(),
                    format!("cannot be read ({error})"),
                )
            })
        });
        Ok(Command {
            contents: std::fs::read(&self.file).map_err(unreadable)?,
            mapping: mapping.transpose()?,
            name,
            dry_run: self.dry_run,
            publish: self.publish,
            complete: self.complete,
        })
    }
}

/// Does it.
#[expect(clippy::unused_async, reason = "what it does awaits the database")]
pub(super) async fn execute(_node: &Node, command: Command) -> Result<Report> {
    Err(Error::Conflict(format!(
        "{} was not imported",
        command.name
    )))
}
