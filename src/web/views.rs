//! Records as a page shows them: words in the reader's language, addresses, plain dates.

use url::Url;

use super::frame::{Contact, Preview};
use super::reader::Reader;
use crate::activitypub::client::authority;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::federation::{looks, same_as};
use crate::node::Node;
use crate::offers::{Offer, Purpose, State};
use crate::pictures::Shown;
use crate::place::country;
use crate::registry::import::register_called;
use crate::registry::{ContactKind, Draft, Organization, Source};
use crate::store::Tx;
use crate::text::LanguageMap;
use crate::vocabulary::Theme;
use crate::words::Words;

/// A text as paragraphs of lines, so that the template decides on the markup.
pub(super) type Paragraphs = Vec<Vec<String>>;

/// An organization in a list.
#[derive(Debug)]
pub(super) struct OrganizationItem {
    pub(super) address: String,
    pub(super) language: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) locality: Option<String>,
    pub(super) territory: Option<String>,
    /// The other directories that have it too: host, and the address of their record.
    pub(super) also_in: Vec<(String, String)>,
}

/// An offer or need in a list.
#[derive(Debug)]
pub(super) struct OfferItem {
    pub(super) address: String,
    pub(super) language: String,
    pub(super) title: String,
    pub(super) purpose: &'static str,
    pub(super) what: &'static str,
    pub(super) terms: &'static str,
    pub(super) territory: Option<String>,
    pub(super) until: Option<String>,
    /// Only when it does not simply stand.
    pub(super) state: Option<&'static str>,
}

/// Where a record is from.
#[derive(Debug)]
pub(super) struct SourceItem {
    pub(super) register: String,
    pub(super) number: Option<String>,
    pub(super) stated_on: Option<String>,
    pub(super) read_on: String,
}

/// A picture on a page.
#[derive(Debug)]
pub(super) struct PictureItem {
    pub(super) path: String,
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) language: String,
    pub(super) alt: String,
}

impl PictureItem {
    pub(super) fn of(shown: &Shown, reader: &Reader) -> Self {
        let (language, alt) = pick(&shown.alt, reader);
        Self {
            path: shown.picture.path(),
            width: shown.picture.width,
            height: shown.picture.height,
            language,
            alt,
        }
    }
}

/// The picture that goes with links to the page at `path`.
pub(super) async fn preview(
    node: &Node,
    tx: &mut Tx,
    reader: &Reader,
    path: &str,
) -> Result<Option<Preview>> {
    let shown = looks::preview(tx, path).await?;
    Ok(shown.map(|shown| {
        let (_, alt) = pick(&shown.alt, reader);
        Preview {
            address: node.url(&shown.picture.path()),
            media_type: shown.picture.media_type,
            width: shown.picture.width,
            height: shown.picture.height,
            alt,
        }
    }))
}

impl OrganizationItem {
    pub(super) fn of(organization: &Organization, reader: &Reader) -> Self {
        let stated = &organization.stated;
        let (language, name) = pick(&stated.names, reader);
        Self {
            address: organization.path(),
            language,
            name,
            kind: stated.entity_type.label(reader.words.tag),
            locality: stated.place.locality.clone(),
            territory: (stated.territory.as_ref())
                .map(|territory| territory.called(reader.words.tag)),
            also_in: Vec::new(),
        }
    }

    /// Those of a list, each with the other directories that have it too.
    pub(super) async fn list(
        tx: &mut Tx,
        found: &[Organization],
        reader: &Reader,
    ) -> Result<Vec<Self>> {
        let paths: Vec<String> = found.iter().map(Organization::path).collect();
        let subjects: Vec<&str> = paths.iter().map(String::as_str).collect();
        let others = same_as::shown_with(tx, &subjects).await?;
        let items = found.iter().zip(&paths).map(|(one, path)| Self {
            also_in: (others.get(path)).map_or_else(Vec::new, |all| directories(all, None)),
            ..Self::of(one, reader)
        });
        Ok(items.collect())
    }
}

impl OfferItem {
    pub(super) fn of(offer: &Offer, reader: &Reader) -> Self {
        let stated = &offer.stated;
        let words = reader.words;
        let (language, title) = pick(&stated.titles, reader);
        Self {
            address: offer.path(),
            language,
            title,
            purpose: match stated.purpose {
                Purpose::Offer => words.say("offer"),
                Purpose::Need => words.say("need"),
            },
            what: stated.what.label(words.tag),
            terms: stated.terms.label(words.tag),
            territory: (stated.territory.as_ref()).map(|territory| territory.called(words.tag)),
            until: stated.valid_until.map(day),
            state: match offer.state {
                State::Open => None,
                State::InConversation => Some(words.say("state-in-conversation")),
                State::Met => Some(words.say("state-met")),
                State::Closed => Some(words.say("state-closed")),
                State::Withdrawn => Some(words.say("state-withdrawn")),
                State::Expired => Some(words.say("state-expired")),
            },
        }
    }
}

