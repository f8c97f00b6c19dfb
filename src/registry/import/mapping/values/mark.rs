//! Cells that say nothing, that forbid to publish, or that say yes or no. Which of them
//! matters is not known here.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::fold::fold;

const NOTHING: &str = "n a|na|nd|n d|s d|sd|nc|n c|sin dato|sin datos|sin informacion|no consta|\
    no disponible|no aplica|no tiene|no informado|ninguno|ninguna|none|null|nan|nil|unknown|\
    not available|not applicable|desconocido|desconocida|inconnu|inconnue|non renseigne|\
    non renseignee|non communique|neant|aucun|aucune|sans objet|nao disponivel|nao informado|\
    nao informada|nao consta|sem informacao|sem dados|nao se aplica|no disponible|sense dades|\
    no consta|sense informacio|k a|keine angabe|keine angaben|unbekannt|nicht bekannt|\
    non disponibile|non noto|non pervenuto|sconosciuto|dato mancante|undefined|tbd|tba|ka|nao possui|nao tem|no posee|no hay|no existe|inexistente|keine|kein|\
    keines|aucun site|pas de site|nessuno|nessun sito|non presente|non disponible|sem site|sin web|sin pagina web|no te|a determinar";

static NOTHINGS: LazyLock<HashSet<String>> =
    LazyLock::new(|| NOTHING.split('|').map(fold).collect());

/// Whether a cell says nothing: it is empty, holds marks alone, or words such as `N/A`.
pub(in crate::registry::import::mapping) fn is_empty(text: &str) -> bool {
    let text = text.trim();
    // Longer texts are never such a mark, and most cells are longer.
    if text.len() > 40 {
        return false;
    }
    let has_words = text.chars().any(char::is_alphanumeric);
    !has_words || (text.len() <= 20 && NOTHINGS.contains(&fold(text)))
}

/// Whether a name stands for one that may not be published: `[ND]` is what the French
/// register of enterprises (Sirene) writes for those that objected.
pub(in crate::registry::import::mapping) fn is_withheld(text: &str) -> bool {
    let text = text.trim();
    let is_bracketed = text.starts_with('[') && text.ends_with(']') && text.len() < 20;
    let folded = || fold(text);
    (is_bracketed && matches!(folded().as_str(), "nd" | "n d" | "non diffusible"))
        || (text.len() < 30
            && matches!(
                folded().as_str(),
                "non diffusible" | "no publicable" | "confidencial" | "anonimizado" | "anonymise"
            ))
}

const YES: &str = "yes|y|true|t|1|si|s|oui|o|vrai|sim|verdadero|verdadeiro|ja|j|wahr|vero|x|on|\
    ok|1 0|ano|publico|public|autoriza|autorizado|acepta|accepted";
const NO: &str = "no|n|false|f|0|non|faux|nao|falso|nein|nee|ne|falsch|off|0 0|privado|prive|private|\
    no autoriza|no autorizado|non autorise|rechaza|confidencial|no acepta";

/// Whether a cell is a yes or a no, or begins with one.
pub(in crate::registry::import::mapping) fn begins_with_flag(text: &str) -> bool {
    let folded = fold(text);
    let first = folded.split(' ').next().unwrap_or_default();
    flag(text).is_some() || flag(first).is_some()
}

/// Whether a question mark stands in a cell: whoever wrote `Sí?` did not know.
pub(in crate::registry::import::mapping) fn is_doubted(text: &str) -> bool {
    text.contains(['?', '¿', '？', '؟'])
}

/// What a cell of yes and no says; `None` when it is neither.
pub(in crate::registry::import::mapping) fn flag(text: &str) -> Option<bool> {
    static FLAGS: LazyLock<[HashSet<&str>; 2]> =
        LazyLock::new(|| [YES, NO].map(|words| words.split('|').map(str::trim).collect()));
    let folded = match text.trim() {
        "✓" | "✔" | "☑" => return Some(true),
        "✗" | "✘" | "☐" => return Some(false),
        other if other.len() > 20 => return None,
        // A year is no Czech yes, though both fold to the same.
        other if other.contains(['ñ', 'Ñ']) || other.contains("n\u{303}") => return None,
        other => fold(other),
    };
    let [yes, no] = &*FLAGS;
    match folded.as_str() {
        word if yes.contains(word) => Some(true),
        word if no.contains(word) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_say_nothing_are_empty_and_short_words_are_not() {
        for text in [
            "", " - ", "--", "N/A", "n.d.", "[ND]", "s/d", "NC", "Sin dato", "?", "k. A.",
        ] {
            assert!(is_empty(text), "{text}");
        }
        for text in ["No", "S/N", "Ninguno de Nosotros", "0", "España"] {
            assert!(!is_empty(text), "{text}");
        }
        assert!(is_withheld("[ND]") && is_withheld("[N.D.]") && !is_withheld("ND"));
    }

    #[test]
    fn yes_and_no_are_read_in_the_tables_languages() {
        for text in [
            "O", "S", "Sí", "True", "oui", "x", "1", "Sim", "ja", "Ano", "✓",
        ] {
            assert_eq!(flag(text), Some(true), "{text}");
        }
        for text in ["N", "No", "False", "non", "0", "Não", "nein", "Nee", "ne"] {
            assert_eq!(flag(text), Some(false), "{text}");
        }
        assert_eq!(
            (flag("perhaps"), flag("Año"), flag("AÑO")),
            (None, None, None)
        );
    }
}
