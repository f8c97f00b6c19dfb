//! A profile is what was chosen, and a choice is told once.

use super::*;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::outbox::{self, Event};
use crate::registry::{Draft, Organization};
use crate::store::{Db, testing};
use crate::vocabulary::EntityType;

async fn published(db: &Db, clock: &Clock) -> Organization {
    let draft = Draft::named("Café Unión", "es", EntityType::Cooperative).unwrap();
    let mut tx = db.begin().await.unwrap();
    let added = registry::add(&mut tx, clock, draft).await.unwrap();
    let published = registry::publish(&mut tx, clock, &added.id).await.unwrap();
    tx.commit().await.unwrap();
    published
}

#[tokio::test]
async fn whoever_chose_nothing_wants_to_be_found_and_a_choice_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    let cafe = published(&db, &clock).await;
    let mut tx = db.begin().await.unwrap();
    assert_eq!(of(&mut tx, &cafe.id).await.unwrap(), Profile::default());
    let choice = Choice {
        indexable: Some(false),
        ..Choice::default()
    };
    for _ in 0..2 {
        let chosen = choose(&mut tx, &clock, &cafe.id, choice).await.unwrap();
        assert!(chosen.discoverable && !chosen.indexable);
    }
    let told = outbox::pending(&mut tx, 10).await.unwrap();
    let events: Vec<Event> = told.into_iter().map(|one| one.event).collect();
    // One of the publication, one of the choice.
    assert_eq!(events, vec![Event::OrganizationChanged(cafe.id.clone()); 2]);
    let now = registry::get(&mut tx, &cafe.id).await.unwrap();
    assert!(now.updated_at > cafe.updated_at);
}

#[tokio::test]
async fn nobody_chooses_for_an_organization_that_there_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    let mut tx = db.begin().await.unwrap();
    let nobody = OrganizationId::new(&clock);
    let refused = choose(&mut tx, &clock, &nobody, Choice::default()).await;
    assert!(matches!(refused, Err(Error::NotFound(_))));
}
