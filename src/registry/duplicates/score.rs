//! Two records compared: what speaks for their being one organization and what against it,
//! in bits, and the sum as a score.
//!
//! Each comparison is worth what it says against chance (after Fellegi and Sunter, "A Theory
//! for Record Linkage", 1969): sharing what few records have is worth much. Chance is that
//! two records taken at random are one.

use super::candidate::Candidate;
use super::corpus::Corpus;
use super::likeness;
use super::number::Likeness;
use super::ready::Ready;
use super::reason::Reason;
use super::whereabouts;

/// Sure to be the same when two records alone have it, in bits; less when more have it.
const NUMBER: f64 = 22.0;
const IDENTIFIER: f64 = 12.0;
const DOMAIN: f64 = 13.0;
/// The most that a day says.
const DAY: f64 = 8.0;
/// The most that names say for it beyond chance, and against it.
const NAME_BEYOND: f64 = 3.0;
const OTHER_NAME: f64 = -7.0;

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

/// What was added up so far.
pub(super) struct Sum<'said> {
    pub(super) bits: f64,
    is_identified: bool,
    /// The two records, where reasons are asked for; most pairs are weighed and dropped.
    said: Option<(&'said Candidate, &'said Candidate)>,
    parts: Vec<(f64, Reason)>,
}

impl Sum<'_> {
    pub(super) fn add(&mut self, bits: f64, reason: Option<Reason>) {
        self.bits += bits;
        self.parts.extend(reason.map(|reason| (bits, reason)));
    }

    /// A reason, where one is asked for.
    pub(super) fn why(
        &self,
        reason: impl FnOnce(&Candidate, &Candidate) -> Reason,
    ) -> Option<Reason> {
        self.said.map(|(one, other)| reason(one, other))
    }
}

/// The bits of two records by their places in the corpus, and whether something that
/// identifies an organization is the same.
pub(super) fn weigh(corpus: &Corpus<'_>, one: usize, other: usize) -> Option<(f64, bool)> {
    let both = (corpus.records.get(one)?, corpus.records.get(other)?);
    let sum = summed(corpus, both, None);
    Some((sum.bits, sum.is_identified))
}

/// Compares two records, each by its place in the corpus and with all that it says.
pub(super) fn compare(
    corpus: &Corpus<'_>,
    (one, said): (usize, &Candidate),
    (other, says): (usize, &Candidate),
) -> Option<Compared> {
    let both = (corpus.records.get(one)?, corpus.records.get(other)?);
    let mut sum = summed(corpus, both, Some((said, says)));
    sum.parts
        .sort_by(|one, other| other.0.abs().total_cmp(&one.0.abs()));
    Some(Compared {
        bits: sum.bits,
        is_identified: sum.is_identified,
        reasons: sum.parts.into_iter().map(|(_, reason)| reason).collect(),
    })
}

fn summed<'said>(
    corpus: &Corpus<'_>,
    (one, other): (&Ready<u32>, &Ready<u32>),
    said: Option<(&'said Candidate, &'said Candidate)>,
) -> Sum<'said> {
    let mut sum = Sum {
        bits: -corpus.size().log2(),
        is_identified: false,
        said,
        parts: Vec::new(),
    };
    countries(&mut sum, one, other);
    numbers(&mut sum, corpus, one, other);
    identifiers(&mut sum, one, other);
    domains(&mut sum, corpus, one, other);
    names(&mut sum, corpus, one, other);
    whereabouts::add(&mut sum, corpus, one, other);
    days(&mut sum, corpus, one, other);
    if let (Some(kind), Some(another)) = (one.entity_type, other.entity_type)
        && kind != another
    {
        sum.bits -= 0.5;
    }
    sum
}

fn countries(sum: &mut Sum<'_>, one: &Ready<u32>, other: &Ready<u32>) {
    if let (Some(one), Some(other)) = (&one.country, &other.country)
        && one != other
    {
        let reason = sum.why(|_, _| Reason::OtherCountry {
            one: one.clone(),
            other: other.clone(),
        });
        sum.add(-10.0, reason);
    }
}

/// What is shared by `times` records, when two alone would be worth `bits`.
fn shared_by(times: u32, bits: f64, least: f64) -> f64 {
    let doublings = (f64::from(times.max(2)) / 2.0).log2();
    (bits - 4.0 * doublings).max(least)
}

