//! Words with which registers of several languages say that something has ended or goes on.
//! Whole words count, and what stands before them may deny them. Which column holds such
//! words is not known here.

use super::fold::fold;

/// Words for what has ended, as they are folded and without a plural's `s`.
const ENDED: &str = "dead|ended|closed|nula|inapta|wound|struck|ceased|removed|defunct|sommeil|\
    cesse|cessee|cessation|cese|radie|radiee|radiation|ferme|fermee|clos|suspendida|suspendido|\
    suspended|retirada|retirado|beendet|abgewickelt|absorbed|merged|expired|bankrupt|quiebra|\
    insolvente|insolvent|cancel|abgelaufen|chiusa|chiuso|cerrada|cerrado|encerrada|encerrado";

/// Beginnings of such words.
const ENDED_BEGIN: &[&str] = &[
    "disuelt",
    "disoluc",
    "dissol",
    "dissou",
    "dissolt",
    "cancelad",
    "cancelac",
    "cancellat",
    "cancellaz",
    "cancelled",
    "canceled",
    "cancellac",
    "extingu",
    "extint",
    "extinc",
    "exting",
    "estint",
    "liquidad",
    "liquidac",
    "liquidat",
    "liquidaz",
    "liquidiert",
    "liquidee",
    "revocad",
    "revogad",
    "revoked",
    "caducad",
    "caducid",
    "cessad",
    "cessat",
    "sciolt",
    "scioglim",
    "inactiv",
    "inaktiv",
    "inativ",
    "inattiv",
    "inactif",
    "inactiu",
    "deregist",
    "supprim",
    "suprimid",
    "aufgelost",
    "auflosung",
    "gelosch",
    "loschung",
    "erlosch",
    "descalific",
    "fusionad",
    "fusionn",
    "absorbid",
    "verschmolz",
    "opgehev",
    "ontbond",
    "uitgeschrev",
    "stopgezet",
    "zanik",
    "vymaz",
    "inactie",
    "gestopt",
    "gestaakt",
    "beeindig",
    "doorgehaald",
    "geschrapt",
    "gesloten",
    "geliquid",
    "vereffening",
    "failliet",
    "likvidac",
    "zrusen",
    "rozpusten",
    "ukoncen",
    "neaktiv",
    "necinn",
];

/// Words for an end that somebody may take back: `baja revocada`.
const ENDING: &[&str] = &[
    "baja",
    "baixa",
    "baixada",
    "suspension",
    "cancel",
    "cancelacion",
    "cancelacio",
    "cancellation",
    "cancellazione",
    "disolucion",
    "dissolution",
    "dissolucao",
    "liquidacion",
    "liquidation",
    "liquidazione",
    "extincion",
    "radiation",
    "cessation",
    "loschung",
    "auflosung",
    "sanction",
    "sancion",
    "opheffing",
    "ontbinding",
    "stopzetting",
    "faillissement",
];

/// Beginnings of words by which an end before them is none.
const LIFTED: &[&str] = &[
    "revocad",
    "revogad",
    "revoked",
    "revocat",
    "anulad",
    "annul",
    "levantad",
    "lifted",
    "aufgehoben",
    "desistid",
];

/// Beginnings of words by which nothing has ended yet, or has begun again.
const GOES_ON: &[&str] = &[
    "pendient",
    "pendent",
    "pending",
    "ausstehend",
    "beantragt",
    "solicitad",
    "requested",
    "tramit",
    "reactivad",
    "reactivat",
    "rehabilitad",
    "reinstat",
    "restored",
    "readmitid",
    "aangevraag",
    "navrh",
    "heropen",
    "obnoven",
];

/// Those of them by which what had ended has begun again.
const AGAIN: &[&str] = &[
    "reactivad",
    "reactivat",
    "rehabilitad",
    "reinstat",
    "restored",
    "readmitid",
    "heropen",
    "obnoven",
];

/// Beginnings of words for what is alive; denied, they say that it has ended.
const ALIVE: &[&str] = &[
    "activ",
    "aktiv",
    "attiv",
    "ativ",
    "actiu",
    "actif",
    "vigent",
    "vigenc",
    "inscrit",
    "inscript",
    "iscritt",
    "registered",
    "registrad",
    "registriert",
    "eingetragen",
    "alive",
    "habilitad",
    "operativ",
    "alta",
    "current",
    "existing",
    "valid",
    "regular",
    "actie",
    "ingeschrev",
    "bestaand",
    "existuj",
    "zapsan",
];

/// Words that deny what comes after them.
const DENIALS: &[&str] = &[
    "no", "non", "not", "nicht", "nao", "ni", "nor", "sin", "sem", "sense", "sans", "ohne",
    "never", "nunca", "jamais", "pas", "kein", "keine", "senza", "nie", "niet", "geen", "zonder",
    "neni", "nebyl", "nebyla", "nebylo",
];

/// Beginnings of names that hold such a word: states of Mexico and Guatemala.
const NAMES: &[&str] = &["baja california", "baja verapaz", "alta verapaz"];

/// So many words may stand between a denial and what it denies: `no ha sido cancelada`.
const FARTHEST: usize = 3;

