//! oEmbed (<https://oembed.com>): a page of ours in short, for sites that link to it. It is a
//! link and no markup, so that nothing of a record runs on somebody's site.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use quick_xml::Writer;
use quick_xml::events::BytesText;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::card::Card;
use super::frame::Preview;
use super::reader::Reader;
use super::views;
use crate::error::{Error, Result};
use crate::federation::paths;
use crate::http::{Problem, etag};
use crate::node::Node;

/// Where it is asked.
pub(super) const PATH: &str = "/oembed";
/// How long others may keep it, in seconds.
const KEPT: &str = "3600";

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    url: String,
    format: String,
    /// The room for a picture, in pixels; what is no number bounds nothing.
    maxwidth: String,
    maxheight: String,
}

impl Asked {
    /// Whether a picture fits, which may not be larger than was asked (§2.3.4).
    fn has_room(&self, picture: &Preview) -> bool {
        let within = |size: i64, most: &str| most.parse().map_or(true, |most: i64| size <= most);
        within(picture.width, &self.maxwidth) && within(picture.height, &self.maxheight)
    }
}

/// The page at an address of ours in short.
pub(super) async fn serve(
    State(node): State<Arc<Node>>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> std::result::Result<Response, Problem> {
    let is_xml = match asked.format.as_str() {
        "" | "json" => false,
        "xml" => true,
        other => return Err(unknown(other)),
    };
    let address = asked.url.trim();
    if address.is_empty() {
        let reason = "is missing; write the address of a page of this directory";
        return Err(Error::invalid("url", reason).into());
    }
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    let path = match paths::own(node.base(), bare) {
        Some(path) => path,
        None if bare == node.base() => "/",
        None => {
            let reason = format!("{address:?} among the pages of {}", node.url("/"));
            return Err(Error::NotFound(reason).into());
        }
    };
    let mut tx = node.db.read().await?;
    let card = Card::at(&node, &mut tx, &reader, path).await?;
    let shown = card.address.strip_prefix(node.base()).unwrap_or(path);
    let shown = if shown == "/" { paths::NODE } else { shown };
    let picture = views::preview(&node, &mut tx, &reader, shown).await?;
    let picture = picture.filter(|one| asked.has_room(one));
    drop(tx);
    let members = members(&node, card, picture);
    let (body, media_type) = if is_xml {
        (xml(&members)?, "text/xml; charset=utf-8")
    } else {
        let members = members.into_iter();
        let body: Map<String, Value> = members
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        (Value::Object(body).to_string(), "application/json")
    };
    let tag = etag::of(body.as_bytes());
    let mut response = etag::answer(&reader.headers, &tag, || body.into_response());
    for (name, value) in [
        (header::CONTENT_TYPE, media_type),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "Accept-Language, Cookie"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'"),
    ] {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert::<HeaderName>(name, value);
    }
    Ok(response)
}

/// The members of an answer (§2.3.4).
fn members(node: &Node, card: Card, picture: Option<Preview>) -> Vec<(&'static str, Value)> {
    let mut members = vec![
        ("version", json!("1.0")),
        ("type", json!("link")),
        ("title", json!(card.title)),
        ("description", json!(card.about)),
        ("provider_name", json!(node.shown().settings.name)),
        ("provider_url", json!(node.url("/"))),
        ("cache_age", json!(KEPT)),
    ];
    if let Some((name, address)) = card.author {
        members.push(("author_name", json!(name)));
        members.push(("author_url", json!(address)));
    }
    if let Some(picture) = picture {
        members.push(("thumbnail_url", json!(picture.address)));
        members.push(("thumbnail_width", json!(picture.width)));
        members.push(("thumbnail_height", json!(picture.height)));
    }
    members
}

fn xml(members: &[(&'static str, Value)]) -> Result<String> {
    let mut writer = Writer::new(Vec::new());
    writer
        .create_element("oembed")
        .write_inner_content(|writer| {
            for (name, value) in members {
                let element = writer.create_element(*name);
                let text = (value.as_str()).map_or_else(|| value.to_string(), str::to_owned);
                element.write_text_content(BytesText::new(&text))?;
            }
            Ok(())
        })
        .map_err(Error::internal)?;
    let body = String::from_utf8(writer.into_inner()).map_err(Error::internal)?;
    Ok(format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n{body}\n"
    ))
}

fn unknown(format: &str) -> Problem {
    let detail = format!("{format:?} is no format of this answer; write json or xml");
    let title = "Format not provided";
    Problem::new(StatusCode::NOT_IMPLEMENTED, "format", title, detail)
}
