//! The outlines of land on the map, cut where the drawing ends.

use std::fmt::Write;

use super::{View, WIDE};

/// The outlines of land, a line for each: longitude and latitude in tenths of a degree, in
/// pairs parted by spaces. Empty where the program was built without them.
const LAND: &str = include_str!(concat!(env!("OUT_DIR"), "/land.txt"));

impl View {
    /// The outlines of land that are seen.
    pub(super) fn land(&self) -> String {
        let mut path = String::new();
        for line in LAND.lines() {
            let numbers: Vec<f64> = line
                .split(' ')
                .filter_map(|one| Some(one.parse::<f64>().ok()? / 10.0))
                .collect();
            let ring: Vec<(f64, f64)> = numbers
                .chunks_exact(2)
                .filter_map(|pair| Some((self.x(*pair.first()?), self.y(*pair.last()?))))
                .collect();
            for (number, (x, y)) in clipped(ring, self.height).into_iter().enumerate() {
                let letter = if number == 0 { 'M' } else { 'L' };
                // Writing into a text does not fail.
                let _ = write!(path, "{letter}{x:.0} {y:.0}");
            }
            if !path.is_empty() && !path.ends_with('Z') {
                path.push('Z');
            }
        }
        path
    }
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
