//! Places by name: what somebody calls a territory or a municipality becomes its code, or what
//! lies around its centre. Of namesakes the one counts around which there is most to find.

use super::asked::Asked;
use super::find;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::place::gazetteer::{self, Found, Hints, Municipality};
use crate::place::{self, Area, country, subdivision};
use crate::store::Tx;
use crate::words::phrase;

/// Around so many namesakes is looked.
const MOST: usize = 12;

/// The search with the place that it names found.
///
/// # Errors
/// [`Error::Invalid`] when no place is called so, or several are and nothing decides.
pub async fn resolve(tx: &mut Tx, mut asked: Asked, now: Timestamp) -> Result<Asked> {
    let Some(name) = asked.place.clone() else {
        return Ok(asked);
    };
    let km = asked.km()?;
    if let Some(territory) = place::by_name(&name) {
        asked.territory = Some(territory);
        return Ok(asked);
    }
    let mut places = municipalities(&name);
    if places.len() > 1 {
        places = most_found(tx, places, km, now).await?;
    }
    match &*places {
        [one] => {
            asked.area = Some(Area::around(one.point, km)?);
            Ok(asked)
        }
        [] => {
            let reason = phrase!("refusal-no-place", name = name);
            Err(Error::invalid("place", reason))
        }
        several => {
            let some: Vec<String> = several
                .iter()
                .take(5)
                .map(|one| format!("{}, {}", one.name, one.country))
                .collect();
            let some = some.join("; ");
            let reason = phrase!("refusal-several-places", name = name, some = some);
            Err(Error::invalid("place", reason))
        }
    }
}

/// The municipalities of a name, each with its country's code.
pub fn namesakes(name: &str) -> Vec<(String, String)> {
    let found = municipalities(name).into_iter();
    found.map(|one| (one.name, one.country)).collect()
}

/// The municipalities of a name, which may be followed by a region or a country.
fn municipalities(name: &str) -> Vec<Municipality> {
    let Some((part, whole)) = name.rsplit_once(',') else {
        return gazetteer::find_anywhere(name);
    };
    let region = subdivision::read(whole, None);
    let code = country::read(whole).map(str::to_owned);
    let code = code.or_else(|| Some(region.as_ref()?.country()?.to_owned()));
    let hints = Hints {
        subdivision: region.as_ref(),
        ..Hints::default()
    };
    match code.map(|code| gazetteer::find(part, &code, hints)) {
        Some(Found::One(found)) => vec![found],
        _ => Vec::new(),
    }
}

/// Those of some namesakes around which most is found; all where nothing is.
async fn most_found(
    tx: &mut Tx,
    places: Vec<Municipality>,
    km: f64,
    now: Timestamp,
) -> Result<Vec<Municipality>> {
    let mut counted = Vec::new();
    for place in places.iter().take(MOST) {
        let asked = Asked::within(Area::around(place.point, km)?);
        counted.push((find::has_any(tx, &asked, now).await?, place));
    }
    let most = counted.iter().map(|(count, _)| *count).max().unwrap_or(0);
    if most == 0 {
        return Ok(places);
    }
    let best = counted.into_iter().filter(|(count, _)| *count == most);
    Ok(best.map(|(_, place)| place.clone()).collect())
}
