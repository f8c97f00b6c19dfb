//! The calendar of deadlines, read by a parser of other hands.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::time::Duration;

use trenza::offers::{self, Ending, Offer, Purpose};
use trenza::registry::Organization;
use trenza::vocabulary::{Terms, What};

use crate::OFFERS;
use crate::feeds::{ask, feed, titles};
use crate::town::Town;

/// The properties of each event of a calendar.
pub(crate) async fn events(town: &Town, path: &str) -> Vec<BTreeMap<String, String>> {
    let answer = ask(town, path, &[]).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    for line in answer.body.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line:?}");
    }
    let mut calendars = ical::IcalParser::new(BufReader::new(answer.body.as_bytes()));
    let calendar = calendars.next().unwrap().unwrap();
    assert!(calendars.next().is_none());
    let read = |event: ical::parser::ical::component::IcalEvent| {
        let properties = event.properties.into_iter();
        properties
            .map(|property| (property.name, property.value.unwrap_or_default()))
            .collect()
    };
    calendar.events.into_iter().map(read).collect()
}

/// An offer that stands to the end of a day.
pub(crate) async fn until(town: &Town, by: &Organization, title: &str, day: &str) -> Offer {
    town.wait(Duration::from_secs(1));
    let mut draft =
        offers::Draft::titled(Purpose::Offer, title, "es", What::Service, Terms::Lend).unwrap();
    draft.valid_until = Some(offers::deadline(day).unwrap());
    town.change(async |tx, clock| offers::add(tx, clock, &by.id, draft).await)
        .await
}

#[tokio::test]
async fn a_deadline_keeps_its_place_in_calendars_until_it_is_called_off() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    let offer = until(&town, &cafe, "Tostadora", "2026-12-31").await;
    town.offer(&cafe, Purpose::Offer, "Sin plazo").await;
    town.publish().await;
    let lists = ["", "/offers", "/t/MX-OAX", OFFERS, &cafe.path()];
    let mut before = Vec::new();
    for list in lists {
        let found = events(&town, &format!("{list}/feed.ics?lang=es")).await;
        assert_eq!(found.len(), 1, "{list}: what has no deadline is no event");
        let event = &found[0];
        assert_eq!(event["UID"], town.node.url(&offer.path()));
        assert_eq!(event["DTSTART"], "20261231");
        assert_eq!(event["DTEND"], "20270101");
        assert_eq!(event["STATUS"], "CONFIRMED");
        assert_eq!(event["SUMMARY"], "Ofrecemos: Tostadora");
        before.push(event.clone());
    }
    town.wait(Duration::from_mins(5));
    town.change(async |tx, clock| offers::close(tx, clock, &offer.id, Ending::Closed).await)
        .await;
    town.publish().await;
    for (list, before) in lists.into_iter().zip(before) {
        let found = events(&town, &format!("{list}/feed.ics?lang=es")).await;
        let event = &found[0];
        assert_eq!(event["UID"], before["UID"]);
        assert_eq!(event["STATUS"], "CANCELLED", "{list}");
        let sequence = |event: &BTreeMap<String, String>| event["SEQUENCE"].parse::<u64>().unwrap();
        assert!(sequence(event) > sequence(&before), "{list}");
    }
    // It left the list itself, and what is withdrawn leaves the calendar too.
    assert_eq!(
        titles(&feed(&town, "/t/MX-OAX/feed.atom?lang=es").await),
        ["Ofrecemos: Sin plazo"]
    );
    town.change(async |tx, clock| offers::withdraw(tx, clock, &offer.id).await)
        .await;
    town.publish().await;
    for list in lists {
        let found = events(&town, &format!("{list}/feed.ics")).await;
        assert!(found.is_empty(), "{list}");
    }
}
