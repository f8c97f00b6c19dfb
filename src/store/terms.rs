//! Full-text search: which numbers hold which terms. SQLite keeps them in an FTS5 table,
//! PostgreSQL in a `tsvector`; what a term is, whoever asks has decided, so that both find
//! the same. A term is made of small letters, digits and `_`. What stands in a title is kept
//! twice, as a term and as a term of titles: a word in titles alone is then as quick to find as
//! a rare one, however many texts hold it.

use std::collections::BTreeSet;

use super::stretches::{self, Stretch};
use super::{Held, Tx, on, push_list};
use crate::error::{Error, Result};

/// The tables, as SQLite and as PostgreSQL make them. These texts are parts of migrations that
/// were applied: whoever wants another writes another migration.
pub(super) struct Tables {
    /// The first ones, which told titles apart by where a term stands.
    pub(super) first: &'static str,
    /// Those that stand.
    pub(super) present: &'static str,
    /// How the index of those that stand is kept.
    pub(super) kept: &'static str,
}

/// They keep no text, only which rows hold a term.
pub(super) const SQLITE: Tables = Tables {
    first: "CREATE VIRTUAL TABLE search_terms USING fts5 (\
        title, body, codes, content = '', contentless_delete = 1, detail = column, \
        tokenize = \"ascii tokenchars '_'\");",
    present: "CREATE VIRTUAL TABLE search_terms USING fts5 (\
        terms, content = '', contentless_delete = 1, detail = none, \
        tokenize = \"ascii tokenchars '_'\");",
    kept: "",
};
pub(super) const POSTGRES: Tables = Tables {
    first: "CREATE TABLE search_terms (\
        rowid BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL);\
        CREATE INDEX search_terms_by_term ON search_terms USING gin (terms);",
    present: "CREATE TABLE search_terms (rowid BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL);\
        CREATE INDEX search_terms_by_term ON search_terms USING gin (terms);",
    // What was added lately waits in a list that every search reads through, of 4 MiB unless said.
    // With so many KiB a record takes a sixth longer to keep, and a search half the time.
    kept: "ALTER INDEX search_terms_by_term SET (gin_pending_list_limit = 256);\
        SELECT gin_clean_pending_list('search_terms_by_term');",
};

/// What a term begins with that stands in a title.
const TITLE: &str = "t_";

/// The terms of one entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Those of its title.
    pub title: BTreeSet<String>,
    /// Those of its other texts.
    pub body: BTreeSet<String>,
    /// Codes.
    pub codes: BTreeSet<String>,
}

/// Where a term is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// In all texts and codes.
    Everything,
    /// In the title.
    Title,
    /// In all texts and codes, at the beginning of a term.
    Beginnings,
}

/// What an entry must hold: of each clause one of its terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expression {
    clauses: Vec<(Within, Vec<String>)>,
    except: Option<Box<Expression>>,
}

impl Expression {
    /// With one more clause. One without a term asks nothing.
    #[must_use]
    pub fn with(mut self, within: Within, any_of: impl IntoIterator<Item = String>) -> Self {
        let mut any_of: Vec<String> = any_of.into_iter().filter(|term| is_term(term)).collect();
        any_of.sort_unstable();
        if !any_of.is_empty() {
            self.clauses.push((within, any_of));
        }
        self
    }

    /// Without the entries of another.
    #[must_use]
    pub fn without(mut self, other: Self) -> Self {
        self.except = (!other.asks_nothing()).then(|| Box::new(other));
        self
    }

    /// Whether it has no clause.
    #[must_use]
    pub fn asks_nothing(&self) -> bool {
        self.clauses.is_empty()
    }

    fn for_sqlite(&self) -> String {
        let one = |within: Within, term: &str| match within {
            Within::Everything => format!("\"{term}\""),
            Within::Title => format!("\"{TITLE}{term}\""),
            Within::Beginnings => format!("\"{term}\" *"),
        };
        let all = self.all(one, [" OR ", " AND "]);
        match &self.except {
            Some(except) => format!("({all}) NOT ({})", except.for_sqlite()),
            None => all,
        }
    }

    fn for_postgres(&self) -> String {
        let one = |within: Within, term: &str| match within {
            Within::Everything => format!("'{term}'"),
            Within::Title => format!("'{TITLE}{term}'"),
            Within::Beginnings => format!("'{term}':*"),
        };
        let all = self.all(one, [" | ", " & "]);
        match &self.except {
            Some(except) => format!("({all}) & !({})", except.for_postgres()),
            None => all,
        }
    }

    /// All clauses, of each clause one term, joined by what a database calls or and and.
    fn all(&self, one: impl Fn(Within, &str) -> String, [or, and]: [&str; 2]) -> String {
        let clause = |(within, any_of): &(Within, Vec<String>)| {
            let terms: Vec<String> = any_of.iter().map(|term| one(*within, term)).collect();
            format!("({})", terms.join(or))
        };
        let all: Vec<String> = self.clauses.iter().map(clause).collect();
        all.join(and)
    }
}

/// What is none would be an operator of a query.
fn is_term(text: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    !text.is_empty() && text.bytes().all(is_plain)
}

