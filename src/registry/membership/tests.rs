//! Memberships: who confirms what, how they end, and what is refused.

use super::*;
use crate::outbox::Event;
use crate::registry::tests::{Office, office};

const BASE: &str = "https://a.example";
const ABROAD: &str = "https://b.example/o/0192f5a0-7b1c-7e2d-8f3a-4b5c6d7e8f90";

fn proposal(member: &Organization, body: Party) -> Proposal {
    Proposal {
        member: own(member),
        body,
        role: MembershipRole::Member,
        since: Some(jiff::civil::date(2020, 1, 1)),
    }
}

fn own(organization: &Organization) -> Party {
    Party::Own(organization.id.clone())
}

async fn abroad(office: &Office) -> Party {
    let mut tx = office.db.read().await.unwrap();
    Party::find(&mut tx, BASE, ABROAD).await.unwrap()
}

/// Runs one verb in a transaction of its own.
macro_rules! done {
    ($office:expr, |$tx:ident| $verb:expr) => {{
        let mut $tx = $office.db.begin().await.unwrap();
        let done = $verb.await;
        if done.is_ok() {
            $tx.commit().await.unwrap();
        }
        done
    }};
}

#[tokio::test]
async fn a_membership_counts_once_both_sides_are_confirmed_and_both_are_told() {
    let office = office().await;
    let (coop, union) = (
        office.published("Coop").await,
        office.published("Union").await,
    );
    let made = done!(office, |tx| add(
        &mut tx,
        &office.clock,
        proposal(&coop, own(&union)),
        &Speaker::Office
    ))
    .unwrap();
    let made = done!(office, |tx| confirm(
        &mut tx,
        &office.clock,
        &made.id,
        &coop.id
    ))
    .unwrap();
    assert!(!made.is_confirmed_here());
    assert_eq!(office.events().await, []);
    let made = done!(office, |tx| confirm(
        &mut tx,
        &office.clock,
        &made.id,
        &union.id
    ))
    .unwrap();
    assert!(made.is_confirmed_here());
    let told = office.events().await;
    for side in [&coop, &union] {
        assert!(told.contains(&Event::OrganizationChanged(side.id.clone())));
    }
    let again = done!(office, |tx| confirm(
        &mut tx,
        &office.clock,
        &made.id,
        &union.id
    ))
    .unwrap();
    assert_eq!(again, made);
    assert_eq!(office.events().await.len(), 2);
    let mut tx = office.db.read().await.unwrap();
    assert_eq!(list(&mut tx, &union.id).await.unwrap(), [made]);
}

#[tokio::test]
async fn an_organization_confirms_its_own_side_by_recording_it() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let abroad = abroad(&office).await;
    let speaker = Speaker::Organization(coop.id.clone());
    let made = done!(office, |tx| add(
        &mut tx,
        &office.clock,
        proposal(&coop, abroad),
        &speaker
    ))
    .unwrap();
    assert!(made.confirmed_by_member.is_some() && made.confirmed_by_body.is_none());
    assert!(made.is_confirmed_here());
    assert_eq!(office.events().await.len(), 1);
}

#[tokio::test]
async fn an_end_is_recorded_and_whoever_left_may_come_back() {
    let office = office().await;
    let (coop, union) = (
        office.published("Coop").await,
        office.published("Union").await,
    );
    let join = || proposal(&coop, own(&union));
    let speaker = Speaker::Office;
    let first = done!(office, |tx| add(&mut tx, &office.clock, join(), &speaker)).unwrap();
    let twice = done!(office, |tx| add(&mut tx, &office.clock, join(), &speaker));
    assert!(matches!(twice, Err(Error::AlreadyExists(_))));
    let before = Some(jiff::civil::date(2019, 12, 31));
    let wrong = done!(office, |tx| end(
        &mut tx,
        &office.clock,
        &first.id,
        before,
        &speaker
    ));
    assert!(wrong.unwrap_err().to_string().contains("2020-01-01"));
    let ended = done!(office, |tx| end(
        &mut tx,
        &office.clock,
        &first.id,
        None,
        &speaker
    ))
    .unwrap();
    assert_eq!(ended.until, Some(jiff::civil::date(2026, 9, 21)));
    let late = done!(office, |tx| confirm(
        &mut tx,
        &office.clock,
        &first.id,
        &coop.id
    ));
    assert!(matches!(late, Err(Error::Conflict(_))));
    done!(office, |tx| add(&mut tx, &office.clock, join(), &speaker)).unwrap();
    let mut tx = office.db.read().await.unwrap();
    let all = list(&mut tx, &coop.id).await.unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(all[1], ended);
}

#[tokio::test]
async fn what_begins_later_can_be_denied_before() {
    let office = office().await;
    let (coop, union) = (
        office.published("Coop").await,
        office.published("Union").await,
    );
    let later = Some(jiff::civil::date(2027, 3, 1));
    let join = Proposal {
        since: later,
        ..proposal(&coop, own(&union))
    };
    let by = Speaker::Organization(coop.id.clone());
    let made = done!(office, |tx| add(&mut tx, &office.clock, join, &by)).unwrap();
    let by = Speaker::Organization(union.id.clone());
    let today = Some(jiff::civil::date(2026, 9, 21));
    let wrong = done!(office, |tx| end(
        &mut tx,
        &office.clock,
        &made.id,
        today,
        &by
    ));
    assert!(wrong.unwrap_err().to_string().contains("2027-03-01"));
    let denied = done!(office, |tx| end(
        &mut tx,
        &office.clock,
        &made.id,
        None,
        &by
    ))
    .unwrap();
    assert_eq!((denied.until, denied.ended_at.is_some()), (later, true));
}

