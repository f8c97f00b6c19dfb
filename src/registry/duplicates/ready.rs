//! A record made ready for being compared: names as words, numbers, sites and places in one
//! spelling each. It knows no other record.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::candidate::{Candidate, Stated};
use super::name;
use super::number::Number;
use super::site;
use crate::place::Point;
use crate::vocabulary::EntityType;

/// The most names of one record that are compared.
const MAX_NAMES: usize = 4;

/// A record made ready; its words are texts, or numbers in a table of words.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Ready<Word> {
    /// Each name as its words.
    pub(super) names: Vec<Vec<Word>>,
    pub(super) numbers: Vec<Number>,
    pub(super) sources: Vec<Stated>,
    pub(super) domain: Option<String>,
    pub(super) country: Option<String>,
    pub(super) postal_code: Option<String>,
    pub(super) locality: Option<String>,
    pub(super) municipality: Option<String>,
    pub(super) point: Option<Point>,
    pub(super) entity_type: Option<EntityType>,
    pub(super) founded_on: Option<Date>,
}

impl From<&Candidate> for Ready<String> {
    fn from(candidate: &Candidate) -> Self {
        let names = candidate.names.iter().take(MAX_NAMES);
        let numbers = candidate.sources.iter();
        Self {
            names: names.map(|name| name::words(name)).collect(),
            numbers: numbers
                .filter_map(|source| Number::read(source.register_number.as_deref()?))
                .collect(),
            sources: candidate.sources.clone(),
            domain: candidate.website.as_ref().and_then(site::domain),
            country: candidate.country.clone(),
            postal_code: candidate
                .postal_code
                .as_deref()
                .map(compact)
                .filter(|code| code.len() >= 3),
            locality: candidate
                .locality
                .as_deref()
                .map(name::folded)
                .filter(|town| !town.is_empty()),
            municipality: candidate.municipality.clone(),
            point: candidate.point,
            entity_type: candidate.entity_type,
            founded_on: candidate.founded_on,
        }
    }
}

impl Ready<String> {
    /// The same with every word as a number.
    pub(super) fn numbered(self, mut number: impl FnMut(String) -> u32) -> Ready<u32> {
        let names = self.names.into_iter();
        Ready {
            names: names
                .map(|words| words.into_iter().map(&mut number).collect())
                .collect(),
            numbers: self.numbers,
            sources: self.sources,
            domain: self.domain,
            country: self.country,
            postal_code: self.postal_code,
            locality: self.locality,
            municipality: self.municipality,
            point: self.point,
            entity_type: self.entity_type,
            founded_on: self.founded_on,
        }
    }
}

/// A postal code as letters and digits alone.
fn compact(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_uppercase()).collect()
}
