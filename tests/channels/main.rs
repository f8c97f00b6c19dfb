//! Channels: what enters is announced once, what leaves is taken back, a busy day ends with
//! one summary, and what nobody follows costs nothing.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails says where"
)]

#[path = "../support/assembly.rs"]
mod assembly;
mod calendar;
mod carried;
mod erased;
mod feeds;
mod heads;
mod refusals;
mod surfaces;
mod tags;
mod town;

use std::time::Duration;

use trenza::activitypub::activities;
use trenza::activitypub::received::Outcome;
use trenza::federation::publish;
use trenza::offers::{self, Ending, Purpose};
use trenza::outbox;
use trenza::registry::attestation::{self, Statement};
use trenza::registry::{self, Author};
use trenza::vocabulary::AttestationKind;

use town::Town;

const OFFERS: &str = "/c/offers.agriculture.MX-OAX";
const DAY: Duration = Duration::from_hours(24);

#[tokio::test]
async fn what_enters_a_channel_is_announced_once_to_its_followers_alone() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agricultura-campesina"]).await;
    assert!(matches!(town.follow(OFFERS, "ana").await, Outcome::Applied));
    assert!(matches!(
        town.follow("/c/needs", "ben").await,
        Outcome::Applied
    ));
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    let id = town.node.url(&offer.path());
    let said = town.said(OFFERS).await;
    assert_eq!(said[0], ("Announce".to_owned(), id.clone()));
    assert_eq!(said[1].0, "Announce(Create)");
    assert_eq!(said.len(), 2);
    assert_eq!(
        town.told(OFFERS, "Announce").await,
        ["https://ana.example/inbox"]
    );
    assert!(town.said("/c/needs").await.is_empty());

    // Neither an edit nor an event that comes again says it again.
    let mut draft = offer.stated.clone();
    draft.titles.insert("es", "Tostadora y molino").unwrap();
    town.change(async |tx, clock| offers::edit(tx, clock, &offer.id, draft).await)
        .await;
    town.publish().await;
    let again = outbox::Event::ChannelsDue(offer.path());
    town.change(async |tx, clock| outbox::push(tx, &again, clock.now()).await)
        .await;
    town.publish().await;
    assert_eq!(town.said(OFFERS).await.len(), 2);
}

#[tokio::test]
async fn who_follows_a_channel_alone_hears_of_edits_and_ends_until_they_leave() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.follow(OFFERS, "ana").await;
    town.follow("/c/needs", "ben").await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    let updates = async || town.told(&cafe.path(), "Update").await;
    assert!(updates().await.is_empty());
    let mut draft = offer.stated.clone();
    draft.titles.insert("es", "Tostadora y molino").unwrap();
    town.change(async |tx, clock| offers::edit(tx, clock, &offer.id, draft).await)
        .await;
    town.publish().await;
    assert_eq!(updates().await, ["https://ana.example/inbox"]);

    let follow = serde_json::json!({"type": "Follow", "object": town.node.url(OFFERS)});
    let left = town.receive("https://ana.example/users/ana", "Undo", follow);
    assert!(matches!(left.await, Outcome::Applied));
    town.follow("/c/offers", "eva").await;
    let before = town.rows("deliveries").await;
    town.change(async |tx, clock| offers::close(tx, clock, &offer.id, Ending::Met).await)
        .await;
    town.publish().await;
    // Eva came later and was told of nothing.
    assert_eq!(town.rows("deliveries").await, before);
}

#[tokio::test]
async fn a_withdrawn_offer_is_taken_back_from_everybody_who_was_told() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.follow(OFFERS, "ana").await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    let announced = announced_path(&town).await;
    // Ana leaves, and still has what she was told.
    let ana = "https://ana.example/users/ana";
    let follow = serde_json::json!({"type": "Follow", "object": town.node.url(OFFERS)});
    assert!(matches!(
        town.receive(ana, "Undo", follow).await,
        Outcome::Applied
    ));
    town.change(async |tx, clock| offers::withdraw(tx, clock, &offer.id).await)
        .await;
    town.publish().await;
    assert_eq!(town.count(OFFERS, "Undo(Announce)").await, 2);
    // Some servers read what is taken back as if it were told now, and ask for its readers.
    for undone in town.taken_back(OFFERS).await {
        assert_eq!(
            undone["to"],
            serde_json::json!(["https://www.w3.org/ns/activitystreams#Public"])
        );
        let followers = town.node.url(&format!("{OFFERS}/followers"));
        assert_eq!(undone["cc"], serde_json::json!([followers]));
        assert!(undone["published"].is_string());
    }
    assert_eq!(
        town.told(OFFERS, "Undo").await,
        ["https://ana.example/inbox"]
    );
    let served = town
        .change(async |tx, _| activities::get(tx, &announced).await)
        .await;
    assert_eq!(served, None);
    assert_eq!(
        town.document(&format!("{OFFERS}/outbox")).await["totalItems"],
        0
    );
    assert_eq!(town.rows("slices").await, 0);
}

