//! What nobody may find, and what is found no more.

use std::time::Duration;

use serde_json::json;
use trenza::activitypub::restrictions::{Severity, Subject};
use trenza::federation::{index, restricting, same_as};
use trenza::offers::{self, Purpose};
use trenza::registry::{self, Draft, same_as::StatedBy};
use trenza::search::due;
use trenza::store::{execute, on};
use trenza::vocabulary::EntityType;

use crate::town::{CANARY, MILL, PHONE, SHOWN, Town, mill};

/// Words of contacts and of consent, as the index would hold them.
const CANARIES: [&str; 6] = ["canari", "secret", "president", "0199", "5550199", "public"];

#[tokio::test]
async fn contacts_are_nowhere_in_the_index_and_find_nobody() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    town.offer(&cafe, Purpose::Offer, "Café tostado").await;
    for words in [
        "canario",
        "canario+secreto",
        "presidenta",
        "persona",
        "publica",
        "0199",
        "555",
    ] {
        let found = town.finds(&format!("q={words}")).await;
        assert!(found.is_empty(), "{words}: {found:?}");
    }
    let whole = town.search("").await.to_string();
    assert!(
        [CANARY, SHOWN, PHONE, "5550199"]
            .iter()
            .all(|contact| !whole.contains(contact)),
        "{whole}"
    );
    // Nor does the index itself hold a trace.
    let mut tx = town.node.db.begin().await.unwrap();
    let query = if tx.is_exclusive() {
        let view = "CREATE VIRTUAL TABLE seen USING fts5vocab(search_terms, row)";
        execute!(tx, sqlx::query(view)).unwrap();
        "SELECT term FROM seen UNION ALL SELECT subject || ' ' || codes FROM search_entries"
    } else {
        "SELECT CAST(terms AS TEXT) FROM search_terms \
         UNION ALL SELECT subject || ' ' || codes FROM search_entries"
    };
    let rows: Vec<String> = on!(tx, |c| sqlx::query_scalar(query).fetch_all(c)).unwrap();
    let kept = rows.join("\n");
    assert!(kept.contains("agroecology"), "the rows were not read");
    assert!(CANARIES.iter().all(|one| !kept.contains(one)), "{kept}");
}

#[tokio::test]
async fn what_is_not_public_or_no_longer_is_found_no_more() {
    let town = Town::open().await;
    let draft = Draft::named("Borrador", "es", EntityType::Association).unwrap();
    town.change(async |tx, clock| registry::add(tx, clock, draft).await)
        .await;
    assert!(town.finds("q=borrador").await.is_empty());
    let cafe = town.cafe().await;
    let offer = town.offer(&cafe, Purpose::Offer, "Café tostado").await;
    let need = town.offer(&cafe, Purpose::Need, "Transporte").await;
    assert_eq!(town.finds("").await.len(), 3);
    town.change(async |tx, clock| offers::withdraw(tx, clock, &offer.id).await)
        .await;
    assert_eq!(town.finds("q=tostado").await, [] as [&str; 0]);
    town.change(async |tx, clock| offers::close(tx, clock, &need.id, offers::Ending::Met).await)
        .await;
    assert_eq!(town.finds("q=transporte").await.len(), 1);
    town.change(async |tx, clock| registry::suspend(tx, clock, &cafe.id).await)
        .await;
    assert!(town.finds("").await.is_empty());
    town.change(async |tx, clock| registry::publish(tx, clock, &cafe.id).await)
        .await;
    assert_eq!(town.finds("").await.len(), 1);
    town.change(async |tx, clock| registry::remove(tx, clock, &cafe.id).await)
        .await;
    assert!(town.finds("").await.is_empty());
}

#[tokio::test]
async fn a_record_that_was_withheld_this_moment_is_not_shown_though_the_index_has_it() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    let mut tx = town.node.db.begin().await.unwrap();
    registry::suspend(&mut tx, &town.node.clock, &cafe.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(town.finds("q=union").await.is_empty());
}

#[tokio::test]
async fn records_of_friends_are_found_until_they_are_blocked_or_gone() {
    let town = Town::open().await;
    town.befriend().await;
    assert_eq!(town.finds("q=moulin&kind=organization").await, [MILL]);
    assert_eq!(town.finds("q=farine").await, [MILL]);
    let wheat = "https://lyon.example/offers/1";
    assert_eq!(
        town.finds("kind=need&territory=FR&theme=food").await,
        [wheat]
    );
    let host = Subject::parse("lyon.example").unwrap();
    restricting::restrict(&town.node, &host, Severity::Limit, (None, None))
        .await
        .unwrap();
    assert!(
        town.finds("").await.is_empty(),
        "before the indexer has looked"
    );
    town.settle().await;
    assert!(town.finds("").await.is_empty());
    restricting::lift(&town.node, &host).await.unwrap();
    town.settle().await;
    assert_eq!(town.finds("").await.len(), 2);
    let mut renamed = mill();
    renamed["name"] = json!("La Minoterie");
    renamed["nameMap"] = json!({"fr": "La Minoterie"});
    town.receive(MILL, "Update", renamed).await;
    assert!(town.finds("q=moulin").await.is_empty());
    assert_eq!(town.finds("q=minoterie&kind=organization").await, [MILL]);
    assert_eq!(town.finds("q=minoterie&kind=need").await, [wheat]);
    town.receive(MILL, "Delete", json!(MILL)).await;
    assert!(town.finds("").await.is_empty());
}

