//! The promises of offers, each with what it refuses, and two writers at once.

use std::time::Duration;

use super::*;
use crate::registry::{Consent, Draft as Stated, Organization};
use crate::store::{Db, execute, testing};
use crate::vocabulary::{EntityType, Terms, What};

struct Office {
    db: Db,
    clock: Clock,
    _folder: tempfile::TempDir,
}

async fn office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    Office {
        db,
        clock: Clock::fixed(Timestamp(1_790_000_000_000)),
        _folder: folder,
    }
}

fn draft(title: &str) -> Draft {
    Draft::titled(Purpose::Offer, title, "en", What::Product, Terms::Lend).unwrap()
}

impl Office {
    async fn listed(&self, name: &str) -> Organization {
        let stated = Stated::named(name, "en", EntityType::Cooperative).unwrap();
        let mut tx = self.db.begin().await.unwrap();
        let added = registry::add(&mut tx, &self.clock, stated).await.unwrap();
        let published = registry::publish(&mut tx, &self.clock, &added.id)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        published
    }

    async fn active(&self, name: &str) -> Organization {
        let listed = self.listed(name).await;
        let consent = Consent {
            by: "Ana".into(),
            statement: "letter".into(),
            at: None,
        };
        let mut tx = self.db.begin().await.unwrap();
        let active = registry::activate(&mut tx, &self.clock, &listed.id, &consent)
            .await
            .unwrap();
        execute!(tx, sqlx::query("DELETE FROM events")).unwrap();
        tx.commit().await.unwrap();
        active
    }

    async fn offered(&self, organization: &Organization, draft: Draft) -> Offer {
        let mut tx = self.db.begin().await.unwrap();
        let offer = add(&mut tx, &self.clock, &organization.id, draft)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        offer
    }

    async fn events(&self) -> Vec<Event> {
        let mut tx = self.db.read().await.unwrap();
        let pending = outbox::pending(&mut tx, 100).await.unwrap();
        pending.into_iter().map(|pending| pending.event).collect()
    }
}

#[tokio::test]
async fn an_offer_reads_back_and_is_told() {
    let office = office().await;
    let workshop = office.active("Workshop").await;
    let full = Draft {
        quantity: Some(40.0),
        unit: Some("bicycles".into()),
        aim: Some(crate::vocabulary::Aim::SharedInfrastructure),
        territory: Some(Territory::parse("GB-ENG").unwrap()),
        valid_until: Some(deadline("2030-01-01").unwrap()),
        ..draft("40 repaired bicycles")
    };
    let offer = office.offered(&workshop, full).await;
    let mut tx = office.db.read().await.unwrap();
    assert_eq!(get(&mut tx, &offer.id).await.unwrap(), offer);
    drop(tx);
    assert_eq!(office.events().await, [Event::OfferChanged(offer.id)]);
}

#[tokio::test]
async fn only_active_and_public_organizations_offer() {
    let office = office().await;
    let listed = office.listed("Listed").await;
    let mut tx = office.db.begin().await.unwrap();
    let refusal = add(&mut tx, &office.clock, &listed.id, draft("A"))
        .await
        .unwrap_err();
    assert!(matches!(refusal, Error::Conflict(_)), "{refusal}");
    drop(tx);
    let active = office.active("Active").await;
    let mut tx = office.db.begin().await.unwrap();
    registry::suspend(&mut tx, &office.clock, &active.id)
        .await
        .unwrap();
    let refusal = add(&mut tx, &office.clock, &active.id, draft("A"))
        .await
        .unwrap_err();
    assert!(refusal.to_string().contains("suspended"), "{refusal}");
    let nobody = OrganizationId::new(&office.clock);
    let refusal = add(&mut tx, &office.clock, &nobody, draft("A"))
        .await
        .unwrap_err();
    assert!(matches!(refusal, Error::NotFound(_)), "{refusal}");
}

#[tokio::test]
async fn a_day_that_has_passed_is_refused() {
    let office = office().await;
    let active = office.active("Active").await;
    let past = Draft {
        valid_until: Some(office.clock.now()),
        ..draft("A")
    };
    let mut tx = office.db.begin().await.unwrap();
    let refusal = add(&mut tx, &office.clock, &active.id, past.clone())
        .await
        .unwrap_err();
    assert!(refusal.to_string().contains("valid_until"), "{refusal}");
    let offer = add(&mut tx, &office.clock, &active.id, draft("A"))
        .await
        .unwrap();
    assert!(edit(&mut tx, &office.clock, &offer.id, past).await.is_err());
}

