//! Merging, with what it refuses.

use super::office::{count, draft, office};
use crate::error::Error;
use crate::id::OrganizationId;
use crate::outbox::Event;
use crate::pictures::{Given, Role, given_testing::png};
use crate::registry::duplicates::{self, State};
use crate::registry::same_as::{self, StatedBy};
use crate::registry::{self, Author, Draft, Field, Organization, Status};
use crate::store::execute;
use crate::text::LanguageMap;

#[tokio::test]
async fn a_merge_keeps_everything_and_leads_to_the_kept_record() {
    let office = office().await;
    let kept = office.publish(draft("Café Unión")).await;
    let lost = office
        .publish(Draft {
            website: "https://cafe.example/".parse().ok(),
            ..draft("Cafe Union SC")
        })
        .await;
    let third = office.publish(draft("Café Unión Norte")).await;
    office.source(&kept, "city", "1").await;
    office.source(&lost, "federation", "A").await;
    office.apart(&lost, &third).await.unwrap();
    let mut tx = office.db.begin().await.unwrap();
    let other = "https://other.example/o/9";
    same_as::state(&mut tx, &office.clock, &lost.id, other, StatedBy::Office)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let merged = office.merge(&kept, &lost).await.unwrap();
    assert_eq!(merged.id, kept.id);
    assert_eq!(
        merged.stated.website.as_ref().unwrap().as_str(),
        "https://cafe.example/"
    );
    assert!(merged.provenance.of(Field::Website).is_some());
    assert_eq!(merged.stated.name(), "Café Unión");
    assert!(merged.updated_at > kept.updated_at);

    let mut tx = office.db.begin().await.unwrap();
    let sources = registry::sources(&mut tx, &kept.id).await.unwrap();
    let registers: Vec<_> = sources
        .iter()
        .map(|source| source.register.as_str())
        .collect();
    assert_eq!(registers, ["city", "federation"]);
    assert_eq!(
        same_as::of(&mut tx, &kept.id).await.unwrap()[0].other,
        other
    );
    assert_eq!(
        count(&mut tx, "SELECT COUNT(*) FROM erased_sources").await,
        0
    );
    for path in [lost.path(), format!("/@{}", lost.handle)] {
        let to = duplicates::moved(&mut tx, &path).await.unwrap();
        assert_eq!(to, Some(kept.path()), "{path}");
    }
    for name in [lost.id.as_str(), &lost.handle] {
        assert_eq!(registry::find(&mut tx, name).await.unwrap().id, kept.id);
    }
    let again = registry::add(&mut tx, &office.clock, draft("Cafe Union SC"))
        .await
        .unwrap();
    assert_ne!(
        again.handle, lost.handle,
        "a handle that people know is not given again"
    );
    drop(tx);
    let apart = office.pairs(State::Apart).await;
    assert_eq!(
        (&apart[0].one, &apart[0].other),
        (&kept.path(), &third.path())
    );
    assert_eq!(office.pairs(State::Merged).await.len(), 1);
    let events = office.events().await;
    assert!(events.contains(&Event::OrganizationRemoved(lost.id.clone())));
    assert!(events.contains(&Event::OrganizationChanged(kept.id.clone())));

    let fourth = office.publish(draft("Café Unión Centro")).await;
    office.merge(&fourth, &kept).await.unwrap();
    let mut tx = office.db.read().await.unwrap();
    let to = duplicates::moved(&mut tx, &lost.path()).await.unwrap();
    assert_eq!(to, Some(fourth.path()), "a way leads on when its end moves");
}

#[tokio::test]
async fn who_speaks_for_itself_is_kept_and_two_who_do_are_refused() {
    let office = office().await;
    let listed = office.publish(draft("Café Unión")).await;
    let active = office.publish(draft("Cafe Union SC")).await;
    office.activate(&active.id).await;
    let turned = office.merge(&listed, &active).await.unwrap_err();
    assert!(
        matches!(turned, Error::Conflict(_)) && turned.to_string().contains("the one that stays")
    );
    let mut tx = office.db.read().await.unwrap();
    assert_eq!(registry::get(&mut tx, &listed.id).await.unwrap(), listed);
    drop(tx);
    let kept = office.merge(&active, &listed).await.unwrap();
    assert_eq!(kept.id, active.id);

    let other = office.publish(draft("Café Unión")).await;
    office.activate(&other.id).await;
    let refusal = office.merge(&active, &other).await.unwrap_err();
    assert!(matches!(refusal, Error::Conflict(_)) && refusal.to_string().contains("agree"));
    let mut tx = office.db.read().await.unwrap();
    assert!(registry::get(&mut tx, &other.id).await.is_ok());
}

