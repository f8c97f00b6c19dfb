//! What a near part of the map that can be moved shows, as `GeoJSON`: the finer outlines of
//! land, and the towns. Those are spread over it, since which of a hundred villages is worth a
//! name is not known.

use std::collections::BTreeSet;

use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use http::header;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{land, whole};
use crate::http::Problem;
use crate::place::gazetteer::{self, Named, distance};
use crate::place::{Area, Point};

/// The address.
pub(in crate::web) const PATH: &str = "/map/near.geojson";

/// Of a wider part, in degrees, nothing is shown.
const WIDEST: f64 = 5.0;
/// In a part higher than this, in degrees, quarters have no names beside their town's.
const QUARTERS: f64 = 0.15;
/// Into how many rows and columns a part is parted, each cell of which has one town.
const CELLS: f64 = 8.0;

/// The part of the map.
#[derive(Deserialize)]
pub(in crate::web) struct Part {
    #[serde(rename = "box", default)]
    part: String,
}

/// Whether a part is near. What crosses the 180th meridian has its west in the east.
fn is_near([south, west, north, east]: [f64; 4]) -> bool {
    (0.0..=WIDEST).contains(&(east - west)) && north - south <= WIDEST
}

/// The towns of a part, the large ones first and then those in the middle.
fn towns([south, west, north, east]: [f64; 4]) -> Vec<Named> {
    let middle = Point {
        latitude: f64::midpoint(south, north),
        longitude: f64::midpoint(west, east),
    };
    let mut towns = gazetteer::within([south, west, north, east]);
    if north - south > QUARTERS {
        gazetteer::without_quarters(&mut towns);
    }
    towns.sort_by(|one, other| {
        let large = other.is_large.cmp(&one.is_large);
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

/// Serves both: the land in one feature, so far around the part as the part is large, and each
/// town in one.
pub(in crate::web) async fn serve(Query(asked): Query<Part>) -> Result<Response, Problem> {
    let bounds = Area::parse_box(&asked.part)?.bounds();
    let mut features = Vec::new();
    if is_near(bounds) {
        let [south, west, north, east] = bounds;
        let (high, wide) = (north - south, east - west);
        let around = [south - high, west - wide, north + high, east + wide];
        let feature = |geometry: Value, properties: Value| json!({ "type": "Feature", "geometry": geometry, "properties": properties });
        features.push(feature(land::within(around), json!({})));
        features.extend(towns(bounds).into_iter().map(|town| {
            let point = [town.point.longitude, town.point.latitude];
            let geometry = json!({ "type": "Point", "coordinates": point });
            feature(geometry, json!({ "name": town.name }))
        }));
    }
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
    fn the_towns_of_a_part_are_spread_over_it_and_a_wide_part_is_not_near() {
        let names: Vec<String> = towns([41.2, 1.9, 41.6, 2.4])
            .into_iter()
            .map(|town| town.name)
            .collect();
        assert!(names.iter().any(|name| name == "Barcelona"), "{names:?}");
        assert!((10..=64).contains(&names.len()), "{names:?}");
        assert!(is_near([41.2, 1.9, 41.6, 2.4]) && !is_near([30.0, -10.0, 60.0, 20.0]));
        // Across the 180th meridian, and where its west is its east.
        assert!(!is_near([-20.0, 179.0, -15.0, -179.0]));
        assert!(towns([17.0, -96.0, 17.1, -96.0]).len() < 2);
    }
}
