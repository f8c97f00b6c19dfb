//! The last days of what stands in a list as iCalendar (RFC 5545): an event of a whole day
//! for each, cancelled when the offer ended before. It is a calendar that is read, and no
//! message of RFC 5546, which would have to name an organizer in each event.

use icalendar::{Calendar, Component, Event, EventStatus, Property};

use super::{Entry, Feed};
use crate::clock::Timestamp;
use crate::text;

/// How often calendars should look again.
const LOOK_AGAIN: &str = "PT6H";
/// Longer texts are cut, in characters: the address leads to the rest.
const LONGEST_TEXT: usize = 1_000;

/// The calendar as a document.
pub(super) fn write(feed: &Feed) -> String {
    let mut calendar = Calendar::empty();
    let mut put = |name: &str, value: &str| {
        calendar.append_property(Property::new(name, value));
    };
    put("VERSION", "2.0");
    put("PRODID", "-//Trenza//Deadlines//EN");
    put("CALSCALE", "GREGORIAN");
    put("URL", &feed.own);
    put("X-PUBLISHED-TTL", LOOK_AGAIN);
    // Many calendars read the older name. The library escapes it only when its type is said.
    for (name, kind, value) in [
        ("NAME", "TEXT", feed.title.as_str()),
        ("X-WR-CALNAME", "TEXT", &feed.title),
        ("REFRESH-INTERVAL", "DURATION", LOOK_AGAIN),
    ] {
        let mut property = Property::new(name, value);
        calendar.append_property(property.add_parameter("VALUE", kind).done());
    }
    for entry in &feed.entries {
        calendar.extend(entry.until.map(|until| event(entry, until)));
    }
    calendar.to_string()
}

fn event(entry: &Entry, until: Timestamp) -> Event {
    let day = |at: Timestamp| at.day().strftime("%Y%m%d").to_string();
    let on = |name: &str, at: Timestamp| {
        Property::new(name, day(at))
            .add_parameter("VALUE", "DATE")
            .done()
    };
    // The end is the first day that is no longer in it (§3.6.1).
    let after = until + std::time::Duration::from_hours(24);
    let sequence = (entry.updated.seconds() - entry.published.seconds()).max(0);
    let status = if entry.is_cancelled {
        EventStatus::Cancelled
    } else {
        EventStatus::Confirmed
    };
    let mut text = text::from_html(&entry.html);
    // Folding its lines takes long by their length.
    if let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) {
        text.truncate(end);
        text.push('…');
    }
    if !text.contains(&entry.id) {
        text = format!("{text}\n\n{}", entry.id);
    }
    Event::new()
        .uid(&entry.id)
        .summary(&entry.title)
        .description(&text)
        .url(&entry.id)
        .status(status)
        .append_property(on("DTSTART", until))
        .append_property(on("DTEND", after))
        .add_property("DTSTAMP", moment(entry.updated))
        .add_property("CREATED", moment(entry.published))
        .add_property("LAST-MODIFIED", moment(entry.updated))
        .add_property("SEQUENCE", sequence.to_string())
        // Nobody is busy by it.
        .add_property("TRANSP", "TRANSPARENT")
        .done()
}

fn moment(at: Timestamp) -> String {
    at.to_rfc3339().replace(['-', ':'], "")
}
