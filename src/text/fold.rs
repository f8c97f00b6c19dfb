//! The form in which words are compared: small Latin letters and digits, one space between
//! words. The build script folds its tables with this same file. Knows no language.

use deunicode::deunicode_char;

/// `text` without accents, capitals and punctuation: `Côte d’Ivoire` is `cote d ivoire`,
/// `Ελλάδα` is `ellada`.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut is_gap = false;
    let mut push = |character: char| {
        if character.is_ascii_alphanumeric() {
            if is_gap && !folded.is_empty() {
                folded.push(' ');
            }
            is_gap = false;
            folded.push(character.to_ascii_lowercase());
        } else if character == '&' {
            folded.push_str(if folded.is_empty() { "and" } else { " and" });
            is_gap = true;
        } else {
            is_gap = true;
        }
    };
    for character in text.chars() {
        if character.is_ascii() {
            push(character);
        } else if !is_mark(character) {
            deunicode_char(character)
                .unwrap_or(" ")
                .chars()
                .for_each(&mut push);
        }
    }
    folded
}

/// Whether the character only adds an accent to the letter before it.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
}
