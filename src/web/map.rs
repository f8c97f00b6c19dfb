//! The map beside a list: a drawing of where what was found lies, in circles that lead nearer.
//! It is drawn here, from the same search as the list, and asks nobody else: a near one names
//! the towns. Equirectangular, true in the middle of what is shown.

/// The circles.
mod circles;
/// The outlines of land.
mod land;
/// The map that can be moved.
pub(super) mod moving;
/// The names of towns, and a scale.
mod named;
/// What a near part of it shows.
pub(super) mod near;
/// The files that it is made of.
pub(super) mod pieces;
/// Where one thing lies.
pub(super) mod place;

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};

use self::circles::Circle;
use super::reader::Reader;
use super::search::{Search, address};
use crate::http::{Problem, etag};
use crate::node::Node;
use crate::place::Point;
use crate::place::area::DEGREE;
use crate::search::{Asked, Counted};
use crate::words::Words;

/// The address of the drawing alone.
pub(super) const PATH: &str = "/map.svg";
/// How wide the drawing is, and how high at least and at most.
const WIDE: f64 = 480.0;
const LOW: f64 = 200.0;
const HIGH: f64 = 420.0;
/// The least that is shown, in degrees: of an area that is asked, and of points alone, which
/// are shown among their neighbours.
const LEAST: f64 = 0.05;
const LEAST_AROUND: f64 = 0.3;

/// What is shown of the earth, and how it is laid on the drawing.
#[derive(Debug, Clone, Copy)]
struct View {
    north: f64,
    west: f64,
    /// How many units of the drawing a degree has.
    wide: f64,
    high: f64,
    height: f64,
}

impl View {
    /// The view of some points with room around them; of an area that is asked, the area.
    fn of(asked: &Asked, points: &[Point]) -> Option<Self> {
        let ([mut south, mut west, mut north, mut east], least) = match &asked.area {
            Some(area) => (area.bounds(), LEAST),
            None => (around(points)?, LEAST_AROUND),
        };
        // An area across the 180th meridian is shown with the whole of the earth around it.
        if west > east {
            (west, east) = (-180.0, 180.0);
        }
        let room = |span: f64| (span * 0.06).max((least - span) / 2.0).max(LEAST / 2.0);
        let (up, aside) = (room(north - south), room(east - west));
        (south, north) = ((south - up).max(-90.0), (north + up).min(90.0));
        (west, east) = ((west - aside).max(-180.0), (east + aside).min(180.0));
        let middle = Point {
            latitude: f64::midpoint(south, north),
            longitude: f64::midpoint(west, east),
        };
        let scale = WIDE / ((east - west) * shrink(middle));
        let height = ((north - south) * scale).clamp(LOW, HIGH);
        // What would be higher than there is room for is made smaller, and stands in the middle.
        Some(Self::around(
            middle,
            scale.min(height / (north - south)),
            height,
        ))
    }

    /// The view with a point in the middle, where a degree of latitude has so many units.
    fn around(middle: Point, scale: f64, height: f64) -> Self {
        let wide = scale * shrink(middle);
        Self {
            west: middle.longitude - WIDE / wide / 2.0,
            north: middle.latitude + height / scale / 2.0,
            wide,
            high: scale,
            height,
        }
    }

    fn x(&self, longitude: f64) -> f64 {
        (longitude - self.west) * self.wide
    }

    fn y(&self, latitude: f64) -> f64 {
        (self.north - latitude) * self.high
    }

    /// Goes on with a drawing whose first tag is open: how large it is, and the land.
    fn begin(&self, svg: &mut String) {
        let (height, land) = (self.height, self.land());
        // Writing into a text does not fail.
        let _ = write!(
            svg,
            "xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDE} {height:.0}\" \
             width=\"{WIDE}\" height=\"{height:.0}\"><rect class=\"sea\" width=\"{WIDE}\" \
             height=\"{height:.0}\" fill=\"#eef3f5\"/>\
             <path class=\"land\" fill=\"#cfd6d2\" d=\"{land}\"/>"
        );
    }

    /// How many kilometres it is wide.
    fn kilometres(&self) -> f64 {
        WIDE / self.high * DEGREE
    }

    /// What it shows: south, west, north, east.
    fn bounds(&self) -> [f64; 4] {
        let (south, east) = (
            self.north - self.height / self.high,
            self.west + WIDE / self.wide,
        );
        [south, self.west, self.north, east]
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cell of a drawing that is a thousand units wide at most"
)]
fn whole(number: f64) -> i64 {
    number.floor() as i64
}

/// How much shorter than a degree of latitude one of longitude is.
fn shrink(at: Point) -> f64 {
    at.latitude.to_radians().cos().max(0.2)
}

/// The least box around some points: south, west, north, east.
fn around(points: &[Point]) -> Option<[f64; 4]> {
    let first = points.first()?;
    let begin = [
        first.latitude,
        first.longitude,
        first.latitude,
        first.longitude,
    ];
    Some(
        points
            .iter()
            .fold(begin, |[south, west, north, east], one| {
                [
                    south.min(one.latitude),
                    west.min(one.longitude),
                    north.max(one.latitude),
                    east.max(one.longitude),
                ]
            }),
    )
}

