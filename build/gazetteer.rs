//! The municipalities and other populated places of GeoNames (CC BY 4.0), from the crate
//! `cities-json`. Knows no names of countries.

use cities_json::CITIES;

use crate::fold::{capitalized, fold};
use crate::subdivisions;

/// Sorted lines: country, folded name, name (empty where capitals alone make it), ISO 3166-2
/// subdivision without its country, district in GeoNames' code where a postal code tells it,
/// latitude and longitude to 0.0001 degrees (11 metres).
pub(crate) fn table() -> String {
    let codes = subdivisions::by_geonames();
    let mut lines: Vec<String> = CITIES
        .iter()
        .filter_map(|city| {
            let country = city.country.as_str();
            rust_iso3166::from_alpha2(country)?;
            let folded = fold(&city.name);
            let is_plain = capitalized(&folded) == city.name;
            let name = if is_plain { "" } else { &city.name };
            let subdivision = codes
                .get(&(country, city.admin1.as_str()))
                .copied()
                .unwrap_or_default();
            let is_told = matches!(country, "ES" | "FR" | "IT");
            let district = if is_told { &city.admin2 } else { "" };
            let (north, east) = (city.lat, city.lng);
            let is_clean = !folded.is_empty() && !name.contains(['\t', '\n']);
            is_clean.then(|| {
                format!(
                    "{country}\t{folded}\t{name}\t{subdivision}\t{district}\t{north:.4}\t{east:.4}\n"
                )
            })
        })
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines.concat()
}
