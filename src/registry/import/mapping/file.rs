//! A mapping as its file says it: what the columns of a table mean, and what holds for every
//! row. It knows no rows; [`Mapped`](super::Mapped) reads them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::field::{Field, Slot};
use super::values::day_order::DayOrder;
use super::values::sector::Classification;
use crate::error::{Error, Result};
use crate::place::Territory;
use crate::text;
use crate::vocabulary::EntityType;
use crate::words::phrase;

/// What the columns of a table mean, and what holds for every row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The register's short name. With a row's identifier it names a record for ever.
    pub register: String,
    /// The language of the names and texts.
    pub language: String,
    /// What every row is, unless a column says otherwise. Without it, a row whose columns do
    /// not say it is what its name says, or another entity of the SSE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity_type: Option<EntityType>,
    /// Where every row belongs, unless a column says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<Territory>,
    /// The country of every row, unless a column says otherwise (ISO 3166-1 alpha-2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The classification that codes of sectors belong to; their look tells it otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classification: Option<Classification>,
    /// Whether the day or the month stands first in days of numbers alone; without it, as the
    /// country writes them, and the rehearsal says which could be read otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_order: Option<DayOrder>,
    /// The encoding of the file, where it was stated and not found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What separates the columns of the file, where that was stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// Which column, or columns, hold what.
    pub columns: BTreeMap<Slot, Columns>,
    /// How the table marks what has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Marked>,
    /// How the table marks what must not be published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diffusion: Option<Marked>,
    /// How many digits the codes of a column have, so that lost zeros can be put back.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub digits: BTreeMap<String, usize>,
    /// What values stand for that the tables do not know, or know otherwise.
    #[serde(default, skip_serializing_if = "Values::is_empty")]
    pub values: Values,
}

/// One column's header, or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Columns {
    /// One.
    One(String),
    /// Several, in the order in which they are read.
    Several(Vec<String>),
}

impl Columns {
    /// The headers.
    pub fn headers(&self) -> &[String] {
        match self {
            Self::One(header) => std::slice::from_ref(header),
            Self::Several(headers) => headers,
        }
    }

    /// The same with one more column.
    #[must_use]
    pub fn and(self, header: String) -> Self {
        let mut headers = self.headers().to_vec();
        headers.push(header);
        Self::Several(headers)
    }
}

/// A column and those of its values that mark a row; a yes or no stands for every way to write
/// it. Without values, the words count that several languages have for it, and of publishing
/// everything is refused that is no plain yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marked {
    /// The header.
    pub column: String,
    /// Further columns on publishing, read as words: every one of them has to agree.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The values; an empty one stands for empty cells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Whether empty cells of the column on publishing agree to it: nobody knows that but the
    /// table's keeper.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub empty_agrees: bool,
}

impl Marked {
    /// A column whose values are read as words.
    pub fn by_words(column: String) -> Self {
        Self {
            column,
            also: Vec::new(),
            values: Vec::new(),
            empty_agrees: false,
        }
    }
}

/// What values of code lists stand for in this register.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Values {
    /// Codes of ISIC; an empty one says that the value names no activity.
    #[serde(alias = "sectors", skip_serializing_if = "BTreeMap::is_empty")]
    pub sector: BTreeMap<String, String>,
    /// Entity types.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub entity_type: BTreeMap<String, String>,
    /// Entity types that legal forms stand for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub legal_form: BTreeMap<String, String>,
    /// Membership bases.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub membership_base: BTreeMap<String, String>,
    /// Themes.
    #[serde(alias = "themes", skip_serializing_if = "BTreeMap::is_empty")]
    pub theme: BTreeMap<String, String>,
    /// Countries (ISO 3166-1 alpha-2).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub country: BTreeMap<String, String>,
}

impl Values {
    fn is_empty(&self) -> bool {
        self == &Self::default()
    }

