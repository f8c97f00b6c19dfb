//! Activities in ISIC rev. 4, from the codes of the classifications that follow it and from
//! words. Which of them a register uses, its mapping says or the code's look tells.

use serde::{Deserialize, Serialize};

use super::entity::essglobal_number;
use super::fold::fold;
use super::{sector_words, susy};
use crate::vocabulary::{Section, Sector};

/// The classification that a register's codes belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Classification {
    /// The United Nations' own: ISIC rev. 4, CIIU, CITI.
    Isic,
    /// The European Union's and its national versions (NACE rev. 2, NAF, UK SIC, CNAE, CAE,
    /// ATECO, WZ), and the Brazilian CNAE.
    Nace,
    /// The North American: NAICS, SCIAN, of which the first two digits are understood.
    Naics,
    /// The objects of associations in the French national register (RNA), by their families.
    Rna,
}

impl Classification {
    /// The classification as a mapping calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Isic => "isic",
            Self::Nace => "nace",
            Self::Naics => "naics",
            Self::Rna => "rna",
        }
    }
}

/// What a text says of an organization's work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::registry::import::mapping) struct Work {
    pub(in crate::registry::import::mapping) sectors: Vec<Sector>,
    pub(in crate::registry::import::mapping) theme: Option<&'static str>,
}

/// Where NACE gives a number of three or four digits to another activity than ISIC does, by
/// comparing the two title by title; there the two digits that they share are kept.
const OTHERWISE_IN_ISIC: &[&str] = &[
    "014", "107", "108", "131", "133", "141", "143", "203", "204", "205", "251", "252", "256",
    "464", "472", "475", "476", "477", "493", "502", "551", "552", "681", "682", "683", "85",
    "910",
];

/// The activity in ISIC that a code of NACE or of a national version of it stands for, as far
/// as both agree on its number.
pub(in crate::registry::import) fn of_nace(code: &str) -> Option<Sector> {
    let differs = OTHERWISE_IN_ISIC
        .iter()
        .any(|prefix| code.starts_with(prefix));
    longest(code, if differs { 2 } else { 4 })
}

fn longest(code: &str, most: usize) -> Option<Sector> {
    (2..=most)
        .rev()
        .filter_map(|digits| code.get(..digits))
        .find_map(|shorter| Sector::parse(shorter).ok())
}

/// What a text of one activity says: a code with or without the name of its classification, a
/// section's letter, an address of `ESSGlobal`, or words.
pub(in crate::registry::import::mapping) fn read(
    text: &str,
    classification: Option<Classification>,
) -> Option<Work> {
    let text = text.trim();
    let of = |sector: Sector| Work {
        sectors: vec![sector],
        theme: None,
    };
    if let Some(number) = essglobal_number(text, "activities-ica/ICA", "ICA") {
        return sector_words::of_ica(number)
            .and_then(|code| Sector::parse(code).ok())
            .map(of);
    }
    if let Some((code, theme)) = susy::read(text) {
        return Some(Work {
            sectors: code
                .and_then(|code| Sector::parse(code).ok())
                .into_iter()
                .collect(),
            theme,
        });
    }
    of_code(text, classification)
        .or_else(|| in_words(text))
        .map(of)
}

/// An activity by its code at the beginning of the text.
pub(in crate::registry::import::mapping) fn of_code(
    text: &str,
    classification: Option<Classification>,
) -> Option<Sector> {
    let (name, code) = without_name(super::code::without_tail(text));
    let first = code.split([' ', '\t', ',', ':']).next().unwrap_or_default();
    if let Some(section) = section(code, first) {
        return Some(section);
    }
    // The section's letter may stand before the digits: `G47.11`, `J 62.01`.
    let code = match code.split_at_checked(1) {
        Some((letter, rest)) if letter.bytes().all(|b| b.is_ascii_alphabetic()) => {
            rest.trim_start()
        }
        _ => code,
    };
    let first = code
        .split([' ', '\t', ',', ':', '_'])
        .next()
        .unwrap_or_default();
    let digits: String = first.chars().filter(char::is_ascii_digit).collect();
    let others = first
        .chars()
        .filter(|c| !c.is_ascii_digit() && !"./-".contains(*c));
    let is_code = (2..=8).contains(&digits.len())
        && first.starts_with(|c: char| c.is_ascii_digit())
        && others.count() <= 1;
    if !is_code {
        return None;
    }
    // A lost zero shows where a point follows a single digit.
    let digits = match first.split(['.', '-']).next() {
        Some(division) if division.len() == 1 => format!("0{digits}"),
        _ => digits,
    };
    let is_plain = first.len() == 4 || first.len() < 4 && !first.contains('.');
    match classification.or(name) {
        Some(Classification::Isic) => longest(&digits, 4),
        Some(Classification::Naics) => of_naics(&digits),
        Some(Classification::Rna) => of_rna(&digits),
        None if is_plain && !first.contains('.') => longest(&digits, 4),
        Some(Classification::Nace) | None => of_nace(&digits),
    }
}

