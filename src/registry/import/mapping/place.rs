//! Where an organization is, from the columns of its address. A column with a whole address
//! fills what no other column says. Towns are not looked up here.

use super::field::Field;
use super::mapped::{Column, Mapped};
use super::values::fold::fold;
use super::values::{code, degrees, mark};
use crate::place::{Place, Point, Territory, country};
use crate::registry::import::entry::Row;
use crate::registry::import::noticed::Noticed;
use crate::text;
use crate::words::phrase;

/// The longest street, town or region that a place keeps, and the longest postal code.
const MAX_LINE: usize = 200;
const MAX_POSTAL_CODE: usize = 20;

/// Reads the place of a row.
pub(super) fn read(
    mapped: &Mapped,
    row: &Row<'_>,
    territory: Option<&Territory>,
    noticed: &mut Noticed,
) -> Place {
    let of_territory = territory.and_then(Territory::country).map(str::to_owned);
    let of_all = mapped.mapping.country.clone().or(of_territory.clone());
    let stated = nation(mapped, row, noticed);
    // A guessed country puts no zeros before codes.
    let known = if mapped.is_guessed {
        stated.clone().or(of_territory)
    } else {
        stated.clone().or_else(|| of_all.clone())
    };
    let mut place = Place {
        country: stated.or(of_all),
        region: line(mapped, row, Field::Region, noticed),
        locality: line(mapped, row, Field::Locality, noticed),
        street: street(mapped, row, noticed),
        ..Place::default()
    };
    let postal = mapped.first(row, Field::PostalCode);
    place.postal_code = postal.and_then(|(column, text)| {
        let padded = column.digits.map(|digits| code::padded(text, digits));
        let text = padded.as_deref().unwrap_or(text);
        let (text, town) = match postal_part(text) {
            Some((code, town)) if !town.is_empty() => (code, Some(town)),
            _ => (text.to_owned(), None),
        };
        if place.locality.is_none() {
            place.locality = town;
        }
        let code = match &known {
            Some(country) => code::postal(&text, Some(country)),
            None => code::hyphened(code::without_tail(&text), place.country.as_deref()),
        };
        short(row, column, &code, MAX_POSTAL_CODE, noticed)
    });
    take_code_from_town(&mut place);
    if let Some((_, text)) = mapped.first(row, Field::Address) {
        complete(&mut place, text);
    }
    place.point = point(mapped, row, noticed);
    place
}

/// Takes the postal code off a town that is written with it: `80331 München`.
fn take_code_from_town(place: &mut Place) {
    let found = place.locality.as_deref().and_then(postal_part);
    let Some((code, town)) = found.filter(|(_, town)| !town.is_empty()) else {
        return;
    };
    if place
        .postal_code
        .as_ref()
        .is_none_or(|known| *known == code)
    {
        place.postal_code = Some(code);
        place.locality = Some(town);
    }
}

fn nation(mapped: &Mapped, row: &Row<'_>, noticed: &mut Noticed) -> Option<String> {
    let (_, text) = mapped.first(row, Field::Country)?;
    if let Some(own) = mapped.mapping.values.country.get(text) {
        return Some(own.to_uppercase()).filter(|own| !own.is_empty());
    }
    let found = country::read(text).map(str::to_owned);
    if found.is_none() && !mark::is_empty(text) {
        noticed.count("country", text, row.line, || None);
    }
    found
}

fn line(mapped: &Mapped, row: &Row<'_>, field: Field, noticed: &mut Noticed) -> Option<String> {
    let (column, text) = mapped.first(row, field)?;
    short(row, column, text, MAX_LINE, noticed)
}

/// The street from its columns, the number after the name as most countries write it. A column
/// that has the whole address yields to those that have its parts.
fn street(mapped: &Mapped, row: &Row<'_>, noticed: &mut Noticed) -> Option<String> {
    let mut texts = mapped.filled(row, Field::Street);
    let (column, first) = texts.next()?;
    let first = code::without_tail(first);
    let rest: Vec<&str> = texts.map(|(_, text)| code::without_tail(text)).collect();
    let parts = rest.join(" ");
    let within = format!(" {} ", fold(first)).contains(&format!(" {} ", fold(&parts)));
    let street = match (within && !parts.is_empty(), rest.len()) {
        (true, 1) => first.to_owned(),
        (true, _) => parts,
        (false, _) => format!("{first} {parts}"),
    };
    short(row, column, &street, MAX_LINE, noticed)
}

