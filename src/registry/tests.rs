//! The registry's promises, each with what it refuses.

use std::time::Duration;

use super::*;
use crate::store::{Db, execute, testing};
use crate::vocabulary::{EntityType, Sector};

pub(super) struct Office {
    pub(super) db: Db,
    pub(super) clock: Clock,
    _folder: tempfile::TempDir,
}

pub(super) async fn office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let db = testing::fresh(folder.path()).await.unwrap();
    Office {
        db,
        clock: Clock::fixed(Timestamp(1_790_000_000_000)),
        _folder: folder,
    }
}

fn draft(name: &str) -> Draft {
    Draft::named(name, "en", EntityType::Cooperative).unwrap()
}

fn consent() -> Consent {
    Consent {
        by: "Ana, president".into(),
        statement: "letter of 1 May".into(),
        at: None,
    }
}

impl Office {
    async fn add(&self, name: &str) -> Organization {
        let mut tx = self.db.begin().await.unwrap();
        let added = add(&mut tx, &self.clock, draft(name)).await.unwrap();
        tx.commit().await.unwrap();
        added
    }

    pub(super) async fn published(&self, name: &str) -> Organization {
        let added = self.add(name).await;
        let mut tx = self.db.begin().await.unwrap();
        let published = publish(&mut tx, &self.clock, &added.id).await.unwrap();
        self.forget_events(&mut tx).await;
        tx.commit().await.unwrap();
        published
    }

    pub(super) async fn forget_events(&self, tx: &mut Tx) {
        execute!(tx, sqlx::query("DELETE FROM events")).unwrap();
    }

    pub(super) async fn events(&self) -> Vec<Event> {
        let mut tx = self.db.read().await.unwrap();
        let pending = outbox::pending(&mut tx, 100).await.unwrap();
        pending.into_iter().map(|pending| pending.event).collect()
    }

    async fn offer_of(&self, organization: &Organization) -> crate::id::OfferId {
        let id = crate::id::OfferId::new(&self.clock);
        let mut tx = self.db.begin().await.unwrap();
        let statement = "INSERT INTO offers (id, organization, purpose, state, language, titles, \
            texts, conditions, what, terms, created_at, updated_at) VALUES ($1, $2, 'offer', \
            'open', 'en', '{}', '{}', '{}', 'product', 'give', 0, 0)";
        execute!(tx, sqlx::query(statement).bind(&id).bind(&organization.id)).unwrap();
        tx.commit().await.unwrap();
        id
    }
}

#[tokio::test]
async fn what_was_added_reads_back_and_is_neither_public_nor_told() {
    let office = office().await;
    let mut full = draft("Women's Bicycle Workshop");
    full.sectors = vec![Sector::parse("9529").unwrap()];
    full.territory = Some(crate::place::Territory::parse("GB-ENG").unwrap());
    full.place.point = Some(crate::place::Point {
        latitude: 51.5,
        longitude: -0.1,
    });
    full.founded_on = Some(jiff::civil::date(1999, 12, 31));
    full.website = Some("https://bikes.example/".parse().unwrap());
    full.contacts = vec![Contact {
        kind: ContactKind::Phone,
        value: "+44 20 1234".into(),
        public: false,
    }];
    let mut tx = office.db.begin().await.unwrap();
    let added = add(&mut tx, &office.clock, full).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = office.db.read().await.unwrap();
    let read = get(&mut tx, &added.id).await.unwrap();
    assert_eq!(read, added);
    assert_eq!(read.handle, "womens_bicycle_workshop");
    assert_eq!(
        (read.status, read.standing),
        (Status::Draft, Standing::Listed)
    );
    let found = find_by_handle(&mut tx, "womens_bicycle_workshop")
        .await
        .unwrap();
    assert_eq!(found.unwrap().id, added.id);
    assert!(find_by_handle(&mut tx, "nobody").await.unwrap().is_none());
    assert!(read.for_the_public().stated.contacts.is_empty());
    drop(tx);
    assert!(office.events().await.is_empty());
}

