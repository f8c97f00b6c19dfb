//! A directory with a mail server, asked by its routes and its commands.

use std::sync::Arc;

use clap::Parser;
use tempfile::TempDir;
use trenza::cli::{self, Cli, Report};
use trenza::clock::{Clock, Timestamp};
use trenza::error::Result;
use trenza::mail::{self, Post};
use trenza::node::Node;
use trenza::registry::{self, Draft, Organization};
use trenza::settings::Settings;
use trenza::store::testing::fresh_url;
use trenza::vocabulary::EntityType;

use crate::postbox::Postbox;

/// The directory.
pub(crate) struct House {
    pub(crate) node: Arc<Node>,
    pub(crate) postbox: Postbox,
    _dir: TempDir,
}

impl House {
    pub(crate) async fn new() -> Self {
        Self::with("", true).await
    }

    /// A directory with further settings, with or without mail.
    pub(crate) async fn with(top: &str, has_mail: bool) -> Self {
        let postbox = Postbox::open().await;
        let dir = tempfile::tempdir().unwrap();
        let url = fresh_url(dir.path()).await.unwrap();
        let mail = if has_mail {
            postbox.settings()
        } else {
            String::new()
        };
        let text = format!(
            "public_url = \"https://directory.example\"\nname = \"Directorio\"\n{top}\n\
             [operator]\nname = \"Oficina\"\ncontact = \"fichas@directory.example\"\n\
             [database]\nurl = \"{url}\"\n{mail}"
        );
        let settings = Settings::read(&text, "t", dir.path().to_owned(), false).unwrap();
        let clock = Clock::fixed(Timestamp::from_seconds(1_790_000_000));
        let node = Node::open(settings, clock).await.unwrap();
        Self {
            node,
            postbox,
            _dir: dir,
        }
    }

    pub(crate) async fn organization(&self, name: &str) -> Organization {
        let draft = Draft::named(name, "es", EntityType::Cooperative).unwrap();
        let mut tx = self.node.db.begin().await.unwrap();
        let made = registry::add(&mut tx, &self.node.clock, draft).await;
        let id = made.unwrap().id;
        let made = registry::publish(&mut tx, &self.node.clock, &id).await;
        tx.commit().await.unwrap();
        made.unwrap()
    }

    /// Runs a command of the office.
    pub(crate) async fn office(&self, words: &[&str]) -> Result<Report> {
        let cli = Cli::try_parse_from([&["trenza"], words].concat()).unwrap();
        let command = match cli.verb {
            cli::Verb::Org(command) => cli::Command::Org(command),
            cli::Verb::Mail(command) => cli::Command::Mail(command),
            cli::Verb::Admin(command) => cli::Command::Admin(command),
            other => unreachable!("{other:?} is not asked here"),
        };
        cli::execute(&self.node, command).await
    }

    /// Hands every letter that is due to the mail server.
    pub(crate) async fn send_letters(&self) {
        let post = Post::open(&self.node.settings).unwrap().unwrap();
        while mail::send_next(&self.node.db, &self.node.clock, &post)
            .await
            .unwrap()
        {}
    }

    /// What became of the letters, the newest first: state and last error.
    pub(crate) async fn letters(&self) -> Vec<(String, Option<String>)> {
        let mut tx = self.node.db.read().await.unwrap();
        let letters = mail::list(&mut tx, 100).await.unwrap();
        letters
            .into_iter()
            .map(|one| (one.state, one.last_error))
            .collect()
    }
}
