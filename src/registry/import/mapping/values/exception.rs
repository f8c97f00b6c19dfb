//! Columns that mark only those who must not be published: `No publicar: X`, `Opt-out`. A yes
//! there is a no to being published, and an empty cell is none.

/// The words.
mod words;

use words::{
    BETWEEN, DENIED, HIDING, LEFT_OUT, OPEN, OR, PLACES, POSSIBLE, REVERSED, SHOWN, WHERE,
};

use super::consent::DENIALS;
use super::fold::fold;
use super::mark;

/// Whether a column of this header marks only those who must not be published.
pub(in crate::registry::import) fn is_asked_by(header: &str) -> bool {
    let header = header.replace(['_', '-'], " ").replace(['\'', '’'], "");
    let folded = fold(&header.replace('/', " / o "));
    if LEFT_OUT.contains(&&*folded) {
        return true;
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let is_or = |at: usize| words.get(at).is_some_and(|word| OR.contains(word));
    let first = words.first().copied().unwrap_or_default();
    if begins(first, DENIED) || (begins(first, HIDING) && !is_or(1)) {
        return true;
    }
    let is_open = (words.iter()).any(|word| POSSIBLE.contains(word) || begins(word, OPEN));
    let is_denied = |at: usize| words.iter().take(at).any(|word| DENIALS.contains(word));
    let is_reversed = |(at, word): (usize, &&str)| {
        begins(word, REVERSED) && !at.checked_sub(1).is_some_and(is_or) && !is_denied(at)
    };
    if names_objection(&words) && !is_open && words.iter().enumerate().any(is_reversed) {
        return true;
    }
    // `No. de publicación` is a number.
    let begins_with_number = header.trim_start().to_lowercase().starts_with("no.")
        || header.contains(['º', '°'])
        || folded.starts_with("no de ");
    // Further behind, the denial is of something else: `Consentimiento (no obligatorio)`.
    let denial = words.iter().take(2).position(|word| DENIALS.contains(word));
    // `Sí/No autoriza` asks for either.
    let asks_for_either = mark::flag(first) == Some(true);
    let denial = denial.filter(|at| !begins_with_number && (*at == 0 || !asks_for_either));
    let Some(behind) = denial.and_then(|at| words.get(at + 1..)) else {
        return false;
    };
    let between = behind.iter().take_while(|word| BETWEEN.contains(*word));
    let (count, is_where) = between.fold((0, false), |(count, is_where), word| {
        (count + 1, is_where || WHERE.contains(word))
    });
    let denied = behind.get(count).copied().unwrap_or_default();
    begins(denied, SHOWN) || (is_where && begins(denied, PLACES))
}

fn begins(word: &str, list: &[&str]) -> bool {
    list.iter().any(|stem| word.starts_with(stem))
}

/// Whether there is a word for an objection or for taking back beside one for being shown.
fn names_objection(words: &[&str]) -> bool {
    let has = |list: &[&str]| words.iter().any(|word| begins(word, list));
    has(REVERSED) && has(SHOWN)
}

/// Whether a header speaks of who objects to being published or takes it back, without marking
/// those alone: `Consent (may be withdrawn)`, `Sin oposición a la publicación`.
pub(in crate::registry::import) fn speaks_of_objection(header: &str) -> bool {
    let folded = fold(&header.replace(['_', '-'], " "));
    names_objection(&folded.split(' ').collect::<Vec<_>>())
}

/// Whole cells that leave nobody out. What else says no refuses to be published: `No autoriza`
/// under a header `No autoriza difusión`.
const NONE: &[&str] = &[
    "no", "n", "non", "nao", "nein", "nee", "ne", "false", "falso", "falsch", "faux", "f", "0",
    "0 0",
];
/// The same as signs, of which nothing is left when they are folded.
const NONE_BY_SIGN: &[&str] = &["✗", "✘", "☐"];

/// Whether a cell of such a column leaves the row out: it says anything but a plain no, a tick
/// and a star among it.
pub(in crate::registry::import::mapping) fn is_made(text: &str) -> bool {
    let text = text.trim();
    let is_blank = text
        .chars()
        .all(|c| matches!(c, '-' | '–' | '—' | '\u{a0}'));
    !is_blank && !NONE_BY_SIGN.contains(&text) && !NONE.contains(&&*fold(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_denies_being_shown_marks_exceptions() {
        for header in [
            "No publicar",
            "NO_PUBLICAR",
            "No desea aparecer publicada",
            "Ne pas publier",
            "Do not publish",
            "Don't list",
            "Bitte nicht veröffentlichen",
            "Nicht zur Veröffentlichung",
            "Não divulgar",
            "Non pubblicare",
            "No autoriza difusión",
            "Opt-out",
            "Confidencial",
            "Niet publiceren",
            "Niet op de kaart tonen",
            "Nicht auf der Karte anzeigen",
            "Mag niet gepubliceerd worden",
            "Geen toestemming",
            "Nezveřejňovat",
            "Nesouhlas se zveřejněním",
            "Zonder toestemming",
            "Bez souhlasu",
            "Bezwaar tegen publicatie",
            "Toestemming ingetrokken",
            "Keine Einwilligung",
            "Keine Zustimmung",
            "Keine Freigabe",
            "Ohne Einwilligung",
            "Senza consenso",
            "Sense consentiment",
            "Without consent",
            "Pas de consentement",
            "Opposition à la diffusion",
            "Oposición a la publicación",
            "Widerspruch Veröffentlichung",
            "Consent withdrawn",
            "Withdrawal of consent",
            "Consentimiento retirado",
            "Fecha de revocación del consentimiento",
            "Ocultar en el mapa",
            "Hide from map",
            "Masquer sur la carte",
            "Verbergen op kaart",
            "Niet op website",
            "No en el mapa",
            "Nicht auf der Karte",
            "No en el directorio",
            "Nicht im Verzeichnis",
            "Pas dans l'annuaire",
            "Opposition à la diffusion (oui/non)",
            "Objection to publication",
            "Excluir de la publicación",
            "Exclude from publication",
        ] {
            assert!(is_asked_by(header), "{header}");
        }
        for header in [
            "Einwilligung (jederzeit widerruflich)",
            "Consentimiento (revocable)",
            "Consent (may be withdrawn at any time)",
            "Consent: granted, refused or pending",
            "Non-opposition à la diffusion",
            "Geen bezwaar tegen publicatie",
            "Sin oposición a la publicación",
        ] {
            assert!(!is_asked_by(header), "{header}");
            assert!(speaks_of_objection(header), "{header}");
        }
        for header in [
            "Publicar",
            "Consentimiento (no obligatorio)",
            "Autoriza publicación",
            "No. de publicación oficial",
            "Número",
            "Nombre no oficial",
            "Sin ánimo de lucro",
            "Sí/No autoriza difusión",
            "Oui/Non publier",
            "Yes/No publish",
            "Confidencialidad firmada",
            "Opt-out newsletter",
            "Niet-commercieel",
            "Ja/Nee publiceren",
            "Zveřejnit",
            "Nezisková organizace",
            "Sin web",
            "Nº en el mapa",
            "Nº de publicación",
            "Consentimiento o rechazo",
            "Consentimiento otorgado/retirado",
            "Toestemming of bezwaar",
            "Mostrar/Ocultar",
            "Ocultar/Mostrar",
            "Oposición",
        ] {
            assert!(!is_asked_by(header), "{header}");
        }
    }

    #[test]
    fn whatever_is_no_plain_no_makes_an_exception() {
        for text in [
            "X",
            "Sí",
            "1",
            "pedido en 2021",
            "✓",
            "☑",
            "*",
            "?",
            "No autoriza",
            "Privado",
            "rechaza",
            "n/a",
            "no consta",
            "ja",
            "ano",
        ] {
            assert!(is_made(text), "{text}");
        }
        for text in ["", "-", "No", "Nee", "ne", "0", "false", "☐", "✗"] {
            assert!(!is_made(text), "{text}");
        }
    }
}
