//! Names of countries in every language of CLDR, of ISO and of our own list, folded. Knows no
//! cities.

use std::collections::BTreeMap;

use i18n_country_translations_data::ALL_LOCALES;

use crate::fold::fold;
use crate::lists::pairs;

/// The languages whose names win over others', and in which a slip of the pen is forgiven.
const FIRST: &[&str] = &["en", "es", "fr", "pt", "de", "it", "ca"];
/// The languages that come after them, before all others.
const SECOND: &[&str] = &[
    "pt-BR", "gl", "eu", "nl", "pl", "cs", "sk", "sl", "hr", "hu", "ro", "bg", "el", "sv", "da",
    "nb", "fi", "et", "lv", "lt", "mt", "ga", "tr", "ru", "uk", "sr", "ko", "ja",
];

/// Two tables of `name`, tab, ISO 3166-1 alpha-2 code: all names, and those of the languages
/// in which slips are forgiven. The names of our own list win over all. A name that two
/// languages give to two countries is left out, unless a language of [`FIRST`] or [`SECOND`]
/// decides.
pub(crate) fn tables() -> [String; 2] {
    let mut names: BTreeMap<String, Option<(&str, bool)>> = BTreeMap::new();
    let locales: Vec<(&str, BTreeMap<String, String>)> = ALL_LOCALES
        .iter()
        .map(|(locale, json)| (*locale, entries(json)))
        .collect();
    let one = |wanted: &&str| locales.iter().find(|(locale, _)| locale == wanted);
    let known = FIRST.iter().chain(SECOND).filter_map(one);
    let is_known = |locale: &str| FIRST.contains(&locale) || SECOND.contains(&locale);
    let others = locales.iter().filter(|(locale, _)| !is_known(locale));
    let mut decided = Vec::new();
    for (locale, list) in known.chain(others) {
        for (code, name) in list {
            let Some(country) = rust_iso3166::from_alpha2(code) else {
                continue;
            };
            let name = fold(name);
            if name.len() < 3 {
                continue;
            }
            match names.get_mut(&name) {
                None => {
                    if is_known(locale) {
                        decided.push(name.clone());
                    }
                    names.insert(name, Some((country.alpha2, FIRST.contains(locale))));
                }
                Some(entry) => {
                    let is_other = entry.is_some_and(|(code, _)| code != country.alpha2);
                    if is_other && !decided.contains(&name) {
                        *entry = None;
                    }
                }
            }
        }
    }
    // What ISO itself calls them, for the few that CLDR calls otherwise.
    for country in rust_iso3166::ALL {
        names.insert(fold(country.name), Some((country.alpha2, true)));
    }
    for (code, name) in pairs(include_str!("country_names.txt")) {
        let is_first = matches!(names.get(name), Some(Some((_, true))));
        names.insert(name.to_owned(), Some((code, is_first)));
    }
    let [mut all, mut first] = [String::new(), String::new()];
    for (name, entry) in names {
        if let Some((code, is_first)) = entry {
            let line = format!("{name}\t{code}\n");
            if is_first {
                first.push_str(&line);
            }
            all.push_str(&line);
        }
    }
    [all, first]
}

/// The languages that pages speak.
const SPOKEN: [&str; 6] = ["ca", "en", "es", "fr", "ko", "pt"];

/// A table of ISO 3166-1 alpha-2 code, tab, language, tab, the country's name as CLDR writes
/// it in that language.
pub(crate) fn labels() -> String {
    let mut lines: Vec<String> = ALL_LOCALES
        .iter()
        .filter(|(locale, _)| SPOKEN.contains(locale))
        .flat_map(|(locale, json)| {
            let names = entries(json).into_iter();
            names.map(move |(code, name)| format!("{code}\t{locale}\t{name}\n"))
        })
        .collect();
    lines.sort_unstable();
    lines.concat()
}

/// The entries of a flat JSON object of strings without escapes.
fn entries(json: &str) -> BTreeMap<String, String> {
    let texts: Vec<&str> = json.split('"').skip(1).step_by(2).collect();
    texts
        .chunks_exact(2)
        .filter_map(|pair| Some(((*pair.first()?).to_owned(), (*pair.get(1)?).to_owned())))
        .collect()
}