#[tokio::test]
async fn equal_names_get_numbered_handles_and_territories_keep_theirs() {
    let office = office().await;
    let mut tx = office.db.begin().await.unwrap();
    let statement = "INSERT INTO territories (code, handle, created_at) VALUES ('Q1', 'tule', 0)";
    execute!(tx, sqlx::query(statement)).unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.add("Tule").await.handle, "tule_2");
    assert_eq!(office.add("Tule!").await.handle, "tule_3");

    let mut tx = office.db.begin().await.unwrap();
    let wish = Draft {
        handle: Some("tule_2".into()),
        ..draft("Other")
    };
    let refusal = add(&mut tx, &office.clock, wish).await.unwrap_err();
    assert!(matches!(refusal, Error::AlreadyExists(_)), "{refusal}");
}

#[tokio::test]
async fn a_handle_follows_the_name_until_publication_and_is_frozen_after() {
    let office = office().await;
    let added = office.add("First Name").await;
    let mut tx = office.db.begin().await.unwrap();
    let renamed = edit(
        &mut tx,
        &office.clock,
        &added.id,
        draft("Second Name"),
        Author::Office,
    )
    .await
    .unwrap();
    assert_eq!(renamed.handle, "second_name");
    publish(&mut tx, &office.clock, &added.id).await.unwrap();
    let renamed = edit(
        &mut tx,
        &office.clock,
        &added.id,
        draft("Third Name"),
        Author::Office,
    )
    .await
    .unwrap();
    assert_eq!(renamed.handle, "second_name");
    let wish = Draft {
        handle: Some("third".into()),
        ..draft("Third Name")
    };
    let refusal = edit(&mut tx, &office.clock, &added.id, wish, Author::Office)
        .await
        .unwrap_err();
    assert!(matches!(refusal, Error::Conflict(_)), "{refusal}");
    assert_eq!(get(&mut tx, &added.id).await.unwrap().handle, "second_name");
}

#[tokio::test]
async fn each_change_of_a_public_record_is_told_and_a_second_later_at_least() {
    let office = office().await;
    let published = office.published("Coop").await;
    let mut tx = office.db.begin().await.unwrap();
    let same = edit(
        &mut tx,
        &office.clock,
        &published.id,
        draft("Coop"),
        Author::Office,
    )
    .await
    .unwrap();
    assert_eq!(same.updated_at, published.updated_at);
    let edited = edit(
        &mut tx,
        &office.clock,
        &published.id,
        draft("Coop Two"),
        Author::Office,
    )
    .await
    .unwrap();
    assert!(edited.updated_at.seconds() > published.updated_at.seconds());
    tx.commit().await.unwrap();
    assert_eq!(
        office.events().await,
        [Event::OrganizationChanged(published.id)]
    );
}

#[tokio::test]
async fn publishing_twice_tells_once_and_the_dissolved_are_not_published() {
    let office = office().await;
    let added = office.add("Coop").await;
    let mut tx = office.db.begin().await.unwrap();
    publish(&mut tx, &office.clock, &added.id).await.unwrap();
    publish(&mut tx, &office.clock, &added.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.events().await.len(), 1);

    let mut tx = office.db.begin().await.unwrap();
    let ended = dissolve(&mut tx, &office.clock, &added.id, None)
        .await
        .unwrap();
    assert_eq!(ended.status, Status::Dissolved);
    let refusal = publish(&mut tx, &office.clock, &added.id)
        .await
        .unwrap_err();
    assert!(matches!(refusal, Error::Conflict(_)), "{refusal}");
    let refusal = activate(&mut tx, &office.clock, &added.id, &consent())
        .await
        .unwrap_err();
    assert!(matches!(refusal, Error::Conflict(_)), "{refusal}");
}

#[tokio::test]
async fn suspension_withdraws_the_record_and_its_offers() {
    let office = office().await;
    let published = office.published("Coop").await;
    let offer = office.offer_of(&published).await;
    let mut tx = office.db.begin().await.unwrap();
    let suspended = suspend(&mut tx, &office.clock, &published.id)
        .await
        .unwrap();
    assert!(!suspended.is_public());
    tx.commit().await.unwrap();
    let told = [
        Event::OfferWithdrawn(offer),
        Event::OrganizationRemoved(published.id),
    ];
    assert_eq!(office.events().await, told);

    let unpublished = office.add("Draft").await;
    let mut tx = office.db.begin().await.unwrap();
    let refusal = suspend(&mut tx, &office.clock, &unpublished.id)
        .await
        .unwrap_err();
    assert!(matches!(refusal, Error::Conflict(_)), "{refusal}");
}

