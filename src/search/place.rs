//! Places by name: what somebody calls a territory or a municipality becomes its code, or what
//! lies around its centre. Of namesakes the one counts around which most of the newest lies, and
//! of equals the large city.

use std::collections::BTreeSet;

use super::asked::Asked;
use super::code::{self, Facet};
use super::newest;
use super::sql::Match;
use crate::error::{Error, Result};
use crate::place::gazetteer::{self, distance};
use crate::place::{self, Area, Meant, Point, Territory};
use crate::store::Tx;
use crate::store::terms::{Expression, Within};
use crate::words::phrase;

/// Among so many namesakes is looked.
const MOST: usize = 24;
/// How much of the newest around all of them decides between them.
const LOOKED_AMONG: usize = 100;
/// So much around one of them is as good as more.
const MUCH: usize = 20;
/// How many cells cover what lies around one of them: few, since each is one more to look in.
const FEW_CELLS: usize = 4;
/// How far around its centre a town reaches, in kilometres.
pub const TOWN_KM: f64 = 10.0;

/// What a name may mean: a country or a subdivision of the first level, which nobody takes for
/// one of its towns, or what lies around a point.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    name: String,
    territory: Territory,
    /// Where the town lies that is meant.
    point: Option<Point>,
    /// Whether it is a large city, or the territory that is called as one.
    is_large: bool,
}

impl Candidate {
    fn of(meant: Meant, name: &str) -> Self {
        let is_whole = meant.territory.country() == Some(meant.territory.as_str())
            || gazetteer::is_division(&meant.territory);
        let is_large = meant.town.as_ref().is_some_and(|town| town.is_large);
        let town = meant.town.filter(|_| meant.is_town || !is_whole);
        Self {
            name: match &town {
                Some(town) => town.name.clone(),
                None => meant.territory.name("en").unwrap_or(name).to_owned(),
            },
            point: town.map(|town| town.point),
            territory: meant.territory,
            is_large,
        }
    }

    fn asked(&self, km: f64) -> Result<Asked> {
        Ok(match self.point {
            Some(point) => Asked::within(Area::around(point, km)?),
            None => Asked::inside(self.territory.clone()),
        })
    }

    /// The codes of what lies there or near it.
    fn codes(&self, km: f64) -> Result<Vec<String>> {
        Ok(match self.point {
            Some(point) => code::of_area(&Area::around(point, km)?, FEW_CELLS),
            None => vec![Facet::Territory.code(self.territory.as_str())],
        })
    }

    /// Whether an entry that was found lies there.
    fn holds(&self, found: &Match, km: f64) -> bool {
        if let Some(centre) = self.point {
            let point = found.point();
            return point.is_some_and(|point| distance(centre, point) <= km);
        }
        let code = Facet::Territory.code(self.territory.as_str());
        found.codes.split(' ').any(|one| one == code)
    }

    /// Whether everything that it means lies in a country that `other` is.
    fn is_in(&self, other: &Self) -> bool {
        let is_larger = other.point.is_none() && other.territory.contains(&self.territory);
        is_larger && (self.point.is_some() || self.territory != other.territory)
    }
}

/// The search with the place that it names found.
///
/// # Errors
/// [`Error::Invalid`] when no place is called so, or several are and nothing decides.
pub async fn resolve(tx: &mut Tx, mut asked: Asked) -> Result<Asked> {
    let Some(name) = asked.place.clone() else {
        return Ok(asked);
    };
    let km = asked.km()?;
    let all = candidates(&name);
    let places = match &*all {
        [_, _, ..] => most_found(tx, all.clone(), km).await?,
        _ => all.clone(),
    };
    match &*places {
        [one] => {
            let place = one.asked(km)?;
            asked.area = place.area.or(asked.area);
            asked.territory = place.territory.or(asked.territory);
            let others = all.iter().filter(|other| *other != one);
            asked.places = std::iter::once(one).chain(others).cloned().collect();
            Ok(asked)
        }
        [] => {
            let reason = phrase!("refusal-no-place", name = name);
            Err(Error::invalid("place", reason))
        }
        several => {
            let some = several.iter().take(5);
            let some: Vec<String> = some.map(|one| told(one, "en")).collect();
            let some = some.join("; ");
            let reason = phrase!("refusal-several-places", name = name, some = some);
            Err(Error::invalid("place", reason))
        }
    }
}

/// What the place that a search names was taken for, and what else bears its name: each as it
/// can be asked for and in the language of `tag`.
pub fn taken_for(asked: &Asked, tag: &str) -> Option<(String, Vec<String>)> {
    let (one, others) = asked.places.split_first()?;
    let one = told(one, tag);
    let mut all = each(others, tag);
    all.retain(|other| *other != one);
    Some((one, all))
}

