//! What is written on a drawn map: the names of the towns that it shows, beside the circles
//! and not over them, and how far a kilometre is. Wide views name nothing: which of a
//! thousand villages is worth a name is not known.

use std::fmt::Write;

use super::circles::Circle;
use super::{View, WIDE, escaped};
use crate::place::Point;
use crate::place::area::DEGREE;
use crate::place::gazetteer::{self, Named};
use crate::words::Words;

/// Up to so many kilometres wide a view names the towns of its circles, and those around.
const NAMES_FOUND_KM: f64 = 400.0;
const NAMES_AROUND_KM: f64 = 130.0;
/// In a wider one quarters have no names beside their town's.
const QUARTERS_KM: f64 = 20.0;
/// A circle whose points lie further apart than so many degrees is of no one town.
const OF_ONE_TOWN: f64 = 0.25;
/// How far from its town a circle may lie, in kilometres.
pub(super) const REACH_KM: f64 = 15.0;
/// How many names a drawing has.
const MOST: usize = 16;
/// How wide a letter is, and how high a name: as on a telephone, where letters are larger.
const LETTER: f64 = 8.5;
const LINE: f64 = 19.0;
/// The widest view whose scale is true enough, in kilometres.
const SCALE_KM: f64 = 2500.0;

/// A part of the drawing: left, top, right, bottom.
type Block = [f64; 4];

fn meet([left, top, right, bottom]: Block, other: Block) -> bool {
    let [from, above, to, below] = other;
    left < to && right > from && top < below && bottom > above
}

impl Circle {
    /// The town of its points, where they lie together.
    fn town(&self) -> Option<Named> {
        let span = (self.north - self.south).max(self.east - self.west);
        if span > OF_ONE_TOWN {
            return None;
        }
        gazetteer::nearest(self.point(), REACH_KM)
    }

    /// What it stands for, in words.
    pub(super) fn said(&self, words: &Words) -> String {
        let count = ("count", self.count.into());
        match self.town() {
            Some(town) => words.fill("map-circle-near", &[count, ("place", town.name.into())]),
            None => words.fill("map-circle", &[count]),
        }
    }
}

/// A bar as long as some kilometres.
pub(super) struct Scale {
    kilometres: f64,
    left: f64,
    long: f64,
    bottom: f64,
}

impl Scale {
    fn block(&self) -> Block {
        let right = self.left + self.long.max(60.0);
        [self.left, self.bottom - 26.0, right, self.bottom]
    }

    /// The bar, and how long it is.
    pub(super) fn drawn(&self) -> String {
        let Self {
            kilometres,
            left,
            long,
            bottom,
        } = self;
        format!(
            "<g class=\"scale\"><path d=\"M{left} {:.1}v6h{long:.1}v-6\" fill=\"none\" \
             stroke=\"#1c2b28\" stroke-width=\"1.5\"/><text class=\"name\" x=\"{left}\" \
             y=\"{:.1}\" font-size=\"12\" fill=\"#1c2b28\">{kilometres} km</text></g>",
            bottom - 6.0,
            bottom - 10.0
        )
    }
}

impl View {
    /// A bar of one, two or five kilometres, or of ten times that; none where the scale of the
    /// drawing is another in each part of it.
    pub(super) fn scale(&self) -> Option<Scale> {
        let most = self.kilometres() / 3.5;
        if self.kilometres() > SCALE_KM {
            return None;
        }
        let lengths = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
        let kilometres = lengths.into_iter().rfind(|one| *one <= most)?;
        Some(Scale {
            kilometres,
            left: 8.0,
            long: kilometres / DEGREE * self.high,
            bottom: self.height - 8.0,
        })
    }

