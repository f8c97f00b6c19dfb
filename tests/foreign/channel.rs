//! A server made with Fedify finds channels by their names, follows them, and is told of what
//! enters and what leaves them.

use std::time::Duration;

use trenza::clock::Clock;
use trenza::federation::{channel, paths};
use trenza::offers::{self, Ending, Offer, Purpose};
use trenza::slice::Slice;

use crate::city::City;
use crate::fediverse::{Fediverse, Manners};
use crate::tls::Authority;
use crate::tools::{Npm, until};

/// Channels of each kind into which an offer of the café falls,
const ENTERED: [&str; 7] = [
    "offers",
    "all",
    "offers.MX",
    "all.agriculture",
    "offers.A",
    "offers.agriculture.MX-OAX",
    "offers.A.MX-OAX",
];
/// and some into which it does not.
const NOT_ENTERED: [&str; 3] = ["needs", "offers.energy", "offers.agriculture.FR"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn channels_are_followed_by_a_server_that_speaks_draft_cavage() {
    follows_channels(&Manners::CAVAGE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn channels_are_followed_by_a_server_that_speaks_rfc_9421() {
    follows_channels(&Manners::RFC_9421).await;
}

async fn follows_channels(manners: &Manners) {
    let Some(npm) = Npm::find() else { return };
    let authority = Authority::new();
    let city = City::behind(&authority).await;
    let server = Fediverse::start(&npm, &authority, manners).await;
    let cafe = city.active("Café Unión").await;
    let mut follows = Vec::new();
    for codes in ENTERED.iter().chain(&NOT_ENTERED) {
        let (slice, actor) = channel(&city, codes);
        // Every name of it leads to the one actor.
        for language in ["en", "es", "fr"] {
            let name = format!("@{}@{}", slice.handle(language), city.authority());
            let found = server.looks_up(&name).await;
            assert_eq!(found["type"], "Group", "{name}: {found}");
            assert_eq!(found["id"], actor, "{name}: {found}");
            assert_eq!(found["keys"][0]["owner"], actor, "{found}");
        }
        follows.push((actor.clone(), server.follows("ana", &actor).await));
        assert_eq!(city.followers(&paths::channel(&slice)).await, 1, "{codes}");
    }

    // What enters is told by each channel: its address, and the whole Create.
    let offer = city.offer(&cafe, "Tostadora compartida").await;
    let need = city.adds(&cafe, Purpose::Need, "Sacos de yute").await;
    let (offer_id, need_id) = (city.node.url(&offer.path()), city.node.url(&need.path()));
    let told_of = async |codes: &str, id: &str| {
        let told = server.announced_by(&channel(&city, codes).1).await;
        told.iter().filter(|(_, about)| about == id).count()
    };
    for codes in ENTERED {
        let told = async || told_of(codes, &offer_id).await;
        until(&format!("{codes} tells of the offer"), told, |n| *n == 1).await;
    }
    for codes in ["needs", "all", "all.agriculture"] {
        let told = async || told_of(codes, &need_id).await;
        until(&format!("{codes} tells of the need"), told, |n| *n == 1).await;
    }
    delivered(&city).await;
    for codes in ENTERED {
        let told = server.announced_by(&channel(&city, codes).1).await;
        let whole = told.iter().filter(|(kind, _)| kind == "Create").count();
        let posts = told.iter().filter(|(kind, _)| kind == "Note").count();
        assert_eq!(whole, posts, "{codes}: {told:#?}");
        assert_eq!(
            posts,
            if codes.starts_with("all") { 2 } else { 1 },
            "{codes}: {told:#?}"
        );
    }
    for codes in NOT_ENTERED {
        assert_eq!(told_of(codes, &offer_id).await, 0, "{codes}");
    }
    for (kind, actor) in [("Note", "offers"), ("Create", "offers")] {
        let told = server.announced_by(&channel(&city, actor).1).await;
        assert!(told.iter().any(|(is, _)| is == kind), "{told:#?}");
    }

    hears_of_edits(&city, &server, &offer).await;

    // What leaves is taken back by each.
    city.change(async |tx, clock| offers::withdraw(tx, clock, &offer.id).await)
        .await;
    for codes in ENTERED {
        let actor = channel(&city, codes).1;
        let left = if codes.starts_with("all") { 2 } else { 0 };
        let told = async || server.announced_by(&actor).await;
        until(&format!("{codes} takes it back"), told, |told| {
            told.len() == left && !told.iter().any(|(_, about)| *about == offer_id)
        })
        .await;
    }

    // Whoever left is told of nothing new; the others are.
    let ((left, follow), (stays, _)) = (&follows[0], &follows[1]);
    server.leaves("ana", left, follow).await;
    let path = paths::channel(&channel(&city, ENTERED[0]).0);
    let followers = async || city.followers(&path).await;
    until("the follower leaves", followers, |count| *count == 0).await;
    let other = city.offer(&cafe, "Una báscula").await;
    let id = city.node.url(&other.path());
    let told = async || server.announced_by(stays).await;
    let is_told = |told: &Vec<(String, String)>| told.iter().any(|(_, about)| *about == id);
    until("the others tell of it", told, is_told).await;
    delivered(&city).await;
    assert!(server.announced_by(left).await.is_empty());
    assert_eq!(server.state().await["refused"], serde_json::json!([]));
}

/// Whoever follows channels alone hears of an edit, of one by which an offer leaves some of
/// them, and of its end.
async fn hears_of_edits(city: &City, server: &Fediverse, offer: &Offer) {
    let id = city.node.url(&offer.path());
    let named = async |what: &str, name: &str| {
        server.shows(&id, what, |note| note["name"] == name).await;
    };
    let mut draft = offer.stated.clone();
    draft.titles.insert("es", "Tostadora y molino").unwrap();
    let edited = draft.clone();
    city.change(async |tx, clock| offers::edit(tx, clock, &offer.id, edited).await)
        .await;
    named("the edit arrives", "Ofrecemos: Tostadora y molino").await;

    draft.territory = Some("FR".parse().unwrap());
    city.change(async |tx, clock| offers::edit(tx, clock, &offer.id, draft).await)
        .await;
    let told_of = async |codes: &str| {
        let told = server.announced_by(&channel(city, codes).1).await;
        told.iter().filter(|(_, about)| *about == id).count()
    };
    for codes in ["offers.MX", "offers.agriculture.MX-OAX", "offers.A.MX-OAX"] {
        let told = async || told_of(codes).await;
        until(&format!("{codes} takes it back"), told, |n| *n == 0).await;
    }
    let told = async || told_of("offers.agriculture.FR").await;
    until("it enters where it is now", told, |n| *n == 1).await;
    assert_eq!(told_of("offers").await, 1);

    city.change(async |tx, clock| offers::close(tx, clock, &offer.id, Ending::Met).await)
        .await;
    named(
        "the end arrives",
        "RESUELTO · Ofrecemos: Tostadora y molino",
    )
    .await;
}

/// What goes beyond a day's number comes in one post after its end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_hour_makes_few_posts_and_one_summary_of_the_day() {
    let Some(npm) = Npm::find() else { return };
    let authority = Authority::new();
    // A clock that stands still, so that no midnight falls within the test.
    let clock = Clock::fixed(Clock::system().now());
    let city = City::at(&authority, clock, "[channels]\ndaily_ceiling = 3").await;
    let manners = Manners {
        first_knock: "draft-cavage-http-signatures-12",
        any_time: true,
        ..Manners::default()
    };
    let server = Fediverse::start(&npm, &authority, &manners).await;
    let cafe = city.active("Café Unión").await;
    let (slice, actor) = channel(&city, "offers.agriculture");
    server.follows("ana", &actor).await;
    for number in 0..200 {
        city.adds(&cafe, Purpose::Offer, &format!("Costal {number}"))
            .await;
    }
    let seen = async || {
        let mut tx = city.node.db.read().await.unwrap();
        let standing = channel::standing(&city.node, &mut tx, &slice).await;
        let standing = standing.unwrap();
        (standing.announced_today, standing.held_today)
    };
    until("all are published", seen, |(told, held)| told + held == 200).await;
    delivered(&city).await;
    let told = server.announced_by(&actor).await;
    let kinds = |kind: &str| told.iter().filter(|(is, _)| is == kind).count();
    assert_eq!((kinds("Note"), kinds("Create")), (3, 3), "{told:#?}");
    let by_channel = |state: &serde_json::Value| {
        let notes = state["notes"].as_object().unwrap().values();
        let own = notes.filter(|note| note["attributedTo"] == *actor);
        own.cloned().collect::<Vec<_>>()
    };
    assert!(by_channel(&server.state().await).is_empty());

    city.node.clock.advance(Duration::from_hours(24));
    city.node.wake.publisher.notify_one();
    let posts = async || by_channel(&server.state().await);
    let posts = until("the summary arrives", posts, |posts| !posts.is_empty()).await;
    assert_eq!(posts.len(), 1, "{posts:#?}");
    assert!(
        posts[0]["content"].as_str().unwrap().contains("197"),
        "{posts:#?}"
    );
    delivered(&city).await;
    assert_eq!(by_channel(&server.state().await).len(), 1);
    assert_eq!(server.announced_by(&actor).await.len(), 6);
}

/// The channel of these codes, and its actor's id.
fn channel(city: &City, codes: &str) -> (Slice, String) {
    let slice = Slice::parse(codes).unwrap();
    let actor = city.node.url(&paths::channel(&slice));
    (slice, actor)
}

async fn delivered(city: &City) {
    until(
        "everything was delivered",
        async || city.undelivered().await,
        Vec::is_empty,
    )
    .await;
}
