//! The mapping that is made of guessed columns: what holds for every row, how rows are
//! marked, which codes lost zeros.

use std::collections::BTreeMap;

use super::super::field::{Field, Slot};
use super::super::profile::{Columns, Mapping, Marked, Values};
use super::super::values::fold::fold;
use super::super::values::mark;
use super::super::values::sector::Classification;
use super::{GuessedColumn, Seen, language};
use crate::registry::import::table::Line;

/// Words in headers of columns that say yes of what is alive.
const ALIVE: &[&str] = &[
    "activo",
    "activa",
    "vigente",
    "vigencia",
    "active",
    "alive",
    "aktiv",
    "attivo",
    "attiva",
    "ativo",
    "ativa",
    "actif",
    "activite",
    "actiu",
    "actividad",
];

/// What yes and no are written as where a mapping names the values.
const YES: &[&str] = &["yes", "sí", "s", "oui", "o", "sim", "ja", "true", "1", "x"];
const NO: &[&str] = &["no", "n", "non", "não", "nein", "false", "0"];

/// Makes the mapping.
pub(super) fn mapping(
    headers: &[String],
    samples: &[Line],
    file: &str,
    seen: &[Seen],
    guessed: &[GuessedColumn],
) -> Mapping {
    let language = table_language(headers, samples, guessed);
    let words: Vec<&str> = seen
        .iter()
        .map(|column| column.said.words.as_str())
        .collect();
    let has = |field: Field| guessed.iter().any(|column| column.field == Some(field));
    let mut columns: BTreeMap<Slot, Columns> = BTreeMap::new();
    let mut digits = BTreeMap::new();
    let (mut ended, mut diffusion) = (None, None);
    for (place, (column, seen)) in guessed.iter().zip(seen).enumerate() {
        let Some(field) = column.field else { continue };
        let cells = || {
            samples
                .iter()
                .map(|line| line.fields.get(place).map_or("", String::as_str))
        };
        match field {
            Field::Status => ended = Some(ended_by(column, seen, cells())),
            Field::Diffusion => diffusion = Some(withheld_by(column, cells())),
            _ => {
                let slot = Slot {
                    field,
                    language: column
                        .language
                        .clone()
                        .filter(|one| field != Field::Name || *one != language),
                };
                let header = column.header.clone();
                let joined = match columns.remove(&slot) {
                    Some(known) => known.and(header),
                    None => Columns::One(header),
                };
                columns.insert(slot, joined);
            }
        }
        let is_code = matches!(
            field,
            Field::Identifier | Field::RegisterNumber | Field::PostalCode | Field::Sectors
        );
        if let Some(length) = seen
            .looks
            .padded_to
            .filter(|_| is_code && field != Field::Identifier)
        {
            digits.insert(column.header.clone(), length);
        }
    }
    // A name in some language is the name where none is without a language.
    let bare = Slot::of(Field::Name);
    if !columns.contains_key(&bare) {
        let first = columns
            .keys()
            .find(|slot| slot.field == Field::Name)
            .cloned();
        if let Some(name) = first.and_then(|first| columns.remove(&first)) {
            columns.insert(bare, name);
        }
    }
    let country = language::country(&words, &language)
        .filter(|_| !has(Field::Country) && !has(Field::Territory));
    Mapping {
        register: register(file),
        classification: classification(guessed, seen),
        entity_type: None,
        territory: None,
        country: country.map(str::to_owned),
        language,
        columns,
        ended,
        diffusion,
        digits,
        values: Values::default(),
    }
}

/// The language of the table: the one that the only column of names says, or as it looks.
fn table_language(headers: &[String], samples: &[Line], guessed: &[GuessedColumn]) -> String {
    let names = || {
        guessed
            .iter()
            .filter(|column| column.field == Some(Field::Name))
    };
    if names().all(|column| column.language.is_some())
        && let Some(language) = names().find_map(|column| column.language.clone())
    {
        return language;
    }
    let is_text = |column: &GuessedColumn| {
        column.language.is_none()
            && matches!(
                column.field,
                Some(Field::Summary | Field::Name | Field::Sectors | Field::LegalForm)
            )
    };
    let places: Vec<usize> = (0..guessed.len())
        .filter(|place| guessed.get(*place).is_some_and(is_text))
        .collect();
    let cells = samples
        .iter()
        .take(150)
        .flat_map(|line| places.iter().filter_map(|place| line.fields.get(*place)));
    let texts: Vec<&str> = cells.map(String::as_str).collect();
    language::of(headers, &texts).to_owned()
}

