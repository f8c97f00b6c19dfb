//! What a page says of itself to other sites that link to it: a title, a sentence, whose it
//! is, and under which name it is followed.

use super::channel;
use super::oembed;
use super::reader::Reader;
use super::views;
use crate::error::{Error, Result};
use crate::federation::channel as channels;
use crate::federation::{node_actor, paths};
use crate::id::{OfferId, OrganizationId};
use crate::node::Node;
use crate::offers::{self, Offer, Purpose, State};
use crate::registry::{self, Organization, Standing, duplicates, relocation};
use crate::slice::Slice;
use crate::store::Tx;
use crate::text;

/// How much of a text is told, in characters.
const LONGEST: usize = 200;

/// A page in short. Its texts are plain: whoever shows them escapes them.
#[derive(Debug, Clone)]
pub(super) struct Card {
    /// Its one address.
    pub(super) address: String,
    pub(super) title: String,
    pub(super) about: String,
    /// What it is in `OpenGraph`.
    pub(super) kind: &'static str,
    /// What it is in schema.org.
    pub(super) thing: &'static str,
    /// Further statements of schema.org: names and texts.
    pub(super) facts: Vec<(&'static str, String)>,
    /// The same with addresses.
    pub(super) links: Vec<(&'static str, String)>,
    /// Whose it is: a name and an address.
    pub(super) author: Option<(String, String)>,
    /// The account behind it, as `@name@host`.
    pub(super) account: Option<String>,
}

impl Card {
    /// The directory's.
    pub(super) fn of_node(node: &Node, reader: &Reader) -> Self {
        let (shown, languages) = (&reader.shown, reader.languages());
        let welcome = shown.said(&shown.site.welcome, &languages);
        let welcome = welcome.map_or(reader.words.say("home-intro"), |(_, said)| said);
        Self {
            address: node.url("/"),
            title: reader.directory().to_owned(),
            about: about(welcome, &[]),
            kind: "website",
            thing: "WebSite",
            facts: Vec::new(),
            links: Vec::new(),
            author: None,
            account: Some(channel::follow(node, node_actor::HANDLE)),
        }
    }

    /// An organization's. One that is listed has no account: it never agreed to one.
    pub(super) fn of_organization(node: &Node, found: &Organization, reader: &Reader) -> Self {
        let stated = &found.stated;
        let (_, name) = views::pick(&stated.names, reader);
        let (_, summary) = views::pick(&stated.summaries, reader);
        let place = stated.territory.as_ref();
        let place = place.map(|territory| territory.called(reader.words.tag));
        let facts = [
            Some(stated.entity_type.label(reader.words.tag).to_owned()),
            place.clone(),
        ];
        let is_active = found.standing == Standing::Active;
        let website = stated.website.as_ref().map(ToString::to_string);
        Self {
            address: node.url(&found.path()),
            title: name,
            about: about(&summary, &facts),
            kind: "profile",
            thing: "Organization",
            facts: place
                .map(|place| ("areaServed", place))
                .into_iter()
                .collect(),
            links: website.map(|url| ("sameAs", url)).into_iter().collect(),
            author: None,
            account: is_active.then(|| channel::follow(node, &found.handle)),
        }
    }

    /// An offer's or need's.
    pub(super) fn of_offer(
        node: &Node,
        offer: &Offer,
        owner: &Organization,
        reader: &Reader,
    ) -> Self {
        let (stated, words) = (&offer.stated, reader.words);
        let (_, title) = views::pick(&stated.titles, reader);
        let (_, text) = views::pick(&stated.texts, reader);
        let (purpose, thing) = match stated.purpose {
            Purpose::Offer => (words.say("offer"), "Offer"),
            Purpose::Need => (words.say("need"), "Demand"),
        };
        let facts = [
            Some(stated.what.label(words.tag).to_owned()),
            Some(stated.terms.label(words.tag).to_owned()),
            (stated.territory.as_ref()).map(|territory| territory.called(words.tag)),
        ];
        let owner_card = Self::of_organization(node, owner, reader);
        let until = stated.valid_until.map(views::day);
        let by = match stated.purpose {
            Purpose::Offer => vec![("offeredBy", owner_card.address.clone())],
            Purpose::Need => Vec::new(),
        };
        Self {
            address: node.url(&offer.path()),
            title: words.labelled(purpose, &title),
            about: about(&text, &facts),
            kind: "article",
            thing,
            facts: until.map(|day| ("validThrough", day)).into_iter().collect(),
            links: by,
            author: Some((owner_card.title, owner_card.address)),
            account: owner_card.account,
        }
    }

    /// A territory's or channel's.
    pub(super) fn of_slice(node: &Node, slice: &Slice, handle: &str, reader: &Reader) -> Self {
        let title = match slice.whole_territory() {
            Some(territory) => territory.called(reader.words.tag),
            None => slice.title(reader.words.tag),
        };
        Self {
            address: node.url(&paths::channel(slice)),
            about: format!(
                "{}. {}",
                slice.title(reader.words.tag),
                reader.words.say("home-intro")
            ),
            title,
            kind: "website",
            thing: "CollectionPage",
            facts: Vec::new(),
            links: Vec::new(),
            author: None,
            account: Some(channel::follow(node, handle)),
        }
    }

    /// Where it stands for sites that link to it, in a format of oEmbed.
    pub(super) fn in_short(&self, format: &str) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("url", &self.address)
            .append_pair("format", format)
            .finish();
        format!("{}?{query}", oembed::PATH)
    }

    /// The card of the page at a path of ours.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing public stands there.
    pub(super) async fn at(node: &Node, tx: &mut Tx, reader: &Reader, path: &str) -> Result<Self> {
        let missing = || Error::NotFound(format!("a page at {path} that other sites can show"));
        if matches!(path, "/" | "" | paths::NODE) {
            return Ok(Self::of_node(node, reader));
        }
        if let Some(id) = path.strip_prefix("/offers/") {
            let id = OfferId::parse(id).map_err(|_no_identifier| missing())?;
            let offer = offers::get(tx, &id).await?;
            let owner = registry::get(tx, &offer.organization).await?;
            let is_shown = offer.state != State::Withdrawn && owner.is_public();
            let card = is_shown.then(|| Self::of_offer(node, &offer, &owner, reader));
            return card.ok_or_else(missing);
        }
        let by_name = match path.strip_prefix("/@") {
            Some(handle) => channels::find_by_handle(tx, handle).await?,
            None => channels::read_path(path),
        };
        if let Some(slice) = by_name {
            if !channels::exists(tx, &slice).await? {
                return Err(missing());
            }
            let handle = channels::handle(node, tx, &slice).await?;
            return Ok(Self::of_slice(node, &slice, &handle, reader));
        }
        let moved = duplicates::moved(tx, path).await?;
        let path = moved.as_deref().unwrap_or(path);
        let found = match (path.strip_prefix("/@"), path.strip_prefix("/o/")) {
            (Some(handle), _) => registry::find_by_handle(tx, &handle.to_lowercase()).await?,
            (None, Some(id)) => {
                let id = OrganizationId::parse(id).map_err(|_no_identifier| missing())?;
                Some(registry::get(tx, &id).await?)
            }
            (None, None) => None,
        };
        let found = found.filter(Organization::is_public);
        let found = found.ok_or_else(missing)?.for_the_public();
        if relocation::of(tx, &found.id).await?.is_some() {
            return Err(missing());
        }
        Ok(Self::of_organization(node, &found, reader))
    }
}

/// The beginning of a text on one line, or the facts where there is none.
fn about(text: &str, facts: &[Option<String>]) -> String {
    let line = text::line(text);
    if line.is_empty() {
        let facts: Vec<&str> = facts.iter().flatten().map(String::as_str).collect();
        return facts.join(" · ");
    }
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}
