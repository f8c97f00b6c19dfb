//! What is begun is kept for its organization alone, and nobody overwrites another's words
//! unseen.

use super::*;
use crate::offers::{self, Purpose};
use crate::pictures::given_testing::png;
use crate::pictures::{self, Content, Given, Role};
use crate::registry::{Author, Consent, Draft as Stated, Organization, duplicates};
use crate::store::{Db, testing};
use crate::text::LanguageMap;
use crate::vocabulary::{EntityType, Terms, What};

struct House {
    db: Db,
    clock: Clock,
    _folder: tempfile::TempDir,
}

async fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    House {
        db: testing::fresh(folder.path()).await.unwrap(),
        clock: Clock::fixed(Timestamp(1_790_000_000_000)),
        _folder: folder,
    }
}

impl House {
    async fn coop(&self, name: &str) -> Organization {
        let stated = Stated::named(name, "es", EntityType::Cooperative).unwrap();
        let mut tx = self.db.begin().await.unwrap();
        let added = registry::add(&mut tx, &self.clock, stated).await.unwrap();
        tx.commit().await.unwrap();
        added
    }

    async fn active(&self, name: &str) -> Organization {
        let id = self.coop(name).await.id;
        let consent = Consent {
            by: "Ana".into(),
            statement: "letter".into(),
            at: None,
        };
        let mut tx = self.db.begin().await.unwrap();
        registry::publish(&mut tx, &self.clock, &id).await.unwrap();
        let active = registry::activate(&mut tx, &self.clock, &id, &consent)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        active
    }

    fn fresh(&self) -> Basis {
        Basis {
            id: DraftId::new(&self.clock),
            version: None,
        }
    }

    async fn keep(
        &self,
        tx: &mut Tx,
        own: &Organization,
        basis: &Basis,
        title: &str,
    ) -> Outcome<Kept> {
        keep(tx, &self.clock, &own.id, basis, titled(title))
            .await
            .unwrap()
    }
}

fn titled(title: &str) -> Fields {
    [("title".to_owned(), title.to_owned())].into()
}

fn stated() -> Draft {
    Draft::titled(Purpose::Offer, "T", "es", What::Product, Terms::Lend).unwrap()
}

fn done<T>(outcome: Outcome<T>) -> T {
    match outcome {
        Outcome::Done(done) => done,
        Outcome::Changed(theirs) => panic!("changed to {theirs:?}"),
        Outcome::Gone => panic!("gone"),
    }
}

fn of(kept: &Kept) -> Basis {
    Basis {
        id: kept.id.clone(),
        version: Some(kept.updated_at),
    }
}

