//! Two records compared: what speaks for their being one organization and what against it,
//! in bits, and the sum as a score.
//!
//! Each comparison is worth what it says against chance (after Fellegi and Sunter, "A Theory
//! for Record Linkage", 1969): sharing what few records have is worth much. Chance is that
//! two records taken at random are one.

use super::candidate::Candidate;
use super::corpus::{Corpus, Ready};
use super::likeness;
use super::number::Likeness;
use super::reason::Reason;
use crate::place::Point;

/// Sure to be the same when two records alone have it, in bits; less when more have it.
const NUMBER: f64 = 22.0;
const IDENTIFIER: f64 = 12.0;
const DOMAIN: f64 = 13.0;
/// The most that a place or a day says.
const POSTAL_CODE: f64 = 7.0;
const LOCALITY: f64 = 4.0;
const DAY: f64 = 8.0;
/// The most that names say for it beyond chance, and against it.
const NAME_BEYOND: f64 = 3.0;
const OTHER_NAME: f64 = -7.0;
/// The most that all about the place says against it.
const OTHER_PLACE: f64 = -8.0;

/// Two records with what speaks for and against their being one.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Above zero, it is likelier than not that they are one.
    pub(super) bits: f64,
    /// Whether something that identifies an organization is the same.
    pub(super) is_identified: bool,
    /// Why, what says most first.
    pub reasons: Vec<Reason>,
}

impl Compared {
    /// From 0 to 1, rounded to thousandths; from one half on they may well be one.
    pub fn score(&self) -> f64 {
        let odds = (self.bits / 2.0).exp2();
        (odds / (1.0 + odds) * 1_000.0).round() / 1_000.0
    }
}

struct Sum {
    parts: Vec<(f64, Reason)>,
    bits: f64,
    is_identified: bool,
}

impl Sum {
    fn add(&mut self, bits: f64, reason: Reason) {
        self.bits += bits;
        self.parts.push((bits, reason));
    }
}

/// Compares two records by their positions.
pub(super) fn compare(
    corpus: &Corpus,
    candidates: &[Candidate],
    one: usize,
    other: usize,
) -> Option<Compared> {
    let (ready, others) = (corpus.records.get(one)?, corpus.records.get(other)?);
    let (said, says) = (candidates.get(one)?, candidates.get(other)?);
    let mut sum = Sum {
        parts: Vec::new(),
        bits: -corpus.size().log2(),
        is_identified: false,
    };
    countries(&mut sum, ready, others);
    numbers(&mut sum, corpus, ready, others);
    identifiers(&mut sum, said, says);
    domains(&mut sum, corpus, ready, others);
    names(&mut sum, corpus, (ready, said), (others, says));
    places(&mut sum, corpus, (ready, said), (others, says));
    days(&mut sum, corpus, ready, others);
    if let (Some(kind), Some(other)) = (said.entity_type, says.entity_type)
        && kind != other
    {
        sum.bits -= 0.5;
    }
    sum.parts
        .sort_by(|one, other| other.0.abs().total_cmp(&one.0.abs()));
    Some(Compared {
        bits: sum.bits,
        is_identified: sum.is_identified,
        reasons: sum.parts.into_iter().map(|(_, reason)| reason).collect(),
    })
}

fn countries(sum: &mut Sum, one: &Ready, other: &Ready) {
    if let (Some(one), Some(other)) = (&one.country, &other.country)
        && one != other
    {
        let (one, other) = (one.clone(), other.clone());
        sum.add(-10.0, Reason::OtherCountry { one, other });
    }
}

/// What is shared by `times` records, when two alone would be worth `bits`.
fn shared_by(times: u32, bits: f64, least: f64) -> f64 {
    let doublings = (f64::from(times.max(2)) / 2.0).log2();
    (bits - 4.0 * doublings).max(least)
}

