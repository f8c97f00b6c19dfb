//! What waits for the word of those who represent an organization. It is reckoned from what is
//! there: what they do about it, wherever they do it, is enough for it to wait no more.

use std::time::Duration;

use crate::activitypub::delivery::queue;
use crate::clock::Timestamp;
use crate::conversation::{reports, waiting};
use crate::error::Result;
use crate::federation::followers;
use crate::id::OrganizationId;
use crate::offers;
use crate::outbox;
use crate::people::{self, amendments, applications};
use crate::registry::{appeal, conflict, duplicates, membership};
use crate::store::Tx;
use crate::words::Words;

/// So long before its last day an offer or need is told of.
const SOON: Duration = Duration::from_hours(7 * 24);

/// What waits for an organization, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Messages to it alone that nobody answered or laid aside.
    pub messages: i64,
    /// Answers to its offers and needs that nobody sees yet.
    pub replies: i64,
    /// Offers and needs whose last day is less than a week away.
    pub ending: i64,
    /// Memberships that it has not confirmed.
    pub memberships: i64,
    /// Who wants to follow it and is not let yet.
    pub followers: i64,
}

impl Waiting {
    /// How much it is.
    pub fn total(&self) -> i64 {
        self.messages + self.replies + self.ending + self.memberships + self.followers
    }

    /// What it is, in words, each with where it is done below an organization's own pages.
    pub fn told(&self, words: &'static Words) -> Vec<(String, &'static str)> {
        let count = |count: i64| [("count", count.into())];
        [
            (
                self.messages,
                words.fill("waiting-messages", &count(self.messages)),
                "/messages",
            ),
            (
                self.replies,
                words.fill("waiting-replies", &count(self.replies)),
                "/replies",
            ),
            (
                self.ending,
                words.fill("waiting-ending", &count(self.ending)),
                "#offers",
            ),
            (
                self.memberships,
                words.fill("waiting-memberships", &count(self.memberships)),
                "/memberships",
            ),
            (
                self.followers,
                words.fill("waiting-followers", &count(self.followers)),
                "/followers",
            ),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(_, said, path)| (said, path))
        .collect()
    }
}

/// What waits for an organization at a moment.
pub async fn of(tx: &mut Tx, organization: &OrganizationId, now: Timestamp) -> Result<Waiting> {
    since(tx, organization, Timestamp(0), now).await
}

/// What of it waits only since a moment before.
pub async fn since(
    tx: &mut Tx,
    organization: &OrganizationId,
    before: Timestamp,
    now: Timestamp,
) -> Result<Waiting> {
    let path = organization.path();
    let soon = (now.max(before + SOON), now + SOON);
    Ok(Waiting {
        messages: waiting::count_messages(tx, organization, before).await?,
        replies: waiting::count_replies(tx, organization, before).await?,
        ending: offers::count_ending(tx, organization, soon).await?,
        memberships: membership::count_waiting(tx, organization, before).await?,
        followers: followers::count_waiting_of(tx, &path, before).await?,
    })
}

/// How much waits for several organizations together.
pub async fn count(tx: &mut Tx, organizations: &[OrganizationId], now: Timestamp) -> Result<i64> {
    let mut count = 0;
    for organization in organizations {
        count += of(tx, organization, now).await?.total();
    }
    Ok(count)
}

/// What waits for the office; what did not arrive is for those who run the directory.
pub async fn for_office(tx: &mut Tx, is_admin: bool) -> Result<people::Waiting> {
    Ok(people::Waiting {
        applications: applications::count(tx).await?,
        amendments: amendments::count(tx).await?,
        appeals: appeal::count(tx).await?,
        duplicates: duplicates::count_proposed(tx).await?,
        conflicts: conflict::count(tx).await?,
        replies: waiting::count_all_replies(tx).await?,
        reports: reports::count_open(tx).await?,
        followers: followers::count_waiting(tx).await?,
        deliveries: if is_admin {
            queue::count_refused(tx).await? + outbox::count_set_aside(tx).await?
        } else {
            0
        },
    })
}
