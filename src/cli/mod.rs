//! The command line's verbs, the same beside a running server and without one.
//!
//! A [`Command`] is what a verb asks of a node. It runs in this process when no server holds
//! the node's directory, and otherwise travels to that server by a local socket, so that two
//! processes never write at once. `serve` and `demo` are started by `main`, since what they
//! start stands below this module.

/// Tokens for those who change records from outside, and the accounts of people.
pub mod admin;
/// What a verb answers.
pub mod answer;
/// A copy of the database.
pub mod backup;
/// Servers and people that are kept out, or out of sight.
pub mod block;
/// Slices of offers and needs that anybody can follow.
pub mod channel;
/// Showing and checking settings.
pub mod config;
/// What registers state otherwise than people wrote by hand.
pub mod conflicts;
/// Asking a running server how it is, and a node whether it is in order.
pub mod doctor;
/// Records that may be one organization.
pub mod duplicates;
/// The records out again.
pub mod export;
/// Who follows an organization, or asks to.
pub mod follower;
/// Reading a register's file into the node.
pub mod import;
/// Making a node.
pub mod init;
/// Which keys the node has.
pub mod keys;
/// The log of what was published.
pub mod log;
/// Letters by mail.
pub mod mail;
/// Who belongs to whom.
pub mod membership;
/// Direct messages to organizations.
pub mod message;
/// Offers and needs.
pub mod offer;
/// Organizations.
pub mod org;
/// Other nodes.
pub mod peer;
/// Pictures that somebody gives.
pub mod picture;
/// How far long work has come.
pub mod progress;
/// Deliveries that wait or failed.
pub mod queue;
/// Relays, which pass this node's offers and needs on.
pub mod relay;
/// Where to look for what was not found.
mod remedy;
/// Answers to offers and needs.
pub mod reply;
/// Reports from other servers, and to them.
pub mod reports;
/// Finding organizations, offers and needs.
pub mod search;
/// The socket by which a command reaches a running server.
pub mod socket;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::federation::{index, publish};
use crate::node::{Node, lock};
use crate::outbox::{self, Written};
use crate::settings::Settings;

use progress::Tell;

pub use answer::Answer;

/// A directory of the social and solidarity economy that shares its records with others.
#[derive(Debug, Parser)]
#[command(name = "trenza", version, arg_required_else_help = true)]
pub struct Cli {
    /// The settings file of the node.
    #[arg(
        long,
        global = true,
        env = "TRENZA_CONFIG",
        value_name = "FILE",
        default_value = crate::settings::FILE_NAME
    )]
    pub config: PathBuf,

    /// Answer in JSON.
    #[arg(long, global = true)]
    pub json: bool,

    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// Everything that `trenza` can be asked.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Show what Trenza does: nodes on this machine that follow each other.
    Demo(Demo),
    /// Make a node: its settings file and its database.
    Init(init::Args),
    /// Run the node until it is told to stop.
    Serve,
    /// Read a register's file into the directory, or take an import back.
    Import(import::Args),
    /// Write the directory's records in a format that others read.
    Export(export::Args),
    /// What registers state otherwise than people wrote by hand.
    #[command(subcommand)]
    Conflicts(conflicts::Command),
    /// Organizations of the directory.
    #[command(subcommand)]
    Org(org::Command),
    /// Who belongs to whom: members, delegates and observers.
    #[command(subcommand)]
    Membership(membership::Command),
    /// Records that may be one organization: found, merged, kept apart.
    #[command(subcommand)]
    Duplicates(duplicates::Command),
    /// What organizations offer and seek.
    #[command(subcommand)]
    Offer(offer::Command),
    /// Channels: slices of offers and needs that anybody can follow.
    #[command(subcommand)]
    Channel(channel::Command),
    /// Find organizations, offers and needs by words, codes and place.
    Search(search::Command),
    /// What people of other servers answer to offers and needs, and who sees it.
    #[command(subcommand)]
    Reply(reply::Command),
    /// Direct messages to organizations, and their answers.
    #[command(subcommand)]
    Message(message::Command),
    /// Reports from other servers, and reports to them.
    #[command(subcommand)]
    Report(reports::Command),
    /// Other nodes: whom this one follows, and who follows it.
    #[command(subcommand)]
    Peer(peer::Command),
    /// The directory's own icon and header.
    #[command(subcommand)]
    Picture(picture::OfNode),
    /// Relays, which pass this node's offers and needs on.
    #[command(subcommand)]
    Relay(relay::Command),
    /// Who follows an organization, or asks to.
    #[command(subcommand)]
    Follower(follower::Command),
    /// Servers and people that are kept out, or out of sight.
    #[command(subcommand)]
    Block(block::Command),
    /// Deliveries to other servers that wait or failed.
    #[command(subcommand)]
    Queue(queue::Command),
    /// Letters by mail: what became of them, and whether they arrive.
    #[command(subcommand)]
    Mail(mail::Command),
    /// The node's keys.
    #[command(subcommand)]
    Keys(keys::Command),
    /// The log of what the node published, which peers read.
    #[command(subcommand)]
    Log(log::Command),
    /// Copy the SQLite database to a new file, whether the node runs or not.
    Backup(backup::Args),
    /// Accounts of people, and tokens for programs that change records.
    #[command(subcommand)]
    Admin(admin::Command),
    /// The settings: an example, a check, what is in force.
    #[command(subcommand)]
    Config(config::Command),
    /// Bring the database's schema up to date; `serve` does it too.
    Migrate,
    /// Ask the running server whether it is well; the exit code tells.
    Healthcheck,
    /// Look for what may be wrong with this node, and say how to mend it.
    Doctor,
    /// Write a completion script for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual page.
    Man,
}

