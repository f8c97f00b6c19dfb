//! The shapes that register files have. A new one is a file beside these and a line in
//! [`SHAPES`].

/// Co-operatives UK, open data of 2017.
mod coops_uk_2017;
/// Co-operatives UK, open data of 2022.
mod coops_uk_2022;
/// What both have in common.
mod uk;

use super::entry::{Entry, Problem, Row};
use super::refused;
use crate::error::Result;

/// A kind of register file: how it is recognised and what its rows mean.
pub trait Shape: Sync {
    /// What people call it.
    fn title(&self) -> &'static str;

    /// The register's short name, the same for all shapes that it was published in.
    fn register(&self) -> &'static str;

    /// The header of the register's own identifier.
    fn identifier(&self) -> &'static str;

    /// The headers without which a file is not of this shape.
    fn headers(&self) -> &'static [&'static str];

    /// What a row states. Values that cannot be kept are left out and told in `problems`.
    ///
    /// # Errors
    /// The problem because of which the whole row is left out.
    fn entry(&self, row: &Row<'_>, problems: &mut Vec<Problem>) -> Result<Entry, Problem>;
}

/// The shapes that are known.
const SHAPES: &[&dyn Shape] = &[&coops_uk_2017::CoopsUk2017, &coops_uk_2022::CoopsUk2022];

/// The shape of a file with these headers.
pub(super) fn of(headers: &[String]) -> Result<&'static dyn Shape> {
    let missing = |shape: &dyn Shape| -> Vec<&'static str> {
        let is_missing = |header: &&&str| !headers.iter().any(|known| known == **header);
        shape.headers().iter().filter(is_missing).copied().collect()
    };
    if let Some(shape) = SHAPES.iter().find(|shape| missing(**shape).is_empty()) {
        return Ok(*shape);
    }
    let nearest = SHAPES.iter().min_by_key(|shape| missing(**shape).len());
    let hint = nearest.map_or_else(String::new, |shape| {
        format!(
            "for {} it lacks {}",
            shape.title(),
            missing(*shape).join(", ")
        )
    });
    let found: Vec<&str> = headers.iter().map(String::as_str).take(8).collect();
    Err(refused(format!(
        "has the headers {}…, which no known register has: {hint}. Nothing was imported",
        found.join(", ")
    )))
}
