//! What is said of being published: yes, no, or something that nobody can know. Which column
//! says it is not known here.

use super::fold::fold;
use super::mark;

/// Whole texts for no that hold no other word for it: `P` and `N` are the statuses of
/// diffusion of the French register of enterprises.
const NO: &[&str] = &["p", "n", "partielle", "diffusion partielle"];

/// Words that deny, wherever they stand.
const DENIALS: &[&str] = &[
    "no", "non", "not", "nicht", "nao", "nein", "never", "kein", "keine", "keiner", "sin", "sem",
    "sense", "sans", "ohne", "senza", "ni", "pas", "don", "out", "none", "nie", "false", "falso",
    "faux", "falsch", "nee", "niet", "geen", "zonder", "nooit", "ne", "neni", "bez", "nelze",
];

/// Beginnings of words for a refusal, and for what is not to be seen.
const REFUSALS: &[&str] = &[
    "declin",
    "refus",
    "rechaz",
    "withdr",
    "widerruf",
    "widersproch",
    "revoc",
    "revok",
    "retirad",
    "ocult",
    "hidden",
    "pendient",
    "pending",
    "pendent",
    "ausstehend",
    "privad",
    "private",
    "privat",
    "prive",
    "intern",
    "confiden",
    "reservad",
    "riservat",
    "restrict",
    "restring",
    "gesperrt",
    "sigilos",
    "opposition",
    "denied",
    "denegad",
    "negad",
    "abgelehnt",
    "unlisted",
    "unpublish",
    "geweiger",
    "weiger",
    "ingetrok",
    "vertrouwelijk",
    "verborgen",
    "afgescherm",
    "bezwaar",
    // Czech denies within the word.
    "nebyl",
    "neda",
    "neudel",
    "nesouhl",
    "nezver",
    "neuver",
    "nepubl",
    "nezobr",
    "neverej",
    "nechc",
    "neprej",
    "nepovol",
    "odmit",
    "odvol",
    "zamit",
    "skryt",
    "duvern",
    "utaj",
];

/// Beginnings of words that make of a yes a part of one.
const LIMITS: &[&str] = &[
    "solo",
    "only",
    "nur",
    "seulement",
    "apenas",
    "soltanto",
    "except",
    "sauf",
    "salvo",
    "ausser",
    "but",
    "pero",
    "aber",
    "partial",
    "parcial",
    "teilweise",
    "somente",
    // Asked for, over, or until a day: nobody can know.
    "solicit",
    "request",
    "requer",
    "requir",
    "angefragt",
    "anfrage",
    "attente",
    "espera",
    "aguard",
    "tramit",
    "vencid",
    "caduc",
    "expir",
    "abgelauf",
    "scadut",
    "anulad",
    "annul",
    "suspend",
    "missing",
    "falta",
    "fehl",
    "manca",
    "manque",
    "unknown",
    "descono",
    "desconh",
    "inconnu",
    "unbekannt",
    "sconosc",
    "alleen",
    "enkel",
    "behalve",
    "maar",
    "gedeeltelijk",
    "aangevraag",
    "wacht",
    "verlopen",
    "ontbre",
    "onbekend",
    "pouze",
    "jen",
    "krome",
    "castec",
    "ceka",
    "zadost",
    "vyprs",
    "chybi",
    "nezna",
    "until",
    "hasta",
    "jusqu",
];

/// Beginnings of words for everywhere, which begin as words for what is for few do.
const EVERYWHERE: &[&str] = &["internet", "internac", "internat", "internaz"];

/// Beginnings of words for a yes.
const YES: &[&str] = &[
    "autoriz",
    "autorit",
    "autoris",
    "authoris",
    "authoriz",
    "accept",
    "acept",
    "accett",
    "aceit",
    "agree",
    "consent",
    "consient",
    "einverstanden",
    "zugestimmt",
    "zustimm",
    "given",
    "granted",
    "otorgad",
    "concedid",
    "firmad",
    "signed",
    "signat",
    "publi",
    "pubbli",
    "visible",
    "sichtbar",
    "diffusible",
    "listed",
    "offentlich",
    "veroffentlich",
    "mostrar",
    "show",
    "erteilt",
    "allowed",
    "permit",
    "toestemm",
    "akkoord",
    "verleend",
    "openbaar",
    "zichtbaar",
    "gepublic",
    "souhlas",
    "udelen",
    "zverejn",
    "verejn",
];

/// Whether a value says yes to being published; `None` when nobody can know.
pub(in crate::registry::import::mapping) fn read(text: &str) -> Option<bool> {
    if mark::is_withheld(text) {
        return Some(false);
    }
    if mark::is_empty(text) {
        return None;
    }
    let folded = fold(text);
    if NO.contains(&folded.as_str()) {
        return Some(false);
    }
    if let Some(flag) = mark::flag(text) {
        return Some(flag);
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let begins = |word: &str, list: &[&str]| list.iter().any(|stem| word.starts_with(stem));
    let any = |list: &[&str]| words.iter().any(|word| begins(word, list));
    let refuses = |word: &str| begins(word, REFUSALS) && !begins(word, EVERYWHERE);
    if words
        .iter()
        .any(|word| DENIALS.contains(word) || refuses(word))
    {
        return Some(false);
    }
    if any(LIMITS) {
        return None;
    }
    let first = words.first().copied().unwrap_or_default();
    let is_yes = mark::flag(first) == Some(true) && first.len() > 1;
    (is_yes || begins(first, YES)).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_yes_is_one() {
        for text in [
            "Sí",
            "Sí, autorizo",
            "Autorizo",
            "Oui, j’accepte",
            "Ja, ich stimme zu",
            "Agreed",
            "Yes, publish",
            "O",
            "1",
            "Pública",
            "VERDADERO",
            "given",
            "SI",
            "Sí, autoritzo",
            "Sí, publicar en internet",
            "Ja, im Internet veröffentlichen",
            "Akkoord",
            "Toestemming gegeven",
            "Ano",
            "Souhlasím",
        ] {
            assert_eq!(read(text), Some(true), "{text}");
        }
        for text in [
            "No autorizo",
            "No, no autorizo",
            "No acepto",
            "Non, je refuse",
            "withdrawn",
            "Nein, ich stimme nicht zu",
            "Please do not list us",
            "Não autorizo",
            "Declined",
            "Non autorizzo",
            "Solo interno",
            "Pendiente",
            "FALSO",
            "Oculta",
            "P",
            "N",
            "[ND]",
            "Ja, aber nicht veröffentlichen",
            "Don't publish",
            "No autoritzo",
            "Publicar: falso",
            "Nee",
            "Niet akkoord",
            "Geen toestemming",
            "Ne",
            "Nesouhlasím",
            "Souhlas neudělen",
            "Souhlas nebyl udělen",
            "Toestemming ingetrokken",
        ] {
            assert_eq!(read(text), Some(false), "{text}");
        }
        for text in [
            "",
            "perhaps",
            "Sí, pero solo el nombre",
            "2024-01-01",
            "Revisar",
            "Consentimiento caducado",
            "Autorización vencida",
            "Autorización en trámite",
            "Consent requested",
            "Consent missing",
            "Consentement en attente",
            "Ja, alleen de naam",
            "Pouze název",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