fn numbers(sum: &mut Sum<'_>, corpus: &Corpus<'_>, one: &Ready<u32>, other: &Ready<u32>) {
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
                    let reason = sum.why(|_, _| Reason::RegisterNumber {
                        number: number.to_string(),
                    });
                    sum.is_identified = times <= 3;
                    return sum.add(shared_by(times, NUMBER, 1.0), reason);
                }
                Likeness::Other => apart = Some((number, another)),
                Likeness::Unknown => {}
            }
        }
    }
    if let Some((one, other)) = apart {
        let reason = sum.why(|_, _| Reason::OtherRegisterNumber {
            one: one.to_string(),
            other: other.to_string(),
        });
        sum.add(-11.0, reason);
    }
}

fn identifiers(sum: &mut Sum<'_>, one: &Ready<u32>, other: &Ready<u32>) {
    let mut apart = None;
    for source in &one.sources {
        for another in other
            .sources
            .iter()
            .filter(|s| s.register == source.register)
        {
            if source.identifier == another.identifier {
                let reason = sum.why(|_, _| Reason::Identifier {
                    register: source.register.clone(),
                    identifier: source.identifier.clone(),
                });
                return sum.add(IDENTIFIER, reason);
            }
            apart = Some(&source.register);
        }
    }
    if let Some(register) = apart {
        let reason = sum.why(|_, _| Reason::OtherIdentifier {
            register: register.clone(),
        });
        sum.add(-3.0, reason);
    }
}

fn domains(sum: &mut Sum<'_>, corpus: &Corpus<'_>, one: &Ready<u32>, other: &Ready<u32>) {
    let (Some(one), Some(other)) = (&one.domain, &other.domain) else {
        return;
    };
    if one == other {
        let times = corpus.with_domain(one);
        sum.is_identified |= times <= 2;
        let reason = sum.why(|_, _| Reason::Domain {
            domain: one.clone(),
        });
        return sum.add(shared_by(times, DOMAIN, 0.5), reason);
    }
    let reason = sum.why(|_, _| Reason::OtherDomain {
        one: one.clone(),
        other: other.clone(),
    });
    sum.add(-1.5, reason);
}

fn names(sum: &mut Sum<'_>, corpus: &Corpus<'_>, one: &Ready<u32>, other: &Ready<u32>) {
    let mut best: Option<(f64, usize, usize)> = None;
    for (here, words) in one.names.iter().enumerate() {
        for (there, others) in other.names.iter().enumerate() {
            let bits = likeness::bits(corpus, words, others);
            if best.is_none_or(|(most, ..)| bits > most) {
                best = Some((bits, here, there));
            }
        }
    }
    let Some((bits, here, there)) = best else {
        return;
    };
    let bits = bits.clamp(OTHER_NAME, corpus.size().log2() + NAME_BEYOND);
    let reason = sum.why(|said, says| {
        let name = |of: &Candidate, nth| of.names.get(nth).cloned().unwrap_or_default();
        let (one, other) = (name(said, here), name(says, there));
        if bits > 0.0 {
            Reason::Name { one, other }
        } else {
            Reason::OtherName { one, other }
        }
    });
    sum.add(bits, reason);
}

fn days(sum: &mut Sum<'_>, corpus: &Corpus<'_>, one: &Ready<u32>, other: &Ready<u32>) {
    let (Some(one), Some(other)) = (one.founded_on, other.founded_on) else {
        return;
    };
    if one == other {
        let bits = corpus.bits(corpus.with_day(one)).min(DAY);
        let reason = sum.why(|_, _| Reason::FoundedOn {
            day: one.to_string(),
        });
        return sum.add(bits, reason);
    }
    // Day and month change places between one country's files and another's.
    let is_swapped =
        one.year() == other.year() && one.day() == other.month() && one.month() == other.day();
    if is_swapped {
        let reason = sum.why(|_, _| Reason::FoundedOn {
            day: one.to_string(),
        });
        return sum.add(3.0, reason);
    }
    let bits = if one.year() == other.year() {
        -0.5
    } else {
        -2.0
    };
    let reason = sum.why(|_, _| Reason::OtherFoundation {
        one: one.to_string(),
        other: other.to_string(),
    });
    sum.add(bits, reason);
}
