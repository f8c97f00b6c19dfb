//! Values that are kept as JSON in one column, both ways. What they mean is not known here.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// A value as its column keeps it.
///
/// # Errors
/// [`Error::Internal`] when it has no form in JSON.
pub fn to_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

/// The value that a column keeps.
///
/// # Errors
/// [`Error::Internal`] when the column holds something else.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}