#[tokio::test]
async fn an_edit_is_told_unless_it_changes_nothing_and_never_turns_an_offer_to_a_need() {
    let office = office().await;
    let active = office.active("Active").await;
    let offer = office.offered(&active, draft("A")).await;
    let mut tx = office.db.begin().await.unwrap();
    let same = edit(&mut tx, &office.clock, &offer.id, draft("A"))
        .await
        .unwrap();
    assert_eq!(same, offer);
    let edited = edit(&mut tx, &office.clock, &offer.id, draft("B"))
        .await
        .unwrap();
    assert!(edited.updated_at.seconds() > offer.updated_at.seconds());
    let need = Draft {
        purpose: Purpose::Need,
        ..draft("B")
    };
    assert!(edit(&mut tx, &office.clock, &offer.id, need).await.is_err());
    tx.commit().await.unwrap();
    assert_eq!(office.events().await.len(), 2);
}

#[tokio::test]
async fn what_went_with_a_withheld_organization_is_offered_anew_when_it_is_back() {
    let office = office().await;
    let active = office.active("Active").await;
    let later = office.clock.now() + Duration::from_mins(1);
    let mut written = draft("A");
    written.valid_until = Some(later);
    let offer = office.offered(&active, written).await;
    let mut tx = office.db.begin().await.unwrap();
    let standing = again(&mut tx, &office.clock, &offer.id).await.unwrap_err();
    assert!(standing.to_string().contains("still open"), "{standing}");
    registry::suspend(&mut tx, &office.clock, &active.id)
        .await
        .unwrap();
    let withheld = again(&mut tx, &office.clock, &offer.id).await.unwrap_err();
    assert!(withheld.to_string().contains("suspended"), "{withheld}");
    office.clock.advance(Duration::from_secs(61));
    registry::publish(&mut tx, &office.clock, &active.id)
        .await
        .unwrap();
    let anew = again(&mut tx, &office.clock, &offer.id).await.unwrap();
    assert_ne!(anew.id, offer.id, "a tombstone is final");
    assert_eq!(anew.stated.valid_until, None, "that day has passed");
    assert_eq!(anew.stated.titles, offer.stated.titles);
    let old = get(&mut tx, &offer.id).await.unwrap();
    assert_eq!(old.state, State::Withdrawn);
}

#[tokio::test]
async fn what_was_closed_or_withdrawn_changes_no_more() {
    let office = office().await;
    let active = office.active("Active").await;
    let offer = office.offered(&active, draft("A")).await;
    let mut tx = office.db.begin().await.unwrap();
    let met = close(&mut tx, &office.clock, &offer.id, Ending::Met)
        .await
        .unwrap();
    assert_eq!(met.state, State::Met);
    let again = close(&mut tx, &office.clock, &offer.id, Ending::Met)
        .await
        .unwrap();
    assert_eq!(again, met);
    assert!(
        close(&mut tx, &office.clock, &offer.id, Ending::Closed)
            .await
            .is_err()
    );
    assert!(
        edit(&mut tx, &office.clock, &offer.id, draft("B"))
            .await
            .is_err()
    );
    withdraw(&mut tx, &office.clock, &offer.id).await.unwrap();
    withdraw(&mut tx, &office.clock, &offer.id).await.unwrap();
    assert!(
        close(&mut tx, &office.clock, &offer.id, Ending::Met)
            .await
            .is_err()
    );
    tx.commit().await.unwrap();
    let id = offer.id;
    let told = [
        Event::OfferChanged(id.clone()),
        Event::OfferChanged(id.clone()),
        Event::OfferWithdrawn(id),
    ];
    assert_eq!(office.events().await, told);
}

#[tokio::test]
async fn an_offer_expires_on_its_day_and_stands_again_with_a_new_one() {
    let office = office().await;
    let active = office.active("Active").await;
    let tomorrow = office.clock.now() + Duration::from_hours(24);
    let short = Draft {
        valid_until: Some(tomorrow),
        ..draft("Short")
    };
    let offer = office.offered(&active, short).await;
    office.offered(&active, draft("Endless")).await;
    let mut tx = office.db.begin().await.unwrap();
    assert_eq!(expire_due(&mut tx, &office.clock).await.unwrap(), 0);
    office.clock.advance(Duration::from_hours(24));
    assert_eq!(expire_due(&mut tx, &office.clock).await.unwrap(), 1);
    assert_eq!(expire_due(&mut tx, &office.clock).await.unwrap(), 0);
    assert_eq!(get(&mut tx, &offer.id).await.unwrap().state, State::Expired);
    let longer = Draft {
        valid_until: Some(office.clock.now() + Duration::from_secs(9)),
        ..draft("S")
    };
    let again = edit(&mut tx, &office.clock, &offer.id, longer)
        .await
        .unwrap();
    assert_eq!(again.state, State::Open);
}

