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
/// may share theirs. In one country its code will do, with or without the country's.
pub fn all(name: &str, country: Option<&str>) -> Vec<Territory> {
    let folded = fold(name.get(..MOST_BYTES).map_or(name, |_| ""));
    let of_key = |key: &str| -> Vec<Territory> {
        let is_of = |code: &&str| country.is_none_or(|country| code.get(..2) == Some(country));
        let codes = codes(key).filter(is_of);
        codes.filter_map(of_code).collect()
    };
    let found = of_key(&folded);
    if !found.is_empty() {
        return found;
    }
    let found = of_key(&bare(&folded));
    if found.is_empty() && country.is_some() {
        return by_code(name.trim(), country).into_iter().collect();
    }
    found
}

/// Whether a subdivision of a country has exactly this folded name: so its seat is often called.
pub(super) fn is_called(folded: &str, country: &str) -> bool {
    codes(folded).any(|code| code.get(..2) == Some(country))
}

/// The subdivisions of a code that is not written as ISO 3166-2 has it: with something else
/// between country and part (`ES CT`, `ES/CT`, `CT, ES`), or without the country (`ENG`), and
/// then in every country that has such a code.
pub fn of_codes(text: &str) -> Vec<Territory> {
    if text.len() > MOST_BYTES {
        return Vec::new();
    }
    let mut parts = text.split(|c: char| !c.is_alphanumeric());
    let mut part = || parts.find(|part| !part.is_empty());
    let (first, second, third) = (part(), part(), part());
    let of = |country: &str, code: &str| {
        let country = country::exact(country).filter(|_| country.len() <= 3)?;
        of_code(&format!("{country}-{}", code.to_ascii_uppercase()))
    };
    match (first, second, third) {
        (Some(one), Some(other), None) => {
            let both = [of(one, other), of(other, one)];
            both.into_iter().flatten().collect()
        }
        // A single letter and a number mean something in half of the world.
        (Some(code), None, None)
            if (2..=3).contains(&code.len()) && code.contains(char::is_alphabetic) =>
        {
            let every = rust_iso3166::ALL.iter();
            every
                .filter_map(|country| of(country.alpha2, code))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The subdivision that stands where a country is asked: an ISO 3166-2 code, or a part of the
/// United Kingdom, each of which calls itself a country.
pub fn as_country(text: &str) -> Option<Territory> {
    let named = || read(text, Some("GB")).filter(is_nation);
    of_code(&text.trim().to_ascii_uppercase()).or_else(named)
}

/// The part of the United Kingdom that a name as a whole stands for.
pub fn nation(name: &str) -> Option<Territory> {
    all(name.trim(), Some("GB")).into_iter().find(is_nation)
}

fn is_nation(part: &Territory) -> bool {
    ["GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS"].contains(&part.as_str())
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
    fn codes_are_read_as_people_write_them_and_all_are_told_of_one_without_a_country() {
        let codes =
            |text: &str| -> Vec<String> { of_codes(text).into_iter().map(String::from).collect() };
        for (text, code) in [
            ("ES CT", "ES-CT"),
            ("es/ct", "ES-CT"),
            ("CT, ES", "ES-CT"),
            ("CT (ESP)", "ES-CT"),
            ("GB_ENG", "GB-ENG"),
            ("UK SCT", "GB-SCT"),
            ("eng", "GB-ENG"),
            ("OAX", "MX-OAX"),
        ] {
            assert_eq!(codes(text), [code], "{text}");
        }
        let several = codes("CT");
        for code in ["ES-CT", "US-CT", "IT-CT"] {
            assert!(several.iter().any(|one| one == code), "{several:?}");
        }
        assert_eq!(codes("VLG"), ["BE-VLG", "RU-VLG"]);
        for text in ["", "-", "B", "11", "ES XX", "Q1492", "ES CT OAX", "Bayern"] {
            assert!(codes(text).is_empty(), "{text}");
        }
        let all = |name: &str, country| -> Vec<String> {
            all(name, Some(country))
                .into_iter()
                .map(String::from)
                .collect()
        };
        assert_eq!(all("CT", "ES"), ["ES-CT"]);
        assert!(all("CT", "FR").is_empty());
    }

    #[test]
    fn a_part_of_a_state_is_read_where_a_country_is_asked() {
        let part = |text: &str| as_country(text).map(String::from);
        assert_eq!(part("England").as_deref(), Some("GB-ENG"));
        assert_eq!(part(" gb-sct ").as_deref(), Some("GB-SCT"));
        assert_eq!(part("Gales").as_deref(), Some("GB-WLS"));
        for text in ["", "GB", "Mexico", "Luxembourg", "London", "Oaxaca"] {
            assert_eq!(part(text), None, "{text}");
        }
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
