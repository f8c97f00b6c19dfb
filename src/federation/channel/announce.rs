//! What a channel says, and takes back: the address of an offer for every server, and what
//! was published of it, whole, for those that read communities (FEP-1b12). What goes beyond
//! the day's ceiling is held for the summary. Whether an offer belongs is not known here.

use serde_json::{Value, json};

use super::super::publish::{Batch, Change};
use super::super::{context, followers, paths};
use super::sql::{self, Announced};
use super::summary;
use crate::activitypub::{activities, delivery, json as reading};
use crate::error::{Error, Result};

/// Tells the followers of the channel at `channel` of an offer, unless they were told before.
pub(super) async fn announce(batch: &mut Batch<'_>, channel: &str, offer: &str) -> Result<()> {
    let day = batch.now.day().to_string();
    if !sql::hold(&mut batch.tx, channel, offer, &day, batch.now).await? {
        return Ok(());
    }
    let (announced, _) = sql::on_day(&mut batch.tx, channel, &day).await?;
    if announced >= i64::from(batch.node.settings.channels.daily_ceiling) {
        return Ok(());
    }
    let address = paths::absolute(batch.node.base(), offer);
    let activity = say(batch, channel, offer, Value::String(address)).await?;
    let whole = match sql::published(&mut batch.tx, offer).await? {
        Some(body) => {
            let published = serde_json::from_str(&body).map_err(Error::internal)?;
            let whole = say(batch, channel, offer, published).await?;
            activities::unlist(&mut batch.tx, &whole).await?;
            Some(whole)
        }
        // What a peer published is not ours to repeat.
        None => None,
    };
    sql::announced(&mut batch.tx, channel, offer, &activity, whole.as_deref()).await
}

async fn say(batch: &mut Batch<'_>, channel: &str, offer: &str, object: Value) -> Result<String> {
    let inboxes = followers::inboxes(&mut batch.tx, channel).await?;
    let change = Change {
        sealer: channel,
        speaker: channel,
        path: offer,
        record: object,
        context: &context::PLAIN,
        cc: vec![format!("{}/followers", batch.node.url(channel))],
        inboxes: inboxes.into_iter().collect(),
    };
    batch.speak("Announce", change, None).await
}

/// Takes back what a channel told of an offer, from everybody who was told.
pub(super) async fn take_back(batch: &mut Batch<'_>, told: &Announced) -> Result<()> {
    sql::set_state(&mut batch.tx, &told.channel, &told.offer, "undone").await?;
    for path in [&told.activity, &told.whole_activity].into_iter().flatten() {
        undo(batch, told, path).await?;
    }
    if told.state == "summed" {
        summary::publish(batch, &told.channel, &told.day).await?;
    }
    Ok(())
}

async fn undo(batch: &mut Batch<'_>, told: &Announced, path: &str) -> Result<()> {
    let body = activities::get(&mut batch.tx, path).await?;
    let announced: Value = body
        .map(|body| serde_json::from_str(&body))
        .transpose()
        .map_err(Error::internal)?
        .unwrap_or_default();
    let object = announced.get("object").and_then(reading::id_of);
    // To whom and when stands there too: GoToSocial reads what it does not hold as if it were
    // told now, and refuses what was told to nobody.
    let undone = json!({
        "id": batch.node.url(path),
        "type": "Announce",
        "actor": batch.node.url(&told.channel),
        "object": object,
        "to": announced.get("to"),
        "cc": announced.get("cc"),
        "published": announced.get("published"),
    });
    // What it repeated may have been withdrawn, so nothing of it is kept either.
    activities::take_back(&mut batch.tx, path, &undone).await?;
    let inboxes = delivery::told(&mut batch.tx, path).await?;
    let change = Change {
        sealer: &told.channel,
        speaker: &told.channel,
        path: &told.offer,
        record: undone,
        context: &context::PLAIN,
        cc: vec![format!("{}/followers", batch.node.url(&told.channel))],
        inboxes: inboxes.into_iter().collect(),
    };
    batch.speak("Undo", change, None).await?;
    Ok(())
}