#[tokio::test]
async fn offers_are_listed_newest_first_page_by_page() {
    let office = office().await;
    let active = office.active("Active").await;
    let mut ids = Vec::new();
    for title in ["A", "B", "C"] {
        office.clock.advance(Duration::from_millis(2));
        ids.insert(0, office.offered(&active, draft(title)).await.id);
    }
    let mut tx = office.db.begin().await.unwrap();
    withdraw(&mut tx, &office.clock, &ids[1]).await.unwrap();
    let all = Filter {
        organization: Some(active.id),
        ..Filter::default()
    };
    let first = list(&mut tx, &all, None, 2).await.unwrap();
    let second = list(&mut tx, &all, first.next.as_deref(), 2).await.unwrap();
    let read: Vec<_> = first
        .items
        .into_iter()
        .chain(second.items)
        .map(|one| one.id)
        .collect();
    assert_eq!(read, ids);
    assert_eq!(second.next, None);
    let public = Filter {
        is_public: true,
        ..all.clone()
    };
    assert_eq!(
        list(&mut tx, &public, None, 9).await.unwrap().items.len(),
        2
    );
    let needs = Filter {
        purpose: Some(Purpose::Need),
        ..all.clone()
    };
    assert!(
        list(&mut tx, &needs, None, 9)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    assert!(list(&mut tx, &all, Some("no cursor"), 9).await.is_err());
}

#[tokio::test]
async fn of_two_writers_both_are_served_and_nothing_is_told_twice() {
    let office = office().await;
    let active = office.active("Active").await;
    let soon = Draft {
        valid_until: Some(office.clock.now() + Duration::from_secs(9)),
        ..draft("A")
    };
    let offer = office.offered(&active, soon).await;
    let edit_to = async |title: &'static str| {
        let mut tx = office.db.begin().await.unwrap();
        let edited = edit(&mut tx, &office.clock, &offer.id, draft(title))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        edited.updated_at.seconds()
    };
    let (one, two) = tokio::join!(edit_to("B"), edit_to("C"));
    assert_eq!((one - two).abs(), 1);
    let end = async || {
        let mut tx = office.db.begin().await.unwrap();
        let ended = close(&mut tx, &office.clock, &offer.id, Ending::Met)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        ended
    };
    let (one, two) = tokio::join!(end(), end());
    assert_eq!(one, two);
    let gone = async || {
        let mut tx = office.db.begin().await.unwrap();
        let gone = withdraw(&mut tx, &office.clock, &offer.id).await.unwrap();
        tx.commit().await.unwrap();
        gone
    };
    let (one, two) = tokio::join!(gone(), gone());
    assert_eq!(one, two);
    assert_eq!(office.events().await.len(), 5);
}

#[tokio::test]
async fn two_who_expire_at_once_tell_once_and_a_suspension_beside_an_offer_leaves_none_open() {
    let office = office().await;
    let active = office.active("Active").await;
    let soon = Draft {
        valid_until: Some(office.clock.now() + Duration::from_secs(9)),
        ..draft("A")
    };
    office.offered(&active, soon).await;
    office.clock.advance(Duration::from_secs(10));
    let expire = async || {
        let mut tx = office.db.begin().await.unwrap();
        let count = expire_due(&mut tx, &office.clock).await.unwrap();
        tx.commit().await.unwrap();
        count
    };
    let (one, two) = tokio::join!(expire(), expire());
    assert_eq!(one + two, 1);

    let offer = async || {
        let mut tx = office.db.begin().await.unwrap();
        if add(&mut tx, &office.clock, &active.id, draft("B"))
            .await
            .is_ok()
        {
            tx.commit().await.unwrap();
        }
    };
    let withhold = async || {
        let mut tx = office.db.begin().await.unwrap();
        registry::suspend(&mut tx, &office.clock, &active.id)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    };
    tokio::join!(offer(), withhold());
    let open = Filter {
        state: Some(State::Open),
        ..Filter::default()
    };
    let mut tx = office.db.read().await.unwrap();
    assert!(
        list(&mut tx, &open, None, 9)
            .await
            .unwrap()
            .items
            .is_empty()
    );
}
