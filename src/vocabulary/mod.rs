//! Code lists: what an organization is, what it works in, what it offers, on which terms.
//!
//! A code is the same word in the database, in JSON, in documents and on the command line;
//! its labels are for people. The lists do not know which record uses them.

/// One list of codes: `as_str`, `parse`, `label` and serde from one table.
macro_rules! code_list {
    (
        $(#[$doc:meta])*
        pub enum $name:ident: $noun:literal {
            $($(#[$entry_doc:meta])* $entry:ident = $code:literal [$en:literal, $es:literal, $fr:literal, $pt:literal, $ca:literal, $ko:literal],)+
        }
    ) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[serde(try_from = "String", into = "String")]
        pub enum $name {
            $(#[doc = $en] $(#[$entry_doc])* $entry,)+
        }

        impl $name {
            /// Every code, in the order in which people are asked.
            pub const ALL: &'static [Self] = &[$(Self::$entry),+];

            /// The code.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$entry => $code,)+
                }
            }

            /// Reads a code.
            ///
            /// # Errors
            /// [`Error::Invalid`](crate::error::Error::Invalid) that names the codes there are.
            pub fn parse(code: &str) -> $crate::error::Result<Self> {
                match code {
                    $($code => Ok(Self::$entry),)+
                    _ => Err($crate::vocabulary::unknown($noun, code, &[$($code),+])),
                }
            }

            /// What people call it, in the language of `tag` or else in English.
            pub fn label(self, tag: &str) -> &'static str {
                let [en, es, fr, pt, ca, ko] = match self {
                    $(Self::$entry => [$en, $es, $fr, $pt, $ca, $ko],)+
                };
                match $crate::words::of_or_first(tag).tag {
                    "es" => es,
                    "fr" => fr,
                    "pt" => pt,
                    "ca" => ca,
                    "ko" => ko,
                    _ => en,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::error::Error;
            fn from_str(code: &str) -> $crate::error::Result<Self> {
                Self::parse(code)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::error::Error;
            fn try_from(code: String) -> $crate::error::Result<Self> {
                Self::parse(&code)
            }
        }

        impl From<$name> for String {
            fn from(entry: $name) -> Self {
                entry.as_str().to_owned()
            }
        }
    };
}

/// The 20 kinds of inter-cooperation.
mod aim;
/// What an organization is: type, membership base, scope.
mod entity;
/// The classes of ISIC rev. 4, as codes.
mod isic;
/// Languages by name.
mod language;
/// What is offered or sought, and on which terms.
mod offered;
/// Who attests, and as what one belongs to another.
mod relation;
/// The activities that organizations work in.
mod sector;
/// Codes that plain words may mean.
pub mod suggest;
/// What organizations care about.
mod theme;
/// Common trades.
mod trade;

pub use aim::Aim;
pub use entity::{EntityType, MembershipBase, Scope};
pub use language::Language;
pub use offered::{Purpose, Terms, What};
pub use relation::{AttestationKind, MembershipRole};
pub use sector::{Section, Sector};
pub use theme::Theme;
pub use trade::Trade;

use crate::words::phrase;

/// The refusal of a code that its list does not have.
fn unknown(noun: &str, code: &str, known: &[&str]) -> crate::error::Error {
    let codes = known.join(", ");
    let reason = phrase!("refusal-unknown-code", value = code, codes = codes);
    crate::error::Error::invalid(noun, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_has_labels() {
        for entry in EntityType::ALL {
            assert_eq!(EntityType::parse(entry.as_str()).unwrap(), *entry);
        }
        for entry in Aim::ALL {
            assert_eq!(Aim::parse(entry.as_str()).unwrap(), *entry);
            assert!(!entry.label("pt-BR").is_empty());
        }
        assert_eq!(Aim::ALL.len(), 20);
        assert_eq!(EntityType::Cooperative.label("fr"), "Coopérative");
        assert_eq!(EntityType::Cooperative.label("ko"), "협동조합");
        assert_eq!(EntityType::Cooperative.label("nl"), "Cooperative");
        assert_eq!(
            serde_json::to_string(&Terms::ToBeAgreed).unwrap(),
            "\"to-be-agreed\""
        );
    }

    #[test]
    fn an_unknown_code_is_refused_with_the_codes_there_are() {
        let refusal = Terms::parse("steal").unwrap_err().to_string();
        assert!(
            refusal.contains("terms") && refusal.contains("barter"),
            "{refusal}"
        );
        assert!(serde_json::from_str::<What>("\"Product\"").is_err());
    }
}
