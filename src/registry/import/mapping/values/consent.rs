//! What is said of being published: yes, no, or something that nobody can know. Which column
//! says it is not known here.

use super::fold::fold;
use super::mark;

/// Whole texts for no that hold no other word for it: `P` and `N` are the statuses of
/// diffusion of the French register of enterprises.
const NO: &[&str] = &["p", "n", "partielle", "diffusion partielle"];

/// Words that deny, wherever they stand in a value; in a header, what comes behind them.
pub(super) const DENIALS: &[&str] = &[
    "no", "non", "not", "nicht", "nao", "nein", "never", "kein", "keine", "keiner", "sin", "sem",
    "sense", "sans", "ohne", "senza", "without", "ni", "pas", "don", "dont", "out", "none", "nie",
    "false", "falso", "faux", "falsch", "nee", "niet", "geen", "zonder", "nooit", "ne", "neni",
    "bez", "nelze", "cannot", "cant",
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

/// Parts of words by which a longer one forbids: `Veröffentlichungsverbot`.
const FORBIDDEN: &[&str] = &["verbot", "verbod", "sperre"];

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

/// Words that may stand beside a yes and take nothing from it. Any other could: `Consent
/// lapsed`, `Visible to members`, `Ja, tenzij`.
const BESIDE: &str = "a al all als and annuaire are auf been being byl carte dades dados dan dana das data daten \
    dati datos de dem den der die directorio directory donnees e el em en et ga gegeben \
    gegevens gegeven gli has have het i ich ik il im in internet is it j je kaart karte la las \
    le les list lo los map mapa mape mappa my na nous o on online op os our pagina please que \
    se site sito stimme stimmen su sur the to todas todo todos tous und uns us we web website \
    webu wij wir y zu";

/// Words before one for ourselves by which a yes is to those alone who keep the table:
/// `Visible to us`. `Publish us` is one to everybody.
const TOWARDS: &[&str] = &["a", "to", "zu"];
/// Words for ourselves that may stand beside a yes otherwise.
const OURSELVES: &[&str] = &["nous", "uns", "us"];

/// Whether a value says yes to being published; `None` when nobody can know.
pub(in crate::registry::import::mapping) fn read(text: &str) -> Option<bool> {
    said(text).filter(|is_yes| !is_yes || !mark::is_doubted(text))
}

fn said(text: &str) -> Option<bool> {
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
    let refuses = |word: &str| {
        (begins(word, REFUSALS) && !begins(word, EVERYWHERE))
            || FORBIDDEN.iter().any(|part| word.contains(part))
    };
    if words
        .iter()
        .any(|word| DENIALS.contains(word) || refuses(word))
    {
        return Some(false);
    }
    let is_for_us = |pair: &[&str]| match pair {
        [before, one] => TOWARDS.contains(before) && OURSELVES.contains(one),
        _ => false,
    };
    if words.windows(2).any(is_for_us) {
        return None;
    }
    let (first, further) = words.split_first()?;
    let is_flag = |word: &str| mark::flag(word) == Some(true);
    let says_yes = (is_flag(first) && first.len() > 1) || begins(first, YES);
    let is_beside = |word: &str| BESIDE.split(' ').any(|one| one == word);
    let takes_nothing = |word: &&str| begins(word, YES) || is_flag(word) || is_beside(word);
    (says_yes && further.iter().all(takes_nothing)).then_some(true)
}

#[cfg(test)]
mod tests;
