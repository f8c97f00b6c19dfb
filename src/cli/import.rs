//! Reading a register's file into the node.

use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};

use super::{Report, encoding};
use crate::error::{Error, Result};
use crate::node::Node;
use crate::registry::import::{self, Mapping, Options, Plan};
use crate::settings::Settings;

/// How many problems are shown to people.
const SHOWN_PROBLEMS: usize = 20;
/// How many entries pass between two lines of the log.
const LINE_EVERY: usize = 2_000;

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
    /// What the columns of an unknown register mean, as TOML (docs/REGISTERS.md).
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
    #[serde(default)]
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
            let unreadable = |error| {
                Error::invalid(
                    path.display().to_string(),
                    format!("cannot be read ({error}); check its name"),
                )
            };
            std::fs::read_to_string(&path).map_err(unreadable)
        });
        Ok(Command {
            mapping: mapping.transpose()?,
            contents: std::fs::read(&self.file).map_err(unreadable)?,
            name,
            dry_run: self.dry_run,
            publish: self.publish,
            complete: self.complete,
        })
    }
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command) -> Result<Report> {
    let plan = match &command.mapping {
        Some(mapping) => {
            let mapping = Mapping::read(mapping)?;
            import::read_mapped(&command.contents, &command.name, &mapping)?
        }
        None => import::read(&command.contents, &command.name)?,
    };
    let options = Options {
        dry_run: command.dry_run,
        publish: command.publish,
        complete: command.complete,
    };
    let bar = bar(plan.entries.len());
    let mut told = 0;
    let mut progress = |done: usize, of: usize| {
        bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        if bar.is_hidden() && (done >= told + LINE_EVERY || done == of) {
            told = done;
            tracing::info!(done, of, file = %command.name, "importing");
        }
    };
    let done = import::apply(&node.db, &node.clock, &plan, options, &mut progress).await?;
    bar.finish_and_clear();
    Report::of(said(&plan, options, &done), &done)
}

/// A bar on a terminal, nothing elsewhere: there a line is logged now and then.
fn bar(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX));
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar
}

/// The counts and the first problems; `--json` has them all.
fn said(plan: &Plan, options: Options, done: &import::Report) -> String {
    let mut lines = vec![
        format!(
            "{}: {} rows of {} ({}){}",
            plan.file,
            done.read,
            plan.register,
            plan.encoding,
            if options.dry_run {
                ", nothing was changed"
            } else {
                ""
            }
        ),
        format!(
            "created {}, updated {}, unchanged {}, skipped {}; published {}, withdrawn {}",
            done.created,
            done.updated,
            done.unchanged,
            done.skipped,
            done.published,
            done.withdrawn
        ),
    ];
    for problem in done.problems.iter().take(SHOWN_PROBLEMS) {
        lines.push(format!(
            "line {}, {}: {}; {}",
            problem.line, problem.field, problem.reason, problem.remedy
        ));
    }
    let rest = done.problems.len().saturating_sub(SHOWN_PROBLEMS);
    if rest > 0 {
        lines.push(format!("and {rest} more problems; --json lists them all"));
    }
    lines.join("\n")
}
