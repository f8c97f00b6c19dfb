//! What hangs on a record goes with it when it is merged, and tokens for it end.

use serde_json::json;

use super::office::{Office, draft, office};
use crate::access::{self, Scope};
use crate::error::Error;
use crate::id::BatchId;
use crate::registry::attestation::{self, Statement};
use crate::registry::claim;
use crate::registry::conflict::{self, Conflict};
use crate::registry::membership::{self, Membership, Party, Proposal, Speaker};
use crate::registry::{Field, Organization};
use crate::vocabulary::{AttestationKind, MembershipRole};

impl Office {
    /// Records a membership, confirmed by some of its sides.
    async fn member(
        &self,
        member: &Organization,
        body: &Organization,
        confirmed_by: &[&Organization],
    ) -> Membership {
        let proposal = Proposal {
            member: Party::Own(member.id.clone()),
            body: Party::Own(body.id.clone()),
            role: MembershipRole::Member,
            since: None,
        };
        let mut tx = self.db.begin().await.unwrap();
        let mut membership = membership::add(&mut tx, &self.clock, proposal, &Speaker::Office)
            .await
            .unwrap();
        for side in confirmed_by {
            membership = membership::confirm(&mut tx, &self.clock, &membership.id, &side.id)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        membership
    }

    async fn end(&self, membership: &Membership) {
        let mut tx = self.db.begin().await.unwrap();
        membership::end(&mut tx, &self.clock, &membership.id, None, &Speaker::Office)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn attestations_links_and_contradictions_go_to_the_kept_record_and_tokens_end() {
    let office = office().await;
    let kept = office.publish(draft("Café Unión")).await;
    let lost = office.publish(draft("Cafe Union SC")).await;
    let mut tx = office.db.begin().await.unwrap();
    let statement = Statement {
        kind: AttestationKind::Office,
        attested_by: "Oficina".into(),
        attested_by_address: None,
        statement: "Is a cooperative of 12 members".into(),
        method: "visit".into(),
        attested_on: None,
        valid_until: None,
    };
    let attested = attestation::attest(&mut tx, &office.clock, &lost.id, &statement)
        .await
        .unwrap();
    let (_, link) = claim::make(&mut tx, &office.clock, &lost.id, "Ana, by telephone")
        .await
        .unwrap();
    let scopes = [Scope::OrganizationsWrite];
    let of_lost = access::create(&mut tx, &office.clock, "Ana", &scopes, Some(&lost.id));
    let (_, of_lost) = of_lost.await.unwrap();
    let of_kept = access::create(&mut tx, &office.clock, "Eva", &scopes, Some(&kept.id));
    let (_, of_kept) = of_kept.await.unwrap();
    let conflict = Conflict {
        organization: lost.id.clone(),
        field: Field::Website,
        register: "city".into(),
        identifier: "7".into(),
        stated: json!("https://cafe.example/"),
        stated_on: None,
        batch: BatchId::new(&office.clock),
        noticed_at: office.clock.now(),
    };
    conflict::raise(&mut tx, &[conflict]).await.unwrap();
    tx.commit().await.unwrap();

    office.merge(&kept, &lost).await.unwrap();
    let mut tx = office.db.read().await.unwrap();
    let attestations = attestation::list(&mut tx, &office.clock, &kept.id).await;
    let ids: Vec<_> = attestations
        .unwrap()
        .into_iter()
        .map(|one| one.id)
        .collect();
    assert_eq!(ids, [attested.id]);
    let (_, of_link) = claim::find(&mut tx, &office.clock, &link).await.unwrap();
    assert_eq!(of_link.id, kept.id, "the link leads on");
    let conflicts = conflict::list(&mut tx, Some(&kept.id), 10).await.unwrap();
    assert_eq!(conflicts.len(), 1);
    let refusal = access::find(&mut tx, &of_lost).await.unwrap_err();
    assert!(matches!(refusal, Error::Unauthenticated(_)), "{refusal}");
    assert!(access::find(&mut tx, &of_kept).await.is_ok());
}

#[tokio::test]
async fn a_link_to_take_the_lost_record_over_gives_nobody_a_record_that_has_its_keeper() {
    let office = office().await;
    let active = office.publish(draft("Café Unión")).await;
    office.activate(&active.id).await;
    let listed = office.publish(draft("Cafe Union SC")).await;
    let mut tx = office.db.begin().await.unwrap();
    let (_, link) = claim::make(&mut tx, &office.clock, &listed.id, "Ana, by telephone")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    office.merge(&active, &listed).await.unwrap();
    let mut tx = office.db.read().await.unwrap();
    assert!(claim::find(&mut tx, &office.clock, &link).await.is_err());
    assert_eq!(claim::list(&mut tx, &active.id).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_membership_that_both_have_becomes_one_with_what_either_confirmed() {
    let office = office().await;
    let kept = office.publish(draft("Café Unión")).await;
    let lost = office.publish(draft("Cafe Union SC")).await;
    let network = office.publish(draft("Red de Cafés")).await;
    office.member(&kept, &network, &[&network]).await;
    office.member(&lost, &network, &[&lost]).await;
    office.member(&lost, &kept, &[]).await;
    office.merge(&kept, &lost).await.unwrap();
    let left = office.memberships(&kept).await;
    assert_eq!(left.len(), 1, "one, and none with itself: {left:?}");
    assert!(left[0].confirmed_by_member.is_some() && left[0].confirmed_by_body.is_some());
}

#[tokio::test]
async fn a_membership_that_ended_neither_hides_nor_confirms_one_that_stands() {
    let office = office().await;
    let kept = office.publish(draft("Café Unión")).await;
    let lost = office.publish(draft("Cafe Union SC")).await;
    let network = office.publish(draft("Red de Cafés")).await;
    for record in [&kept, &lost] {
        let ended = office.member(record, &network, &[record, &network]).await;
        office.end(&ended).await;
    }
    let stands = office.member(&lost, &network, &[&lost]).await;
    office.merge(&kept, &lost).await.unwrap();
    let all = office.memberships(&kept).await;
    let standing: Vec<_> = all.iter().filter(|one| one.ended_at.is_none()).collect();
    assert_eq!((all.len(), standing.len()), (3, 1), "{all:?}");
    assert_eq!(standing[0].id, stands.id);
    assert!(standing[0].confirmed_by_body.is_none());
}
