//! Co-operatives UK's open data of 2017 as records that are compared.

use std::collections::HashMap;

use trenza::place::{Place, Point};
use trenza::registry::duplicates::{Candidate, Stated};
use trenza::registry::import::{self, Choice, Entry};

use crate::given;
use crate::respell::Chance;

const FILE: &str = "registries/uk_coops_2017_organisations.csv";

/// A row, with the registered name where the organization trades under another.
pub(crate) type Known = (Entry, Option<String>);

/// The register's rows, or `None` after saying how to get them.
pub(crate) fn register() -> Option<Vec<Known>> {
    let bytes = given::bytes(FILE)?;
    let source = std::io::Cursor::new(bytes.clone());
    let reading = import::open(source, "register.csv", &Choice::default()).unwrap();
    let entries = reading.to_end().unwrap().entries;
    let mut registered = registered_names(&bytes);
    let known = entries.into_iter().map(|entry| {
        let name = registered.remove(&entry.identifier);
        let name = name.filter(|name| name != entry.draft.name());
        (entry, name)
    });
    Some(known.collect())
}

fn registered_names(bytes: &[u8]) -> HashMap<String, String> {
    let mut rows = csv::Reader::from_reader(bytes);
    let headers = rows.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (identifier, name) = (column("CUK Organisation ID"), column("Registered Name"));
    let rows = rows.records().map(Result::unwrap);
    let filled = rows.filter(|row| !row[name].trim().is_empty());
    filled
        .map(|row| (row[identifier].to_owned(), row[name].to_owned()))
        .collect()
}

/// A row as a record that is compared, with a site and a point that the register lacks.
pub(crate) fn candidate(entry: &Entry, chance: &mut Chance) -> Candidate {
    let draft = &entry.draft;
    let mut candidate = Candidate {
        id: entry.identifier.clone(),
        names: vec![draft.name().to_owned()],
        sources: vec![Stated {
            register: "one".to_owned(),
            identifier: entry.identifier.clone(),
            register_number: entry.register_number.clone(),
        }],
        entity_type: Some(draft.entity_type),
        founded_on: draft.founded_on,
        ..Candidate::default()
    };
    candidate.stand_at(&Place {
        point: draft.place.postal_code.as_deref().map(point_of),
        ..draft.place.clone()
    });
    let words: String = draft
        .name()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    let site = format!("https://www.{}.coop/", words.to_lowercase());
    candidate.website = site.parse().ok().filter(|_| chance.of(40));
    candidate
}

/// A point for each postal area, and one near it for each code.
fn point_of(code: &str) -> Point {
    let spread = |text: &str| {
        text.bytes()
            .fold(7_u32, |sum, b| sum.wrapping_mul(31) + u32::from(b))
    };
    let area = spread(code.split(' ').next().unwrap());
    Point {
        latitude: 50.5 + f64::from(area % 700) / 100.0 + f64::from(spread(code) % 97) / 5_000.0,
        longitude: -4.0 + f64::from(area / 700 % 500) / 100.0,
    }
}
