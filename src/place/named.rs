//! Territories by what people call them: a name leads to one code, to several of which somebody
//! has to choose, or to none. Chooses nothing itself.

use super::gazetteer::{self, Municipality};
use super::{Territory, country, subdivision};

/// So many territories of one name are told.
const MOST: usize = 8;

/// A territory that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// Its code.
    pub territory: Territory,
    /// The town of that name, where the territory is only where it lies.
    pub town: Option<String>,
}

/// A country, or a subdivision of the first level, which nobody takes for one of its towns; by
/// its code or its name, which the name of its country may follow (`Oaxaca`, `Córdoba, España`).
pub fn by_name(name: &str) -> Option<Territory> {
    if let Ok(code) = Territory::parse(name) {
        return Some(code);
    }
    if !name.contains(',')
        && let Some(code) = country::read(name)
    {
        return Territory::parse(code).ok();
    }
    let found = match name.rsplit_once(',') {
        Some((part, whole)) => subdivision::read(part, Some(country::read(whole)?)),
        None => subdivision::read(name, None),
    };
    found.filter(gazetteer::is_division)
}

/// Every territory that a code or name may mean: countries and subdivisions of that name, or,
/// where there are none, those in which towns of that name lie.
pub fn meant(name: &str) -> Vec<Meant> {
    if let Ok(territory) = Territory::parse(name) {
        return vec![Meant {
            territory,
            town: None,
        }];
    }
    let (part, whole) = match name.rsplit_once(',') {
        Some((part, whole)) => match country::read(whole) {
            Some(code) => (part, Some(code)),
            None => return Vec::new(),
        },
        None => (name, None),
    };
    let own = country::read(part).filter(|_| whole.is_none());
    let own = own.and_then(|code| Territory::parse(code).ok());
    let divisions = subdivision::all(part.trim(), whole);
    let mut all: Vec<Meant> = own
        .into_iter()
        .chain(divisions)
        .map(|territory| Meant {
            territory,
            town: None,
        })
        .collect();
    if all.is_empty() {
        let towns = match whole {
            Some(code) => gazetteer::all(part, code),
            None => gazetteer::find_anywhere(part),
        };
        all.extend(towns.into_iter().filter_map(around));
    }
    let mut distinct: Vec<Meant> = Vec::new();
    for one in all {
        let is_new = |other: &Meant| other.territory != one.territory;
        if distinct.len() < MOST && distinct.iter().all(is_new) {
            distinct.push(one);
        }
    }
    distinct
}

/// Where a town lies: its subdivision, or the country where that is not known.
fn around(town: Municipality) -> Option<Meant> {
    let country = || Territory::parse(&town.country).ok();
    Some(Meant {
        territory: town.subdivision.clone().or_else(country)?,
        town: Some(town.name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(name: &str) -> Vec<String> {
        let found = meant(name).into_iter();
        found.map(|one| one.territory.to_string()).collect()
    }

    #[test]
    fn a_name_that_one_territory_has_leads_to_it_whatever_its_letters() {
        for (name, code) in [
            ("Oaxaca", "MX-OAX"),
            ("oaxaca ", "MX-OAX"),
            ("mx-oax", "MX-OAX"),
            ("España", "ES"),
            ("Catalunya", "ES-CT"),
            ("Córdoba, España", "ES-CO"),
            ("Comunidad de Madrid", "ES-MD"),
        ] {
            assert_eq!(codes(name), [code], "{name}");
            assert!(meant(name)[0].town.is_none(), "{name}");
        }
        assert_eq!(by_name("Oaxaca").unwrap().as_str(), "MX-OAX");
    }

    #[test]
    fn of_namesakes_all_are_told_and_none_is_chosen() {
        let found = codes("Córdoba");
        for code in ["ES-CO", "AR-X", "CO-COR"] {
            assert!(found.iter().any(|one| one == code), "{code}: {found:?}");
        }
        assert_eq!(by_name("Córdoba"), None);
    }

    #[test]
    fn a_town_leads_to_where_it_lies_and_says_so() {
        let zapopan = meant("Zapopan");
        assert_eq!(zapopan.len(), 1);
        assert_eq!(zapopan[0].territory.as_str(), "MX-JAL");
        assert_eq!(zapopan[0].town.as_deref(), Some("Zapopan"));
    }

    #[test]
    fn what_is_no_place_leads_nowhere() {
        for name in [
            "",
            "Narnia",
            "Madrid, Narnia",
            "12345",
            &"Oaxaca ".repeat(60),
        ] {
            assert!(meant(name).is_empty(), "{name}");
        }
    }
}
