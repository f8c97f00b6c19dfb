//! The files of the map that can be moved: `MapLibre GL` and the reader of tiles, which the
//! build brings from npm, and the outlines of land. Their addresses change with their content.
//! A program that was built without npm has none of them.

use std::io::Read as _;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use http::{HeaderMap, header};

use super::land;
use crate::error::{Error, Result};
use crate::http::{Problem, etag};

/// Where they are.
pub(in crate::web) const PATH: &str = "/assets/map/{file}";

/// One file, squeezed as it is sent.
struct Piece {
    name: &'static str,
    media_type: &'static str,
    squeezed: &'static [u8],
}

/// A file of the package, as the build left it.
macro_rules! piece {
    ($name:literal, $media_type:literal) => {
        Piece {
            name: $name,
            media_type: $media_type,
            squeezed: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz")),
        }
    };
}

const PIECES: [Piece; 6] = [
    piece!("maplibre-gl.mjs", "text/javascript; charset=utf-8"),
    piece!("maplibre-gl-worker.mjs", "text/javascript; charset=utf-8"),
    piece!("maplibre-gl.css", "text/css; charset=utf-8"),
    // Its terms, which go wherever it goes.
    piece!("maplibre-gl.txt", "text/plain; charset=utf-8"),
    piece!("pmtiles.mjs", "text/javascript; charset=utf-8"),
    piece!("pmtiles.txt", "text/plain; charset=utf-8"),
];

/// Where the tiles are, where the office has some.
pub(in crate::web) const TILES: &str = "/assets/map/tiles.pmtiles";

/// The name of the outlines of land.
pub(super) const LAND: &str = "land.geojson";

/// What tells the files of this build from those of another.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let all = PIECES.iter().flat_map(|piece| piece.squeezed);
    let all: Vec<u8> = all.chain(land::geojson().as_bytes()).copied().collect();
    let tag = etag::of(&all);
    tag.trim_matches('"').chars().take(12).collect()
});

/// Whether this program can show a map that can be moved.
pub(in crate::web) fn are_here() -> bool {
    PIECES.iter().all(|piece| !piece.squeezed.is_empty())
}

/// Where a file is.
pub(super) fn address(name: &str) -> String {
    format!("/assets/map/{name}?v={}", *VERSION)
}

/// Serves one, to be kept for good.
pub(in crate::web) async fn serve(
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if file == LAND && are_here() {
        let kind = [(header::CONTENT_TYPE, "application/geo+json")];
        return Ok((kind, kept(), land::geojson()).into_response());
    }
    let piece = PIECES
        .iter()
        .find(|piece| piece.name == file && !piece.squeezed.is_empty())
        .ok_or_else(|| Error::NotFound(format!("a file of the map called {file}")))?;
    let kind = [
        (header::CONTENT_TYPE, piece.media_type),
        (header::VARY, "Accept-Encoding"),
    ];
    if takes_gzip(&headers) {
        let squeezed = Bytes::from_static(piece.squeezed);
        let how = [(header::CONTENT_ENCODING, "gzip")];
        return Ok((kind, kept(), how, squeezed).into_response());
    }
    let mut whole = Vec::new();
    GzDecoder::new(piece.squeezed)
        .read_to_end(&mut whole)
        .map_err(Error::internal)?;
    Ok((kind, kept(), whole).into_response())
}

fn kept() -> [(header::HeaderName, &'static str); 2] {
    [
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
}

/// Whether a caller takes what is squeezed by gzip (RFC 9110 §12.5.3).
fn takes_gzip(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .find_map(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
            let weight = weight.trim().strip_prefix("q=")?.parse::<f32>().ok()?;
            (name.trim().eq_ignore_ascii_case("gzip")).then_some(weight > 0.0)
        })
        .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_squeezed_goes_to_those_who_take_it() {
        let asking = |codings: &'static str| {
            let value = http::HeaderValue::from_static(codings);
            takes_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, value)]))
        };
        assert!(asking("gzip") && asking("br, GZIP;q=0.5, *;q=0"));
        assert!(!asking("br") && !asking("gzip;q=0") && !asking("") && !asking("gzip;x"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
