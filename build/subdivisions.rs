//! Names of the subdivisions of ISO 3166-2, folded, and the codes that GeoNames has for the
//! larger ones. Knows no cities.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_iso3166::iso3166_2::{SUBDIVISION_COUNTRY_MAP, Subdivision};

use crate::fold::fold;
use crate::lists::pairs;
use crate::name::bare;

/// `name`, tab, ISO 3166-2 code; a name without the words for its kind where that leaves one.
/// Where one country has two of a name, the one of the higher level is meant (`Madrid` is
/// the community, not the province); of two on the same level neither is.
pub(crate) fn table() -> String {
    let mut names: BTreeMap<(String, &str), BTreeSet<(u8, &str)>> = BTreeMap::new();
    for (code, name) in pairs(include_str!("subdivision_names.txt")) {
        let country = code.get(..2).unwrap_or_default();
        let entry = names.entry((name.to_owned(), country)).or_default();
        entry.insert((0, code));
    }
    for list in SUBDIVISION_COUNTRY_MAP.values() {
        for part in *list {
            for name in variants(part.name) {
                let entry = names.entry((name, part.country_code)).or_default();
                entry.insert((level(part), part.code));
            }
        }
    }
    let mut table = String::new();
    for ((name, _), codes) in names {
        let highest = codes.first().map(|(level, _)| *level);
        let mut meant = codes.iter().filter(|(level, _)| Some(*level) == highest);
        if let (Some((_, code)), None) = (meant.next(), meant.next()) {
            table.extend([&name, "\t", code, "\n"]);
        }
    }
    table
}

/// The ISO 3166-2 code of each division of GeoNames, by country and GeoNames' own code.
pub(crate) fn by_geonames() -> HashMap<(&'static str, &'static str), &'static str> {
    let mut codes = HashMap::new();
    for line in include_str!("subdivisions.txt").lines() {
        let mut words = line.split(' ');
        let country = words.next().unwrap_or_default();
        for word in words.filter(|_| country != "#") {
            let (geonames, iso) = word.split_once('=').unwrap_or((word, word));
            codes.insert((country, geonames), iso);
        }
    }
    codes
}

/// The whole name, its parts where it is written in several languages, and each with what
/// stands behind a comma put before it.
fn variants(name: &str) -> BTreeSet<String> {
    let whole = name.split(['[', '(', ';', '/', '*']).chain([name]);
    let mut found = BTreeSet::new();
    for part in whole {
        let turned = part
            .split_once(',')
            .map(|(last, first)| format!("{first} {last}"));
        for text in turned.iter().map(String::as_str).chain([part]) {
            let folded = fold(text);
            if folded.len() > 1 {
                found.insert(bare(&folded));
                found.insert(folded);
            }
        }
    }
    found
}

/// 1 for a kind of subdivision that is divided itself, 2 for the others; 0 is our own list's.
fn level(part: &Subdivision) -> u8 {
    let kind = part.subdivision_type.to_lowercase();
    let high = [
        "region",
        "community",
        "country",
        "nation",
        "state",
        "land",
        "division",
    ];
    if high.iter().any(|word| kind.contains(word)) {
        1
    } else {
        2
    }
}
