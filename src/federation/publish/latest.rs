//! Which events of a batch count: several changes of one subject are published once.

use std::collections::HashSet;

use crate::outbox::{self, Event};

/// The positions of the last event of each subject, in order.
pub(super) fn latest_of_each(events: &[outbox::Pending]) -> Vec<usize> {
    let mut seen = HashSet::new();
    let mut positions: Vec<usize> = events
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, pending)| seen.insert(subject(&pending.event)))
        .map(|(position, _)| position)
        .collect();
    positions.reverse();
    positions
}

/// Whether a subject changed in bulk alone: one change by hand, and peers hear at once.
pub(super) fn is_bulk(events: &[outbox::Pending], of: &outbox::Pending) -> bool {
    let same = |one: &&outbox::Pending| subject(&one.event) == subject(&of.event);
    events.iter().filter(same).all(|one| one.is_bulk)
}

fn subject(event: &Event) -> &str {
    match event {
        Event::OrganizationChanged(id) | Event::OrganizationRemoved(id) => id.as_str(),
        Event::OfferChanged(id) | Event::OfferWithdrawn(id) => id.as_str(),
        Event::FeaturedDue(subject) | Event::ChannelsDue(subject) => subject,
    }
}
