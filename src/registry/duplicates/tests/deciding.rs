//! Finding and keeping apart, each with what it refuses.

use super::office::{draft, office};
use crate::error::Error;
use crate::id::{BatchId, OrganizationId};
use crate::registry::duplicates::{self, Among, Candidate, State};
use crate::registry::membership::Party;
use crate::registry::same_as::{self, StatedBy};
use crate::registry::{self, Author, Organization};

#[tokio::test]
async fn what_is_alike_is_proposed_once_and_never_after_it_was_kept_apart() {
    let office = office().await;
    let one = office.publish(draft("Café Unión de Tejedoras")).await;
    let other = office.publish(draft("Cafe Union Tejedoras")).await;
    office.publish(draft("Panadería del Barrio")).await;
    let found = office.find().await;
    assert_eq!((found.records, found.proposed, found.new), (3, 1, 1));
    assert_eq!(office.find().await.new, 0);
    let pairs = office.pairs(State::Proposed).await;
    assert_eq!(
        (&pairs[0].one, &pairs[0].other),
        (&one.path(), &other.path())
    );
    assert!(!pairs[0].reasons.is_empty());

    office.apart(&other, &one).await.unwrap();
    assert_eq!(office.find().await.proposed, 0);
    assert_eq!(office.pairs(State::Proposed).await, []);
    assert_eq!(office.pairs(State::Apart).await.len(), 1);
}

#[tokio::test]
async fn a_proposal_goes_when_the_records_are_no_longer_alike() {
    let office = office().await;
    let one = office.publish(draft("Café Unión de Tejedoras")).await;
    office.publish(draft("Cafe Union Tejedoras")).await;
    assert_eq!(office.find().await.new, 1);
    let mut tx = office.db.begin().await.unwrap();
    registry::edit(
        &mut tx,
        &office.clock,
        &one.id,
        draft("Molino"),
        Author::Office,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.find().await.proposed, 0);
    assert_eq!(office.pairs(State::Proposed).await, []);
}

#[tokio::test]
async fn an_import_is_compared_with_everything_and_the_rest_is_left_alone() {
    let office = office().await;
    office.publish(draft("Café Unión de Tejedoras")).await;
    office.publish(draft("Cafe Union Tejedoras")).await;
    let old = office.publish(draft("Ahorro Mixteca")).await;
    let new = office.publish(draft("Ahorro Mixteca S.C.")).await;
    let batch = BatchId::new(&office.clock);
    office.source(&new, batch.as_str(), "7").await;
    let among = Among::Batch(batch);
    let found = office.search(among, Vec::new()).await;
    assert_eq!(found.new, 1);
    let pairs = office.pairs(State::Proposed).await;
    assert_eq!((&pairs[0].one, &pairs[0].other), (&old.path(), &new.path()));
}

#[tokio::test]
async fn another_directorys_record_is_proposed_beside_ours() {
    let office = office().await;
    let ours = office.publish(draft("Café Unión de Tejedoras")).await;
    let theirs = Candidate {
        id: "https://other.example/o/1".into(),
        names: vec!["Cafe Union Tejedoras".into()],
        country: Some("MX".into()),
        ..Candidate::default()
    };
    let twin = Candidate {
        id: "https://third.example/o/1".into(),
        ..theirs.clone()
    };
    let others = vec![theirs, twin];
    office.search(Among::All, others).await;
    let pairs = office.pairs(State::Proposed).await;
    assert!(
        pairs.iter().all(|pair| pair.one == ours.path()),
        "{pairs:?}"
    );
    assert_eq!(pairs.len(), 2);
}

#[tokio::test]
async fn keeping_apart_refuses_one_record_unknown_ones_and_what_is_stated_the_same() {
    let office = office().await;
    let one = office.publish(draft("Café Unión")).await;
    assert!(matches!(
        office.apart(&one, &one).await,
        Err(Error::Invalid { .. })
    ));
    let unknown = Organization {
        id: OrganizationId::new(&office.clock),
        ..one.clone()
    };
    assert!(matches!(
        office.apart(&one, &unknown).await,
        Err(Error::NotFound(_))
    ));
    let theirs = Candidate {
        id: "https://other.example/o/1".into(),
        names: vec!["Cafe Union".into()],
        country: Some("MX".into()),
        ..Candidate::default()
    };
    let address = theirs.id.clone();
    office.search(Among::All, vec![theirs]).await;
    let mut tx = office.db.begin().await.unwrap();
    same_as::state(&mut tx, &office.clock, &one.id, &address, StatedBy::Office)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = office.db.begin().await.unwrap();
    let (ours, foreign) = (Party::Own(one.id.clone()), Party::Foreign(address.clone()));
    let author = Author::Office;
    let apart = duplicates::keep_apart(&mut tx, &office.clock, &ours, &foreign, &author).await;
    assert!(matches!(apart, Err(Error::Conflict(_))), "{apart:?}");
    same_as::take_back(&mut tx, &office.clock, &one.id, &address)
        .await
        .unwrap();
    let both = duplicates::pair(&mut tx, &one.path(), &address)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(both.state, State::Proposed, "the question is open again");
    duplicates::keep_apart(&mut tx, &office.clock, &ours, &foreign, &author)
        .await
        .unwrap();
    let again = same_as::take_back(&mut tx, &office.clock, &one.id, &address).await;
    assert!(matches!(again, Err(Error::Absent { .. })));
}

#[tokio::test]
async fn an_organization_that_does_not_speak_for_itself_states_nothing() {
    let office = office().await;
    let listed = office.publish(draft("Café Unión")).await;
    let mut tx = office.db.begin().await.unwrap();
    let by = StatedBy::Organization;
    let address = "https://other.example/o/1";
    let refusal = same_as::state(&mut tx, &office.clock, &listed.id, address, by).await;
    assert!(matches!(refusal, Err(Error::Conflict(_))));
    for address in ["other.example/o/1", "mailto:a@b.example", ""] {
        let by = StatedBy::Office;
        let refusal = same_as::state(&mut tx, &office.clock, &listed.id, address, by).await;
        assert!(matches!(refusal, Err(Error::Invalid { .. })), "{address}");
    }
    drop(tx);
    assert_eq!(office.events().await, []);
}
