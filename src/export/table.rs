//! Records as one row of named cells, the same in every tabular format. What stands here is
//! what [`registry::import`](crate::registry::import) reads back without a difference, so a
//! column that is added here is read there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Asked, Exported};
use crate::error::{Error, Result};
use crate::registry::{self, Contact, Source, exchange};
use crate::settings::Settings;
use crate::store::{Db, to_json};
use crate::text::LanguageMap;

/// Under whose identifiers the rows of a table stand: of the one register that states every
/// record, or of the node itself, whose identifiers the records have anyway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The register's short name, or the node's host.
    pub name: String,
    is_node: bool,
}

impl Register {
    /// The register of what is asked for.
    pub(super) async fn of(db: &Db, settings: &Settings, asked: &Asked) -> Result<Self> {
        let named = match &asked.register {
            Some(name) => Some(name.clone()),
            None => registry::only_register(&mut db.read().await?).await?,
        };
        if let Some(name) = named {
            return Ok(Self {
                name,
                is_node: false,
            });
        }
        let url = &settings.public_url;
        let host = url.host_str().unwrap_or_default();
        let port = url.port().map(|port| format!(":{port}"));
        Ok(Self {
            name: format!("{host}{}", port.unwrap_or_default()),
            is_node: true,
        })
    }

    /// The register alone of which records are exported.
    pub(super) fn only(&self) -> Option<String> {
        (!self.is_node).then(|| self.name.clone())
    }

    /// What this register states of a record: its identifier, number and day.
    fn statement(&self, one: &Exported) -> Statement {
        let own = one
            .sources
            .iter()
            .find(|source| source.register == self.name);
        let numbered = one
            .sources
            .iter()
            .find(|source| source.register_number.is_some());
        match own {
            Some(source) if !self.is_node => Statement::of(source),
            _ => Statement {
                identifier: one.organization.id.to_string(),
                register_number: numbered.and_then(|source| source.register_number.clone()),
                stated_on: Some(one.organization.updated_at.day().to_string()),
            },
        }
    }
}

struct Statement {
    identifier: String,
    register_number: Option<String>,
    stated_on: Option<String>,
}

impl Statement {
    fn of(source: &Source) -> Self {
        Self {
            identifier: source.identifier.clone(),
            register_number: source.register_number.clone(),
            stated_on: source.stated_on.clone(),
        }
    }
}

/// A cell: a text that a spreadsheet program must not take for a formula, or a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

/// The cell as text that no spreadsheet program runs.
pub(super) fn harmless(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => exchange::harmless(text).into_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Empty => String::new(),
    }
}

/// The columns of an export.
pub(super) struct Table {
    register: Register,
    with_contacts: bool,
}

impl Table {
    pub(super) fn new(register: Register, asked: &Asked) -> Self {
        Self {
            register,
            with_contacts: asked.with_contacts,
        }
    }

    /// The names of the columns.
    pub(super) fn headers(&self) -> Vec<Cow<'static, str>> {
        let identifier = format!("{}{}", exchange::IDENTIFIER, self.register.name);
        let mut headers = vec![Cow::Owned(identifier)];
        headers.extend(exchange::COLUMNS.iter().copied().map(Cow::Borrowed));
        if self.with_contacts {
            headers.push(Cow::Borrowed(exchange::CONTACTS));
        }
        headers
    }

    /// The cells of a record, one for each header.
    ///
    /// # Errors
    /// [`Error::Internal`] when a text cannot be written as JSON, which none is.
    pub(super) fn cells(&self, one: &Exported) -> Result<Vec<Cell>> {
        let statement = self.register.statement(one);
        let (status, stated) = (one.organization.status, &one.organization.stated);
        let place = &stated.place;
        let language = stated.language.as_str();
        let mut cells = vec![
            text(statement.identifier),
            text(stated.name()),
            text(language),
            others(&stated.names, language)?,
            stated.summaries.get(language).map(str::to_owned).into(),
            others(&stated.summaries, language)?,
            text(stated.entity_type.as_str()),
            stated.legal_form.clone().into(),
            stated.membership_base.map(|base| base.to_string()).into(),
            list(&stated.sectors),
            list(&stated.themes),
            stated.territory.as_ref().map(ToString::to_string).into(),
            stated.scope.map(|scope| scope.to_string()).into(),
            place.country.clone().into(),
            place.region.clone().into(),
            place.locality.clone().into(),
            place.street.clone().into(),
            place.postal_code.clone().into(),
            place.municipality.as_ref().map(ToString::to_string).into(),
            place.point.map(|point| point.latitude).into(),
            place.point.map(|point| point.longitude).into(),
            place
                .precision
                .map(|precision| precision.to_string())
                .into(),
            stated.website.as_ref().map(ToString::to_string).into(),
            stated.founded_on.map(|day| day.to_string()).into(),
            stated.dissolved_on.map(|day| day.to_string()).into(),
            text(status.as_str()),
            statement.register_number.into(),
            statement.stated_on.into(),
        ];
        if self.with_contacts {
            let lines: Vec<String> = stated.contacts.iter().map(Contact::to_line).collect();
            cells.push(text(lines.join("\n")));
        }
        Ok(cells)
    }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn list(codes: &[impl ToString]) -> Cell {
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    text(codes.join(";"))
}

/// The texts in other languages than the record's own, as a JSON object.
fn others(texts: &LanguageMap, language: &str) -> Result<Cell> {
    let others: BTreeMap<&str, &str> = texts.iter().filter(|(tag, _)| *tag != language).collect();
    if others.is_empty() {
        return Ok(Cell::Empty);
    }
    to_json(&others).map(Cell::Text).map_err(Error::internal)
}
