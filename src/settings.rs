//! Settings of one node: the file, the environment, and the example made from both.
//!
//! One structure describes the file `trenza.toml`, the `TRENZA_*` variables that stand above
//! it, and the commented example. It does not know what the settings do: it only refuses
//! what no part of the program could use.

#![expect(unused_qualifications, reason = "confique's derive writes them")]

/// People's accounts.
mod accounts;
/// The addresses among the settings.
mod address;
/// What is shown beneath what was found.
mod basemap;
/// What other directories may know of this one.
mod card;
/// What channels say, and of whom.
mod channels;
/// What people of other servers may say here.
mod conversation;
/// Who may read and follow what is published.
mod federation;
/// The licence of the open data.
mod license;
/// What the node accepts at most.
mod limits;
/// Letters by mail.
mod mail;
/// How other nodes are treated.
mod peers;
/// Finding keys that the program does not know, with the line they stand on.
mod unknown;

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use confique::{Config, Layer};
use serde::Serialize;
use url::Url;

use crate::error::{Error, Result};

use address::database_url;
pub use address::{listen, public_url};

pub use accounts::Accounts;
pub use basemap::Basemap;
pub use card::OwnCard;
pub use channels::Channels;
pub use conversation::Conversation;
pub use federation::Federation;
pub use limits::Limits;
pub use mail::{Mail, Tls};
pub use peers::{Peers, Policy, Unknown};

/// The file's name inside a node's directory.
pub const FILE_NAME: &str = "trenza.toml";

/// What one node was told of itself. Made by [`Settings::load`] alone, so whoever holds it
/// holds values that were checked.
#[derive(Debug, Clone, Serialize)]
pub struct Settings {
    /// The address under which everybody knows the node; fixed at `init`.
    pub public_url: Url,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The directory of the settings file; relative paths begin here.
    pub dir: PathBuf,
    /// Whether plain http and private addresses are allowed: for the demo and tests alone.
    pub insecure_loopback: bool,
    /// The directory's name, as its pages and its documents show it.
    pub name: String,
    /// Languages of the pages, the preferred one first (BCP 47).
    pub languages: Vec<String>,
    /// The territory that the office serves: an ISO 3166 code or a Wikidata id.
    pub territory: Option<String>,
    /// The licence of the open data: an identifier of SPDX, or the address of its text.
    pub data_license: Option<String>,
    /// Where the records are kept.
    pub database: Database,
    /// Who answers for the node.
    pub operator: Operator,
    /// What other directories may know of this one.
    pub card: OwnCard,
    /// How other nodes are treated.
    pub peers: Peers,
    /// Who may read and follow what is published.
    pub federation: Federation,
    /// What channels say, and of whom.
    pub channels: Channels,
    /// What people of other servers may say here.
    pub conversation: Conversation,
    /// People's accounts.
    pub accounts: Accounts,
    /// Letters by mail.
    pub mail: Mail,
    /// What is shown beneath what was found.
    pub basemap: Basemap,
    /// What the node accepts at most.
    pub limits: Limits,
}

/// Settings of a Trenza node. Lines that begin with # are comments: take the # away to
/// change a value. Relative paths begin at the directory of this file.
#[derive(Debug, Config)]
struct File {
    /// The address under which everybody reaches this node, without a path. It is fixed when
    /// the node is made, because other nodes remember every record under it.
    #[config(env = "TRENZA_PUBLIC_URL")]
    public_url: String,

    /// The address and port to listen on. A web server with TLS stands before it.
    #[config(env = "TRENZA_LISTEN", default = "127.0.0.1:8540")]
    listen: String,

    /// Allows plain http and private addresses. For the demo and for tests alone: on a public
    /// node it lets strangers reach machines behind it.
    #[config(env = "TRENZA_INSECURE_LOOPBACK", default = false)]
    insecure_loopback: bool,

    /// The name of the directory, as people read it at the head of every page, unless its
    /// office says another at /office/site.
    #[config(env = "TRENZA_NAME", default = "Trenza")]
    name: String,