/// The drawing of what was found; `None` where nothing of it has a point.
pub(super) fn draw(asked: &Asked, counted: &Counted, words: &'static Words) -> Option<String> {
    let view = View::of(asked, &counted.points)?;
    if counted.points.is_empty() {
        return None;
    }
    let label = escaped(words.say("map"));
    let mut svg = format!("<svg class=\"map\" role=\"group\" aria-label=\"{label}\" ");
    view.begin(&mut svg);
    let circles = view.circles(&counted.points);
    let scale = view.scale();
    svg.push_str(&view.names(asked.centre(), &circles, scale.as_ref()));
    for circle in circles {
        let (x, y) = view.middle(&circle);
        let radius = circle.radius();
        let said = escaped(&circle.said(words));
        let link = escaped(&nearer(asked, &circle));
        // Writing into a text does not fail.
        let _ = write!(
            svg,
            "<a href=\"{link}\" aria-label=\"{said}\" target=\"_top\"><title>{said}</title>\
             <circle class=\"circle\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" \
             fill=\"#0b5d4e\" stroke=\"#fff\"/><text class=\"count\" x=\"{x:.1}\" \
             y=\"{y:.1}\" text-anchor=\"middle\" dominant-baseline=\"central\" \
             font-size=\"14\" fill=\"#fff\">{}</text></a>",
            circle.count
        );
    }
    if let Some(scale) = scale {
        svg.push_str(&scale.drawn());
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// The search of what a circle stands for, with some room around it.
fn nearer(asked: &Asked, circle: &Circle) -> String {
    let room = |span: f64| (span * 0.1).max(LEAST / 4.0);
    let up = room(circle.north - circle.south);
    let aside = room(circle.east - circle.west);
    let area = format!(
        "{:.4},{:.4},{:.4},{:.4}",
        (circle.south - up).max(-90.0),
        (circle.west - aside).max(-180.0),
        (circle.north + up).min(90.0),
        (circle.east + aside).min(180.0)
    );
    address(
        asked,
        &[("box", &area), ("near", ""), ("place", ""), ("km", "")],
    )
}

/// A text as it stands in a drawing.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The drawing alone, for pages of other sites. Where nothing has a point it is empty.
pub(super) async fn serve(
    State(node): State<Arc<Node>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut tx = node.db.read().await?;
    let made = Search::make(&node, &mut tx, &reader, query.as_deref(), 1).await?;
    drop(tx);
    let empty =
        || "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>".to_owned();
    let svg = draw(&made.asked, &made.found.counted, reader.words).unwrap_or_else(empty);
    let tag = etag::of(svg.as_bytes());
    let mut response = etag::answer(&reader.headers, &tag, || svg.into_response());
    for (name, value) in [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors *",
        ),
        (header::CACHE_CONTROL, "no-cache"),
        (header::VARY, "Accept-Language, Cookie"),
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
    use crate::words;

    fn point(latitude: f64, longitude: f64) -> Point {
        Point {
            latitude,
            longitude,
        }
    }

    fn drawn(query: &str, points: &[Point]) -> Option<String> {
        let asked = Asked::read(url::form_urlencoded::parse(query.as_bytes())).unwrap();
        let counted = Counted {
            total: points.len(),
            points: points.to_vec(),
            ..Counted::default()
        };
        draw(&asked, &counted, words::of("en").unwrap())
    }

    #[test]
    fn what_lies_together_is_one_circle_that_leads_nearer() {
        let points = [
            point(17.06, -96.72),
            point(17.08, -96.74),
            point(45.76, 4.84),
        ];
        let svg = drawn("q=a%26b&kind=need", &points).unwrap();
        assert_eq!(svg.matches("<circle").count(), 2, "{svg}");
        assert!(svg.contains("2 near Oaxaca: zoom in"));
        assert!(svg.contains("1 near Lyon: zoom in"));
        assert!(
            svg.contains("href=\"/search?q=a%26b&amp;kind=need&amp;box=17."),
            "{svg}"
        );
        assert!(
            !svg.contains("style=") && !svg.contains("NaN") && !svg.contains("inf"),
            "{svg}"
        );
        let of_two = svg
            .split("<a href=\"/search?")
            .find(|one| one.contains("2 near"));
        let query = of_two.unwrap().split('"').next().unwrap();
        let query = query.replace("&amp;", "&");
        let nearer = drawn(&query, &points).unwrap();
        assert_eq!(
            nearer.matches("class=\"circle\"").count(),
            2,
            "the two are told apart:\n{nearer}"
        );
    }

    #[test]
    fn a_drawing_is_whole_at_the_ends_of_the_earth() {
        assert_eq!(drawn("", &[]), None);
        for points in [
            vec![point(90.0, 180.0)],
            vec![point(-90.0, -180.0), point(90.0, 180.0)],
            vec![point(0.0, 0.0); 500],
        ] {
            let svg = drawn("", &points).unwrap();
            assert!(svg.contains("<circle") && svg.ends_with("</svg>"), "{svg}");
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
        let across = drawn(
            "box=-20,170,-10,-170",
            &[point(-16.5, 179.9), point(-16.5, -179.9)],
        );
        assert_eq!(across.unwrap().matches("<circle").count(), 2);
    }
}
