//! One document, and where in it the objects are: it is a list of them, wraps such a list, is
//! a collection of GeoJSON, or is one object. The text is held and its objects are read when
//! they are asked for.

use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::super::encoding;
use super::super::kind::unreadable;
use super::super::{Line, Problem, Rows, Table, refused};
use super::flat::Columns;
use super::{Shape, broken, read, row};
use crate::error::Result;
use crate::words::phrase;

/// A larger document is not held in memory, in bytes.
const MOST_BYTES: u64 = 100 * 1024 * 1024;

/// The names under which services wrap a list of objects, the likelier ones first.
pub(super) const WRAPPERS: [&str; 18] = [
    "features",
    "records",
    "results",
    "data",
    "items",
    "rows",
    "entries",
    "organizations",
    "organisations",
    "bindings",
    "@graph",
    "hits",
    "docs",
    "result",
    "response",
    "value",
    "list",
    "profiles",
];

/// Members that say that an object is itself what is looked for.
const OWN: [&str; 8] = [
    "name",
    "title",
    "nombre",
    "nom",
    "nome",
    "primary_url",
    "linked_schemas",
    "@id",
];

/// Opens a document.
pub(super) fn open<R: Read + Seek>(mut source: R) -> Result<Table> {
    let length = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
    if length > MOST_BYTES {
        return Err(refused(phrase!("file-large-document")));
    }
    let found = encoding::of(&mut source, None)?;
    source.rewind().map_err(unreadable)?;
    let mut bytes = Vec::new();
    source
        .take(MOST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    let text = found.encoding.decode(&bytes);
    let text = super::unfold::unfold(&text).unwrap_or_else(|| text.into_owned());
    drop(bytes);
    let whole: &RawValue =
        serde_json::from_str(&text).map_err(|error| broken(phrase!("file-it"), error))?;
    let mut places = Vec::new();
    let list = find(whole, 0)?;
    let shape = match &list {
        Found::One(object) => shape_of(object.get()),
        Found::List(objects) => objects
            .first()
            .map_or(Shape::Plain, |one| shape_of(one.get())),
    };
    let objects = match list {
        Found::One(object) => vec![object],
        Found::List(objects) => objects,
    };
    if objects.is_empty() {
        return Err(refused(phrase!("file-empty-list")));
    }
    let mut columns = Columns::default();
    for (number, object) in (1_u64..).zip(objects) {
        read(shape, object.get(), &mut columns)
            .map_err(|error| broken(phrase!("file-entry", number = number), error))?;
        let from = object.get().as_ptr().addr() - text.as_ptr().addr();
        places.push(from..from + object.get().len());
    }
    let ends = text.bytes().filter(|byte| *byte == b'\n').count();
    let has_lines = ends >= places.len();
    Ok(Table {
        sheet: None,
        encoding: found.encoding.name(),
        delimiter: None,
        headers: columns.names().to_vec(),
        notes: Vec::new(),
        rows: Box::new(Objects {
            text,
            places: places.into_iter(),
            shape,
            columns,
            has_lines,
            line: u64::from(has_lines),
            counted: 0,
        }),
    })
}

/// Whether an object is a feature of `GeoJSON`.
pub(super) fn shape_of(text: &str) -> Shape {
    #[derive(Deserialize)]
    struct Typed {
        r#type: String,
    }
    match serde_json::from_str::<Typed>(text) {
        Ok(typed) if typed.r#type == "Feature" => Shape::Features,
        _ => Shape::Plain,
    }
}

/// What a document comes to.
enum Found<'text> {
    One(&'text RawValue),
    List(Vec<&'text RawValue>),
}

/// Looks for the objects, in the document itself or in what it wraps.
fn find(whole: &RawValue, depth: usize) -> Result<Found<'_>> {
    if whole.get().starts_with('[') {
        let list =
            serde_json::from_str(whole.get()).map_err(|error| broken(phrase!("file-it"), error))?;
        return Ok(Found::List(list));
    }
    if !whole.get().starts_with('{') {
        return Err(refused(phrase!("file-no-objects")));
    }
    let members = read_members(whole.get()).map_err(|error| broken(phrase!("file-it"), error))?;
    let is_list = |value: &RawValue| {
        let inner = value.get().strip_prefix('[').map(str::trim_start);
        inner.is_some_and(|inner| inner.starts_with('{') || inner == "]")
    };
    let place = |name: &str| WRAPPERS.iter().position(|known| *known == name);
    let mut lists: Vec<_> = members.iter().filter(|(_, value)| is_list(value)).collect();
    let is_own = members.iter().any(|(name, _)| OWN.contains(&name.as_str()));
    lists.sort_by_key(|(name, _)| place(name).unwrap_or(WRAPPERS.len()));
    if let Some((name, list)) = lists.first() {
        let is_named = place(name).is_some();
        if is_named && (!is_own || name == "features") || lists.len() == 1 && !is_own {
            return find(list, depth + 1);
        }
    }
    let wrapped = members.iter().find(|(name, value)| {
        place(name).is_some() && value.get().starts_with('{') && !is_own && depth < 3
    });
    match wrapped {
        Some((_, inner)) => find(inner, depth + 1),
        None => Ok(Found::One(whole)),
    }
}

/// The members of an object in their order; `None` when it is none.
pub(super) fn members(text: &str) -> Option<Vec<(String, &RawValue)>> {
    text.trim_start().starts_with('{').then_some(())?;
    read_members(text).ok()
}

fn read_members(text: &str) -> serde_json::Result<Vec<(String, &RawValue)>> {
    let mut members = Members::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    (&mut members).deserialize(&mut deserializer)?;
    Ok(members.0)
}

/// The members of an object as they stand.
#[derive(Default)]
struct Members<'text>(Vec<(String, &'text RawValue)>);

impl<'text> DeserializeSeed<'text> for &mut Members<'text> {
    type Value = ();

    fn deserialize<D: Deserializer<'text>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'text> Visitor<'text> for &mut Members<'text> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'text>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(member) = map.next_entry()? {
            self.0.push(member);
        }
        Ok(())
    }
}

/// The objects of a document as rows.
struct Objects {
    text: String,
    places: std::vec::IntoIter<Range<usize>>,
    shape: Shape,
    columns: Columns,
    /// Whether the objects stand on lines of their own; else they are counted.
    has_lines: bool,
    line: u64,
    counted: usize,
}

impl Rows for Objects {
    fn next(&mut self, notes: &mut Vec<Problem>) -> Option<Result<Line>> {
        let place = self.places.next()?;
        if self.has_lines {
            let before = self.text.get(self.counted..place.start).unwrap_or_default();
            let ends = before.bytes().filter(|byte| *byte == b'\n').count();
            self.line += u64::try_from(ends).unwrap_or(0);
            self.counted = place.start;
        } else {
            self.line += 1;
        }
        let object = self.text.get(place).unwrap_or_default();
        match read(self.shape, object, &mut self.columns) {
            Ok(faults) => Some(Ok(row(self.line, faults, &mut self.columns, notes))),
            Err(error) => Some(Err(broken(phrase!("file-line", number = self.line), error))),
        }
    }
}
