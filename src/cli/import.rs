//! Reading a register's file into the node, and taking an import back.

/// What an import did, in words.
mod said;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::progress::{Step, Tell};
use super::{Answer, socket};
use crate::error::{Error, Result};
use crate::federation::{imports, same_as};
use crate::id::BatchId;
use crate::node::Node;
use crate::outbox;
use crate::place::Territory;
use crate::registry::duplicates::{Among, Found};
use crate::registry::import::{self, Choice, Guess, Mapping, Options, Reading};
use crate::settings::Settings;

/// How many imports are listed.
const LISTED: i64 = 100;

/// What `trenza import` is told.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    /// What to do with imports that were made.
    #[command(subcommand)]
    pub verb: Option<Verb>,
    /// The file to read.
    #[command(flatten)]
    pub file: Option<FileArgs>,
}

/// Which file is read, and how.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag that is given or not"
)]
pub struct FileArgs {
    /// The register's file.
    #[arg(required = true)]
    pub file: PathBuf,
    /// Say what would happen, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Publish what is read; without it new records stay drafts.
    #[arg(long)]
    pub publish: bool,
    /// The file holds the whole register: what it no longer states is withheld.
    #[arg(long)]
    pub complete: bool,
    /// Most names may be others than before; without it such a file is refused.
    #[arg(long)]
    pub renamed: bool,
    /// What the columns of an unknown register mean, as TOML (docs/REGISTERS.md).
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The sheet of a workbook; without it the one with the most rows.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// The line that holds the headers, where it is not found by itself.
    #[arg(long, value_name = "LINE")]
    pub header_line: Option<u64>,
    /// The encoding of a table of text, such as cp850, where it is not found by itself.
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// What separates the columns of a table of text, such as ";" or tab.
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<String>,
}

/// What can be done with imports that were made.
#[derive(Debug, Clone, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// Take an import back: erase what it made, restore what it changed.
    Undo {
        /// The import's identifier, as `trenza import list` shows it.
        #[arg(value_parser = import::batch_id)]
        batch: BatchId,
    },
    /// List the imports, the newest first.
    List,
    /// Show what an import did, with what was wrong with its rows.
    Show {
        /// The import's identifier, as `trenza import list` shows it.
        #[arg(value_parser = import::batch_id)]
        batch: BatchId,
    },
}

/// What is asked of a node.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Read a file.
    Read(Box<ReadFile>),
    /// Something with imports that were made.
    Made(Verb),
}

/// A file to read, and how.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadFile {
    /// The file's name, as it stands in reports.
    name: String,
    /// Where it lies: for the process that works in the node's directory itself.
    path: PathBuf,
    /// Whether it was brought for this command alone.
    is_upload: bool,
    /// What is in the mapping's file.
    mapping: Option<String>,
    choice: Choice,
    options: Options,
}

impl Args {
    /// What is asked, with the small files read. The register's own file is read later, by
    /// whoever has the node in hand.
    ///
    /// # Errors
    /// [`Error::Invalid`] when a file cannot be read or is larger than the settings allow.
    pub(super) fn read(self, settings: &Settings) -> Result<Command> {
        if let Some(verb) = self.verb {
            return Ok(Command::Made(verb));
        }
        let Some(args) = self.file else {
            return Err(Error::invalid("file", "name the register's file"));
        };
        let name = args.file.display().to_string();
        let metadata =
            std::fs::metadata(&args.file).map_err(|error| unreadable(&args.file, &error))?;
        if metadata.is_dir() {
            return Err(Error::invalid(
                name,
                "is a folder; name the register's file",
            ));
        }
        let size = metadata.len();
        let most = settings.limits.import_bytes;
        if size > most {
            return Err(Error::invalid(
                &name,
                format!("has {size} bytes; raise limits.import_bytes, which is {most}"),
            ));
        }
        let mapping = args
            .mapping
            .map(|path| std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error)));
        Ok(Command::Read(Box::new(ReadFile {
            name,
            path: args.file,
            is_upload: false,
            mapping: mapping.transpose()?,
            choice: Choice {
                sheet: args.sheet,
                header_line: args.header_line,
                encoding: args.encoding,
                encoding_is_kept: false,
                delimiter: args.delimiter,
            },
            options: Options {
                dry_run: args.dry_run,
                publish: args.publish,
                complete: args.complete,
                renamed: args.renamed,
            },
        })))
    }
}

