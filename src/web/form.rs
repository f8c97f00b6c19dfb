//! Forms: what was typed, and what is to be mended beside which field.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use http::StatusCode;

use crate::error::{Error, Result};

/// A body as axum hands it over, or why it could not be read.
pub(super) type Body = std::result::Result<Bytes, BytesRejection>;

/// What was typed into a form.
#[derive(Debug, Default)]
pub(super) struct Typed(Vec<(String, String)>);

impl Typed {
    /// Reads a form's body; one that cannot be read leaves everything out.
    pub(super) fn read(body: Body) -> Self {
        let body = body.unwrap_or_default();
        let pairs = url::form_urlencoded::parse(&body);
        Self(pairs.into_owned().collect())
    }

    /// What was typed into a field; nothing where there is no such field.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The same without white space around it.
    pub(super) fn trimmed(&self, name: &str) -> &str {
        self.get(name).trim()
    }

    /// Everything that was given under one name, as boxes that are ticked are.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let pairs = self.0.iter().filter(move |(key, _)| key == name);
        pairs.map(|(_, value)| value.as_str())
    }

    /// Puts another value into a field.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(key, _)| key != name);
        self.0.push((name.to_owned(), value.to_owned()));
    }
}

/// What is to be mended, beside which field.
#[derive(Debug, Default)]
pub(super) struct Wrongs(Vec<(String, String)>);

impl Wrongs {
    /// Notes what is wrong in a field; the first word about it counts.
    pub(super) fn add(&mut self, field: &str, reason: impl Into<String>) {
        if self.of(field).is_none() {
            self.0.push((field.to_owned(), reason.into()));
        }
    }

    /// Takes what a domain refused: a field that it names, in `words` of the reader's language
    /// where there are any. Every other error goes on.
    ///
    /// # Errors
    /// Whatever is not about a value.
    pub(super) fn take(
        &mut self,
        error: Error,
        words: impl Fn(&str) -> Option<(&'static str, &'static str)>,
    ) -> Result<()> {
        match error {
            Error::Invalid { field, reason } => {
                match words(&field) {
                    Some((field, phrase)) => self.add(field, phrase),
                    None => self.add("form", format!("{field}: {reason}")),
                }
                Ok(())
            }
            other => Err(other),
        }
    }

    /// What is wrong in a field.
    pub(super) fn of(&self, field: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map(|(_, reason)| reason.as_str())
    }

    /// Everything that is wrong.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, reason)| reason.as_str())
    }

    /// How the form is shown: again, when something is to be mended.
    pub(super) fn status(&self) -> StatusCode {
        if self.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }

    /// Whether nothing is wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
