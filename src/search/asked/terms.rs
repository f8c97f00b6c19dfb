//! What the index is asked for a search: terms, and bounds of numbers.

use jiff::civil::Date;

use super::super::code::{self, Facet};
use super::super::own;
use super::super::sql::Bounds;
use super::super::streams::Streams;
use super::{Asked, Kind};
use crate::clock::Timestamp;
use crate::place::area::MOST_CELLS;
use crate::store::terms::{Expression, Within};
use crate::text::word;
use crate::vocabulary::AttestationKind;

/// How many of its words are looked for.
const MOST_WORDS: usize = 10;
/// How many months are told apart in one search.
const MOST_MONTHS: usize = 36;

impl Asked {
    /// The codes that the index is asked.
    fn expression(&self, now: Timestamp) -> Expression {
        let mut clauses: Vec<Vec<String>> = Vec::new();
        for facet in Facet::ALL.into_iter().filter(|one| *one != Facet::Kind) {
            if let Some(value) = self.value(facet) {
                clauses.push(vec![match facet {
                    Facet::Attested if AttestationKind::parse(value).is_err() => {
                        code::attester(value)
                    }
                    _ => facet.code(value),
                }]);
            }
        }
        // A place by name was resolved into a territory or an area.
        if let Some(territory) = &self.territory {
            let clause = vec![Facet::Territory.code(territory.as_str())];
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
        }
        if let Some(area) = &self.area {
            clauses.push(code::of_area(area, MOST_CELLS));
        }
        if let Some(until) = self.until {
            clauses.push(months(now.day(), until));
        }
        if let Some(kind) = self.kind.map(Kind::as_str) {
            // Whatever is of a kind and has a code says both in one.
            for code in clauses.iter_mut().flatten() {
                *code = code::of_kind(kind, code);
            }
            if clauses.is_empty() {
                clauses.push(vec![Facet::Kind.code(kind)]);
            }
        }
        let terms = |any_of: &Vec<String>| -> Vec<String> {
            any_of.iter().map(|one| code::term(one)).collect()
        };
        let begin = Expression::default();
        clauses.iter().fold(begin, |narrowed, any_of| {
            narrowed.with(Within::Everything, terms(any_of))
        })
    }

    /// The ways in which the words are looked for, the best first.
    pub(in crate::search) fn streams(&self, now: Timestamp) -> Streams {
        let words = word::asked(&self.words, MOST_WORDS);
        Streams::new(&self.expression(now), &words)
    }

    /// What no term says of what is asked: it is looked for among what holds the terms.
    pub(in crate::search) fn bounds(&self, now: Timestamp) -> Bounds {
        let end = self.until.and_then(own::after);
        Bounds {
            area: self.area,
            deadline: end.map(|end| (now, Timestamp(end.0 - 1))),
            entered: None,
        }
    }

    /// Whether words are looked for that say nothing, as a row of dots.
    pub(in crate::search) fn asks_for_no_word(&self) -> bool {
        !self.words.is_empty() && word::asked(&self.words, MOST_WORDS).is_empty()
    }
}

/// The codes of the months from a day to another; of too many, that of having a last day.
pub(super) fn months(from: Date, until: Date) -> Vec<String> {
    let mut codes = Vec::new();
    let mut month = from.first_of_month();
    while month <= until {
        if codes.len() >= MOST_MONTHS {
            return vec![code::WITH_DEADLINE.to_owned()];
        }
        codes.push(code::month(month));
        match month.checked_add(jiff::Span::new().months(1)) {
            Ok(next) => month = next,
            Err(_) => break,
        }
    }
    if codes.is_empty() {
        codes.push(code::month(until));
    }
    codes
}
