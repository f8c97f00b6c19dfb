//! Where a record stands on the map: at a point that was given, or in the town that its address
//! names, of which nobody has to know the degrees. Of namesakes none is chosen for anybody. The
//! search derives the same point by the same rules ([`place::complete`]); none is kept here but
//! one that somebody chose.

use crate::place::gazetteer::{self, Municipality, REACH, distance};
use crate::place::{self, Place, Point, Precision, Territory, country, subdivision};
use crate::web::form::Typed;
use crate::words::Words;

/// So many towns of one name are shown.
const MOST: usize = 16;
/// The point that stands is meant, and no town.
const AS_IT_STANDS: &str = "keep";
/// No town of these is meant.
const NONE: &str = "none";

/// What a form says and asks of a place.
#[derive(Default)]
pub(super) struct Whereabouts {
    /// Where it stands.
    pub(super) said: Option<String>,
    /// The towns of which one may be meant: code, label, whether it is chosen. None where it is
    /// clear.
    pub(super) towns: Vec<(String, String, bool)>,
    /// What these are asked for.
    pub(super) asked_for: String,
}

impl Whereabouts {
    /// Of what was typed, where that is a place; `before` is what stands.
    pub(super) fn of(
        typed: &Typed,
        before: &Place,
        home: Option<&Territory>,
        words: &'static Words,
    ) -> Self {
        let Some(read) = place(typed, before) else {
            return Self::default();
        };
        let settled = settled(typed, read.clone(), before);
        let chosen = chosen(typed, &read);
        let is_unclear = read.point.is_none() && derived(&read).is_none();
        let towns = if settled.is_none() || is_unclear || !chosen.is_empty() {
            asked(&read, home, words)
        } else {
            Vec::new()
        };
        Self {
            said: settled.map(|place| said(&place, words)),
            towns: (towns.into_iter())
                .map(|(code, label)| (code.clone(), label, code == chosen))
                .collect(),
            asked_for: named(&read),
        }
    }
}

/// The towns that a place may mean, that none is, and that its point is meant: code, label.
fn asked(place: &Place, home: Option<&Territory>, words: &'static Words) -> Vec<(String, String)> {
    let found = towns_of(place, home).into_iter().take(MOST);
    let found = found.map(|town| (code(&town), label(&town, words.tag)));
    let mut towns: Vec<(String, String)> = found.collect();
    let choice = |code: &str, said: &str| (code.to_owned(), said.to_owned());
    if place.point.is_some() {
        towns.push(choice(AS_IT_STANDS, words.say("record-map-keep")));
    }
    let without = Place {
        point: None,
        ..place.clone()
    };
    if !towns.is_empty() && derived(&without).is_none() {
        towns.push(choice(NONE, words.say("record-map-none")));
    }
    towns
}

/// Where a place stands on the map, in a sentence.
pub(in crate::web::signed_in) fn said(place: &Place, words: &'static Words) -> String {
    let at = |point: Point| {
        let towns = towns_of(place, None).into_iter();
        let town = towns.min_by(|one, other| {
            let far = |town: &Municipality| distance(town.point, point);
            far(one).total_cmp(&far(other))
        });
        town.filter(|town| distance(town.point, point) <= REACH)
    };
    let town = place.locality.clone().unwrap_or_default();
    match (place.point, place.precision) {
        (Some(_), None) => words.say("record-map-point").to_owned(),
        (Some(_), Some(Precision::PostalCode)) => words.say("record-map-postal-code").to_owned(),
        (point, _) => match point.or_else(|| derived(place)) {
            Some(point) => {
                let label = at(point).map_or(town, |found| label(&found, words.tag));
                words.fill("record-map-town", &[("town", label.into())])
            }
            None if town.is_empty() => words.say("record-map-nothing").to_owned(),
            None if towns_of(place, None).is_empty() => {
                words.fill("record-map-unknown", &[("town", town.into())])
            }
            None => words.fill("record-map-unsure", &[("town", town.into())]),
        },
    }
}

