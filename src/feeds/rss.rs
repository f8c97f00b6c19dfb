//! A feed as RSS 2.0, with Atom's links between its pages.

use rss::extension::atom::AtomExtension;
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel, Guid, Item};

use super::entry::Picture;
use super::{Entry, Feed, atom};
use crate::clock::Timestamp;
use crate::http::feed::Format;

/// The namespace of Media RSS.
const MEDIA: &str = "http://search.yahoo.com/mrss/";

/// The feed as a document.
pub(super) fn write(feed: &Feed) -> String {
    // The page stands in `link` itself.
    let links = atom::links(feed, Format::Rss);
    let links = links.into_iter().filter(|link| link.rel != "alternate");
    let channel = Channel {
        title: feed.title.clone(),
        link: feed.page.clone(),
        description: feed.about.clone(),
        language: Some(feed.language.to_owned()),
        last_build_date: Some(date(feed.updated)),
        generator: Some(format!("Trenza {}", env!("CARGO_PKG_VERSION"))),
        docs: Some("https://www.rssboard.org/rss-specification".to_owned()),
        items: feed.entries.iter().map(item).collect(),
        atom_ext: Some(AtomExtension {
            links: links.collect(),
        }),
        namespaces: [
            ("atom".to_owned(), "http://www.w3.org/2005/Atom".to_owned()),
            ("media".to_owned(), MEDIA.to_owned()),
        ]
        .into(),
        ..Channel::default()
    };
    channel.to_string()
}

fn item(entry: &Entry) -> Item {
    let category = |tag: &String| Category {
        name: tag.clone(),
        domain: None,
    };
    Item {
        title: Some(entry.title.clone()),
        link: Some(entry.id.clone()),
        description: Some(entry.html.clone()),
        categories: entry.tags.iter().map(category).collect(),
        guid: Some(Guid {
            value: entry.id.clone(),
            permalink: true,
        }),
        pub_date: Some(date(entry.published)),
        extensions: media(entry),
        ..Item::default()
    }
}

/// Its pictures, by Media RSS: an `enclosure` of RSS would have to say how many bytes a picture
/// has that may not be drawn yet.
fn media(entry: &Entry) -> ExtensionMap {
    let content = |picture: &Picture| {
        let described = Extension {
            name: "media:description".to_owned(),
            value: Some(picture.alt.clone()),
            ..Extension::default()
        };
        Extension {
            name: "media:content".to_owned(),
            attrs: [
                ("url", picture.address.clone()),
                ("type", picture.media_type.clone()),
                ("medium", "image".to_owned()),
                ("width", picture.width.to_string()),
                ("height", picture.height.to_string()),
            ]
            .map(|(name, value)| (name.to_owned(), value))
            .into(),
            children: [("description".to_owned(), vec![described])].into(),
            ..Extension::default()
        }
    };
    if entry.pictures.is_empty() {
        return ExtensionMap::default();
    }
    let all = entry.pictures.iter().map(content).collect();
    let named = [("content".to_owned(), all)].into();
    [("media".to_owned(), named)].into()
}

/// A moment as RFC 2822 writes it. HTTP's form differs in the name of the zone alone.
fn date(at: Timestamp) -> String {
    at.to_http_date().replace("GMT", "+0000")
}
