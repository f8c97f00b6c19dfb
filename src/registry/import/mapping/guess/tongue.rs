//! The language that a header names at its end. What the column holds is not known here.

use super::super::values::fold::fold;
use crate::text;

/// Names of languages in the seven.
const LANGUAGES: &[(&str, &str)] = &[
    (
        "es",
        "castellano|espanol|spanish|espagnol|spanisch|spagnolo|espanhol|castella",
    ),
    (
        "ca",
        "catalan|catala|katalanisch|valenciano|valencia|catalano",
    ),
    ("eu", "euskera|euskara|basque|vasco|basc"),
    ("gl", "gallego|galego|galician"),
    ("en", "english|ingles|anglais|englisch|inglese|angles"),
    ("fr", "french|francais|frances|franzosisch|francese"),
    (
        "de",
        "german|deutsch|aleman|allemand|tedesco|alemao|alemany",
    ),
    ("it", "italian|italiano|italien|italienisch|italia"),
    (
        "pt",
        "portuguese|portugues|portugais|portugiesisch|portoghese",
    ),
    ("rm", "rumantsch|romansh|ratoromanisch"),
    ("nl", "dutch|neerlandes|nederlands"),
];

/// Codes that stand for a language behind a header; others are words more often.
const CODES: &[&str] = &[
    "en", "es", "fr", "pt", "ca", "de", "it", "eu", "gl", "nl", "pl", "ro", "hu", "cs", "sk", "sl",
    "hr", "bg", "el", "fi", "sv", "da", "et", "lv", "lt", "ru", "uk", "ar", "tr", "zh", "ja", "ko",
    "rm", "sr", "oc", "ast", "br", "nb", "cat", "spa", "eng", "fra", "deu", "ita", "por", "eus",
    "glg", "cast", "val", "ger", "fre", "va",
];

/// A header without the language that it names at its end: `description:es`, `nom_fr`,
/// `Nombre (ES)`, `Nom en català`.
pub(super) fn without_language(header: &str) -> (String, Option<String>) {
    let trimmed = header.trim().trim_end_matches([')', ']']);
    if let Some((head, tail)) = trimmed.rsplit_once([':', '_', '-', '(', '[', '.', ' ', '@', '/']) {
        let tail = fold(tail);
        // What OpenStreetMap's mappers write for Greek and Czech.
        let code = match tail.as_str() {
            "gr" => "el",
            "cz" => "cs",
            "cast" => "es",
            "val" | "va" => "ca",
            "ger" => "de",
            "fre" => "fr",
            other => other,
        };
        let is_code = CODES.contains(&code) || matches!(tail.as_str(), "gr" | "cz");
        let named = LANGUAGES
            .iter()
            .find(|(_, names)| names.split('|').any(|name| name == tail));
        let language = named
            .map(|(language, _)| (*language).to_owned())
            .or_else(|| is_code.then(|| text::base_language(code).ok()).flatten());
        let head = head.trim_end_matches([' ', ':', '_', '-', '(', '[', '.']);
        if language.is_some() && !head.is_empty() {
            return (head.to_owned(), language);
        }
    }
    (header.to_owned(), None)
}
