//! The programs of the map that can be moved: `MapLibre GL` and the reader of tiles `PMTiles`
//! (both BSD-3-Clause) as the npm packages have them, squeezed, since they are sent so. Each
//! file is empty where it could not be had, and maps then stay the drawings that they are.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// The files, in the packages and in the build folder, and what is added to each: the reader of
/// tiles is a plain script, which exports nothing, and its package has no terms but those of
/// what it is made with.
const FILES: [(&str, &str, &str); 6] = [
    ("maplibre-gl/dist/maplibre-gl.mjs", "maplibre-gl.mjs.gz", ""),
    (
        "maplibre-gl/dist/maplibre-gl-worker.mjs",
        "maplibre-gl-worker.mjs.gz",
        "",
    ),
    ("maplibre-gl/dist/maplibre-gl.css", "maplibre-gl.css.gz", ""),
    ("maplibre-gl/LICENSE.txt", "maplibre-gl.txt.gz", ""),
    (
        "pmtiles/dist/pmtiles.js",
        "pmtiles.mjs.gz",
        "\nexport { pmtiles };\n",
    ),
    (
        "fflate/LICENSE",
        "pmtiles.txt.gz",
        concat!("\n", include_str!("map/pmtiles.txt")),
    ),
];

/// Writes the files into the build folder: all of them or none.
pub(crate) fn write(packages: Option<&Path>, folder: &Path) -> std::io::Result<()> {
    let read = |packages: &Path| {
        let files = FILES.map(|(from, _, added)| {
            let mut bytes = fs::read(packages.join(from))?;
            bytes.extend(added.bytes());
            squeezed(&bytes)
        });
        files.into_iter().collect::<std::io::Result<Vec<_>>>()
    };
    let files = packages.and_then(|packages| read(packages).ok());
    if packages.is_some() && files.is_none() {
        println!("cargo::warning=maps cannot be moved: what npm brought is not as it was");
    }
    let mut files = files.unwrap_or_default().into_iter();
    for (_, to, _) in FILES {
        fs::write(folder.join(to), files.next().unwrap_or_default())?;
    }
    Ok(())
}

fn squeezed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
