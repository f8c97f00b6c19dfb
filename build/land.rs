//! The outlines of land, of Natural Earth (public domain) as the npm package `world-atlas`
//! has them (ISC): brought by npm where there is one, at the version that the lock file
//! names. Without npm, or without a network, maps have no land, and nothing else is missing.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What is brought, in the folder that npm fills.
const FILE: &str = "node_modules/world-atlas/land-110m.json";
/// What says which version.
const NAMED: [&str; 2] = ["package.json", "package-lock.json"];

/// A line for each outline: longitude and latitude in tenths of a degree, in pairs. Empty
/// where they could not be had.
pub(crate) fn table(folder: &Path) -> String {
    let topology = bring(&folder.join("map"));
    let lines = topology.and_then(|text| {
        let topology = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        outlines(&topology).ok_or_else(|| "world-atlas is not as it was".to_owned())
    });
    lines.unwrap_or_else(|reason| {
        let reason = reason.lines().last().unwrap_or_default();
        println!("cargo::warning=maps are built without the outlines of land: {reason}");
        String::new()
    })
}

/// The file, brought if it is not there from an earlier time.
fn bring(folder: &Path) -> Result<String, String> {
    let said = |error: std::io::Error| error.to_string();
    fs::create_dir_all(folder).map_err(said)?;
    for name in NAMED {
        println!("cargo::rerun-if-changed=build/map/{name}");
        let named = fs::read(Path::new("build/map").join(name)).map_err(said)?;
        fs::write(folder.join(name), named).map_err(said)?;
    }
    let install = Command::new("npm")
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefer-offline",
        ])
        .args(["--fetch-retries=0", "--fetch-timeout=20000"])
        .current_dir(folder)
        .output();
    let done = install.map_err(|error| format!("npm does not run: {error}"))?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).trim().to_owned());
    }
    fs::read_to_string(folder.join(FILE)).map_err(said)
}

/// The rings of a `TopoJSON` topology, whose arcs are steps on a grid.
fn outlines(topology: &Value) -> Option<String> {
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
                lines.push_str(&outline(ring, &arcs)?);
                lines.push('\n');
            }
        }
    }
    Some(lines)
}

/// One ring: the points of its arcs, of which one that is below zero is read backwards.
fn outline(ring: &Value, arcs: &[Vec<(f64, f64)>]) -> Option<String> {
    let mut points: Vec<String> = Vec::new();
    for number in ring.as_array()? {
        let number = number.as_i64()?;
        let place = usize::try_from(if number < 0 { !number } else { number }).ok()?;
        let mut arc = arcs.get(place)?.clone();
        if number < 0 {
            arc.reverse();
        }
        for (longitude, latitude) in arc {
            let point = format!("{:.0} {:.0}", longitude * 10.0, latitude * 10.0);
            if points.last() != Some(&point) {
                points.push(point);
            }
        }
    }
    Some(points.join(" "))
}
