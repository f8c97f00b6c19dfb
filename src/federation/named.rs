//! Others' names: how they are shown here, and how they are sought by a part of them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::text;

/// Names longer than this are cut, in characters.
const LONGEST: usize = 300;
/// How many names of one record are read.
const MOST: usize = 20;

/// A line of another's text as it may stand on our pages: nothing in it turns what stands
/// around it, and it has an end.
pub fn line(named: &str) -> String {
    text::line(named).chars().take(LONGEST).collect()
}

/// The names of another's record by their base languages, each as a line. What stands under no
/// language that there is, or says nothing, is left out.
pub fn by_language(body: &Value) -> BTreeMap<String, String> {
    let map = body.get("nameMap").and_then(Value::as_object);
    let mut names = BTreeMap::new();
    for (tag, name) in map.into_iter().flatten().take(MOST) {
        let name = line(name.as_str().unwrap_or_default());
        if let Ok(language) = text::base_language(tag)
            && !name.is_empty()
        {
            names.entry(language).or_insert(name);
        }
    }
    names
}

/// The name of a record, and a pattern of LIKE that finds a part of it anywhere.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// The name in small letters, in SQL. A database whose LOWER knows the letters of ASCII alone
    /// leaves `É` as it stands, so each such letter of what is sought is made small beside it.
    pub(super) name: String,
    /// What is sought: the wildcards of LIKE are letters like any other in what people type.
    pub(super) pattern: String,
    /// The same with any letter in the place of each that has to be made small: found by
    /// `LOWER(name)`, and few names are left for which the long way is gone.
    pub(super) loose: String,
}

/// More letters beyond ASCII than this are not made small: no name has as many.
const MOST_LETTERS: usize = 40;

/// How `part` is found in the column `name`.
pub(super) fn part(part: &str) -> Part {
    let small: String = part.chars().flat_map(char::to_lowercase).collect();
    // A sigma at the end of a word has a form of its own, and the same large one.
    let small = small.replace('ς', "σ");
    let letters: BTreeMap<char, char> = small.chars().filter_map(large).collect();
    let mut name = "LOWER(name)".to_owned();
    if small.contains('σ') {
        name = format!("REPLACE({name}, 'ς', 'σ')");
    }
    for (large, small) in letters.into_iter().take(MOST_LETTERS) {
        name = format!("REPLACE({name}, '{large}', '{small}')");
    }
    let plain = small
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    let any = |c: char| if large(c).is_some() { '_' } else { c };
    Part {
        name,
        loose: format!("%{}%", plain.chars().map(any).collect::<String>()),
        pattern: format!("%{plain}%"),
    }
}

/// The large letter of a small one beyond ASCII, and the small one. Both are letters alone, never
/// a sign that means something in SQL.
fn large(small: char) -> Option<(char, char)> {
    let mut all = small.to_uppercase();
    let large = all.next().filter(|_| all.next().is_none())?;
    let are_letters = large.is_alphabetic() && small.is_alphabetic();
    (!small.is_ascii() && !large.is_ascii() && are_letters && large != small)
        .then_some((large, small))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;
    use crate::store::{Db, Tx, on, testing};

    async fn is_found(tx: &mut Tx, typed: &str, stored: &str) -> bool {
        let Part {
            name,
            pattern,
            loose,
        } = part(typed);
        let query = format!(
            "SELECT COUNT(*) FROM (SELECT CAST($1 AS TEXT) AS name) AS names \
             WHERE LOWER(name) LIKE $3 ESCAPE '!' AND {name} LIKE $2 ESCAPE '!'"
        );
        let found: Result<i64> = on!(tx, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .bind(stored)
            .bind(pattern)
            .bind(loose)
            .fetch_one(c));
        found.unwrap() == 1
    }

    #[tokio::test]
    async fn a_letter_with_an_accent_is_found_in_small_and_in_large() {
        let dir = tempfile::tempdir().unwrap();
        let url = testing::fresh_url(dir.path()).await.unwrap();
        let db = Db::open(&url).await.unwrap();
        let mut tx = db.read().await.unwrap();
        for stored in ["PANADERÍA ÉXITO", "Panadería Éxito", "panadería éxito"] {
            for typed in ["panadería éxito", "PANADERÍA ÉXITO", "Panadería É", "ÉXITO"] {
                assert!(
                    is_found(&mut tx, typed, stored).await,
                    "{typed} in {stored}"
                );
            }
        }
        assert!(is_found(&mut tx, "fundación ámbar", "Fundación Ámbar").await);
        assert!(is_found(&mut tx, "ελλάδα", "ΕΛΛΆΔΑ").await);
        for stored in ["ΣΟΦΌΣ", "Σοφός", "σοφός"] {
            assert!(is_found(&mut tx, "σοφός", stored).await, "{stored}");
        }
        assert!(!is_found(&mut tx, "éxodo", "PANADERÍA ÉXITO").await);
        assert!(!is_found(&mut tx, "ambar", "Fundación Ámbar").await);
    }

    #[test]
    fn nothing_that_is_typed_means_anything_in_sql() {
        let Part {
            name,
            pattern,
            loose,
        } = part("50 %_! ' ß ŉ ''); Á");
        assert_eq!(name, "REPLACE(LOWER(name), 'Á', 'á')");
        assert_eq!(pattern, "%50 !%!_!! ' ß ŉ ''); á%");
        assert_eq!(loose, "%50 !%!_!! ' ß ŉ ''); _%");
    }
}
