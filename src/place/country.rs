//! Countries from any spelling and from a point, as ISO 3166-1 alpha-2 codes. Names come from
//! CLDR (every language), ISO and a list of our own; boundaries are those of OpenStreetMap,
//! simplified. Judges no other field of an address.

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::Builder;
use country_boundaries::{BOUNDARIES_ODBL_60X30, CountryBoundaries, LatLon};

use super::{Point, subdivision, table};
use crate::text::fold;
use crate::words;

/// Folded name, tab, code.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/countries.tsv"));

/// ISO 3166-1 alpha-2 code, tab, language, tab, name.
const LABELS: &str = include_str!(concat!(env!("OUT_DIR"), "/country_labels.tsv"));
/// The names in the languages in which slips of the pen are forgiven.
const SLIPS: &str = include_str!(concat!(env!("OUT_DIR"), "/country_slips.tsv"));

/// Words before a name that say what kind of state it is, or are its article.
const BEFORE: &str = "\
    the|la|le|les|el|los|las|die|der|il|i|o|a|os|as|l|republic of|republic of the|\
    the republic of|kingdom of|the kingdom of|republica de|republica del|republica da|\
    republica do|republique de|republique du|republique d|republik|repubblica di|reino de|\
    royaume de|konigreich|federal republic of|state of|estado de|commonwealth of|\
    principality of|principado de|republika|pais";

/// Texts longer than this are no name of a country.
const MOST_BYTES: usize = 200;

/// How far from a boundary a point may still belong to either side, in degrees (about 3 km):
/// the boundaries are simplified.
const NEAR: f64 = 0.03;

static BOUNDARIES: LazyLock<Option<CountryBoundaries>> =
    LazyLock::new(|| CountryBoundaries::from_reader(BOUNDARIES_ODBL_60X30).ok());

/// The country that `text` names: by an ISO 3166-1 code (two letters, three, or the number),
/// by its name in any language of CLDR, by a long or short form (`Bundesrepublik
/// Deutschland`, `U.S.`), with accents lost, HTML entities, capitals, or one wrong letter.
/// A place may stand before or behind it (`Bilbao, España`), and the code may be one of its
/// parts (`GB-ENG`). `None` where it is not certain.
pub fn read(text: &str) -> Option<&'static str> {
    if text.len() > MOST_BYTES {
        return None;
    }
    exact(text).or_else(|| {
        let text = without_entities(text);
        let text = without_article(&text);
        of_part(text)
            .or_else(|| in_parts(text))
            .or_else(|| nearly(&fold(text)))
    })
}

/// The country that `text` as a whole names: by a code or a name as [`read`] takes them, with
/// every letter right and nothing beside it.
pub fn exact(text: &str) -> Option<&'static str> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let text = without_entities(text);
    let text = without_article(&text);
    by_code(text).or_else(|| by_name(&fold(text)))
}

/// The name of the country of an ISO 3166-1 alpha-2 code, in the language of `tag` where pages
/// speak it.
pub fn name(code: &str, tag: &str) -> Option<&'static str> {
    let own = tag.get(..2).unwrap_or(tag);
    let named = |tag: &str| {
        let line = table::lines_with(LABELS, &format!("{code}\t{tag}\t")).next()?;
        line.rsplit('\t').next()
    };
    named(own).or_else(|| named(words::of(tag)?.whole().tag))
}

/// Every country with a name in the language of `tag`: ISO 3166-1 alpha-2 code, name.
pub fn all(tag: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = rust_iso3166::ALL.iter().map(|country| country.alpha2);
    all.filter_map(move |code| Some((code, name(code, tag)?)))
}

/// Whether the pages call a country by that name, in one of their languages.
pub fn is_called(code: &str, text: &str) -> bool {
    let folded = fold(text);
    let called = words::LANGUAGES.iter();
    let mut called = called.filter_map(|words| name(code, words.tag));
    called.any(|name| fold(name) == folded)
}

/// The country in which `point` lies; `None` on the open sea and off the earth.
pub fn at(point: Point) -> Option<&'static str> {
    areas(point).into_iter().find_map(alpha2)
}

