//! Countries, subdivisions, municipalities and points.
//!
//! A territory is its code: ISO 3166-1 (`ES`), ISO 3166-2 (`ES-CT`), or the Wikidata id of
//! a municipality (`Q1492`). What is read from words and points comes from tables that are
//! part of the program; this module asks no map service.

mod name;
mod precision;
mod table;

pub use precision::Precision;

/// Countries from any spelling, and from a point.
pub mod country;

/// Provinces, states and regions by name.
pub mod subdivision;

/// Municipalities by name, with their centre.
pub mod gazetteer;

/// Territories by name.
mod named;

pub use named::{Meant, meant};

mod finding;

pub use finding::Finding;

mod complete;

pub use complete::{Completed, complete};

/// Parts of the earth's surface, and what lies in them.
pub mod area;

pub use area::Area;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::text;
use crate::words::phrase;

/// The longest street, town or region that is kept.
const MAX_LINE: usize = 200;
/// The longest postal code that is kept.
const MAX_POSTAL_CODE: usize = 20;

/// A territory's code, which is its identifier on every node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Territory(String);

impl Territory {
    /// Reads an ISO 3166-1 alpha-2 code, an ISO 3166-2 code, or a Wikidata id.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is none of them.
    pub fn parse(code: &str) -> Result<Self> {
        let code = code.trim().to_ascii_uppercase();
        let is_known = match code.strip_prefix('Q') {
            Some(digits) if is_item_number(digits) => true,
            _ if code.len() == 2 => rust_iso3166::from_alpha2(&code).is_some(),
            _ => rust_iso3166::iso3166_2::from_code(&code).is_some(),
        };
        if is_known {
            return Ok(Self(code));
        }
        let reason = phrase!("refusal-no-territory", value = code);
        Err(Error::invalid("territory", reason))
    }

    /// The territory that a directory serves, where its settings name one.
    pub fn home(settings: &Settings) -> Option<Self> {
        let code = settings.territory.as_deref()?;
        Self::parse(code).ok()
    }

    /// The code as it stands in addresses and documents.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country of an ISO code; of a municipality it is not known from the code.
    pub fn country(&self) -> Option<&str> {
        (!self.is_municipality()).then(|| self.0.get(..2)).flatten()
    }

    /// Whether the code is a Wikidata id.
    pub fn is_municipality(&self) -> bool {
        self.0.strip_prefix('Q').is_some_and(is_item_number)
    }

    /// The English name that ISO gives it; `None` for a municipality.
    pub fn english_name(&self) -> Option<&'static str> {
        match self.0.len() {
            2 => rust_iso3166::from_alpha2(&self.0).map(|country| country.name),
            _ => rust_iso3166::iso3166_2::from_code(&self.0).map(|part| part.name),
        }
    }

    /// Its name: a country's in the language of `tag`, a subdivision's as ISO has it; `None`
    /// for a municipality.
    pub fn name(&self, tag: &str) -> Option<&'static str> {
        country::name(&self.0, tag).or_else(|| self.english_name())
    }

    /// The name that readers know it by, with its country where one of another country, or a
    /// country, is called so too; of a municipality the code.
    pub fn called(&self, tag: &str) -> String {
        let Some(name) = self.name(tag) else {
            return self.0.clone();
        };
        let whole = self.country().filter(|code| *code != self.0);
        match whole.and_then(|code| country::name(code, tag)) {
            Some(whole) if self.has_namesake(name) => format!("{name}, {whole}"),
            _ => name.to_owned(),
        }
    }

    fn has_namesake(&self, name: &str) -> bool {
        let is_elsewhere = |one: &Self| one.country() != self.country();
        let is_country = |code| country::is_called(code, name);
        subdivision::all(name, None).iter().any(is_elsewhere)
            || country::exact(name).is_some_and(is_country)
    }

    /// The name with the code that others know it by: `Oaxaca (MX-OAX)`; of a municipality
    /// the code alone.
    pub fn name_with_code(&self, tag: &str) -> String {
        match self.name(tag) {
            Some(name) => format!("{name} ({self})"),
            None => self.0.clone(),
        }
    }

    /// Whether `other` is this territory or, by its code alone, a part of it.
    pub fn contains(&self, other: &Self) -> bool {
        self == other || (self.0.len() == 2 && other.country() == Some(self.as_str()))
    }
}

fn is_item_number(digits: &str) -> bool {
    (1..=12).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Territory {
    type Err = Error;
    fn from_str(code: &str) -> Result<Self> {
        Self::parse(code)
    }
}

impl TryFrom<String> for Territory {
    type Error = Error;
    fn try_from(code: String) -> Result<Self> {
        Self::parse(&code)
    }
}

impl From<Territory> for String {
    fn from(territory: Territory) -> Self {
        territory.0
    }
}

/// A point in WGS 84 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// Where an organization is, as far as it says so.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Province, state or county in the country's own words.
    pub region: Option<String>,
    /// Town or village.
    pub locality: Option<String>,
    /// Street and number, on several lines where the register has them so.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// The Wikidata id of the municipality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<Territory>,
    /// The point on the map.
    pub point: Option<Point>,
    /// How exact the point is, where it was derived and not stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
}

