//! The file that the form of a register sends, onto the shelf as it comes.

use axum::extract::multipart::{Field, Multipart, MultipartError};

use crate::error::{Error, Result};
use crate::id::BroughtFileId;
use crate::node::Node;
use crate::node::shelf::Arriving;
use crate::words::phrase;

/// The longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 120;

/// Writes the form's `file` to the shelf as it comes, for which so many bytes are `left`, and
/// tells what it is called and how many it has.
///
/// # Errors
/// [`Error::Invalid`] when no file was sent or it is too large, [`Error::Unavailable`] when the
/// disk does not take it.
pub(super) async fn keep(
    node: &Node,
    id: &BroughtFileId,
    left: u64,
    mut form: Multipart,
) -> Result<(String, u64)> {
    let broken = |error: MultipartError| {
        let reason = phrase!("file-not-whole", error = error.to_string());
        Error::invalid("file", reason)
    };
    while let Some(mut part) = form.next_field().await.map_err(broken)? {
        if part.name() == Some("file") {
            let name = name_of(&part)?;
            let mut arriving = Arriving::begin(node, id, left)?;
            while let Some(bytes) = part.chunk().await.map_err(broken)? {
                arriving.take(&bytes).await?;
            }
            return Ok((name, arriving.end().await?));
        }
    }
    Err(nothing_chosen())
}

/// The refusal of a form without a file.
pub(super) fn nothing_chosen() -> Error {
    Error::invalid("file", phrase!("file-choose"))
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
