//! The form in which names are compared: small Latin letters and digits, one space between
//! words. The build script folds its tables with this same file. Knows no place.

use deunicode::deunicode_char;

/// `text` without accents, capitals and punctuation: `Côte d’Ivoire` is `cote d ivoire`,
/// `Ελλάδα` is `ellada`.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_gap = false;
    let mut push = |character: char| {
        if character.is_ascii_alphanumeric() {
            if is_gap && !folded.is_empty() {
                folded.push(' ');
            }
            is_gap = false;
            folded.push(character.to_ascii_lowercase());
        } else if character == '&' {
            folded.push_str(if folded.is_empty() { "and" } else { " and" });
            is_gap = true;
        } else {
            is_gap = true;
        }
    };
    for character in text.chars() {
        if character.is_ascii() {
            push(character);
        } else if !is_mark(character) {
            deunicode_char(character)
                .unwrap_or(" ")
                .chars()
                .for_each(&mut push);
        }
    }
    folded
}

/// Whether the character only adds an accent to the letter before it.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
}

/// Words that say what kind of division a name is of, and the small words between.
const KINDS: &[&str] = &[
    "autonomous",
    "autonoma",
    "autonome",
    "canton",
    "city",
    "comarca",
    "comunidad",
    "comunitat",
    "community",
    "comunidade",
    "council",
    "counties",
    "county",
    "d",
    "da",
    "das",
    "de",
    "degli",
    "del",
    "dell",
    "della",
    "delle",
    "department",
    "departamento",
    "departement",
    "des",
    "di",
    "district",
    "distrito",
    "do",
    "du",
    "el",
    "estado",
    "federal",
    "foral",
    "freistaat",
    "governorate",
    "judet",
    "judetul",
    "kanton",
    "kraj",
    "l",
    "la",
    "land",
    "las",
    "le",
    "les",
    "los",
    "megye",
    "metropolitan",
    "municipality",
    "oblast",
    "of",
    "okres",
    "prefecture",
    "principado",
    "province",
    "provincia",
    "provincie",
    "provinz",
    "region",
    "regiao",
    "regione",
    "republic",
    "republica",
    "state",
    "the",
    "voivodeship",
    "wojewodztwo",
];

/// A folded name without the words that say what kind of division it is of: `comunidad de
/// madrid` is `madrid`. A name of such words alone stays as it is.
pub(crate) fn bare(folded: &str) -> String {
    let words = folded.split(' ').filter(|word| !KINDS.contains(word));
    let bare = words.collect::<Vec<_>>().join(" ");
    if bare.is_empty() {
        folded.to_owned()
    } else {
        bare
    }
}

/// A folded name with a capital at each word: `san miguel` is `San Miguel`.
pub(crate) fn capitalized(folded: &str) -> String {
    let mut is_start = true;
    let capital = |character: char| {
        let is_first = std::mem::replace(&mut is_start, character == ' ');
        if is_first {
            character.to_ascii_uppercase()
        } else {
            character
        }
    };
    folded.chars().map(capital).collect()
}
