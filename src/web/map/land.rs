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
const NEAR_KM: f64 = 1000.0;

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
        let [south, west, north, east] = self.bounds();
        for Outline { bounds, ring } in &*OUTLINES {
            let [from_south, from_west, to_north, to_east] = *bounds;
            let is_seen =
                from_south <= north && to_north >= south && from_west <= east && to_east >= west;
            if is_seen {
                self.outline(&mut path, ring.iter());
            }
        }
        path
    }

    /// Adds what of an outline is seen, each step of the drawing once.
    fn outline<'a>(&self, path: &mut String, ring: impl Iterator<Item = &'a [f64; 2]>) {
        let ring = ring.map(|[longitude, latitude]| (self.x(*longitude), self.y(*latitude)));
        let ring = clipped(ring.collect(), self.height);
        let mut steps: Vec<String> = ring.iter().map(|(x, y)| format!("{x:.0} {y:.0}")).collect();
        steps.dedup();
        if !steps.is_empty() {
            // Writing into a text does not fail.
            let _ = write!(path, "M{}Z", steps.join("L"));
        }
    }
}

/// The land as `GeoJSON`: one geometry of many polygons.
pub(super) fn geojson() -> &'static str {
    static GEOJSON: LazyLock<String> = LazyLock::new(|| polygons(LAND).to_string());
    &GEOJSON
}

/// Outlines that run against the clock are lakes in the land before them: so the shapes of
/// Natural Earth have it, the other way round than `GeoJSON` (RFC 7946 §3.1.6).
fn polygons(lines: &str) -> Value {
    let mut polygons: Vec<Vec<Vec<[f64; 2]>>> = Vec::new();
    for line in lines.lines() {
        let mut ring = ring(line, 10.0);
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

/// What of an outline is seen, with a margin: cut at one edge after the other
/// (Sutherland and Hodgman).
fn clipped(mut ring: Vec<(f64, f64)>, height: f64) -> Vec<(f64, f64)> {
    const MARGIN: f64 = 4.0;
    type Inside = fn((f64, f64), f64) -> f64;
    let edges: [(Inside, f64); 4] = [
        (|(x, _), edge| x - edge, -MARGIN),
        (|(x, _), edge| edge - x, WIDE + MARGIN),
        (|(_, y), edge| y - edge, -MARGIN),
        (|(_, y), edge| edge - y, height + MARGIN),
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
        let all = polygons(&format!("{island}\n{lake}\n{island}\n"));
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

    #[test]
    fn an_outline_is_cut_where_the_drawing_ends() {
        let huge = vec![(-1e6, -1e6), (1e6, -1e6), (1e6, 1e6), (-1e6, 1e6)];
        let seen = clipped(huge, 300.0);
        assert_eq!(seen.len(), 4, "{seen:?}");
        assert!(
            seen.iter()
                .all(|(x, y)| x.abs() <= 644.0 && y.abs() <= 304.0),
            "{seen:?}"
        );
        assert!(clipped(vec![(-90.0, 0.0), (-50.0, 10.0), (-50.0, -10.0)], 300.0).is_empty());
        let within = vec![(1.0, 1.0), (9.0, 1.0), (9.0, 9.0)];
        assert_eq!(clipped(within.clone(), 300.0), within);
        assert!(clipped(Vec::new(), 300.0).is_empty());
    }
}
