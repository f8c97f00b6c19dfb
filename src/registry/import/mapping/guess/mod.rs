//! A mapping guessed from headers and values, shown with its confidence before anything is
//! read by it. It reads no files and knows no register.

/// What the columns beside one say of it.
mod beside;
/// What columns are called in further languages.
mod further;
/// What headers say.
mod header;
/// The language and country of a table.
mod language;
/// What values look like.
mod looks;
/// The mapping from what was found.
mod make;
/// What several words of a header say together.
mod rules;
/// Words that mean the same.
mod same;
/// What values are all together.
mod together;
/// A guess as a file.
mod told;
/// The language that a header names.
mod tongue;
/// What columns are called.
mod words;

pub use make::NO_NAME;
pub(in crate::registry::import) use rules::{asks_for_consent, asks_who_is_published};

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::field::Field;
use super::file::Mapping;
use super::mapped::names;
use super::values::{exception, mark};
use crate::error::{Error, Result};
use crate::registry::import::entry::Problem;
use crate::registry::import::table::Line;
use crate::words::phrase;
use header::Said;
use looks::Looks;

/// Columns that are less sure than this are left out.
pub const LEAST_CONFIDENCE: f32 = 0.5;

/// A mapping and what it was guessed from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Guess {
    /// The mapping, to be read by or to be corrected and kept.
    pub mapping: Mapping,
    /// Every column of the table in its order.
    pub columns: Vec<GuessedColumn>,
    /// The encoding by which the file was read.
    #[serde(default)]
    pub encoding: String,
    /// What its columns were separated by, where it is a table of text.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// What is to be doubted of how it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Problem>,
}

/// What a column was taken for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GuessedColumn {
    /// The column's name.
    pub header: String,
    /// What it holds; `None` is left out.
    pub field: Option<Field>,
    /// The language of its texts, where the header names one.
    pub language: Option<String>,
    /// How sure that is, from 0 to 1.
    pub confidence: f32,
    /// Up to three of its values.
    pub samples: Vec<String>,
}

/// A column with all that was found out about it.
struct Seen {
    name: String,
    said: Said,
    looks: Looks,
    samples: Vec<String>,
}

/// Guesses what the columns of a table mean. `name` is the file's, from which the register's
/// short name is made. There may be none that can hold names.
pub fn guess(headers: &[String], samples: &[Line], name: &str) -> Guess {
    let seen: Vec<Seen> = names(headers)
        .into_iter()
        .enumerate()
        .map(|(place, name)| see(name, place, samples))
        .collect();
    let found = assign(&seen);
    let columns: Vec<GuessedColumn> = seen
        .iter()
        .zip(&found)
        .map(|(column, (field, confidence))| GuessedColumn {
            header: column.name.clone(),
            field: *field,
            language: column
                .said
                .language
                .clone()
                .filter(|_| field.is_some_and(Field::has_languages)),
            confidence: *confidence,
            samples: column.samples.clone(),
        })
        .collect();
    Guess {
        mapping: make::mapping(headers, samples, name, &seen, &columns),
        columns,
        encoding: String::new(),
        delimiter: None,
        doubts: Vec::new(),
    }
}

impl Guess {
    /// Whether a column was found that can hold names.
    pub fn has_names(&self) -> bool {
        let is_name = |column: &GuessedColumn| column.field == Some(Field::Name);
        self.columns.iter().any(is_name)
    }

    /// The same, for whoever reads rows by it as it is.
    ///
    /// # Errors
    /// [`Error::Invalid`] when no column can hold names; it tells what was found and how to say
    /// it in a mapping.
    pub(in crate::registry::import) fn named(self) -> Result<Self> {
        if self.has_names() {
            Ok(self)
        } else {
            Err(nameless(&self.columns))
        }
    }
}

fn see(name: String, place: usize, samples: &[Line]) -> Seen {
    let cells = || {
        samples
            .iter()
            .map(|line| line.fields.get(place).map_or("", String::as_str))
    };
    let mut shown: Vec<String> = Vec::new();
    for cell in cells().map(str::trim).filter(|cell| !mark::is_empty(cell)) {
        let short: String = cell.chars().take(40).collect();
        if shown.len() < 3 && !shown.contains(&short) {
            shown.push(short);
        }
    }
    Seen {
        said: header::read(&name),
        looks: looks::look(cells()),
        name,
        samples: shown,
    }
}

