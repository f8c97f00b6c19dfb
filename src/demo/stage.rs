//! The nodes of the demonstration, and what is asked of them: by the same verbs as the
//! command line's and the API's.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use url::Url;

use super::ask;
use super::cast::{ROLES, Role};
use super::folder::Folder;
use crate::activitypub::log;
use crate::app::Server;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::federation::{paths, peering, peers, records};
use crate::node::Node;
use crate::offers::Offer;
use crate::people::link::{self, Purpose};
use crate::registry::{self, Consent, Filter, Organization};
use crate::settings::{FILE_NAME, Settings};
use crate::store::{Db, Tx};
use crate::words;

/// How long anything may take before the demonstration gives up.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(20);

/// Whoever speaks for itself, by node.
pub(super) struct Cast {
    pub(super) oaxaca: Organization,
    pub(super) lyon: Organization,
}

/// An offer or need under the id by which every node knows it.
pub(super) struct Posted {
    pub(super) id: String,
    pub(super) offer: Offer,
}

/// The nodes.
pub(super) struct Stage {
    pub(super) clock: Clock,
    settings: BTreeMap<&'static str, Settings>,
    servers: BTreeMap<&'static str, Server>,
    /// Servers that were told to stop. They stop to the end though nobody waits any more.
    leaving: JoinSet<Result<()>>,
    folder: Folder,
}

impl Stage {
    /// Makes the place for the nodes: `keep`, or a folder that goes with them.
    pub(super) fn new(keep: Option<&Path>, clock: Clock) -> Result<Self> {
        Ok(Self {
            clock,
            settings: BTreeMap::new(),
            servers: BTreeMap::new(),
            leaving: JoinSet::new(),
            folder: Folder::make(keep)?,
        })
    }

    /// Makes the nodes and starts them.
    pub(super) async fn open(&mut self) -> Result<()> {
        for role in &ROLES {
            self.settle(role).await?;
            self.start(role.name).await?;
        }
        Ok(())
    }

    /// Gives a node its directory and its address.
    async fn settle(&mut self, role: &Role) -> Result<()> {
        let dir = self.folder.path().join(role.name);
        std::fs::create_dir_all(&dir).map_err(Error::internal)?;
        let file = dir.join(FILE_NAME);
        // A kept node has its address already, which cannot change.
        if !file.exists() {
            let listener = TcpListener::bind("127.0.0.1:0")
                .await
                .map_err(Error::internal)?;
            let address = listener.local_addr().map_err(Error::internal)?;
            let url = format!("http://{}.localhost:{}", role.name, address.port());
            let url = Url::parse(&url).map_err(Error::internal)?;
            let mut text = Settings::render_file(&url, address, true, "trenza.db");
            let mut languages: Vec<&str> = words::LANGUAGES.iter().map(|it| it.tag).collect();
            languages.sort_by_key(|tag| *tag != role.language);
            let words = format!(
                "name = {:?}\nterritory = {:?}\nlanguages = {languages:?}\n",
                role.title, role.territory
            );
            text = words + &text + "\n[peers]\npolicy = \"accept\"\n";
            std::fs::write(&file, text).map_err(Error::internal)?;
        }
        let settings = Settings::load(&file)?;
        Db::create(&settings.database.url).await?.close().await;
        self.settings.insert(role.name, settings);
        Ok(())
    }

    /// Starts a node that was stopped.
    pub(super) async fn start(&mut self, name: &'static str) -> Result<()> {
        let known = self.settings.get(name).cloned();
        let settings = known.ok_or_else(|| Error::NotFound(format!("the node {name}")))?;
        let listener = TcpListener::bind(settings.listen).await.map_err(|error| {
            Error::invalid(
                "listen",
                format!("{} cannot be used ({error})", settings.listen),
            )
        })?;
        let server = Server::start(settings, self.clock.clone(), listener).await?;
        self.servers.insert(name, server);
        Ok(())
    }

    /// Stops a node as SIGTERM does.
    pub(super) async fn stop(&mut self, name: &str) -> Result<()> {
        if let Some(server) = self.servers.remove(name) {
            self.leaving.spawn(server.stop());
        }
        self.left().await
    }

