//! An object's members as fields under dotted names, written straight into the row that they
//! belong to. What a name means is not known here.

use std::collections::HashMap;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::registry::import::table::rows::without_controls;

/// The columns that were met so far, and the row that is read.
#[derive(Debug, Default)]
pub(super) struct Columns {
    names: Vec<String>,
    places: HashMap<String, usize>,
    fields: Vec<String>,
    controls: Vec<usize>,
    path: String,
}

impl Columns {
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The columns of this row that had control characters.
    pub(super) fn controls(&self) -> &[usize] {
        &self.controls
    }

    /// Begins a row.
    pub(super) fn begin(&mut self) {
        self.fields.clear();
        self.fields.resize(self.names.len(), String::new());
        self.controls.clear();
        self.path.clear();
    }

    /// The row that was read.
    pub(super) fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.fields)
    }

    /// Writes a field that is not a member of its own, unless the row has it already.
    pub(super) fn fill(&mut self, name: &str, text: &str) -> usize {
        name.clone_into(&mut self.path);
        let column = self.column();
        if let Some(field) = self.fields.get_mut(column).filter(|field| field.is_empty()) {
            text.clone_into(field);
        }
        self.path.clear();
        column
    }

    /// The column of the present path.
    fn column(&mut self) -> usize {
        if let Some(column) = self.places.get(&self.path) {
            return *column;
        }
        let column = self.names.len();
        self.names.push(self.path.clone());
        self.places.insert(self.path.clone(), column);
        self.fields.push(String::new());
        column
    }

    /// Writes a text at the present path; within a list behind what stands there.
    fn write(&mut self, text: &str, is_listed: bool) {
        let column = self.column();
        let is_suspect = |byte: u8| byte < 0x20 || byte == 0x7F || byte == 0xC2;
        let cleaned = text.bytes().any(is_suspect).then(|| without_controls(text));
        let (text, has_controls) = match &cleaned {
            Some((cleaned, has)) => (cleaned.as_str(), *has),
            None => (text, false),
        };
        if has_controls {
            self.controls.push(column);
        }
        let Some(field) = self.fields.get_mut(column) else {
            return;
        };
        if !is_listed {
            field.clear();
        } else if !field.is_empty() && !text.is_empty() {
            field.push(';');
        }
        field.push_str(text);
    }
}

/// Reads one object.
pub(super) fn read(text: &str, columns: &mut Columns) -> Result<(), String> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let object = Object {
        columns,
        is_listed: false,
    };
    object
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end())
        .map_err(|error| error.to_string())
}

/// The members of an object at the present path.
struct Object<'row> {
    columns: &'row mut Columns,
    is_listed: bool,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object, whose members are the columns")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        members(&mut map, self.columns, self.is_listed)
    }
}

fn members<'de, A>(map: &mut A, columns: &mut Columns, is_listed: bool) -> Result<(), A::Error>
where
    A: MapAccess<'de>,
{
    let above = columns.path.len();
    while map.next_key_seed(Name(&mut columns.path))?.is_some() {
        map.next_value_seed(Value { columns, is_listed })?;
        columns.path.truncate(above);
    }
    Ok(())
}

/// A member's name, which is added to the path.
struct Name<'path>(&'path mut String);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<(), E> {
        if !self.0.is_empty() {
            self.0.push('.');
        }
        let (clean, _) = without_controls(name.trim());
        self.0.push_str(&clean.replace(['\n', '\t'], " "));
        Ok(())
    }
}

/// Whatever stands at the present path.
struct Value<'row> {
    columns: &'row mut Columns,
    is_listed: bool,
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        self.columns.write(text, self.is_listed);
        Ok(())
    }

    fn visit_bool<E: de::Error>(self, is: bool) -> Result<(), E> {
        self.visit_str(if is { "true" } else { "false" })
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<(), E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<(), E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<(), E> {
        self.visit_str(&number.to_string())
    }

    /// What is null in every object has no column.
    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let columns = self.columns;
        loop {
            let value = Value {
                columns: &mut *columns,
                is_listed: true,
            };
            if list.next_element_seed(value)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        members(&mut map, self.columns, self.is_listed)
    }
}
