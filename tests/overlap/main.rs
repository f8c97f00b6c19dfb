//! Two directories that have 500 organizations in common under other spellings, made from
//! Co-operatives UK's open data of 2017 with the truth known: what is found of them, and what
//! is found that is not there. The file is not part of the project; without it the tests say so.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::assigning_clones,
    clippy::print_stderr,
    reason = "a test stops where it fails, and prints its figures"
)]

/// Real registers.
#[path = "../support/given.rs"]
mod given;
/// A register for where no real one is at hand.
mod invented;
/// How a record is written in another directory.
mod respell;
/// Co-operatives UK's register.
mod uk;

use std::collections::{HashMap, HashSet};

use respell::{Chance, respelled};
use trenza::registry::duplicates::{self, Candidate};
use uk::{Known, candidate};

/// How many organizations both directories have.
const COMMON: usize = 500;
/// How many each of them has besides.
const BESIDES: usize = 3_500;

/// Two directories, and which of their records are one organization.
struct Directories {
    records: Vec<Candidate>,
    /// Where the second begins.
    second: usize,
    truth: HashSet<(usize, usize)>,
}

fn directories(entries: &[Known], seed: u64) -> Directories {
    let mut chance = Chance::new(seed);
    let mut entries: Vec<&Known> = entries.iter().collect();
    chance.shuffle(&mut entries);
    let (common, rest) = entries.split_at(COMMON);
    let (ours, theirs) = rest[..2 * BESIDES].split_at(BESIDES);
    let mut records: Vec<Candidate> = common
        .iter()
        .chain(ours)
        .map(|(entry, _)| candidate(entry, &mut chance))
        .collect();
    let second = records.len();
    let mut truth = HashSet::new();
    for (position, (_, registered)) in common.iter().enumerate() {
        let other = respelled(&records[position], registered.as_deref(), &mut chance);
        truth.insert((position, records.len()));
        records.push(other);
    }
    for (entry, _) in theirs {
        let mut other = candidate(entry, &mut chance);
        other.sources[0].register = "other".to_owned();
        records.push(other);
    }
    // The register has a few organizations twice under two identifiers, and some with one
    // official number; whoever proposes those is right.
    let mut by_number: HashMap<String, Vec<usize>> = HashMap::new();
    for (position, record) in records.iter().enumerate() {
        let number = record.sources[0].register_number.clone();
        if let Some(number) = number.filter(|number| number.len() > 6) {
            by_number.entry(number).or_default().push(position);
        }
    }
    for positions in by_number.values().filter(|positions| positions.len() == 2) {
        if positions[0] < second && positions[1] >= second {
            truth.insert((positions[0], positions[1]));
        }
    }
    Directories {
        records,
        second,
        truth,
    }
}

#[test]
fn what_two_directories_have_in_common_is_found_and_little_else() {
    let Some(entries) = uk::register() else {
        return;
    };
    for seed in [1, 2, 3, 20_260_601, 20_261_125] {
        let Directories {
            records,
            second,
            truth,
        } = directories(&entries, seed);
        let started = std::time::Instant::now();
        let found = duplicates::matches(&records, |one, other| one < second && other >= second);
        let found = found.unwrap();
        let elapsed = started.elapsed();
        let right = found
            .iter()
            .filter(|pair| truth.contains(&(pair.one, pair.other)));
        let (right, all) = (right.count(), found.len());
        let (share, wrong) = (percent(right, truth.len()), percent(all - right, all));
        eprintln!(
            "seed {seed}: {share:.1} % of {} found, {wrong:.1} % of {all} proposed are wrong, \
             {} records in {elapsed:?}",
            truth.len(),
            records.len()
        );
        if std::env::var_os("TRENZA_SHOW_PAIRS").is_some() {
            show(&records, &found, &truth);
        }
        assert!(share >= 95.0 && wrong <= 2.0, "seed {seed}");
    }
}

/// Names made of few words, in ten towns: the hardest that a search can meet. Some of the
/// records stand there twice.
#[test]
#[ignore = "takes minutes; TRENZA_RECORDS says of how many records"]
fn many_records_with_few_words_are_searched() {
    let many = std::env::var("TRENZA_RECORDS").ok();
    let many = many.map_or(100_000, |many| many.parse().unwrap());
    let mut chance = Chance::new(7);
    let mut records = invented::register(many, &mut chance);
    let truth: HashSet<(usize, usize)> = (0..COMMON)
        .map(|nth| {
            let one = nth * (many / COMMON);
            let other = respelled(&records[one], None, &mut chance);
            records.push(other);
            (one, records.len() - 1)
        })
        .collect();
    let started = std::time::Instant::now();
    let found = duplicates::matches(&records, |_, _| true).unwrap();
    let right = found
        .iter()
        .filter(|pair| truth.contains(&(pair.one, pair.other)));
    let share = percent(right.count(), truth.len());
    eprintln!(
        "{many} records in {:?}: {share:.1} % of {} pairs found, {} proposed",
        started.elapsed(),
        truth.len(),
        found.len()
    );
    assert!(share >= 90.0);
}

/// What was proposed wrongly, and what was missed.
fn show(records: &[Candidate], found: &[duplicates::Match], truth: &HashSet<(usize, usize)>) {
    for pair in found
        .iter()
        .filter(|pair| !truth.contains(&(pair.one, pair.other)))
    {
        eprintln!(
            "WRONG {} {:?}",
            pair.compared.score(),
            pair.compared.reasons
        );
    }
    let proposed: HashSet<_> = found.iter().map(|pair| (pair.one, pair.other)).collect();
    for (one, other) in truth.difference(&proposed) {
        eprintln!("MISSED {:?}\n       {:?}", records[*one], records[*other]);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn percent(part: usize, of: usize) -> f64 {
    part as f64 * 100.0 / (of.max(1)) as f64
}
