//! From records to the pairs of them that may be one organization.
//!
//! All of it is reckoning in memory: it reads no database and decides nothing.

use super::blocks;
use super::candidate::Candidate;
use super::corpus::Corpus;
use super::score::{self, Compared};

/// Bits from which on a pair is proposed: clearly likelier than not.
const PROPOSED: f64 = 2.0;
/// A pair this much weaker than the best one of either record is that one's shadow.
const SHADOW: f64 = 7.0;

/// Two records that may be one organization, by their positions.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The position of the one.
    pub one: usize,
    /// The position of the other, which is larger.
    pub other: usize,
    /// Why.
    pub compared: Compared,
}

/// The pairs among `candidates` that may be one organization, of those that are wanted; the
/// likeliest first.
pub fn matches(candidates: &[Candidate], is_wanted: impl Fn(usize, usize) -> bool) -> Vec<Match> {
    let corpus = Corpus::of(candidates);
    let mut found: Vec<Match> = Vec::new();
    for (one, other) in blocks::pairs(&corpus, is_wanted) {
        let Some(compared) = score::compare(&corpus, candidates, one, other) else {
            continue;
        };
        if compared.bits >= PROPOSED {
            found.push(Match {
                one,
                other,
                compared,
            });
        }
    }
    let mut best = vec![f64::MIN; candidates.len()];
    for pair in &found {
        for position in [pair.one, pair.other] {
            if let Some(best) = best.get_mut(position) {
                *best = best.max(pair.compared.bits);
            }
        }
    }
    found.retain(|pair| {
        let is_shadow = [pair.one, pair.other].iter().any(|position| {
            let best = best.get(*position).copied().unwrap_or(f64::MIN);
            best - pair.compared.bits > SHADOW
        });
        !is_shadow || pair.compared.is_identified
    });
    found.sort_by(|one, other| other.compared.bits.total_cmp(&one.compared.bits));
    found
}

/// Whether two records, taken by themselves, may well be one organization.
pub fn resembles(one: &Candidate, other: &Candidate) -> Option<Compared> {
    let both = [one.clone(), other.clone()];
    let compared = score::compare(&Corpus::of(&both), &both, 0, 1)?;
    (compared.bits >= PROPOSED).then_some(compared)
}
