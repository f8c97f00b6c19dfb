//! A feed as JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use serde::Serialize;

use super::{Entry, Feed};
use crate::error::{Error, Result};

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<&'a str>,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    title: &'a str,
}

/// The feed as a document.
pub(super) fn write(feed: &Feed) -> Result<String> {
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: &feed.own,
        description: &feed.about,
        next_url: feed.next.as_deref(),
        language: feed.language,
        authors: [Author {
            name: &feed.keeper,
            url: None,
        }],
        items: feed.entries.iter().map(item).collect(),
    };
    serde_json::to_string(&document).map_err(Error::internal)
}

fn item(entry: &Entry) -> Item<'_> {
    let author = entry.author.as_ref().map(|(name, url)| Author {
        name,
        url: Some(url),
    });
    Item {
        id: &entry.id,
        url: &entry.id,
        title: &entry.title,
        content_html: &entry.html,
        date_published: entry.published.to_rfc3339(),
        date_modified: entry.updated.to_rfc3339(),
        authors: author.into_iter().collect(),
        tags: &entry.tags,
        language: entry.language.as_deref(),
        image: entry.pictures.first().map(|one| one.address.as_str()),
        attachments: (entry.pictures.iter())
            .map(|one| Attachment {
                url: &one.address,
                mime_type: &one.media_type,
                title: &one.alt,
            })
            .collect(),
    }
}