    /// The sections by name.
    fn sections(&self) -> [(&'static str, &BTreeMap<String, String>); 6] {
        [
            ("sector", &self.sector),
            ("entity_type", &self.entity_type),
            ("legal_form", &self.legal_form),
            ("membership_base", &self.membership_base),
            ("theme", &self.theme),
            ("country", &self.country),
        ]
    }
}

impl Mapping {
    /// Reads a mapping from TOML.
    ///
    /// # Errors
    /// [`Error::Invalid`] that says what of it cannot be used, and on which line.
    pub fn read(toml: &str) -> Result<Self> {
        let mapping: Self =
            toml::from_str(toml).map_err(|error| Error::invalid("mapping", error.to_string()))?;
        text::base_language(&mapping.language)?;
        Self::check_register(&mapping.register)?;
        mapping.check_columns()?;
        mapping.check_values()?;
        Ok(mapping)
    }

    /// Refuses what cannot be a register's short name.
    pub fn check_register(name: &str) -> Result<()> {
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let is_one = !name.is_empty() && name.chars().all(is_word);
        let refused = || Error::invalid("mapping.register", phrase!("refusal-register-name"));
        is_one.then_some(()).ok_or_else(refused)
    }

    /// Whether nothing in it says in which country a row is.
    pub(in crate::registry::import) fn is_placeless(&self) -> bool {
        let says = |slot: &Slot| {
            matches!(
                slot.field,
                Field::Country | Field::Territory | Field::Latitude | Field::Coordinates
            )
        };
        self.territory.is_none() && self.country.is_none() && !self.columns.keys().any(says)
    }

    /// In which order days of numbers alone are read.
    pub(super) fn days_read(&self) -> DayOrder {
        let country = || {
            let stated = self.country.as_deref();
            stated.or(self.territory.as_ref().and_then(Territory::country))
        };
        let by_country = || country().map_or(DayOrder::default(), DayOrder::of_country);
        self.day_order.unwrap_or_else(by_country)
    }

    fn check_columns(&self) -> Result<()> {
        let is_named = self.columns.keys().any(|slot| slot.field == Field::Name);
        if !is_named {
            let reason = "no column is said to hold the name; write name = \"…\"";
            return Err(Error::invalid("mapping.columns", reason));
        }
        let mut fields: HashMap<&str, &Slot> = HashMap::new();
        for (slot, columns) in &self.columns {
            let headers = columns.headers();
            if headers.is_empty() || (headers.len() > 1 && !slot.field.takes_several()) {
                let reason = format!(
                    "{slot} is read from one column; {} are given",
                    headers.len()
                );
                return Err(Error::invalid("mapping.columns", reason));
            }
            for header in headers {
                if let Some(other) = fields.insert(header, slot) {
                    let reason = format!(
                        "the column {header:?} is mapped twice, as {other} and as {slot}; keep one"
                    );
                    return Err(Error::invalid("mapping.columns", reason));
                }
            }
        }
        self.check_marks()
    }

    /// What is said of marks and would be passed over is refused, not ignored.
    fn check_marks(&self) -> Result<()> {
        let is_idle = |ended: &Marked| !ended.also.is_empty() || ended.empty_agrees;
        if self.ended.as_ref().is_some_and(is_idle) {
            let reason = "also and empty_agrees are said of [diffusion] alone; what has ended is \
                read from one column, and an empty value under `values` stands for empty cells";
            return Err(Error::invalid("mapping.ended", reason));
        }
        let mut seen = HashSet::new();
        let asked = self.diffusion.iter();
        let mut headers = asked.flat_map(|asked| std::iter::once(&asked.column).chain(&asked.also));
        match headers.find(|header| !seen.insert(header.trim())) {
            Some(twice) => {
                let reason = format!("the column {twice:?} is named twice; keep one");
                Err(Error::invalid("mapping.diffusion", reason))
            }
            None => Ok(()),
        }
    }