    /// The names of towns: of those where something was found, and around them as there is room.
    pub(super) fn names(
        &self,
        centre: Option<Point>,
        circles: &[Circle],
        scale: Option<&Scale>,
    ) -> String {
        if self.kilometres() > NAMES_FOUND_KM {
            return String::new();
        }
        let round = |circle: &Circle| {
            let ((x, y), radius) = (self.middle(circle), circle.radius());
            (x, y, radius)
        };
        let rounds: Vec<(f64, f64, f64)> = circles.iter().map(round).collect();
        let mut taken: Vec<Block> = scale.map(Scale::block).into_iter().collect();
        let squares = rounds.iter();
        taken
            .extend(squares.map(|(x, y, radius)| [x - radius, y - radius, x + radius, y + radius]));
        let mut drawn = String::new();
        let mut named: Vec<Point> = Vec::new();
        for town in self.towns(centre, circles) {
            if named.len() >= MOST {
                break;
            }
            if named.contains(&town.point) {
                continue;
            }
            let (x, y) = (self.x(town.point.longitude), self.y(town.point.latitude));
            let over = rounds
                .iter()
                .find(|(left, top, radius)| (x - left).hypot(y - top) < radius + 3.0);
            let (at, gap) = match over {
                Some((left, top, radius)) => ((*left, *top), radius + 3.0),
                None => ((x, y), 6.0),
            };
            // A dot has a place of its own.
            let dot = [x - 4.0, y - 4.0, x + 4.0, y + 4.0];
            if over.is_none() && taken.iter().any(|block| meet(*block, dot)) {
                continue;
            }
            let Some((anchor, at, block)) = self.free(&town.name, at, gap, &taken) else {
                continue;
            };
            taken.extend([block, dot]);
            named.push(town.point);
            if over.is_none() {
                let _ = write!(
                    drawn,
                    "<circle class=\"town\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\" fill=\"#1c2b28\"/>"
                );
            }
            // Writing into a text does not fail.
            let _ = write!(
                drawn,
                "<text class=\"name\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\" \
                 dominant-baseline=\"central\" font-size=\"13\" fill=\"#1c2b28\">{}</text>",
                at.0,
                at.1,
                escaped(&town.name)
            );
        }
        if drawn.is_empty() {
            return drawn;
        }
        // Whoever hears the page hears the town of each circle with it.
        format!("<g aria-hidden=\"true\">{drawn}</g>")
    }

    /// The towns that are worth a name, before the others the one that is asked, then those
    /// where most was found.
    fn towns(&self, centre: Option<Point>, circles: &[Circle]) -> Vec<Named> {
        let mut towns = Vec::new();
        towns.extend(centre.and_then(|centre| gazetteer::nearest(centre, REACH_KM)));
        let mut largest: Vec<&Circle> = circles.iter().collect();
        largest.sort_by_key(|circle| std::cmp::Reverse(circle.count));
        towns.extend(largest.into_iter().filter_map(Circle::town));
        if self.kilometres() <= NAMES_AROUND_KM {
            let bounds = self.bounds();
            let [south, west, north, east] = bounds;
            let (latitude, longitude) = (f64::midpoint(south, north), f64::midpoint(west, east));
            let far = |town: &Named| {
                let (up, aside) = (
                    (town.point.latitude - latitude) * self.high,
                    (town.point.longitude - longitude) * self.wide,
                );
                up.hypot(aside)
            };
            let mut around = gazetteer::within(bounds);
            if self.kilometres() > QUARTERS_KM {
                gazetteer::without_quarters(&mut around);
            }
            around.sort_by(|one, other| {
                let large = other.is_large.cmp(&one.is_large);
                large.then_with(|| far(one).total_cmp(&far(other)))
            });
            towns.extend(around);
        }
        towns
    }

