//! Full-text search: which numbers hold which terms. SQLite keeps them in an FTS5 table,
//! PostgreSQL in a `tsvector`; what a term is, whoever asks has decided, so that both find
//! the same. A term is made of small letters, digits and `_`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Connected, Held, Tx, execute};
use crate::error::{Error, Result};

/// The table in SQLite. It keeps no text, and of a term only in which column it stands.
pub(super) const SQLITE_TABLE: &str = "CREATE VIRTUAL TABLE search_terms USING fts5 (\
    title, body, codes, content = '', contentless_delete = 1, detail = column, \
    tokenize = \"ascii tokenchars '_'\");";
/// The table in PostgreSQL. Terms of titles have the weight A.
pub(super) const POSTGRES_TABLE: &str = "CREATE TABLE search_terms (\
    rowid BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL);\
    CREATE INDEX search_terms_by_term ON search_terms USING gin (terms);";

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
        self.except = (!other.clauses.is_empty()).then(|| Box::new(other));
        self
    }

    fn for_sqlite(&self) -> String {
        let clause = |(within, any_of): &(Within, Vec<String>)| {
            let ending = if *within == Within::Beginnings {
                " *"
            } else {
                ""
            };
            let terms: Vec<String> = any_of
                .iter()
                .map(|term| format!("\"{term}\"{ending}"))
                .collect();
            let head = if *within == Within::Title {
                "title : "
            } else {
                ""
            };
            format!("{head}({})", terms.join(" OR "))
        };
        let all: Vec<String> = self.clauses.iter().map(clause).collect();
        let all = all.join(" AND ");
        match &self.except {
            Some(except) => format!("({all}) NOT ({})", except.for_sqlite()),
            None => all,
        }
    }

    fn for_postgres(&self) -> String {
        let clause = |(within, any_of): &(Within, Vec<String>)| {
            let ending = match within {
                Within::Everything => "",
                Within::Title => ":A",
                Within::Beginnings => ":*",
            };
            let terms: Vec<String> = any_of
                .iter()
                .map(|term| format!("'{term}'{ending}"))
                .collect();
            format!("({})", terms.join(" | "))
        };
        let all: Vec<String> = self.clauses.iter().map(clause).collect();
        let all = all.join(" & ");
        match &self.except {
            Some(except) => format!("({all}) & !({})", except.for_postgres()),
            None => all,
        }
    }
}

/// What is none would be an operator of a query.
fn is_term(text: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    !text.is_empty() && text.bytes().all(is_plain)
}

impl Tx {
    /// A condition that holds for the rows of `search_terms` that hold what an expression
    /// asks, and the text to bind as `$1` for it.
    ///
    /// # Errors
    /// [`Error::Internal`] for an expression without a clause.
    pub fn holding(&self, expression: &Expression) -> Result<(&'static str, String)> {
        if expression.clauses.is_empty() {
            return Err(Error::internal("a search that asks nothing"));
        }
        Ok(match &self.0 {
            Held::Postgres(_) => (
                "search_terms.terms @@ CAST($1 AS TSQUERY)",
                expression.for_postgres(),
            ),
            _ => ("search_terms MATCH $1", expression.for_sqlite()),
        })
    }
}

/// Keeps the terms of a number that has none.
pub async fn put(tx: &mut Tx, number: i64, terms: &Terms) -> Result<()> {
    match tx.connection() {
        Connected::Sqlite(connection) => {
            let statement =
                "INSERT INTO search_terms (rowid, title, body, codes) VALUES ($1, $2, $3, $4)";
            sqlx::query(statement)
                .bind(number)
                .bind(joined(&terms.title))
                .bind(joined(&terms.body))
                .bind(joined(&terms.codes))
                .execute(connection)
                .await?;
        }
        Connected::Postgres(connection) => {
            let statement =
                "INSERT INTO search_terms (rowid, terms) VALUES ($1, CAST($2 AS TSVECTOR))";
            sqlx::query(statement)
                .bind(number)
                .bind(vector(terms))
                .execute(connection)
                .await?;
        }
    }
    Ok(())
}

/// Forgets the terms of a number.
pub async fn delete(tx: &mut Tx, number: i64) -> Result<()> {
    let statement = "DELETE FROM search_terms WHERE rowid = $1";
    execute!(tx, sqlx::query(statement).bind(number))?;
    Ok(())
}

fn joined(terms: &BTreeSet<String>) -> String {
    let plain = terms.iter().filter(|term| is_term(term));
    plain.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The terms as PostgreSQL writes a `tsvector`: weights stand at positions.
fn vector(terms: &Terms) -> String {
    let mut weights: BTreeMap<&str, &str> = BTreeMap::new();
    weights.extend(terms.body.iter().map(|term| (term.as_str(), ":2")));
    weights.extend(terms.codes.iter().map(|term| (term.as_str(), ":3")));
    weights.extend(terms.title.iter().map(|term| (term.as_str(), ":1A")));
    let plain = weights.into_iter().filter(|(term, _)| is_term(term));
    let written: Vec<String> = plain.map(|(term, at)| format!("'{term}'{at}")).collect();
    written.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{on, testing};

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
            put(&mut tx, number, &terms).await.unwrap();
        }
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
            let (condition, asked) = tx.holding(&expression).unwrap();
            let query =
                format!("SELECT rowid FROM search_terms WHERE {condition} ORDER BY rowid DESC");
            let found: Vec<i64> = on!(tx, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(query))
                .bind(&asked)
                .fetch_all(c))
            .unwrap();
            assert_eq!(found, expected, "{asked}");
        }
        assert!(tx.holding(&Expression::default()).is_err());
        delete(&mut tx, 1).await.unwrap();
        put(&mut tx, 1, &Terms::default()).await.unwrap();
    }
}
