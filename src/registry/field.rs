//! The fields of a draft as values: to compare two drafts field by field, and to carry one
//! field from one draft to another.
//!
//! A field has the name of its member in JSON. Nothing here knows who states it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::draft::Draft;
use crate::error::{Error, Result};
use crate::place::Place;
use crate::text::LanguageMap;
use crate::vocabulary::EntityType;

/// The fields, from one table.
macro_rules! fields {
    ($($entry:ident = $member:ident),+ $(,)?) => {
        /// A field of what is stated of an organization.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Field {
            $(#[doc = concat!("`", stringify!($member), "`")] $entry,)+
        }

        impl Field {
            /// Every field, in the order in which records show them.
            pub const ALL: &'static [Self] = &[$(Self::$entry),+];

            /// Its name in JSON.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$entry => stringify!($member),)+
                }
            }

            /// Whether two drafts state it differently.
            pub fn differs(self, one: &Draft, other: &Draft) -> bool {
                match self {
                    $(Self::$entry => one.$member != other.$member,)+
                }
            }

            /// Whether a draft states it at all.
            pub fn is_stated(self, draft: &Draft) -> bool {
                match self {
                    $(Self::$entry => draft.$member.is_stated(),)+
                }
            }

            /// Writes what `from` states of it into `into`.
            pub fn carry(self, from: &Draft, into: &mut Draft) {
                match self {
                    $(Self::$entry => into.$member.clone_from(&from.$member),)+
                }
            }

            /// What a draft states of it, in JSON.
            ///
            /// # Errors
            /// [`Error::Internal`] when it cannot be written, which no draft is.
            pub fn value(self, draft: &Draft) -> Result<Value> {
                match self {
                    $(Self::$entry => serde_json::to_value(&draft.$member),)+
                }
                .map_err(Error::internal)
            }

            /// Reads what [`value`](Self::value) wrote into a draft.
            ///
            /// # Errors
            /// [`Error::Invalid`] when it is no value of this field.
            pub fn read(self, value: Value, into: &mut Draft) -> Result<()> {
                match self {
                    $(Self::$entry => into.$member = serde_json::from_value(value)
                        .map_err(|error| Error::invalid(stringify!($member), error.to_string()))?,)+
                }
                Ok(())
            }
        }
    };
}

fields! {
    Names = names,
    Summaries = summaries,
    EntityType = entity_type,
    LegalForm = legal_form,
    MembershipBase = membership_base,
    Sectors = sectors,
    Themes = themes,
    Territory = territory,
    Scope = scope,
    Place = place,
    Website = website,
    Contacts = contacts,
    FoundedOn = founded_on,
    DissolvedOn = dissolved_on,
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Field {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.iter().find(|field| field.as_str() == name);
        found.copied().ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|field| field.as_str()).collect();
            let known = names.join(", ");
            Error::invalid(
                "field",
                format!("{name:?} is not known; write one of {known}"),
            )
        })
    }
}

/// Whether a member says anything.
trait IsStated {
    fn is_stated(&self) -> bool;
}

impl<T> IsStated for Option<T> {
    fn is_stated(&self) -> bool {
        self.is_some()
    }
}

impl<T> IsStated for Vec<T> {
    fn is_stated(&self) -> bool {
        !self.is_empty()
    }
}

impl IsStated for LanguageMap {
    fn is_stated(&self) -> bool {
        !self.is_empty()
    }
}

impl IsStated for Place {
    fn is_stated(&self) -> bool {
        *self != Self::default()
    }
}

impl IsStated for EntityType {
    fn is_stated(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft::named("Taller", "es", EntityType::Cooperative).unwrap()
    }

    #[test]
    fn what_is_carried_is_stated_and_no_longer_differs() {
        let mut one = draft();
        one.legal_form = Some("S. Coop.".into());
        let mut other = draft();
        assert!(Field::LegalForm.differs(&one, &other) && !Field::LegalForm.is_stated(&other));
        Field::LegalForm.carry(&one, &mut other);
        assert!(!Field::LegalForm.differs(&one, &other) && Field::LegalForm.is_stated(&other));
        assert_eq!(one, other);
    }

    #[test]
    fn a_value_reads_back_and_another_fields_is_refused() {
        let mut one = draft();
        for field in Field::ALL {
            let value = field.value(&draft()).unwrap();
            field.read(value, &mut one).unwrap();
            assert_eq!(field.as_str().parse::<Field>().unwrap(), *field);
        }
        assert_eq!(one, draft());
        assert!(Field::Website.read(Value::Bool(true), &mut one).is_err());
        let refusal = "site".parse::<Field>().unwrap_err().to_string();
        assert!(refusal.contains("website"), "{refusal}");
    }
}