    /// Waits for all that were told to stop; the first failure is answered after the last.
    async fn left(&mut self) -> Result<()> {
        let mut outcome = Ok(());
        while let Some(ended) = self.leaving.join_next().await {
            outcome = outcome.and(ended.map_err(Error::internal).flatten());
        }
        outcome
    }

    /// Stops everything, whatever fails, and leaves nothing behind that is not to be kept.
    pub(super) async fn strike(mut self) -> Result<()> {
        for (_, server) in std::mem::take(&mut self.servers) {
            self.leaving.spawn(server.stop());
        }
        let stopped = self.left().await;
        stopped.and(self.folder.leave())
    }

    pub(super) fn node(&self, name: &str) -> Result<&Node> {
        let server = self.servers.get(name);
        server
            .map(|one| &*one.node)
            .ok_or_else(|| Error::NotFound(format!("the node {name}")))
    }

    pub(super) async fn change<T>(
        &self,
        name: &str,
        verb: impl AsyncFnOnce(&mut Tx, &Clock) -> Result<T>,
    ) -> Result<T> {
        let node = self.node(name)?;
        let mut tx = node.db.begin().await?;
        let done = verb(&mut tx, &node.clock).await?;
        tx.commit().await?;
        node.wake.publisher.notify_one();
        Ok(done)
    }

    /// Publishes each node's organizations; the first of each becomes active. In a folder
    /// that was kept they are there already.
    pub(super) async fn cast(&self) -> Result<Cast> {
        let mut first = Vec::new();
        for role in &ROLES {
            let mut members = Vec::new();
            for draft in role.drafts()? {
                let published = self.change(role.name, async |tx, clock| {
                    let member = match known(tx, draft.name()).await? {
                        Some(member) => member,
                        None => registry::add(tx, clock, draft).await?,
                    };
                    registry::publish(tx, clock, &member.id).await
                });
                members.push(published.await?);
            }
            let member = members.swap_remove(0);
            let consent = Consent {
                by: "the demonstration".to_owned(),
                statement: "invented".to_owned(),
                at: None,
            };
            let active = self.change(role.name, async |tx, clock| {
                registry::activate(tx, clock, &member.id, &consent).await
            });
            first.push(active.await?);
        }
        let missing = || Error::NotFound("an organization of the demonstration".to_owned());
        let mut first = first.into_iter();
        Ok(Cast {
            oaxaca: first.next().ok_or_else(missing)?,
            lyon: first.next().ok_or_else(missing)?,
        })
    }

    /// Each node follows the two others.
    pub(super) async fn befriend(&self) -> Result<()> {
        for (one, other) in [("lyon", "oaxaca"), ("leeds", "oaxaca"), ("leeds", "lyon")] {
            peering::add(self.node(one)?, self.node(other)?.base()).await?;
        }
        self.until(async || {
            for server in self.servers.values() {
                let mut tx = server.node.db.read().await?;
                let known = peers::list(&mut tx).await?;
                let followed = known.iter().filter(|peer| peer.following == "accepted");
                if followed.count() + 1 < self.servers.len() {
                    return Ok(false);
                }
            }
            Ok(true)
        })
        .await
    }

    /// Waits until each node's log holds its three organizations.
    pub(super) async fn until_published(&self) -> Result<()> {
        self.until(async || {
            for server in self.servers.values() {
                let mut tx = server.node.db.read().await?;
                if log::head(&mut tx).await? < 3
                    || !crate::outbox::pending(&mut tx, 1).await?.is_empty()
                {
                    return Ok(false);
                }
            }
            Ok(true)
        })
        .await
    }

    /// Waits until the nodes hold the offer with `word` in its title.
    pub(super) async fn until_held(
        &self,
        names: &[&str],
        posted: &Posted,
        word: &str,
    ) -> Result<()> {
        self.until_records(names, posted, |record| {
            !record.gone && record.name.contains(word)
        })
        .await
    }