fn numbers(sum: &mut Sum, corpus: &Corpus, one: &Ready, other: &Ready) {
    let is_one_country =
        one.country.is_none() || other.country.is_none() || one.country == other.country;
    if !is_one_country {
        return;
    }
    let mut apart = None;
    for number in &one.numbers {
        for another in &other.numbers {
            match number.compare(another) {
                Likeness::Same => {
                    let times = corpus.with_number(number);
                    let reason = Reason::RegisterNumber {
                        number: number.to_string(),
                    };
                    sum.is_identified = times <= 3;
                    return sum.add(shared_by(times, NUMBER, 1.0), reason);
                }
                Likeness::Other => apart = Some((number, another)),
                Likeness::Unknown => {}
            }
        }
    }
    if let Some((one, other)) = apart {
        let (one, other) = (one.to_string(), other.to_string());
        sum.add(-11.0, Reason::OtherRegisterNumber { one, other });
    }
}

fn identifiers(sum: &mut Sum, one: &Candidate, other: &Candidate) {
    let mut apart = None;
    for source in &one.sources {
        for another in other
            .sources
            .iter()
            .filter(|s| s.register == source.register)
        {
            if source.identifier == another.identifier {
                let reason = Reason::Identifier {
                    register: source.register.clone(),
                    identifier: source.identifier.clone(),
                };
                return sum.add(IDENTIFIER, reason);
            }
            apart = Some(source.register.clone());
        }
    }
    if let Some(register) = apart {
        sum.add(-3.0, Reason::OtherIdentifier { register });
    }
}

fn domains(sum: &mut Sum, corpus: &Corpus, one: &Ready, other: &Ready) {
    let (Some(one), Some(other)) = (&one.domain, &other.domain) else {
        return;
    };
    if one == other {
        let times = corpus.with_domain(one);
        let domain = one.clone();
        sum.is_identified |= times <= 2;
        return sum.add(shared_by(times, DOMAIN, 0.5), Reason::Domain { domain });
    }
    let (one, other) = (one.clone(), other.clone());
    sum.add(-1.5, Reason::OtherDomain { one, other });
}

fn names(
    sum: &mut Sum,
    corpus: &Corpus,
    (one, said): (&Ready, &Candidate),
    (other, says): (&Ready, &Candidate),
) {
    let mut best: Option<(f64, &str, &str)> = None;
    for (words, name) in one.names.iter().zip(&said.names) {
        for (others, another) in other.names.iter().zip(&says.names) {
            let bits = likeness::bits(corpus, words, others);
            if best.is_none_or(|(most, ..)| bits > most) {
                best = Some((bits, name, another));
            }
        }
    }
    let Some((bits, one, other)) = best else {
        return;
    };
    let bits = bits.clamp(OTHER_NAME, corpus.size().log2() + NAME_BEYOND);
    let (one, other) = (one.to_owned(), other.to_owned());
    if bits > 0.0 {
        sum.add(bits, Reason::Name { one, other });
    } else {
        sum.add(bits, Reason::OtherName { one, other });
    }
}

fn places(
    sum: &mut Sum,
    corpus: &Corpus,
    (one, said): (&Ready, &Candidate),
    (other, says): (&Ready, &Candidate),
) {
    let (mut close, mut town) = (None, None);
    let mut against: Vec<(f64, Reason)> = Vec::new();
    if let (Some(code), Some(another)) = (&one.postal_code, &other.postal_code) {
        if code == another {
            let bits = corpus.bits(corpus.with_postal_code(code)).min(POSTAL_CODE);
            let code = said.postal_code.clone().unwrap_or_default();
            close = Some((bits, Reason::PostalCode { code }));
        } else if !is_one_area(code, another) {
            let (one, other) = (code.clone(), another.clone());
            against.push((-3.0, Reason::OtherPlace { one, other }));
        }
    }
    match towns(corpus, one, other) {
        Some(bits) if bits > 0.0 => {
            let locality = said.locality.clone().or_else(|| said.municipality.clone());
            let locality = locality.unwrap_or_default();
            town = Some((bits, Reason::Locality { locality }));
        }
        Some(bits) => {
            let (one, other) = (said.locality.clone(), says.locality.clone());
            let (one, other) = (one.unwrap_or_default(), other.unwrap_or_default());
            against.push((bits, Reason::OtherPlace { one, other }));
        }
        None => {}
    }
    if let (Some(one), Some(other)) = (one.point, other.point) {
        let metres = distance(one, other);
        let near = |bits| {
            (
                bits,
                Reason::Near {
                    metres: rounded(metres),
                },
            )
        };
        let kilometres = rounded(metres / 1_000.0);
        match metres {
            ..150.0 => close = Some(larger(close, near(6.0))),
            ..1_000.0 => close = Some(larger(close, near(4.0))),
            ..5_000.0 => close = Some(larger(close, near(1.5))),
            ..30_000.0 => {}
            ..100_000.0 => against.push((-4.0, Reason::FarApart { kilometres })),
            _ => against.push((-6.0, Reason::FarApart { kilometres })),
        }
    }
    if let (Some((bits, _)), Some(_)) = (&mut town, &close) {
        // Whoever shares a postal code shares the town with it.
        *bits *= 0.4;
    }
    for (bits, reason) in close.into_iter().chain(town) {
        sum.add(bits, reason);
    }
    let mut room = OTHER_PLACE;
    for (bits, reason) in against {
        sum.add(bits.max(room), reason);
        room = (room - bits).min(0.0);
    }
}

