//! What is known of an organization that was removed.

use serde_json::json;

use super::Answer;
use crate::activitypub::delivery::{self, Confirmations};
use crate::activitypub::documents;
use crate::error::{Error, Result};
use crate::federation::followers;
use crate::store::Tx;

/// Of a removed organization: which hosts have confirmed that they removed it too.
pub(super) async fn shown(tx: &mut Tx, id: &str, missing: Error) -> Result<Answer> {
    let path = format!("/o/{id}");
    if documents::is_gone(tx, &path).await? != Some(true) {
        let Error::NotFound(what) = missing else {
            return Err(missing);
        };
        let remedy =
            "`trenza org list` shows what there is; one that was removed is found by its id";
        return Err(Error::absent(what, remedy));
    }
    let Confirmations {
        confirmed,
        unconfirmed,
    } = delivery::confirmations(tx, &path).await?;
    // What a register took back, friends hear of by the log alone.
    let mut readers = followers::peer_hosts(tx).await?;
    readers.retain(|host| !confirmed.contains(host) && !unconfirmed.contains(host));
    let list = |hosts: &[String]| {
        if hosts.is_empty() {
            "none".to_owned()
        } else {
            hosts.join(", ")
        }
    };
    let text = format!(
        "{id} was removed\n  confirmed by: {}\n  not yet by: {}\n  told by the log alone: {}",
        list(&confirmed),
        list(&unconfirmed),
        list(&readers),
    );
    let json = json!({
        "id": id, "removed": true, "confirmed": confirmed, "unconfirmed": unconfirmed,
        "told_by_log": readers,
    });
    Ok(Answer { text, json })
}
