//! Which events of a batch count: several changes of one subject are published once.

use std::collections::HashSet;
use std::mem::discriminant;

use crate::outbox::{Event, Pending};

/// The positions of the last event of each kind of each subject, in order. A change that comes
/// after a removal may be older than it: then it says nothing, and the removal must be told.
pub(super) fn latest_of_each(events: &[Pending]) -> Vec<usize> {
    let mut seen = HashSet::new();
    let mut positions: Vec<usize> = events
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, Pending { event, .. })| seen.insert((discriminant(event), subject(event))))
        .map(|(position, _)| position)
        .collect();
    positions.reverse();
    positions
}

/// Whether a subject changed in bulk alone: one change by hand, and peers hear at once.
pub(super) fn is_bulk(events: &[Pending], of: &Pending) -> bool {
    let same = |one: &&Pending| subject(&one.event) == subject(&of.event);
    events.iter().filter(same).all(|one| one.is_bulk)
}

fn subject(event: &Event) -> &str {
    match event {
        Event::OrganizationChanged(id) | Event::OrganizationRemoved(id) => id.as_str(),
        Event::OfferChanged(id) | Event::OfferWithdrawn(id) => id.as_str(),
        Event::FeaturedDue(subject) | Event::ChannelsDue(subject) => subject,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Timestamp};
    use crate::id::OrganizationId;

    #[test]
    fn no_change_that_comes_later_hides_a_removal() {
        let clock = Clock::fixed(Timestamp(1_790_000_000_000));
        let id = OrganizationId::new(&clock);
        let other = OrganizationId::new(&clock);
        let events = [
            Event::OrganizationChanged(id.clone()),
            Event::OrganizationRemoved(id.clone()),
            Event::OrganizationChanged(other),
            Event::OrganizationChanged(id),
        ];
        let events: Vec<Pending> = (1..)
            .zip(events)
            .map(|(seq, event)| Pending {
                seq,
                event,
                is_bulk: false,
            })
            .collect();
        assert_eq!(latest_of_each(&events), [1, 2, 3]);
    }
}
