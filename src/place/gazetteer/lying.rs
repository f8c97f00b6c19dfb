//! The populated places by where they lie, for maps. Knows no names but those it gives out.

use std::sync::LazyLock;

use super::super::area::DEGREE;
use super::{Point, TABLE, capitalized, distance, subdivision};

/// Parts of a degree in which the table has its points.
const PARTS: f64 = 10_000.0;

/// A populated place as a map names it.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its centre.
    pub point: Point,
    /// Whether it seems to be a large one: it has several names, or a province has its name. How
    /// many people live there the table does not say.
    pub is_large: bool,
}

/// A large place is taken for the nearest up to here, and what is nearer to one is its quarter
/// as likely as not: in kilometres.
const QUARTERS: f64 = 4.0;

/// Where a line of the table lies, and where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Lying {
    latitude: i32,
    longitude: i32,
    start: u32,
}

/// All of them from south to north, made when the first map asks.
static LYING: LazyLock<Vec<Lying>> = LazyLock::new(|| {
    let mut start = 0;
    let mut all = Vec::new();
    for line in TABLE.split_inclusive('\n') {
        let mut columns = line.trim_end().rsplit('\t');
        let mut degrees = || columns.next()?.parse::<f64>().ok();
        if let (Some(longitude), Some(latitude)) = (degrees(), degrees())
            && let Ok(start) = u32::try_from(start)
        {
            let (latitude, longitude) = (parts(latitude), parts(longitude));
            all.push(Lying {
                latitude,
                longitude,
                start,
            });
        }
        start += line.len();
    }
    all.sort_unstable();
    all
});

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees are a few hundred at most"
)]
fn parts(degrees: f64) -> i32 {
    (degrees.clamp(-1000.0, 1000.0) * PARTS).round() as i32
}

impl Lying {
    fn point(self) -> Point {
        Point {
            latitude: f64::from(self.latitude) / PARTS,
            longitude: f64::from(self.longitude) / PARTS,
        }
    }

    /// The place of some lines; its name is of the first that says how it is written, as a folded
    /// key may be a name in another language. The part of a city that a number names is none.
    fn named(lines: &[Self]) -> Option<Named> {
        let line = |one: &Self| {
            TABLE
                .get(usize::try_from(one.start).ok()?..)?
                .lines()
                .next()
        };
        let written: Vec<&'static str> = lines.iter().filter_map(line).collect();
        let column = |line: &'static str, number| line.split('\t').nth(number);
        let first = *written.first()?;
        let (country, key) = (column(first, 0)?, column(first, 1)?);
        if key.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut names = written.iter().filter_map(|line| column(line, 2));
        let name = names.find(|name| !name.is_empty());
        Some(Named {
            name: name.map_or_else(|| capitalized(key), str::to_owned),
            point: lines.first()?.point(),
            is_large: lines.len() > 1 || subdivision::is_called(key, country),
        })
    }
}

/// The places between two parallels and two meridians (south, west, north, east), each once.
pub fn within([south, west, north, east]: [f64; 4]) -> Vec<Named> {
    let (south, west, north, east) = (parts(south), parts(west), parts(north), parts(east));
    let first = LYING.partition_point(|one| one.latitude < south);
    let seen = LYING.iter().skip(first);
    let seen = seen.take_while(|one| one.latitude <= north);
    let seen: Vec<Lying> = seen
        .filter(|one| (west..=east).contains(&one.longitude))
        .copied()
        .collect();
    let is_one = |one: &Lying, other: &Lying| {
        (one.latitude, one.longitude) == (other.latitude, other.longitude)
    };
    seen.chunk_by(is_one).filter_map(Lying::named).collect()
}

/// Leaves out what lies so near to a large place that it is a quarter of it.
pub fn without_quarters(places: &mut Vec<Named>) {
    let large = places.iter().filter(|one| one.is_large);
    let large: Vec<Point> = large.map(|one| one.point).collect();
    let is_quarter = |one: &Named| {
        let is_near = |point: &Point| distance(*point, one.point) < QUARTERS;
        !one.is_large && large.iter().any(is_near)
    };
    places.retain(|one| !is_quarter(one));
}

/// The place whose centre is nearest to a point, if one is within so many kilometres; of a large
/// one and its quarters the large one.
pub fn nearest(point: Point, km: f64) -> Option<Named> {
    let high = km / DEGREE;
    let wide = high / point.latitude.to_radians().cos().max(0.01);
    let around = within([
        point.latitude - high,
        point.longitude - wide,
        point.latitude + high,
        point.longitude + wide,
    ]);
    let far = around
        .into_iter()
        .map(|one| (distance(one.point, point), one));
    let near = far.filter(|(far, _)| *far <= km);
    let order = |(far, one): &(f64, Named)| (!(one.is_large && *far < QUARTERS), *far);
    let nearest = near.min_by(|one, other| {
        let ((small, far), (other_small, other_far)) = (order(one), order(other));
        small
            .cmp(&other_small)
            .then_with(|| far.total_cmp(&other_far))
    });
    nearest.map(|(_, one)| one)
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
    fn a_city_and_its_neighbours_are_found_by_where_they_lie_each_once() {
        let names: Vec<String> = within([16.9, -96.9, 17.2, -96.5])
            .into_iter()
            .map(|one| one.name)
            .collect();
        let count = |name: &str| names.iter().filter(|one| *one == name).count();
        assert_eq!(count("Oaxaca"), 1, "{names:?}");
        assert_eq!(count("Tlalixtac de Cabrera"), 1, "{names:?}");
        assert_eq!(count("Puebla"), 0, "{names:?}");
    }

    #[test]
    fn quarters_of_a_large_place_can_be_left_out() {
        let mut places = within([41.3, 2.0, 41.5, 2.3]);
        without_quarters(&mut places);
        let is_there = |name: &str| places.iter().any(|one| one.name == name);
        assert!(is_there("Barcelona") && is_there("Badalona"));
        assert!(!is_there("Barri Gòtic") && !is_there("Eixample"));
    }

    #[test]
    fn the_nearest_place_is_named_as_it_is_written_and_none_at_sea() {
        let at =
            |latitude, longitude, km| nearest(point(latitude, longitude), km).map(|one| one.name);
        assert_eq!(at(17.07, -96.72, 5.0).as_deref(), Some("Oaxaca"));
        assert_eq!(at(43.26, -2.93, 5.0).as_deref(), Some("Bilbao"));
        // Not the quarter that is nearest, and not one that has only a number.
        assert_eq!(at(41.389, 2.162, 5.0).as_deref(), Some("Barcelona"));
        assert_eq!(at(45.76, 4.84, 5.0).as_deref(), Some("Lyon"));
        assert_eq!(at(0.0, -30.0, 15.0), None);
        assert_eq!(at(90.0, 180.0, 15.0), None);
    }
}