/// How to show the demonstration.
#[derive(Debug, Clone, clap::Args)]
pub struct Demo {
    /// Go through the checklist once and end, with an exit code that tells.
    #[arg(long)]
    pub once: bool,
    /// Keep the nodes' files in this directory.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
}

/// What can be asked of a node, running or not.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Read a register's file, or take an import back.
    Import(import::Command),
    /// Everything of one organization.
    Export(export::One),
    /// Decide between registers and hands.
    Conflicts(conflicts::Command),
    /// Organizations.
    Org(org::Command),
    /// Who belongs to whom.
    Membership(membership::Command),
    /// Records that may be one organization.
    Duplicates(duplicates::Command),
    /// Offers and needs.
    Offer(offer::Command),
    /// Channels.
    Channel(channel::Command),
    /// Everything that can be found.
    Search(search::Command),
    /// Answers to offers and needs.
    Reply(reply::Command),
    /// Direct messages.
    Message(message::Command),
    /// Reports.
    Report(reports::Command),
    /// Other nodes.
    Peer(peer::Command),
    /// The directory's own icon and header.
    Picture(picture::OfNode),
    /// Relays.
    Relay(relay::Command),
    /// Who follows.
    Follower(follower::Command),
    /// Who is kept out.
    Block(block::Command),
    /// Deliveries.
    Queue(queue::Command),
    /// Letters.
    Mail(mail::Command),
    /// Keys.
    Keys(keys::Command),
    /// The log.
    Log(log::Command),
    /// Accounts and tokens.
    Admin(admin::Command),
    /// Bring the schema up to date, which opening the node has done already.
    Migrate,
}

/// The picture that a command brings.
fn picture_of(command: &mut Command) -> Option<&mut picture::File> {
    match command {
        Command::Org(org::Command::Picture(command)) => command.file(),
        Command::Offer(offer::Command::Picture(command)) => command.file(),
        Command::Picture(command) => command.file(),
        _ => None,
    }
}

/// Runs one command on a node in this process.
pub async fn execute(node: &Node, command: Command) -> Result<Answer> {
    execute_telling(node, command, &progress::here()).await
}

/// The same, with whoever is told how far it has come.
async fn execute_telling(node: &Node, command: Command, tell: &Tell) -> Result<Answer> {
    let (answer, written) = done(node, command, tell).await;
    Ok(marked(node, answer?, &written).await)
}

/// The same, with what it wrote of what is to be published.
async fn done(node: &Node, command: Command, tell: &Tell) -> (Result<Answer>, Written) {
    // All verbs together are a large future, and whoever waits for one would be larger.
    let deed = Box::pin(perform(node, command, tell));
    let (done, written) = outbox::listening(deed).await;
    // Whatever it wrote is committed by now, and the workers need not find it by chance.
    node.wake.deliverer.notify_one();
    node.wake.postman.notify_one();
    node.wake.publisher.notify_one();
    node.wake.indexer.notify_one();
    (done.map_err(remedy::told), written)
}

/// An answer that says so when something of what was written could not be published.
async fn marked(node: &Node, mut answer: Answer, written: &Written) -> Answer {
    if !publish::could_be(node, written).await {
        (answer.text).push_str("\nit could not be published: trenza queue list says why");
    }
    answer
}