    /// Every code that a value stands for must be one, so that no row meets a wrong one.
    fn check_values(&self) -> Result<()> {
        use crate::vocabulary::{MembershipBase, Sector};
        for (name, section) in self.values.sections() {
            for (value, code) in section.iter().filter(|(_, code)| !code.is_empty()) {
                let outcome = match name {
                    "sector" => code
                        .split(';')
                        .try_for_each(|one| Sector::parse(one).map(drop)),
                    "entity_type" | "legal_form" => EntityType::parse(code).map(drop),
                    "membership_base" => MembershipBase::parse(code).map(drop),
                    "country" => Territory::parse(code).map(drop),
                    _ => Ok(()),
                };
                outcome.map_err(|error| {
                    let reason = format!("{value:?}: {error}");
                    Error::invalid(format!("mapping.values.{name}"), reason)
                })?;
            }
        }
        if let Some(country) = &self.country {
            Territory::parse(country)?;
        }
        Ok(())
    }

    /// The mapping as TOML that [`read`](Self::read) reads.
    pub fn to_toml(&self) -> String {
        self.write(|_| None)
    }

    /// The mapping as TOML, with what `told` says of a column beside it.
    pub(super) fn write(&self, told: impl Fn(&str) -> Option<String>) -> String {
        let mut toml = String::new();
        let mut said = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                line(&mut toml, name, &quoted(value), None);
            }
        };
        said("register", Some(&self.register));
        said("language", Some(&self.language));
        said("entity_type", self.entity_type.map(EntityType::as_str));
        said("territory", self.territory.as_ref().map(Territory::as_str));
        said("country", self.country.as_deref());
        said(
            "classification",
            self.classification.map(Classification::as_str),
        );
        said("day_order", self.day_order.map(DayOrder::as_str));
        said("encoding", self.encoding.as_deref());
        said("delimiter", self.delimiter.as_deref());
        toml.push_str("\n[columns]\n");
        for (slot, columns) in &self.columns {
            let slot = slot.to_string();
            let name = if slot.contains(':') {
                quoted(&slot)
            } else {
                slot
            };
            match columns {
                Columns::One(header) => {
                    line(&mut toml, &name, &quoted(header), told(header));
                }
                Columns::Several(headers) => {
                    let _written = writeln!(toml, "{name} = [");
                    for header in headers {
                        let comment =
                            told(header).map_or_else(String::new, |told| format!("  # {told}"));
                        let _written = writeln!(toml, "    {},{comment}", quoted(header));
                    }
                    toml.push_str("]\n");
                }
            }
        }
        for (name, marked) in [("ended", &self.ended), ("diffusion", &self.diffusion)] {
            let Some(marked) = marked else { continue };
            let _written = writeln!(toml, "\n[{name}]");
            line(
                &mut toml,
                "column",
                &quoted(&marked.column),
                told(&marked.column),
            );
            if !marked.also.is_empty() {
                let also: Vec<String> = marked.also.iter().map(|header| quoted(header)).collect();
                line(&mut toml, "also", &format!("[{}]", also.join(", ")), None);
            }
            if marked.empty_agrees {
                line(&mut toml, "empty_agrees", "true", None);
            }
            if !marked.values.is_empty() {
                let values: Vec<String> = marked.values.iter().map(|value| quoted(value)).collect();
                line(
                    &mut toml,
                    "values",
                    &format!("[{}]", values.join(", ")),
                    None,
                );
            }
        }
        if !self.digits.is_empty() {
            toml.push_str("\n[digits]\n");
            for (header, digits) in &self.digits {
                line(&mut toml, &quoted(header), &digits.to_string(), None);
            }
        }
        for (name, section) in self.values.sections() {
            if section.is_empty() {
                continue;
            }
            let _written = writeln!(toml, "\n[values.{name}]");
            for (value, code) in section {
                line(&mut toml, &quoted(value), &quoted(code), None);
            }
        }
        toml
    }
}

fn line(toml: &mut String, name: &str, value: &str, told: Option<String>) {
    let comment = told.map_or_else(String::new, |told| format!("  # {told}"));
    let _written = writeln!(toml, "{name} = {value}{comment}");
}

/// A text as a TOML string on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            _ if character.is_control() => {
                let _written = write!(quoted, "\\u{:04X}", u32::from(character));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