impl Command {
    /// Brings the file to a running server, which may not read the caller's own files.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the server does not take it.
    pub(super) async fn send_file(&mut self, stream_at: &Path) -> Result<()> {
        if let Self::Read(read) = self {
            read.path = socket::upload(stream_at, &read.path).await?;
            read.is_upload = true;
        }
        Ok(())
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::invalid(
        path.display().to_string(),
        format!("cannot be read ({error}); check its name"),
    )
}

/// Does it.
pub(super) async fn execute(node: &Node, command: Command, tell: &Tell) -> Result<Answer> {
    let (db, clock) = (node.db.clone(), node.clock.clone());
    match command {
        Command::Made(Verb::List) => {
            let imports = import::list(&db, LISTED).await?;
            said::imports(&imports)
        }
        Command::Made(Verb::Show { batch }) => said::shown(&import::show(&db, &batch).await?),
        Command::Made(Verb::Undo { batch }) => {
            // On a task of its own, so that it goes on when whoever asked goes away.
            let mut progress = progress(tell, "taking back");
            let undoing = tokio::spawn(outbox::listened(async move {
                import::undo(&db, &clock, &batch, &mut progress).await
            }));
            let undone = undoing.await.map_err(Error::internal)??;
            imports::follow_up(node, &Among::All).await;
            said::undone(&undone)
        }
        Command::Read(read) => {
            let options = read.options;
            let home = Territory::home(&node.shown().settings);
            let reading = open(&read, home.as_ref())?;
            let guessed = reading.guess.as_ref().map(Guess::to_toml);
            let title = format!(
                "{}: {{}} of {} ({}){}",
                reading.file,
                reading.register,
                reading.encoding,
                if options.dry_run {
                    ", nothing was changed"
                } else {
                    ""
                }
            );
            take_up(node, tell).await?;
            let mut progress = progress(tell, "importing");
            let importing = tokio::spawn(outbox::listened(async move {
                import::import(&db, &clock, reading, options, &mut progress).await
            }));
            let done = match importing.await.map_err(Error::internal)? {
                Ok(done) => done,
                Err(error) => return Err(stopped(node, error).await),
            };
            let mut answer = said::done(&title, options, &done)?;
            if let Some(mapping) = guessed {
                said::guessed(&mut answer, mapping, options);
            }
            match &done.batch {
                // The import stands whatever becomes of the search.
                Some(batch) => match duplicates(node, batch).await {
                    Ok(found) => said::with_duplicates(answer, found),
                    Err(error) => {
                        said::without_duplicates(&mut answer, &error);
                        Ok(answer)
                    }
                },
                None => Ok(answer),
            }
        }
    }
}

/// What a crash left comes first.
async fn take_up(node: &Node, tell: &Tell) -> Result<()> {
    let (db, clock) = (node.db.clone(), node.clock.clone());
    let mut progress = progress(tell, "importing");
    let resuming = tokio::spawn(outbox::listened(async move {
        import::resume(&db, &clock, &mut progress).await
    }));
    let resumed = match resuming.await.map_err(Error::internal)? {
        Ok(resumed) => resumed,
        Err(error) => return Err(stopped(node, error).await),
    };
    imports::follow_up_resumed(node, &resumed).await;
    Ok(())
}

/// A failure of the database or the disk, with what becomes of the import that it stopped.
async fn stopped(node: &Node, error: Error) -> Error {
    let Error::Unavailable(reason) = error else {
        return error;
    };
    let imports = import::list(&node.db, LISTED).await.unwrap_or_default();
    let rest = match imports.iter().find(|one| one.is_applying()) {
        Some(one) => format!(
            "the import stopped in the middle: what it did stands, and the rest is done by the \
             running server, the next `trenza serve` or the next `trenza import`, once that is \
             mended; or undo it: `trenza import undo {}`",
            one.batch
        ),
        None => "nothing was imported; import the file again once that is mended".to_owned(),
    };
    Error::Unavailable(format!("{reason}; {rest}"))
}

/// Looks for records that may be the same as those that an import stated.
async fn duplicates(node: &Node, batch: &str) -> Result<Found> {
    same_as::find(node, &Among::Batch(batch.parse()?)).await
}

fn open(read: &ReadFile, home: Option<&Territory>) -> Result<Reading> {
    let unreadable = |error| unreadable(Path::new(&read.name), &error);
    let file = File::open(&read.path).map_err(unreadable)?;
    if read.is_upload {
        // It stays readable through the open file and is gone once that is closed.
        std::fs::remove_file(&read.path).map_err(unreadable)?;
    }
    let choice = &read.choice;
    match &read.mapping {
        Some(mapping) => import::open_mapped(file, &read.name, choice, &Mapping::read(mapping)?),
        None => import::open_at(file, &read.name, choice, home),
    }
}

/// Tells how far an import has come; while its file is read, nobody knows of how many.
fn progress(tell: &Tell, doing: &'static str) -> impl FnMut(usize, usize) + Send + use<> {
    let tell = Arc::clone(tell);
    move |done, of| {
        let doing = if of == 0 { "reading" } else { doing };
        tell(Step {
            doing: doing.to_owned(),
            of,
            done,
        });
    }
}

#[cfg(test)]
mod tests;
