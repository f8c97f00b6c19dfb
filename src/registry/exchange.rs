//! The columns in which records leave and come back: written by the export, read by an
//! import's shape. Both sides know them from here, so that neither can drift from the other.

use std::borrow::Cow;

/// What the header of the identifier begins with; the register's name follows.
pub const IDENTIFIER: &str = "identifier:";

/// The column of contacts, one on a line; it is there only when contacts are asked for.
pub const CONTACTS: &str = "contacts";

/// The other columns, in their order.
pub const COLUMNS: &[&str] = &[
    "name",
    "language",
    "other_names",
    "summary",
    "other_summaries",
    "entity_type",
    "legal_form",
    "membership_base",
    "sectors",
    "themes",
    "territory",
    "scope",
    "country",
    "region",
    "locality",
    "street",
    "postal_code",
    "municipality",
    "latitude",
    "longitude",
    "point_precision",
    "website",
    "founded_on",
    "dissolved_on",
    "status",
    "register_number",
    "stated_on",
];

/// With these a spreadsheet program takes a text for a formula (OWASP, CSV injection).
const FORMULA_SIGNS: &[char] = &[
    '=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
];

/// Whether a text is a formula, or one with apostrophes before it.
fn is_suspect(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA_SIGNS)
}

/// The text with an apostrophe before it where a spreadsheet program would run it, and also
/// where [`stated`] would otherwise take one away that belongs to the text.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if is_suspect(text) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// The text that [`harmless`] was given.
pub fn stated(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_suspect(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_program_would_run_gets_an_apostrophe_and_nothing_else_does() {
        for formula in [
            "=1+1", "+49 30", "-2", "@SUM(A1)", "\tx", "\rx", "＝1", "'=1", "''=1",
        ] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for plain in ["", "Ash", "'t Hooge Nest", "a=1", "''", "’=1"] {
            assert_eq!(harmless(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn what_was_made_harmless_reads_back(text in "['=+@a\t-]{0,6}|.*") {
            let written = harmless(&text);
            prop_assert_eq!(stated(&written), text.as_str());
        }
    }
}
