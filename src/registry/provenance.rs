//! Where each value of an organization comes from.
//!
//! A value has one origin: the office, the organization itself, a register, or the offline
//! gazetteer that completed what was stated. Which origin may replace which is decided
//! elsewhere.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::field::Field;
use crate::clock::{self, Timestamp};
use crate::id::BatchId;

/// Who states a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "lowercase")]
pub enum Author {
    /// The office that keeps the directory, by hand.
    Office,
    /// A representative of the organization, by hand.
    Organization,
    /// A register, under its own identifier of the organization.
    Register {
        /// The register's short name.
        register: String,
        /// The register's identifier.
        identifier: String,
    },
}

impl Author {
    /// Whether a person wrote the value into this directory.
    pub fn is_by_hand(&self) -> bool {
        matches!(self, Self::Office | Self::Organization)
    }
}

/// Who stated a value, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Who states it.
    #[serde(flatten)]
    pub author: Author,
    /// The day that the statement is of, where its source says so (ISO 8601).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The import that brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchId>,
    /// When it was written here, in whole seconds.
    #[serde(
        serialize_with = "clock::rfc3339::serialize",
        deserialize_with = "clock::rfc3339::read"
    )]
    pub at: Timestamp,
}

impl Origin {
    /// A value that a register states, under its identifier, brought by an import.
    pub fn of_register(
        (register, identifier): (&str, &str),
        on: Option<Date>,
        batch: &BatchId,
        now: Timestamp,
    ) -> Self {
        Self {
            author: Author::Register {
                register: register.to_owned(),
                identifier: identifier.to_owned(),
            },
            on,
            batch: Some(batch.clone()),
            at: Timestamp::from_seconds(now.seconds()),
        }
    }

    /// A value that is stated now, by hand.
    pub fn by_hand(author: Author, now: Timestamp) -> Self {
        Self {
            author,
            on: None,
            batch: None,
            at: Timestamp::from_seconds(now.seconds()),
        }
    }
}

/// The origin of each stated field. Fields of one origin stand together, since most records
/// have one or two.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Provenance(Vec<Stated>);

/// An origin and what it states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// Who, and when.
    #[serde(flatten)]
    pub origin: Origin,
    /// Which fields.
    pub fields: Vec<Field>,
}

impl Provenance {
    /// The origin of a field; `None` when nobody stated it or it was kept before origins were.
    pub fn of(&self, field: Field) -> Option<&Origin> {
        let found = self.0.iter().find(|stated| stated.fields.contains(&field));
        found.map(|stated| &stated.origin)
    }

    /// Records that `origin` states `field` now.
    pub fn set(&mut self, field: Field, origin: &Origin) {
        if self.of(field) == Some(origin) {
            return;
        }
        self.forget(field);
        match self.0.iter_mut().find(|stated| stated.origin == *origin) {
            Some(stated) => {
                stated.fields.push(field);
                stated.fields.sort_unstable();
            }
            None => self.0.push(Stated {
                origin: origin.clone(),
                fields: vec![field],
            }),
        }
        // One order, so that the same origins are written the same.
        self.0.sort_by(|one, other| one.fields.cmp(&other.fields));
    }

    /// Records that `origin` states everything that `draft` says.
    pub fn set_all(&mut self, origin: &Origin, draft: &Draft) {
        for field in Field::ALL {
            if field.is_stated(draft) {
                self.set(*field, origin);
            }
        }
    }

    /// Records that nobody states `field` any more.
    pub fn forget(&mut self, field: Field) {
        for stated in &mut self.0 {
            stated.fields.retain(|known| *known != field);
        }
        self.0.retain(|stated| !stated.fields.is_empty());
        self.0.sort_by(|one, other| one.fields.cmp(&other.fields));
    }

    /// Every origin with its fields.
    pub fn iter(&self) -> impl Iterator<Item = &Stated> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(on: Option<Date>) -> Origin {
        Origin {
            author: Author::Register {
                register: "padron".into(),
                identifier: "7".into(),
            },
            on,
            batch: None,
            at: Timestamp(0),
        }
    }

    #[test]
    fn a_field_has_one_origin_and_the_last_one_counts() {
        let mut provenance = Provenance::default();
        let file = register(None);
        let hand = Origin::by_hand(Author::Office, Timestamp(1_000));
        provenance.set(Field::Website, &file);
        provenance.set(Field::Names, &file);
        provenance.set(Field::Website, &hand);
        assert_eq!(provenance.of(Field::Website), Some(&hand));
        assert_eq!(provenance.of(Field::Names), Some(&file));
        assert_eq!(provenance.of(Field::Place), None);
        provenance.forget(Field::Website);
        assert_eq!(provenance.iter().count(), 1);
        assert_eq!(provenance.of(Field::Website), None);
    }

    #[test]
    fn origins_read_back_as_they_were_written() {
        let mut provenance = Provenance::default();
        provenance.set(
            Field::Names,
            &register(Some(jiff::civil::date(2022, 6, 30))),
        );
        let json = serde_json::to_string(&provenance).unwrap();
        assert_eq!(
            json,
            r#"[{"by":"register","register":"padron","identifier":"7","on":"2022-06-30","at":"1970-01-01T00:00:00Z","fields":["names"]}]"#
        );
        let read: Provenance = serde_json::from_str(&json).unwrap();
        assert_eq!(read, provenance);
        assert!(serde_json::from_str::<Provenance>(r#"[{"by":"rumour"}]"#).is_err());
    }
}
