//! Names of divisions beside each other: without the words that say of which kind they are.
//! The build script makes its tables with this same file. Knows no place.

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