    /// The languages of the pages, the preferred one first. They exist in en, es, fr and
    /// pt. Catalan (ca) and Korean (ko) are begun: pages for everybody exist in them, and the
    /// others are in Spanish and English. The office may choose others at /office/site.
    #[config(
        env = "TRENZA_LANGUAGES",
        parse_env = confique::env::parse::list_by_comma,
        default = ["en", "es", "fr", "pt"]
    )]
    languages: Vec<String>,

    /// The territory that the office serves: a country (MX), a region (MX-OAX) or a
    /// municipality by its Wikidata id (Q34109). The office may name another at /office/site.
    #[config(env = "TRENZA_TERRITORY")]
    territory: Option<String>,

    /// The licence under which everybody may use the open data: an identifier of SPDX such
    /// as CC-BY-4.0, or the address of the licence's text.
    #[config(env = "TRENZA_DATA_LICENSE")]
    data_license: Option<String>,

    #[config(nested)]
    database: Database,

    #[config(nested)]
    operator: Operator,

    #[config(nested)]
    card: OwnCard,

    #[config(nested)]
    peers: Peers,

    #[config(nested)]
    federation: Federation,

    #[config(nested)]
    channels: Channels,

    #[config(nested)]
    conversation: Conversation,

    #[config(nested)]
    accounts: Accounts,

    #[config(nested)]
    mail: Mail,

    #[config(nested)]
    basemap: Basemap,

    #[config(nested)]
    limits: Limits,
}

/// Where the records are kept.
#[derive(Debug, Clone, Config, Serialize)]
pub struct Database {
    /// The file of an SQLite database, or `postgres://user:password@host/name`. One machine
    /// needs no more than SQLite.
    #[config(env = "TRENZA_DATABASE_URL", default = "trenza.db")]
    pub url: String,
}

/// Who answers for the node; shown on its pages and in its documents.
#[derive(Debug, Clone, Config, Serialize)]
pub struct Operator {
    /// The office or network that keeps the directory, until it says so itself on `/office/site`.
    #[config(env = "TRENZA_OPERATOR_NAME")]
    pub name: Option<String>,

    /// Where people ask for a correction or a removal: a mail address or a page's address, until
    /// the office says it on `/office/site`.
    #[config(env = "TRENZA_OPERATOR_CONTACT")]
    pub contact: Option<String>,

    /// The address where the program's source can be had; every page links to it. AGPL-3.0
    /// asks it of whoever runs a changed program.
    #[config(env = "TRENZA_OPERATOR_SOURCE")]
    pub source: Option<String>,
}