#[tokio::test]
async fn nobody_speaks_for_a_side_that_is_not_theirs() {
    let office = office().await;
    let (coop, union) = (
        office.published("Coop").await,
        office.published("Union").await,
    );
    let stranger = office.published("Stranger").await;
    let speaker = Speaker::Organization(stranger.id.clone());
    let join = || proposal(&coop, own(&union));
    let added = done!(office, |tx| add(&mut tx, &office.clock, join(), &speaker));
    assert!(matches!(added, Err(Error::Forbidden(_))));
    let made = done!(office, |tx| add(
        &mut tx,
        &office.clock,
        join(),
        &Speaker::Office
    ))
    .unwrap();
    let confirmed = done!(office, |tx| confirm(
        &mut tx,
        &office.clock,
        &made.id,
        &stranger.id
    ));
    assert!(matches!(confirmed, Err(Error::Forbidden(_))));
    let ended = done!(office, |tx| end(
        &mut tx,
        &office.clock,
        &made.id,
        None,
        &speaker
    ));
    assert!(matches!(ended, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn a_membership_that_makes_no_sense_is_refused() {
    let office = office().await;
    let (coop, gone) = (
        office.published("Coop").await,
        office.published("Gone").await,
    );
    done!(office, |tx| crate::registry::dissolve(
        &mut tx,
        &office.clock,
        &gone.id,
        None
    ))
    .unwrap();
    let abroad = abroad(&office).await;
    let unknown = Party::Own(OrganizationId::new(&office.clock));
    let both_abroad = Proposal {
        member: abroad.clone(),
        ..proposal(&coop, Party::Foreign("https://c.example/o/1".into()))
    };
    for (wrong, words) in [
        (proposal(&coop, own(&coop)), "itself"),
        (proposal(&coop, own(&gone)), "dissolved"),
        (proposal(&coop, unknown), "not found"),
        (both_abroad, "this directory"),
    ] {
        let refusal = done!(office, |tx| add(
            &mut tx,
            &office.clock,
            wrong,
            &Speaker::Office
        ));
        let refusal = refusal.unwrap_err().to_string();
        assert!(refusal.contains(words), "{refusal}");
    }
    assert!(MembershipRole::parse("king").is_err());
}

#[tokio::test]
async fn a_side_is_found_by_handle_identifier_or_address() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let mut tx = office.db.read().await.unwrap();
    for name in [
        "coop".to_owned(),
        "@coop".to_owned(),
        coop.id.to_string(),
        format!("{BASE}/o/{}", coop.id),
        format!("{BASE}/@coop"),
    ] {
        assert_eq!(
            Party::find(&mut tx, BASE, &name).await.unwrap(),
            own(&coop),
            "{name}"
        );
    }
    let elsewhere = Party::find(&mut tx, BASE, &format!("{ABROAD}#main-key"))
        .await
        .unwrap();
    assert_eq!(elsewhere, Party::Foreign(ABROAD.to_owned()));
    for wrong in [
        "nobody",
        "ftp://b.example/o/1",
        "https://",
        "https://a.example/o/none",
    ] {
        assert!(Party::find(&mut tx, BASE, wrong).await.is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn whoever_loses_a_partner_is_published_anew() {
    let office = office().await;
    let (coop, union) = (
        office.published("Coop").await,
        office.published("Union").await,
    );
    let join = proposal(&coop, own(&union));
    done!(office, |tx| add(
        &mut tx,
        &office.clock,
        join,
        &Speaker::Office
    ))
    .unwrap();
    done!(office, |tx| crate::registry::remove(
        &mut tx,
        &office.clock,
        &coop.id
    ))
    .unwrap();
    let told = Event::OrganizationChanged(union.id.clone());
    assert!(office.events().await.contains(&told));
    let mut tx = office.db.read().await.unwrap();
    assert_eq!(list(&mut tx, &union.id).await.unwrap(), []);
}

#[tokio::test]
async fn of_two_who_record_one_membership_the_second_is_refused() {
    let office = office().await;
    let (coop, union) = (
        office.published("Coop").await,
        office.published("Union").await,
    );
    let attempt = async || {
        done!(office, |tx| add(
            &mut tx,
            &office.clock,
            proposal(&coop, own(&union)),
            &Speaker::Office
        ))
    };
    let (one, two) = tokio::join!(attempt(), attempt());
    let refusals: Vec<Error> = [one, two].into_iter().filter_map(Result::err).collect();
    assert!(
        matches!(refusals.as_slice(), [Error::AlreadyExists(_)]),
        "{refusals:?}"
    );
}

#[tokio::test]
async fn an_address_of_ours_in_any_spelling_is_ours() {
    let office = office().await;
    let coop = office.published("Coop").await;
    let mut tx = office.db.read().await.unwrap();
    let path = coop.path();
    for address in [
        format!("{BASE}{path}"),
        format!("HTTPS://A.example{path}#main-key"),
        format!("https://a.example:443{path}?x=1"),
        format!("http://a.example{path}"),
        format!("https://a.example.{path}"),
        format!("{BASE}/@{}", coop.handle),
    ] {
        let found = Party::find(&mut tx, BASE, &address).await.unwrap();
        assert_eq!(found, own(&coop), "{address}");
    }
    for address in ["HTTPS://a.example/o/none", "https://A.EXAMPLE/"] {
        let refusal = Party::find(&mut tx, BASE, address).await.unwrap_err();
        assert!(refusal.to_string().contains(address), "{refusal}");
    }
    for address in [
        ABROAD.to_owned(),
        format!("https://a.example:8443{path}"),
        format!("https://a.example.evil{path}"),
    ] {
        let found = Party::find(&mut tx, BASE, &address).await.unwrap();
        assert_eq!(found, Party::Foreign(address));
    }
}