/// The searches for what is in a territory: by its code; and, where a town is called as it is,
/// around that town, since records of a town seldom name what lies below the first level.
/// Beside the second, the town's centre.
///
/// # Errors
/// [`Error::Internal`] when the centre of a town is no point.
pub fn of_territory(territory: &Territory) -> Result<(Asked, Option<(Asked, Point)>)> {
    let around = match centre(territory) {
        Some(point) => Some((Asked::within(Area::around(point, TOWN_KM)?), point)),
        None => None,
    };
    Ok((Asked::inside(territory.clone()), around))
}

/// The centre of the town that is called as a territory below the first level.
fn centre(territory: &Territory) -> Option<Point> {
    let country = territory.country()?;
    if country == territory.as_str() || gazetteer::is_division(territory) {
        return None;
    }
    let towns = gazetteer::all(territory.name("en")?, country, None);
    let own = towns.iter().find(|town| town.is_in(territory));
    let only = || match &*towns {
        [one] => Some(one),
        _ => None,
    };
    own.or_else(only).map(|town| town.point)
}

/// What a name may mean, each as it can be asked for and in the language of `tag`; where
/// nothing bears the name, what it nearly says.
pub fn namesakes(name: &str, tag: &str) -> Vec<String> {
    let mut found = candidates(name);
    if found.is_empty() {
        let nearly = place::meant(name).into_iter();
        found = nearly.map(|one| Candidate::of(one, name)).collect();
    }
    each(&found, tag)
}

/// What some places are told as, each once.
fn each(places: &[Candidate], tag: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for told in places.iter().map(|one| told(one, tag)) {
        if !all.contains(&told) {
            all.push(told);
        }
    }
    all
}

/// A place with what lies around it: `Villanueva, Asturias, Spain`.
fn told(one: &Candidate, tag: &str) -> String {
    let whole = one.territory.country();
    let whole = whole.and_then(|code| Territory::parse(code).ok());
    let around = [Some(&one.territory), whole.as_ref()].into_iter().flatten();
    let mut names = vec![match one.point {
        Some(_) => one.name.as_str(),
        None => one.territory.name(tag).unwrap_or(&one.name),
    }];
    for territory in around {
        names.extend(territory.name(tag).filter(|name| !names.contains(name)));
    }
    names.join(", ")
}

/// What bears a name, the large cities first.
fn candidates(name: &str) -> Vec<Candidate> {
    let meant = place::meant(name).into_iter().filter(|one| !one.is_guess);
    let all: Vec<Candidate> = meant.map(|one| Candidate::of(one, name)).collect();
    let is_alone = |one: &&Candidate| !all.iter().any(|other| one.is_in(other));
    let mut alone: Vec<Candidate> = all.iter().filter(is_alone).cloned().collect();
    alone.sort_by_key(|one| !one.is_large);
    alone
}

/// Those of some namesakes around which most of the newest lies; all where nothing does. Of
/// those the large cities, where one is among them; of towns so near to each other that each is
/// found around each, the first.
async fn most_found(tx: &mut Tx, places: Vec<Candidate>, km: f64) -> Result<Vec<Candidate>> {
    let looked_at: Vec<&Candidate> = places.iter().take(MOST).collect();
    let mut codes = BTreeSet::new();
    for place in &looked_at {
        codes.extend(place.codes(km)?);
    }
    let terms = codes.iter().map(|code| code::term(code));
    let any = Expression::default().with(Within::Everything, terms);
    let spread = newest::spread(tx).await?;
    let rows = newest::holding(tx, &spread, &any, LOOKED_AMONG).await?;
    let counted = looked_at.into_iter().map(|place| {
        let there = rows.iter().filter(|row| place.holds(row, km));
        (there.take(MUCH).count(), place)
    });
    let counted: Vec<(usize, &Candidate)> = counted.collect();
    let most = counted.iter().map(|(count, _)| *count).max().unwrap_or(0);
    let best = counted.into_iter().filter(|(count, _)| *count == most);
    let mut best: Vec<Candidate> = best.map(|(_, place)| place.clone()).collect();
    if most == 0 {
        best = places;
    }
    if best.iter().any(|one| one.is_large) {
        best.retain(|one| one.is_large);
    }
    let first = best.first().and_then(|one| one.point);
    let is_near = |one: &Candidate| match (first, one.point) {
        (Some(first), Some(point)) => distance(first, point) <= km,
        _ => false,
    };
    if best.iter().all(is_near) {
        best.truncate(1);
    }
    Ok(best)
}