    /// Where a name fits beside what is there: right, left, below or above.
    fn free(
        &self,
        name: &str,
        (x, y): (f64, f64),
        gap: f64,
        taken: &[Block],
    ) -> Option<(&'static str, (f64, f64), Block)> {
        let letters = u32::try_from(name.chars().count()).unwrap_or(u32::MAX);
        let (wide, half) = (f64::from(letters) * LETTER, LINE / 2.0);
        let beside = |left: f64, middle: f64| [left, middle - half, left + wide, middle + half];
        let (below, above) = (y + gap + half, y - gap - half);
        let ways = [
            ("start", (x + gap, y), beside(x + gap, y)),
            ("end", (x - gap, y), beside(x - gap - wide, y)),
            ("middle", (x, below), beside(x - wide / 2.0, below)),
            ("middle", (x, above), beside(x - wide / 2.0, above)),
        ];
        ways.into_iter().find(|(_, _, block)| {
            let [left, top, right, bottom] = *block;
            let is_within = left >= 2.0 && top >= 2.0 && right <= WIDE - 2.0;
            is_within
                && bottom <= self.height - 2.0
                && !taken.iter().any(|other| meet(*block, *other))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::draw;
    use super::*;
    use crate::search::{Asked, Counted};
    use crate::words;

    fn drawn(query: &str, points: &[[f64; 2]]) -> String {
        let asked = Asked::read(url::form_urlencoded::parse(query.as_bytes())).unwrap();
        let points = points.iter().map(|[latitude, longitude]| Point {
            latitude: *latitude,
            longitude: *longitude,
        });
        let points: Vec<Point> = points.collect();
        let counted = Counted {
            total: points.len(),
            points,
            ..Counted::default()
        };
        draw(&asked, &counted, words::of("es").unwrap()).unwrap()
    }

    /// The parts of a drawing that a text or a circle of it covers.
    fn number(tag: &str, name: &str) -> f64 {
        let value = tag.split(&format!(" {name}=\"")).nth(1).unwrap();
        value.split('"').next().unwrap().parse().unwrap()
    }

    #[test]
    fn one_dot_is_shown_in_its_town_among_the_neighbours_with_a_scale() {
        let svg = drawn("", &[[17.0654, -96.7237]]);
        for name in [">Oaxaca<", ">San Jacinto Amilpas<", "10 km<"] {
            assert!(svg.contains(name), "{name}: {svg}");
        }
        assert!(
            svg.contains("aria-label=\"1 cerca de Oaxaca: acercar\""),
            "{svg}"
        );
        assert!(svg.matches("class=\"name\"").count() > 4, "{svg}");
    }

    #[test]
    fn no_name_stands_over_a_circle_or_another_name() {
        let svg = drawn(
            "near=41.39,2.17&km=25",
            &[[41.39, 2.17], [41.45, 2.25], [41.33, 2.05], [41.39, 2.171]],
        );
        assert!(svg.contains(">Barcelona<"), "{svg}");
        let texts = svg.split("<text class=\"name\"").skip(1);
        let heights: Vec<f64> = texts.map(|tag| number(tag, "y")).collect();
        let circles: Vec<(f64, f64)> = svg
            .split("<circle class=\"circle\"")
            .skip(1)
            .map(|tag| (number(tag, "cx"), number(tag, "cy")))
            .collect();
        assert!(heights.len() > 5 && circles.len() == 3, "{svg}");
        for tag in svg.split("<text class=\"name\"").skip(1) {
            let (x, y) = (number(tag, "x"), number(tag, "y"));
            for (left, top) in &circles {
                assert!((x - left).hypot(y - top) > 13.0, "{x} {y}: {svg}");
            }
        }
    }

    #[test]
    fn a_wide_view_names_nothing_and_has_no_scale() {
        let svg = drawn("", &[[17.06, -96.72], [45.76, 4.84]]);
        assert!(!svg.contains("class=\"name\""), "{svg}");
        assert!(!svg.contains("aria-hidden"), "{svg}");
        // Each circle says its town to whoever hears the page.
        assert!(svg.contains("1 cerca de Lyon: acercar"), "{svg}");
    }

    #[test]
    fn a_dot_at_sea_stands_alone_with_a_scale() {
        let svg = drawn("", &[[0.0, -30.0]]);
        assert!(
            svg.contains("1 aquí: acercar") && svg.contains(" km<"),
            "{svg}"
        );
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}
