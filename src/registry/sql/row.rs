//! An organization as the columns of its table, both ways.

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::place::{Place, Point, Precision, Territory};
use crate::registry::{Draft, Organization, Standing, Status};
use crate::store::{from_json, to_json};
use crate::vocabulary::{EntityType, MembershipBase, Scope};

/// The columns, in the order in which [`bind!`](super) binds them.
macro_rules! columns {
    () => {
        "id, handle, status, standing, consent, name, names, summaries, language, entity_type, \
         legal_form, membership_base, sectors, themes, territory, scope, country, street, \
         locality, region, postal_code, latitude, longitude, website, contacts, founded_on, \
         dissolved_on, created_at, updated_at, published_at, provenance, municipality, \
         point_precision"
    };
}
pub(super) use columns;

#[derive(Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: OrganizationId,
    pub(super) handle: String,
    pub(super) status: String,
    pub(super) standing: String,
    pub(super) consent: Option<String>,
    pub(super) name: String,
    pub(super) names: String,
    pub(super) summaries: String,
    pub(super) language: String,
    pub(super) entity_type: String,
    pub(super) legal_form: Option<String>,
    pub(super) membership_base: Option<String>,
    pub(super) sectors: String,
    pub(super) themes: String,
    pub(super) territory: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) country: Option<String>,
    pub(super) street: Option<String>,
    pub(super) locality: Option<String>,
    pub(super) region: Option<String>,
    pub(super) postal_code: Option<String>,
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
    pub(super) website: Option<String>,
    pub(super) contacts: String,
    pub(super) founded_on: Option<String>,
    pub(super) dissolved_on: Option<String>,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) published_at: Option<Timestamp>,
    pub(super) provenance: String,
    pub(super) municipality: Option<String>,
    pub(super) point_precision: Option<String>,
}

impl Row {
    pub(super) fn of(organization: &Organization) -> Result<Self> {
        let stated = &organization.stated;
        let place = stated.place.clone();
        Ok(Self {
            id: organization.id.clone(),
            handle: organization.handle.clone(),
            status: organization.status.as_str().to_owned(),
            standing: organization.standing.as_str().to_owned(),
            consent: organization.consent.as_ref().map(to_json).transpose()?,
            name: stated.name().to_owned(),
            names: to_json(&stated.names)?,
            summaries: to_json(&stated.summaries)?,
            language: stated.language.clone(),
            entity_type: stated.entity_type.to_string(),
            legal_form: stated.legal_form.clone(),
            membership_base: stated.membership_base.map(|base| base.to_string()),
            sectors: to_json(&stated.sectors)?,
            themes: to_json(&stated.themes)?,
            territory: stated.territory.as_ref().map(ToString::to_string),
            scope: stated.scope.map(|scope| scope.to_string()),
            country: place.country,
            street: place.street,
            locality: place.locality,
            region: place.region,
            postal_code: place.postal_code,
            latitude: place.point.map(|point| point.latitude),
            longitude: place.point.map(|point| point.longitude),
            website: stated.website.as_ref().map(ToString::to_string),
            contacts: to_json(&stated.contacts)?,
            founded_on: stated.founded_on.map(|date| date.to_string()),
            dissolved_on: stated.dissolved_on.map(|date| date.to_string()),
            created_at: organization.created_at,
            updated_at: organization.updated_at,
            published_at: organization.published_at,
            provenance: to_json(&organization.provenance)?,
            municipality: place.municipality.map(String::from),
            point_precision: place.precision.map(|precision| precision.to_string()),
        })
    }

    pub(super) fn organization(self) -> Result<Organization> {
        let point = match (self.latitude, self.longitude) {
            (Some(latitude), Some(longitude)) => Some(Point {
                latitude,
                longitude,
            }),
            _ => None,
        };
        let stated = Draft {
            handle: None,
            names: from_json(&self.names)?,
            summaries: from_json(&self.summaries)?,
            language: self.language,
            entity_type: EntityType::parse(&self.entity_type)?,
            legal_form: self.legal_form,
            membership_base: self
                .membership_base
                .as_deref()
                .map(MembershipBase::parse)
                .transpose()?,
            sectors: from_json(&self.sectors)?,
            themes: from_json(&self.themes)?,
            territory: self
                .territory
                .as_deref()
                .map(Territory::parse)
                .transpose()?,
            scope: self.scope.as_deref().map(Scope::parse).transpose()?,
            place: Place {
                country: self.country,
                region: self.region,
                locality: self.locality,
                street: self.street,
                postal_code: self.postal_code,
                point,
                precision: self
                    .point_precision
                    .as_deref()
                    .map(Precision::parse)
                    .transpose()?,
                municipality: self
                    .municipality
                    .as_deref()
                    .map(Territory::parse)
                    .transpose()?,
            },
            website: self
                .website
                .map(|site| site.parse())
                .transpose()
                .map_err(Error::internal)?,
            contacts: from_json(&self.contacts)?,
            founded_on: date(self.founded_on)?,
            dissolved_on: date(self.dissolved_on)?,
        };
        Ok(Organization {
            id: self.id,
            handle: self.handle,
            status: Status::read(&self.status)?,
            standing: Standing::read(&self.standing)?,
            consent: self.consent.as_deref().map(from_json).transpose()?,
            stated,
            provenance: from_json(&self.provenance)?,
            created_at: self.created_at,
            updated_at: self.updated_at,
            published_at: self.published_at,
        })
    }
}

fn date(text: Option<String>) -> Result<Option<jiff::civil::Date>> {
    text.map(|text| text.parse())
        .transpose()
        .map_err(Error::internal)
}