/// Whether `point` lies in `country`, or so near to it that simplified boundaries cannot tell.
pub fn is_in(point: Point, country: &str) -> bool {
    let steps = [-NEAR, 0.0, NEAR];
    steps.iter().any(|north| {
        steps.iter().any(|east| {
            let latitude = point.latitude + north;
            let longitude = point.longitude + east;
            at(Point {
                latitude,
                longitude,
            }) == Some(country)
        })
    })
}

/// The codes of the areas that hold the point, the smallest first.
pub(super) fn areas(point: Point) -> Vec<&'static str> {
    let Some(boundaries) = BOUNDARIES.as_ref() else {
        return Vec::new();
    };
    LatLon::new(point.latitude, point.longitude)
        .map(|position| boundaries.ids(position))
        .unwrap_or_default()
}

fn alpha2(code: &str) -> Option<&'static str> {
    rust_iso3166::from_alpha2(code).map(|country| country.alpha2)
}

/// `&Ouml;sterreich` as `Österreich`; other texts as they are.
fn without_entities(text: &str) -> Cow<'_, str> {
    if !(text.contains('&') && text.contains(';')) {
        return Cow::Borrowed(text);
    }
    let is_tag_free = Builder::empty().clean(text).to_string();
    Cow::Owned(is_tag_free.replace("&amp;", "&").replace("&nbsp;", " "))
}

/// `France (la)` as `France`, so that the article is not taken for the code of Laos.
fn without_article(text: &str) -> &str {
    const ARTICLES: &[&str] = &[
        "the", "la", "le", "l'", "l’", "les", "el", "los", "las", "o", "a", "os", "as",
    ];
    text.trim_end_matches([' ', '*', ')'])
        .rsplit_once('(')
        .filter(|(_, last)| ARTICLES.contains(&last.trim()))
        .map_or(text, |(name, _)| name)
}

/// By a code that is the whole text.
fn by_code(text: &str) -> Option<&'static str> {
    let code: String = text
        .chars()
        .filter(|c| !matches!(c, '.' | ' ' | '\t' | '\u{a0}'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if !code.chars().all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    match code.as_str() {
        "UK" => Some("GB"),
        // The European Union writes EL for Greece.
        "EL" => Some("GR"),
        _ if code.bytes().all(|b| b.is_ascii_digit()) => {
            let number = code.parse().ok().filter(|_| code.len() <= 3)?;
            rust_iso3166::from_numeric(number).map(|country| country.alpha2)
        }
        _ => match code.len() {
            2 => alpha2(&code),
            3 => rust_iso3166::from_alpha3(&code).map(|country| country.alpha2),
            _ => None,
        },
    }
}

/// By the ISO 3166-2 code of a part of it.
fn of_part(text: &str) -> Option<&'static str> {
    let part = subdivision::of_code(&text.trim().to_ascii_uppercase())?;
    alpha2(part.country()?)
}

/// By a folded name that is the whole text, its article or form of state left away.
fn by_name(folded: &str) -> Option<&'static str> {
    let bare = BEFORE
        .split('|')
        .filter_map(|word| folded.strip_prefix(word)?.strip_prefix(' '));
    std::iter::once(folded).chain(bare).find_map(exactly)
}

fn exactly(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return None;
    }
    let prefix = format!("{name}\t");
    let line = table::lines_with(TABLE, &prefix).next()?;
    alpha2(line.split_once('\t')?.1)
}

/// By the part of the text that is a country, where the others are none: `Bilbao, España`,
/// `Wien (AT)`. Two letters behind a comma are more often a province than a country.
fn in_parts(text: &str) -> Option<&'static str> {
    let mut found = None;
    for part in text.split([',', ';', '/', '|', '(', ')', '\n']) {
        let is_capital = part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase());
        let is_in_brackets = is_capital && text.contains(&format!("({part})"));
        let code = by_code(part).filter(|_| is_in_brackets);
        let Some(code) = code.or_else(|| by_name(&fold(part))) else {
            continue;
        };
        if found.is_some_and(|other| other != code) {
            // The last one is the country of an address; of two names side by side none is.
            if !text.contains(',') {
                return None;
            }
        }
        found = Some(code);
    }
    found
}

