//! Degrees and points as tables write them. This file does not know which country they are in.

use crate::place::Point;
use crate::words::{Phrase, phrase};

/// Degrees with a point or a comma, in minutes and seconds, with a letter for the direction.
///
/// # Errors
/// Why the text is no angle within `limit`.
pub(in crate::registry::import::mapping) fn read(text: &str, limit: f64) -> Result<f64, Phrase> {
    plain(text)
        .or_else(|| sexagesimal(text))
        .filter(|degrees| degrees.abs() <= limit)
        .ok_or_else(|| {
            phrase!(
                "problem-not-within-degrees",
                value = text,
                limit = limit.to_string()
            )
        })
}

fn plain(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches(['°', 'º']);
    let number = if text.contains('.') {
        text.parse::<f64>()
    } else {
        text.replace(',', ".").parse::<f64>()
    };
    number.ok().filter(|degrees| degrees.is_finite())
}

/// `41°23'15.5"N`, `2° 10′ O`, `41.38 N`.
fn sexagesimal(text: &str) -> Option<f64> {
    let text = text.trim().to_uppercase().replace(',', ".");
    let direction = text.chars().find(char::is_ascii_alphabetic);
    let is_known = direction.is_none_or(|letter| "NSEWO".contains(letter));
    let parts: Vec<f64> = text
        .split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-')
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<f64>().ok())
        .collect::<Option<_>>()?;
    let (degrees, rest) = parts.split_first()?;
    if !is_known || rest.len() > 2 || rest.iter().any(|part| !(0.0..60.0).contains(part)) {
        return None;
    }
    let [minutes, seconds] = [0, 1].map(|at| rest.get(at).copied().unwrap_or(0.0));
    let size = degrees.abs() + minutes / 60.0 + seconds / 3600.0;
    // O stands for west in every language that writes it.
    let is_negative = degrees.is_sign_negative() || matches!(direction, Some('S' | 'W' | 'O'));
    Some(if is_negative { -size } else { size })
}

/// A point in one cell: `41.38, 2.17`, `41,38; 2,17`, `POINT(2.17 41.38)`, `[2.17, 41.38]`.
///
/// # Errors
/// Why the text is no point.
pub(in crate::registry::import::mapping) fn point(text: &str) -> Result<Point, Phrase> {
    let refused = || phrase!("problem-no-point", value = text);
    let upper = text.trim().to_ascii_uppercase();
    // Well-known text and GeoJSON have the longitude first.
    let is_east_first = upper.starts_with("POINT") || upper.starts_with('[');
    let bare = upper
        .trim_start_matches("POINT")
        .trim_matches(|c: char| " ()[]".contains(c));
    let separator = [';', '|', ' ', ',']
        .into_iter()
        .find(|separator| bare.trim().contains(*separator));
    let parts: Vec<&str> = match separator {
        Some(' ') if bare.contains(", ") => bare.split(", ").collect(),
        Some(separator) => bare.split(separator).collect(),
        None => return Err(refused()),
    };
    let parts: Vec<&str> = parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let [one, other] = parts.as_slice() else {
        return Err(refused());
    };
    let (north, east) = if is_east_first {
        (other, one)
    } else {
        (one, other)
    };
    let north = north.trim_matches(',');
    let east = east.trim_matches(',');
    Ok(Point {
        latitude: read(north, 90.0).map_err(|_reason| refused())?,
        longitude: read(east, 180.0).map_err(|_reason| refused())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_with_point_comma_minutes_and_direction() {
        for (text, degrees) in [
            ("41.5", 41.5),
            ("41,5", 41.5),
            ("-99,25", -99.25),
            ("41°30'N", 41.5),
            ("99º 15' 0\" O", -99.25),
            ("41.5 S", -41.5),
            ("41.5°", 41.5),
        ] {
            let read = read(text, 180.0).unwrap();
            assert!((read - degrees).abs() < 1e-9, "{text}: {read}");
        }
        for text in ["91", "x", "", "41 75", "NaN", "430211.4"] {
            assert!(read(text, 90.0).is_err(), "{text}");
        }
    }

    #[test]
    fn a_point_stands_in_one_cell_in_either_order_where_the_form_says_so() {
        for text in [
            "41.5, 2.25",
            "41.5,2.25",
            "41,5; 2,25",
            "41.5 2.25",
            "POINT (2.25 41.5)",
            "[2.25, 41.5]",
            "(41.5, 2.25)",
        ] {
            let point = point(text).unwrap();
            assert_eq!((point.latitude, point.longitude), (41.5, 2.25), "{text}");
        }
        for text in ["41.5", "Madrid, Spain", "91, 2"] {
            assert!(point(text).is_err(), "{text}");
        }
    }
}