impl From<&Source> for SourceItem {
    fn from(source: &Source) -> Self {
        Self {
            register: register_called(&source.register).to_owned(),
            number: source.register_number.clone(),
            stated_on: source.stated_on.clone(),
            read_on: day(source.imported_at),
        }
    }
}

/// What is known of an organization: label, value, and its language where it is quoted.
pub(super) fn facts(
    stated: &Draft,
    reader: &Reader,
) -> Vec<(&'static str, String, Option<String>)> {
    let (words, tag) = (reader.words, reader.words.tag);
    let place = &stated.place;
    let country = place.country.as_deref();
    let country = country.map(|code| country::name(code, tag).unwrap_or(code));
    let mut address: Vec<&str> = [
        place.street.as_deref(),
        place.postal_code.as_deref(),
        place.locality.as_deref(),
        place.region.as_deref(),
        country,
    ]
    .into_iter()
    .flatten()
    .collect();
    // A city that is called as its region is said once.
    address.dedup();
    let themes = stated.themes.iter();
    let themes: Vec<&str> = themes
        .map(|theme| Theme::find(theme).map_or(theme.as_str(), |known| known.label(tag)))
        .collect();
    // What codes part further is called the same.
    let mut sectors: Vec<&str> = Vec::new();
    for label in stated.sectors.iter().map(|sector| sector.label(tag)) {
        if !sectors.contains(&label) {
            sectors.push(label);
        }
    }
    let legal_form = stated.legal_form.clone();
    let legal_form = legal_form.map(|form| {
        let language = Some(stated.language.clone());
        (words.say("legal-form"), form, language)
    });
    let rest = [
        (
            words.say("members"),
            stated
                .membership_base
                .map(|base| base.label(tag).to_owned()),
        ),
        (words.say("activities"), some(sectors.join("; "))),
        (words.say("themes"), some(themes.join(", "))),
        (
            words.say("reach"),
            stated.scope.map(|scope| scope.label(tag).to_owned()),
        ),
        (words.say("address"), some(address.join(", "))),
        (
            words.say("founded"),
            stated.founded_on.map(|day| words.day_of(day)),
        ),
    ];
    let rest = rest.into_iter();
    let rest = rest.filter_map(|(label, value)| Some((label, value?, None)));
    legal_form.into_iter().chain(rest).collect()
}

/// The contacts that everybody may see, as links where they can be.
pub(super) fn contacts(organization: &Organization) -> Vec<Contact> {
    organization
        .stated
        .public_contacts()
        .map(|contact| match contact.kind {
            ContactKind::Email => Contact::of(&contact.value),
            ContactKind::Phone | ContactKind::Person => Contact {
                text: contact.value.clone(),
                href: None,
            },
        })
        .collect()
}

/// The language and text that the reader understands best.
pub(super) fn pick(texts: &LanguageMap, reader: &Reader) -> (String, String) {
    let (language, text) = texts
        .pick(&reader.languages())
        .unwrap_or((reader.words.tag, ""));
    (language.to_owned(), text.to_owned())
}

/// Paragraphs stand apart by an empty line.
pub(super) fn paragraphs(text: &str) -> Paragraphs {
    text.split("\n\n")
        .map(|paragraph| paragraph.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|lines| lines.iter().any(|line| !line.trim().is_empty()))
        .collect()
}

/// The day of a moment, as ISO 8601 writes it everywhere.
pub(super) fn day(at: Timestamp) -> String {
    at.to_rfc3339().chars().take(10).collect()
}

/// A moment to the minute in words, in UTC.
pub(super) fn minute(at: Timestamp, words: &Words) -> String {
    let hour: String = at.to_rfc3339().chars().skip(11).take(5).collect();
    format!("{}, {hour} UTC", words.day_of(at.day()))
}

/// The directories whose records of something stand at `addresses`, each once, and not the one
/// that it is shown from: host, and the address of its record.
pub(super) fn directories(addresses: &[String], own: Option<&str>) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    // An address that is no web page would be a trap behind a link.
    let urls = addresses.iter().filter_map(|one| Url::parse(one).ok());
    for url in urls.filter(|url| matches!(url.scheme(), "https" | "http")) {
        let host = authority(&url);
        let is_named = found.iter().any(|(known, _)| *known == host);
        if !is_named && own != Some(host.as_str()) {
            found.push((host, url.into()));
        }
    }
    found
}

/// Adds the code to what is called as another one among the same choices.
pub(super) fn tell_apart(choices: &mut [(String, String)]) {
    let labels: Vec<String> = choices.iter().map(|(_, label)| label.clone()).collect();
    for (code, label) in choices {
        if labels.iter().filter(|other| *other == label).count() > 1 {
            *label = format!("{label} ({code})");
        }
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
