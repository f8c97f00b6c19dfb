//! Finding keys that the program does not know, with the line they stand on.
//!
//! A mistyped key would otherwise leave a default in force without a word.

use std::ops::Range;

use confique::meta::{FieldKind, Meta};
use toml::de::{DeTable, DeValue};

use crate::error::{Error, Result};

/// Refuses the first key of the file that no setting bears.
pub(super) fn refuse(text: &str, shown: &str, known: &Meta) -> Result<()> {
    let table = DeTable::parse(text).map_err(|error| {
        let line = line_of(text, error.span());
        let what = error.message().trim().replace('\n', "; ");
        Error::invalid(
            format!("{shown}, line {line}"),
            format!("{what}; mend the line"),
        )
    })?;
    walk(text, shown, table.get_ref(), known, "")
}

fn walk(text: &str, shown: &str, table: &DeTable<'_>, known: &Meta, prefix: &str) -> Result<()> {
    for (key, value) in table {
        let name: &str = key.get_ref();
        let line = line_of(text, Some(key.span()));
        let field = known.fields.iter().find(|field| field.name == name);
        match (field.map(|field| &field.kind), value.get_ref()) {
            (None, _) => {
                let remedy = suggestion(name, known, prefix);
                return Err(Error::invalid(
                    format!("{shown}, line {line}"),
                    format!("no setting is called {prefix}{name}; {remedy}"),
                ));
            }
            (Some(FieldKind::Nested { meta }), DeValue::Table(inner)) => {
                walk(text, shown, inner, meta, &format!("{prefix}{name}."))?;
            }
            (Some(_), _) => {}
        }
    }
    Ok(())
}

fn suggestion(name: &str, known: &Meta, prefix: &str) -> String {
    let near = known
        .fields
        .iter()
        .map(|field| (distance(name, field.name), field.name))
        .min();
    match near {
        Some((away, close)) if away <= 3 => format!("did you mean {prefix}{close}?"),
        _ => "`trenza config example` lists them all".to_owned(),
    }
}

/// How many letters must be added, taken away or changed to make one word of the other
/// (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, letter) in from.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((other, above), pair) in to.iter().zip(&row).zip(row.iter().skip(1)) {
            let change = above + usize::from(*other != letter);
            let left = next.last().copied().unwrap_or(usize::MAX - 1);
            next.push(change.min(pair + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

/// The line, counted from one, on which a span begins.
pub(super) fn line_of(text: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start);
    1 + text
        .bytes()
        .take(start)
        .filter(|byte| *byte == b'\n')
        .count()
}