impl Place {
    /// The place with cleaned texts and a country in capitals.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the country does not exist, the point is not on Earth, or a
    /// text is too long.
    pub fn checked(self) -> Result<Self> {
        let country = self.country.as_deref().map(country).transpose()?;
        if let Some(municipality) = &self.municipality
            && !municipality.is_municipality()
        {
            let reason = phrase!("refusal-no-municipality", value = municipality.as_str());
            return Err(Error::invalid("place.municipality", reason));
        }
        if let Some(point) = self.point {
            let is_on_earth = (-90.0..=90.0).contains(&point.latitude)
                && (-180.0..=180.0).contains(&point.longitude);
            if !is_on_earth {
                return Err(Error::invalid("place.point", phrase!("refusal-degrees")));
            }
        }
        Ok(Self {
            country,
            region: short("place.region", self.region, MAX_LINE, text::line)?,
            locality: short("place.locality", self.locality, MAX_LINE, text::line)?,
            street: short("place.street", self.street, MAX_LINE, text::clean)?,
            postal_code: short(
                "place.postal_code",
                self.postal_code,
                MAX_POSTAL_CODE,
                text::line,
            )?,
            municipality: self.municipality,
            point: self.point,
            // Without a point there is nothing that could be exact.
            precision: self.point.and(self.precision),
        })
    }
}

fn country(code: &str) -> Result<String> {
    let code = code.trim().to_ascii_uppercase();
    if rust_iso3166::from_alpha2(&code).is_some() {
        return Ok(code);
    }
    let reason = phrase!("refusal-no-country", value = code);
    Err(Error::invalid("place.country", reason))
}

fn short(
    field: &str,
    value: Option<String>,
    limit: usize,
    clean: fn(&str) -> String,
) -> Result<Option<String>> {
    let Some(value) = value
        .map(|value| clean(&value))
        .filter(|value| !value.is_empty())
    else {
        return Ok(None);
    };
    text::within(field, &value, limit)?;
    Ok(Some(value))
}

#[cfg(test)]
mod completing;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_subdivisions_and_municipalities_are_territories() {
        for (code, country) in [("es", Some("ES")), ("gb-eng", Some("GB")), ("q1492", None)] {
            let territory = Territory::parse(code).unwrap();
            assert_eq!(territory.as_str(), code.to_uppercase());
            assert_eq!(territory.country(), country);
        }
        assert_eq!(Territory::parse("QA").unwrap().country(), Some("QA"));
        assert_eq!(
            Territory::parse("MX").unwrap().english_name(),
            Some("Mexico")
        );
    }

    #[test]
    fn countries_are_named_in_the_language_of_the_page() {
        let mexico = Territory::parse("MX").unwrap();
        assert_eq!(mexico.name_with_code("es-MX"), "México (MX)");
        assert_eq!(mexico.name_with_code("fr"), "Mexique (MX)");
        assert_eq!(mexico.name_with_code("xx"), "Mexico (MX)");
        let germany = Territory::parse("DE").unwrap();
        assert_eq!(germany.name_with_code("pt"), "Alemanha (DE)");
        let oaxaca = Territory::parse("MX-OAX").unwrap();
        assert_eq!(oaxaca.name_with_code("fr"), "Oaxaca (MX-OAX)");
    }

    #[test]
    fn readers_see_a_code_nowhere_and_the_country_where_a_name_is_shared() {
        for (code, called) in [
            ("MX", "México"),
            ("MX-OAX", "Oaxaca"),
            ("GB-LDS", "Leeds"),
            ("GB-SCT", "Scotland"),
            ("ES-CO", "Córdoba, España"),
            ("AR-X", "Córdoba, Argentina"),
            ("US-GA", "Georgia, Estados Unidos"),
            ("Q1492", "Q1492"),
        ] {
            assert_eq!(Territory::parse(code).unwrap().called("es"), called);
        }
    }

    #[test]
    fn a_code_that_nobody_assigned_is_refused_with_an_example() {
        for code in ["", "XX", "ES-ZZZ", "Q", "Q0", "Q12x", "Barcelona", "ES CT"] {
            let refusal = Territory::parse(code).unwrap_err().to_string();
            assert!(refusal.contains("ES-CT"), "{refusal}");
        }
        assert!(serde_json::from_str::<Territory>("\"XX\"").is_err());
    }

    #[test]
    fn a_country_contains_its_subdivisions_and_nobody_elses() {
        let spain = Territory::parse("ES").unwrap();
        let catalonia = Territory::parse("ES-CT").unwrap();
        assert!(spain.contains(&catalonia) && spain.contains(&spain));
        assert!(!catalonia.contains(&spain));
        assert!(!spain.contains(&Territory::parse("Q1492").unwrap()));
    }

    #[test]
    fn a_point_off_the_earth_and_a_country_that_is_none_are_refused() {
        let nowhere = Point {
            latitude: f64::NAN,
            longitude: 0.0,
        };
        let place = Place {
            point: Some(nowhere),
            ..Place::default()
        };
        assert!(place.checked().is_err());
        let place = Place {
            country: Some("ZZ".into()),
            ..Place::default()
        };
        assert!(place.checked().is_err());
    }

    #[test]
    fn a_country_is_no_municipality() {
        let place = Place {
            municipality: Some(Territory::parse("ES").unwrap()),
            ..Place::default()
        };
        let refusal = place.checked().unwrap_err().to_string();
        assert!(refusal.contains("Q1492"), "{refusal}");
        assert!(Precision::parse("street").is_err());
    }

    #[test]
    fn a_place_is_cleaned_and_keeps_the_lines_of_its_street() {
        let place = Place {
            country: Some("gb".into()),
            street: Some("Central House\r\nHermes Road".into()),
            locality: Some("  ".into()),
            ..Place::default()
        };
        let place = place.checked().unwrap();
        assert_eq!(place.country.as_deref(), Some("GB"));
        assert_eq!(place.street.as_deref(), Some("Central House\nHermes Road"));
        assert_eq!(place.locality, None);
    }
}
