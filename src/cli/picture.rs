//! Pictures that somebody gives: an organization's icon and header, an offer's photos, the
//! directory's own.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Answer, socket};
use crate::error::{Error, Result};
use crate::federation::{looks, node_actor};
use crate::id::OfferId;
use crate::node::Node;
use crate::offers::{self, Offer, photos};
use crate::pictures::{Given, MOST_BYTES, Role, Shown};
use crate::registry;
use crate::store::Tx;
use crate::text::LanguageMap;

/// A picture's file.
#[derive(Debug, clap::Args, Serialize, Deserialize)]
pub struct File {
    /// A JPEG, PNG or WebP picture.
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// Whether it was brought for this command alone.
    #[arg(skip)]
    is_upload: bool,
}

impl File {
    /// Brings the file to a running server, which may not read the caller's own files.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the server does not take it.
    pub(super) async fn send(&mut self, stream_at: &Path) -> Result<()> {
        self.path = socket::upload(stream_at, &self.path).await?;
        self.is_upload = true;
        Ok(())
    }

    async fn read(&self, role: Role) -> Result<Given> {
        let bytes = self.bytes();
        if self.is_upload {
            // Nobody reads it again; the next start of the server would remove it too.
            let _ = std::fs::remove_file(&self.path);
        }
        Given::read(bytes?, None, role).await
    }

    fn bytes(&self) -> Result<Bytes> {
        let shown = || self.path.display().to_string();
        let unreadable = |error: std::io::Error| {
            let reason = format!("cannot be read ({error}); check its name");
            Error::invalid(shown(), reason)
        };
        let size = std::fs::metadata(&self.path).map_err(unreadable)?.len();
        if size > MOST_BYTES as u64 {
            let most = MOST_BYTES >> 20;
            return Err(Error::invalid(
                shown(),
                format!("is larger than {most} MiB"),
            ));
        }
        Ok(Bytes::from(std::fs::read(&self.path).map_err(unreadable)?))
    }
}

/// For what a picture of an account stands.
#[derive(Debug, Clone, Copy, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The small square.
    Icon,
    /// The wide ground of its profile.
    Header,
}

impl Kind {
    fn role(self) -> Role {
        match self {
            Self::Icon => Role::Icon,
            Self::Header => Role::Header,
        }
    }
}

/// What can be asked of an organization's icon and header.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfOrganization {
    /// Give an icon, which is cut to a square, or a header, which is cut to three by one.
    Give {
        /// Its handle or id.
        organization: String,
        /// Which of both.
        kind: Kind,
        /// The picture.
        #[command(flatten)]
        file: File,
        /// What is to be seen on it, as LANGUAGE=TEXT; once for each language.
        #[arg(long, value_name = "LANG=TEXT")]
        alt: Vec<String>,
    },
    /// Take a given one away again; what is drawn takes its place.
    Remove {
        /// Its handle or id.
        organization: String,
        /// Which of both.
        kind: Kind,
    },
}

/// What can be asked of an offer's photos.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfOffer {
    /// Show one more photo; at most four are.
    Add {
        /// The offer's id.
        offer: String,
        /// The picture.
        #[command(flatten)]
        file: File,
        /// What is to be seen on it, as LANGUAGE=TEXT; once for each language of the offer.
        #[arg(long, value_name = "LANG=TEXT", required = true)]
        alt: Vec<String>,
    },
    /// List the photos in their order.
    List {
        /// The offer's id.
        offer: String,
    },
    /// Say anew what is to be seen on a photo.
    Describe {
        /// The offer's id.
        offer: String,
        /// The photo, as the list names it.
        digest: String,
        /// What is to be seen on it, as LANGUAGE=TEXT; once for each language of the offer.
        #[arg(long, value_name = "LANG=TEXT", required = true)]
        alt: Vec<String>,
    },
    /// Take a photo away.
    Remove {
        /// The offer's id.
        offer: String,
        /// The photo, as the list names it.
        digest: String,
    },
}

/// What can be asked of the directory's own icon and header.
#[derive(Debug, clap::Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfNode {
    /// Give an icon, which is cut to a square, or a header, which is cut to three by one.
    Give {
        /// Which of both.
        kind: Kind,
        /// The picture.
        #[command(flatten)]
        file: File,
    },
    /// Take a given one away again; what is drawn takes its place.
    Remove {
        /// Which of both.
        kind: Kind,
    },
}

impl OfOrganization {
    /// The file that it brings.
    pub(super) fn file(&mut self) -> Option<&mut File> {
        match self {
            Self::Give { file, .. } => Some(file),
            Self::Remove { .. } => None,
        }
    }
}

impl OfOffer {
    /// The file that it brings.
    pub(super) fn file(&mut self) -> Option<&mut File> {
        match self {
            Self::Add { file, .. } => Some(file),
            Self::List { .. } | Self::Describe { .. } | Self::Remove { .. } => None,
        }
    }
}

