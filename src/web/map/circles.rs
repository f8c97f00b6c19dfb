//! The circles of a drawn map: what lies together on the drawing is one of them, so that no two
//! meet and a finger finds each. It knows neither what they say nor where they lead.

use std::collections::BTreeMap;

use super::{View, WIDE, whole};
use crate::place::Point;

/// Into how many columns the drawing is parted, each cell of which has a circle at first.
const COLUMNS: f64 = 11.0;
/// The least that a circle keeps free around its middle: half of the 24 pixels that a finger
/// needs (WCAG 2.5.8), where a telephone shows the drawing 288 pixels wide.
const FINGER: f64 = 12.0 * WIDE / 288.0;
/// How far beyond its edge a circle keeps free, for the line that shows which one is chosen.
const LINE: f64 = 2.0;

/// What lies together on the drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Circle {
    pub(super) count: u32,
    pub(super) south: f64,
    pub(super) north: f64,
    pub(super) west: f64,
    pub(super) east: f64,
    latitudes: f64,
    longitudes: f64,
}

impl Circle {
    fn of(point: Point) -> Self {
        Self {
            count: 1,
            south: point.latitude,
            north: point.latitude,
            west: point.longitude,
            east: point.longitude,
            latitudes: point.latitude,
            longitudes: point.longitude,
        }
    }

    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.south = self.south.min(other.south);
        self.north = self.north.max(other.north);
        self.west = self.west.min(other.west);
        self.east = self.east.max(other.east);
        self.latitudes += other.latitudes;
        self.longitudes += other.longitudes;
    }

    pub(super) fn radius(&self) -> f64 {
        (13.0 + 4.0 * f64::from(self.count).ln()).min(24.0)
    }

    /// How far from its middle nothing of another circle lies.
    fn reach(&self) -> f64 {
        (self.radius() + LINE).max(FINGER)
    }

    /// The middle of its points.
    pub(super) fn point(&self) -> Point {
        let number = f64::from(self.count);
        Point {
            latitude: self.latitudes / number,
            longitude: self.longitudes / number,
        }
    }
}

impl View {
    /// Where the middle of a circle's points is on the drawing.
    pub(super) fn middle(&self, circle: &Circle) -> (f64, f64) {
        let point = circle.point();
        (self.x(point.longitude), self.y(point.latitude))
    }

    /// The circles of some points: those that lie in one cell are one, and so are those that
    /// would meet.
    pub(super) fn circles(&self, points: &[Point]) -> Vec<Circle> {
        let side = WIDE / COLUMNS;
        let mut cells: BTreeMap<(i64, i64), Circle> = BTreeMap::new();
        for point in points {
            let (x, y) = (self.x(point.longitude), self.y(point.latitude));
            if !(0.0..=WIDE).contains(&x) || !(0.0..=self.height).contains(&y) {
                continue;
            }
            let one = Circle::of(*point);
            cells
                .entry((whole(y / side), whole(x / side)))
                .and_modify(|circle| circle.join(&one))
                .or_insert(one);
        }
        let mut circles: Vec<Circle> = cells.into_values().collect();
        while let Some((one, other)) = self.meeting(&circles) {
            let other = circles.remove(other);
            if let Some(circle) = circles.get_mut(one) {
                circle.join(&other);
            }
        }
        circles
    }

    /// Of the circles that meet, the two that do so most, the earlier one first.
    fn meeting(&self, circles: &[Circle]) -> Option<(usize, usize)> {
        let round = |circle| (self.middle(circle), circle.reach());
        let rounds: Vec<((f64, f64), f64)> = circles.iter().map(round).collect();
        let numbered = || rounds.iter().enumerate();
        let pairs = numbered().flat_map(|(one, ((x, y), reach))| {
            numbered()
                .skip(one + 1)
                .map(move |(other, ((left, top), far))| {
                    let free = (x - left).hypot(y - top) - reach - far;
                    (free, one, other)
                })
        });
        let meeting = pairs.filter(|(free, ..)| *free < 0.0);
        let most = meeting.min_by(|(free, ..), (other, ..)| free.total_cmp(other));
        most.map(|(_, one, other)| (one, other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A drawing on which a degree is ten units, at the equator.
    fn view() -> View {
        let middle = Point {
            latitude: 0.0,
            longitude: 0.0,
        };
        View::around(middle, 10.0, 400.0)
    }

    fn point(latitude: f64, longitude: f64) -> Point {
        Point {
            latitude,
            longitude,
        }
    }

    /// Points that are strewn over the drawing and beyond it, the more the nearer to its middle.
    fn strewn(many: u32) -> Vec<Point> {
        (0..many)
            .map(|number| {
                let turn = f64::from(number) * 2.4;
                let far = 30.0 * (f64::from(number) / f64::from(many)).powi(2);
                point(far * turn.sin(), far * turn.cos())
            })
            .collect()
    }

    #[test]
    fn no_two_circles_meet_on_a_telephone_and_none_of_the_points_is_lost() {
        let view = view();
        for many in [2, 10, 60, 400, 5_000] {
            let points = strewn(many);
            let seen = |one: &&Point| one.longitude.abs() <= 24.0 && one.latitude.abs() <= 20.0;
            let circles = view.circles(&points);
            let counted: u32 = circles.iter().map(|circle| circle.count).sum();
            assert_eq!(counted as usize, points.iter().filter(seen).count());
            for (index, one) in circles.iter().enumerate() {
                for other in circles.iter().skip(index + 1) {
                    let ((x, y), (left, top)) = (view.middle(one), view.middle(other));
                    let apart = (x - left).hypot(y - top);
                    let case = format!("{many}: {one:?} and {other:?}");
                    assert!(apart > one.radius() + other.radius(), "{case}");
                    // A finger needs 24 pixels, on a page that is 320 wide.
                    assert!(apart * 288.0 / WIDE >= 24.0, "{case}");
                }
            }
            assert_eq!(view.meeting(&circles), None);
        }
    }

    #[test]
    fn what_has_room_of_its_own_is_not_joined() {
        let view = view();
        let apart = |degrees: f64| view.circles(&[point(0.1, 0.1), point(0.1, 0.1 + degrees)]);
        assert_eq!(apart(3.9).len(), 1);
        assert_eq!(apart(4.1).len(), 2);
        // One over the other, and so across the edge of two cells.
        let above = |degrees: f64| view.circles(&[point(0.0, 0.1), point(degrees, 0.1)]);
        assert_eq!(above(3.9).len(), 1);
        assert_eq!(above(4.1).len(), 2);
        assert!(view.circles(&[point(0.0, 25.0)]).is_empty());
    }
}
