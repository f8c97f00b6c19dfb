//! Provinces, states, regions and counties by name, as ISO 3166-2 codes. Names come from ISO
//! in the country's own language and a table of our own in others. Knows no municipalities.

use super::name::bare;
use super::{Point, Territory, country, table};
use crate::text::fold;

/// Folded name, tab, ISO 3166-2 code.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/subdivisions.tsv"));

/// Texts longer than this are no name of a subdivision.
const MOST_BYTES: usize = 200;

/// The subdivision of `country` that `text` names: by its code, with or without the country
/// (`ES-CT`, `CT`), or by its name in the country's language or another (`Catalunya`,
/// `Catalonia`), with or without the word for its kind (`Comunidad de Madrid`, `Madrid`).
/// Without a country the name must be one that a single country has. `None` where it is not
/// certain.
pub fn read(text: &str, country: Option<&str>) -> Option<Territory> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let parts = text.split(['/', '(', ')', '[', ']', ';', ',']);
    std::iter::once(text)
        .chain(parts)
        .find_map(|part| whole(part.trim(), country))
}

/// Every subdivision that a name stands for, in one country or in any: provinces and regions
/// may share theirs.
pub fn all(name: &str, country: Option<&str>) -> Vec<Territory> {
    let folded = fold(name.get(..MOST_BYTES).map_or(name, |_| ""));
    let of_key = |key: &str| -> Vec<Territory> {
        let is_of = |code: &&str| country.is_none_or(|country| code.get(..2) == Some(country));
        let codes = codes(key).filter(is_of);
        codes.filter_map(of_code).collect()
    };
    let found = of_key(&folded);
    if found.is_empty() {
        return of_key(&bare(&folded));
    }
    found
}

/// The subdivision in which `point` lies, for the countries whose inner boundaries are known:
/// among them Australia, Belgium, Canada, Spain, the United Kingdom and the United States.
pub fn at(point: Point) -> Option<Territory> {
    let areas = country::areas(point);
    areas.into_iter().find_map(of_code)
}

fn whole(text: &str, country: Option<&str>) -> Option<Territory> {
    let folded = fold(text);
    if folded.is_empty() {
        return None;
    }
    by_name(&folded, country)
        .or_else(|| by_name(&bare(&folded), country))
        .or_else(|| by_code(text, country))
}

fn by_code(text: &str, country: Option<&str>) -> Option<Territory> {
    let code = text.to_ascii_uppercase();
    let is_of = |part: &Territory| country.is_none_or(|country| part.country() == Some(country));
    of_code(&code)
        .filter(is_of)
        .or_else(|| of_code(&format!("{}-{code}", country?)))
}

/// By a folded name; without a country, by one that a single country has.
fn by_name(name: &str, country: Option<&str>) -> Option<Territory> {
    let mut found: Option<&str> = None;
    for code in codes(name) {
        if country.is_some_and(|country| code.get(..2) != Some(country)) {
            continue;
        }
        match found {
            None => found = Some(code),
            Some(other) if country.is_none() && other.get(..2) != code.get(..2) => return None,
            Some(_) => {}
        }
    }
    found.and_then(of_code)
}

/// The codes of a folded name.
fn codes(name: &str) -> impl Iterator<Item = &'static str> {
    let lines: Vec<&'static str> = table::lines_with(TABLE, &format!("{name}\t")).collect();
    lines.into_iter().filter_map(|line| line.split('\t').nth(1))
}

/// The territory of an ISO 3166-2 code, and of nothing else.
pub(super) fn of_code(code: &str) -> Option<Territory> {
    let is_code = code.as_bytes().get(2) == Some(&b'-');
    is_code.then(|| Territory::parse(code).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str, country: Option<&str>) -> Option<String> {
        read(text, country).map(String::from)
    }

    #[test]
    fn a_subdivision_is_read_from_its_name_in_several_languages_and_from_its_code() {
        for (text, country, expected) in [
            ("Comunidad de Madrid", "ES", "ES-MD"),
            ("Madrid", "ES", "ES-MD"),
            ("Madrid, Comunidad de", "ES", "ES-MD"),
            ("Oaxaca", "MX", "MX-OAX"),
            ("OAXACA", "MX", "MX-OAX"),
            ("Île-de-France", "FR", "FR-IDF"),
            ("Ile de France", "FR", "FR-IDF"),
            ("Catalunya", "ES", "ES-CT"),
            ("Catalonia", "ES", "ES-CT"),
            ("Cataluña", "ES", "ES-CT"),
            ("CT", "ES", "ES-CT"),
            ("ES-CT", "ES", "ES-CT"),
            ("es-ct", "ES", "ES-CT"),
            ("Castilla y León", "ES", "ES-CL"),
            ("Castilla-La Mancha", "ES", "ES-CM"),
            ("Euskadi", "ES", "ES-PV"),
            ("País Vasco", "ES", "ES-PV"),
            ("Navarra", "ES", "ES-NC"),
            ("Sevilla", "ES", "ES-SE"),
            ("Valencia", "ES", "ES-V"),
            ("Comunitat Valenciana", "ES", "ES-VC"),
            ("Bayern", "DE", "DE-BY"),
            ("Bavaria", "DE", "DE-BY"),
            ("NRW", "DE", "DE-NW"),
            ("Freistaat Sachsen", "DE", "DE-SN"),
            ("Lombardia", "IT", "IT-25"),
            ("Emilia-Romagna", "IT", "IT-45"),
            ("Regione Lazio", "IT", "IT-62"),
            ("Scotland", "GB", "GB-SCT"),
            ("Nouvelle-Aquitaine", "FR", "FR-NAQ"),
            ("Distrito de Lisboa", "PT", "PT-11"),
            ("São Paulo", "BR", "BR-SP"),
            ("SP", "BR", "BR-SP"),
            ("Ciudad de México", "MX", "MX-CMX"),
            ("Estado de México", "MX", "MX-MEX"),
            ("Québec", "CA", "CA-QC"),
            ("Wien", "AT", "AT-9"),
            ("California", "US", "US-CA"),
            ("Genève", "CH", "CH-GE"),
            ("Bizkaia / Vizcaya", "ES", "ES-BI"),
            ("Provincia de Buenos Aires", "AR", "AR-B"),
        ] {
            assert_eq!(
                code(text, Some(country)).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        assert_eq!(code("Catalunya", None).as_deref(), Some("ES-CT"));
        assert_eq!(code("MX-OAX", None).as_deref(), Some("MX-OAX"));
    }

    #[test]
    fn what_names_no_subdivision_or_one_of_several_countries_is_none() {
        for (text, country) in [
            ("", Some("ES")),
            ("Atlantis", Some("ES")),
            ("Bayern", Some("ES")),
            ("ES-CT", Some("FR")),
            ("de la", Some("ES")),
            ("Córdoba", None),
            ("CT", None),
            ("ES", Some("ES")),
            ("Q1492", None),
        ] {
            assert_eq!(code(text, country), None, "{text}");
        }
        assert_eq!(read(&"Oaxaca ".repeat(60), Some("MX")), None);
    }

    #[test]
    fn a_point_lies_in_a_subdivision_where_inner_boundaries_are_known() {
        let at = |latitude, longitude| {
            at(Point {
                latitude,
                longitude,
            })
            .map(String::from)
        };
        assert_eq!(at(41.3874, 2.1686).as_deref(), Some("ES-CT"));
        assert_eq!(at(55.9533, -3.1883).as_deref(), Some("GB-SCT"));
        assert_eq!(at(0.0, 0.0), None);
    }
}
