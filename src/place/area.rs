//! Parts of the earth's surface: boxes, and what lies around a point; and the cells of
//! several sizes into which the whole is parted, so that what lies in an area is found by a
//! few codes. Knows no record.

use super::Point;
use crate::error::{Error, Result};
use crate::words::{Phrase, phrase};

/// Kilometres in a degree of latitude.
pub const DEGREE: f64 = 111.195;
/// The sides of cells in degrees, the smallest first.
const SIDES: [f64; 5] = [0.1, 0.5, 2.0, 10.0, 30.0];
/// How many cells cover an area that is looked for; larger ones are taken before there are more.
/// Each is one more that an index compares with all that the others have, which costs as much as
/// some more records to look at.
pub const MOST_CELLS: usize = 36;
/// How far around a point may be asked, in kilometres.
pub const FARTHEST: f64 = 500.0;

/// A part of the earth's surface.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Area {
    /// Between two meridians and two parallels. One whose west lies east of its east crosses
    /// the 180th meridian.
    Box {
        /// Degrees.
        south: f64,
        /// Degrees.
        west: f64,
        /// Degrees.
        north: f64,
        /// Degrees.
        east: f64,
    },
    /// What is within so many kilometres of a point.
    Around {
        /// The point.
        centre: Point,
        /// The distance.
        km: f64,
    },
}

impl Area {
    /// Reads a box: `SOUTH,WEST,NORTH,EAST` in degrees.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is none, lies off the earth, or is upside down.
    pub fn parse_box(text: &str) -> Result<Self> {
        let wrong = |reason: Phrase| Error::invalid("box", phrase!("refusal-box", reason = reason));
        let numbers = degrees(text).ok_or_else(|| wrong(phrase!("refusal-four-numbers")))?;
        let &[south, west, north, east] = &*numbers else {
            return Err(wrong(phrase!("refusal-four-numbers")));
        };
        let is_on_earth = [south, north].iter().all(|one| one.abs() <= 90.0)
            && [west, east].iter().all(|one| one.abs() <= 180.0);
        if !is_on_earth {
            return Err(wrong(phrase!("refusal-off-earth")));
        }
        if south >= north {
            return Err(wrong(phrase!("refusal-upside-down")));
        }
        Ok(Self::Box {
            south,
            west,
            north,
            east,
        })
    }

    /// Reads a point, `LATITUDE,LONGITUDE` in degrees, and takes what lies around it.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is none, lies off the earth, or too much around it is asked.
    pub fn parse_around(text: &str, km: f64) -> Result<Self> {
        Self::around(parse_point(text)?, km)
    }

    /// What lies around a point.
    ///
    /// # Errors
    /// [`Error::Invalid`] when too much is asked, or nothing.
    pub fn around(centre: Point, km: f64) -> Result<Self> {
        if (1.0..=FARTHEST).contains(&km) {
            return Ok(Self::Around { centre, km });
        }
        let (km, most) = (km.to_string(), FARTHEST.to_string());
        let reason = phrase!("refusal-km-range", km = km, most = most);
        Err(Error::invalid("km", reason))
    }

    /// The least box that holds it: south, west, north, east.
    pub fn bounds(&self) -> [f64; 4] {
        match *self {
            Self::Box {
                south,
                west,
                north,
                east,
            } => [south, west, north, east],
            Self::Around { centre, km } => {
                let high = km / DEGREE;
                let (south, north) = (centre.latitude - high, centre.latitude + high);
                let narrowest = south.abs().max(north.abs()).min(90.0);
                let wide = high / narrowest.to_radians().cos().max(1e-9);
                // Around a pole every meridian is near.
                if wide >= 180.0 {
                    return [south.max(-90.0), -180.0, north.min(90.0), 180.0];
                }
                let turned = |degrees: f64| (degrees + 540.0).rem_euclid(360.0) - 180.0;
                [
                    south.max(-90.0),
                    turned(centre.longitude - wide),
                    north.min(90.0),
                    turned(centre.longitude + wide),
                ]
            }
        }
    }

    /// Of what lies around a point: the point, the square of the distance in degrees of
    /// latitude, and by how much the square of a degree of longitude is less there. Far enough
    /// from the poles and the 180th meridian this is exact to a hundredth; near them, where
    /// degrees say little, the box alone counts.
    pub fn circle(&self) -> Option<(Point, f64, f64)> {
        let Self::Around { centre, km } = *self else {
            return None;
        };
        let [_, west, _, east] = self.bounds();
        let is_plain = west < east && centre.latitude.abs() < 75.0;
        let shrink = centre.latitude.to_radians().cos().powi(2);
        is_plain.then_some((centre, (km / DEGREE).powi(2), shrink))
    }

