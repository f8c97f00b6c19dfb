//! What the nodes' organizations do: they offer and seek, show first, change, withdraw.

use std::time::Duration;

use super::stage::{Posted, Stage};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::offers::{self, pins};
use crate::registry::Organization;

impl Stage {
    /// The moment some days from now.
    pub(super) fn in_days(&self, days: u64) -> Timestamp {
        self.clock.now() + Duration::from_hours(24 * days)
    }

    /// Shows an offer first in its organization's profile, unless one of an earlier time that
    /// was kept stands there: only a few can.
    pub(super) async fn pin(&self, name: &str, posted: &Posted) -> Result<()> {
        let offer = &posted.offer;
        self.change(name, async |tx, clock| {
            if pins::pinned(tx, &offer.organization).await?.is_empty() {
                pins::pin(tx, clock, &offer.id).await?;
            }
            Ok(())
        })
        .await
    }

    pub(super) async fn offer(
        &self,
        name: &str,
        by: &Organization,
        draft: offers::Draft,
    ) -> Result<Posted> {
        let offer = self
            .change(name, async |tx, clock| {
                offers::add(tx, clock, &by.id, draft).await
            })
            .await?;
        Ok(Posted {
            id: self.node(name)?.url(&offer.path()),
            offer,
        })
    }

    pub(super) async fn retitle(
        &self,
        name: &str,
        posted: &Posted,
        language: &str,
        title: &str,
    ) -> Result<()> {
        let mut draft = posted.offer.stated.clone();
        draft.titles.insert(language, title)?;
        self.change(name, async |tx, clock| {
            offers::edit(tx, clock, &posted.offer.id, draft).await
        })
        .await?;
        Ok(())
    }

    pub(super) async fn withdraw(&self, name: &str, posted: &Posted) -> Result<()> {
        self.change(name, async |tx, clock| {
            offers::withdraw(tx, clock, &posted.offer.id).await
        })
        .await?;
        Ok(())
    }
}
