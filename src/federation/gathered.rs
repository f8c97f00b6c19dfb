//! What the activities of one transaction change alike: gathered while they take effect and
//! written at the end, many in one statement, since each alone would cost several.

use std::collections::{BTreeMap, BTreeSet};

use super::peering;
use super::peers::{self, Peer};
use super::records::{self, Kind, Record};
use super::tally::Tally;
use crate::activitypub::address;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::outbox::{self, Event};
use crate::search::due;
use crate::store::Tx;

/// What is to be written at the end of a transaction.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Directories by their hosts, as they stood when they were first asked for.
    directories: BTreeMap<String, Option<Peer>>,
    /// How much more is held, by the id of the directory.
    tallies: BTreeMap<String, Tally>,
    /// What is found otherwise from now on.
    found: BTreeSet<String>,
    /// Records whose channels are looked at again.
    channels: Vec<Event>,
}

impl Gathered {
    /// The directory under whose origin `actor` stands, if we follow it, with what is held of
    /// it by now.
    pub(super) async fn followed(&mut self, tx: &mut Tx, actor: &str) -> Result<Option<Peer>> {
        let host = peering::host(actor);
        let peer = if let Some(known) = self.directories.get(&host) {
            known.clone()
        } else {
            let peer = peers::find_by_host(tx, &host).await?;
            self.directories.insert(host, peer.clone());
            peer
        };
        let peer = peer.filter(|peer| {
            peer.following == "accepted" && address::is_same_origin(&peer.id, actor)
        });
        Ok(peer.map(|mut peer| {
            let more = self.tallies.get(&peer.id).copied().unwrap_or_default();
            peer.records += more.records;
            peer.bytes += more.bytes;
            peer
        }))
    }

    /// Asks for each directory anew: who follows whom may have changed.
    pub(super) fn forget_directories(&mut self) {
        self.directories.clear();
    }

    /// Reckons what more is held of a directory, or less.
    pub(super) fn weigh(&mut self, directory: &str, more: Tally) {
        let tally = self.tallies.entry(directory.to_owned()).or_default();
        *tally = *tally + more;
    }

    /// Has a record that is held otherwise now looked at again by the index, with what is found
    /// by its words too.
    pub(super) async fn changed(&mut self, tx: &mut Tx, record: &Record) -> Result<()> {
        self.found.insert(record.id.clone());
        if record.kind == Kind::Organization.as_str() {
            self.found
                .extend(records::found_with(tx, &record.id).await?);
        }
        Ok(())
    }

    /// Has the channels of a record looked at again, if its directory is carried.
    pub(super) fn tell_channels(&mut self, directory: &Peer, record: &Record) {
        if directory.carried {
            self.channels.push(Event::ChannelsDue(record.id.clone()));
        }
    }

    /// Writes what was gathered.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(self, tx: &mut Tx, now: Timestamp) -> Result<()> {
        for (directory, more) in &self.tallies {
            peers::weigh(tx, directory, *more).await?;
        }
        let found: Vec<String> = self.found.into_iter().collect();
        due::note(tx, &found).await?;
        outbox::push_all(tx, &self.channels, now).await
    }
}
