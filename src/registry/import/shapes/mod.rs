//! The shapes that register files have. A new one is a file beside these and a line in
//! [`SHAPES`].

/// Co-operatives UK, open data of 2017.
mod coops_uk_2017;
/// Co-operatives UK, open data of 2022.
mod coops_uk_2022;
/// What this program itself exports.
mod exchange;
/// Profiles of Murmurations.
mod murmurations;
/// What the two of Co-operatives UK have in common.
mod uk;

pub(super) use exchange::Exchange;

use super::entry::{Entry, Problem, Row};
use super::noticed::Noticed;
use crate::error::Result;

/// A kind of register file: how it is recognised and what its rows mean.
pub trait Shape: Send + Sync {
    /// What people call it.
    fn title(&self) -> &str;

    /// The register's short name, the same for all shapes that it was published in.
    fn register(&self) -> &str;

    /// The header of the register's own identifier.
    fn identifier(&self) -> &str;

    /// The headers without which a file is not of this shape.
    fn headers(&self) -> Vec<&str>;

    /// The headers of the columns that are asked who may be published.
    fn asked(&self) -> Vec<&str> {
        self.headers()
    }

    /// The identifier that a row states, whether the row is kept or left out.
    fn stated(&self, row: &Row<'_>) -> Option<String> {
        row.filled(self.identifier())
    }

    /// Whether a row says that it must not be published, or not that it may, where it is asked.
    fn refuses(&self, _: &Row<'_>) -> bool {
        false
    }

    /// Whether rows state places as they are kept, so that nothing is to be completed.
    fn is_complete(&self) -> bool {
        false
    }

    /// What a row states. Values that cannot be kept are left out and told in `noticed`.
    ///
    /// # Errors
    /// The problem because of which the whole row is left out.
    fn entry(&self, row: &Row<'_>, noticed: &mut Noticed) -> Result<Entry, Problem>;
}

impl<S: Shape + ?Sized> Shape for &S {
    fn title(&self) -> &str {
        (**self).title()
    }

    fn register(&self) -> &str {
        (**self).register()
    }

    fn identifier(&self) -> &str {
        (**self).identifier()
    }

    fn headers(&self) -> Vec<&str> {
        (**self).headers()
    }

    fn asked(&self) -> Vec<&str> {
        (**self).asked()
    }

    fn stated(&self, row: &Row<'_>) -> Option<String> {
        (**self).stated(row)
    }

    fn refuses(&self, row: &Row<'_>) -> bool {
        (**self).refuses(row)
    }

    fn is_complete(&self) -> bool {
        (**self).is_complete()
    }

    fn entry(&self, row: &Row<'_>, noticed: &mut Noticed) -> Result<Entry, Problem> {
        (**self).entry(row, noticed)
    }
}

/// The shapes that are known.
const SHAPES: &[&dyn Shape] = &[
    &coops_uk_2017::CoopsUk2017,
    &coops_uk_2022::CoopsUk2022,
    &murmurations::Murmurations,
];

/// What people call a register by its short name; one that is not known stands as it is.
pub fn register_called(register: &str) -> &str {
    match register {
        uk::COOPS => "Co-operatives UK",
        murmurations::REGISTER => "Murmurations",
        other => other,
    }
}

/// The shape of a file with these headers, when it is a known one.
pub(super) fn known(headers: &[String]) -> Option<&'static dyn Shape> {
    let mut known = SHAPES.iter().copied();
    known.find(|shape| missing(*shape, headers).is_empty())
}

/// The headers that a file lacks to be of a shape.
fn missing<'shape>(shape: &'shape dyn Shape, headers: &[String]) -> Vec<&'shape str> {
    let mut wanted = shape.headers();
    wanted.retain(|header| !headers.iter().any(|known| known == header));
    wanted
}
