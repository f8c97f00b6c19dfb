//! Forms: what was typed, and what is to be mended beside which field.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use http::StatusCode;

use crate::error::{Error, Result};
use crate::words::{Said, Words};

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
pub(super) struct Wrongs(Vec<(String, Said)>);

impl Wrongs {
    /// Notes what is wrong in a field, in the page's words; the first about it counts.
    pub(super) fn add(&mut self, field: &str, reason: impl Into<String>) {
        let text = reason.into();
        self.note(field, Said { text, lang: None });
    }

    /// The same of what a domain says.
    pub(super) fn note(&mut self, field: &str, said: Said) {
        if self.of(field).is_none() {
            self.0.push((field.to_owned(), said));
        }
    }

    /// Takes what a domain refused: a field that it names, in the form's own words for it
    /// where it has any, else as the domain says it. Every other error goes on.
    ///
    /// # Errors
    /// Whatever is not about a value.
    pub(super) fn take(
        &mut self,
        error: Error,
        words: &Words,
        own: impl Fn(&str) -> Option<(&'static str, &'static str)>,
    ) -> Result<()> {
        match &error {
            Error::Invalid { field, .. } => {
                match own(field) {
                    Some((field, phrase)) => self.add(field, phrase),
                    None => self.note("form", words.tell(&error.saying())),
                }
                Ok(())
            }
            _ => Err(error),
        }
    }

    /// Takes what a domain refused of the value of one field, as it says it. Every other error
    /// goes on.
    ///
    /// # Errors
    /// Whatever is not about a value.
    pub(super) fn beside(&mut self, field: &str, error: Error, words: &Words) -> Result<()> {
        match error {
            Error::Invalid { reason, .. } => {
                self.note(field, words.tell(&reason));
                Ok(())
            }
            other => Err(other),
        }
    }

    /// What is wrong in a field.
    pub(super) fn of(&self, field: &str) -> Option<&Said> {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map(|(_, said)| said)
    }

    /// Whether nothing that is wrong was noted before this field: a page opens there.
    pub(super) fn is_first(&self, field: &str) -> bool {
        self.0.first().is_some_and(|(name, _)| name == field)
    }

    /// Everything that is wrong.
    pub(super) fn all(&self) -> impl Iterator<Item = &Said> {
        self.0.iter().map(|(_, said)| said)
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
