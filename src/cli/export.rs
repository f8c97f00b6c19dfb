//! The directory's records out again, into a file or to standard output.

use std::fs::{File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use futures::stream::{BoxStream, StreamExt};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tempfile::NamedTempFile;

use super::{Answer, Command, ask, socket};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::export::{self, Asked, Format, Piece, View};
use crate::federation::followers;
use crate::node::Node;
use crate::node::lock::{self, Found};
use crate::registry::{self, Status};
use crate::settings::Settings;

/// What `trenza export` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// As what: csv, xlsx, geojson, jsonld, turtle, dcat or murmurations.
    #[arg(long, required_unless_present = "organization")]
    pub format: Option<Format>,
    /// Into this file, whole or not at all; without it to standard output.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Only records that have come so far: draft, published, suspended or dissolved.
    #[arg(long)]
    pub status: Option<Status>,
    /// Only records that this register states, under its identifiers.
    #[arg(long, value_name = "NAME")]
    pub register: Option<String>,
    /// State contacts too, also those that are not public.
    #[arg(long)]
    pub with_contacts: bool,
    /// Everything of one organization, for its owner: one JSON document.
    #[arg(
        long,
        value_name = "HANDLE",
        conflicts_with_all = ["format", "status", "register", "with_contacts"]
    )]
    pub organization: Option<String>,
}

/// Of which organization everything is asked for.
#[derive(Debug, Serialize, Deserialize)]
pub struct One {
    organization: String,
}

/// Collects it.
pub(super) async fn execute(node: &Node, one: One) -> Result<Answer> {
    let mut tx = node.db.read().await?;
    let found = registry::find(&mut tx, &one.organization).await?;
    let count = followers::count(&mut tx, &found.path()).await?;
    let whole = export::whole(&mut tx, &node.clock, &found.id, count).await?;
    let text = serde_json::to_string_pretty(&whole).map_err(Error::internal)?;
    Answer::of(text, &whole)
}

/// Exports, by the running server where there is one.
///
/// # Errors
/// [`Error::Invalid`] when the file cannot be written, which leaves none;
/// [`Error::Unavailable`] when the database or the server fails.
pub(super) async fn run(args: Args, settings: Settings, clock: &Clock) -> Result<Answer> {
    let Some(format) = args.format else {
        let organization = args.organization.unwrap_or_default();
        let mut output = Output::open(args.out.as_deref())?;
        let one = Command::Export(One { organization });
        let answer = ask(settings, clock, one).await?;
        let text = format!("{}\n", answer.text);
        output.take(text.as_bytes())?;
        return output.finish(text.len(), 1);
    };
    let asked = Asked {
        format,
        view: View::Office,
        status: args.status,
        register: args.register,
        with_contacts: args.with_contacts,
    };
    let output = Output::open(args.out.as_deref())?;
    match lock::take_or_find(&settings).await? {
        Found::Ours(held) => {
            let node = Node::open(settings, clock.clone()).await?;
            let written = async {
                let pieces = export::pieces(&node.db, &node.shown().settings, asked).await?;
                write(pieces.boxed(), output).await
            };
            let written = written.await;
            node.db.close().await;
            drop(held);
            written
        }
        Found::Server(stream_at) => {
            write(socket::download(&stream_at, &asked).await?, output).await
        }
    }
}

async fn write(mut pieces: BoxStream<'_, Result<Piece>>, mut output: Output) -> Result<Answer> {
    let (mut size, mut records) = (0, 0);
    while let Some(piece) = pieces.next().await {
        let piece = piece?;
        size += piece.bytes.len();
        records = piece.records;
        if !output.take(&piece.bytes)? {
            break;
        }
    }
    output.finish(size, records)
}

/// Where the bytes go.
enum Output {
    Stdout,
    /// A file beside the one that it becomes at the end.
    File {
        beside: NamedTempFile,
        path: PathBuf,
    },
}

impl Output {
    fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Stdout);
        };
        if path.is_dir() {
            let reason = "is a folder; name a file in it";
            return Err(Error::invalid(path.display().to_string(), reason));
        }
        let folder = folder(path);
        let beside = tempfile::Builder::new()
            .prefix(".trenza-export-")
            // As for any new file, the caller's own mask decides who may read it.
            .permissions(Permissions::from_mode(0o666))
            .tempfile_in(folder)
            .map_err(|error| {
                let reason = format!(
                    "cannot be written, since nothing can be made in {} ({error}); make the \
                     folder first, or name another",
                    folder.display()
                );
                Error::invalid(path.display().to_string(), reason)
            })?;
        let path = path.to_owned();
        Ok(Self::File { beside, path })
    }

    /// Writes bytes; `false` when their reader, such as `head`, wants no more.
    fn take(&mut self, bytes: &[u8]) -> Result<bool> {
        match self {
            Self::Stdout => match io::stdout().lock().write_all(bytes) {
                Ok(()) => Ok(true),
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
                Err(error) => Err(unwritable("standard output", &error)),
            },
            Self::File { beside, path } => match beside.write_all(bytes) {
                Ok(()) => Ok(true),
                Err(error) => Err(unwritable(&path.display().to_string(), &error)),
            },
        }
    }

    /// Puts the file in its place, once it is safe on the disk.
    fn finish(self, size: usize, records: u64) -> Result<Answer> {
        let Self::File { beside, path } = self else {
            return match io::stdout().flush() {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    Err(unwritable("standard output", &error))
                }
                _ => Ok(Answer::nothing()),
            };
        };
        let shown = path.display().to_string();
        let refuse = |error: &io::Error| unwritable(&shown, error);
        beside
            .as_file()
            .sync_all()
            .map_err(|error| refuse(&error))?;
        beside.persist(&path).map_err(|lost| refuse(&lost.error))?;
        File::open(folder(&path))
            .and_then(|folder| folder.sync_all())
            .map_err(|error| refuse(&error))?;
        let text = format!("{shown}: records {records}, bytes {size}");
        Answer::of(
            text,
            &json!({ "file": shown, "records": records, "bytes": size }),
        )
    }
}

/// The folder that a file is in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn unwritable(place: &str, error: &io::Error) -> Error {
    let reason = format!("cannot be written ({error}); no file was made or changed");
    Error::invalid(place, reason)
}