#[tokio::test]
async fn an_organization_that_changes_its_themes_moves_its_offers() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.follow(OFFERS, "ana").await;
    town.follow("/c/offers.fair-trade.MX", "ben").await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    let mut stated = cafe.stated.clone();
    stated.themes = vec!["comercio-justo".to_owned()];
    town.change(async |tx, clock| {
        registry::edit(tx, clock, &cafe.id, stated, Author::Office).await
    })
    .await;
    town.publish().await;
    assert_eq!(town.count(OFFERS, "Undo(Announce)").await, 2);
    assert_eq!(town.count("/c/offers.fair-trade.MX", "Announce").await, 1);

    // It comes back, and nobody hears of it twice.
    town.change(async |tx, clock| {
        registry::edit(tx, clock, &cafe.id, cafe.stated.clone(), Author::Office).await
    })
    .await;
    town.publish().await;
    assert_eq!(
        town.count("/c/offers.fair-trade.MX", "Undo(Announce)")
            .await,
        2
    );
    assert_eq!(
        town.count(OFFERS, "Announce").await + town.count(OFFERS, "Announce(Create)").await,
        2
    );
    assert_eq!(town.document(&offer.path()).await["state"], "open");
}

#[tokio::test]
async fn an_offer_that_is_met_leaves_the_list_and_what_was_said_stays() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.follow(OFFERS, "ana").await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    assert!(town.rows("slices").await > 0);
    town.change(async |tx, clock| offers::close(tx, clock, &offer.id, Ending::Met).await)
        .await;
    town.publish().await;
    assert_eq!(town.rows("slices").await, 0);
    assert_eq!(town.count(OFFERS, "Undo(Announce)").await, 0);
}

#[tokio::test]
async fn what_nobody_follows_leaves_no_row_and_says_nothing() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    for table in ["channels", "announcements", "followers"] {
        assert_eq!(town.rows(table).await, 0, "{table}");
    }
    assert_eq!(town.rows("activities WHERE type = 'Announce'").await, 0);
    // Whoever follows later is not told of what was before.
    town.follow(OFFERS, "ana").await;
    let again = town.offer(&cafe, Purpose::Need, "Sacos").await;
    town.publish().await;
    assert!(town.said(OFFERS).await.is_empty());
    assert_eq!(town.document(&again.path()).await["state"], "open");
}

#[tokio::test]
async fn two_hundred_offers_of_an_hour_make_twenty_posts_and_one_summary() {
    let mut town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.follow(OFFERS, "ana").await;
    town.follow("/t/MX-OAX", "ben").await;
    let mut made = Vec::new();
    for number in 0..200 {
        made.push(
            town.offer(&cafe, Purpose::Offer, &format!("Costal {number}"))
                .await,
        );
    }
    town.publish().await;
    town.restart().await;
    town.publish().await;
    for channel in [OFFERS, "/t/MX-OAX"] {
        assert_eq!(town.count(channel, "Announce").await, 20);
        assert_eq!(town.count(channel, "Create").await, 0);
    }
    // One of those held back is withdrawn before anybody heard of it.
    let last = made.last().unwrap();
    town.change(async |tx, clock| offers::withdraw(tx, clock, &last.id).await)
        .await;
    town.publish().await;
    town.wait(DAY);
    town.publish().await;
    town.restart().await;
    town.publish().await;
    let note = format!("{OFFERS}/days/2026-09-22");
    for channel in [OFFERS, "/t/MX-OAX"] {
        assert_eq!(town.count(channel, "Announce").await, 20);
        assert_eq!(town.count(channel, "Create").await, 1);
    }
    let summary = town.document(&note).await;
    assert_eq!(summary["type"], "Note");
    let spanish = summary["contentMap"]["es"].as_str().unwrap();
    assert!(
        spanish.contains("179 más") && spanish.contains("Costal"),
        "{spanish}"
    );
    assert_eq!(summary["content"], summary["contentMap"]["es"]);

    // A new day begins with a new ceiling.
    town.offer(&cafe, Purpose::Offer, "Otro costal").await;
    town.publish().await;
    assert_eq!(town.count(OFFERS, "Announce").await, 21);
    assert_eq!(town.count(OFFERS, "Create").await, 1);
}

