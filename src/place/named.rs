//! Territories by what people call them: a name leads to one code, to several of which somebody
//! has to choose, or to none. Chooses nothing itself.

use super::gazetteer::{self, Municipality};
use super::{Territory, country, subdivision};

/// A territory that a name may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Meant {
    /// Its code.
    pub territory: Territory,
    /// The town of that name: what is meant where [`is_town`](Self::is_town), and then the
    /// territory is only where it lies; else the town that the territory is called as.
    pub town: Option<Municipality>,
    /// Whether the town is meant.
    pub is_town: bool,
    /// Whether the name was read forgivingly: nothing bears it, so this is only proposed.
    pub is_guess: bool,
}

impl Meant {
    fn territory(territory: Territory) -> Self {
        Self {
            territory,
            town: None,
            is_town: false,
            is_guess: false,
        }
    }

    /// A town, by its subdivision, or by the country where that is not known.
    fn town(town: Municipality) -> Option<Self> {
        let country = || Territory::parse(&town.country).ok();
        Some(Self {
            territory: town.subdivision.clone().or_else(country)?,
            town: Some(town),
            is_town: true,
            is_guess: false,
        })
    }
}

/// A country, or a part of it.
struct Whole {
    country: String,
    part: Option<Territory>,
}

/// Everything that a code or name may mean: countries, subdivisions and towns that bear it, and
/// only where nothing does what it is nearly called as; a code without its country may be that
/// of several. What lies around may follow behind a comma or in brackets (`Córdoba, España`,
/// `Bilbao (España)`, `Salina Cruz, Oaxaca`). A town in a subdivision of its name is told with
/// that, and none beside what the pages call a country or a part of the United Kingdom.
pub fn meant(name: &str) -> Vec<Meant> {
    if let Ok(territory) = Territory::parse(name) {
        return vec![Meant::territory(territory)];
    }
    let mut found = alone(name);
    if found.is_empty()
        && let Some((part, whole)) = split(name)
    {
        let wholes = wholes(whole).into_iter();
        found = wholes.flat_map(|whole| within(part, &whole)).collect();
    }
    if found.is_empty() {
        let codes = subdivision::of_codes(name).into_iter();
        found = codes.map(Meant::territory).collect();
    }
    if found.is_empty() {
        guessed(name)
    } else {
        found
    }
}

/// What bears the whole name.
fn alone(name: &str) -> Vec<Meant> {
    let own = exact_country(name).and_then(|code| Territory::parse(code).ok());
    let nation = subdivision::nation(name);
    let divisions = subdivision::all(name.trim(), None);
    let whole = nation.as_ref().or(own.as_ref());
    let is_elsewhere = |part: &Territory| whole.is_none_or(|whole| !whole.contains(part));
    let is_country = nation.is_some()
        || own
            .as_ref()
            .is_some_and(|own| country::is_called(own.as_str(), name));
    let is_clear = is_country && !divisions.iter().any(is_elsewhere);
    let towns = if is_clear || split(name).is_some() {
        Vec::new()
    } else {
        gazetteer::find_anywhere(name)
    };
    all(own, divisions, towns)
}

/// The country that a text as a whole names. Registers write Scotland where they mean the
/// United Kingdom; who looks for it means Scotland.
fn exact_country(text: &str) -> Option<&'static str> {
    country::exact(text).filter(|_| subdivision::as_country(text).is_none())
}

