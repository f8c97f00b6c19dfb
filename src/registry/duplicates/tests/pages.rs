//! What is found does not depend on how much of it is in memory at one time: the search by
//! pages is compared with one that holds everything at once and is as simple as can be.

use std::collections::{BTreeMap, BTreeSet};

use super::super::blocks;
use super::super::candidate::{Candidate, Stated};
use super::super::compare::{Gathered, matches};
use super::super::corpus::Corpus;
use super::super::counts::Counts;
use super::super::follow::Following;
use super::super::ready::Ready;
use super::super::score;
use crate::place::Point;
use crate::store::scratch::Scratch;

/// A pair with the text of its score and reasons.
type Told = (usize, usize, String);

/// Records of which many are nearly alike, by a simple rule.
fn invented(count: usize) -> Vec<Candidate> {
    let kinds = ["Taller", "Huerta", "Cooperativa", "Radio", "Molino", "Café"];
    let names = [
        "Norte",
        "del Istmo",
        "Unión",
        "San Jacinto",
        "Popular",
        "Tejedoras",
        "Mixteca",
    ];
    let towns = ["Oaxaca", "Bilbao", "Oaxaca de Juárez", "Vigo"];
    let picked = |list: &[&str], by: usize| list[by % list.len()].to_owned();
    (0..count)
        .map(|nth| {
            let mut name = format!(
                "{} {} {}",
                picked(&kinds, nth / 3),
                picked(&names, nth / 2),
                picked(&names, nth / 11)
            );
            if nth.is_multiple_of(5) {
                name = name.replacen('a', "", 1);
            }
            Candidate {
                id: format!("/o/{nth:04}"),
                names: vec![name],
                sources: vec![Stated {
                    register: format!("padron-{}", nth % 2),
                    identifier: (nth / 4).to_string(),
                    register_number: (nth.is_multiple_of(3)).then(|| format!("CV {}", nth / 7)),
                }],
                website: (nth.is_multiple_of(4))
                    .then(|| format!("https://w{}.example", nth / 9).parse().unwrap()),
                country: Some("MX".to_owned()),
                locality: Some(picked(&towns, nth / 5)),
                postal_code: (nth.is_multiple_of(2)).then(|| format!("68{:03}", nth / 8)),
                point: (nth.is_multiple_of(6)).then(|| Point {
                    latitude: 17.0 + f64::from(u8::try_from(nth / 12 % 200).unwrap()) / 1_000.0,
                    longitude: -96.7,
                }),
                founded_on: format!("19{:02}-0{}-11", 40 + nth / 10 % 50, 1 + nth % 9)
                    .parse()
                    .ok(),
                ..Candidate::default()
            }
        })
        .collect()
}

/// Everything at once.
fn at_once(candidates: &[Candidate], is_wanted: impl Fn(usize, usize) -> bool) -> Vec<Told> {
    let ready: Vec<_> = candidates.iter().map(Ready::from).collect();
    let counts = Counts::of_few(&ready);
    let mut corpus = Corpus::new(&counts);
    for record in ready {
        corpus.add(record);
    }
    let mut keyed = Vec::new();
    let mut marks = Vec::new();
    for (position, record) in (0..).zip(&corpus.records) {
        marks.push(blocks::marks(&corpus, record));
        let keys = blocks::keys(&corpus, record).into_iter();
        keyed.extend(keys.map(|key| blocks::keyed(key, position)));
    }
    keyed.sort_unstable();
    let mut pairs = BTreeSet::new();
    let is_wanted = |one: u32, other: u32| is_wanted(one as usize, other as usize);
    let take = |one: u32, other: u32| {
        pairs.insert((one as usize, other as usize));
        Ok(())
    };
    let following = Following::new(&marks, is_wanted, take);
    following.all(keyed.into_iter().map(Ok)).unwrap();
    let mut found = Vec::new();
    let mut best: BTreeMap<usize, f64> = BTreeMap::new();
    for (one, other) in pairs {
        let (said, says) = (&candidates[one], &candidates[other]);
        let compared = score::compare(&corpus, (one, said), (other, says)).unwrap();
        if compared.bits >= 2.0 {
            for position in [one, other] {
                let most = best.entry(position).or_insert(compared.bits);
                *most = most.max(compared.bits);
            }
            found.push((one, other, compared));
        }
    }
    found.retain(|(one, other, compared)| {
        compared.is_identified || best[one].max(best[other]) - compared.bits <= 7.0
    });
    let told = found.into_iter();
    told.map(|(one, other, compared)| (one, other, format!("{compared:?}")))
        .collect()
}

/// By pages of so many records.
fn by_pages(
    page: u32,
    candidates: &[Candidate],
    is_wanted: impl Fn(usize, usize) -> bool,
) -> Vec<Told> {
    let mut gathered = Gathered::with_pages_of(page, &Scratch::of_the_system()).unwrap();
    for candidate in candidates {
        gathered.add(candidate).unwrap();
    }
    let matched = gathered.matched(|one, other| is_wanted(one as usize, other as usize));
    let mut found = Vec::new();
    let take = |one: super::Match, said: &Candidate, says: &Candidate| {
        assert_eq!((said, says), (&candidates[one.one], &candidates[one.other]));
        found.push((one.one, one.other, format!("{:?}", one.compared)));
        Ok(())
    };
    matched.unwrap().each(take).unwrap();
    found.sort();
    found
}

#[test]
fn pages_of_any_size_find_what_is_found_at_once() {
    let candidates = invented(400);
    let all = at_once(&candidates, |_, _| true);
    assert!(all.len() > 100, "{} pairs tell little", all.len());
    for page in [1, 7, 64, 1_000] {
        assert_eq!(
            by_pages(page, &candidates, |_, _| true),
            all,
            "{page} on a page"
        );
    }
    let is_wanted = |one: usize, other: usize| one.is_multiple_of(3) || other.is_multiple_of(5);
    let some = at_once(&candidates, is_wanted);
    assert!(!some.is_empty() && some.len() < all.len());
    assert_eq!(by_pages(33, &candidates, is_wanted), some);
}

#[test]
fn pairs_come_with_the_likeliest_first() {
    let found = matches(&invented(200), |_, _| true).unwrap();
    assert!(found.is_sorted_by(|one, other| one.compared.bits >= other.compared.bits));
}

#[test]
fn no_record_and_one_alone_make_no_pair() {
    for count in [0, 1] {
        assert_eq!(matches(&invented(count), |_, _| true).unwrap(), []);
    }
}
