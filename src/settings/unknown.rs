//! Finding keys that the program does not know, with the line they stand on.
//!
//! A mistyped key would otherwise leave a default in force without a word.

use std::ops::Range;

use confique::meta::{FieldKind, Meta};
use strsim::damerau_levenshtein;
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

/// What begins the name of every variable of ours.
const PREFIX: &str = "TRENZA_";
/// Variables that are ours and stand for no setting: the settings file, and what building,
/// testing and measuring ask for.
const OTHERS: [&str; 6] = [
    "TRENZA_CONFIG",
    "TRENZA_DATA",
    "TRENZA_MAP",
    "TRENZA_NO_SKIP",
    "TRENZA_CHROMIUM",
    "TRENZA_SHOW_PAIRS",
];
/// How whole families of such variables begin.
const FAMILIES: [&str; 3] = ["TRENZA_TEST_", "TRENZA_BENCH_", "TRENZA_ATTACK_"];

/// Refuses the first variable of the environment that begins as ours do and that no setting
/// hears: it would leave a default in force without a word.
pub(super) fn refuse_variables(
    variables: impl Iterator<Item = (String, String)>,
    known: &Meta,
) -> Result<()> {
    let mut settings = Vec::new();
    names_of(known, &mut settings);
    let is_meant = |name: &str, value: &str| {
        !name.starts_with(PREFIX)
            || settings.contains(&name)
            || OTHERS.contains(&name)
            || FAMILIES.iter().any(|family| name.starts_with(family))
            || is_of_a_cluster(name, value)
    };
    let mut unknown: Vec<String> = variables
        .filter(|(name, value)| !is_meant(name, value))
        .map(|(name, _)| name)
        .collect();
    unknown.sort_unstable();
    let Some(name) = unknown.first() else {
        return Ok(());
    };
    let near = settings.iter().chain(&OTHERS);
    let near = near
        .map(|other| (damerau_levenshtein(name, other), *other))
        .min();
    let remedy = match near {
        Some((away, close)) if away <= 3 => format!("did you mean {close}?"),
        _ => "`trenza config example` names them all".to_owned(),
    };
    Err(Error::invalid(
        "environment",
        format!("no setting is called {name}; {remedy}"),
    ))
}

/// The variables of all settings.
fn names_of(meta: &Meta, names: &mut Vec<&'static str>) {
    for field in meta.fields {
        match &field.kind {
            FieldKind::Leaf { env, .. } => names.extend(*env),
            FieldKind::Nested { meta } => names_of(meta, names),
        }
    }
}

/// Whether Kubernetes set the variable for a service whose name begins with "trenza"
/// (Kubernetes, "Discovering services", environment variables).
fn is_of_a_cluster(name: &str, value: &str) -> bool {
    name.ends_with("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || (name.contains("_PORT") && (value.starts_with("tcp://") || value.starts_with("udp://")))
        || name.contains("_TCP_")
        || name.contains("_UDP_")
}

fn suggestion(name: &str, known: &Meta, prefix: &str) -> String {
    let near = known
        .fields
        .iter()
        .map(|field| (damerau_levenshtein(name, field.name), field.name))
        .min();
    match near {
        Some((away, close)) if away <= 3 => format!("did you mean {prefix}{close}?"),
        _ => "`trenza config example` lists them all".to_owned(),
    }
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
