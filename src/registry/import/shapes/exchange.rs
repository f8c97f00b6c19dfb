//! What this program itself exports, as text, workbook or features: the columns of
//! [`exchange`](crate::registry::exchange), read back as they were written. A place is stated
//! as it is kept, so nothing is completed.

use std::any::Any;
use std::str::FromStr;

use super::super::entry::{Entry, Problem, Row};
use super::super::noticed::Noticed;
use super::Shape;
use crate::error::{Error, Result};
use crate::place::{Place, Point, Precision};
use crate::registry::{Contact, Draft, Status, exchange};
use crate::text::LanguageMap;
use crate::vocabulary::EntityType;
use crate::words::{Saying, phrase};

/// The columns that say enough to know the file by.
const KNOWN_BY: &[&str] = &["name", "language", "entity_type", "status"];

pub(in crate::registry::import) struct Exchange {
    identifier: String,
    /// Texts may have an apostrophe that a table of text needs; features have none.
    is_escaped: bool,
}

impl Exchange {
    /// The shape of a file with these headers, when it is one of ours.
    pub(in crate::registry::import) fn over(headers: &[String]) -> Option<Self> {
        let has = |name: &str| headers.iter().any(|header| header == name);
        let mut headers_of_ids = headers
            .iter()
            .filter(|header| register_of(header).is_some());
        let identifier = headers_of_ids.next()?.clone();
        let is_ours = headers_of_ids.next().is_none() && KNOWN_BY.iter().all(|name| has(name));
        is_ours.then(|| Self {
            identifier,
            // Every feature is given this column when it is read, and no export has it.
            is_escaped: !has("id"),
        })
    }

    fn text(&self, row: &Row<'_>, header: &str) -> String {
        let text = row.text(header);
        if self.is_escaped {
            exchange::stated(text).to_owned()
        } else {
            text.to_owned()
        }
    }

    fn filled(&self, row: &Row<'_>, header: &str) -> Option<String> {
        Some(self.text(row, header)).filter(|text| !text.is_empty())
    }

    /// A value that is one of its kind; another is left empty and told.
    fn read<T, E: 'static>(
        &self,
        (row, header): (&Row<'_>, &str),
        parse: impl FnOnce(&str) -> Result<T, E>,
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        let text = self.filled(row, header)?;
        match parse(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                let remedy = phrase!("remedy-as-export");
                problems.push(row.problem(header, unread(&error, &text), remedy));
                None
            }
        }
    }

    /// The values of a list; one that is none is left out and told.
    fn list<T: FromStr<Err: 'static>>(
        &self,
        (row, header, between): (&Row<'_>, &str, char),
        problems: &mut Vec<Problem>,
    ) -> Vec<T> {
        let text = self.text(row, header);
        let words = text.split(between).map(str::trim);
        let mut values = Vec::new();
        for word in words.filter(|word| !word.is_empty()) {
            match word.parse() {
                Ok(value) => values.push(value),
                Err(error) => problems.push(row.problem(
                    header,
                    unread(&error, word),
                    phrase!("remedy-out-as-export"),
                )),
            }
        }
        values
    }

    /// A value without which the row cannot be kept.
    fn needed<T: FromStr<Err: 'static>>(&self, row: &Row<'_>, header: &str) -> Result<T, Problem> {
        let text = self.text(row, header);
        text.parse().map_err(|error: T::Err| {
            let remedy = phrase!("remedy-row-as-export");
            row.problem(header, unread(&error, &text), remedy)
        })
    }

    /// The text in the record's language, and the others.
    fn texts(
        &self,
        row: &Row<'_>,
        (own, others): (&str, &str),
        language: &str,
        problems: &mut Vec<Problem>,
    ) -> Result<LanguageMap> {
        let parse = |json: &str| serde_json::from_str::<LanguageMap>(json);
        let mut texts = self
            .read((row, others), parse, problems)
            .unwrap_or_default();
        texts.insert(language, &self.text(row, own))?;
        Ok(texts)
    }

    fn place(&self, row: &Row<'_>, problems: &mut Vec<Problem>) -> Place {
        let degrees = |header, problems: &mut Vec<Problem>| {
            self.read((row, header), str::parse::<f64>, problems)
        };
        let latitude = degrees("latitude", problems);
        let longitude = degrees("longitude", problems);
        Place {
            country: self.filled(row, "country"),
            region: self.filled(row, "region"),
            locality: self.filled(row, "locality"),
            street: self.filled(row, "street"),
            postal_code: self.filled(row, "postal_code"),
            municipality: self.read((row, "municipality"), str::parse, problems),
            point: latitude.zip(longitude).map(|(latitude, longitude)| Point {
                latitude,
                longitude,
            }),
            precision: self.read((row, "point_precision"), Precision::parse, problems),
        }
    }

    fn draft(&self, row: &Row<'_>, problems: &mut Vec<Problem>) -> Result<Draft, Problem> {
        let entity_type: EntityType = self.needed(row, "entity_type")?;
        let language = self.text(row, "language");
        let unkept =
            |error: Error| row.problem("name", error.saying(), phrase!("remedy-row-as-export"));
        let mut draft =
            Draft::named(&self.text(row, "name"), &language, entity_type).map_err(unkept)?;
        let columns = ("name", "other_names");
        draft.names = self
            .texts(row, columns, &language, problems)
            .map_err(unkept)?;
        let columns = ("summary", "other_summaries");
        draft.summaries = self
            .texts(row, columns, &language, problems)
            .map_err(unkept)?;
        draft.legal_form = self.filled(row, "legal_form");
        draft.membership_base = self.read((row, "membership_base"), str::parse, problems);
        draft.sectors = self.list((row, "sectors", ';'), problems);
        draft.themes = self.list((row, "themes", ';'), problems);
        draft.territory = self.read((row, "territory"), str::parse, problems);
        draft.scope = self.read((row, "scope"), str::parse, problems);
        draft.place = self.place(row, problems);
        draft.website = self.read((row, "website"), str::parse, problems);
        draft.founded_on = self.read((row, "founded_on"), str::parse, problems);
        draft.dissolved_on = self.read((row, "dissolved_on"), str::parse, problems);
        let contacts: Vec<Line> = self.list((row, exchange::CONTACTS, '\n'), problems);
        draft.contacts = contacts.into_iter().map(|Line(contact)| contact).collect();
        draft.checked().map_err(unkept)
    }
}

