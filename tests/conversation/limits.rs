//! How much one server may send, and how many of its people may follow.

use std::time::Duration;

use crate::site::Site;
use crate::town::Town;

#[tokio::test]
async fn a_server_that_sends_too_much_is_told_to_come_again_and_others_are_served() {
    let town = Town::with("[limits]\nhost_per_minute = 3").await;
    let (site, other) = (Site::open(&town).await, Site::open(&town).await);
    let (ana, bob, eve) = (site.person("ana"), site.person("bob"), other.person("eve"));
    let offer = town.offer_id();
    let mut answers = Vec::new();
    for person in [&ana, &bob, &ana, &bob, &ana] {
        answers.push(
            person
                .posts(&town, &person.activity("Like", offer.clone()))
                .await,
        );
    }
    // People of one server share what it may send.
    assert_eq!(answers, [202, 202, 202, 429, 429]);
    assert_eq!(eve.does(&town, "Like", offer.clone()).await, "applied");
    assert_eq!(
        town.count("received").await,
        4,
        "what was refused is not kept"
    );
    town.node.clock.advance(Duration::from_mins(1));
    assert_eq!(bob.does(&town, "Like", offer).await, "applied");
}

#[tokio::test]
async fn forged_names_use_up_nothing_of_what_a_server_may_send() {
    let town = Town::with("[limits]\nhost_per_minute = 2").await;
    let (site, other) = (Site::open(&town).await, Site::open(&town).await);
    let (ana, eve) = (site.person("ana"), other.person("eve"));
    let mut forger = eve.clone();
    forger.id.clone_from(&ana.id);
    for _ in 0..10 {
        let activity = ana.activity("Like", town.offer_id());
        assert_eq!(forger.posts(&town, &activity).await, 401);
    }
    assert_eq!(ana.does(&town, "Like", town.offer_id()).await, "applied");
}

#[tokio::test]
async fn no_more_people_of_one_server_follow_than_the_settings_allow() {
    let town = Town::with("[limits]\nhost_followers = 2").await;
    let (site, other) = (Site::open(&town).await, Site::open(&town).await);
    let people = ["ana", "bob", "cid"].map(|name| site.person(name));
    for person in &people {
        person.does(&town, "Follow", town.workshop_id()).await;
    }
    people[2]
        .receives("the Reject", |one| one["type"] == "Reject")
        .await;
    assert_eq!(town.count("followers").await, 2);
    // Who follows already may ask again, and other servers have room of their own.
    assert_eq!(
        people[0].does(&town, "Follow", town.workshop_id()).await,
        "applied"
    );
    let eve = other.person("eve");
    assert_eq!(
        eve.does(&town, "Follow", town.workshop_id()).await,
        "applied"
    );
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_to_come_again_and_others_are_served() {
    let town = Town::with("[limits]\naddress_per_minute = 3").await;
    let mut answers = Vec::new();
    for from in [
        "192.0.2.7",
        "192.0.2.7",
        "192.0.2.7",
        "192.0.2.7",
        "192.0.2.8",
    ] {
        answers.push(town.visited(from, "/livez").await);
    }
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.0).collect();
    assert_eq!(statuses, [200, 200, 200, 429, 200]);
    // The bucket fills by one each third of a minute.
    let waits: Vec<_> = answers.into_iter().map(|answer| answer.1).collect();
    assert_eq!(waits[3].as_deref(), Some("20"));
    assert_eq!(waits[2], None);
    town.node.clock.advance(Duration::from_secs(20));
    assert_eq!(town.visited("192.0.2.7", "/livez").await.0, 200);
    assert_eq!(town.visited("192.0.2.7", "/livez").await.0, 429);
}
