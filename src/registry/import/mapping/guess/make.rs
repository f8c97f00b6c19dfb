//! The mapping that is made of guessed columns: what holds for every row, how rows are
//! marked, which codes lost zeros.

use std::collections::BTreeMap;

use super::super::field::{Field, Slot};
use super::super::file::{Columns, Mapping, Marked, Values};
use super::super::values::day_order::DayOrder;
use super::super::values::fold::fold;
use super::super::values::life;
use super::super::values::mark;
use super::super::values::sector::Classification;
use super::{GuessedColumn, Seen, language};
use crate::registry::import::table::Line;

/// So many towns are looked up before a country is believed.
const MOST_TOWNS: usize = 60;

/// How the French registers write what has ended.
const LETTERS: &[&str] = &["C", "F", "D", "S"];

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
    let (mut ended, mut diffusion): (_, Option<Marked>) = (None, None);
    for (column, seen) in guessed.iter().zip(seen) {
        let Some(field) = column.field else { continue };
        match field {
            Field::Status => ended = Some(ended_by(column, seen)),
            // What is no plain yes is withheld, whatever the first rows say.
            Field::Diffusion => match &mut diffusion {
                Some(first) => first.also.push(column.header.clone()),
                None => diffusion = Some(Marked::by_words(column.header.clone())),
            },
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
    let is_said = has(Field::Country) || has(Field::Territory);
    let country = (!is_said)
        .then(|| language::country(&words, &language, &towns(samples, guessed)))
        .flatten();
    Mapping {
        register: register(file),
        day_order: day_order(samples, guessed, seen),
        classification: classification(guessed, seen),
        entity_type: None,
        territory: None,
        country: country.map(str::to_owned),
        language,
        encoding: None,
        delimiter: None,
        columns,
        ended,
        diffusion,
        digits,
        values: Values::default(),
    }
}

/// The order of days that the columns of days prove, else others that look like days; none
/// where they do not agree.
fn day_order(samples: &[Line], guessed: &[GuessedColumn], seen: &[Seen]) -> Option<DayOrder> {
    let is_day = |place: &usize| {
        let field = guessed.get(*place).and_then(|column| column.field);
        matches!(field, Some(Field::FoundedOn | Field::DissolvedOn))
    };
    let (days, others): (Vec<usize>, Vec<usize>) = (0..guessed.len()).partition(is_day);
    if days.is_empty() {
        return None;
    }
    let proven = |places: &[usize]| {
        let cells = samples
            .iter()
            .flat_map(|line| places.iter().filter_map(|place| line.fields.get(*place)));
        DayOrder::proven(cells.map(|cell| cell.trim()))
    };
    let looks = |place: &usize| seen.get(*place).is_some_and(|one| one.looks.day > 0.5);
    let others: Vec<usize> = others.into_iter().filter(looks).collect();
    let by_days = proven(&days);
    let orders = if by_days.is_empty() {
        proven(&others)
    } else {
        by_days
    };
    match *orders {
        [only] => Some(only),
        _ => None,
    }
}

/// The different towns of the first rows, as far as one column has them.
fn towns<'line>(samples: &'line [Line], guessed: &[GuessedColumn]) -> Vec<&'line str> {
    let is_town = |column: &GuessedColumn| column.field == Some(Field::Locality);
    let Some(place) = guessed.iter().position(is_town) else {
        return Vec::new();
    };
    let mut towns: Vec<&str> = samples
        .iter()
        .filter_map(|line| line.fields.get(place))
        .map(|town| town.trim())
        .filter(|town| !mark::is_empty(town))
        .collect();
    towns.sort_unstable();
    towns.dedup();
    towns.truncate(MOST_TOWNS);
    towns
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

/// How a column says what has ended: by yes or no where its header is a word for that, else by
/// words. One way of writing yes or no stands for all, so that a way that only later rows have
/// is known too.
fn ended_by(column: &GuessedColumn, seen: &Seen) -> Marked {
    let is_flag = seen.looks.flag > 0.9 && seen.looks.filled > 0.0;
    // `Activa/Baja` asks whether the first holds.
    let asked = column.header.split('/').next().unwrap_or_default();
    let values: &[&str] = if seen.looks.has_letters {
        LETTERS
    } else if life::is_under_way(asked) {
        // Neither yes nor no says that it has ended: `Baja solicitada`.
        &[]
    } else {
        match life::has_ended(asked) {
            Some(true) => &["yes"],
            Some(false) => &["no"],
            // Of a column that is called status, yes is what goes on.
            None if is_flag => &["no"],
            None => &[],
        }
    };
    Marked {
        column: column.header.clone(),
        also: Vec::new(),
        values: values.iter().map(|&value| value.to_owned()).collect(),
        empty_agrees: false,
    }
}

/// The classification that the header of the column of sectors names.
fn classification(guessed: &[GuessedColumn], seen: &[Seen]) -> Option<Classification> {
    let place = guessed
        .iter()
        .position(|column| column.field == Some(Field::Sectors))?;
    let words = &seen.get(place)?.said.words;
    let has = |names: &[&str]| words.split(' ').any(|word| names.contains(&word));
    if has(&["isic", "ciiu", "citi"]) {
        return Some(Classification::Isic);
    }
    if has(&["scian", "naics", "act"]) {
        return Some(Classification::Naics);
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
