//! One post at the end of a day (UTC) with what went beyond its ceiling: how many more there
//! were, and where each stands. An offer that leaves the channel later leaves the post too.

use serde_json::{Map, Value, json};

use super::super::markup::inline;
use super::super::publish::{Batch, Change};
use super::super::{context, followers, paths, records};
use super::{of_path, sql, words};
use crate::activitypub::documents::{self, Publication};
use crate::activitypub::{activities, delivery};
use crate::channels;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::OfferId;
use crate::offers;
use crate::store::Tx;

/// How many summaries one transaction publishes.
const AT_ONCE: i64 = 50;
/// How many offers one post names; the rest are counted, and stand on the channel's page.
const MOST_LINKS: usize = 50;

/// Whether a day has ended whose summary is not published.
pub(in super::super) async fn is_due(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    Ok(!sql::due(tx, &now.day().to_string(), 1).await?.is_empty())
}

/// Publishes summaries of days that have ended, and says how many.
pub(in super::super) async fn close_days(batch: &mut Batch<'_>) -> Result<usize> {
    let today = batch.now.day().to_string();
    let due = sql::due(&mut batch.tx, &today, AT_ONCE).await?;
    for (channel, day) in &due {
        for offer in sql::of_day(&mut batch.tx, channel, day, "held").await? {
            let stands = match of_path(channel) {
                Some(slice) => channels::stands(&mut batch.tx, &slice, &offer).await?,
                None => false,
            };
            let state = if stands { "summed" } else { "undone" };
            sql::set_state(&mut batch.tx, channel, &offer, state).await?;
        }
        publish(batch, channel, day).await?;
    }
    Ok(due.len())
}

/// An offer as the post names it.
struct Named {
    address: String,
    title: String,
}

/// Publishes the post of a day as what it sums up stands now: new, changed, or removed when
/// nothing of it is left.
pub(super) async fn publish(batch: &mut Batch<'_>, channel: &str, day: &str) -> Result<()> {
    let path = format!("{channel}/days/{day}");
    let known = documents::is_gone(&mut batch.tx, &path).await?;
    let summed = sql::of_day(&mut batch.tx, channel, day, "summed").await?;
    if known == Some(true) || (known.is_none() && summed.is_empty()) {
        return Ok(());
    }
    let kind = match known {
        None => "Create",
        Some(_) if summed.is_empty() => "Delete",
        Some(_) => "Update",
    };
    let record = if summed.is_empty() {
        json!({
            "id": batch.node.url(&path),
            "type": "Tombstone",
            "formerType": "Note",
            "deleted": batch.now.to_rfc3339(),
            "atomUri": batch.node.url(&path),
        })
    } else {
        let mut named = Vec::new();
        for offer in summed.iter().take(MOST_LINKS) {
            named.push(name(batch, offer).await?);
        }
        describe(batch, channel, &path, summed.len(), &named, kind)
    };
    put(batch, channel, &path, &record).await?;
    if kind != "Create" {
        // What earlier versions said of an offer that was withdrawn must not remain.
        activities::erase(&mut batch.tx, &path, batch.node.base()).await?;
        activities::unlist_all(&mut batch.tx, &path).await?;
    }
    let mut inboxes = followers::inboxes(&mut batch.tx, channel).await?;
    inboxes.extend(delivery::ledger(&mut batch.tx, &path).await?);
    let change = Change {
        sealer: channel,
        speaker: channel,
        path: &path,
        record,
        context: &context::OFFER,
        cc: vec![format!("{}/followers", batch.node.url(channel))],
        inboxes: inboxes.into_iter().collect(),
    };
    batch.speak(kind, change, None).await?;
    Ok(())
}

async fn put(batch: &mut Batch<'_>, channel: &str, path: &str, record: &Value) -> Result<()> {
    let body = batch.seal(channel, record, &context::OFFER).await?;
    let publication = Publication {
        path,
        body: &body,
        // It is no record of the directory, so the log does not tell of it.
        record_digest: None,
        is_gone: record.get("type").and_then(Value::as_str) == Some("Tombstone"),
        log_number: None,
    };
    documents::put(&mut batch.tx, &publication, batch.now).await?;
    batch.touch(path);
    Ok(())
}

async fn name(batch: &mut Batch<'_>, offer: &str) -> Result<Named> {
    let address = paths::absolute(batch.node.base(), offer);
    let title = if let Some(id) = offer.strip_prefix("/offers/") {
        match offers::get(&mut batch.tx, &OfferId::parse(id)?).await {
            Ok(offer) => {
                let titles = offer.stated.titles;
                let language = words::first_language(batch.node);
                titles
                    .pick(&[language, &offer.stated.language])
                    .map(|(_, title)| title.to_owned())
            }
            Err(Error::NotFound(_)) => None,
            Err(error) => return Err(error),
        }
    } else {
        let held = records::get(&mut batch.tx, offer).await?;
        held.map(|record| record.name)
    };
    let title = title.unwrap_or_else(|| address.clone());
    Ok(Named { address, title })
}

fn describe(
    batch: &Batch<'_>,
    channel: &str,
    path: &str,
    count: usize,
    named: &[Named],
    kind: &str,
) -> Value {
    let node = batch.node;
    let page = node.url(channel);
    let links: Vec<String> = named
        .iter()
        .map(|one| {
            let (address, title) = (inline(&one.address), inline(&one.title));
            format!("<a href=\"{address}\">{title}</a>")
        })
        .collect();
    let links = links.join("<br>");
    let content = |tag: &str| {
        let more = inline(&words::more(tag, count));
        format!("<p>{more} <a href=\"{page}\">{page}</a></p><p>{links}</p>")
    };
    let contents: Map<String, Value> = words::languages(node)
        .into_iter()
        .map(|tag| (tag.to_owned(), Value::String(content(tag))))
        .collect();
    let now = batch.now.to_rfc3339();
    let mut record = json!({
        "id": node.url(path),
        "type": "Note",
        "attributedTo": page,
        "content": content(words::first_language(node)),
        "contentMap": contents,
        "url": node.url(path),
        "published": now,
        "sensitive": false,
        "to": [context::PUBLIC],
        "cc": [format!("{page}/followers")],
    });
    if let (Value::Object(members), "Update") = (&mut record, kind) {
        members.insert("updated".to_owned(), json!(now));
    }
    record
}