/// How a column says what has ended: by yes or no where it holds those, else by words.
fn ended_by<'cell>(
    column: &GuessedColumn,
    seen: &Seen,
    cells: impl Iterator<Item = &'cell str>,
) -> Marked {
    let is_alive = seen.said.words.split(' ').any(|word| ALIVE.contains(&word));
    let is_flag = seen.looks.flag > 0.9 && seen.looks.filled > 0.0;
    let mut values: Vec<String> = Vec::new();
    if is_flag {
        let marks = if is_alive { NO } else { YES };
        values.extend(marks.iter().map(|&one| one.to_owned()));
        add_written(&mut values, cells, !is_alive);
    }
    Marked {
        column: column.header.clone(),
        values,
    }
}

/// How a column says what must not be published. Where it says yes or nothing, nothing is no.
fn withheld_by<'cell>(column: &GuessedColumn, cells: impl Iterator<Item = &'cell str>) -> Marked {
    let cells: Vec<&str> = cells.collect();
    let (mut yes, mut others, mut empty) = (0_usize, 0_usize, 0_usize);
    for cell in &cells {
        match mark::flag(cell) {
            _ if mark::is_empty(cell) => empty += 1,
            Some(true) => yes += 1,
            _ => others += 1,
        }
    }
    let mut values = Vec::new();
    if yes > 0 && others == 0 && empty > 0 {
        values.push(String::new());
        values.extend(NO.iter().map(|&one| one.to_owned()));
    }
    Marked {
        column: column.header.clone(),
        values,
    }
}

/// Adds the flags that a column writes in its own way.
fn add_written<'cell>(
    values: &mut Vec<String>,
    cells: impl Iterator<Item = &'cell str>,
    meaning: bool,
) {
    for cell in cells.map(str::trim) {
        let is_known = values.iter().any(|known| fold(known) == fold(cell));
        if !is_known && mark::flag(cell) == Some(meaning) {
            values.push(cell.to_owned());
        }
    }
}

/// The classification that the header of the column of sectors names.
fn classification(guessed: &[GuessedColumn], seen: &[Seen]) -> Option<Classification> {
    let place = guessed
        .iter()
        .position(|column| column.field == Some(Field::Sectors))?;
    let words = &seen.get(place)?.said.words;
    let has = |names: &[&str]| words.split(' ').any(|word| names.contains(&word));
    if has(&["scian", "naics", "act"]) {
        return Some(Classification::Naics);
    }
    if has(&["isic", "ciiu", "citi"]) {
        return Some(Classification::Isic);
    }
    if words.starts_with("objeto social") && seen.get(place)?.looks.activity_code < 0.9
        || words.starts_with("objeto social1")
    {
        return Some(Classification::Rna);
    }
    let european = [
        "nace", "naf", "ape", "cnae", "ccae", "ateco", "sic", "cae", "wz", "wz2008",
    ];
    (has(&european) || words.contains("activite principale")).then_some(Classification::Nace)
}

/// What a register is called whose file says nothing of it: a rehearsal shows it, and an
/// import refuses it.
pub const NO_NAME: &str = "register";

/// The register's short name: the file's, without dates, numbers and words for a copy.
fn register(file: &str) -> String {
    let base = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = base.split_once('.').map_or(base, |(stem, _)| stem);
    let folded = fold(stem);
    let is_noise = |word: &str| {
        word.bytes().all(|b| b.is_ascii_digit())
            || matches!(
                word,
                "copia"
                    | "copy"
                    | "copie"
                    | "export"
                    | "exportacion"
                    | "final"
                    | "def"
                    | "kopie"
                    | "download"
                    | "data"
                    | "datos"
                    | "dados"
                    | "dades"
                    | "donnees"
                    | "q1"
                    | "q2"
                    | "q3"
                    | "q4"
                    | "v1"
                    | "v2"
                    | "v3"
            )
            || (word.len() >= 6 && word.bytes().filter(u8::is_ascii_digit).count() >= 4)
    };
    let words: Vec<&str> = folded
        .split(' ')
        .filter(|word| !word.is_empty() && !is_noise(word))
        .collect();
    let slug: String = words
        .join("-")
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(60)
        .collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        NO_NAME.to_owned()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::register;

    #[test]
    fn a_register_is_called_as_its_file_without_dates() {
        for (file, name) in [
            ("Padrón Entidades 2024-05-01.csv", "padron-entidades"),
            ("/tmp/export_20240501.xlsx", "register"),
            ("coops (2) final.csv", "coops"),
            ("susy_eu.geojson", "susy-eu"),
        ] {
            assert_eq!(register(file), name, "{file}");
        }
    }
}