#[tokio::test]
async fn what_was_begun_is_kept_changed_and_discarded() {
    let house = house().await;
    let (own, other) = (house.coop("Una").await, house.coop("Otra").await);
    let mut tx = house.db.begin().await.unwrap();
    let basis = house.fresh();
    let first = done(house.keep(&mut tx, &own, &basis, "Tostadora").await);
    // Whoever presses twice keeps one.
    let again = done(house.keep(&mut tx, &own, &basis, "Tostadora").await);
    assert_eq!(again, first);
    let second = done(house.keep(&mut tx, &own, &of(&first), "Tostador").await);
    assert_eq!(second.id, first.id);
    assert!(second.updated_at > first.updated_at);
    let all = list(&mut tx, &own.id).await.unwrap();
    assert_eq!(all, std::slice::from_ref(&second));
    let foreign = get(&mut tx, &other.id, &first.id).await;
    assert!(matches!(foreign, Err(Error::NotFound(_))));
    assert!(!discard(&mut tx, &other.id, &first.id).await.unwrap());
    assert!(discard(&mut tx, &own.id, &first.id).await.unwrap());
    assert!(!discard(&mut tx, &own.id, &first.id).await.unwrap());
    let late = house.keep(&mut tx, &own, &of(&second), "Tueste").await;
    assert_eq!(late, Outcome::Gone);
    assert!(list(&mut tx, &own.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn whoever_knew_older_words_sees_the_newer_before_they_replace_them() {
    let house = house().await;
    let own = house.active("Una").await;
    let mut tx = house.db.begin().await.unwrap();
    let basis = house.fresh();
    let first = done(house.keep(&mut tx, &own, &basis, "Tostadora").await);
    let second = done(house.keep(&mut tx, &own, &of(&first), "Tostador").await);
    for late in [&basis, &of(&first)] {
        let kept = house.keep(&mut tx, &own, late, "Tueste").await;
        assert_eq!(kept, Outcome::Changed(second.clone()));
        let stated =
            Draft::titled(Purpose::Offer, "Tueste", "es", What::Product, Terms::Lend).unwrap();
        let typed = titled("Tueste");
        let published = publish(&mut tx, &house.clock, &own.id, (late, &typed), stated).await;
        assert_eq!(published.unwrap(), Outcome::Changed(second.clone()));
    }
    assert!(offers::ids_of(&mut tx, &own.id).await.unwrap().is_empty());
    let third = done(house.keep(&mut tx, &own, &of(&second), "Tueste").await);
    assert_eq!(third.fields, titled("Tueste"));
}

#[tokio::test]
async fn what_is_published_is_no_draft_any_more_and_what_is_refused_stays_one() {
    let house = house().await;
    let (own, listed) = (house.active("Una").await, house.coop("Otra").await);
    let typed = titled("T");
    let mut tx = house.db.begin().await.unwrap();
    let basis = house.fresh();
    let kept = done(house.keep(&mut tx, &listed, &basis, "T").await);
    tx.commit().await.unwrap();
    let mut tx = house.db.begin().await.unwrap();
    let basis = of(&kept);
    let refused = publish(
        &mut tx,
        &house.clock,
        &listed.id,
        (&basis, &typed),
        stated(),
    )
    .await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    drop(tx);
    let mut tx = house.db.begin().await.unwrap();
    assert_eq!(list(&mut tx, &listed.id).await.unwrap(), [kept]);

    let kept = done(house.keep(&mut tx, &own, &house.fresh(), "T").await);
    let basis = of(&kept);
    let offer = publish(&mut tx, &house.clock, &own.id, (&basis, &typed), stated()).await;
    let offer = done(offer.unwrap());
    assert_eq!(offers::ids_of(&mut tx, &own.id).await.unwrap(), [offer.id]);
    assert!(list(&mut tx, &own.id).await.unwrap().is_empty());
    let twice = publish(&mut tx, &house.clock, &own.id, (&basis, &typed), stated()).await;
    assert_eq!(twice.unwrap(), Outcome::Gone);
}

#[tokio::test]
async fn too_much_too_many_and_what_is_anothers_are_refused() {
    let house = house().await;
    let (own, other) = (house.coop("Una").await, house.coop("Otra").await);
    let mut tx = house.db.begin().await.unwrap();
    let long = titled(&"ñ".repeat(LONGEST + 1));
    let refused = keep(&mut tx, &house.clock, &own.id, &house.fresh(), long).await;
    assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    let longest = titled(&"ñ".repeat(LONGEST));
    let kept = keep(&mut tx, &house.clock, &own.id, &house.fresh(), longest).await;
    let kept = done(kept.unwrap());
    let taken = Basis {
        version: None,
        ..of(&kept)
    };
    let refused = keep(&mut tx, &house.clock, &other.id, &taken, titled("x")).await;
    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
    assert_eq!(get(&mut tx, &own.id, &kept.id).await.unwrap(), kept);
    for _ in 1..MOST {
        done(house.keep(&mut tx, &own, &house.fresh(), "x").await);
    }
    let refused = keep(&mut tx, &house.clock, &own.id, &house.fresh(), titled("x")).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    done(house.keep(&mut tx, &own, &of(&kept), "y").await);
    let nobody = OrganizationId::new(&house.clock);
    let refused = keep(&mut tx, &house.clock, &nobody, &house.fresh(), titled("x")).await;
    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
}

#[tokio::test]
async fn drafts_go_with_their_organization_and_move_to_the_record_that_it_becomes() {
    let house = house().await;
    let (own, lost) = (house.coop("Una").await, house.coop("Una bis").await);
    let mut tx = house.db.begin().await.unwrap();
    let kept = done(house.keep(&mut tx, &lost, &house.fresh(), "T").await);
    duplicates::merge(&mut tx, &house.clock, &own.id, &lost.id, &Author::Office)
        .await
        .unwrap();
    let moved = list(&mut tx, &own.id).await.unwrap();
    assert_eq!(moved.first().map(|one| &one.id), Some(&kept.id));
    registry::remove(&mut tx, &house.clock, &own.id)
        .await
        .unwrap();
    assert!(list(&mut tx, &own.id).await.unwrap().is_empty());
}

async fn given(shade: u8) -> Given {
    let bytes = png(64, 64, shade).into();
    Given::read(bytes, None, Role::Photo).await.unwrap()
}

fn alt(text: &str) -> LanguageMap {
    LanguageMap::of("fr", text).unwrap()
}

async fn is_public(tx: &mut Tx, photo: &Given) -> bool {
    let content = pictures::content(tx, photo.digest()).await.unwrap();
    matches!(content, Content::Drawn(..))
}

#[tokio::test]
async fn photos_of_a_draft_are_nobodys_until_it_is_published() {
    let house = house().await;
    let (own, other) = (house.active("Una").await, house.active("Otra").await);
    let (one, two) = (given(1).await, given(2).await);
    let mut tx = house.db.begin().await.unwrap();
    let kept = done(house.keep(&mut tx, &own, &house.fresh(), "T").await);
    let at = (&own.id, &kept.id);
    for photo in [&one, &two] {
        photos::add(&mut tx, &house.clock, at, photo, &alt("Une tasse"))
            .await
            .unwrap();
        assert!(!is_public(&mut tx, photo).await);
    }
    let own_sight = photos::content(&mut tx, at, one.digest()).await.unwrap();
    assert!(matches!(own_sight, Content::Drawn(..)));
    let foreign = (&other.id, &kept.id);
    let refused = photos::content(&mut tx, foreign, one.digest()).await;
    assert!(matches!(refused, Err(Error::NotFound(_))));
    let refused = photos::add(&mut tx, &house.clock, foreign, &one, &alt("x")).await;
    assert!(matches!(refused, Err(Error::NotFound(_))));
    let refused = photos::remove(&mut tx, foreign, one.digest()).await;
    assert!(matches!(refused, Err(Error::NotFound(_))));
    let refused = photos::add(&mut tx, &house.clock, at, &one, &alt("x")).await;
    assert!(matches!(refused, Err(Error::AlreadyExists(_))));
    for text in ["", &*"x".repeat(1_501)] {
        let refused = photos::describe(&mut tx, at, one.digest(), &alt(text)).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    }

    // One that is taken away is kept no longer; the other goes with the offer, told in its
    // language.
    photos::remove(&mut tx, at, two.digest()).await.unwrap();
    assert!(!is_public(&mut tx, &two).await);
    let basis = of(&kept);
    let offer = publish(
        &mut tx,
        &house.clock,
        &own.id,
        (&basis, &titled("T")),
        stated(),
    )
    .await;
    let offer = done(offer.unwrap());
    let shown = offers::photos::of(&mut tx, &offer).await.unwrap();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].alt, LanguageMap::of("es", "Une tasse").unwrap());
    assert!(is_public(&mut tx, &one).await);
}

#[tokio::test]
async fn photos_of_a_draft_are_four_at_most_and_go_with_it() {
    let house = house().await;
    let own = house.active("Una").await;
    let mut tx = house.db.begin().await.unwrap();
    for is_left in [false, true] {
        let kept = done(house.keep(&mut tx, &own, &house.fresh(), "T").await);
        let at = (&own.id, &kept.id);
        let first = given(10).await;
        photos::add(&mut tx, &house.clock, at, &first, &alt("x"))
            .await
            .unwrap();
        for shade in [20, 30, 40] {
            let photo = given(shade).await;
            photos::add(&mut tx, &house.clock, at, &photo, &alt("x"))
                .await
                .unwrap();
        }
        let fifth = given(50).await;
        let refused = photos::add(&mut tx, &house.clock, at, &fifth, &alt("x")).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
        if is_left {
            registry::leave(&mut tx, &house.clock, &own.id)
                .await
                .unwrap();
        } else {
            assert!(discard(&mut tx, &own.id, &kept.id).await.unwrap());
        }
        let left = pictures::of(&mut tx, &kept.id.path()).await.unwrap();
        assert!(left.is_empty());
        assert!(!is_public(&mut tx, &first).await);
    }
}
