//! Linked data as formats of an export: one document that grows record by record.

use super::organization::{Relations, organization};
use super::terms::Area;
use super::thing::Thing;
use super::turtle::Turtle;
use super::{json, offer};
use crate::error::{Error, Result};
use crate::export::{Exported, Writer};
use crate::offers::Offer;

/// JSON-LD with its context at the head and the records as its graph.
pub(in crate::export) struct JsonLd {
    base: String,
    is_first: bool,
}

impl JsonLd {
    /// For the directory at `base`, an address without a slash at its end.
    pub(in crate::export) fn new(base: String) -> Self {
        Self {
            base,
            is_first: true,
        }
    }

    fn thing(&mut self, thing: &Thing, out: &mut Vec<u8>) -> Result<()> {
        let separator: &[u8] = if self.is_first { b"\n" } else { b",\n" };
        self.is_first = false;
        out.extend_from_slice(separator);
        serde_json::to_writer(out, &json::node(thing)).map_err(Error::internal)
    }

    /// An offer or need.
    ///
    /// # Errors
    /// As for [`Writer::organization`].
    pub(in crate::export) fn offer(&mut self, one: &Offer, out: &mut Vec<u8>) -> Result<()> {
        let thing = offer::offer(&self.base, one);
        self.thing(&thing, out)
    }
}

impl Writer for JsonLd {
    fn wants_relations(&self) -> bool {
        true
    }

    fn begin(&mut self, out: &mut Vec<u8>) -> Result<()> {
        out.extend_from_slice(b"{\"@context\":");
        serde_json::to_writer(&mut *out, &json::context(Area::Records)).map_err(Error::internal)?;
        out.extend_from_slice(b",\"@graph\":[");
        Ok(())
    }

    fn organization(&mut self, one: &Exported, out: &mut Vec<u8>) -> Result<()> {
        let thing = organization(&self.base, &one.organization, &Relations::of(one));
        self.thing(&thing, out)
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        out.extend_from_slice(b"\n]}\n");
        Ok(false)
    }
}

/// Turtle with its prefixes at the head.
pub(in crate::export) struct Turtles {
    base: String,
    turtle: Turtle,
}

impl Turtles {
    /// For the directory at `base`, an address without a slash at its end.
    ///
    /// # Errors
    /// [`Error::Internal`] when a prefix is none.
    pub(in crate::export) fn new(base: String) -> Result<Self> {
        Ok(Self {
            base,
            turtle: Turtle::new()?,
        })
    }

    /// An offer or need.
    ///
    /// # Errors
    /// As for [`Writer::organization`].
    pub(in crate::export) fn offer(&mut self, one: &Offer, out: &mut Vec<u8>) -> Result<()> {
        let thing = offer::offer(&self.base, one);
        self.turtle.write(&thing, out).map_err(Error::internal)
    }
}

impl Writer for Turtles {
    fn wants_relations(&self) -> bool {
        true
    }

    fn begin(&mut self, _out: &mut Vec<u8>) -> Result<()> {
        Ok(())
    }

    fn organization(&mut self, one: &Exported, out: &mut Vec<u8>) -> Result<()> {
        let thing = organization(&self.base, &one.organization, &Relations::of(one));
        self.turtle.write(&thing, out).map_err(Error::internal)
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        self.turtle.end(out).map_err(Error::internal)?;
        Ok(false)
    }
}
