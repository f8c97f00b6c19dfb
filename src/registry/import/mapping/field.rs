//! What a column can hold, as a mapping calls it. This file knows no table.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::text;

/// What a column can hold of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The register's own identifier.
    Identifier,
    /// The name, one column for each language.
    Name,
    /// Another name, which stands in where the name is empty.
    OtherName,
    /// A few sentences, one column for each language.
    Summary,
    /// What it is, by the ILO's list.
    EntityType,
    /// The legal form in the country's words or numbers.
    LegalForm,
    /// Who its members are.
    MembershipBase,
    /// The number in the official register of companies, associations or taxpayers.
    RegisterNumber,
    /// What it works in.
    Sectors,
    /// Themes that it gives itself to.
    Themes,
    /// A code of ISO 3166 or a Wikidata id.
    Territory,
    /// The country in any spelling.
    Country,
    /// Province, state or county.
    Region,
    /// Town or village.
    Locality,
    /// The street, from one or more columns in their order.
    Street,
    /// Postal code.
    PostalCode,
    /// A whole address in one column.
    Address,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// Latitude and longitude in one column.
    Coordinates,
    /// Its site.
    Website,
    /// Mail addresses.
    Email,
    /// Telephone numbers.
    Phone,
    /// The name of a person to turn to.
    Person,
    /// The day it was founded or registered.
    FoundedOn,
    /// The day it ended.
    DissolvedOn,
    /// Whether it is alive; a mapping says so in `[ended]`.
    Status,
    /// Whether it may be published; a mapping says so in `[diffusion]`.
    Diffusion,
}

use Field::{
    Address, Coordinates, Country, Diffusion, DissolvedOn, Email, EntityType, FoundedOn,
    Identifier, Latitude, LegalForm, Locality, Longitude, MembershipBase, Name, OtherName, Person,
    Phone, PostalCode, Region, RegisterNumber, Sectors, Status, Street, Summary, Territory, Themes,
    Website,
};

/// Each field with its name.
const NAMES: &[(Field, &str)] = &[
    (Identifier, "identifier"),
    (Name, "name"),
    (OtherName, "other_name"),
    (Summary, "summary"),
    (EntityType, "entity_type"),
    (LegalForm, "legal_form"),
    (MembershipBase, "membership_base"),
    (RegisterNumber, "register_number"),
    (Sectors, "sectors"),
    (Themes, "themes"),
    (Territory, "territory"),
    (Country, "country"),
    (Region, "region"),
    (Locality, "locality"),
    (Street, "street"),
    (PostalCode, "postal_code"),
    (Address, "address"),
    (Latitude, "latitude"),
    (Longitude, "longitude"),
    (Coordinates, "coordinates"),
    (Website, "website"),
    (Email, "email"),
    (Phone, "phone"),
    (Person, "person"),
    (FoundedOn, "founded_on"),
    (DissolvedOn, "dissolved_on"),
    (Status, "status"),
    (Diffusion, "diffusion"),
];

/// Other words that mappings may use.
const OTHERWISE: &[(&str, Field)] = &[
    ("sector", Sectors),
    ("theme", Themes),
    ("other_names", OtherName),
    ("description", Summary),
];

impl Field {
    /// Every field.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(field, _)| *field)
    }

    /// The field as a mapping calls it.
    pub fn as_str(self) -> &'static str {
        NAMES
            .iter()
            .find(|(field, _)| *field == self)
            .map_or("", |(_, name)| name)
    }

    /// Whether it may have one column for each language.
    pub fn has_languages(self) -> bool {
        matches!(self, Name | Summary)
    }

    /// Whether it may be made of several columns.
    pub fn takes_several(self) -> bool {
        matches!(
            self,
            OtherName
                | Summary
                | Sectors
                | Themes
                | Street
                | Email
                | Phone
                | Person
                | LegalForm
                | RegisterNumber
                | MembershipBase
                | EntityType
        )
    }
}

/// A field in a language, where it has languages: `name`, `name:es`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slot {
    /// The field.
    pub field: Field,
    /// The language; `None` is the table's own.
    pub language: Option<String>,
}

impl Slot {
    /// A field in the table's own language.
    pub fn of(field: Field) -> Self {
        Self {
            field,
            language: None,
        }
    }

    /// Reads `name` or `name:es`.
    ///
    /// # Errors
    /// [`Error::Invalid`] when there is no such field or language.
    pub fn parse(name: &str) -> Result<Self> {
        let (name, language) = match name.split_once(':') {
            Some((name, language)) => (name, Some(language)),
            None => (name, None),
        };
        let named = NAMES
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(field, _)| *field);
        let otherwise = || {
            OTHERWISE
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, field)| *field)
        };
        let Some(field) = named.or_else(otherwise) else {
            // What is said in a section of its own is offered there.
            let columns = NAMES
                .iter()
                .filter(|(one, _)| !matches!(one, Status | Diffusion));
            let known: Vec<&str> = columns.map(|(_, name)| *name).collect();
            let reason = format!("{name:?} is no field; write one of {}", known.join(", "));
            return Err(Error::invalid("mapping.columns", reason));
        };
        if matches!(field, Status | Diffusion) {
            let section = if field == Status {
                "ended"
            } else {
                "diffusion"
            };
            let reason = format!(
                "{name} is said in a section of its own: [{section}] with column and values"
            );
            return Err(Error::invalid("mapping.columns", reason));
        }
        if language.is_some() && !field.has_languages() {
            let reason = format!("{name} has no languages; only name and summary have");
            return Err(Error::invalid("mapping.columns", reason));
        }
        Ok(Self {
            field,
            language: language.map(text::base_language).transpose()?,
        })
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field.as_str())?;
        match &self.language {
            Some(language) => write!(f, ":{language}"),
            None => Ok(()),
        }
    }
}

impl TryFrom<String> for Slot {
    type Error = Error;
    fn try_from(name: String) -> Result<Self> {
        Self::parse(&name)
    }
}

impl From<Slot> for String {
    fn from(slot: Slot) -> Self {
        slot.to_string()
    }
}