/// The letter of a section, alone or before its title.
fn section(code: &str, first: &str) -> Option<Sector> {
    let letter = first.trim_end_matches(['.', '-', ')']);
    let rest = code.get(first.len()..).unwrap_or_default().trim_start();
    let is_title = rest.is_empty() || !rest.starts_with(|c: char| c.is_ascii_digit());
    let is_marked = rest.is_empty()
        || first.len() > 1
        || rest.starts_with(['-', ':', '–'])
        || code.get(1..2) == Some(":");
    let is_upper = letter.bytes().all(|b| b.is_ascii_uppercase());
    let known = letter.len() == 1 && is_upper && is_title && is_marked;
    known
        .then(|| Section::parse(letter).ok())
        .flatten()
        .and_then(|one| Sector::parse(one.as_str()).ok())
}

/// The code without the name of its classification (`UKSIC07-4711`, `NACE 47.11`).
fn without_name(text: &str) -> (Option<Classification>, &str) {
    const NAMES: &[(&str, Classification)] = &[
        ("UKSIC", Classification::Nace),
        ("SIC", Classification::Nace),
        ("NACE", Classification::Nace),
        ("CNAE", Classification::Nace),
        ("NAF", Classification::Nace),
        ("APE", Classification::Nace),
        ("CAE", Classification::Nace),
        ("ATECO", Classification::Nace),
        ("WZ", Classification::Nace),
        ("CCAE", Classification::Nace),
        ("ISIC", Classification::Isic),
        ("CIIU", Classification::Isic),
        ("CITI", Classification::Isic),
        ("SCIAN", Classification::Naics),
        ("NAICS", Classification::Naics),
    ];
    let upper = text.to_ascii_uppercase();
    let known = NAMES.iter().find(|(name, _)| upper.starts_with(name));
    let Some((name, classification)) = known else {
        return (None, text);
    };
    let rest = text.get(name.len()..).unwrap_or_default();
    // A year or revision may follow the name: `UKSIC07-`, `CNAE-2009: `, `NACE Rev. 2 `.
    let parted = rest.split_once([':', ' ']).or_else(|| rest.split_once('-'));
    let is_year = |head: &str| {
        head.len() <= 5 && head.bytes().any(|b| b.is_ascii_digit()) && !head.contains('.')
    };
    let bare = match parted {
        Some((head, tail)) if head.is_empty() || is_year(head) => tail,
        _ => rest,
    };
    let bare = bare.trim_start_matches([' ', '-', ':', '.', '_']);
    let revision = bare
        .get(..3)
        .filter(|head| head.eq_ignore_ascii_case("rev"));
    let bare = revision
        .and_then(|_| bare.split_once(char::is_whitespace))
        .map_or(bare, |(_, tail)| {
            tail.trim_start()
                .split_once([' ', ':'])
                .map_or(tail, |(_, code)| code)
        });
    (Some(*classification), bare.trim_start())
}

/// The activity that a family of objects of associations stands for: the thousands of a code.
fn of_rna(digits: &str) -> Option<Sector> {
    let family: u32 = digits.parse::<u32>().ok()? / 1000;
    let code = match family {
        1..=4 | 14 | 23 | 38 | 40 => "94",
        5 => "J",
        6 => "90",
        7 | 9 => "R",
        10 => "91",
        11 | 13 => "93",
        15 => "P",
        16 => "72",
        17 => "86",
        18 => "87",
        19..=21 => "88",
        22 => "N",
        24 => "E",
        30 => "78",
        32 => "68",
        34 => "79",
        36 => "84",
        _ => return None,
    };
    Sector::parse(code).ok()
}