#[tokio::test]
async fn the_end_of_a_withheld_organization_is_told_and_that_of_a_draft_is_not() {
    let office = office().await;
    let withheld = office.published("Coop").await;
    let draft = office.add("Draft").await;
    let mut tx = office.db.begin().await.unwrap();
    suspend(&mut tx, &office.clock, &withheld.id).await.unwrap();
    office.forget_events(&mut tx).await;
    for id in [&withheld.id, &draft.id] {
        let ended = dissolve(&mut tx, &office.clock, id, None).await.unwrap();
        assert_eq!(ended.status, Status::Dissolved);
    }
    tx.commit().await.unwrap();
    assert_eq!(
        office.events().await,
        [Event::OrganizationRemoved(withheld.id)]
    );
}

#[tokio::test]
async fn activation_records_the_consent_and_refuses_none() {
    let office = office().await;
    let published = office.published("Coop").await;
    let mut tx = office.db.begin().await.unwrap();
    let nobody = Consent {
        by: " ".into(),
        ..consent()
    };
    assert!(
        activate(&mut tx, &office.clock, &published.id, &nobody)
            .await
            .is_err()
    );
    activate(&mut tx, &office.clock, &published.id, &consent())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = office.db.read().await.unwrap();
    let active = get(&mut tx, &published.id).await.unwrap();
    assert_eq!(active.standing, Standing::Active);
    assert_eq!(active.consent.unwrap().at, Some(office.clock.now()));
    drop(tx);
    assert_eq!(
        office.events().await,
        [Event::OrganizationChanged(published.id)]
    );
}

#[tokio::test]
async fn removal_erases_the_record_with_its_offers_and_tells_when_it_was_public() {
    let office = office().await;
    let published = office.published("Coop").await;
    let offer = office.offer_of(&published).await;
    let draft = office.add("Draft").await;
    let mut tx = office.db.begin().await.unwrap();
    remove(&mut tx, &office.clock, &published.id).await.unwrap();
    remove(&mut tx, &office.clock, &draft.id).await.unwrap();
    for gone in [&published.id, &draft.id] {
        assert!(matches!(get(&mut tx, gone).await, Err(Error::NotFound(_))));
        let again = remove(&mut tx, &office.clock, gone).await;
        assert!(matches!(again, Err(Error::NotFound(_))));
    }
    tx.commit().await.unwrap();
    let told = [
        Event::OfferWithdrawn(offer),
        Event::OrganizationRemoved(published.id),
    ];
    assert_eq!(office.events().await, told);
}

#[tokio::test]
async fn a_list_is_read_page_by_page_and_narrowed() {
    let office = office().await;
    for name in ["Delta", "Alpha", "Épi", "Alpha", "Bravo"] {
        office.clock.advance(Duration::from_millis(5));
        office.published(name).await;
    }
    office.add("Hidden organization").await;
    let public = Filter {
        status: Some(Status::Published),
        ..Filter::default()
    };
    let mut tx = office.db.read().await.unwrap();
    let mut names = Vec::new();
    let mut cursor = None;
    loop {
        let page = list(&mut tx, &public, cursor.as_deref(), 2).await.unwrap();
        names.extend(
            page.items
                .into_iter()
                .map(|one| one.stated.name().to_owned()),
        );
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    names.sort();
    assert_eq!(names, ["Alpha", "Alpha", "Bravo", "Delta", "Épi"]);
    assert_eq!(count_published(&mut tx, Standing::Listed).await.unwrap(), 5);
    let accented = Filter {
        name: Some("ÉP".into()),
        ..Filter::default()
    };
    assert_eq!(
        list(&mut tx, &accented, None, 10)
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    let odd = Filter {
        name: Some("%".into()),
        ..Filter::default()
    };
    assert!(
        list(&mut tx, &odd, None, 10)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    assert!(list(&mut tx, &public, Some("no cursor"), 2).await.is_err());
}

mod writers;
