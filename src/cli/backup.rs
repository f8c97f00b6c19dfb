//! A copy of the database of a node, whether it runs or not.

use std::path::PathBuf;

use serde_json::json;

use super::Answer;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::store;

/// Where the copy goes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file to make. It will hold the node's private keys.
    pub file: PathBuf,
}

/// Copies the database as it stands at this moment.
pub(super) async fn run(args: Args, settings: &Settings) -> Result<Answer> {
    store::backup::copy(&settings.database.url, &args.file).await?;
    let bytes = std::fs::metadata(&args.file)
        .map_err(Error::internal)?
        .len();
    Answer::of(
        format!(
            "{} holds the whole database, private keys included ({bytes} bytes)",
            args.file.display()
        ),
        &json!({ "file": args.file, "bytes": bytes }),
    )
}
