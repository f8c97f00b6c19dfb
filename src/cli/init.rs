//! Making a node: its settings file and its database.

use std::fs;
use std::io::{IsTerminal, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::NamedTempFile;
use url::Url;

use super::Answer;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::node::{Node, lock};
use crate::settings::{self, Settings};
use crate::store::Db;

/// What a new node is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The node's directory, made when it is missing.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// The address under which everybody will reach the node; it cannot be changed later.
    #[arg(long, value_name = "URL", env = "TRENZA_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Where the server listens.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8540")]
    pub listen: String,
    /// A file for SQLite, or `postgres://user:password@host/name`.
    #[arg(long, value_name = "URL", default_value = "trenza.db")]
    pub database: String,
    /// Allow plain http and private addresses: for trials alone.
    #[arg(long)]
    pub insecure_loopback: bool,
}

/// Makes the node, or says that it is made already.
pub(super) async fn run(args: Args, clock: &Clock) -> Result<Answer> {
    let public_url = match args.public_url {
        Some(text) => text,
        None => ask("The address of the node, for example https://directory.example: ")?,
    };
    let public_url = settings::public_url(public_url.trim(), args.insecure_loopback)?;
    let listen = settings::listen(&args.listen)?;
    let file = args.dir.join(settings::FILE_NAME);
    if file.exists() {
        return made_already(&file, &public_url, listen, clock).await;
    }
    // Nothing is written before everything that can be refused was.
    TcpListener::bind(listen).map_err(|error| {
        Error::invalid(
            "listen",
            format!("{listen} cannot be used ({error}); choose another port"),
        )
    })?;
    let database = database_of(&args.database)?;
    let text = Settings::render_file(&public_url, listen, args.insecure_loopback, &database);
    let is_new = !args.dir.exists();
    let made = make(&args.dir, &file, &text, clock).await;
    if made.is_err() && is_new {
        // It goes when it is empty; whatever lies in it somebody may want.
        let _ = fs::remove_dir(&args.dir);
    }
    made?;
    let next = if args.dir == Path::new(".") {
        "trenza serve".to_owned()
    } else {
        format!("trenza serve --config {}", file.display())
    };
    Answer::of(
        format!("made {} for {public_url}\nnext: {next}", file.display()),
        &json!({ "config": file, "public_url": public_url, "listen": listen, "made": true }),
    )
}

/// Makes the directory, the database and, when all is well, the settings file.
async fn make(dir: &Path, file: &Path, text: &str, clock: &Clock) -> Result<()> {
    let shown = dir.display().to_string();
    fs::create_dir_all(dir)
        .map_err(|error| Error::invalid(&shown, format!("cannot be made ({error})")))?;
    let dir = fs::canonicalize(dir).map_err(|error| Error::invalid(&shown, error.to_string()))?;
    let settings = Settings::read(text, settings::FILE_NAME, dir, false)?;
    let held = lock::hold(&settings)?;
    let made = async {
        let node = Node::create(settings, clock.clone()).await?;
        node.db.close().await;
        write_privately(file, text)
    };
    let made = made.await;
    if made.is_err() {
        held.undo();
    }
    made
}

/// Told the same twice, `init` has nothing to do but to make a database that is missing; told
/// something else, it refuses.
async fn made_already(
    file: &Path,
    public_url: &Url,
    listen: SocketAddr,
    clock: &Clock,
) -> Result<Answer> {
    let known = Settings::load(file)?;
    if known.public_url != *public_url {
        return Err(Error::invalid(
            "public_url",
            format!(
                "{} is made for {}, which cannot be changed: other nodes know its records \
                 under it; make another node with another --dir",
                file.display(),
                known.public_url
            ),
        ));
    }
    if known.listen != listen {
        return Err(Error::invalid(
            "listen",
            format!("{} says {}; change it there", file.display(), known.listen),
        ));
    }
    let is_there = Db::is_made(&known.database.url).await?;
    let text = if is_there {
        format!("{} is made already; nothing was changed", file.display())
    } else {
        let held = lock::hold(&known)?;
        let node = Node::create(known, clock.clone()).await?;
        node.db.close().await;
        drop(held);
        format!(
            "the database that {} names was missing and is made anew, with new keys",
            file.display()
        )
    };
    Answer::of(
        text,
        &json!({
            "config": file, "public_url": public_url, "listen": listen, "made": !is_there,
        }),
    )
}

/// A database's file that is named on the command line is meant from the working directory
/// when it has a folder, and lies beside the settings when it is a bare name.
fn database_of(text: &str) -> Result<String> {
    let is_server = text.starts_with("postgres://") || text.starts_with("postgresql://");
    if is_server || !text.contains('/') || text.contains("://") || text.starts_with("sqlite:") {
        return Ok(text.to_owned());
    }
    let path =
        std::path::absolute(text).map_err(|error| Error::invalid("database", error.to_string()))?;
    Ok(path.display().to_string())
}

/// Writes the file whole or not at all: half of it would be taken for a node that is made. For
/// its owner alone, since it may hold a database's password.
fn write_privately(file: &Path, text: &str) -> Result<()> {
    let refused =
        |error: std::io::Error| Error::invalid(file.display().to_string(), error.to_string());
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut part = NamedTempFile::new_in(folder).map_err(refused)?;
    part.write_all(text.as_bytes())
        .and_then(|()| part.as_file().sync_all())
        .map_err(refused)?;
    part.persist_noclobber(file)
        .map_err(|failed| refused(failed.error))?;
    Ok(())
}

fn ask(question: &str) -> Result<String> {
    if !std::io::stdin().is_terminal() {
        return Err(Error::invalid(
            "public_url",
            "is missing; add --public-url https://your.host",
        ));
    }
    let mut answer = String::new();
    std::io::stderr()
        .write_all(question.as_bytes())
        .and_then(|()| std::io::stdin().read_line(&mut answer))
        .map_err(Error::internal)?;
    Ok(answer)
}
