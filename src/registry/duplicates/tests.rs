//! Which pairs are proposed, and which are not, each for one reason.

/// What a merge carries, table by table.
mod carried;
/// Finding and keeping apart.
mod deciding;
/// What a merge makes of memberships, reasons and types.
mod memberships;
/// Merging.
mod merging;
/// What hangs on a record.
mod moving;
/// An office with its records.
mod office;
/// Searching by pages.
mod pages;

use super::*;
use crate::place::Point;

pub(super) fn named(id: &str, name: &str) -> Candidate {
    Candidate {
        id: id.to_owned(),
        names: vec![name.to_owned()],
        country: Some("MX".to_owned()),
        locality: Some("Oaxaca".to_owned()),
        ..Candidate::default()
    }
}

fn numbered(mut candidate: Candidate, number: &str) -> Candidate {
    candidate.sources.push(Stated {
        register: candidate.id.clone(),
        identifier: "1".to_owned(),
        register_number: Some(number.to_owned()),
    });
    candidate
}

fn on(mut candidate: Candidate, site: &str) -> Candidate {
    candidate.website = site.parse().ok();
    candidate
}

fn proposed(one: Candidate, other: Candidate) -> Option<Compared> {
    let found = matches(&[one, other], |_, _| true).unwrap();
    found.into_iter().next().map(|found| found.compared)
}

#[test]
fn one_number_of_one_country_is_proposed_whatever_the_names() {
    let one = numbered(named("/o/1", "Taller Norte"), "CV 0012");
    let other = numbered(named("/o/2", "Ciclos del Istmo"), "cv-12");
    let compared = proposed(one.clone(), other.clone()).unwrap();
    assert_eq!(
        compared.reasons[0],
        Reason::RegisterNumber {
            number: "CV12".to_owned()
        }
    );
    assert!(compared.score() > 0.5 && compared.score() <= 1.0);
    let foreign = Candidate {
        country: Some("ES".to_owned()),
        ..other
    };
    assert_eq!(proposed(one, foreign), None);
}

#[test]
fn one_name_in_one_town_is_proposed_and_in_two_countries_is_not() {
    let one = named("/o/1", "Café Unión de Tejedoras");
    let other = named("/o/2", "CAFE UNION TEJEDORAS S. COOP.");
    assert!(proposed(one.clone(), other.clone()).is_some());
    let abroad = Candidate {
        country: Some("FR".to_owned()),
        locality: Some("Lyon".to_owned()),
        ..other
    };
    assert_eq!(proposed(one, abroad), None);
}

#[test]
fn two_numbers_of_one_register_keep_like_names_apart() {
    let one = numbered(named("/o/1", "Huerta de Abajo"), "FCA 100R");
    let other = numbered(named("/o/2", "Huerta de Abajo Compartida"), "FCA 201R");
    assert_eq!(proposed(one, other), None);
}

#[test]
fn a_page_on_a_shared_host_says_nothing_and_an_own_domain_much() {
    let (one, other) = (named("/o/1", "Radio Sur"), named("/o/2", "Radio Popular"));
    let shared = |candidate| on(candidate, "https://facebook.com/radiosur");
    assert_eq!(proposed(shared(one.clone()), shared(other.clone())), None);
    let own = |candidate| on(candidate, "https://www.radiosur.example/");
    let compared = proposed(own(one), own(other)).unwrap();
    let domain = "radiosur.example".to_owned();
    assert!(compared.reasons.contains(&Reason::Domain { domain }));
}

#[test]
fn what_lies_far_apart_is_less_likely_one() {
    let at = |mut candidate: Candidate, latitude| {
        candidate.locality = None;
        candidate.point = Some(Point {
            latitude,
            longitude: -96.7,
        });
        candidate
    };
    let name = "Molino Común";
    let near = proposed(
        at(named("/o/1", name), 17.0),
        at(named("/o/2", name), 17.0005),
    )
    .unwrap();
    let far = resembles(
        &at(named("/o/1", name), 17.0),
        &at(named("/o/2", name), 19.4),
    );
    assert!(far.is_none_or(|far| far.score() < near.score()));
    assert!(
        near.reasons
            .iter()
            .any(|reason| matches!(reason, Reason::Near { metres: 56 }))
    );
}

#[test]
fn the_branches_of_a_chain_are_not_proposed() {
    let branch = |number: usize, town: &str| Candidate {
        locality: Some(town.to_owned()),
        ..named(
            &format!("/o/{number}"),
            &format!("{town} Women's Institute"),
        )
    };
    let towns = ["Arden", "Barley", "Corby", "Dunster", "Elmham", "Fenwick"];
    let branches: Vec<Candidate> = towns
        .iter()
        .enumerate()
        .map(|(number, town)| branch(number, town))
        .collect();
    assert_eq!(matches(&branches, |_, _| true).unwrap(), []);
}

#[test]
fn reasons_read_back_as_they_were_written() {
    let reason = Reason::OtherPlace {
        one: "Oaxaca".to_owned(),
        other: "Lyon".to_owned(),
    };
    let json = serde_json::to_string(&reason).unwrap();
    assert_eq!(
        json,
        r#"{"kind":"other-place","one":"Oaxaca","other":"Lyon"}"#
    );
    assert_eq!(serde_json::from_str::<Reason>(&json).unwrap(), reason);
    assert!(reason.is_against() && reason.to_string().starts_with("but"));
}