/// The section that a sector of the North American classification belongs to.
fn of_naics(digits: &str) -> Option<Sector> {
    let section = match digits.get(..2)? {
        "11" => "A",
        "21" => "B",
        "22" => "D",
        "23" => "F",
        "31" | "32" | "33" => "C",
        "41" | "42" | "43" | "44" | "45" | "46" => "G",
        "48" | "49" => "H",
        "51" => "J",
        "52" => "K",
        "53" => "L",
        "54" | "55" => "M",
        "56" => "N",
        "61" => "P",
        "62" => "Q",
        "71" => "R",
        "72" => "I",
        "81" => "S",
        "91" | "92" | "93" => "O",
        _ => return None,
    };
    Sector::parse(section).ok()
}

/// An activity by words: a title of a section, or what people call it.
pub(in crate::registry::import::mapping) fn in_words(text: &str) -> Option<Sector> {
    let folded = fold(text);
    let words = &*sector_words::WORDS;
    let code = words
        .exactly(&folded)
        .or_else(|| words.well_within(&folded))?;
    Sector::parse(code).ok()
}

/// The activity that a text without a code is taken for, for a single word of it alone.
pub(in crate::registry::import::mapping) fn by_a_word(text: &str) -> Option<Sector> {
    let work = read(text, None)?;
    let code = sector_words::WORDS.by_a_word(&fold(text))?;
    let sector = Sector::parse(code).ok()?;
    (work.sectors == [sector.clone()]).then_some(sector)
}

/// Whether the whole text is one phrase that the tables know, such as a section's title.
pub(in crate::registry::import::mapping) fn is_title(text: &str) -> bool {
    sector_words::WORDS.exactly(&fold(text)).is_some()
}

/// The activity whose word is spelled most alike.
pub(in crate::registry::import::mapping) fn nearest(text: &str) -> Option<&'static str> {
    sector_words::WORDS.nearest(&fold(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        let work = read(text, None).unwrap_or_default();
        work.sectors.first().map_or("", Sector::as_str).to_owned()
    }

    #[test]
    fn codes_of_every_dialect_are_read_as_far_as_isic_agrees() {
        for (text, expected) in [
            ("UKSIC07-4711", "4711"),
            ("47110", "4711"),
            ("47.11", "4711"),
            ("4711", "4711"),
            ("62.01Z", "6201"),
            ("62.01Z - Programmation informatique", "6201"),
            ("4711-3/02", "4711"),
            ("47.11.40", "4711"),
            ("G47.11", "4711"),
            ("G", "G"),
            ("Q - Sanidad", "Q"),
            ("NACE Rev. 2 47.11", "4711"),
            ("CNAE 5610", "5610"),
            ("CNAE-2009: 5610", "5610"),
            ("1.11", "0111"),
            ("UKSIC07-85310", "85"),
            ("47.21", "47"),
            ("CIIU 4721", "4721"),
            ("9499.0", "9499"),
            (
                "https://w3id.org/essglobal/V2a/standard/activities-ica/ICA210",
                "L",
            ),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
        let rna = read("006035", Some(Classification::Rna)).unwrap();
        assert_eq!(rna.sectors.first().unwrap().as_str(), "90");
        let naics = read("461110", Some(Classification::Naics)).unwrap();
        assert_eq!(naics.sectors.first().unwrap().as_str(), "G");
        for text in [
            "",
            "Elves",
            "x9",
            "99999999999",
            "A la carte menus of elves",
        ] {
            assert_eq!(read(text, None), None, "{text}");
        }
    }

    #[test]
    fn words_of_several_languages_name_a_section_or_a_division() {
        for (text, expected) in [
            ("Trabajo", "78"),
            ("Alimentación", "I"),
            ("Vivienda", "68"),
            ("Finanzas éticas", "K"),
            ("Restauration", "56"),
            ("Kultur", "R"),
            ("Agricultura ecològica", "A"),
            ("Habitação", "68"),
            ("Assistenza sociale", "88"),
            ("Other Service Activities", "S"),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }

    #[test]
    fn codes_of_the_susy_map_have_a_theme() {
        let work = read("community_garden", None).unwrap();
        assert!(work.theme.is_some() && !work.sectors.is_empty());
        assert_eq!(read("other", None).unwrap().sectors, []);
    }
}