/// A text that a place can keep; a longer one is left empty and told.
fn short(
    row: &Row<'_>,
    column: &Column,
    text: &str,
    most: usize,
    noticed: &mut Noticed,
) -> Option<String> {
    let text = text::clean(text);
    if text.chars().count() > most {
        let reason = phrase!("problem-too-long", most = most);
        noticed.tell(row.problem(&column.header, reason, phrase!("remedy-shorten")));
        return None;
    }
    Some(text).filter(|text| !text.is_empty())
}

fn point(mapped: &Mapped, row: &Row<'_>, noticed: &mut Noticed) -> Option<Point> {
    let remedy = || phrase!("remedy-degrees");
    if let Some((column, text)) = mapped.first(row, Field::Coordinates) {
        return degrees::point(text)
            .map_err(|reason| noticed.tell(row.problem(&column.header, reason, remedy())))
            .ok()
            .filter(is_somewhere);
    }
    let mut angle = |field: Field, limit: f64| {
        let (column, text) = mapped.first(row, field)?;
        degrees::read(text, limit)
            .map_err(|reason| noticed.tell(row.problem(&column.header, reason, remedy())))
            .ok()
    };
    let (latitude, longitude) = (angle(Field::Latitude, 90.0), angle(Field::Longitude, 180.0));
    Some(Point {
        latitude: latitude?,
        longitude: longitude?,
    })
    .filter(is_somewhere)
}

/// Zero and zero are what programs write when they do not know.
fn is_somewhere(point: &Point) -> bool {
    point.latitude != 0.0 || point.longitude != 0.0
}

