//! A guess as a mapping's file, with what it was made from beside it.

use std::fmt::Write as _;

use super::{Guess, GuessedColumn};

impl Guess {
    /// The mapping as TOML, with the confidence and three values beside every column, and the
    /// columns that are left out.
    pub fn to_toml(&self) -> String {
        let told = |header: &str| {
            let column = self.columns.iter().find(|column| column.header == header)?;
            Some(shown(column))
        };
        let mut toml = String::from(
            "# Guessed from headers and values: correct what is wrong, and keep it.\n",
        );
        toml.push_str(&self.mapping.write(told));
        let unused: Vec<&GuessedColumn> = self
            .columns
            .iter()
            .filter(|column| column.field.is_none())
            .collect();
        if !unused.is_empty() {
            toml.push_str("\n# Left out:\n");
            for column in unused {
                let header = one_line(&column.header);
                let _written = writeln!(toml, "# {header}: {}", shown(column));
            }
        }
        toml
    }
}

/// The confidence and the values of a column, for people.
fn shown(column: &GuessedColumn) -> String {
    let samples: Vec<String> = column
        .samples
        .iter()
        .map(|sample| one_line(sample))
        .collect();
    format!(
        "{:.0} %: {}",
        column.confidence * 100.0,
        samples.join(" · ")
    )
}

fn one_line(text: &str) -> String {
    crate::text::line(text)
}
