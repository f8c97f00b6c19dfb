//! Records as features on a map (RFC 7946), one on a line. A record without a point is a
//! feature without a geometry.

use serde_json::{Map, Value, json};

use super::table::{Cell, Table};
use super::{Exported, Writer};
use crate::error::{Error, Result};

pub(super) struct Geojson {
    table: Table,
    is_first: bool,
}

impl Geojson {
    pub(super) fn new(table: Table) -> Self {
        Self {
            table,
            is_first: true,
        }
    }
}

impl Writer for Geojson {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<()> {
        out.extend(b"{\"type\":\"FeatureCollection\",\"features\":[\n");
        Ok(())
    }

    fn organization(&mut self, one: &Exported, out: &mut Vec<u8>) -> Result<()> {
        if !self.is_first {
            out.extend(b",\n");
        }
        self.is_first = false;
        let headers = self.table.headers();
        let cells = self.table.cells(one)?;
        let properties: Map<String, Value> = headers
            .iter()
            .zip(cells)
            .filter_map(|(header, cell)| Some((header.to_string(), value(cell)?)))
            .collect();
        let point = one.organization.stated.place.point;
        let geometry = point.map(
            |point| json!({ "type": "Point", "coordinates": [point.longitude, point.latitude] }),
        );
        let feature = json!({
            "type": "Feature",
            "geometry": geometry,
            "properties": properties,
        });
        serde_json::to_writer(out, &feature).map_err(Error::internal)
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        out.extend(b"\n]}\n");
        Ok(false)
    }
}

/// A property; what is empty has none. A number is the point's, whose place is the geometry,
/// unless reading JSON would lose its last digit.
fn value(cell: Cell) -> Option<Value> {
    match cell {
        Cell::Text(text) if text.is_empty() => None,
        Cell::Text(text) => Some(Value::String(text)),
        Cell::Number(number) => {
            let written = Value::from(number).to_string();
            let read = serde_json::from_str::<f64>(&written).ok();
            (read != Some(number)).then(|| Value::String(number.to_string()))
        }
        Cell::Empty => None,
    }
}
