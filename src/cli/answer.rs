//! What a verb answers: words for people and JSON for programs, made together.

use std::io::Write;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::error::{Error, Result};

/// An answer in both forms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// For people.
    pub text: String,
    /// For programs (`--json`).
    pub json: Value,
}

impl Answer {
    /// An answer that is one sentence.
    pub fn said(sentence: impl Into<String>) -> Self {
        let text = sentence.into();
        let json = json!({ "message": text });
        Self { text, json }
    }

    /// No words at all, where the answer itself went to standard output.
    pub fn nothing() -> Self {
        Self {
            text: String::new(),
            json: Value::Null,
        }
    }

    /// An answer in words of its own beside the value's JSON.
    ///
    /// # Errors
    /// [`Error::Internal`] when the value cannot be written as JSON.
    pub fn of(text: impl Into<String>, value: &impl Serialize) -> Result<Self> {
        let json = serde_json::to_value(value).map_err(Error::internal)?;
        Ok(Self {
            text: text.into(),
            json,
        })
    }

    /// A list: columns for people, the values for programs.
    ///
    /// # Errors
    /// [`Error::Internal`] when a value cannot be written as JSON.
    pub fn table<T: Serialize, const N: usize>(
        heads: [&str; N],
        values: &[T],
        row: impl Fn(&T) -> [String; N],
    ) -> Result<Self> {
        let rows: Vec<[String; N]> = values.iter().map(row).collect();
        let widths: Vec<usize> = heads
            .iter()
            .enumerate()
            .map(|(column, head)| {
                let cells = rows.iter().filter_map(|row| row.get(column));
                cells
                    .map(|cell| cell.chars().count())
                    .max()
                    .unwrap_or(0)
                    .max(head.len())
            })
            .collect();
        let line = |cells: Vec<&str>| {
            let padded = cells
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell:<width$}"));
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let mut lines = vec![line(heads.to_vec())];
        lines.extend(
            rows.iter()
                .map(|row| line(row.iter().map(String::as_str).collect())),
        );
        if rows.is_empty() {
            lines = vec!["none".to_owned()];
        }
        Self::of(lines.join("\n"), &values)
    }

    /// Writes the answer to standard output. A reader that closed it early, such as `head`,
    /// is no error.
    ///
    /// # Errors
    /// [`Error::Internal`] when the output cannot be written.
    pub fn print(&self, as_json: bool) -> Result<()> {
        if *self == Self::nothing() {
            return Ok(());
        }
        let mut text = if as_json {
            serde_json::to_string_pretty(&self.json).map_err(Error::internal)?
        } else {
            harmless(&self.text)
        };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        match std::io::stdout().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Error::internal(error))
            }
            _ => Ok(()),
        }
    }
}

/// How many there are, with the word for one or for several.
pub(super) fn counted(number: impl TryInto<u64>, one: &str, several: &str) -> String {
    match number.try_into() {
        Ok(1) => format!("1 {one}"),
        Ok(number) => format!("{number} {several}"),
        Err(_too_many) => several.to_owned(),
    }
}

/// The text without what commands a terminal: much of it was written by others.
fn harmless(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_lines_up_and_says_when_it_is_empty() {
        let rows = [("café", 1), ("b", 22)];
        let answer =
            Answer::table(["name", "n"], &rows, |r| [r.0.to_owned(), r.1.to_string()]).unwrap();
        assert_eq!(answer.text, "name  n\ncafé  1\nb     22");
        assert_eq!(answer.json[1][0], "b");
        let none: [(&str, i32); 0] = [];
        let answer = Answer::table(["name"], &none, |r| [r.0.to_owned()]).unwrap();
        assert_eq!((answer.text.as_str(), answer.json), ("none", json!([])));
    }

    #[test]
    fn one_is_not_several() {
        assert_eq!(counted(1_usize, "row", "rows"), "1 row");
        assert_eq!(counted(0_usize, "row", "rows"), "0 rows");
        assert_eq!(counted(2_i64, "row", "rows"), "2 rows");
    }

    #[test]
    fn what_others_wrote_does_not_command_the_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\nc\u{7}"), "a[2Jb\nc");
    }
}