impl Settings {
    /// Reads the file and puts the `TRENZA_*` variables above it.
    ///
    /// # Errors
    /// One line that names the file, the line, the key and the remedy.
    pub fn load(path: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let remedy = remedy(error.kind());
            Error::invalid(&shown, format!("cannot be read ({error}); {remedy}"))
        })?;
        let path =
            std::path::absolute(path).map_err(|error| Error::invalid(&shown, error.to_string()))?;
        let dir = path.parent().unwrap_or(Path::new("/")).to_owned();
        Self::read(&text, &shown, dir, true)
    }

    /// The same from a text that no file holds; `with_environment` puts the variables above it.
    ///
    /// # Errors
    /// As [`Settings::load`], with `shown` in the place of the file's name.
    pub fn read(text: &str, shown: &str, dir: PathBuf, with_environment: bool) -> Result<Self> {
        unknown::refuse(text, shown, &File::META)?;
        let in_file: <File as Config>::Layer = toml::from_str(text).map_err(|error| {
            let line = unknown::line_of(text, error.span());
            let what = error.message().trim().replace('\n', "; ");
            Error::invalid(
                format!("{shown}, line {line}"),
                format!("{what}; compare `trenza config example`"),
            )
        })?;
        let outside = if with_environment {
            let variables = std::env::vars_os().filter_map(|(name, value)| {
                Some((
                    name.into_string().ok()?,
                    value.to_string_lossy().into_owned(),
                ))
            });
            unknown::refuse_variables(variables, &File::META)?;
            <File as Config>::Layer::from_env()
                .map_err(|error| Error::invalid("environment", one_line(&format!("{error:#}"))))?
        } else {
            <File as Config>::Layer::empty()
        };
        let file = File::builder()
            .preloaded(outside)
            .preloaded(in_file)
            .load()
            .map_err(|error| {
                let missing = one_line(&format!("{error:#}"));
                Error::invalid(
                    shown,
                    format!("{missing}; write it there or set its TRENZA_ variable"),
                )
            })?;
        file.check(dir)
    }

    /// The commented example of the file, made from the structure that reads it.
    pub fn render_example() -> String {
        confique::toml::template::<File>(confique::toml::FormatOptions::default())
    }

    /// The smallest file that says what `init` was told; everything else keeps its default.
    pub fn render_file(public_url: &Url, listen: SocketAddr, insecure: bool, db: &str) -> String {
        let mut top = toml::Table::new();
        top.insert(
            "public_url".into(),
            public_url.as_str().trim_end_matches('/').into(),
        );
        top.insert("listen".into(), listen.to_string().into());
        if insecure {
            top.insert("insecure_loopback".into(), true.into());
        }
        let mut database = toml::Table::new();
        database.insert("url".into(), db.into());
        top.insert("database".into(), database.into());
        format!("# Every setting, with its meaning: `trenza config example`.\n{top}")
    }

    /// The settings in force, without the passwords of the database and of mail, as TOML.
    pub fn dump(&self) -> Result<String> {
        let mut shown = self.clone();
        if let Ok(mut url) = Url::parse(&shown.database.url)
            && url.password().is_some()
            && url.set_password(Some("hidden")).is_ok()
        {
            shown.database.url = url.into();
        }
        if let Some(password) = &mut shown.mail.password {
            "hidden".clone_into(password);
        }
        toml::to_string(&shown).map_err(Error::internal)
    }

    /// The address of the open data's licence.
    pub fn data_license_address(&self) -> Option<String> {
        self.data_license.as_deref().map(license::address)
    }

    /// An address under `public_url`: `path` begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }
}

impl File {
    fn check(self, dir: PathBuf) -> Result<Settings> {
        let public_url = public_url(&self.public_url, self.insecure_loopback)?;
        let listen = listen(&self.listen)?;
        if self.name.trim().is_empty() {
            return Err(Error::invalid(
                "name",
                "is empty; write the directory's name",
            ));
        }
        if self.languages.is_empty() || self.languages.iter().any(|tag| !is_language(tag)) {
            return Err(Error::invalid(
                "languages",
                "needs language tags such as \"es\" or \"pt-BR\", at least one",
            ));
        }
        let source = self.operator.source.as_deref();
        if source.is_some_and(|text| !text.starts_with("https://") && !text.starts_with("http://"))
        {
            return Err(Error::invalid(
                "operator.source",
                "write the address of a page, https://…",
            ));
        }
        license::check(self.data_license.as_deref())?;
        self.card.check()?;
        self.channels.check()?;
        self.limits.check()?;
        self.conversation.check()?;
        let mail = self.mail.checked(&dir)?;
        let basemap = self.basemap.within(&dir);
        Ok(Settings {
            database: Database {
                url: database_url(&self.database.url, &dir)?,
            },
            public_url,
            listen,
            dir,
            insecure_loopback: self.insecure_loopback,
            name: self.name,
            languages: self.languages,
            territory: self.territory,
            data_license: self.data_license,
            operator: self.operator,
            card: self.card,
            peers: self.peers,
            federation: self.federation,
            channels: self.channels,
            conversation: self.conversation,
            accounts: self.accounts,
            mail,
            basemap,
            limits: self.limits,
        })
    }
}

/// Whether a text has the shape of a BCP 47 tag: a language of two or three letters, then
/// subtags of up to eight letters and digits.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// What to do about a settings file that cannot be read.
fn remedy(why: ErrorKind) -> &'static str {
    match why {
        ErrorKind::NotFound => "make it with `trenza init`, or name it with --config",
        ErrorKind::PermissionDenied => "run this as the account that keeps the node",
        _ => "name the node's settings file with --config",
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
