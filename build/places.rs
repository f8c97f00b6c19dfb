//! Makes the tables of place names that `src/place` searches, from crates of open data
//! and the lists beside it, and what maps show: the outlines of land, and a program that moves
//! them. Only what maps show is asked of a network, and may be missing.

#![expect(
    clippy::print_stdout,
    reason = "a build script speaks to cargo on standard output"
)]

#[path = "../src/text/fold.rs"]
mod fold;
#[path = "../src/place/name.rs"]
mod name;

mod countries;
mod gazetteer;
mod land;
mod lists;
mod moving;
mod npm;
mod subdivisions;

use std::path::Path;

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/text/fold.rs");
    println!("cargo::rerun-if-changed=src/place/name.rs");
    let folder = std::env::var_os("OUT_DIR").unwrap_or_default();
    let folder = Path::new(&folder);
    let [countries, slips] = countries::tables();
    std::fs::write(folder.join("countries.tsv"), countries)?;
    std::fs::write(folder.join("country_slips.tsv"), slips)?;
    std::fs::write(folder.join("country_labels.tsv"), countries::labels())?;
    std::fs::write(folder.join("subdivisions.tsv"), subdivisions::table())?;
    std::fs::write(folder.join("divisions.tsv"), gazetteer::divisions())?;
    let packages = npm::bring(&folder.join("map")).inspect_err(|reason| {
        let reason = reason.lines().last().unwrap_or_default();
        println!("cargo::warning=maps are built without land and cannot be moved: {reason}");
    });
    let packages = packages.as_deref().ok();
    for (name, outlines) in [("land.txt", land::FAR), ("land_near.txt", land::NEAR)] {
        std::fs::write(folder.join(name), land::table(packages, outlines))?;
    }
    moving::write(packages, folder)?;
    std::fs::write(folder.join("gazetteer.tsv"), gazetteer::table())
}
