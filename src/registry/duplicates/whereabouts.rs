//! Where two records are: how much it says that they are one organization, in bits. It knows
//! nothing else of a record.

use super::corpus::Corpus;
use super::ready::Ready;
use super::reason::Reason;
use super::score::Sum;
use crate::place::Point;

/// The most that a postal code and a town say.
const POSTAL_CODE: f64 = 7.0;
const LOCALITY: f64 = 4.0;
/// The most that all about the place says against it.
const OTHER_PLACE: f64 = -8.0;

/// Adds what the places of two records say.
pub(super) fn add(sum: &mut Sum<'_>, corpus: &Corpus<'_>, one: &Ready<u32>, other: &Ready<u32>) {
    let (mut close, mut town) = (None, None);
    let mut against: Vec<(f64, Option<Reason>)> = Vec::new();
    if let (Some(code), Some(another)) = (&one.postal_code, &other.postal_code) {
        if code == another {
            let bits = corpus.bits(corpus.with_postal_code(code)).min(POSTAL_CODE);
            let reason = sum.why(|said, _| Reason::PostalCode {
                code: said.postal_code.clone().unwrap_or_default(),
            });
            close = Some((bits, reason));
        } else if !is_one_area(code, another) {
            let reason = sum.why(|_, _| Reason::OtherPlace {
                one: code.clone(),
                other: another.clone(),
            });
            against.push((-3.0, reason));
        }
    }
    match towns(corpus, one, other) {
        Some(bits) if bits > 0.0 => {
            let reason = sum.why(|said, _| {
                let locality = said.locality.clone().or_else(|| said.municipality.clone());
                let locality = locality.unwrap_or_default();
                Reason::Locality { locality }
            });
            town = Some((bits, reason));
        }
        Some(bits) => {
            let reason = sum.why(|said, says| Reason::OtherPlace {
                one: said.locality.clone().unwrap_or_default(),
                other: says.locality.clone().unwrap_or_default(),
            });
            against.push((bits, reason));
        }
        None => {}
    }
    if let (Some(one), Some(other)) = (one.point, other.point) {
        let metres = distance(one, other);
        let near = |bits| {
            let metres = rounded(metres);
            (bits, sum.why(|_, _| Reason::Near { metres }))
        };
        let kilometres = rounded(metres / 1_000.0);
        let far = |bits| (bits, sum.why(|_, _| Reason::FarApart { kilometres }));
        match metres {
            ..150.0 => close = Some(larger(close, near(6.0))),
            ..1_000.0 => close = Some(larger(close, near(4.0))),
            ..5_000.0 => close = Some(larger(close, near(1.5))),
            ..30_000.0 => {}
            ..100_000.0 => against.push(far(-4.0)),
            _ => against.push(far(-6.0)),
        }
    }
    if let (Some((bits, _)), Some(_)) = (&mut town, &close) {
        // Whoever shares a postal code shares the town with it.
        *bits *= 0.4;
    }
    for (bits, reason) in close.into_iter().chain(town) {
        sum.add(bits, reason);
    }
    let mut room = OTHER_PLACE;
    for (bits, reason) in against {
        sum.add(bits.max(room), reason);
        room = (room - bits).min(0.0);
    }
}

/// Bits with their reason, where one is asked for.
type Weighed = (f64, Option<Reason>);

/// What says more, of a reason that stands and another.
fn larger(present: Option<Weighed>, other: Weighed) -> Weighed {
    match present {
        Some(present) if present.0 >= other.0 => present,
        _ => other,
    }
}

/// Postal codes grow finer to the right; what is before the last three of them is an area.
fn is_one_area(one: &str, other: &str) -> bool {
    let area = |code: &str| {
        code.get(..code.len().saturating_sub(3).max(2))
            .map(str::to_owned)
    };
    area(one) == area(other)
}

/// What two towns say; `None` when one of them is unknown.
fn towns(corpus: &Corpus<'_>, one: &Ready<u32>, other: &Ready<u32>) -> Option<f64> {
    if let (Some(one), Some(other)) = (&one.municipality, &other.municipality)
        && one == other
    {
        return Some(LOCALITY);
    }
    let (one, other) = (one.locality.as_ref()?, other.locality.as_ref()?);
    let bits = corpus.bits(corpus.with_locality(one)).min(LOCALITY);
    if one == other {
        return Some(bits);
    }
    let is_part = one.contains(other.as_str()) || other.contains(one.as_str());
    let is_misspelt = one.len() > 4 && strsim::damerau_levenshtein(one, other) <= 1;
    Some(if is_part || is_misspelt {
        bits * 0.7
    } else {
        -1.5
    })
}

/// The way over the ground between two points, in metres, by the haversine formula on a
/// sphere of 6,371 km.
fn distance(one: Point, other: Point) -> f64 {
    let (from, to) = (one.latitude.to_radians(), other.latitude.to_radians());
    let north = ((to - from) / 2.0).sin().powi(2);
    let east = ((other.longitude - one.longitude).to_radians() / 2.0)
        .sin()
        .powi(2);
    let part = (north + from.cos() * to.cos() * east).clamp(0.0, 1.0);
    2.0 * 6_371_000.0 * part.sqrt().asin()
}

#[expect(clippy::cast_possible_truncation, reason = "no way on Earth is longer")]
fn rounded(length: f64) -> i64 {
    length.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_that_of_the_ground() {
        let point = |latitude, longitude| Point {
            latitude,
            longitude,
        };
        let london_to_paris = distance(point(51.5074, -0.1278), point(48.8566, 2.3522));
        assert!(
            (343_000.0..345_000.0).contains(&london_to_paris),
            "{london_to_paris}"
        );
        assert!(distance(point(17.06, -96.72), point(17.06, -96.72)) < 0.01);
    }
}
