//! The outlines of land, of Natural Earth (public domain) as the npm package `world-atlas`
//! has them (ISC). Without it maps have no land, and nothing else is missing.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// The outlines of the whole earth: the file, in the folder of packages, and the parts of a
/// degree.
pub(crate) const FAR: (&str, f64) = ("world-atlas/land-110m.json", 10.0);
/// The outlines of a part of it.
pub(crate) const NEAR: (&str, f64) = ("world-atlas/land-50m.json", 100.0);

/// A line for each outline: longitude and latitude in parts of a degree, in pairs. Empty
/// where they could not be had.
pub(crate) fn table(packages: Option<&Path>, (file, parts): (&str, f64)) -> String {
    let Some(packages) = packages else {
        return String::new();
    };
    let text = fs::read_to_string(packages.join(file)).unwrap_or_default();
    let lines = serde_json::from_str(&text)
        .ok()
        .and_then(|topology| outlines(&topology, parts));
    lines.unwrap_or_else(|| {
        println!("cargo::warning=maps are built without land: world-atlas is not as it was");
        String::new()
    })
}

/// The rings of a `TopoJSON` topology, whose arcs are steps on a grid.
fn outlines(topology: &Value, parts: f64) -> Option<String> {
    let pair = |value: &Value| Some((value.get(0)?.as_f64()?, value.get(1)?.as_f64()?));
    let transform = topology.get("transform")?;
    let (scale, start) = (
        pair(transform.get("scale")?)?,
        pair(transform.get("translate")?)?,
    );
    let arcs: Option<Vec<Vec<(f64, f64)>>> = topology
        .get("arcs")?
        .as_array()?
        .iter()
        .map(|arc| {
            let (mut x, mut y) = (0.0, 0.0);
            let steps = arc.as_array()?.iter();
            steps
                .map(|step| {
                    let (east, north) = pair(step)?;
                    (x, y) = (x + east, y + north);
                    Some((x * scale.0 + start.0, y * scale.1 + start.1))
                })
                .collect()
        })
        .collect();
    let arcs = arcs?;
    let mut lines = String::new();
    let land = topology.get("objects")?.get("land")?.get("geometries")?;
    for geometry in land.as_array()? {
        for polygon in geometry.get("arcs")?.as_array()? {
            for ring in polygon.as_array()? {
                for points in in_one_piece(outline(ring, &arcs)?) {
                    lines.push_str(&line(&points, parts));
                    lines.push('\n');
                }
            }
        }
    }
    Some(lines)
}

/// One ring: the points of its arcs, of which one that is below zero is read backwards.
fn outline(ring: &Value, arcs: &[Vec<(f64, f64)>]) -> Option<Vec<(f64, f64)>> {
    let mut points = Vec::new();
    for number in ring.as_array()? {
        let number = number.as_i64()?;
        let place = usize::try_from(if number < 0 { !number } else { number }).ok()?;
        let mut arc = arcs.get(place)?.clone();
        if number < 0 {
            arc.reverse();
        }
        points.extend(arc);
    }
    Some(points)
}

/// A ring across the 180th meridian goes on behind it, rather than back around the earth, and
/// stands on either side. One around a pole is closed below it.
fn in_one_piece(mut ring: Vec<(f64, f64)>) -> Vec<Vec<(f64, f64)>> {
    let (mut turn, mut before) = (0.0_f64, None::<f64>);
    for (longitude, _) in &mut ring {
        *longitude += turn;
        let step = before.map_or(0.0, |before| *longitude - before);
        if step.abs() > 180.0 {
            turn -= 360.0 * step.signum();
            *longitude -= 360.0 * step.signum();
        }
        before = Some(*longitude);
    }
    if let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied())
        && (last.0 - first.0).abs() > 180.0
    {
        let pole = 90.0 * first.1.signum();
        ring.extend([(last.0, pole), (first.0, pole)]);
    }
    let east = ring.iter().any(|(longitude, _)| *longitude > 180.0);
    let west = ring.iter().any(|(longitude, _)| *longitude < -180.0);
    let shifts = [(true, 0.0), (east, -360.0), (west, 360.0)];
    let shifted = |shift: f64| ring.iter().map(|(x, y)| (x + shift, *y)).collect();
    let shifts = shifts.into_iter().filter(|(is_seen, _)| *is_seen);
    shifts.map(|(_, shift)| shifted(shift)).collect()
}

/// Points in parts of a degree, each once.
fn line(points: &[(f64, f64)], parts: f64) -> String {
    let numbers = points.iter();
    let mut numbers: Vec<String> = numbers
        .map(|(x, y)| format!("{:.0} {:.0}", x * parts, y * parts))
        .collect();
    numbers.dedup();
    numbers.join(" ")
}
