//! Trenza: a federated node for the registries of the social and solidarity economy.
//!
//! # Layout
//!
//! A module imports only modules that stand above it in this list; `tests/tidy.rs` fails
//! when one does not. Read from top to bottom, each line can be understood with what came
//! before it.

/// The program's own words to people, in each language that it speaks.
pub mod words;

/// What can go wrong, in words for the person who can mend it. Knows no HTTP.
pub mod error;

/// The clock that everything reads, and the one form in which times are kept.
pub mod clock;

/// Chance, from the system by one way.
pub mod chance;

/// Identifiers: one type for each noun, all of them `UUIDv7`.
pub mod id;

/// Settings of one node: the file, the environment, and the example made from both.
pub mod settings;

/// Texts in several languages, and what is left of them after sanitising.
pub mod text;

/// Countries, subdivisions, municipalities and points.
pub mod place;

/// Code lists: entity types, sectors, what is offered, on which terms, to which aim.
pub mod vocabulary;

/// Slices of all offers and needs, as codes: what a channel is computed from.
pub mod slice;

/// The database: SQLite or PostgreSQL behind one `Db` and one `Tx`.
pub mod store;

/// Events written in the same transaction as the change that they tell of.
pub mod outbox;

/// The protocol: keys, signatures, proofs, fetching, receiving, delivering, the log.
/// Knows none of the registry's nouns.
pub mod activitypub;

/// Who may change records from outside: tokens, of which only digests are kept.
pub mod access;

/// How the directory shows itself: its name, its colours, its welcome, its rules.
pub mod site;

/// Pictures, drawn and given, under addresses that never change what they show.
pub mod pictures;

/// Organizations: what a register states of them, who keeps them, and their life.
pub mod registry;

/// Letters by mail: written with what they tell of, sent by a worker.
pub mod mail;

/// People who sign in: accounts, roles, whom they represent, sessions, one-time links.
pub mod people;

/// What organizations offer and what they seek.
pub mod offers;

/// How organizations show themselves to other servers.
pub mod profiles;

/// The directory's records out again, in the formats that others read.
pub mod export;

/// Which slices offers and needs fall into, and the newest of each.
pub mod channels;

/// What people of other servers say of it: answers, likes, messages, reports.
pub mod conversation;

/// What everybody can find by words, codes and place.
pub mod search;

/// What one running node has in hand: settings, database, clock, keys, client.
pub mod node;

/// The registry's nouns on the wire: documents written, activities received.
pub mod federation;

/// What is new in saved searches and waits for people, on their pages and by mail.
pub mod news;

/// What all HTTP surfaces share: problems, negotiation, tokens, paging.
pub mod http;

/// The JSON API.
pub mod api;

/// The pages that people read.
pub mod web;

/// What is new in a list, for readers without an account.
pub mod feeds;

/// The addresses that other servers ask: documents, collections, inboxes, discovery.
pub mod endpoints;

/// The command line's verbs, the same beside a running server and without one.
pub mod cli;

/// Every surface's routes together, the workers, start and stop.
pub mod app;

/// Three nodes on loopback that show what the software does.
pub mod demo;
