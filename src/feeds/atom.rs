//! A feed as Atom (RFC 4287), in pages (RFC 5005 §3).

use atom_syndication::{
    Category, Content, Entry as AtomEntry, Feed as AtomFeed, FixedDateTime, Generator, Link,
    Person, Text,
};

use super::{Entry, Feed};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::http::feed::Format;

/// The feed as a document.
pub(super) fn write(feed: &Feed) -> Result<String> {
    let entries: Result<Vec<AtomEntry>> = feed.entries.iter().map(entry).collect();
    let document = AtomFeed {
        title: Text::plain(feed.title.clone()),
        id: feed.first.clone(),
        updated: moment(feed.updated)?,
        authors: vec![Person {
            name: feed.keeper.clone(),
            ..Person::default()
        }],
        generator: Some(Generator {
            value: "Trenza".to_owned(),
            uri: None,
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        links: links(feed, Format::Atom),
        subtitle: Some(Text::plain(feed.about.clone())),
        entries: entries?,
        lang: Some(feed.language.to_owned()),
        ..AtomFeed::default()
    };
    let mut body = Vec::new();
    document.write_to(&mut body).map_err(Error::internal)?;
    String::from_utf8(body).map_err(Error::internal)
}

/// The page of the list, the feed itself, and its other pages.
pub(super) fn links(feed: &Feed, format: Format) -> Vec<Link> {
    let link = |rel: &str, href: &str, media_type: &str| Link {
        href: href.to_owned(),
        rel: rel.to_owned(),
        mime_type: Some(media_type.to_owned()),
        ..Link::default()
    };
    let own = format.media_type();
    let mut links = vec![
        link("alternate", &feed.page, "text/html"),
        link("self", &feed.own, own),
        link("first", &feed.first, own),
    ];
    links.extend(feed.next.as_ref().map(|next| link("next", next, own)));
    links
}

fn entry(entry: &Entry) -> Result<AtomEntry> {
    let author = entry.author.as_ref().map(|(name, uri)| Person {
        name: name.clone(),
        uri: Some(uri.clone()),
        ..Person::default()
    });
    let category = |tag: &String| Category {
        term: tag.clone(),
        ..Category::default()
    };
    Ok(AtomEntry {
        title: Text::plain(entry.title.clone()),
        id: entry.id.clone(),
        updated: moment(entry.updated)?,
        published: Some(moment(entry.published)?),
        authors: author.into_iter().collect(),
        categories: entry.tags.iter().map(category).collect(),
        links: entry_links(entry),
        content: Some(Content {
            lang: entry.language.clone(),
            value: Some(entry.html.clone()),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..AtomEntry::default()
    })
}

/// Its page, and its pictures.
fn entry_links(entry: &Entry) -> Vec<Link> {
    let page = Link {
        href: entry.id.clone(),
        rel: "alternate".to_owned(),
        mime_type: Some("text/html".to_owned()),
        ..Link::default()
    };
    let pictures = entry.pictures.iter().map(|picture| Link {
        href: picture.address.clone(),
        rel: "enclosure".to_owned(),
        mime_type: Some(picture.media_type.clone()),
        title: Some(picture.alt.clone()),
        ..Link::default()
    });
    std::iter::once(page).chain(pictures).collect()
}

fn moment(at: Timestamp) -> Result<FixedDateTime> {
    at.to_rfc3339().parse().map_err(Error::internal)
}
