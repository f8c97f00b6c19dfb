//! The program of the map that can be moved: `MapLibre GL` (BSD-3-Clause) as the npm package
//! `maplibre-gl` has it, squeezed, since it is sent so. Each file is empty where it could not
//! be had, and maps then stay the drawings that they are.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// The files, in the package and in the build folder.
const FILES: [(&str, &str); 4] = [
    ("dist/maplibre-gl.mjs", "maplibre-gl.mjs.gz"),
    ("dist/maplibre-gl-worker.mjs", "maplibre-gl-worker.mjs.gz"),
    ("dist/maplibre-gl.css", "maplibre-gl.css.gz"),
    ("LICENSE.txt", "maplibre-gl.txt.gz"),
];

/// Writes the files into the build folder: all of them or none.
pub(crate) fn write(packages: Option<&Path>, folder: &Path) -> std::io::Result<()> {
    let read = |packages: &Path| {
        let package = packages.join("maplibre-gl");
        let files = FILES.map(|(from, _)| fs::read(package.join(from)).and_then(squeezed));
        files.into_iter().collect::<std::io::Result<Vec<_>>>()
    };
    let files = packages.and_then(|packages| read(packages).ok());
    if packages.is_some() && files.is_none() {
        println!("cargo::warning=maps cannot be moved: maplibre-gl is not as it was");
    }
    let mut files = files.unwrap_or_default().into_iter();
    for (_, to) in FILES {
        fs::write(folder.join(to), files.next().unwrap_or_default())?;
    }
    Ok(())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it follows the reading of a file"
)]
fn squeezed(bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    encoder.finish()
}
