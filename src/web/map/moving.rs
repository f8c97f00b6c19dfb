//! The map that can be moved, which takes the place of the drawn one in browsers that can draw
//! it: what its program is told, and what lies where, as `GeoJSON`.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use serde::Serialize;
use serde_json::{Value, json};

use super::named::REACH_KM;
use super::{around, near, pieces};
use crate::http::{Problem, etag};
use crate::node::Node;
use crate::place::{Point, gazetteer};
use crate::search::{Asked, Counted};
use crate::settings::Basemap;
use crate::web::embed;
use crate::web::reader::Reader;
use crate::web::search::{Search, address};
use crate::words::Words;

/// The address of what lies where.
pub(in crate::web) const PATH: &str = "/map.geojson";

/// What the program of a map is told: addresses, and the words that it says.
#[derive(Debug, Serialize)]
struct Moving {
    program: String,
    worker: String,
    style: String,
    terms: String,
    land: String,
    /// What stands in the place of the land, where the office has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    tiles: Option<Tiles>,
    /// What lies where.
    places: String,
    /// What is shown of a near part, which is added.
    near: &'static str,
    /// The list of the same search, to which a part of the map is added.
    list: String,
    /// The page of the same search, to which a part of the map is added.
    search: String,
    words: BTreeMap<&'static str, String>,
}

/// The tiles of this server, and what reads them.
#[derive(Debug, Serialize)]
struct Tiles {
    program: String,
    terms: String,
    address: &'static str,
    credit: String,
}

impl Tiles {
    fn of(basemap: &Basemap) -> Option<Self> {
        basemap.tiles.as_ref().map(|_| Self {
            program: pieces::address("pmtiles.mjs"),
            terms: pieces::address("pmtiles.txt"),
            address: pieces::TILES,
            credit: basemap.credit.clone(),
        })
    }
}

/// What of a search a part of the map takes the place of.
const ON_MAP: [(&str, &str); 4] = [("box", ""), ("near", ""), ("place", ""), ("km", "")];
/// The same, for whoever goes on to search elsewhere on the map.
const WHERE: [(&str, &str); 5] = [
    ("box", ""),
    ("near", ""),
    ("place", ""),
    ("km", ""),
    ("territory", ""),
];

/// The same search without some of what it says, at another address.
fn elsewhere(path: &str, asked: &Asked, without: &[(&str, &str)], words: &Words) -> String {
    let query = asked.query(without);
    let sign = if query.is_empty() { "" } else { "&" };
    format!("{path}?lang={}{sign}{query}", words.tag)
}

/// What the program of a search's map is told, in JSON; `None` where there is no such program.
/// A map on another site leads to `whole`, this directory's own pages.
pub(in crate::web) fn told(
    asked: &Asked,
    words: &'static Words,
    basemap: &Basemap,
    whole: Option<&Node>,
) -> Option<String> {
    if !pieces::are_here() {
        return None;
    }
    let found = asked.query(&[]);
    let sign = if found.is_empty() { "" } else { "?" };
    let said = |key: &'static str, text: &str| (key, text.to_owned());
    let scroll = |key: &str| words.fill("map-scroll", &[("key", key.into())]);
    let moving = Moving {
        program: pieces::address("maplibre-gl.mjs"),
        worker: pieces::address("maplibre-gl-worker.mjs"),
        style: pieces::address("maplibre-gl.css"),
        terms: pieces::address("maplibre-gl.txt"),
        land: pieces::address(pieces::LAND),
        tiles: Tiles::of(basemap),
        places: format!("{PATH}{sign}{found}"),
        near: near::PATH,
        list: elsewhere(embed::PATH, asked, &ON_MAP, words),
        search: match whole {
            None => address(asked, &WHERE),
            Some(node) => node.url(&elsewhere(crate::web::search::PATH, asked, &WHERE, words)),
        },
        words: BTreeMap::from([
            said("map", words.say("map")),
            said("here", words.say("map-found-here")),
            said("searchHere", words.say("map-search-here")),
            said("nearer", words.say("map-zoom-in")),
            said("farther", words.say("map-zoom-out")),
            said("close", words.say("map-close")),
            said("sources", words.say("map-sources")),
            said("fingers", words.say("map-fingers")),
            ("scroll", scroll("Ctrl")),
            ("scrollOnMac", scroll("⌘")),
        ]),
    };
    serde_json::to_string(&moving).ok()
}

