//! Any table, by what its keeper says of its columns in a small TOML file.

use serde::Deserialize;
use url::Url;

use super::super::entry::{Entry, Problem, Row};
use super::Shape;
use crate::error::{Error, Result};
use crate::place::{Place, Point, Territory};
use crate::registry::{Contact, ContactKind, Draft};
use crate::text::{self, LanguageMap};
use crate::vocabulary::{EntityType, Sector};

/// What the columns of a table mean, and what holds for every row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The register's short name. With a row's identifier it names a record for ever.
    register: String,
    /// The language of the names and texts.
    language: String,
    /// What every row is, unless a column says otherwise.
    entity_type: EntityType,
    /// Where every row belongs, unless a column says otherwise.
    territory: Option<Territory>,
    /// Which column holds what.
    columns: Columns,
    /// How the table marks what has ended.
    ended: Option<Ended>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    identifier: String,
    name: String,
    summary: Option<String>,
    entity_type: Option<String>,
    legal_form: Option<String>,
    register_number: Option<String>,
    sector: Option<String>,
    territory: Option<String>,
    country: Option<String>,
    region: Option<String>,
    locality: Option<String>,
    street: Option<String>,
    postal_code: Option<String>,
    latitude: Option<String>,
    longitude: Option<String>,
    website: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    founded_on: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ended {
    column: String,
    values: Vec<String>,
}

impl Mapping {
    /// Reads a mapping from TOML.
    ///
    /// # Errors
    /// [`Error::Invalid`] that says what of it cannot be used, and on which line.
    pub fn read(toml: &str) -> Result<Self> {
        let mapping: Self =
            toml::from_str(toml).map_err(|error| Error::invalid("mapping", error))?;
        text::base_language(&mapping.language)?;
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if mapping.register.is_empty() || !mapping.register.chars().all(is_word) {
            let reason = "write a short name in small letters, digits and -, such as reas-madrid";
            return Err(Error::invalid("mapping.register", reason));
        }
        Ok(mapping)
    }
}

impl Shape for Mapping {
    fn title(&self) -> &str {
        &self.register
    }

    fn register(&self) -> &str {
        &self.register
    }

    fn identifier(&self) -> &str {
        &self.columns.identifier
    }

    fn headers(&self) -> Vec<&str> {
        let columns = &self.columns;
        let optional = [
            &columns.summary,
            &columns.entity_type,
            &columns.legal_form,
            &columns.register_number,
            &columns.sector,
            &columns.territory,
            &columns.country,
            &columns.region,
            &columns.locality,
            &columns.street,
            &columns.postal_code,
            &columns.latitude,
            &columns.longitude,
            &columns.website,
            &columns.email,
            &columns.phone,
            &columns.founded_on,
        ];
        let mut headers = vec![columns.identifier.as_str(), columns.name.as_str()];
        headers.extend(optional.into_iter().flatten().map(String::as_str));
        headers.extend(self.ended.as_ref().map(|ended| ended.column.as_str()));
        headers
    }

