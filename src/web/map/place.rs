//! The map of one place: a picture of where it lies among its towns. Whose place it is, is not
//! known here, so that every page and every browser may keep the picture of a point.

use std::fmt::Write;

use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use http::header;
use serde::Deserialize;

use super::named::REACH_KM;
use super::{LOW, View, WIDE};
use crate::http::Problem;
use crate::place::area::{DEGREE, parse_point};
use crate::place::{Place, Point, gazetteer};
use crate::words::Words;

/// The address.
pub(in crate::web) const PATH: &str = "/map/place.svg";

/// How many kilometres it shows from west to east.
const ACROSS: f64 = 40.0;
/// How far around the place is looked by whoever goes on from it, in kilometres.
const AROUND: f64 = 5.0;

/// What a dark page has in the place of the colours: a picture knows no style but its own.
const DARK: &str = "<style>@media screen and (prefers-color-scheme: dark) {\
    .sea { fill: #14191b } .land { fill: #364145 } .circle { fill: #7fd1bd; stroke: #14191b }\
    .name, .town { fill: #e8ecec } .scale path { stroke: #e8ecec } }\
    .name { font-family: system-ui, sans-serif }</style>";
/// Nothing but that style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The map of a place, as a page shows it.
pub(in crate::web) struct PlaceMap {
    /// Where the picture is.
    pub(in crate::web) picture: String,
    pub(in crate::web) wide: f64,
    pub(in crate::web) high: f64,
    /// What it shows, in words.
    pub(in crate::web) said: String,
    /// The search of what lies around.
    pub(in crate::web) nearby: String,
}

impl PlaceMap {
    /// The map of a place that has a point.
    pub(in crate::web) fn of(place: &Place, words: &'static Words) -> Option<Self> {
        let point = place.point?;
        let near = format!("{:.4},{:.4}", point.latitude, point.longitude);
        let town = || gazetteer::nearest(point, REACH_KM).map(|town| town.name);
        let named = place.locality.clone().or_else(town);
        Some(Self {
            picture: format!("{PATH}?near={near}"),
            wide: WIDE,
            high: LOW,
            said: words.labelled(words.say("map"), &named.unwrap_or_else(|| near.clone())),
            nearby: format!("{}?near={near}&km={AROUND}", crate::web::search::PATH),
        })
    }
}

/// The point.
#[derive(Deserialize)]
pub(in crate::web) struct Where {
    #[serde(default)]
    near: String,
}

/// Serves the picture, which is the same for good.
pub(in crate::web) async fn serve(Query(asked): Query<Where>) -> Result<Response, Problem> {
    let point = parse_point(&asked.near)?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "public, max-age=604800"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, drawn(point)).into_response())
}

fn drawn(middle: Point) -> String {
    let view = View::around(middle, WIDE / ACROSS * DEGREE, LOW);
    let mut svg = String::from("<svg ");
    view.begin(&mut svg);
    svg.push_str(DARK);
    let circles = view.circles(&[middle]);
    let scale = view.scale();
    svg.push_str(&view.names(Some(middle), &circles, scale.as_ref()));
    let (x, y) = (view.x(middle.longitude), view.y(middle.latitude));
    // Writing into a text does not fail.
    let _ = write!(
        svg,
        "<circle class=\"circle\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"9\" fill=\"#0b5d4e\" \
         stroke=\"#fff\" stroke-width=\"2\"/>"
    );
    svg.extend(scale.map(|scale| scale.drawn()));
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_shown_among_its_towns_with_a_scale_in_the_light_and_in_the_dark() {
        let svg = drawn(parse_point("17.0654,-96.7237").unwrap());
        for part in [
            ">Oaxaca<",
            ">San Jacinto Amilpas<",
            "10 km<",
            "color-scheme: dark",
        ] {
            assert!(svg.contains(part), "{part}: {svg}");
        }
        assert_eq!(svg.matches("class=\"circle\"").count(), 1, "{svg}");
        assert!(svg.len() < 8_000 && !svg.contains("<a "), "{svg}");
    }

    #[test]
    fn a_picture_has_the_dark_colours_that_pages_have() {
        let dark = |name: &str| crate::web::style::palette(name)[1];
        let [ground, land, accent, ink] = ["ground", "line", "accent", "ink"].map(dark);
        for rule in [
            format!(".sea {{ fill: {ground} }}"),
            format!(".land {{ fill: {land} }}"),
            format!(".circle {{ fill: {accent}; stroke: {ground} }}"),
            format!(".name, .town {{ fill: {ink} }}"),
            format!(".scale path {{ stroke: {ink} }}"),
        ] {
            assert!(DARK.contains(&rule), "{rule}");
        }
    }

    #[test]
    fn the_ends_of_the_earth_are_drawn_and_what_lies_off_it_is_refused() {
        for point in ["90,180", "-90,-180", "0,-30"] {
            let svg = drawn(parse_point(point).unwrap());
            assert!(svg.ends_with("</svg>"), "{svg}");
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
        for point in ["", "17", "91,0", "0,181", "NaN,0"] {
            assert!(parse_point(point).is_err(), "{point}");
        }
    }

    #[test]
    fn a_place_is_called_by_its_locality_else_by_the_town_else_by_its_numbers() {
        let words = crate::words::of("es").unwrap();
        let mut place = Place::default();
        assert!(PlaceMap::of(&place, words).is_none());
        place.point = parse_point("17.06,-96.72").ok();
        let said = |place: &Place| PlaceMap::of(place, words).unwrap().said;
        assert_eq!(said(&place), "Mapa: Oaxaca");
        place.locality = Some("Oaxaca de Juárez".to_owned());
        assert_eq!(said(&place), "Mapa: Oaxaca de Juárez");
        place = Place {
            point: parse_point("0,-30").ok(),
            ..Place::default()
        };
        assert_eq!(said(&place), "Mapa: 0.0000,-30.0000");
    }
}
