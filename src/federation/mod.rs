//! The registry's nouns on the wire: documents written, activities received.
//!
//! Two ways lead through here. *Publish*: events of the outbox become sealed documents,
//! numbered activities and deliveries, in one transaction. *Receive*: an activity, pushed to
//! the inbox or read from a peer's log, passes the one `match` on its type and takes effect.

/// Where each noun lives under the public address.
pub mod paths;

/// The JSON-LD contexts of our documents.
pub mod context;

/// Small pieces of HTML inside documents.
mod markup;

/// Proofs and digests of records.
pub mod seal;

/// What all our actors have in common.
pub mod actor;

/// The node's own actor.
pub mod node_actor;

/// Territories, each a `Group` that anybody can follow.
pub mod territory;

/// Slices of all offers and needs, each a `Group` that anybody can follow.
pub mod channel;

/// What profiles say of themselves besides what is stated.
mod profile;

/// Icons, headers and cards.
pub mod looks;

/// The post that stands first in the profiles of the node and its channels.
pub mod welcome;

/// Whom a name or an address of ours means.
pub mod account;

/// Who follows our actors.
pub mod followers;

/// Who wants to hear nothing of which of our actors.
pub mod blocks;

/// Who may know an offer or need that nobody told them of.
pub mod acquainted;

/// Lists of blocked hosts, as offices pass them on.
pub mod block_list;

/// Hosts and actors that the office keeps out, or out of sight.
pub mod restricting;

/// Somebody of another server.
pub mod person;

/// Other nodes that we follow or that follow us.
pub mod peers;

/// How names are sought by a part of them.
pub mod named;

/// Others' records, a cache with origin, freshness and tombstones.
pub mod records;

/// What stands of a peer.
pub mod tally;

/// One organization in several directories.
pub mod same_as;

/// What follows an import, or its being taken back.
pub mod imports;

/// Organizations beside which nothing stands.
mod plain;

/// Keeping up what everybody can find, and reading what was found.
pub mod index;

/// One activity of one of our actors, kept and queued.
pub mod speak;

/// Direct messages that go out.
pub mod message;

/// Reports that go out.
pub mod report;

/// What somebody attests of an organization, written and read.
pub mod attestation;

/// Who belongs to whom, written and read.
pub mod membership;

/// Organizations that move to another server, and those that come.
pub mod relocation;

/// Organizations as documents.
mod organization;

/// Offers and needs as documents.
pub mod offer;

/// What an actor shows first.
pub mod featured;

/// From events to documents, activities and deliveries.
pub mod publish;

/// New keys in the place of old ones.
pub mod rotation;

/// What the activities of one transaction change alike.
pub mod gathered;

/// What each type of activity does here.
mod receive;

/// Two node actors that follow each other.
pub mod peering;

/// Who may follow an organization.
pub mod admission;

/// What each directory says of itself.
pub mod cards;

/// The offers of directories that nobody here named.
pub mod unknown;

/// Relays that pass our offers and needs on.
pub mod relays;

/// Whether two servers agree on who follows whom.
pub mod synchronization;

/// What is asked of other hosts before activities take effect.
pub mod prepare;

/// The one `match` on an activity's type.
pub mod inbox;

/// From acknowledged activities to their effects.
pub mod worker;

/// Whether what is held of a peer is what its log says.
mod comparison;

/// Reading peers' logs.
pub mod catch_up;