#[tokio::test]
async fn a_merge_with_itself_an_unknown_or_a_hidden_record_is_refused_and_changes_nothing() {
    let office = office().await;
    let public = office.publish(draft("Café Unión")).await;
    assert!(matches!(
        office.merge(&public, &public).await,
        Err(Error::Invalid { .. })
    ));
    let unknown = Organization {
        id: OrganizationId::new(&office.clock),
        ..public.clone()
    };
    assert!(matches!(
        office.merge(&public, &unknown).await,
        Err(Error::NotFound(_))
    ));
    assert!(matches!(
        office.merge(&unknown, &public).await,
        Err(Error::NotFound(_))
    ));
    let mut tx = office.db.begin().await.unwrap();
    let hidden = registry::add(&mut tx, &office.clock, draft("Cafe Union"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let refusal = office.merge(&hidden, &public).await.unwrap_err();
    assert!(refusal.to_string().contains("publish"), "{refusal}");
    let ended = office.publish(draft("Café Unión")).await;
    let mut tx = office.db.begin().await.unwrap();
    registry::dissolve(&mut tx, &office.clock, &ended.id, None)
        .await
        .unwrap();
    execute!(tx, sqlx::query("DELETE FROM events")).unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(
        office.merge(&ended, &public).await,
        Err(Error::Conflict(_))
    ));
    assert_eq!(office.events().await, []);
    let mut tx = office.db.read().await.unwrap();
    let still = registry::get(&mut tx, &public.id).await.unwrap();
    assert_eq!(
        (still.status, still.updated_at),
        (Status::Published, public.updated_at)
    );
}

#[tokio::test]
async fn an_erased_record_leaves_no_pair_and_no_way_to_it() {
    let office = office().await;
    let kept = office.publish(draft("Café Unión de Tejedoras")).await;
    let lost = office.publish(draft("Cafe Union Tejedoras")).await;
    office.publish(draft("Café Unión Tejedoras SC")).await;
    office.find().await;
    office.merge(&kept, &lost).await.unwrap();
    let mut tx = office.db.begin().await.unwrap();
    registry::remove(&mut tx, &office.clock, &kept.id)
        .await
        .unwrap();
    assert_eq!(count(&mut tx, "SELECT COUNT(*) FROM pairs").await, 0);
    assert_eq!(
        duplicates::moved(&mut tx, &lost.path()).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn two_who_merge_the_same_two_leave_one_record() {
    let office = office().await;
    let one = office.publish(draft("Café Unión")).await;
    let other = office.publish(draft("Cafe Union")).await;
    let merge = async |keep: &OrganizationId, lose: &OrganizationId| {
        let mut tx = office.db.begin().await.unwrap();
        let merged = duplicates::merge(&mut tx, &office.clock, keep, lose, &Author::Office).await;
        if merged.is_ok() {
            tx.commit().await.unwrap();
        }
        merged
    };
    let (first, second) = tokio::join!(merge(&one.id, &other.id), merge(&other.id, &one.id));
    let refusals: Vec<_> = [first, second]
        .into_iter()
        .filter_map(Result::err)
        .collect();
    assert!(
        matches!(refusals.as_slice(), [Error::NotFound(_)]),
        "{refusals:?}"
    );
    let mut tx = office.db.read().await.unwrap();
    assert_eq!(
        count(&mut tx, "SELECT COUNT(*) FROM organizations").await,
        1
    );
    assert_eq!(count(&mut tx, "SELECT COUNT(*) FROM redirects").await, 2);
}

#[tokio::test]
async fn a_merge_keeps_the_pictures_that_the_kept_record_lacks() {
    let office = office().await;
    let kept = office.publish(draft("Café Unión")).await;
    let lost = office.publish(draft("Cafe Union SC")).await;
    let (nothing, clock) = (LanguageMap::default(), &office.clock);
    let mut given = Vec::new();
    for (to, role, shade) in [
        (&kept, Role::Icon, 10),
        (&lost, Role::Icon, 90),
        (&lost, Role::Header, 200),
    ] {
        let read = Given::read(png(64, 64, shade).into(), None, role).await;
        let picture = read.unwrap();
        let mut tx = office.db.begin().await.unwrap();
        registry::pictures::give(&mut tx, clock, &to.id, (role, &picture), &nothing)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        given.push(picture);
    }
    office.merge(&kept, &lost).await.unwrap();
    let mut tx = office.db.read().await.unwrap();
    for (role, picture) in [(Role::Icon, &given[0]), (Role::Header, &given[2])] {
        let shown = registry::pictures::given(&mut tx, &kept.path(), role).await;
        assert_eq!(shown.unwrap().unwrap().picture.digest, picture.digest());
    }
}
