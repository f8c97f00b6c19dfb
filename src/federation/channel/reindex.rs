//! Looking at everything again after the settings or the code lists changed, and each day
//! while attestations decide, since they lapse by the calendar. What enters a channel so is
//! no news, and is announced by nobody; what leaves is taken back.

use serde_json::json;

use super::super::publish::Batch;
use super::super::{records, welcome};
use super::{actor, list};
use crate::activitypub::{documents, log};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::federation::paths;
use crate::node::Node;
use crate::offers;
use crate::outbox::{self, Event};
use crate::store::{Tx, on};

/// Raised when slices are computed otherwise, as by another list of themes.
const VERSION: u32 = 1;

/// What decides on the slices of all offers, besides the offers.
fn deciding(node: &Node, now: Timestamp) -> String {
    let wanted = &node.settings.channels.attested_by;
    let day = (!wanted.is_empty()).then(|| now.day().to_string());
    json!({"version": VERSION, "attested_by": wanted, "day": day}).to_string()
}

/// What the documents of channels say of the settings.
fn stated(node: &Node) -> String {
    let shown = node.shown();
    let settings = &shown.settings;
    json!([
        settings.name,
        settings.languages,
        settings.operator.name,
        settings.operator.contact,
        settings.channels.daily_ceiling,
    ])
    .to_string()
}

/// Whether everything is to be looked at again.
pub(in super::super) async fn is_due(node: &Node, tx: &mut Tx, now: Timestamp) -> Result<bool> {
    Ok(log::noted(tx, "slices").await? != Some(deciding(node, now))
        || log::noted(tx, "channels").await? != Some(stated(node)))
}

/// Queues a silent look at every offer that stands or was told of, and writes the documents
/// of channels anew that say what the settings no longer do.
pub(in super::super) async fn begin(batch: &mut Batch<'_>) -> Result<()> {
    let (node, now) = (batch.node, batch.now);
    if log::noted(&mut batch.tx, "slices").await? != Some(deciding(node, now)) {
        let mut subjects = offers::open_paths(&mut batch.tx).await?;
        subjects.extend(records::offers_of_carried(&mut batch.tx).await?);
        subjects.extend(placed(&mut batch.tx).await?);
        let events: Vec<Event> = subjects.into_iter().map(Event::ChannelsDue).collect();
        outbox::push_all_bulk(&mut batch.tx, &events, now).await?;
        log::note(&mut batch.tx, "slices", &deciding(node, now)).await?;
    }
    if log::noted(&mut batch.tx, "channels").await? != Some(stated(node)) {
        for slice in list(&mut batch.tx).await? {
            let path = paths::channel(&slice);
            if documents::is_gone(&mut batch.tx, &path).await? == Some(false) {
                actor::publish(node, &mut batch.tx, &slice, now).await?;
                batch.touch(&path);
                batch.touch(&welcome::path(&path));
            }
        }
        log::note(&mut batch.tx, "channels", &stated(node)).await?;
    }
    Ok(())
}

/// What stands in a slice or was told of, whether or not it still does.
async fn placed(tx: &mut Tx) -> Result<Vec<String>> {
    let query = "SELECT offer FROM slices \
        UNION SELECT offer FROM announcements WHERE state <> 'undone'";
    on!(tx, |c| sqlx::query_scalar(query).fetch_all(c))
}
