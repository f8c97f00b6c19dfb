//! Columns that mark only those who must not be published: `No publicar: X`, `Opt-out`. A yes
//! there is a no to being published, and an empty cell is none.

use super::fold::fold;
use super::mark;

/// Words that deny what comes behind them.
const DENIALS: &[&str] = &[
    "no", "non", "not", "nicht", "nao", "ne", "dont", "never", "nie", "keine", "sin", "sem",
    "sans", "niet", "geen",
];

/// Words that may stand between a denial and what it denies.
const BETWEEN: &[&str] = &[
    "pas",
    "se",
    "to",
    "be",
    "zur",
    "zu",
    "la",
    "el",
    "os",
    "les",
    "le",
    "su",
    "sus",
    "desea",
    "deseja",
    "desire",
    "quiere",
    "want",
    "wants",
    "aparecer",
    "figurar",
    "apparaitre",
    "ser",
    "etre",
    "in",
    "im",
    "en",
    "for",
    "para",
    "pour",
    "voor",
    "op",
    "de",
    "het",
    "te",
    "meer",
    "worden",
    "auf",
    "der",
    "on",
    "the",
    "sur",
    "na",
    "kaart",
    "karte",
    "carte",
    "map",
    "mapa",
    "mape",
    "web",
    "website",
];

/// Beginnings of words for showing to everybody, and for letting somebody do it.
const SHOWN: &[&str] = &[
    "publi",
    "pubbli",
    "veroffentlich",
    "difund",
    "difus",
    "diffus",
    "diffond",
    "divulg",
    "mostr",
    "show",
    "display",
    "list",
    "visib",
    "affich",
    "anzeig",
    "autoriz",
    "autoris",
    "authoris",
    "authoriz",
    "consent",
    "consient",
    "gepublic",
    "openbaar",
    "zichtbaar",
    "tonen",
    "getoond",
    "vermeld",
    "toestemm",
    "akkoord",
    "zverejn",
    "zobraz",
    "souhlas",
];

/// Beginnings of Czech words that deny and say what they deny in one.
const DENIED: &[&str] = &[
    "nezverejn",
    "neuverejn",
    "nepublik",
    "nezobraz",
    "neverejn",
    "nesouhlas",
];

/// Headers that say by themselves who is left out.
const LEFT_OUT: &[&str] = &[
    "opt out",
    "optout",
    "opted out",
    "ocultar",
    "confidencial",
    "confidential",
    "confidentiel",
    "riservato",
    "vertraulich",
    "sperrvermerk",
    "hide",
    "hidden",
    "oculto",
    "oculta",
    "vertrouwelijk",
    "verborgen",
    "verbergen",
    "afgeschermd",
    "duverne",
    "skryt",
    "skryte",
    "utajit",
];

/// Whether a column of this header marks only those who must not be published.
pub(in crate::registry::import) fn is_asked_by(header: &str) -> bool {
    let folded = fold(&header.replace(['_', '-'], " ").replace(['\'', '’'], ""));
    if LEFT_OUT.contains(&&*folded) {
        return true;
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let denies = |word: &str| DENIED.iter().any(|stem| word.starts_with(stem));
    if words.first().is_some_and(|word| denies(word)) {
        return true;
    }
    // Further behind, the denial is of something else: `Consentimiento (no obligatorio)`.
    let denial = words.iter().take(2).position(|word| DENIALS.contains(word));
    // `Sí/No autoriza` asks for either.
    let asks_for_either = words.first().and_then(|word| mark::flag(word)) == Some(true);
    let denial = denial.filter(|at| *at == 0 || !asks_for_either);
    let refused = denial.and_then(|at| {
        let mut behind = words.iter().skip(at + 1);
        behind.find(|word| !BETWEEN.contains(*word))
    });
    refused.is_some_and(|word| SHOWN.iter().any(|stem| word.starts_with(stem)))
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
        ] {
            assert!(is_asked_by(header), "{header}");
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
