//! How surely a header says a field once the columns beside it and its own values are known.
//! What fits which field by values alone is not known here.

use super::super::field::Field;
use super::{Seen, further};

/// How surely the column at `place` says `field`.
pub(super) fn score(seen: &[Seen], place: usize, field: Field) -> f32 {
    let Some(column) = seen.get(place) else {
        return 0.0;
    };
    let score = column.said.score(field);
    let words = column.said.words.as_str();
    match field {
        // A bare number is one of a street only behind a street.
        Field::Street if words == "numero" && !is_behind_street(seen, place) => 0.0,
        // Mexico's tables call the state an entity, beside its code or before the municipality.
        Field::Region if words == "entidad" && is_mexican(seen, place) => 0.97,
        // Where a canton lies in a province it is the municipality, and its parish a part of it.
        Field::Region if words == "canton" && has_province(seen) => 0.0,
        Field::Locality if words == "canton" && has_province(seen) => 0.98,
        // The day on which something was entered names no row, however its number is called.
        Field::Identifier | Field::RegisterNumber if is_of_days(column) => 0.0,
        Field::RegisterNumber if is_doubtful_tax_number(seen, column) => 0.0,
        // An end that most rows have is that of something which ends again and again.
        Field::DissolvedOn if column.said.is_bare_end && !is_rare(column) => 0.0,
        // Pages of one site that a header does not plainly call theirs are the register's own.
        Field::Website if column.looks.is_one_site && score < 0.9 => 0.0,
        // The description of a code describes the code.
        Field::Summary if score < 0.9 && column.said.score(Field::Sectors) > 0.4 => score * 0.5,
        _ => score,
    }
}

fn is_of_days(column: &Seen) -> bool {
    let says_day = column.said.words.split(' ').any(|word| word == "fecha");
    let looks = &column.looks;
    looks.day > 0.6 && (says_day || looks.number < 0.5)
}

fn is_rare(column: &Seen) -> bool {
    column.looks.filled > 0.0 && column.looks.filled < 0.5
}

fn is_doubtful_tax_number(seen: &[Seen], column: &Seen) -> bool {
    let is_named = column.said.words.split(' ').any(|word| word == "dic");
    let mut words = seen.iter().map(|one| one.said.words.as_str());
    is_named && !further::is_tax_number(&mut words, &column.samples)
}

fn is_mexican(seen: &[Seen], place: usize) -> bool {
    let is_municipality = |one: &Seen| one.said.words == "municipio";
    seen.iter().any(|one| one.said.words == "codigo ent")
        || seen.get(place + 1).is_some_and(is_municipality)
}

fn has_province(seen: &[Seen]) -> bool {
    seen.iter().any(|one| one.said.words == "provincia")
}

fn is_behind_street(seen: &[Seen], place: usize) -> bool {
    let before = (1..=2)
        .filter_map(|back| place.checked_sub(back))
        .filter_map(|at| seen.get(at));
    before
        .filter(|column| column.said.words != "numero")
        .any(|column| column.said.score(Field::Street) > 0.5)
}