impl OfNode {
    /// The file that it brings.
    pub(super) fn file(&mut self) -> Option<&mut File> {
        match self {
            Self::Give { file, .. } => Some(file),
            Self::Remove { .. } => None,
        }
    }
}

/// Gives an organization a picture, or takes one away.
pub(super) async fn of_organization(node: &Node, command: OfOrganization) -> Result<Answer> {
    let clock = &node.clock;
    match command {
        OfOrganization::Give {
            organization,
            kind,
            file,
            alt,
        } => {
            let (given, alt) = (file.read(kind.role()).await?, texts(&alt)?);
            let mut tx = node.db.begin().await?;
            let found = registry::find(&mut tx, &organization).await?;
            let picture = (kind.role(), &given);
            registry::pictures::give(&mut tx, clock, &found.id, picture, &alt).await?;
            let shown = registry::pictures::given(&mut tx, &found.path(), kind.role()).await?;
            tx.commit().await?;
            answer(node, shown.as_ref())
        }
        OfOrganization::Remove { organization, kind } => {
            let mut tx = node.db.begin().await?;
            let found = registry::find(&mut tx, &organization).await?;
            registry::pictures::take_away(&mut tx, clock, &found.id, kind.role()).await?;
            tx.commit().await?;
            Ok(Answer::said("it is gone; what is drawn takes its place"))
        }
    }
}

/// Changes or lists the photos of an offer.
pub(super) async fn of_offer(node: &Node, command: OfOffer) -> Result<Answer> {
    let clock = &node.clock;
    match command {
        OfOffer::List { offer } => {
            let mut tx = node.db.read().await?;
            let offer = offers::get(&mut tx, &OfferId::parse(&offer)?).await?;
            list(node, &mut tx, &offer).await
        }
        OfOffer::Add { offer, file, alt } => {
            let (id, alt) = (OfferId::parse(&offer)?, texts(&alt)?);
            let given = file.read(Role::Photo).await?;
            let mut tx = node.db.begin().await?;
            let offer = photos::add(&mut tx, clock, &id, &given, &alt).await?;
            let answer = list(node, &mut tx, &offer).await?;
            tx.commit().await?;
            Ok(answer)
        }
        OfOffer::Describe { offer, digest, alt } => {
            let (id, alt) = (OfferId::parse(&offer)?, texts(&alt)?);
            let mut tx = node.db.begin().await?;
            let offer = photos::describe(&mut tx, clock, &id, &digest, &alt).await?;
            let answer = list(node, &mut tx, &offer).await?;
            tx.commit().await?;
            Ok(answer)
        }
        OfOffer::Remove { offer, digest } => {
            let mut tx = node.db.begin().await?;
            let id = OfferId::parse(&offer)?;
            let offer = photos::remove(&mut tx, clock, &id, &digest).await?;
            let answer = list(node, &mut tx, &offer).await?;
            tx.commit().await?;
            Ok(answer)
        }
    }
}

/// Gives the directory a picture, or takes one away.
pub(super) async fn of_node(node: &Node, command: OfNode) -> Result<Answer> {
    match command {
        OfNode::Give { kind, file } => {
            let given = file.read(kind.role()).await?;
            node_actor::give(node, kind.role(), &given).await?;
            Ok(Answer::said("the directory shows it from now on"))
        }
        OfNode::Remove { kind } => {
            node_actor::take_away(node, kind.role()).await?;
            Ok(Answer::said("it is gone; what is drawn takes its place"))
        }
    }
}

fn answer(node: &Node, shown: Option<&Shown>) -> Result<Answer> {
    let shown = shown.ok_or_else(|| Error::internal("a picture that was given is not there"))?;
    let address = node.url(&shown.picture.path());
    Answer::of(format!("given: {address}"), &looks::listed(node, shown))
}

async fn list(node: &Node, tx: &mut Tx, offer: &Offer) -> Result<Answer> {
    let all = photos::of(tx, offer).await?;
    let all: Vec<Value> = all.iter().map(|one| looks::listed(node, one)).collect();
    Answer::table(["photo", "size", "what is to be seen"], &all, |one| {
        let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
        let number = |name: &str| one.get(name).unwrap_or(&Value::Null).to_string();
        [
            text("digest").to_owned(),
            format!("{} x {}", number("width"), number("height")),
            one.get("alt").unwrap_or(&json!({})).to_string(),
        ]
    })
}

/// Texts of the command line, each as LANGUAGE=TEXT.
fn texts(given: &[String]) -> Result<LanguageMap> {
    let mut texts = LanguageMap::default();
    for one in given {
        let Some((language, text)) = one.split_once('=') else {
            let reason = format!("{one:?} names no language; write es=TEXT");
            return Err(Error::invalid("--alt", reason));
        };
        texts.insert(language, text)?;
    }
    Ok(texts)
}
