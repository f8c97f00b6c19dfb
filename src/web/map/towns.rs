//! The towns that a part of the map shows, for the map that can be moved, as `GeoJSON`. They
//! are spread over it, since which of a hundred villages is worth a name is not known.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use http::header;
use serde::Deserialize;
use serde_json::json;

use super::whole;
use crate::http::Problem;
use crate::place::gazetteer::{self, Named, distance};
use crate::place::{Area, Point};

/// The address.
pub(in crate::web) const PATH: &str = "/map/towns.geojson";

/// Of a wider part, in degrees, nothing is named.
const WIDEST: f64 = 5.0;
/// Into how many rows and columns a part is parted, each cell of which has one town.
const CELLS: f64 = 8.0;

/// The part of the map.
#[derive(Deserialize)]
pub(in crate::web) struct Part {
    #[serde(rename = "box", default)]
    part: String,
}

/// The towns of a part, the large ones first and then those in the middle.
fn towns([south, west, north, east]: [f64; 4]) -> Vec<Named> {
    // What crosses the 180th meridian has its west in the east.
    if !(0.0..=WIDEST).contains(&(east - west)) || north - south > WIDEST {
        return Vec::new();
    }
    let middle = Point {
        latitude: f64::midpoint(south, north),
        longitude: f64::midpoint(west, east),
    };
    let mut towns = gazetteer::within([south, west, north, east]);
    towns.sort_by(|one, other| {
        let large = Reverse(one.names).cmp(&Reverse(other.names));
        let far = |town: &Named| distance(town.point, middle);
        large.then_with(|| far(one).total_cmp(&far(other)))
    });
    let mut cells = BTreeSet::new();
    towns.retain(|town| {
        let row = whole((town.point.latitude - south) / (north - south) * CELLS);
        let column = whole((town.point.longitude - west) / (east - west) * CELLS);
        cells.insert((row, column))
    });
    towns
}

/// Serves them.
pub(in crate::web) async fn serve(Query(asked): Query<Part>) -> Result<Response, Problem> {
    let area = Area::parse_box(&asked.part)?;
    let features: Vec<_> = towns(area.bounds())
        .into_iter()
        .map(|town| {
            json!({
                "type": "Feature",
                "geometry": {
                    "type": "Point",
                    "coordinates": [town.point.longitude, town.point.latitude],
                },
                "properties": { "name": town.name },
            })
        })
        .collect();
    let body = json!({ "type": "FeatureCollection", "features": features }).to_string();
    let headers = [
        (header::CONTENT_TYPE, "application/geo+json"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    Ok((headers, body).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_towns_of_a_part_are_spread_over_it_and_a_wide_part_names_none() {
        let names: Vec<String> = towns([41.2, 1.9, 41.6, 2.4])
            .into_iter()
            .map(|town| town.name)
            .collect();
        assert!(names.iter().any(|name| name == "Barcelona"), "{names:?}");
        assert!((10..=64).contains(&names.len()), "{names:?}");
        assert!(towns([30.0, -10.0, 60.0, 20.0]).is_empty());
        // Across the 180th meridian, and where its west is its east.
        assert!(towns([-20.0, 179.0, -15.0, -179.0]).is_empty());
        assert!(towns([17.0, -96.0, 17.1, -96.0]).len() < 2);
    }
}
