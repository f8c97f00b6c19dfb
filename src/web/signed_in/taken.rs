//! What people take along of what is kept of them: one file.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use serde::Serialize;

use crate::error::{Error, Result};

/// A download of that name.
pub(super) fn file(name: &str, whole: &impl Serialize) -> Result<Response> {
    let body = serde_json::to_string_pretty(whole).map_err(Error::internal)?;
    let mut response = body.into_response();
    let named = format!("attachment; filename=\"{name}.json\"");
    let named = HeaderValue::from_str(&named).map_err(Error::internal)?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_DISPOSITION, named);
    let kind = HeaderValue::from_static("application/json");
    headers.insert(header::CONTENT_TYPE, kind);
    Ok(response)
}
