//! What of a record is compared to find out whether two are one organization.
//!
//! It is the same for our own records and for another directory's, and knows neither.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::place::{Place, Point, Precision};
use crate::registry::{Organization, Source};
use crate::vocabulary::EntityType;

/// A record, as far as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// A path of ours (`/o/…`) or another directory's address.
    pub id: String,
    /// Its names, whatever their language; trading and registered names alike.
    pub names: Vec<String>,
    /// What registers say of it.
    pub sources: Vec<Stated>,
    /// Its site.
    pub website: Option<Url>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The Wikidata id of its municipality.
    pub municipality: Option<String>,
    /// Its town.
    pub locality: Option<String>,
    /// Its postal code.
    pub postal_code: Option<String>,
    /// The point on the map, where it is one of its own and not the centre of a town.
    pub point: Option<Point>,
    /// What it is.
    pub entity_type: Option<EntityType>,
    /// The day it was founded or registered.
    pub founded_on: Option<Date>,
}

/// What a register says of a record: its own identifier, and the official number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// The register's short name.
    pub register: String,
    /// Its identifier of the organization.
    pub identifier: String,
    /// The number in the official register of companies or societies.
    pub register_number: Option<String>,
}

impl Candidate {
    /// A record of ours with the registers that state it.
    pub fn of(organization: &Organization, sources: &[Source]) -> Self {
        let stated = &organization.stated;
        let mut names: Vec<String> = Vec::new();
        for (_, name) in stated.names.iter() {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        let mut candidate = Self {
            id: organization.path(),
            names,
            sources: sources.iter().map(Stated::from).collect(),
            website: stated.website.clone(),
            entity_type: Some(stated.entity_type),
            founded_on: stated.founded_on,
            ..Self::default()
        };
        candidate.stand_at(&stated.place);
        let territory = stated.territory.as_ref();
        candidate.country = candidate
            .country
            .or_else(|| territory.and_then(|t| t.country()).map(str::to_owned));
        candidate
    }

    /// Takes over where a record is.
    pub fn stand_at(&mut self, place: &Place) {
        self.country.clone_from(&place.country);
        self.municipality = place.municipality.as_ref().map(ToString::to_string);
        self.locality.clone_from(&place.locality);
        self.postal_code.clone_from(&place.postal_code);
        let is_own = place.precision != Some(Precision::Municipality);
        self.point = place.point.filter(|_| is_own);
    }
}

impl From<&Source> for Stated {
    fn from(source: &Source) -> Self {
        Self {
            register: source.register.clone(),
            identifier: source.identifier.clone(),
            register_number: source.register_number.clone(),
        }
    }
}