impl Tx {
    /// The query of the highest numbers of a stretch that hold what an expression asks, at most
    /// so many, in order, each as `number`; and the text to bind as `$1` for it.
    ///
    /// # Errors
    /// [`Error::Internal`] for an expression without a clause.
    pub fn numbers_holding(
        &self,
        expression: &Expression,
        stretch: &Stretch,
        most: usize,
    ) -> Result<(String, String)> {
        if expression.asks_nothing() {
            return Err(Error::internal("a search that asks nothing"));
        }
        let (holds, asked) = match &self.held {
            Held::Postgres(_) => (in_postgres(&stretch.blocks), expression.for_postgres()),
            _ => ("search_terms MATCH $1".to_owned(), expression.for_sqlite()),
        };
        // Where what comes first was looked at, what is left is rare, or the index of terms tells
        // it by its blocks: that of numbers shall not be read for it.
        let number = if stretch.is_all || self.is_exclusive() {
            "search_terms.rowid"
        } else {
            "search_terms.rowid + 0"
        };
        let below = stretch.below;
        let query = format!(
            "SELECT search_terms.rowid AS number FROM search_terms \
             WHERE {holds} AND {number} < {below} ORDER BY {number} DESC LIMIT {most}"
        );
        Ok((query, asked))
    }
}

/// The condition that a row holds `$1` and is in one of some blocks, if any are named. The blocks
/// are a condition of their own: the index then passes over what lies between them, where of one
/// expression it would look at all that holds its rarest term.
fn in_postgres(blocks: &[String]) -> String {
    let holds = "search_terms.terms @@ CAST($1 AS TSQUERY)";
    if blocks.is_empty() {
        return holds.to_owned();
    }
    let blocks = blocks.join(" | ");
    format!("{holds} AND search_terms.terms @@ CAST('{blocks}' AS TSQUERY)")
}

/// Rows in one statement.
const AT_ONCE: usize = 500;

/// Keeps the terms of some numbers that have none.
pub async fn put(tx: &mut Tx, all: &[(i64, Terms)]) -> Result<()> {
    let is_postgres = matches!(tx.held, Held::Postgres(_));
    let (before, after) = if is_postgres {
        ("CAST(", " AS TSVECTOR)")
    } else {
        ("", "")
    };
    for some in all.chunks(AT_ONCE) {
        on!(tx, |c| async {
            let insert = "INSERT INTO search_terms (rowid, terms) ";
            let mut builder = sqlx::QueryBuilder::new(insert);
            builder.push_values(some, |mut row, (number, terms)| {
                row.push_bind(*number)
                    .push(before)
                    .push_bind_unseparated(terms.written(*number, is_postgres))
                    .push_unseparated(after);
            });
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

impl Terms {
    /// As a database takes them for a number.
    fn written(&self, number: i64, is_postgres: bool) -> String {
        let all = self.title.iter().chain(&self.body).chain(&self.codes);
        let all: BTreeSet<&str> = all
            .map(String::as_str)
            .filter(|term| is_term(term))
            .collect();
        let of_title = self.title.iter().filter(|term| is_term(term));
        let mut kept: Vec<String> = of_title.map(|term| format!("{TITLE}{term}")).collect();
        kept.extend(all.into_iter().map(str::to_owned));
        if is_postgres && !kept.is_empty() {
            kept.extend(stretches::blocks_of(number));
            return format!("'{}'", kept.join("' '"));
        }
        kept.join(" ")
    }
}

/// Forgets the terms of some numbers.
pub async fn delete(tx: &mut Tx, numbers: &[i64]) -> Result<()> {
    for some in numbers.chunks(AT_ONCE) {
        on!(tx, |c| async {
            let mut builder = sqlx::QueryBuilder::new("DELETE FROM search_terms WHERE rowid IN ");
            push_list(&mut builder, some);
            builder.build().execute(c).await.map(|_| ())
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::stretches::Spread;
    use crate::store::testing;

    fn of(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[tokio::test]
    async fn titles_beginnings_and_exceptions_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let db = testing::fresh(folder.path()).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        for (number, title, body) in [(1, "union", "cafe"), (2, "cafe", "union"), (-3, "x", "y")] {
            let set = |word: &str| BTreeSet::from([word.to_owned()]);
            let terms = Terms {
                title: set(title),
                body: set(body),
                codes: set("_all"),
            };
            put(&mut tx, &[(number, terms)]).await.unwrap();
        }
        let everything = Spread::default().below(i64::MAX).next(0, 1).unwrap();
        let all = Expression::default().with(Within::Everything, of(&["_all"]));
        let titled = Expression::default().with(Within::Title, of(&["cafe", "nothing"]));
        for (expression, expected) in [
            (all.clone(), vec![2, 1, -3]),
            (titled.clone(), vec![2]),
            (
                all.clone().with(Within::Everything, of(&["cafe"])),
                vec![2, 1],
            ),
            (
                all.clone().with(Within::Beginnings, of(&["uni"])),
                vec![2, 1],
            ),
            (all.clone().with(Within::Everything, of(&["uni"])), vec![]),
            (all.clone().without(titled), vec![1, -3]),
            // What is no term is no operator either.
            (
                all.with(Within::Everything, of(&["\" OR \"", "'", "A"])),
                vec![2, 1, -3],
            ),
        ] {
            let (query, asked) = tx.numbers_holding(&expression, &everything, 9).unwrap();
            let found: Vec<i64> = on!(tx, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(query))
                .bind(&asked)
                .fetch_all(c))
            .unwrap();
            assert_eq!(found, expected, "{asked}");
        }
        assert!(
            tx.numbers_holding(&Expression::default(), &everything, 9)
                .is_err()
        );
        delete(&mut tx, &[1]).await.unwrap();
        put(&mut tx, &[(1, Terms::default())]).await.unwrap();
    }
}
