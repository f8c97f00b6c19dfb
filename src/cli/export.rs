//! The directory's records out again, into a file or to standard output.

use std::fs::{File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt};
use serde_json::json;
use tempfile::NamedTempFile;

use super::lock::{self, Found};
use super::{Report, socket};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::export::{self, Asked, Format, View};
use crate::node::Node;
use crate::registry::Status;
use crate::settings::Settings;

/// What `trenza export` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// As what: csv …
    #[arg(long)]
    pub format: Format,
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
}

/// Exports, by the running server where there is one.
///
/// # Errors
/// [`Error::Invalid`] when the file cannot be written, which leaves none;
/// [`Error::Unavailable`] when the database or the server fails.
pub(super) async fn run(args: Args, settings: Settings, clock: &Clock) -> Result<Report> {
    let asked = Asked {
        format: args.format,
        view: View::Office,
        status: args.status,
        register: args.register,
        with_contacts: args.with_contacts,
    };
    let output = Output::open(args.out.as_deref())?;
    match lock::take_or_find(&settings.dir).await? {
        Found::Ours(held) => {
            let node = Node::open(settings, clock.clone()).await?;
            let written = async {
                let bytes = export::stream(&node.db, &node.settings, asked).await?;
                write(bytes.boxed(), output).await
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

async fn write(mut bytes: BoxStream<'_, Result<Bytes>>, mut output: Output) -> Result<Report> {
    let mut size = 0;
    while let Some(some) = bytes.next().await {
        let some = some?;
        size += some.len();
        if !output.take(&some)? {
            break;
        }
    }
    output.finish(size)
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
    fn finish(self, size: usize) -> Result<Report> {
        let Self::File { beside, path } = self else {
            return match io::stdout().flush() {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    Err(unwritable("standard output", &error))
                }
                _ => Ok(Report::nothing()),
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
        let text = format!("{shown}: {size} bytes");
        Report::of(text, &json!({ "file": shown, "bytes": size }))
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
