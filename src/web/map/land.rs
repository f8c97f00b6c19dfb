//! The outlines of land: on the drawn map, cut where it ends, and whole as `GeoJSON`.

use std::fmt::Write;
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::{View, WIDE, around};
use crate::place::Point;

/// The outlines of the whole earth, a line for each: longitude and latitude in tenths of a
/// degree, in pairs parted by spaces. Empty where the program was built without them.
const LAND: &str = include_str!(concat!(env!("OUT_DIR"), "/land.txt"));
/// The same, drawn finer, in hundredths of a degree.
const NEAR: &str = include_str!(concat!(env!("OUT_DIR"), "/land_near.txt"));

/// A view so wide, in kilometres, or less wide shows the finer outlines.
const NEAR_KM: f64 = 2500.0;

/// How far beyond the drawing land is drawn.
const MARGIN: f64 = 4.0;

/// An outline, and the box around it: south, west, north, east.
struct Outline {
    bounds: [f64; 4],
    ring: Vec<[f64; 2]>,
}

/// The finer outlines, read when the first near view asks.
static OUTLINES: LazyLock<Vec<Outline>> = LazyLock::new(|| {
    let rings = NEAR.lines().map(|line| ring(line, 100.0));
    let point = |[longitude, latitude]: &[f64; 2]| Point {
        latitude: *latitude,
        longitude: *longitude,
    };
    let bounded = rings.filter_map(|ring| {
        let points: Vec<Point> = ring.iter().map(point).collect();
        let bounds = around(&points)?;
        Some(Outline { bounds, ring })
    });
    bounded.collect()
});

impl View {
    /// The outlines of land that are seen.
    pub(super) fn land(&self) -> String {
        let mut path = String::new();
        if self.kilometres() > NEAR_KM {
            for line in LAND.lines() {
                self.outline(&mut path, ring(line, 10.0).iter());
            }
            return path;
        }
        for ring in seen(self.bounds()) {
            self.outline(&mut path, ring.iter());
        }
        path
    }

    /// Adds what of an outline is seen, with a margin, each step of the drawing once.
    fn outline<'a>(&self, path: &mut String, ring: impl Iterator<Item = &'a [f64; 2]>) {
        let ring = ring.map(|[longitude, latitude]| (self.x(*longitude), self.y(*latitude)));
        let (low, right) = (self.height + MARGIN, WIDE + MARGIN);
        let ring = clipped(ring.collect(), [-MARGIN, -MARGIN, low, right]);
        let mut steps: Vec<String> = ring.iter().map(|(x, y)| format!("{x:.0} {y:.0}")).collect();
        steps.dedup();
        if !steps.is_empty() {
            // Writing into a text does not fail.
            let _ = write!(path, "M{}Z", steps.join("L"));
        }
    }
}

/// The finer outlines of which something may be seen.
fn seen([south, west, north, east]: [f64; 4]) -> impl Iterator<Item = &'static [[f64; 2]]> {
    let meets = move |[from_south, from_west, to_north, to_east]: [f64; 4]| {
        from_south <= north && to_north >= south && from_west <= east && to_east >= west
    };
    let seen = OUTLINES.iter().filter(move |one| meets(one.bounds));
    seen.map(|one| one.ring.as_slice())
}

/// The land of a part, by the finer outlines, as `GeoJSON`.
pub(super) fn within(bounds: [f64; 4]) -> Value {
    let [south, west, north, east] = bounds;
    let part = |ring: &[[f64; 2]]| -> Vec<[f64; 2]> {
        let ring = ring.iter().map(|[x, y]| (*x, *y)).collect();
        let ring = clipped(ring, [west, south, north, east]);
        ring.into_iter().map(|(x, y)| [x, y]).collect()
    };
    let parts = seen(bounds).map(part).filter(|ring| ring.len() > 2);
    polygons(parts)
}

/// The land as `GeoJSON`: one geometry of many polygons.
pub(super) fn geojson() -> &'static str {
    static GEOJSON: LazyLock<String> = LazyLock::new(|| {
        let rings = LAND.lines().map(|line| ring(line, 10.0));
        polygons(rings).to_string()
    });
    &GEOJSON
}

/// Outlines that run against the clock are lakes in the land before them: so the shapes of
/// Natural Earth have it, the other way round than `GeoJSON` (RFC 7946 §3.1.6).
fn polygons(rings: impl Iterator<Item = Vec<[f64; 2]>>) -> Value {
    let mut polygons: Vec<Vec<Vec<[f64; 2]>>> = Vec::new();
    for mut ring in rings {
        let closing = ring
            .first()
            .copied()
            .filter(|first| ring.last() != Some(first));
        ring.extend(closing);
        let pairs = ring.iter().zip(ring.iter().skip(1));
        let turning: f64 = pairs.map(|([a, b], [c, d])| a * d - c * b).sum();
        ring.reverse();
        match polygons.last_mut() {
            Some(land) if turning > 0.0 => land.push(ring),
            _ => polygons.push(vec![ring]),
        }
    }
    json!({ "type": "MultiPolygon", "coordinates": polygons })
}