/// What each column is taken for, the surest first; a field that takes one column has one.
fn assign(seen: &[Seen]) -> Vec<(Option<Field>, f32)> {
    let mut offers: Vec<(f32, usize, Field)> = Vec::new();
    for (place, column) in seen.iter().enumerate() {
        let mut fields: HashMap<Field, f32> = HashMap::new();
        let mut is_said = false;
        for field in Field::all() {
            let score = beside::score(seen, place, field);
            is_said |= score > 0.35;
            if score > 0.0 {
                let nothing = column.said.nothing();
                // A header that rather says something that is not kept.
                let factor = if nothing > score { 0.4 } else { 1.0 };
                fields.insert(field, (score * column.looks.fit(field) * factor).min(0.99));
            }
        }
        if !is_said && column.said.nothing() < 0.5 {
            for (field, score) in column.looks.alone() {
                let known = fields.entry(field).or_insert(0.0);
                *known = known.max(score);
            }
        }
        // Who agreed to be published is nobody's name: `Consent of contact person`.
        if rules::consent(&column.name).is_some() {
            fields.retain(|field, _| *field == Field::Diffusion);
            // Days mark who refused as well as any word does.
            if exception::is_asked_by(&column.name) && column.looks.filled > 0.0 {
                fields.insert(Field::Diffusion, 0.9);
            }
        }
        offers.extend(
            fields
                .into_iter()
                .map(|(field, score)| (score, place, field)),
        );
    }
    offers.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then(one.1.cmp(&other.1))
            .then(one.2.cmp(&other.2))
    });
    let mut found: Vec<(Option<Field>, f32)> = vec![(None, 0.0); seen.len()];
    let mut taken: Vec<(Field, Option<&str>)> = Vec::new();
    let mut best = vec![0.0_f32; seen.len()];
    for (score, place, field) in offers {
        let (Some(column), Some(slot), Some(best)) =
            (seen.get(place), found.get_mut(place), best.get_mut(place))
        else {
            continue;
        };
        *best = best.max(score);
        // What a column is best for may be taken; a much worse use of it is none.
        let is_far = score < *best * 0.72;
        if slot.0.is_some() {
            continue;
        }
        if score < LEAST_CONFIDENCE || is_far {
            slot.1 = slot.1.max(score.min(LEAST_CONFIDENCE - 0.01));
            continue;
        }
        let language = column
            .said
            .language
            .as_deref()
            .filter(|_| field.has_languages());
        let count = taken
            .iter()
            .filter(|known| **known == (field, language))
            .count();
        // A second column on publishing is read where each of its values is understood; else
        // nothing is published, and the keeper is asked. Of whom nobody would be asked, the
        // rows that are unclear are withheld.
        let is_unclear = field == Field::Diffusion
            && count > 0
            && column.looks.consent < 0.99
            && !exception::is_asked_by(&column.name)
            && asks_who_is_published(&column.name);
        if count < most(field) && !is_unclear {
            *slot = (Some(field), score);
            taken.push((field, language));
        }
    }
    one_address(seen, &mut found);
    no_count(seen, &mut found);
    named_at_last(seen, &mut found);
    found
}

/// Where nothing looks like names, takes the column that says most plainly that it holds them.
fn named_at_last(seen: &[Seen], found: &mut [(Option<Field>, f32)]) {
    if found.iter().any(|(field, _)| *field == Some(Field::Name)) {
        return;
    }
    let said = |column: &Seen| column.said.score(Field::Name);
    let plain = seen
        .iter()
        .zip(found)
        .filter(|(column, one)| one.0.is_none() && said(column) > 0.9 && column.looks.words > 0.5);
    let plainest = plain.max_by(|one, other| said(one.0).total_cmp(&said(other.0)));
    if let Some((_, one)) = plainest {
        *one = (Some(Field::Name), LEAST_CONFIDENCE);
    }
}

