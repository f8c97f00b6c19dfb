//! Relays, which pass offers and needs on.

use serde_json::json;
use trenza::federation::synchronization;
use trenza::offers::{self, Purpose};
use trenza::vocabulary::{Terms, What};

use crate::site::Site;
use crate::town::{Town, until};

#[tokio::test]
async fn a_relay_hears_of_each_new_offer_once_it_agreed_and_not_after_it_was_removed() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let relay = site.person("relay");
    town.told(&["relay", "add", &relay.id]).await;
    let follow = relay
        .receives("the Follow", |one| one["type"] == "Follow")
        .await;
    assert_eq!(follow["object"], json!(relay.id));
    let id = town.workshop.id.clone();
    let add = async |title: &str| {
        let draft =
            offers::Draft::titled(Purpose::Need, title, "es", What::Product, Terms::Lend).unwrap();
        let made = town
            .change(async |tx, clock| offers::add(tx, clock, &id, draft).await)
            .await;
        let path = made.path();
        until("it is published", async || town.status(&path).await == 200).await;
        path
    };
    let early = add("Martillos").await;
    assert_eq!(relay.does(&town, "Accept", follow.clone()).await, "applied");
    // A relay of this kind follows back, and waits for nobody.
    let back = relay.does(&town, "Follow", town.node.url("/actor")).await;
    assert_eq!(back, "applied");
    relay
        .receives("the Accept", |one| one["type"] == "Accept")
        .await;
    let told = add("Clavos").await;
    let announce = relay
        .receives("the offer", |one| one["type"] == "Announce")
        .await;
    assert_eq!(announce["object"], json!(town.node.url(&told)));
    assert_eq!(announce["actor"], json!(town.node.url("/actor")));
    let early_told = format!("deliveries WHERE type = 'Announce' AND object = '{early}'");
    assert_eq!(town.count(&early_told).await, 0);

    town.told(&["relay", "remove", &relay.id]).await;
    relay
        .receives("the Undo", |one| one["type"] == "Undo")
        .await;
    let late = add("Serruchos").await;
    let told = format!("deliveries WHERE type = 'Announce' AND object = '{late}'");
    assert_eq!(town.count(&told).await, 0);
    assert!(town.ask(&["relay", "remove", &relay.id]).await.is_err());
}

#[tokio::test]
async fn a_relay_and_the_node_agree_on_whether_the_node_follows_it() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let relay = site.person("relay");
    let node = town.node.url("/actor");
    let (followers, part) = (
        format!("{}/followers", relay.id),
        format!("{}/part", relay.id),
    );
    let mut document = relay.document();
    document["followers"] = json!(followers);
    site.serve(&document);
    town.told(&["relay", "add", &relay.id]).await;
    let follow = relay
        .receives("the Follow", |one| one["type"] == "Follow")
        .await;
    assert_eq!(relay.does(&town, "Accept", follow).await, "applied");

    // It counts the node by another name as well: nothing is to be mended.
    let list = |ids: &[&str]| json!({"id": part, "type": "OrderedCollection", "orderedItems": ids});
    let header = format!("collectionId=\"{followers}\", url=\"{part}\", digest=\"00\"");
    let compare = async || {
        synchronization::receive(&town.node, &relay.id, &header)
            .await
            .unwrap();
    };
    site.serve(&list(&[&node, "https://other.example/actor"]));
    compare().await;
    assert_eq!(town.count("deliveries WHERE type = 'Undo'").await, 0);
    assert_eq!(town.count("relays WHERE state = 'accepted'").await, 1);

    // It lost the Follow, and is asked again.
    site.serve(&list(&[]));
    compare().await;
    assert_eq!(town.count("relays WHERE state = 'requested'").await, 1);
    let again = format!(
        "activities WHERE type = 'Follow' AND object = '{}'",
        relay.id
    );
    assert_eq!(town.count(&again).await, 2);
    // The answer is under way, so that nothing more is said.
    compare().await;
    assert_eq!(town.count(&again).await, 2);

    // It goes on counting the node after it was removed.
    town.told(&["relay", "remove", &relay.id]).await;
    site.serve(&list(&[&node]));
    compare().await;
    let undone = format!("activities WHERE type = 'Undo' AND object = '{}'", relay.id);
    assert_eq!(town.count(&undone).await, 2);
}

#[tokio::test]
async fn a_relay_that_is_named_again_is_asked_as_it_stands_now() {
    let town = Town::open().await;
    let site = Site::open(&town).await;
    let relay = site.person("relay");
    town.told(&["relay", "add", &relay.id]).await;
    let mut document = relay.document();
    let moved = format!("{}/moved", relay.id);
    document["inbox"] = json!(moved);
    site.serve(&document);
    town.told(&["relay", "add", &relay.id]).await;
    let there = format!("relays WHERE inbox = '{moved}'");
    assert_eq!(town.count(&there).await, 1);
}

#[tokio::test]
async fn nobody_becomes_a_relay_by_their_own_word() {
    let town = Town::open().await;
    let eve = Site::open(&town).await.person("eve");
    let node = town.node.url("/actor");
    let follow = json!({"id": town.node.url("/activities/1"), "type": "Follow",
        "actor": node, "object": eve.id});
    assert_ne!(eve.does(&town, "Accept", follow).await, "applied");
    assert_eq!(eve.does(&town, "Follow", node).await, "applied");
    assert_eq!(town.count("followers WHERE state = 'pending'").await, 1);
    assert_eq!(town.count("relays").await, 0);
}