    fn entry(&self, row: &Row<'_>, problems: &mut Vec<Problem>) -> Result<Entry, Problem> {
        let columns = &self.columns;
        let said = |column: &Option<String>| column.as_deref().and_then(|one| row.filled(one));
        let Some(identifier) = row.filled(&columns.identifier) else {
            let remedy = "this row is left out; without an identifier it cannot be found again";
            return Err(row.problem(&columns.identifier, "is empty", remedy));
        };
        let refused = |error: Error| {
            let remedy = "this row is left out; correct the value";
            row.problem(&columns.name, &error.to_string(), remedy)
        };
        let entity_type = one(row, columns.entity_type.as_ref(), problems, |text| {
            code_or_label(text, &self.language)
        });
        let mut draft = Draft::named(
            row.text(&columns.name),
            &self.language,
            entity_type.unwrap_or(self.entity_type),
        )
        .map_err(refused)?;
        let summary = said(&columns.summary).unwrap_or_default();
        draft.summaries = LanguageMap::of(&self.language, &summary).map_err(refused)?;
        draft.legal_form = said(&columns.legal_form);
        draft.sectors = one(row, columns.sector.as_ref(), problems, sectors).unwrap_or_default();
        draft.territory = one(row, columns.territory.as_ref(), problems, Territory::parse)
            .or_else(|| self.territory.clone());
        let of_territory = draft.territory.as_ref().and_then(Territory::country);
        draft.place = Place {
            country: said(&columns.country).or_else(|| of_territory.map(str::to_owned)),
            region: said(&columns.region),
            locality: said(&columns.locality),
            street: said(&columns.street),
            postal_code: said(&columns.postal_code),
            point: self.point(row, problems),
            ..Place::default()
        };
        draft.website = one(row, columns.website.as_ref(), problems, site);
        for (kind, column) in [
            (ContactKind::Email, &columns.email),
            (ContactKind::Phone, &columns.phone),
        ] {
            let contact = |text: &str| {
                Contact {
                    kind,
                    value: text.to_owned(),
                    public: false,
                }
                .checked()
            };
            draft
                .contacts
                .extend(one(row, column.as_ref(), problems, contact));
        }
        draft.founded_on = columns
            .founded_on
            .as_deref()
            .and_then(|column| row.day(column, problems));
        Ok(Entry {
            line: row.line,
            identifier,
            register_number: said(&columns.register_number),
            stated_on: None,
            draft: draft.checked().map_err(refused)?,
            is_dissolved: self.ended.as_ref().is_some_and(|ended| {
                ended
                    .values
                    .iter()
                    .any(|value| value == row.text(&ended.column))
            }),
        })
    }
}

impl Mapping {
    fn point(&self, row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<Point> {
        let columns = &self.columns;
        let latitude = one(row, columns.latitude.as_ref(), problems, |text| {
            degrees(text, 90.0)
        });
        let longitude = one(row, columns.longitude.as_ref(), problems, |text| {
            degrees(text, 180.0)
        });
        Some(Point {
            latitude: latitude?,
            longitude: longitude?,
        })
    }
}

/// The value below a column; one that cannot be read is left out and told.
fn one<T>(
    row: &Row<'_>,
    column: Option<&String>,
    problems: &mut Vec<Problem>,
    read: impl Fn(&str) -> Result<T>,
) -> Option<T> {
    let column = column?;
    let text = row.filled(column)?;
    read(&text)
        .map_err(|error| {
            problems.push(row.problem(column, &error.to_string(), "left empty; correct the value"));
        })
        .ok()
}

/// A type by its code, or as people of the table's language call it.
fn code_or_label(text: &str, language: &str) -> Result<EntityType> {
    let is_called = |one: &&EntityType| one.label(language).to_lowercase() == text.to_lowercase();
    match EntityType::ALL.iter().find(is_called) {
        Some(known) => Ok(*known),
        None => EntityType::parse(text),
    }
}

/// One or more codes of ISIC, parted by semicolons.
fn sectors(text: &str) -> Result<Vec<Sector>> {
    text.split(';').map(Sector::parse).collect()
}

fn site(text: &str) -> Result<Url> {
    let address = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let site = Url::parse(&address).ok();
    site.filter(|site| {
        let is_web = matches!(site.scheme(), "http" | "https");
        is_web && site.host_str().is_some_and(|host| host.contains('.'))
    })
    .ok_or_else(|| {
        Error::invalid(
            "website",
            format!("{text:?} is no address; write https://…"),
        )
    })
}

/// Degrees with a point or, as spreadsheets of many countries write them, a comma.
fn degrees(text: &str, limit: f64) -> Result<f64> {
    let degrees = text.replace(',', ".").parse::<f64>().ok();
    degrees
        .filter(|degrees| degrees.abs() <= limit)
        .ok_or_else(|| {
            Error::invalid(
                "point",
                format!("{text:?} is not within {limit} degrees; write 19.43"),
            )
        })
}