    /// Waits until the nodes hold a tombstone, and the offer's own node says 410.
    pub(super) async fn until_gone(&self, names: &[&str], posted: &Posted) -> Result<()> {
        self.until_records(names, posted, |record| record.gone)
            .await?;
        let url = Url::parse(&posted.id).map_err(Error::internal)?;
        let of_it = |settings: &&Settings| settings.public_url.authority() == url.authority();
        let own = self.settings.values().find(of_it);
        let own = own.ok_or_else(|| Error::NotFound(posted.id.clone()))?;
        self.until(async || Ok(ask::status(own.listen, &url).await? == 410))
            .await
    }

    /// Waits until each node says over HTTP that it is ready.
    pub(super) async fn until_ready(&self) -> Result<()> {
        self.until(async || {
            for settings in self.settings.values() {
                let url = Url::parse(&settings.url("/readyz")).map_err(Error::internal)?;
                if ask::status(settings.listen, &url).await? != 200 {
                    return Ok(false);
                }
            }
            Ok(true)
        })
        .await
    }

    async fn until_records(
        &self,
        names: &[&str],
        posted: &Posted,
        is_so: impl Fn(&records::Record) -> bool,
    ) -> Result<()> {
        self.until(async || {
            for name in names {
                let mut tx = self.node(name)?.db.read().await?;
                let held = records::get(&mut tx, &posted.id).await?;
                if !held.is_some_and(|record| is_so(&record)) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
        .await
    }

    /// Waits until what each node holds of each other is what that one published.
    pub(super) async fn until_equal(&self) -> Result<()> {
        self.until(async || {
            for keeper in self.servers.values() {
                for origin in self.servers.values() {
                    let id = origin.node.url(paths::NODE);
                    if id == keeper.node.url(paths::NODE) {
                        continue;
                    }
                    let mut tx = keeper.node.db.read().await?;
                    let held = log::digest_of_records(records::digests(&mut tx, &id).await?);
                    let mut tx = origin.node.db.read().await?;
                    if held != log::state_digest(&mut tx, origin.node.base()).await? {
                        return Ok(false);
                    }
                }
            }
            Ok(true)
        })
        .await
    }

    async fn until(&self, holds: impl AsyncFn() -> Result<bool>) -> Result<()> {
        let mut looks = tokio::time::interval(LOOK);
        let waiting = async {
            while !holds().await? {
                looks.tick().await;
            }
            Ok(())
        };
        let late =
            |_elapsed| Error::Conflict(format!("not within {} seconds", PATIENCE.as_secs()).into());
        tokio::time::timeout(PATIENCE, waiting)
            .await
            .map_err(late)?
    }

    /// What to look at and to try while the nodes run.
    pub(super) async fn invitation(&self) -> Result<String> {
        let mut text = String::from("\nOpen in a browser:\n");
        for server in self.servers.values() {
            text.extend(["  ", server.node.base(), "/\n"]);
        }
        let mut links = String::new();
        for server in self.servers.values() {
            let node = &server.node;
            let mut tx = node.db.begin().await?;
            let secret = link::first_run(&mut tx, &node.clock).await?;
            tx.commit().await?;
            // A kept node may have an account already.
            let address = secret.map(|secret| node.url(&Purpose::FirstRun.path(&secret)));
            links.extend(address.map(|address| format!("  {address}\n")));
        }
        if !links.is_empty() {
            text.extend([
                "\nMake the first account of one, within 30 minutes, and keep it as its office:\n",
                &links,
            ]);
        }
        let config = self.folder.path().join("lyon").join(FILE_NAME);
        text.extend([
            "\nTry in another terminal:\n  cargo run --release -- --config ",
            &config.display().to_string(),
            " peer list\n\nCtrl-C ends it.",
        ]);
        Ok(text)
    }
}

/// The organization of exactly this name, if the node has it.
async fn known(tx: &mut Tx, name: &str) -> Result<Option<Organization>> {
    let filter = Filter {
        name: Some(name.to_owned()),
        ..Filter::default()
    };
    let page = registry::list(tx, &filter, None, 100).await?;
    let mut found = page.items.into_iter();
    Ok(found.find(|organization| organization.stated.name() == name))
}
