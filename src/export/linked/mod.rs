//! Linked data: records as statements of vocabularies that others use.
//!
//! A record becomes a [`Thing`] once, and a thing is written as JSON-LD 1.1 or as Turtle, so
//! both state the same triples. Every thing has an address, its parts under a fragment of
//! the record's own, so that no node is blank and statements of two days can be compared.

/// Which codes of other lists stand for ours.
mod codes;
/// Things as JSON-LD.
mod json;
/// Offers and needs as things.
mod offer;
/// Organizations as things.
mod organization;
/// The vocabularies: prefixes, classes and terms.
mod terms;
#[cfg(test)]
mod tests;
/// What is said of one address.
mod thing;
/// Things as Turtle.
mod turtle;
/// Linked data as formats of an export.
mod writer;

pub(super) use json::document;
pub(super) use organization::{Relations, organization};
pub(super) use terms::{Area, Class, Term};
pub(super) use thing::{Thing, address};
pub(super) use turtle::Turtle;
pub(super) use writer::{JsonLd, Turtles};