#[tokio::test]
async fn what_lapses_by_the_calendar_is_found_so_without_anybodys_word() {
    let town = Town::open().await;
    town.befriend().await;
    assert_eq!(
        town.finds("attested=office&kind=organization").await,
        [MILL]
    );
    assert_eq!(town.finds("until=2026-10-31&kind=need").await.len(), 1);
    assert_eq!(town.finds("").await[0], "https://lyon.example/offers/1");
    town.wait(Duration::from_hours(24 * 60));
    town.settle().await;
    assert_eq!(town.finds("").await[0], MILL, "what has ended stands last");
    assert_eq!(
        town.finds("attested=office&kind=organization").await,
        [MILL]
    );
    town.wait(Duration::from_hours(24 * 60));
    town.settle().await;
    assert!(town.finds("attested=office").await.is_empty());
}

#[tokio::test]
async fn an_organization_of_two_directories_is_found_once_by_the_names_of_both() {
    let town = Town::open().await;
    town.befriend().await;
    let own = town.listed("Molino de las Tres Piedras").await;
    let mut both = mill();
    both["sameAs"] = json!([format!("https://oax.example{}", own.path())]);
    town.receive(MILL, "Update", both).await;
    let address = format!("https://oax.example{}", own.path());
    assert_eq!(town.finds("kind=organization").await.len(), 2);
    let node = &town.node;
    town.change(async |tx, _| same_as::state(node, tx, &own.id, MILL, StatedBy::Office).await)
        .await;
    assert_eq!(town.finds("kind=organization").await, [&*address]);
    for words in ["q=moulin", "q=piedras"] {
        assert_eq!(
            town.finds(&format!("{words}&kind=organization")).await,
            [&*address]
        );
    }
    town.change(async |tx, _| same_as::take_back(node, tx, &own.id, MILL).await)
        .await;
    assert_eq!(town.finds("q=moulin&kind=organization").await, [MILL]);
    assert_eq!(town.finds("q=piedras").await, [&*address]);
}

#[tokio::test]
async fn the_index_is_made_anew_from_the_records() {
    let town = Town::open().await;
    town.cafe().await;
    town.befriend().await;
    let before = town.finds("").await;
    assert_eq!(before.len(), 3);
    let mut tx = town.node.db.begin().await.unwrap();
    for subject in ["/o/none", MILL] {
        trenza::search::forget(&mut tx, &[subject]).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(town.finds("").await.len(), 2);
    index::rebuild(&town.node).await.unwrap();
    index::drain(&town.node).await.unwrap();
    assert_eq!(town.finds("").await, before);
}

#[tokio::test]
async fn names_under_another_record_change_with_theirs_and_go_with_it() {
    let town = Town::open().await;
    town.befriend().await;
    let own = town.listed("Molino de las Tres Piedras").await;
    let address = format!("https://oax.example{}", own.path());
    let named = |name: &str| {
        let mut mill = mill();
        mill["sameAs"] = json!([address]);
        mill["name"] = json!(name);
        mill["nameMap"] = json!({"fr": name});
        mill
    };
    town.receive(MILL, "Update", named("Le Moulin Coopératif"))
        .await;
    let node = &town.node;
    town.change(async |tx, _| same_as::state(node, tx, &own.id, MILL, StatedBy::Office).await)
        .await;
    assert_eq!(town.finds("q=moulin&kind=organization").await, [&*address]);
    town.receive(MILL, "Update", named("La Minoterie")).await;
    assert_eq!(
        town.finds("q=minoterie&kind=organization").await,
        [&*address]
    );
    assert!(town.finds("q=moulin&kind=organization").await.is_empty());
    let host = Subject::parse("lyon.example").unwrap();
    restricting::restrict(node, &host, Severity::Limit, (None, None))
        .await
        .unwrap();
    town.settle().await;
    assert!(town.finds("q=minoterie").await.is_empty());
    restricting::lift(node, &host).await.unwrap();
    town.settle().await;
    assert_eq!(
        town.finds("q=minoterie&kind=organization").await,
        [&*address]
    );
    town.receive(MILL, "Delete", json!(MILL)).await;
    assert!(town.finds("q=minoterie").await.is_empty());
    assert_eq!(town.finds("q=piedras").await, [&*address]);
}

#[tokio::test]
async fn what_its_own_directory_withholds_is_not_shown_though_the_index_has_it() {
    let town = Town::open().await;
    town.befriend().await;
    assert_eq!(town.finds("q=moulin&kind=organization").await, [MILL]);
    let mut tx = town.node.db.begin().await.unwrap();
    let body = json!({"id": MILL, "type": "Organization", "suspended": true}).to_string();
    let statement = "UPDATE remote_records SET body = $2 WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(MILL).bind(body)).unwrap();
    tx.commit().await.unwrap();
    assert!(town.finds("q=moulin&kind=organization").await.is_empty());
}

#[tokio::test]
async fn a_record_that_cannot_be_read_keeps_no_other_from_being_found() {
    let town = Town::open().await;
    let mut tx = town.node.db.begin().await.unwrap();
    due::note(&mut tx, &["/o/is-none"]).await.unwrap();
    tx.commit().await.unwrap();
    town.cafe().await;
    assert_eq!(town.finds("q=union").await.len(), 1);
    let mut tx = town.node.db.read().await.unwrap();
    let aside = due::put_aside(&mut tx, 10).await.unwrap();
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert!(
        aside[0].0 == "/o/is-none" && !aside[0].1.is_empty(),
        "{aside:?}"
    );
    drop(tx);
    // It is tried again, and stops nothing then either.
    town.wait(Duration::from_hours(2));
    town.listed("Panadería").await;
    assert_eq!(town.finds("q=panaderia").await.len(), 1);
}
