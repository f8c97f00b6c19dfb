//! The settings of maps. Where towns lie is no setting: the program knows it.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use confique::Config;
use serde::Serialize;

use crate::error::{Error, Result};

/// How an archive of tiles begins: its name and its version.
const BEGINNING: &[u8; 8] = b"PMTiles\x03";

/// Maps: what is shown beneath what was found, where a browser can move the map.
#[derive(Debug, Clone, Config, Serialize)]
pub struct Basemap {
    /// A file of map tiles (`PMTiles`, version 3), such as a part of the base map of
    /// Protomaps. This server hands it out itself, and nobody else is asked. Without one the
    /// map shows the outlines of land.
    #[config(env = "TRENZA_BASEMAP_TILES")]
    pub tiles: Option<PathBuf>,

    /// Whom the map names for the tiles, as their licence asks.
    #[config(env = "TRENZA_BASEMAP_CREDIT", default = "© OpenStreetMap")]
    pub credit: String,
}

impl Basemap {
    /// Takes the file beside the settings.
    pub(super) fn within(mut self, dir: &Path) -> Self {
        self.tiles = self.tiles.map(|tiles| dir.join(tiles));
        self
    }

    /// Refuses a file that is no archive of tiles: whoever serves it asks, since nothing else
    /// that the program does needs it.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the file and the remedy.
    pub fn check(&self) -> Result<()> {
        let Some(file) = &self.tiles else {
            return Ok(());
        };
        let shown = file.display();
        let wrong = |reason: String| Err(Error::invalid("basemap.tiles", reason));
        let mut beginning = [0; 8];
        let read = File::open(file).map(|mut opened| opened.read_exact(&mut beginning));
        match read {
            Err(error) => wrong(format!(
                "{shown} cannot be read ({error}); name a file of tiles, or none"
            )),
            Ok(Ok(())) if beginning == *BEGINNING => Ok(()),
            Ok(_) => wrong(format!(
                "{shown} is no PMTiles archive of version 3; `pmtiles convert` and `pmtiles \
                 extract` make one"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(name: &str, content: &[u8]) -> Result<()> {
        let dir = tempfile::TempDir::new().unwrap();
        std::fs::write(dir.path().join("a.pmtiles"), content).unwrap();
        let basemap = Basemap {
            tiles: Some(name.into()),
            credit: "somebody".into(),
        };
        basemap.within(dir.path()).check()
    }

    #[test]
    fn an_archive_of_tiles_is_found_beside_the_settings() {
        checked("a.pmtiles", b"PMTiles\x03and so on").unwrap();
    }

    #[test]
    fn what_is_no_archive_of_tiles_is_refused_in_one_line() {
        for (name, content, said) in [
            ("b.pmtiles", &b"PMTiles\x03"[..], "cannot be read"),
            (
                "a.pmtiles",
                b"PMTiles\x02",
                "no PMTiles archive of version 3",
            ),
            ("a.pmtiles", b"PMTiles", "no PMTiles archive of version 3"),
            ("a.pmtiles", b"", "no PMTiles archive of version 3"),
            (".", b"", "no PMTiles archive of version 3"),
        ] {
            let refusal = checked(name, content).unwrap_err().to_string();
            assert!(refusal.contains(said), "{name}: {refusal}");
            assert!(refusal.contains("basemap.tiles"), "{refusal}");
            assert!(!refusal.contains('\n'), "{refusal}");
        }
    }
}