/// What bears a name in a country or a part of it.
fn within(name: &str, whole: &Whole) -> Vec<Meant> {
    if whole.part.is_none()
        && let Some((part, region)) = split(name)
    {
        let regions = subdivision::all(region.trim(), Some(&whole.country));
        let regions = regions.into_iter().map(|part| Whole {
            country: whole.country.clone(),
            part: Some(part),
        });
        let found: Vec<Meant> = regions.flat_map(|region| within(part, &region)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let divisions = match &whole.part {
        None => subdivision::all(name.trim(), Some(&whole.country)),
        Some(_) => Vec::new(),
    };
    let towns = gazetteer::all(name, &whole.country, whole.part.as_ref());
    all(None, divisions, towns)
}

/// Countries and subdivisions, each with the town in it that is called as it is, and the towns
/// that lie in none of them.
fn all(own: Option<Territory>, divisions: Vec<Territory>, towns: Vec<Municipality>) -> Vec<Meant> {
    let mut found: Vec<Meant> = own
        .into_iter()
        .chain(divisions)
        .map(Meant::territory)
        .collect();
    let mut others = Vec::new();
    for town in towns {
        match found.iter_mut().find(|one| town.is_in(&one.territory)) {
            Some(seat) => {
                seat.town.get_or_insert(town);
            }
            None => others.extend(Meant::town(town)),
        }
    }
    found.extend(others);
    found
}

/// What a name is nearly called as, or has beside other words.
fn guessed(name: &str) -> Vec<Meant> {
    let country = |text: &str| country::read(text).and_then(|code| Territory::parse(code).ok());
    let mut found = Vec::new();
    if let Some((part, whole)) = split(name)
        && let Some(code) = country::read(whole)
    {
        let whole = Whole {
            country: code.to_owned(),
            part: None,
        };
        found = within(part, &whole);
    }
    if found.is_empty() && !name.contains(',') {
        let towns = gazetteer::find_anywhere(name).into_iter();
        found.extend(towns.filter_map(Meant::town));
    }
    if found.is_empty() {
        let part = || subdivision::read(name, None).filter(|_| !name.contains(','));
        let nearly = country(name).or_else(part);
        found.extend(nearly.map(Meant::territory));
    }
    for one in &mut found {
        one.is_guess = true;
    }
    found
}

/// A name and what it says to lie around it.
fn split(name: &str) -> Option<(&str, &str)> {
    match name.trim_end().strip_suffix(')') {
        Some(inner) => inner.rsplit_once('('),
        None => name.rsplit_once(','),
    }
}

/// What lies around, by a code or a name with every letter right.
fn wholes(text: &str) -> Vec<Whole> {
    let own = exact_country(text).map(|code| Whole {
        country: code.to_owned(),
        part: None,
    });
    let (name, country) = match text.rsplit_once(',') {
        Some((name, country)) => (name, country::exact(country)),
        None => (text, None),
    };
    let parts = subdivision::all(name.trim(), country).into_iter();
    let parts = parts.filter_map(|part| {
        Some(Whole {
            country: part.country()?.to_owned(),
            part: Some(part),
        })
    });
    own.into_iter().chain(parts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(name: &str) -> Vec<String> {
        let found = meant(name).into_iter();
        found.map(|one| one.territory.to_string()).collect()
    }

    fn guesses(name: &str) -> Vec<(String, bool)> {
        let found = meant(name).into_iter();
        found
            .map(|one| (one.territory.to_string(), one.is_guess))
            .collect()
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
            ("CT, ES", "ES-CT"),
            ("CT (España)", "ES-CT"),
            ("ES CT", "ES-CT"),
            ("ENG", "GB-ENG"),
        ] {
            assert_eq!(codes(name), [code], "{name}");
            let one = &meant(name)[0];
            assert!(!one.is_town && !one.is_guess, "{name}");
        }
    }

    #[test]
    fn a_town_that_is_nearly_called_as_a_country_is_no_country() {
        for (town, lies_in, country) in [
            ("Manta", "EC-M", "MT"),
            ("Angol", "CL-AR", "AO"),
            ("Macaé", "BR-RJ", "MO"),
            ("Almería", "ES-AL", "DZ"),
            ("Bilbao (España)", "ES-PV", "ES"),
            ("Lyon (France)", "FR-ARA", "FR"),
        ] {
            let found = codes(town);
            assert!(
                found.iter().any(|code| code == lies_in),
                "{town}: {found:?}"
            );
            // Somewhere Angola is called as a town in Chile is, so somebody has to choose.
            let is_other = |code: &String| code == country && town != "Angol";
            assert!(!found.iter().any(is_other), "{town}: {found:?}");
            assert_ne!(found, [country], "{town}");
            assert!(meant(town).iter().all(|one| !one.is_guess), "{town}");
        }
    }

    #[test]
    fn a_part_of_the_united_kingdom_is_meant_and_not_the_whole() {
        for (name, code) in [
            ("Scotland", "GB-SCT"),
            ("Escocia", "GB-SCT"),
            ("Écosse", "GB-SCT"),
            ("Wales", "GB-WLS"),
            ("Gales", "GB-WLS"),
            ("País de Gales", "GB-WLS"),
            ("Pays de Galles", "GB-WLS"),
            ("England", "GB-ENG"),
            ("Irlanda do Norte", "GB-NIR"),
            ("Scotland, UK", "GB-SCT"),
            ("England, UK", "GB-ENG"),
            ("Reino Unido", "GB"),
        ] {
            assert_eq!(codes(name), [code], "{name}");
        }
        let newport = meant("Newport, Wales").into_iter();
        let mut newport = newport.map(|one| one.territory.to_string());
        assert!(newport.all(|code| code == "GB-WLS"));
        assert!(meant("Sheffield, Scotland").iter().all(|one| one.is_guess));
    }

    #[test]
    fn a_large_city_is_meant_by_its_name_in_another_language_beside_its_namesakes() {
        for (name, code) in [
            ("Edimburgo", "GB-SCT"),
            ("Édimbourg", "GB-SCT"),
            ("Burdeos", "FR-NAQ"),
            ("Pequim", "CN-BJ"),
            ("Nueva Orleans", "US-LA"),
        ] {
            let found = meant(name);
            let large: Vec<&str> = found
                .iter()
                .filter(|one| one.town.as_ref().is_some_and(|town| town.is_large))
                .map(|one| one.territory.as_str())
                .collect();
            assert_eq!(large, [code], "{name}");
        }
        let londres = meant("Londres");
        let is_large = |one: &Meant| one.town.as_ref().is_some_and(|town| town.is_large);
        for (code, large) in [("GB-ENG", true), ("AR-K", false)] {
            let found = londres.iter().find(|one| one.territory.as_str() == code);
            assert_eq!(found.map(is_large), Some(large), "{code}");
        }
        let filadelfia = meant("Filadelfia");
        let of_us = filadelfia
            .iter()
            .filter(|one| one.territory.country() == Some("US"));
        assert_eq!(
            of_us.count(),
            1,
            "not each Philadelphia is called so elsewhere"
        );
    }

    #[test]
    fn a_slip_of_the_pen_is_only_proposed() {
        assert_eq!(guesses("Frace"), [("FR".to_owned(), true)]);
        assert_eq!(guesses("Xyzzyton, Francia"), [("FR".to_owned(), true)]);
        let palma = guesses("Palma (de Mallorca)");
        assert!(palma.contains(&("ES-IB".to_owned(), true)), "{palma:?}");
        let lyon = guesses("Lyon, Frnace");
        assert!(lyon.iter().all(|(_, is_guess)| *is_guess), "{lyon:?}");
    }

    #[test]
    fn of_namesakes_all_are_told_and_none_is_chosen() {
        let found = codes("Córdoba");
        for code in ["ES-CO", "AR-X", "CO-COR"] {
            assert!(found.iter().any(|one| one == code), "{code}: {found:?}");
        }
    }

    #[test]
    fn a_code_of_several_countries_chooses_none_of_them() {
        let found = codes("CT");
        assert!(
            found.len() > 2 && found.iter().any(|one| one == "ES-CT"),
            "{found:?}"
        );
        assert!(meant("CT, France").iter().all(|one| one.is_guess));
    }

    #[test]
    fn towns_stand_beside_divisions_and_namesakes_of_one_country_beside_each_other() {
        let santiago = meant("Santiago");
        for code in ["DO-25", "CL-RM", "MX-VER"] {
            let is_there = |one: &Meant| one.territory.as_str() == code;
            assert!(santiago.iter().any(is_there), "{code}");
        }
        let villanueva = meant("Villanueva, Colombia");
        assert!(villanueva.len() > 1 && villanueva.iter().all(|one| one.is_town));
        let own = |one: &Meant| one.territory.country() == Some("CO");
        assert!(meant("Villanueva").iter().any(own));
        assert!(codes("Granada").iter().any(|code| code == "ES-GR"));
    }

    #[test]
    fn a_region_behind_the_comma_says_where_a_town_lies() {
        for name in [
            "Salina Cruz, Oaxaca",
            "Salina Cruz (Oaxaca)",
            "Salina Cruz, Oaxaca, México",
            "Salina Cruz (Oaxaca, México)",
        ] {
            let found = meant(name);
            assert_eq!(codes(name), ["MX-OAX"], "{name}");
            assert!(found[0].is_town && !found[0].is_guess, "{name}");
        }
        assert!(meant("Salina Cruz, Jalisco").is_empty());
    }

    #[test]
    fn a_town_leads_to_where_it_lies_and_says_so() {
        let zapopan = meant("Zapopan");
        assert_eq!(zapopan.len(), 1);
        assert_eq!(zapopan[0].territory.as_str(), "MX-JAL");
        let town = zapopan[0].town.as_ref();
        assert!(zapopan[0].is_town && town.is_some_and(|town| town.name == "Zapopan"));
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