/// Whether a value says that something has ended; `None` when it says nothing of that.
pub(in crate::registry::import::mapping) fn has_ended(text: &str) -> Option<bool> {
    let folded = fold(text);
    if NAMES.iter().any(|name| folded.starts_with(name)) {
        return None;
    }
    let begins = |word: &str, list: &[&str]| list.iter().any(|stem| word.starts_with(stem));
    let is_ended = |word: &str| {
        let singular = word.strip_suffix('s').filter(|stem| stem.len() > 3);
        let known = |word: &str| ENDED.split('|').any(|one| one == word);
        known(word)
            || singular.is_some_and(known)
            || ENDING.contains(&word)
            || begins(word, ENDED_BEGIN)
    };
    let (mut has_ended, mut is_alive) = (false, false);
    let mut denied_for = 0_usize;
    // An end that may still be taken back.
    let mut last_end: Option<bool> = None;
    for word in folded.split(' ') {
        if begins(word, GOES_ON) {
            // `Disuelta, pendiente de liquidación` has ended all the same.
            let stands = last_end.unwrap_or(has_ended);
            return Some(stands && !begins(word, AGAIN));
        }
        if DENIALS.contains(&word) {
            denied_for = FARTHEST;
            continue;
        }
        let is_denied = denied_for > 0;
        if last_end.is_some() && begins(word, LIFTED) {
            has_ended = last_end.take().unwrap_or_default();
            is_alive = true;
        } else if is_ended(word) {
            if ENDING.contains(&word) {
                last_end = Some(has_ended);
            }
            if is_denied {
                is_alive = true;
            } else {
                has_ended = true;
            }
            denied_for = 0;
        } else if begins(word, ALIVE) {
            if is_denied {
                has_ended = true;
            } else {
                is_alive = true;
            }
            denied_for = 0;
        } else {
            denied_for = denied_for.saturating_sub(1);
        }
    }
    (has_ended || is_alive).then_some(has_ended)
}

/// Whether a text tells of an end that is asked for or was taken back: `Baja solicitada`.
pub(in crate::registry::import::mapping) fn is_under_way(text: &str) -> bool {
    let folded = fold(text);
    let begins = |word: &str| GOES_ON.iter().any(|stem| word.starts_with(stem));
    folded.split(' ').any(begins)
}

/// What the letters of the French registers say (Sirene: `A`, `C` and `F`; RNA: `A`, `D` and
/// `S`); another value is none of them. They say nothing in other registers.
pub(in crate::registry::import::mapping) fn by_letter(text: &str) -> Option<bool> {
    match text.trim() {
        "A" | "a" => Some(false),
        "C" | "c" | "F" | "f" | "D" | "d" | "S" | "s" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_known_in_several_languages() {
        for text in [
            "BAJA",
            "Disuelta",
            "Disueltas",
            "En liquidación",
            "dada de baja",
            "struck off",
            "Dissolved",
            "Deregistered",
            "Radiée d'office",
            "Cessée",
            "aufgelöst",
            "in Liquidation",
            "Cancellata",
            "Dissolta",
            "BAIXADA",
            "NO VIGENTE",
            "No inscrita",
            "nicht aktiv",
            "Revocada",
            "Autorización retirada",
            "EXTINTA Y SUPRIMIDA DE LOS REGISTROS",
            "cancel·lada",
            "No inscrita, cancelada",
            "Merged",
            "Disuelta, pendiente de liquidación",
            "Cancelada (trámite concluido)",
            "Opgeheven",
            "Inactief",
            "Niet actief",
            "Niet meer actief",
            "Gestopt",
            "Beëindigd",
            "In vereffening",
            "V likvidaci",
            "Zrušeno",
            "Neaktivní",
            "Není aktivní",
        ] {
            assert_eq!(has_ended(text), Some(true), "{text}");
        }
    }

    #[test]
    fn an_end_that_is_denied_or_taken_back_or_not_yet_there_is_none() {
        for text in [
            "No cancelada",
            "Vigente (no disuelta)",
            "not dissolved",
            "ACTIVA - NO SUSPENDIDA",
            "Baja revocada",
            "Pendiente de baja voluntaria",
            "no ha sido disuelta",
            "Activa",
            "n'est pas dissoute",
            "En activité",
            "nicht aufgelöst",
            "Suspensión levantada",
            "Baja solicitada",
            "Cancellation requested",
            "Disuelta y reactivada",
            "Niet opgeheven",
            "Niet ontbonden",
            "Niet failliet",
            "Actief",
            "Není v likvidaci",
            "Nebyla zrušena",
            "Opheffing aangevraagd",
        ] {
            assert_eq!(has_ended(text), Some(false), "{text}");
        }
        for text in [
            "Oaxaca",
            "Baja California Sur",
            "",
            "C",
            "D",
            "F",
            "Abajo",
            "Sociedad",
        ] {
            assert_eq!(has_ended(text), None, "{text}");
        }
    }

    #[test]
    fn letters_are_those_of_the_french_registers() {
        assert_eq!(by_letter("A"), Some(false));
        assert_eq!(by_letter("F"), Some(true));
        assert_eq!(by_letter("Fermé"), None);
    }
}
