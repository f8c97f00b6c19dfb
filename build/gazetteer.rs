//! The municipalities and other populated places of GeoNames (CC BY 4.0), from the crate
//! `cities-json`. Knows no names of countries.

use std::collections::HashMap;

use cities_json::CITIES;

use crate::fold::fold;
use crate::lists::pairs;
use crate::name::capitalized;
use crate::subdivisions;

/// The ISO 3166-2 codes under which the places stand, sorted, one on a line.
pub(crate) fn divisions() -> String {
    let codes = subdivisions::by_geonames();
    let mut lines: Vec<String> = codes
        .iter()
        .map(|((country, _), code)| format!("{country}-{code}\n"))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines.concat()
}

/// Sorted lines: country, folded name, name (empty where capitals alone make it), ISO 3166-2
/// subdivision without its country, district in GeoNames' code where a postal code tells it,
/// whether our own list has it, latitude and longitude to 0.0001 degrees (11 metres).
pub(crate) fn table() -> String {
    let codes = subdivisions::by_geonames();
    let mut others: HashMap<String, Vec<&str>> = HashMap::new();
    for (city, name) in pairs(include_str!("city_names.txt")) {
        others.entry(city.to_owned()).or_default().push(name);
    }
    let mut lines = Vec::new();
    for city in CITIES.iter() {
        let (country, name) = (city.country.as_str(), city.name.as_str());
        let folded = fold(name);
        let is_clean = !folded.is_empty() && !name.contains(['\t', '\n']);
        if !is_clean || rust_iso3166::from_alpha2(country).is_none() {
            continue;
        }
        let subdivision = codes.get(&(country, city.admin1.as_str())).copied();
        let subdivision = subdivision.unwrap_or_default();
        let is_told = matches!(country, "ES" | "FR" | "IT");
        let meant = [
            format!("{country} {folded}"),
            format!("{country}-{subdivision} {folded}"),
        ];
        let others: Vec<&str> = meant
            .iter()
            .filter_map(|one| others.get(one))
            .flatten()
            .copied()
            .collect();
        let rest = format!(
            "{subdivision}\t{}\t{}\t{:.4}\t{:.4}\n",
            if is_told { &city.admin2 } else { "" },
            if others.is_empty() { "" } else { "large" },
            city.lat,
            city.lng,
        );
        for other in others {
            lines.push(format!("{country}\t{other}\t{name}\t{rest}"));
        }
        let is_plain = capitalized(&folded) == city.name;
        let written = if is_plain { "" } else { name };
        lines.push(format!("{country}\t{folded}\t{written}\t{rest}"));
    }
    lines.sort_unstable();
    lines.dedup();
    lines.concat()
}