/// Fills what is not said yet from a whole address: `Calle Mayor 5, 28013 Madrid, España`.
fn complete(place: &mut Place, address: &str) {
    let parts: Vec<&str> = address
        .split([',', ';', '\n', '|'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let mut rest = parts.as_slice();
    if let Some((last, before)) = rest.split_last()
        && rest.len() > 1
        && let Some(found) = country::read(last).filter(|_| last.len() > 2)
    {
        place.country.get_or_insert_with(|| found.to_owned());
        rest = before;
    }
    let postal = rest
        .iter()
        .enumerate()
        .skip(1)
        .rev()
        .find_map(|(at, part)| {
            let (code, town) = postal_part(part)?;
            Some((at, code, town))
        });
    let whole = rest.first().filter(|_| rest.len() == 1);
    let run_together = whole.and_then(|text| run_together(text));
    let street = match postal {
        None if run_together.is_some() => {
            let (street, code, town) = run_together.unwrap_or_default();
            place
                .postal_code
                .get_or_insert(code::postal(&code, place.country.as_deref()));
            place.locality.get_or_insert(town);
            street
        }
        Some((at, code, town)) => {
            place
                .postal_code
                .get_or_insert(code::postal(&code, place.country.as_deref()));
            let after = rest.get(at + 1..).unwrap_or_default();
            let before = rest.get(..at).unwrap_or_default();
            let (town, after) = match (town.is_empty(), after.split_first()) {
                (false, _) => (Some(town), after),
                (true, Some((town, after))) => (Some((*town).to_owned()), after),
                (true, None) => (None, after),
            };
            if let Some(town) = town {
                place.locality.get_or_insert(town);
            }
            if let Some(region) = after.first() {
                place.region.get_or_insert((*region).to_owned());
            }
            before.join(", ")
        }
        None => rest.join(", "),
    };
    if place.street.is_none() && !street.is_empty() && street.chars().count() <= MAX_LINE {
        place.street = Some(street);
    }
}

/// The street, the code and the town of an address without commas: `Calle Mayor 5 28013
/// Madrid`. A number of four digits is a code only behind that of the house.
fn run_together(text: &str) -> Option<(String, String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
    let is_code = |at: usize, word: &str| {
        let is_number = word.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let is_behind_house = before.is_some_and(|word| digits(word) > 0);
        is_number
            && match digits(word) {
                5 => word.len() == 5,
                4 => word.len() == 4 && is_behind_house,
                7 | 8 => word.len() == digits(word) + 1,
                _ => false,
            }
    };
    let at = words
        .iter()
        .enumerate()
        .skip(1)
        .position(|(at, word)| is_code(at, word))?
        + 1;
    let (street, rest) = words.split_at_checked(at)?;
    let (code, town) = rest.split_first()?;
    let has_letters = |words: &[&str]| words.iter().any(|word| word.contains(char::is_alphabetic));
    let is_town = has_letters(town) && town.iter().all(|word| digits(word) == 0);
    (has_letters(street) && is_town).then(|| (street.join(" "), (*code).to_owned(), town.join(" ")))
}

/// The postal code at the beginning or the end of a part, and the town beside it.
fn postal_part(part: &str) -> Option<(String, String)> {
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_code = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let others = word.bytes().filter(|b| !b.is_ascii_digit());
        (4..=8).contains(&digits) && others.clone().all(|b| b == b'-') && others.count() <= 1
    };
    let bare = |word: &str| {
        word.trim_start_matches(|c: char| c.is_alphabetic())
            .trim_start_matches('-')
            .to_owned()
    };
    match words.as_slice() {
        [first, town @ ..] if is_code(&bare(first)) => Some((bare(first), town.join(" "))),
        [town @ .., last] if is_code(last) && !town.is_empty() => {
            Some(((*last).to_owned(), town.join(" ")))
        }
        // The United Kingdom writes the code after the town in two words.
        [town @ .., outward, inward] if is_british(outward, inward) => {
            Some((format!("{outward} {inward}"), town.join(" ")))
        }
        _ => None,
    }
}

fn is_british(outward: &str, inward: &str) -> bool {
    let has_digit = outward.bytes().any(|b| b.is_ascii_digit());
    let is_upper = |word: &str| {
        word.bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    let is_inward = inward.len() == 3 && inward.starts_with(|c: char| c.is_ascii_digit());
    has_digit
        && is_inward
        && (2..=4).contains(&outward.len())
        && is_upper(outward)
        && is_upper(inward)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_address_fills_what_no_column_says() {
        for (address, street, code, town) in [
            (
                "Calle Mayor 5, 28013 Madrid, Spain",
                "Calle Mayor 5",
                "28013",
                "Madrid",
            ),
            (
                "12 rue des Lilas, 75011 Paris",
                "12 rue des Lilas",
                "75011",
                "Paris",
            ),
            ("Via Roma 1 - 00184 Roma", "Via Roma 1", "00184", "Roma"),
            (
                "Rua Augusta 3, 2º, 1100-053 Lisboa",
                "Rua Augusta 3, 2º",
                "1100-053",
                "Lisboa",
            ),
            (
                "1 High Street, Ely CB7 4AA",
                "1 High Street",
                "CB7 4AA",
                "Ely",
            ),
            (
                "Hauptstr. 5, D-10115 Berlin",
                "Hauptstr. 5",
                "10115",
                "Berlin",
            ),
            (
                "Calle Mayor 5 28013 Madrid",
                "Calle Mayor 5",
                "28013",
                "Madrid",
            ),
            (
                "Rua do Sol 12 4000-123 Vila Nova de Gaia",
                "Rua do Sol 12",
                "4000-123",
                "Vila Nova de Gaia",
            ),
            ("Ringstraße 5 1010 Wien", "Ringstraße 5", "1010", "Wien"),
        ] {
            let mut place = Place::default();
            complete(&mut place, address);
            assert_eq!(place.street.as_deref(), Some(street), "{address}");
            assert_eq!(place.postal_code.as_deref(), Some(code), "{address}");
            assert_eq!(place.locality.as_deref(), Some(town), "{address}");
        }
        let mut place = Place {
            locality: Some("Getafe".to_owned()),
            ..Place::default()
        };
        complete(&mut place, "Calle Mayor 5");
        assert_eq!(place.locality.as_deref(), Some("Getafe"));
        assert_eq!(place.street.as_deref(), Some("Calle Mayor 5"));
        // A long street has houses of four digits.
        let mut place = Place::default();
        complete(&mut place, "Av. San Martín 3200 Rosario");
        assert_eq!(place.postal_code, None);
    }

    #[test]
    fn a_code_before_a_town_is_taken_off_it() {
        let mut place = Place {
            locality: Some("80331 München".to_owned()),
            ..Place::default()
        };
        take_code_from_town(&mut place);
        assert_eq!(place.locality.as_deref(), Some("München"));
        assert_eq!(place.postal_code.as_deref(), Some("80331"));
        let mut place = Place {
            locality: Some("Wien 1.".to_owned()),
            ..Place::default()
        };
        take_code_from_town(&mut place);
        assert_eq!(place.locality.as_deref(), Some("Wien 1."));
    }
}