/// Words by which a running number is the register's own.
const NAMED: &[&str] = &[
    "id",
    "codigo",
    "identificador",
    "registro",
    "inscripcion",
    "matricula",
    "folio",
];

/// Leaves out what only counts the rows, where a register's number tells them apart: with the
/// next row in between, each of them would become another.
fn no_count(seen: &[Seen], found: &mut [(Option<Field>, f32)]) {
    let has_number = found
        .iter()
        .any(|(field, _)| *field == Some(Field::RegisterNumber));
    for (column, one) in seen.iter().zip(found.iter_mut()) {
        let words = || column.said.words.split(' ');
        let is_named = words().any(|word| NAMED.contains(&word));
        if has_number && one.0 == Some(Field::Identifier) && column.looks.is_count && !is_named {
            *one = (None, LEAST_CONFIDENCE - 0.01);
        }
    }
}

/// How many columns the guess takes together for a field.
fn most(field: Field) -> usize {
    match field {
        Field::Street => 12,
        // Every one of them has to agree.
        Field::Diffusion => usize::MAX,
        Field::Phone | Field::Email | Field::Person | Field::OtherName | Field::Themes => 4,
        // A code and a word for it, or two activities.
        Field::Sectors => 2,
        _ => 1,
    }
}

/// Words for the number of a house, as headers have them.
const HOUSE: &[&str] = &[
    "numero",
    "letra",
    "exterior",
    "ext",
    "interior",
    "hausnummer",
    "hausnr",
    "hnr",
    "civico",
    "housenumber",
    "altura",
];

/// Leaves out the streets of a second address: columns of one address stand together or have
/// one prefix.
fn one_address(seen: &[Seen], found: &mut [(Option<Field>, f32)]) {
    let is_street = |one: &(Option<Field>, f32)| one.0 == Some(Field::Street);
    let places: Vec<usize> = (0..found.len())
        .filter(|place| found.get(*place).is_some_and(is_street))
        .collect();
    let prefix = |place: usize| {
        let name = seen.get(place).map_or("", |column| column.name.as_str());
        name.split_once([':', '_', '.']).map(|(prefix, _)| prefix)
    };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for place in places {
        let last = groups.last_mut().filter(|group| {
            let before = group.last().copied().unwrap_or(place);
            let has_same_prefix = prefix(place).is_some() && prefix(place) == prefix(before);
            place - before <= 4 || has_same_prefix
        });
        match last {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    let surest = |group: &Vec<usize>| {
        let scores = group
            .iter()
            .filter_map(|place| found.get(*place))
            .map(|one| one.1);
        scores.fold(0.0_f32, f32::max) + 0.02 * header::ratio(group.len(), 1)
    };
    let mut kept: Option<(f32, Vec<usize>)> = None;
    for group in &groups {
        let score = surest(group);
        if kept.as_ref().is_none_or(|(best, _)| score > best + 0.05) {
            kept = Some((score, group.clone()));
        }
    }
    let mut kept = kept.map(|(_, group)| group).unwrap_or_default();
    // Numbers that stand apart are those of the one street that has none.
    let is_number = |place: &usize| {
        let words = seen.get(*place).map_or("", |column| &column.said.words);
        words.split(' ').any(|word| HOUSE.contains(&word))
    };
    if !kept.iter().any(is_number) {
        let numbers = groups.iter().find(|group| group.iter().all(is_number));
        kept.extend(numbers.into_iter().flatten().copied());
    }
    for place in groups
        .into_iter()
        .flatten()
        .filter(|place| !kept.contains(place))
    {
        if let Some(one) = found.get_mut(place) {
            *one = (None, LEAST_CONFIDENCE - 0.01);
        }
    }
}

fn nameless(columns: &[GuessedColumn]) -> Error {
    let found = columns.iter().take(12).map(|column| match column.field {
        Some(field) => format!("{} ({})", column.header, field.as_str()),
        None => column.header.clone(),
    });
    let found: Vec<String> = found.collect();
    let more = if columns.len() > 12 { "…" } else { "" };
    let found = format!("{}{more}", found.join(", "));
    Error::invalid("file", phrase!("file-no-names", columns = found))
}

#[cfg(test)]
mod tests;