    /// The codes of the cells that cover it, no more than `most`; none when it is so large that
    /// every cell may be meant.
    pub fn cells(&self, most: usize) -> Vec<String> {
        let [south, west, north, east] = self.bounds();
        let parts = if west <= east {
            vec![(west, east)]
        } else {
            vec![(west, 180.0), (-180.0, east)]
        };
        for (size, side) in SIDES.iter().enumerate() {
            let rows = cell(south + 90.0, *side)..=cell(north + 90.0, *side);
            let columns = parts
                .iter()
                .flat_map(|(west, east)| cell(west + 180.0, *side)..=cell(east + 180.0, *side));
            let columns: Vec<u32> = columns.take(most + 1).collect();
            let all = rows.flat_map(|row| columns.iter().map(move |column| (row, *column)));
            let all: Vec<_> = all.take(most + 1).collect();
            if all.len() <= most {
                return all
                    .into_iter()
                    .map(|(row, column)| code(size, row, column))
                    .collect();
            }
        }
        Vec::new()
    }
}

/// The codes of the cells in which a point lies, one of each size.
pub fn cells_of(point: Point) -> Vec<String> {
    let sides = SIDES.iter().enumerate();
    sides
        .map(|(size, side)| {
            let row = cell(point.latitude + 90.0, *side);
            code(size, row, cell(point.longitude + 180.0, *side))
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "degrees from 0 to 360, divided by a tenth at least"
)]
fn cell(degrees: f64, side: f64) -> u32 {
    (degrees.max(0.0) / side).floor() as u32
}

fn code(size: usize, row: u32, column: u32) -> String {
    format!("{size}-{row}-{column}")
}

/// Reads a point: `LATITUDE,LONGITUDE` in degrees.
///
/// # Errors
/// [`Error::Invalid`] when it is none, or lies off the earth.
pub fn parse_point(text: &str) -> Result<Point> {
    match *degrees(text).unwrap_or_default() {
        [latitude, longitude] if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 => Ok(Point {
            latitude,
            longitude,
        }),
        _ => Err(Error::invalid("near", phrase!("refusal-no-point"))),
    }
}

fn degrees(text: &str) -> Option<Vec<f64>> {
    if text.len() > 200 {
        return None;
    }
    let numbers: Option<Vec<f64>> = text.split(',').map(|one| one.trim().parse().ok()).collect();
    numbers.filter(|all| all.iter().all(|one| one.is_finite()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(latitude: f64, longitude: f64) -> Point {
        Point {
            latitude,
            longitude,
        }
    }

    #[test]
    fn a_point_in_an_area_lies_in_a_cell_that_covers_it() {
        let around =
            |latitude, longitude, km| Area::around(point(latitude, longitude), km).unwrap();
        for (area, inside, outside) in [
            (
                around(17.06, -96.72, 25.0),
                point(17.2, -96.8),
                point(19.4, -99.1),
            ),
            (
                around(-16.5, 179.9, 50.0),
                point(-16.5, -179.9),
                point(-16.5, 0.0),
            ),
            (
                around(89.9, 0.0, 100.0),
                point(89.9, 180.0),
                point(50.0, 0.0),
            ),
            (
                Area::parse_box("-50,170,-30,-170").unwrap(),
                point(-40.0, -175.0),
                point(-40.0, 0.0),
            ),
            (
                Area::parse_box("40.1,1.9,41.5,2.3").unwrap(),
                point(41.4, 2.2),
                point(48.9, 2.3),
            ),
        ] {
            let cells = area.cells(MOST_CELLS);
            let covers = |point| cells_of(point).iter().any(|one| cells.contains(one));
            assert!((1..=MOST_CELLS).contains(&cells.len()), "{area:?}");
            assert!(covers(inside) && !covers(outside), "{area:?}");
        }
        assert!(
            Area::parse_box("-90,-180,90,180")
                .unwrap()
                .cells(MOST_CELLS)
                .is_empty()
        );
    }

    #[test]
    fn what_is_no_area_is_refused_with_an_example() {
        for (text, said) in [
            ("", "four numbers"),
            ("1,2,3", "four numbers"),
            ("1,2,3,x", "four numbers"),
            ("NaN,0,1,1", "four numbers"),
            ("17.3,-97,16.9,-96", "upside down"),
            ("0,0,91,1", "not on earth"),
        ] {
            let refusal = Area::parse_box(text).unwrap_err().to_string();
            assert!(
                refusal.contains(said) && refusal.contains("-97.0"),
                "{refusal}"
            );
        }
        assert!(Area::parse_around("17", 5.0).is_err());
        assert!(Area::parse_around("95,0", 5.0).is_err());
        for km in [0.0, 501.0, f64::NAN] {
            let refusal = Area::parse_around("17,-96", km).unwrap_err().to_string();
            assert!(refusal.contains("1 to 500"), "{refusal}");
        }
    }
}