fn larger(present: Option<(f64, Reason)>, other: (f64, Reason)) -> (f64, Reason) {
    match present {
        Some(present) if present.0 >= other.0 => present,
        _ => other,
    }
}

/// Postal codes grow finer to the right; what is before the last three of them is an area.
fn is_one_area(one: &str, other: &str) -> bool {
    let area = |code: &str| {
        code.get(..code.len().saturating_sub(3).max(2))
            .map(str::to_owned)
    };
    area(one) == area(other)
}

/// What two towns say; `None` when one of them is unknown.
fn towns(corpus: &Corpus, one: &Ready, other: &Ready) -> Option<f64> {
    if let (Some(one), Some(other)) = (&one.municipality, &other.municipality)
        && one == other
    {
        return Some(LOCALITY);
    }
    let (one, other) = (one.locality.as_ref()?, other.locality.as_ref()?);
    let bits = corpus.bits(corpus.with_locality(one)).min(LOCALITY);
    if one == other {
        return Some(bits);
    }
    let is_part = one.contains(other.as_str()) || other.contains(one.as_str());
    let is_misspelt = one.len() > 4 && strsim::damerau_levenshtein(one, other) <= 1;
    Some(if is_part || is_misspelt {
        bits * 0.7
    } else {
        -1.5
    })
}

fn days(sum: &mut Sum, corpus: &Corpus, one: &Ready, other: &Ready) {
    let (Some(one), Some(other)) = (one.founded_on, other.founded_on) else {
        return;
    };
    if one == other {
        let bits = corpus.bits(corpus.with_day(one)).min(DAY);
        let day = one.to_string();
        return sum.add(bits, Reason::FoundedOn { day });
    }
    // Day and month change places between one country's files and another's.
    let is_swapped =
        one.year() == other.year() && one.day() == other.month() && one.month() == other.day();
    if is_swapped {
        let day = one.to_string();
        return sum.add(3.0, Reason::FoundedOn { day });
    }
    let bits = if one.year() == other.year() {
        -0.5
    } else {
        -2.0
    };
    let (one, other) = (one.to_string(), other.to_string());
    sum.add(bits, Reason::OtherFoundation { one, other });
}

/// The way over the ground between two points, in metres, by the haversine formula on a
/// sphere of 6,371 km.
fn distance(one: Point, other: Point) -> f64 {
    let (from, to) = (one.latitude.to_radians(), other.latitude.to_radians());
    let north = ((to - from) / 2.0).sin().powi(2);
    let east = ((other.longitude - one.longitude).to_radians() / 2.0)
        .sin()
        .powi(2);
    let part = (north + from.cos() * to.cos() * east).clamp(0.0, 1.0);
    2.0 * 6_371_000.0 * part.sqrt().asin()
}

#[expect(clippy::cast_possible_truncation, reason = "no way on Earth is longer")]
fn rounded(length: f64) -> i64 {
    length.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_that_of_the_ground() {
        let point = |latitude, longitude| Point {
            latitude,
            longitude,
        };
        let london_to_paris = distance(point(51.5074, -0.1278), point(48.8566, 2.3522));
        assert!(
            (343_000.0..345_000.0).contains(&london_to_paris),
            "{london_to_paris}"
        );
        assert!(distance(point(17.06, -96.72), point(17.06, -96.72)) < 0.01);
    }
}