/// By a name that differs in one letter, but not in the first, and from one country's names
/// alone: `Frace`, `Italu`.
fn nearly(folded: &str) -> Option<&'static str> {
    let initial = folded.get(..1)?;
    if folded.len() < 5 || !folded.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let mut found = None;
    for line in table::lines_with(SLIPS, initial) {
        let Some((name, code)) = line.split_once('\t') else {
            continue;
        };
        let is_near =
            name.len().abs_diff(folded.len()) <= 1 && strsim::levenshtein(name, folded) == 1;
        if is_near && found.is_some_and(|other| other != code) {
            return None;
        }
        if is_near {
            found = Some(code);
        }
    }
    found.and_then(alpha2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_read_from_codes_names_and_slips_of_the_pen() {
        for (text, code) in [
            ("es", "ES"),
            ("ESP", "ES"),
            ("724", "ES"),
            ("gb-eng", "GB"),
            ("4", "AF"),
            (" uk ", "GB"),
            ("U.S.", "US"),
            ("USA", "US"),
            ("RFA", "DE"),
            ("EL", "GR"),
            ("Deutschland", "DE"),
            ("España", "ES"),
            ("ESPANA", "ES"),
            ("Espa&ntilde;a", "ES"),
            ("&Ouml;sterreich", "AT"),
            ("ÖSterreich", "AT"),
            ("Osterreich", "AT"),
            ("Oesterreich", "AT"),
            ("Česká republika", "CZ"),
            ("Ελλάδα", "GR"),
            ("Portogallo", "PT"),
            ("Frace", "FR"),
            ("Italu", "IT"),
            ("Cypres", "CY"),
            ("Slovenija", "SI"),
            ("România", "RO"),
            ("Latvija", "LV"),
            ("SCOTLAND", "GB"),
            ("Isle of Man", "IM"),
            ("The Netherlands", "NL"),
            ("Côte d’Ivoire", "CI"),
            ("Trinidad and Tobago", "TT"),
            ("Brasil", "BR"),
            ("República de Chile", "CL"),
            ("대한민국", "KR"),
            ("日本", "JP"),
            ("Україна", "UA"),
            ("Niemcy", "DE"),
            ("Spanje", "ES"),
            ("Alemanya", "DE"),
            ("México", "MX"),
            ("Bilbao, España", "ES"),
            ("Wien (AT)", "AT"),
            ("Cardiff, Wales, UK", "GB"),
            ("Georgia, USA", "US"),
            ("France (la)", "FR"),
            ("Perú (el)", "PE"),
        ] {
            assert_eq!(read(text), Some(code), "{text}");
        }
    }

    #[test]
    fn what_names_no_country_or_two_is_none() {
        for text in [
            "",
            " ",
            "-",
            "Aberdeen",
            "n/a",
            "XX",
            "ZZZ",
            "999",
            "1234",
            "Madrid",
            "Europe",
            "España / Portugal",
            "Los Angeles, CA",
            "Atlantis (la)",
            "Sevilla, SE",
            "EU",
            "Atlantis",
            "Spam",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"España ".repeat(60)), None);
    }

    #[test]
    fn every_code_and_english_name_of_iso_is_read_as_its_country() {
        for country in rust_iso3166::ALL {
            assert_eq!(read(country.alpha2), Some(country.alpha2));
            assert_eq!(read(country.alpha3), Some(country.alpha2));
            assert_eq!(read(country.name), Some(country.alpha2), "{}", country.name);
        }
    }

    #[test]
    fn a_point_lies_in_its_country_and_at_sea_in_none() {
        let at = |latitude, longitude| {
            at(Point {
                latitude,
                longitude,
            })
        };
        assert_eq!(at(48.1486, 17.1077), Some("SK"));
        assert_eq!(at(17.0732, -96.7266), Some("MX"));
        assert_eq!(at(43.263, -2.935), Some("ES"));
        assert_eq!(at(55.9533, -3.1883), Some("GB"));
        assert_eq!(at(0.0, 0.0), None);
        assert_eq!(at(f64::NAN, 0.0), None);
        assert_eq!(at(91.0, 0.0), None);
    }

    #[test]
    fn a_point_beside_a_simplified_boundary_belongs_to_either_side() {
        let hendaye = Point {
            latitude: 43.358,
            longitude: -1.774,
        };
        assert!(is_in(hendaye, "FR") && is_in(hendaye, "ES"));
        let madrid = Point {
            latitude: 40.4168,
            longitude: -3.7038,
        };
        assert!(is_in(madrid, "ES") && !is_in(madrid, "PT"));
    }
}
