//! From what a row says of its place to what is kept: the country's code, the subdivision,
//! the centre of the municipality where no point is stated, and what does not fit together.
//! What is stated is never replaced but by what mends it, and then it is told. No register,
//! file or database is known here.

use super::finding::Finding;
use super::gazetteer::{self, Found, Hints, Municipality, REACH, distance};
use super::{Place, Point, Precision, Territory, country, subdivision};

/// A place that was completed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Completed {
    /// The place with the country's code; a point that was derived says how exact it is.
    pub place: Place,
    /// The ISO 3166-2 subdivision, from the region's name, the municipality or the point.
    pub territory: Option<Territory>,
    /// What does not fit together.
    pub findings: Vec<Finding>,
}

/// Completes a place as a row states it; its country may be in any spelling.
///
/// Country: from the text; where the point lies elsewhere, the municipality decides, else a
/// name in full wins over the point and the point over a mere code. Point: the centre of the
/// municipality where none is stated, with [`Precision::Municipality`].
pub fn complete(stated: Place) -> Completed {
    let mut done = Completed {
        place: stated,
        ..Completed::default()
    };
    let text = done.place.country.take().unwrap_or_default();
    let text = text.trim();
    let named = country::read(text);
    if named.is_none() && !text.is_empty() {
        let text = text.to_owned();
        done.findings.push(Finding::UnknownCountry { text });
    }
    mend_point(&mut done, named);
    let country = decide_country(&mut done, text, named);
    // A text that names no country is kept, so that the one who checks the row sees it.
    let unread = (!text.is_empty()).then(|| text.to_owned());
    done.place.country = country.map(str::to_owned).or(unread);
    if let Some(country) = country {
        settle(&mut done, country);
    }
    done
}

/// Drops 0, 0 and exchanges latitude and longitude where only that fits the country.
fn mend_point(done: &mut Completed, named: Option<&'static str>) {
    let Some(point) = done.place.point else {
        return;
    };
    if point.latitude.abs() < 1e-6 && point.longitude.abs() < 1e-6 {
        done.place.point = None;
        done.findings.push(Finding::PointAtZero);
        return;
    }
    let swapped = Point {
        latitude: point.longitude,
        longitude: point.latitude,
    };
    let is_swapped = named
        .is_some_and(|country| !country::is_in(point, country) && country::is_in(swapped, country));
    if is_swapped {
        done.place.point = Some(swapped);
        done.findings.push(Finding::PointSwapped { point: swapped });
    }
}

fn decide_country(
    done: &mut Completed,
    text: &str,
    named: Option<&'static str>,
) -> Option<&'static str> {
    let Some(point) = done.place.point else {
        return named.or_else(|| by_region(done));
    };
    let lies_in = country::at(point);
    let Some(stated) = named else {
        return lies_in.or_else(|| by_region(done));
    };
    if lies_in == Some(stated) || country::is_in(point, stated) {
        return Some(stated);
    }
    if let Some(lies_in) = lies_in
        && is_point_right(&done.place, text, stated, lies_in, point)
    {
        let text = text.to_owned();
        done.findings.push(Finding::CountryByPoint {
            text,
            stated,
            lies_in,
        });
        return Some(lies_in);
    }
    done.findings.push(Finding::PointElsewhere {
        country: stated,
        lies_in,
        point,
    });
    Some(stated)
}

/// Whether the point is to be believed and not the text: the municipality is near the point,
/// or it is in neither country and the text is only a code, in which one letter is soon wrong.
fn is_point_right(place: &Place, text: &str, stated: &str, lies_in: &str, point: Point) -> bool {
    let is_there = |country: &str| match &place.locality {
        None => None,
        Some(locality) => match gazetteer::find(locality, country, hints(place, None)) {
            Found::One(found) => Some(distance(found.point, point) <= REACH),
            Found::Several(_) | Found::Nothing => None,
        },
    };
    match (is_there(lies_in), is_there(stated)) {
        (Some(true), _) => true,
        (_, Some(_)) => false,
        _ => text.len() <= 3,
    }
}

/// The country whose subdivision the region's name is, where only one has such a one.
fn by_region(done: &Completed) -> Option<&'static str> {
    let region = done.place.region.as_deref()?;
    let territory = subdivision::read(region, None)?;
    country::read(territory.country()?)
}

fn hints<'a>(place: &'a Place, subdivision: Option<&'a Territory>) -> Hints<'a> {
    Hints {
        subdivision,
        postal_code: place.postal_code.as_deref().map(str::trim),
        point: place.point,
    }
}

/// The subdivision, and the centre of the municipality where no point is stated.
fn settle(done: &mut Completed, country: &'static str) {
    let region = done.place.region.as_deref();
    let named = region.and_then(|region| subdivision::read(region, Some(country)));
    let municipality = done
        .place
        .locality
        .clone()
        .and_then(|name| municipality(done, &name, country, named.as_ref()));
    if named.is_none() {
        let point = done.place.point;
        let of_municipality = municipality
            .as_ref()
            .and_then(|found| found.subdivision.clone());
        done.territory = of_municipality.or_else(|| {
            let part = point.and_then(subdivision::at);
            part.filter(|part| part.country() == Some(country))
        });
    } else {
        done.territory = named;
    }
    if let (None, Some(found)) = (done.place.point, municipality) {
        done.place.point = Some(found.point);
        done.place.precision = Some(Precision::Municipality);
    }
}

fn municipality(
    done: &mut Completed,
    name: &str,
    country: &'static str,
    subdivision: Option<&Territory>,
) -> Option<Municipality> {
    match gazetteer::find(name, country, hints(&done.place, subdivision)) {
        Found::One(found) => {
            // A namesake far from the point is not the place that the row means.
            let is_far = |point| distance(found.point, point) > REACH;
            (!done.place.point.is_some_and(is_far)).then_some(found)
        }
        Found::Nothing => None,
        Found::Several(count) => {
            // With a point the place is known well enough, whatever it is called.
            if done.place.point.is_none() {
                let name = name.to_owned();
                done.findings.push(Finding::SeveralMunicipalities {
                    name,
                    country,
                    count,
                });
            }
            None
        }
    }
}