async fn perform(node: &Node, command: Command, tell: &Tell) -> Result<Answer> {
    match command {
        Command::Import(command) => import::execute(node, command, tell).await,
        Command::Export(one) => export::execute(node, one).await,
        Command::Conflicts(command) => conflicts::execute(node, command).await,
        Command::Org(command) => org::execute(node, command).await,
        Command::Membership(command) => membership::execute(node, command).await,
        Command::Duplicates(command) => duplicates::execute(node, command).await,
        Command::Offer(command) => offer::execute(node, command).await,
        Command::Channel(command) => channel::execute(node, command).await,
        Command::Search(command) => search::execute(node, command).await,
        Command::Reply(command) => reply::execute(node, command).await,
        Command::Message(command) => message::execute(node, command).await,
        Command::Report(command) => reports::execute(node, command).await,
        Command::Peer(command) => peer::execute(node, command).await,
        Command::Picture(command) => picture::of_node(node, command).await,
        Command::Relay(command) => relay::execute(node, command).await,
        Command::Follower(command) => follower::execute(node, command).await,
        Command::Block(command) => block::execute(node, command).await,
        Command::Queue(command) => queue::execute(node, command).await,
        Command::Mail(command) => mail::execute(node, command).await,
        Command::Keys(command) => keys::execute(node, command).await,
        Command::Log(command) => log::execute(node, command).await,
        Command::Admin(command) => admin::execute(node, command).await,
        Command::Migrate => Ok(Answer::said("the database is up to date")),
    }
}

/// Runs every verb except `serve` and `demo`.
pub async fn run(cli: Cli, clock: &Clock) -> Result<Answer> {
    let command = match cli.verb {
        Verb::Init(args) => return init::run(args, clock).await,
        Verb::Config(command) => return config::run(command, &cli.config),
        Verb::Completions { shell } => return Ok(config::completions(shell)),
        Verb::Man => return config::manual(),
        Verb::Healthcheck => return doctor::healthcheck(&Settings::load(&cli.config)?).await,
        Verb::Doctor => return doctor::run(&Settings::load(&cli.config)?, clock).await,
        Verb::Backup(args) => return backup::run(args, &Settings::load(&cli.config)?).await,
        Verb::Export(args) => return export::run(args, Settings::load(&cli.config)?, clock).await,
        Verb::Import(args) => Command::Import(args.read(&Settings::load(&cli.config)?)?),
        Verb::Conflicts(command) => Command::Conflicts(command),
        Verb::Org(command) => Command::Org(command),
        Verb::Membership(command) => Command::Membership(command),
        Verb::Duplicates(command) => Command::Duplicates(command),
        Verb::Offer(command) => Command::Offer(command),
        Verb::Channel(command) => Command::Channel(command),
        Verb::Search(command) => Command::Search(command),
        Verb::Reply(command) => Command::Reply(command),
        Verb::Message(command) => Command::Message(command),
        Verb::Report(command) => Command::Report(command),
        Verb::Peer(command) => Command::Peer(command),
        Verb::Picture(command) => Command::Picture(command),
        Verb::Relay(command) => Command::Relay(command),
        Verb::Follower(command) => Command::Follower(command),
        Verb::Block(command) => Command::Block(command.read()?),
        Verb::Queue(command) => Command::Queue(command),
        Verb::Mail(command) => Command::Mail(command),
        Verb::Keys(command) => Command::Keys(command),
        Verb::Log(command) => Command::Log(command),
        Verb::Admin(command) => Command::Admin(command),
        Verb::Migrate => Command::Migrate,
        Verb::Serve | Verb::Demo(_) => return Err(Error::internal("main starts serve and demo")),
    };
    ask(Settings::load(&cli.config)?, clock, command).await
}

/// Runs a command here when nobody holds the node's directory, else by who holds it.
pub async fn ask(settings: Settings, clock: &Clock, mut command: Command) -> Result<Answer> {
    match lock::take_or_find(&settings).await? {
        lock::Found::Ours(held) => {
            let node = Node::open(settings, clock.clone()).await?;
            let answer = async {
                let (answer, written) = done(&node, command, &progress::here()).await;
                let answer = answer?;
                // No server will be woken, so what the command changed is published here.
                publish::drain(&node).await?;
                index::drain(&node).await?;
                Ok(marked(&node, answer, &written).await)
            };
            let answer = answer.await;
            node.db.close().await;
            drop(held);
            answer
        }
        lock::Found::Server(stream_at) => {
            if let Command::Import(import) = &mut command {
                import.send_file(&stream_at).await?;
            }
            if let Some(file) = picture_of(&mut command) {
                file.send(&stream_at).await?;
            }
            socket::send(&stream_at, &command, &progress::here()).await
        }
    }
}