/// The points of a line in parts of a degree, in degrees.
fn ring(line: &str, parts: f64) -> Vec<[f64; 2]> {
    let numbers: Vec<f64> = line
        .split(' ')
        .filter_map(|one| Some(one.parse::<f64>().ok()? / parts))
        .collect();
    let pairs = numbers.chunks_exact(2);
    pairs.filter_map(|pair| pair.try_into().ok()).collect()
}

/// What of an outline lies between left, top, bottom and right, where numbers grow from the one
/// to the other: cut at one edge after the other (Sutherland and Hodgman).
fn clipped(mut ring: Vec<(f64, f64)>, [left, top, bottom, right]: [f64; 4]) -> Vec<(f64, f64)> {
    type Inside = fn((f64, f64), f64) -> f64;
    let edges: [(Inside, f64); 4] = [
        (|(x, _), edge| x - edge, left),
        (|(x, _), edge| edge - x, right),
        (|(_, y), edge| y - edge, top),
        (|(_, y), edge| edge - y, bottom),
    ];
    for (inside, edge) in edges {
        let mut kept = Vec::with_capacity(ring.len());
        let mut before = ring.last().copied();
        for point in ring {
            let depth = inside(point, edge);
            if let Some(last) = before {
                let last_depth = inside(last, edge);
                if (depth < 0.0) != (last_depth < 0.0) {
                    let part = last_depth / (last_depth - depth);
                    kept.push((
                        last.0 + (point.0 - last.0) * part,
                        last.1 + (point.1 - last.1) * part,
                    ));
                }
            }
            if depth >= 0.0 {
                kept.push(point);
            }
            before = Some(point);
        }
        ring = kept;
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn land_is_polygons_with_their_lakes_each_closed_and_none_around_the_earth() {
        let island = "0 0 0 100 100 100 100 0";
        let lake = "20 20 40 20 40 40 20 40";
        let lines = [island, lake, island].into_iter();
        let all = polygons(lines.map(|line| ring(line, 10.0)));
        let parts = all["coordinates"].as_array().unwrap();
        assert_eq!(
            (parts[0].as_array().unwrap().len(), parts.len()),
            (2, 2),
            "{all}"
        );
        assert_eq!(
            parts[0][0][0], parts[0][0][4],
            "an outline ends where it began: {all}"
        );
        for line in LAND.lines() {
            let ring = ring(line, 10.0);
            for pair in ring.windows(2) {
                let [before, after] = pair else { continue };
                let is_pole = before[1].abs() > 89.9;
                let step = (before[0] - after[0]).abs();
                assert!(step < 180.0 || is_pole, "{before:?} to {after:?}");
            }
        }
    }

    /// A drawing with its margin.
    const PART: [f64; 4] = [-4.0, -4.0, 304.0, 484.0];

    #[test]
    fn the_land_of_a_part_lies_in_it_and_the_sea_has_none() {
        let part = within([41.0, 1.5, 41.8, 2.8]);
        let parts = part["coordinates"].as_array().unwrap();
        // A program that was built without npm has no land.
        assert_eq!(parts.is_empty(), NEAR.is_empty(), "{part}");
        for point in parts.iter().flat_map(|one| one[0].as_array().unwrap()) {
            let (x, y) = (point[0].as_f64().unwrap(), point[1].as_f64().unwrap());
            assert!(
                (1.5..=2.8).contains(&x) && (41.0..=41.8).contains(&y),
                "{x} {y}"
            );
        }
        let sea = within([0.0, -30.0, 1.0, -29.0]);
        assert!(sea["coordinates"].as_array().unwrap().is_empty(), "{sea}");
    }

    #[test]
    fn an_outline_is_cut_where_the_drawing_ends() {
        let huge = vec![(-1e6, -1e6), (1e6, -1e6), (1e6, 1e6), (-1e6, 1e6)];
        let seen = clipped(huge, PART);
        assert_eq!(seen.len(), 4, "{seen:?}");
        assert!(
            seen.iter()
                .all(|(x, y)| x.abs() <= 484.0 && y.abs() <= 304.0),
            "{seen:?}"
        );
        assert!(clipped(vec![(-90.0, 0.0), (-50.0, 10.0), (-50.0, -10.0)], PART).is_empty());
        let within = vec![(1.0, 1.0), (9.0, 1.0), (9.0, 9.0)];
        assert_eq!(clipped(within.clone(), PART), within);
        assert!(clipped(Vec::new(), PART).is_empty());
    }
}
