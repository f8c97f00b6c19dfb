//! What an account is known by at a glance: a letter or two on its colour, and the wide
//! ground of its profile.

use super::Drawing;
use super::braid::Braid;
use super::colors::Colors;
use super::draw::{document, letters};
use super::font::{Weight, can_draw};
use super::wrap::Type;

/// How many letters an icon has room for.
const MOST: usize = 3;
/// Words that tell nobody from another.
const COMMON: &[&str] = &[
    "de",
    "del",
    "la",
    "las",
    "el",
    "los",
    "y",
    "e",
    "the",
    "of",
    "and",
    "for",
    "du",
    "des",
    "le",
    "les",
    "l",
    "d",
    "et",
    "da",
    "do",
    "das",
    "dos",
    "em",
    "a",
    "o",
    "cooperativa",
    "cooperative",
    "coopérative",
    "coop",
    "asociación",
    "association",
    "associação",
    "sociedad",
    "society",
];

/// The icon with some letters.
pub fn icon(initials: &str, colors: Colors) -> Drawing {
    let count = initials.chars().count();
    let kind = Type {
        weight: Weight::Bold,
        size: if count > 2 { 140.0 } else { 176.0 },
    };
    let x = 200.0 - kind.width(initials) / 2.0;
    let braid = Braid {
        is_upright: false,
        middle: 340.0,
        length: 400.0,
        wave: 160.0,
        reach: 17.0,
        thickness: 9.0,
    };
    let body = braid.svg(colors, colors.deep)
        + &letters((x, 176.0 + kind.size * 0.36), kind, "#ffffff", initials);
    document((400, 400), colors.deep, &body)
}

/// The wide ground of a profile.
pub fn header(colors: Colors) -> Drawing {
    let braids = [(95.0, 34.0), (250.0, 44.0), (405.0, 34.0)].map(|(middle, reach)| Braid {
        is_upright: false,
        middle,
        length: 1500.0,
        wave: 500.0,
        reach,
        thickness: 20.0,
    });
    let body = braids.map(|braid| braid.svg(colors, colors.ground));
    document((1500, 500), colors.ground, &body.concat())
}

/// The letters that a name is known by: the first of its two words that tell most, or what
/// there is.
pub fn initials(name: &str) -> String {
    let words: Vec<&str> = name
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty() && can_draw(word))
        .collect();
    let is_own = |word: &&str| !COMMON.contains(&word.to_lowercase().as_str());
    let mut telling: Vec<&str> = words.iter().copied().filter(is_own).collect();
    if telling.is_empty() {
        telling = words;
    }
    let first = |word: &&str| word.chars().next();
    let found: String = match telling.as_slice() {
        [] => "·".to_owned(),
        // A code or an abbreviation is its own sign.
        [only] if only.chars().count() <= MOST => (*only).to_owned(),
        _ => telling.iter().filter_map(first).take(2).collect(),
    };
    found.to_uppercase().chars().take(MOST).collect()
}