/// The place that was typed, with what no field shows; `None` when there is half a point or
/// none at all. A country that is none stays as it was typed, for the one who checks it.
pub(super) fn place(typed: &Typed, before: &Place) -> Option<Place> {
    let some = |name: &str| {
        let text = typed.trimmed(name);
        (!text.is_empty()).then(|| text.replace("\r\n", "\n"))
    };
    let number = |name: &str| typed.trimmed(name).replace(',', ".").parse::<f64>();
    let point = match (typed.trimmed("latitude"), typed.trimmed("longitude")) {
        ("", "") => None,
        _ => Some(Point {
            latitude: number("latitude").ok()?,
            longitude: number("longitude").ok()?,
        }),
    };
    let code = |text: String| country::exact(&text).map_or(text, str::to_owned);
    let place = Place {
        country: some("country").map(code),
        region: some("region"),
        locality: some("locality"),
        street: some("street"),
        postal_code: some("postal-code"),
        point,
        // Who writes another point states it.
        precision: before.precision.filter(|_| point == before.point),
        municipality: None,
    };
    let is_there = (&place.country, &place.region, &place.locality)
        == (&before.country, &before.region, &before.locality);
    let municipality = before.municipality.clone().filter(|_| is_there);
    let is_of_other_words = place.precision.is_some() && named(&place) != named(before);
    Some(Place {
        municipality,
        point: place.point.filter(|_| !is_of_other_words),
        precision: place.precision.filter(|_| !is_of_other_words),
        ..place
    })
}

/// The place as it is kept, or `None` where somebody has to say which town is meant: a point
/// that nobody wrote anew does not stay where the words lead elsewhere.
pub(super) fn settled(typed: &Typed, mut place: Place, before: &Place) -> Option<Place> {
    if place.point.is_some() && place.point != before.point {
        return Some(place);
    }
    let towns = towns_of(&place, None);
    match chosen(typed, &place) {
        "" => {}
        AS_IT_STANDS => return Some(place),
        NONE => {
            (place.point, place.precision) = (None, None);
            return Some(place);
        }
        chosen => {
            if let Some(town) = towns.iter().find(|town| code(town) == chosen) {
                place.country = Some(town.country.clone());
                place.point = Some(town.point);
                place.precision = Some(Precision::Municipality);
                return Some(place);
            }
        }
    }
    let is_near = |point| {
        towns
            .iter()
            .any(|town| distance(town.point, point) <= REACH)
    };
    let is_clear = match place.point {
        None => {
            let is_moved = named(&place) != named(before);
            !is_moved || towns.is_empty() || derived(&place).is_some()
        }
        Some(point) => {
            let is_elsewhere =
                (&place.country, &place.locality) != (&before.country, &before.locality);
            !is_elsewhere || is_near(point)
        }
    };
    is_clear.then_some(place)
}

/// What was chosen among the towns, as long as they were asked for this place.
fn chosen<'t>(typed: &'t Typed, place: &Place) -> &'t str {
    if typed.get("town-for") == named(place) {
        typed.get("town")
    } else {
        ""
    }
}

/// The words that say where a place is.
fn named(place: &Place) -> String {
    let words = [
        &place.locality,
        &place.region,
        &place.postal_code,
        &place.country,
    ];
    let words = words.map(|one| one.as_deref().unwrap_or_default());
    words.join("|")
}

/// The point that the words of a place lead to.
fn derived(place: &Place) -> Option<Point> {
    place::complete(place.clone()).place.point
}

/// The towns that a place may mean, first those of the country of `home`, and before others
/// large ones.
fn towns_of(place: &Place, home: Option<&Territory>) -> Vec<Municipality> {
    let Some(name) = place.locality.as_deref() else {
        return Vec::new();
    };
    let mut towns = match place.country.as_deref() {
        Some(code) => {
            let region = place.region.as_deref();
            let region = region.and_then(|region| subdivision::read(region, Some(code)));
            gazetteer::all(name, code, region.as_ref())
        }
        None => gazetteer::find_anywhere(name),
    };
    let own = home.and_then(Territory::country);
    towns.sort_by_key(|town| (own != Some(&*town.country), !town.is_large));
    towns
}

fn code(town: &Municipality) -> String {
    let Point {
        latitude,
        longitude,
    } = town.point;
    format!("{} {latitude},{longitude}", town.country)
}

/// What people call a town: `Córdoba, Veracruz, México`.
fn label(town: &Municipality, tag: &str) -> String {
    let part = town.district.as_ref().or(town.subdivision.as_ref());
    let part = part.and_then(|part| part.name(tag));
    let country = country::name(&town.country, tag);
    let around = part.into_iter().chain(country);
    let all: Vec<&str> = std::iter::once(&*town.name).chain(around).collect();
    all.join(", ")
}