/// What was found, where it lies: a point for each place, with how much was found there and the
/// town that it belongs to, and the part of the map that shows all of it (RFC 7946). Whoever draws
/// several places as one can tell by it whether they are of one town.
fn places(asked: &Asked, counted: &Counted) -> Value {
    let mut places: BTreeMap<[u64; 2], (Point, u32)> = BTreeMap::new();
    for point in &counted.points {
        let place = [point.longitude, point.latitude].map(f64::to_bits);
        places.entry(place).or_insert((*point, 0)).1 += 1;
    }
    let features: Vec<Value> = places
        .into_values()
        .map(|(point, found)| {
            let mut properties = json!({ "found": found });
            if let Some(town) = gazetteer::nearest(point, REACH_KM) {
                properties = json!({
                    "found": found,
                    "town": town.name,
                    "town_latitude": town.point.latitude,
                    "town_longitude": town.point.longitude,
                });
            }
            json!({
                "type": "Feature",
                "geometry": {
                    "type": "Point",
                    "coordinates": [point.longitude, point.latitude],
                },
                "properties": properties,
            })
        })
        .collect();
    let bounds = match &asked.area {
        Some(area) => Some(area.bounds()),
        None => around(&counted.points),
    };
    let mut collection = json!({ "type": "FeatureCollection", "features": features });
    if let (Some([south, west, north, east]), Some(members)) = (bounds, collection.as_object_mut())
    {
        members.insert("bbox".into(), json!([west, south, east, north]));
    }
    collection
}

/// What a search finds, where it lies: of the first thousand, as the list counts them.
pub(in crate::web) async fn serve(
    State(node): State<Arc<Node>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let made = Search::make(&node, &mut tx, &reader, query.as_deref(), 1).await?;
    drop(tx);
    let body = places(&made.asked, &made.found.counted).to_string();
    let tag = etag::of(body.as_bytes());
    let mut response = etag::answer(&reader.headers, &tag, || body.into_response());
    for (name, value) in [
        (header::CONTENT_TYPE, "application/geo+json"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Asked {
        Asked::read(url::form_urlencoded::parse(query.as_bytes())).unwrap()
    }

    #[test]
    fn what_lies_at_one_place_is_one_point_that_says_how_much() {
        let point = |latitude, longitude| Point {
            latitude,
            longitude,
        };
        let counted = Counted {
            points: vec![
                point(17.06, -96.72),
                point(45.76, 4.84),
                point(17.06, -96.72),
            ],
            ..Counted::default()
        };
        let all = places(&asked(""), &counted);
        let found: u64 = all["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["properties"]["found"].as_u64().unwrap())
            .sum();
        assert_eq!((all["features"].as_array().unwrap().len(), found), (2, 3));
        assert_eq!(all["bbox"], json!([-96.72, 17.06, 4.84, 45.76]));
        let towns: Vec<&Value> = (all["features"].as_array().unwrap().iter())
            .map(|one| &one["properties"]["town"])
            .collect();
        assert!(towns.contains(&&json!("Oaxaca")) && towns.contains(&&json!("Lyon")));
        let at_sea = Counted {
            points: vec![point(0.0, -30.0)],
            ..Counted::default()
        };
        let lonely = &places(&asked(""), &at_sea)["features"][0]["properties"];
        assert_eq!(lonely, &json!({ "found": 1 }));
        // A part of the map that is asked is the part that is shown, across the 180th meridian
        // as well.
        let part = places(&asked("box=-20,170,-10,-170"), &Counted::default());
        assert_eq!(part["bbox"], json!([170.0, -20.0, -170.0, -10.0]));
        let none = places(&asked(""), &Counted::default());
        assert_eq!(none.get("bbox"), None);
    }

    #[test]
    fn the_program_is_led_to_the_same_search_without_its_place() {
        let words = crate::words::of("es").unwrap();
        let mut basemap = Basemap {
            tiles: None,
            credit: "Ana & co".into(),
        };
        let asked_near = asked("q=a%26b&kind=need&near=17,-96&km=5");
        let Some(told) = told(&asked_near, words, &basemap, None) else {
            assert!(!pieces::are_here());
            return;
        };
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["search"], "/search?q=a%26b&kind=need");
        assert_eq!(told["list"], "/embed?lang=es&q=a%26b&kind=need");
        let places = told["places"].as_str().unwrap();
        assert!(
            places.contains("near=") && places.contains("km=5"),
            "{places}"
        );
        // Whoever moves on leaves the territory; what is listed at a place lies in it.
        let asked = asked("q=pan&territory=MX-OAX");
        let told = super::told(&asked, words, &basemap, None).unwrap();
        let there: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(there["search"], "/search?q=pan");
        assert_eq!(there["list"], "/embed?lang=es&q=pan&territory=MX-OAX");
        let told: Value = serde_json::from_str(&told).unwrap();
        assert!(told["words"]["scrollOnMac"].as_str().unwrap().contains('⌘'));
        // Tiles are told of where there are some alone.
        assert_eq!(told.get("tiles"), None);
        basemap.tiles = Some("a.pmtiles".into());
        let told = super::told(&asked, words, &basemap, None).unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["tiles"]["address"], "/assets/map/tiles.pmtiles");
        assert_eq!(told["tiles"]["credit"], "Ana & co");
    }
}
