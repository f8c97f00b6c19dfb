//! The bytes of files that were brought: in the node's directory, each under its identifier,
//! readable by the node's own user alone.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::PathBuf;

use axum::extract::multipart::{Field, Multipart};
use tokio::io::AsyncWriteExt as _;
use tokio::task::spawn_blocking;

use crate::error::{Error, Result};
use crate::id::BroughtFileId;
use crate::node::Node;
use crate::place::Territory;
use crate::registry::import::{self, Choice, Mapping, Reading};

/// The longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 120;

fn path(node: &Node, id: &BroughtFileId) -> PathBuf {
    node.settings.dir.join("brought").join(id.as_str())
}

/// Writes the form's `file` to the shelf as it comes, and tells what it is called.
///
/// # Errors
/// [`Error::Invalid`] when no file was sent or it is too large, [`Error::Unavailable`] when the
/// disk does not take it.
pub(super) async fn keep(node: &Node, id: &BroughtFileId, mut form: Multipart) -> Result<String> {
    let broken = |error| {
        Error::invalid(
            "file",
            format!("did not arrive whole ({error}); send it again"),
        )
    };
    while let Some(part) = form.next_field().await.map_err(broken)? {
        if part.name() == Some("file") {
            let name = name_of(&part)?;
            write(node, id, part).await?;
            return Ok(name);
        }
    }
    Err(nothing_chosen())
}

/// The refusal of a form without a file.
pub(super) fn nothing_chosen() -> Error {
    Error::invalid("file", "choose the file that holds the register")
}

/// The file's own name, without the folders that some browsers send before it.
fn name_of(part: &Field<'_>) -> Result<String> {
    let whole = part.file_name().unwrap_or_default();
    let own = whole.rsplit(['/', '\\']).next().unwrap_or_default();
    let own: String = own
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_NAME)
        .collect();
    if own.trim().is_empty() {
        return Err(nothing_chosen());
    }
    Ok(own)
}

async fn write(node: &Node, id: &BroughtFileId, mut part: Field<'_>) -> Result<()> {
    let path = path(node, id);
    let full = |error: std::io::Error| {
        Error::Unavailable(format!("{} cannot take the file ({error})", path.display()))
    };
    if let Some(folder) = path.parent() {
        let mut maker = DirBuilder::new();
        maker
            .mode(0o700)
            .recursive(true)
            .create(folder)
            .map_err(full)?;
    }
    let mut options = std::fs::OpenOptions::new();
    let file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .map_err(full)?;
    let mut file = tokio::fs::File::from_std(file);
    let (mut size, most) = (0_u64, node.settings.limits.import_bytes);
    let broken = |error| {
        Error::invalid(
            "file",
            format!("did not arrive whole ({error}); send it again"),
        )
    };
    while let Some(bytes) = part.chunk().await.map_err(broken)? {
        size += bytes.len() as u64;
        if size > most {
            let reason = format!("is larger than limits.import_bytes, which is {most}");
            return Err(Error::invalid("file", reason));
        }
        file.write_all(&bytes).await.map_err(full)?;
    }
    file.sync_all().await.map_err(full)
}

/// Opens a file of the shelf, by what the office says of its columns where it says anything.
///
/// # Errors
/// [`Error::Invalid`] when it is no table, or the mapping does not fit it.
pub(super) async fn open(
    node: &Node,
    id: &BroughtFileId,
    name: &str,
    mapping: Option<&Mapping>,
) -> Result<Reading> {
    let (path, name, mapping) = (path(node, id), name.to_owned(), mapping.cloned());
    let home = node.settings.territory.as_deref();
    let home = home.and_then(|code| Territory::parse(code).ok());
    let opening = spawn_blocking(move || {
        let gone = |_| Error::absent(format!("the file {name}"), "bring it once more");
        let file = File::open(&path).map_err(gone)?;
        let choice = Choice::default();
        match mapping {
            Some(mapping) => import::open_mapped(file, &name, &choice, &mapping),
            None => import::open_at(file, &name, &choice, home.as_ref()),
        }
    });
    opening.await.map_err(Error::internal)?
}

/// Takes a file from the shelf; one that is not there is no matter.
pub(super) fn clear(node: &Node, id: &BroughtFileId) {
    let _ = std::fs::remove_file(path(node, id));
}
