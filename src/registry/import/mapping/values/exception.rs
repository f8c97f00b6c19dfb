//! Columns that mark only those who must not be published: `No publicar: X`, `Opt-out`. A yes
//! there is a no to being published, and an empty cell is none.

/// The words.
mod words;

use words::{
    BETWEEN, DENIED, HIDING, LEADING, LEFT_OUT, NONE_OF_IT, OPPOSED, OR, PLACES, REVERSED, SHOWN,
    WHERE,
};

use super::consent::DENIALS;
use super::fold::fold;
use super::mark;

/// Whether a column of this header marks only those who must not be published.
pub(in crate::registry::import) fn is_asked_by(header: &str) -> bool {
    let folded = folded(header);
    if LEFT_OUT.contains(&&*folded) {
        return true;
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let is_or = |at: usize| words.get(at).is_some_and(|word| OR.contains(word));
    let first = words.first().copied().unwrap_or_default();
    if begins(first, DENIED) || (begins(first, HIDING) && !is_or(1)) {
        return true;
    }
    if is_reversed(header, &words) {
        return true;
    }
    // Further behind, the denial is of something else: `Consentimiento (no obligatorio)`.
    let denial = words.iter().take(2).position(|word| DENIALS.contains(word));
    // `Sí/No autoriza` asks for either.
    let asks_for_either = mark::flag(first) == Some(true);
    // `Publicar (no autoriza)` may mean anything.
    let is_led = asks_for_either || begins(first, SHOWN);
    let denial = denial.filter(|at| !is_numbered(header) && (*at == 0 || !is_led));
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

/// Whether a header denies or objects in a way of which nobody can know what a plain yes below
/// it means: `Consent denied`, `Ich stimme der Veröffentlichung nicht zu`.
pub(in crate::registry::import) fn is_unclear(header: &str) -> bool {
    // What stands in brackets says something of what stands before them.
    let (before, noted) = header.split_once('(').unwrap_or((header, ""));
    let (noted, behind) = noted.split_once(')').unwrap_or((noted, ""));
    !is_asked_by(header) && (is_against(&format!("{before} {behind}")) || is_against(noted))
}

/// Whether there is a word for an objection or for taking back beside one for being shown:
/// `Consent (may be withdrawn)`, `Sin oposición a la publicación`.
pub(in crate::registry::import) fn speaks_of_objection(header: &str) -> bool {
    let folded = folded(header);
    let has = |list: &[&str]| folded.split(' ').any(|word| begins(word, list));
    has(REVERSED) && has(SHOWN)
}

/// Its words. Apostrophes part them, except in `don't`.
fn folded(header: &str) -> String {
    let plain = header.to_lowercase().replace(['_', '-'], " ");
    let plain = plain.replace('’', "'").replace("n't", "nt");
    fold(&plain.replace('\'', " ").replace('/', " / o "))
}

fn begins(word: &str, list: &[&str]) -> bool {
    list.iter().any(|stem| word.starts_with(stem))
}

/// Whether a header is of a number: `No. de publicación`.
fn is_numbered(header: &str) -> bool {
    let header = header.trim_start().to_lowercase();
    header.starts_with("no.") || header.starts_with("no de ") || header.contains(['º', '°'])
}

/// Whether a header is of an objection, or of what was taken back, and of nothing else.
fn is_reversed(header: &str, words: &[&str]) -> bool {
    let Some(at) = words.iter().position(|word| begins(word, REVERSED)) else {
        return false;
    };
    let is_shown = |word: &&&str| begins(word, SHOWN);
    // Dutch for or is what an English objection is of.
    let is_or = (words.get(at + 1)).is_some_and(|word| OR.contains(word) && *word != "of");
    let is_first = words.iter().take(at).all(|word| LEADING.contains(word));
    if is_first && !is_or && words.iter().skip(at + 1).any(|word| is_shown(&word)) {
        return true;
    }
    let beside = at.checked_sub(1).and_then(|before| words.get(before));
    let is_alone = words.iter().filter(is_shown).count() == 1 && at + 1 == words.len();
    let is_parted = header.contains(['(', ',', ';', ':', '|', '/', '-']);
    is_alone && !is_parted && beside.is_some_and(|word| is_shown(&word))
}

/// Whether words deny, object or leave out beside one for being shown. To have no objection is
/// to agree.
fn is_against(header: &str) -> bool {
    let folded = folded(header);
    let words: Vec<&str> = folded.split(' ').collect();
    let first = words.first().copied().unwrap_or_default();
    if is_numbered(header) || mark::flag(first) == Some(true) {
        return false;
    }
    let is_denial = |word: &str| DENIALS.contains(&word) || begins(word, NONE_OF_IT);
    let is_objection = |word: &str| begins(word, REVERSED) || begins(word, OPPOSED);
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).copied().unwrap_or_default();
    let is_meant = |(at, one): (usize, &&str)| {
        let (before, behind) = (word(at.checked_sub(1)), word(at.checked_add(1)));
        if is_objection(one) {
            !OR.contains(&before) && !is_denial(before)
        } else {
            is_denial(one) && !is_objection(behind)
        }
    };
    words.iter().any(|word| begins(word, SHOWN)) && words.iter().enumerate().any(is_meant)
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
    let is_none = NONE_BY_SIGN.contains(&text) || NONE.contains(&&*fold(text));
    !is_blank && (!is_none || mark::is_doubted(text))
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
            "S'oppose à la diffusion",
            "L’opposition à la publication",
            "No incluir en el mapa",
            "Do not include in directory",
            "Ne souhaite pas être publié",
            "No deseo que se publique",
            "No quiero aparecer en el mapa",
            "Cannot be published",
        ] {
            assert!(is_asked_by(header), "{header}");
        }
    }

    #[test]
    fn a_header_that_speaks_of_more_than_exceptions_marks_none() {
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
            "Consent (withdraw at any time)",
            "Consent; right to withdraw",
            "Einwilligung und Widerspruchsrecht",
            "Publicar (salvo oposición)",
            "Consent to publication (excluding phone)",
            "Consentimiento aceptado, rechazado",
            "Consent (accepted, refused)",
            "Aucune opposition à la diffusion",
            "Ninguna oposición a la publicación",
        ] {
            assert!(!is_asked_by(header), "{header}");
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
    fn a_header_that_denies_in_other_ways_leaves_a_plain_yes_unclear() {
        for header in [
            "Consent; right to withdraw",
            "Consentimiento aceptado, rechazado",
            "Droit d'opposition à la diffusion",
            "N'accepte pas d'être publié",
            "Objects to publication",
            "Lehnt Veröffentlichung ab",
            "Veröffentlichung untersagt",
            "Publicación prohibida",
            "Publication interdite",
            "Consent denied",
            "Consentimiento denegado",
            "I do not consent to publication",
            "La entidad no autoriza la publicación",
            "Ich stimme der Veröffentlichung nicht zu",
            "Falta consentimiento",
            "Publicar (no autoriza)",
        ] {
            assert!(is_unclear(header), "{header}");
        }
        for header in [
            "Consentimiento",
            "Consentimiento (no obligatorio)",
            "Consent (withdraw at any time)",
            "Sí/No autoriza difusión",
            "No. de publicación oficial",
            "Geen bezwaar tegen publicatie",
            "Aucune opposition à la diffusion",
            "Sin oposición a la publicación",
            "Consentimiento o rechazo",
            "No publicar",
        ] {
            assert!(!is_unclear(header), "{header}");
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
            "No?",
            "¿No?",
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
