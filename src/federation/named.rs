//! Others' names: how they are shown here, and how they are sought by a part of them.

use crate::text;

/// Names longer than this are cut, in characters.
const LONGEST: usize = 300;

/// A line of another's text as it may stand on our pages: nothing in it turns what stands
/// around it, and it has an end.
pub fn line(named: &str) -> String {
    text::line(named).chars().take(LONGEST).collect()
}

/// Patterns of which one finds `part` anywhere: the wildcards of LIKE are letters like any other
/// in what people type. A database whose LOWER knows the letters of ASCII alone leaves `É` as it
/// stands, so the others are sought small, large, and as they are written.
pub(super) fn part(part: &str) -> [String; 3] {
    let large = part.to_uppercase().to_ascii_lowercase();
    [
        escaped(&part.to_lowercase()),
        escaped(&large),
        escaped(&part.to_ascii_lowercase()),
    ]
}

fn escaped(part: &str) -> String {
    let plain = part
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{plain}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_with_an_accent_is_found_in_small_and_in_large() {
        // What the LOWER of SQLite makes of a name.
        let is_found = |typed: &str, stored: &str| {
            let lowered = stored.to_ascii_lowercase();
            let patterns = part(typed);
            let mut patterns = patterns.iter().map(|pattern| pattern.trim_matches('%'));
            patterns.any(|pattern| lowered.contains(pattern))
        };
        for stored in ["PANADERÍA ÉXITO", "Panadería Éxito", "panadería éxito"] {
            for typed in ["panadería", "PANADERÍA", "éxito", "Éxito"] {
                assert!(is_found(typed, stored), "{typed} in {stored}");
            }
        }
        assert!(!is_found("éxodo", "PANADERÍA ÉXITO"));
        assert_eq!(part("50 %_!")[0], "%50 !%!_!!%");
    }
}
