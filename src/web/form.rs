//! Forms: what was typed, and what is to be mended beside which field.

use std::error::Error as _;

use axum::Extension;
use axum::body::{self, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use http::StatusCode;
use http_body_util::LengthLimitError;
use url::form_urlencoded;

use super::MAX_FORM;
use crate::error::{Error, Result};
use crate::http::Problem;
use crate::words::{Phrase, Said, Saying, Words, phrase};

/// How much is read beyond what a form may have, to tell what in it is too long.
const MORE: usize = 512 << 10;
/// How much is said of a text that is too long: the letters with which it begins.
const BEGINNING: usize = 40;

/// How many bytes a form may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most(usize);

/// The layers that let forms have so many bytes, with a file or without.
pub(super) fn at_most(bytes: usize) -> (DefaultBodyLimit, Extension<Most>) {
    (DefaultBodyLimit::max(bytes), Extension(Most(bytes)))
}

/// A form's body, whole. One that is too long is refused: read in part, it would be taken for
/// one in which little was typed.
#[derive(Debug)]
pub(super) struct Body(Bytes);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let most = request.extensions().get::<Most>();
        let most = most.map_or(MAX_FORM, |most| most.0);
        match body::to_bytes(request.into_body(), most.saturating_add(MORE)).await {
            Ok(body) if body.len() <= most => Ok(Self(body)),
            Ok(body) => Err(too_long(&body, most)),
            Err(error) => match error.source() {
                Some(cause) if cause.is::<LengthLimitError>() => Err(too_long(&[], most)),
                _ => {
                    let said = phrase!("refusal-form-cut");
                    Err(refusal(StatusCode::BAD_REQUEST, "malformed", said))
                }
            },
        }
    }
}

/// What is said of a form that is too long: of its longest text, where shortening that helps.
fn too_long(sent: &[u8], most: usize) -> Problem {
    let longest = form_urlencoded::parse(sent).max_by_key(|(_, text)| sent_length(text));
    let longest = longest.filter(|(name, _)| !is_secret(name));
    let longest = longest.map(|(_, text)| text).unwrap_or_default();
    let over = sent.len().saturating_sub(most);
    let mut room = sent_length(&longest).saturating_sub(over);
    let fits = |letter: &char| {
        let left = room.checked_sub(sent_length(letter.encode_utf8(&mut [0; 4])));
        room = left.unwrap_or_default();
        left.is_some()
    };
    let fitting = longest.chars().take_while(fits).count();
    let said = if fitting == 0 {
        phrase!("refusal-form-long", most = most >> 10)
    } else {
        let begins: String = longest.chars().take(BEGINNING).collect();
        let has = longest.chars().count();
        phrase!(
            "refusal-text-long",
            text = begins,
            count = has,
            most = fitting
        )
    };
    refusal(StatusCode::PAYLOAD_TOO_LARGE, "too-long", said)
}

/// Whether what stands in a field is for nobody's eyes: a password or a code, by the names that
/// forms have for them.
pub(super) fn is_secret(name: &str) -> bool {
    ["password", "present", "confirm"]
        .iter()
        .any(|secret| name.contains(secret))
        || name == "code"
}

/// How many bytes a text has as browsers send it.
fn sent_length(text: &str) -> usize {
    form_urlencoded::byte_serialize(text.as_bytes())
        .map(str::len)
        .sum()
}

fn refusal(status: StatusCode, code: &str, said: Phrase) -> Problem {
    let said = Saying::from(said);
    Problem {
        said: Box::new(said.clone()),
        ..Problem::new(status, code, "Form not taken", &*said)
    }
}

/// What was typed into a form.
#[derive(Debug, Default)]
pub(super) struct Typed(Vec<(String, String)>);

impl Typed {
    /// Reads a form's body.
    pub(super) fn read(Body(body): Body) -> Self {
        Self(form_urlencoded::parse(&body).into_owned().collect())
    }

    /// What a form brought beside a file.
    pub(super) fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::is_secret;

    #[test]
    fn every_field_for_a_password_or_a_code_is_known_by_its_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut seen = 0;
        for file in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            for input in text.split("<input").skip(1) {
                let input = input.split('>').next().unwrap();
                let is_for_one = input.contains("type=\"password\"")
                    || input.contains("one-time-code")
                    || input.contains("-password\"");
                if !is_for_one {
                    continue;
                }
                let name = input.split(" name=\"").nth(1).unwrap();
                let name = name.split('"').next().unwrap();
                // That of the piece that asks for the present password has many names.
                assert!(is_secret(name) || name == "{{ field }}", "{name}");
                seen += 1;
            }
            for asked in text.split("fields::present(").skip(1) {
                let name = asked.split(", ").nth(2).unwrap().trim_matches('"');
                // The one that is made while the program runs is that of a passkey.
                assert!(is_secret(name) || name == "own.field", "{name}");
                seen += 1;
            }
        }
        assert!(seen > 9, "{seen}");
        assert!(is_secret(&format!("passkey-present-{seen}")));
        assert!(!is_secret("text"));
    }
}
