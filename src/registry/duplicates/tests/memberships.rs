//! What a merge makes of memberships that both records have, and of reasons and types.

use super::office::{Office, draft, office};
use crate::registry::duplicates::State;
use crate::registry::membership::{self, Membership, Party, Proposal, Speaker};
use crate::registry::{Draft, Field, Organization};
use crate::store::execute;
use crate::vocabulary::{EntityType, MembershipRole};

impl Office {
    /// A membership since a year that the member has confirmed; ended in `until`.
    async fn belongs(
        &self,
        member: &Organization,
        body: &Organization,
        (since, until): (Option<i16>, Option<i16>),
    ) -> Membership {
        let day = |year| jiff::civil::date(year, 1, 1);
        let own = |of: &Organization| Party::Own(of.id.clone());
        let proposal = Proposal {
            member: own(member),
            body: own(body),
            role: MembershipRole::Member,
            since: since.map(day),
        };
        let mut tx = self.db.begin().await.unwrap();
        let by = Speaker::Organization(member.id.clone());
        let made = membership::add(&mut tx, &self.clock, proposal, &by)
            .await
            .unwrap();
        if let Some(year) = until {
            membership::end(&mut tx, &self.clock, &made.id, Some(day(year)), &by)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        made
    }

    pub(super) async fn memberships(&self, of: &Organization) -> Vec<Membership> {
        let mut tx = self.db.read().await.unwrap();
        membership::list(&mut tx, &of.id).await.unwrap()
    }
}

fn years(memberships: &[Membership]) -> Vec<(Option<i16>, Option<i16>)> {
    let year = |day: Option<jiff::civil::Date>| day.map(jiff::civil::Date::year);
    let mut years: Vec<_> = memberships
        .iter()
        .map(|one| (year(one.since), year(one.until)))
        .collect();
    years.sort_unstable();
    years
}

#[tokio::test]
async fn a_membership_that_stands_outlives_an_ended_one_of_the_kept_record() {
    let office = office().await;
    let kept = office.publish(draft("Café Unión")).await;
    let lost = office.publish(draft("Cafe Union SC")).await;
    let body = office.publish(draft("Federación")).await;
    office.belongs(&kept, &body, (Some(2010), Some(2015))).await;
    office.belongs(&lost, &body, (Some(2018), Some(2019))).await;
    office.belongs(&lost, &body, (Some(2020), None)).await;
    office.merge(&kept, &lost).await.unwrap();
    let all = office.memberships(&kept).await;
    let expected = [
        (Some(2010), Some(2015)),
        (Some(2018), Some(2019)),
        (Some(2020), None),
    ];
    assert_eq!(years(&all), expected);
    assert!(all[0].ended_at.is_none() && all[0].confirmed_by_member.is_some());
}

#[tokio::test]
async fn a_membership_that_stands_for_both_becomes_one_since_the_earlier_day() {
    let office = office().await;
    let kept = office.publish(draft("Café Unión")).await;
    let lost = office.publish(draft("Cafe Union SC")).await;
    let (one, other) = (
        office.publish(draft("Federación")).await,
        office.publish(draft("Red")).await,
    );
    office.belongs(&kept, &one, (Some(2020), None)).await;
    office.belongs(&lost, &one, (Some(2015), Some(2016))).await;
    office.belongs(&lost, &one, (Some(2017), None)).await;
    // On the other side, with a day that the kept record does not know.
    office.belongs(&other, &kept, (None, None)).await;
    office.belongs(&other, &lost, (Some(2012), None)).await;
    office.merge(&kept, &lost).await.unwrap();
    let expected = [
        (Some(2012), None),
        (Some(2015), Some(2016)),
        (Some(2017), None),
    ];
    assert_eq!(years(&office.memberships(&kept).await), expected);
}

#[tokio::test]
async fn a_merged_pair_keeps_the_reasons_for_which_it_was_found() {
    let office = office().await;
    let kept = office.publish(draft("Café Unión de Tejedoras")).await;
    let lost = office.publish(draft("Cafe Union Tejedoras")).await;
    office.find().await;
    let found = office.pairs(State::Proposed).await.remove(0);
    assert!(found.score > 0.0 && !found.reasons.is_empty());
    office.merge(&kept, &lost).await.unwrap();
    let merged = office.pairs(State::Merged).await;
    assert_eq!(merged.len(), 1);
    assert_eq!(
        (merged[0].score, &merged[0].reasons),
        (found.score, &found.reasons)
    );
    assert!(office.pairs(State::Proposed).await.is_empty());
}

#[tokio::test]
async fn a_type_that_nobody_stated_gives_way_to_the_lost_records() {
    let office = office().await;
    let untyped = Draft {
        entity_type: EntityType::OtherSse,
        ..draft("Café Unión")
    };
    let kept = office.publish(untyped).await;
    let lost = office.publish(draft("Cafe Union SC")).await;
    forget_origins(&office, &kept).await;
    let merged = office.merge(&kept, &lost).await.unwrap();
    assert_eq!(merged.stated.entity_type, EntityType::Cooperative);
    assert!(merged.provenance.of(Field::EntityType).is_some());

    // One that somebody stated stays.
    let third = office
        .publish(Draft {
            entity_type: EntityType::Association,
            ..draft("Cafe Union AC")
        })
        .await;
    let merged = office.merge(&merged, &third).await.unwrap();
    assert_eq!(merged.stated.entity_type, EntityType::Cooperative);
}

/// Makes it a record of whose values nobody knows who stated them.
async fn forget_origins(office: &Office, of: &Organization) {
    let mut tx = office.db.begin().await.unwrap();
    let statement = "UPDATE organizations SET provenance = '[]' WHERE id = $1";
    execute!(tx, sqlx::query(statement).bind(&of.id)).unwrap();
    tx.commit().await.unwrap();
}
