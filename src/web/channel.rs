//! The page of a channel: what stands in it, ours and peers' in one order, and how to follow.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::card::Card;
use super::foreign::{self, Around};
use super::frame::{self, Frame};
use super::lists;
use super::reader::Reader;
use super::views::{self, OfferItem};
use crate::activitypub::client::authority;
use crate::error::Result;
use crate::federation::channel::{self, page::Item};
use crate::federation::paths;
use crate::federation::records::Record;
use crate::node::Node;
use crate::offers::Offer;
use crate::slice::Slice;

/// How many one page shows.
const PER_PAGE: usize = 50;

/// An offer or need in the list.
struct Line {
    address: String,
    language: String,
    title: String,
    purpose: &'static str,
    facts: Vec<String>,
    /// Of another directory's, whose it is.
    source: Option<String>,
    /// Whether nobody here named that directory.
    is_unknown: bool,
}

#[derive(Template)]
#[template(path = "channel.html")]
struct ChannelPage<'a> {
    frame: Frame<'a>,
    path: String,
    follow: String,
    found: Vec<Line>,
    next: Option<String>,
}

/// The page of a channel; `query` may hold the cursor of a further page.
///
/// # Errors
/// [`Error::Invalid`](crate::error::Error::Invalid) when the cursor is none of ours.
pub async fn channel(
    node: &Node,
    reader: &Reader,
    slice: &Slice,
    query: Option<&str>,
) -> Result<Response> {
    let after = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find_map(|(name, value)| (name == "after").then(|| value.into_owned()));
    let mut tx = node.db.read().await?;
    let found = channel::page::page(&mut tx, slice, after.as_deref(), PER_PAGE).await?;
    let path = paths::channel(slice);
    let mut frame = Frame::new(
        &node.settings,
        reader,
        "channel",
        slice.title(reader.words.tag),
    );
    frame.alternate = Some(node.url(&path));
    frame.fed_by(&path, &[]);
    let handle = channel::handle(node, &mut tx, slice).await?;
    let held = found.items.iter().filter_map(|item| match item {
        Item::Own(_) => None,
        Item::Foreign(record) => Some(&**record),
    });
    let held: Vec<&Record> = held.collect();
    let around = Around::of(&mut tx, &held).await?;
    frame.card = Some(Card::of_slice(node, slice, &handle, reader));
    frame.image = views::preview(node, &mut tx, reader, &path).await?;
    let page = ChannelPage {
        frame,
        follow: follow(node, &handle),
        found: found
            .items
            .into_iter()
            .filter_map(|item| line(item, reader, &around))
            .collect(),
        next: lists::next_page(node, &path, &[], found.next)?,
        path,
    };
    frame::answer(reader, StatusCode::OK, &page)
}

/// The name that people paste where they follow.
pub(super) fn follow(node: &Node, handle: &str) -> String {
    format!("@{handle}@{}", authority(&node.settings.public_url))
}

fn line(item: Item, reader: &Reader, around: &Around) -> Option<Line> {
    match item {
        Item::Own(offer) => Some(own(&offer, reader)),
        Item::Foreign(record) => {
            let purpose = match record.purpose.as_deref() {
                Some("need") => reader.words.say("need"),
                _ => reader.words.say("offer"),
            };
            let item = foreign::one(*record, reader, around)?;
            Some(Line {
                address: item.address,
                language: item.language,
                title: item.name,
                purpose,
                facts: item.facts,
                source: Some(item.source),
                is_unknown: item.is_unknown,
            })
        }
    }
}

fn own(offer: &Offer, reader: &Reader) -> Line {
    let item = OfferItem::of(offer, reader);
    let until = item
        .until
        .map(|day| format!("{} {}", reader.words.say("until"), reader.words.day(&day)));
    let facts = [
        Some(item.what.to_owned()),
        Some(item.terms.to_owned()),
        item.territory,
        until,
        item.state.map(str::to_owned),
    ];
    Line {
        address: item.address,
        language: item.language,
        title: item.title,
        purpose: item.purpose,
        facts: facts.into_iter().flatten().collect(),
        source: None,
        is_unknown: false,
    }
}