/// Why a value cannot be read: what the domain says of it, or else that it is none.
fn unread(error: &dyn Any, text: &str) -> Saying {
    let own = error.downcast_ref::<Error>();
    own.map_or_else(
        || phrase!("problem-unreadable", value = text).into(),
        Error::saying,
    )
}

/// A contact as its line.
struct Line(Contact);

impl FromStr for Line {
    type Err = Error;

    fn from_str(line: &str) -> Result<Self> {
        Contact::from_line(line).map(Self)
    }
}

/// The register that a header names.
fn register_of(header: &str) -> Option<&str> {
    let name = header.strip_prefix(exchange::IDENTIFIER)?.trim();
    Some(name).filter(|name| !name.is_empty())
}

impl Shape for Exchange {
    fn title(&self) -> &'static str {
        "an export of Trenza"
    }

    fn register(&self) -> &str {
        register_of(&self.identifier).unwrap_or_default()
    }

    fn identifier(&self) -> &str {
        &self.identifier
    }

    fn headers(&self) -> Vec<&str> {
        let mut headers = vec![self.identifier.as_str()];
        headers.extend(KNOWN_BY);
        headers
    }

    fn stated(&self, row: &Row<'_>) -> Option<String> {
        self.filled(row, &self.identifier)
    }

    fn is_complete(&self) -> bool {
        true
    }

    fn entry(&self, row: &Row<'_>, noticed: &mut Noticed) -> Result<Entry, Problem> {
        let problems = &mut noticed.problems;
        let Some(identifier) = self.filled(row, &self.identifier) else {
            let remedy = phrase!("remedy-not-found-again");
            return Err(row.problem(&self.identifier, phrase!("problem-empty"), remedy));
        };
        let status: Status = self.needed(row, "status")?;
        Ok(Entry {
            line: row.line,
            identifier,
            register_number: self.filled(row, "register_number"),
            stated_on: self.read((row, "stated_on"), str::parse, problems),
            draft: self.draft(row, problems)?,
            is_dissolved: status == Status::Dissolved,
            is_type_assumed: false,
            copied_as: Some(status),
        })
    }
}
