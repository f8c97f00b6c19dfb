//! What makes a feature of GeoJSON a row: its properties, its point, its identifier
//! (RFC 7946). Of other geometries the centre of what they span is taken.

use geojson::{Geometry, GeometryValue, Position};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::flat::{self, Columns};
use crate::registry::import::table::Fault;
use crate::words::phrase;

#[derive(Deserialize)]
struct Feature<'text> {
    #[serde(borrow)]
    id: Option<&'text RawValue>,
    #[serde(borrow)]
    properties: Option<&'text RawValue>,
    #[serde(borrow)]
    geometry: Option<&'text RawValue>,
}

/// Reads a feature; a geometry that cannot be read is told, and its row kept.
pub(super) fn read(text: &str, columns: &mut Columns) -> Result<Vec<Fault>, String> {
    let feature: Feature = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if let Some(properties) = feature.properties {
        flat::read(properties.get(), columns)?;
    }
    let point = feature.geometry.map(|geometry| centre(geometry.get()));
    let (latitude, longitude, reason) = match point {
        Some(Ok((longitude, latitude))) => (latitude.to_string(), longitude.to_string(), None),
        Some(Err(reason)) => (String::new(), String::new(), Some(reason)),
        None => (String::new(), String::new(), None),
    };
    let column = columns.fill("latitude", &latitude);
    columns.fill("longitude", &longitude);
    // Where no feature has an identifier there is no such column.
    if let Some(id) = feature.id {
        columns.fill("id", id.get().trim_matches('"'));
    }
    let fault = reason.map(|reason| Fault {
        column,
        reason: phrase!("problem-geometry", reason = reason),
        remedy: phrase!("remedy-geometry"),
    });
    Ok(fault.into_iter().collect())
}

/// The point, or the middle of what a geometry spans, as longitude and latitude.
fn centre(text: &str) -> Result<(f64, f64), String> {
    let geometry: Geometry = text
        .parse()
        .map_err(|error: geojson::Error| error.to_string())?;
    let mut span = None;
    take(&geometry.value, &mut span, 0);
    let ((west, south), (east, north)) = span.ok_or("it has no position")?;
    if (west, south) == (east, north) {
        return Ok((west, south));
    }
    Ok((
        rounded(f64::midpoint(west, east)),
        rounded(f64::midpoint(south, north)),
    ))
}

/// To a ten-millionth of a degree, about a centimetre.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

type Span = Option<((f64, f64), (f64, f64))>;

fn take(geometry: &GeometryValue, span: &mut Span, depth: usize) {
    let mut line = |positions: &[Position]| {
        for position in positions {
            if let [x, y, ..] = *position.as_slice() {
                let (low, high) = span.unwrap_or(((x, y), (x, y)));
                *span = Some(((low.0.min(x), low.1.min(y)), (high.0.max(x), high.1.max(y))));
            }
        }
    };
    match geometry {
        GeometryValue::Point { coordinates } => line(std::slice::from_ref(coordinates)),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => {
            line(coordinates);
        }
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => {
            for one in coordinates {
                line(one);
            }
        }
        GeometryValue::MultiPolygon { coordinates } => {
            for one in coordinates.iter().flatten() {
                line(one);
            }
        }
        GeometryValue::GeometryCollection { geometries } if depth < 16 => {
            for one in geometries {
                take(&one.value, span, depth + 1);
            }
        }
        GeometryValue::GeometryCollection { .. } => {}
    }
}