#[tokio::test]
async fn what_is_withdrawn_leaves_the_summary_too_until_nothing_is_left() {
    let town = Town::with("daily_ceiling = 0").await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.follow(OFFERS, "ana").await;
    let one = town.offer(&cafe, Purpose::Offer, "Costal canario").await;
    let other = town.offer(&cafe, Purpose::Offer, "Costal gris").await;
    town.publish().await;
    assert!(town.said(OFFERS).await.is_empty());
    town.wait(DAY);
    town.publish().await;
    let note = format!("{OFFERS}/days/2026-09-22");
    assert!(
        town.document(&note).await["content"]
            .as_str()
            .unwrap()
            .contains("canario")
    );
    town.change(async |tx, clock| offers::withdraw(tx, clock, &one.id).await)
        .await;
    town.publish().await;
    let content = town.document(&note).await["content"].to_string();
    assert!(
        !content.contains("canario") && content.contains("gris"),
        "{content}"
    );
    assert_eq!(town.rows("activities WHERE body LIKE '%canario%'").await, 0);
    let outbox = town.document(&format!("{OFFERS}/outbox")).await;
    assert_eq!(outbox["totalItems"], 1);
    town.change(async |tx, clock| offers::withdraw(tx, clock, &other.id).await)
        .await;
    town.publish().await;
    let (status, _, body) = town.get(&note, "application/activity+json").await;
    assert_eq!(status, 410, "{body}");
    assert_eq!(
        town.told(OFFERS, "Delete").await,
        ["https://ana.example/inbox"]
    );
}

#[tokio::test]
async fn channels_of_attested_organizations_know_whose_word_counts_and_how_long() {
    let town = Town::with("attested_by = [\"office\"]").await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.follow(OFFERS, "ana").await;
    let statement = |kind| Statement {
        kind,
        attested_by: "Oficina".into(),
        attested_by_address: None,
        statement: "Es cooperativa".into(),
        method: "visita".into(),
        attested_on: None,
        valid_until: Some("2026-09-23".parse().unwrap()),
    };
    let own = statement(AttestationKind::Itself);
    town.change(async |tx, clock| attestation::attest(tx, clock, &cafe.id, &own).await)
        .await;
    town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    assert!(town.said(OFFERS).await.is_empty());
    assert_eq!(town.rows("slices").await, 0);

    let office = statement(AttestationKind::Office);
    town.change(async |tx, clock| attestation::attest(tx, clock, &cafe.id, &office).await)
        .await;
    town.publish().await;
    assert_eq!(town.count(OFFERS, "Announce").await, 1);
    town.wait(DAY);
    town.publish().await;
    assert_eq!(town.count(OFFERS, "Undo(Announce)").await, 0);
    // It lapses at the end of its last day, though nobody changes anything.
    town.wait(DAY);
    town.publish().await;
    assert_eq!(town.count(OFFERS, "Undo(Announce)").await, 2);
    assert_eq!(town.rows("slices").await, 0);
}

#[tokio::test]
async fn two_publishers_announce_an_offer_once() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.follow(OFFERS, "ana").await;
    town.publish().await;
    for number in 0..30 {
        town.offer(&cafe, Purpose::Offer, &format!("Costal {number}"))
            .await;
    }
    // SQLite belongs to one process alone.
    let other = if town.node.db.is_exclusive() {
        town.node.clone()
    } else {
        town.again().await
    };
    let (one, two) = tokio::join!(publish::drain(&town.node), publish::drain(&other));
    one.unwrap();
    two.unwrap();
    town.publish().await;
    assert_eq!(town.count(OFFERS, "Announce").await, 20);
    assert_eq!(town.count(OFFERS, "Announce(Create)").await, 20);
    town.wait(DAY);
    let (one, two) = tokio::join!(publish::drain(&town.node), publish::drain(&other));
    one.unwrap();
    two.unwrap();
    town.publish().await;
    assert_eq!(town.count(OFFERS, "Create").await, 1);
}

#[tokio::test]
async fn what_a_crash_left_is_announced_once_after_the_restart() {
    let mut town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.follow(OFFERS, "ana").await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    // The change is durable and its event waits, as when the power fails here.
    town.restart().await;
    assert!(town.said(OFFERS).await.is_empty());
    town.publish().await;
    town.restart().await;
    town.publish().await;
    let said = town.said(OFFERS).await;
    assert_eq!(said.len(), 2);
    assert_eq!(said[0].1, town.node.url(&offer.path()));
}

/// The path of the first announcement.
async fn announced_path(town: &Town) -> String {
    let query = "SELECT MIN(path) FROM activities WHERE type = 'Announce'";
    town.change(async |tx, _| trenza::store::on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)))
        .await
}
