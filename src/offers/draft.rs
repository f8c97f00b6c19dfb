//! What is written of an offer or a need, and what of it can be kept.

use serde::{Deserialize, Deserializer, Serialize};

use super::Purpose;
use crate::clock::{self, Timestamp};
use crate::error::{Error, Result};
use crate::place::Territory;
use crate::text::{self, LanguageMap};
use crate::vocabulary::{Aim, Terms, What};
use crate::words::phrase;

const MAX_TITLE: usize = 200;
const MAX_TEXT: usize = 10_000;
const MAX_CONDITIONS: usize = 2_000;
const MAX_UNIT: usize = 40;
/// How many kilobytes all texts may take together as others read them, so that other nodes
/// take the record with what stands around them in each language.
const MAX_TOGETHER: usize = 120;
/// The last second of a day, in milliseconds after its first.
const END_OF_DAY: i64 = (24 * 60 * 60 - 1) * 1000;

/// What is written of an offer or a need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Whether it offers or seeks.
    pub purpose: Purpose,
    /// The base language that it was written in.
    pub language: String,
    /// The title, on one line.
    pub titles: LanguageMap,
    /// The text, in plain paragraphs.
    #[serde(default)]
    pub texts: LanguageMap,
    /// Under which conditions: who may take it, when, how it is handed over.
    #[serde(default)]
    pub conditions: LanguageMap,
    /// What is offered or sought.
    pub what: What,
    /// On which terms.
    pub terms: Terms,
    /// To which kind of inter-cooperation it is meant to lead.
    #[serde(default)]
    pub aim: Option<Aim>,
    /// Where it can be taken or is needed.
    #[serde(default)]
    pub territory: Option<Territory>,
    /// How much of it.
    #[serde(default)]
    pub quantity: Option<f64>,
    /// What the quantity counts.
    #[serde(default)]
    pub unit: Option<String>,
    /// Until when it stands.
    #[serde(
        default,
        serialize_with = "clock::rfc3339::option",
        deserialize_with = "read_deadline"
    )]
    pub valid_until: Option<Timestamp>,
}

impl Draft {
    /// The title in the language that it was written in.
    pub fn title(&self) -> &str {
        self.titles.get(&self.language).unwrap_or_default()
    }

    /// The least that can be written: a title, what it is about, and on which terms.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the language is none.
    pub fn titled(
        purpose: Purpose,
        title: &str,
        language: &str,
        what: What,
        terms: Terms,
    ) -> Result<Self> {
        Ok(Self {
            purpose,
            language: text::base_language(language)?,
            titles: LanguageMap::of(language, title)?,
            texts: LanguageMap::default(),
            conditions: LanguageMap::default(),
            what,
            terms,
            aim: None,
            territory: None,
            quantity: None,
            unit: None,
            valid_until: None,
        })
    }

    /// The draft as it is kept: texts cleaned, lengths bounded, amounts sensible.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field that cannot be kept.
    pub fn checked(mut self) -> Result<Self> {
        self.language = text::base_language(&self.language)?;
        self.titles = self.titles.on_one_line();
        self.titles.within("titles", MAX_TITLE)?;
        if self.titles.get(&self.language).is_none() {
            let reason = phrase!("refusal-no-title", language = &self.language);
            return Err(Error::invalid("titles", reason));
        }
        self.texts.within("texts", MAX_TEXT)?;
        self.conditions.within("conditions", MAX_CONDITIONS)?;
        self.within_together("texts", 0)?;
        self.unit = self
            .unit
            .map(|unit| text::line(&unit))
            .filter(|unit| !unit.is_empty());
        text::within("unit", self.unit.as_deref().unwrap_or(""), MAX_UNIT)?;
        match self.quantity {
            Some(quantity) if !quantity.is_finite() || quantity <= 0.0 => {
                Err(Error::invalid("quantity", phrase!("refusal-quantity")))
            }
            None if self.unit.is_some() => {
                Err(Error::invalid("unit", phrase!("refusal-unit-alone")))
            }
            _ => Ok(self),
        }
    }

    /// Checks that the texts of all languages fit into one record. A language without
    /// conditions repeats those of another, and the first language is told twice. `beside` is
    /// how many bytes the words on photos take there; `field` is what was to be changed.
    pub(super) fn within_together(&self, field: &str, beside: usize) -> Result<()> {
        let own = self.language.as_str();
        let repeated = |texts: &LanguageMap, tag: &str| {
            let shown = texts.pick(&[tag, own]);
            shown.map_or(0, |(_, text)| text::to_html(text).len())
        };
        let is_written = |tag: &&str| *tag == own || self.texts.get(tag).is_some();
        let tags = self.titles.iter().map(|(tag, _)| tag).filter(is_written);
        let posts: usize = tags
            .chain([own])
            .map(|tag| repeated(&self.texts, tag) + repeated(&self.conditions, tag))
            .sum();
        let twice = self.titles.iter().chain(self.conditions.iter());
        let bytes = posts + beside + twice.map(|(_, text)| text.len()).sum::<usize>();
        let length = bytes.div_ceil(1024);
        if length > MAX_TOGETHER {
            let reason = phrase!(
                "refusal-long-together",
                length = length,
                most = MAX_TOGETHER
            );
            return Err(Error::invalid(field, reason));
        }
        Ok(())
    }

    /// Checks that the offer still stands at `now`.
    ///
    /// # Errors
    /// [`Error::Invalid`] when its last day has passed.
    pub(super) fn stands_at(&self, now: Timestamp) -> Result<()> {
        match self.valid_until {
            Some(until) if until <= now => {
                let reason = phrase!("refusal-passed", until = until.to_rfc3339());
                Err(Error::invalid("valid_until", reason))
            }
            _ => Ok(()),
        }
    }
}

/// Reads until when something stands: a day, which counts to its end (UTC), or a moment.
///
/// # Errors
/// [`Error::Invalid`] when it is neither `2026-12-31` nor RFC 3339.
pub fn deadline(text: &str) -> Result<Timestamp> {
    if let Some(day) = Timestamp::from_rfc3339(&format!("{text}T00:00:00Z")) {
        return Ok(Timestamp(day.0 + END_OF_DAY));
    }
    Timestamp::from_rfc3339(text).ok_or_else(|| {
        let reason = phrase!("refusal-no-moment", value = text);
        Error::invalid("valid_until", reason)
    })
}

fn read_deadline<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    let text: Option<String> = Option::deserialize(from)?;
    text.map(|text| deadline(&text))
        .transpose()
        .map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft::titled(
            Purpose::Offer,
            "40  bicicletas",
            "es-MX",
            What::Product,
            Terms::Lend,
        )
        .unwrap()
    }

    #[test]
    fn a_draft_is_cleaned_and_reads_back_from_json() {
        let draft = Draft {
            valid_until: Some(deadline("2026-12-31").unwrap()),
            ..draft()
        };
        let draft = draft.checked().unwrap();
        assert_eq!(draft.titles.get("es"), Some("40 bicicletas"));
        let json = serde_json::to_value(&draft).unwrap();
        assert_eq!(json["valid_until"], "2026-12-31T23:59:59Z");
        assert_eq!(serde_json::from_value::<Draft>(json).unwrap(), draft);
    }

    #[test]
    fn a_title_in_another_language_alone_and_amounts_without_sense_are_refused() {
        let untitled = Draft {
            titles: LanguageMap::of("en", "Bicycles").unwrap(),
            ..draft()
        };
        assert!(untitled.checked().is_err());
        for quantity in [0.0, -1.0, f64::INFINITY, f64::NAN] {
            assert!(
                Draft {
                    quantity: Some(quantity),
                    ..draft()
                }
                .checked()
                .is_err()
            );
        }
        let unit = Draft {
            unit: Some("kg".into()),
            ..draft()
        };
        assert!(unit.checked().unwrap_err().to_string().contains("quantity"));
    }

    #[test]
    fn texts_that_are_too_long_together_are_refused_though_each_is_not() {
        let tags = [
            "es", "en", "fr", "pt", "ca", "ko", "de", "it", "nl", "pl", "sv", "da",
        ];
        let written = |count: usize, text: &str| {
            let mut draft = draft();
            for tag in tags.iter().take(count) {
                draft.titles.insert(tag, "40 bicicletas").unwrap();
                draft.texts.insert(tag, text).unwrap();
            }
            draft.checked()
        };
        let long = "a".repeat(MAX_TEXT);
        assert!(written(10, &long).is_ok());
        let refusal = written(12, &long).unwrap_err();
        assert!(
            matches!(&refusal, Error::Invalid { field, .. } if field == "texts"),
            "{refusal}"
        );
        // What takes more room than it has characters counts by its room.
        assert!(written(4, &"가".repeat(MAX_TEXT)).is_err());
        assert!(written(3, &"a\n".repeat(MAX_TEXT / 2)).is_ok());
        assert!(written(12, &"a\n".repeat(MAX_TEXT / 2)).is_err());

        // The words on photos take of the same room.
        let full = written(10, &long).unwrap();
        assert!(full.within_together("alt", 1_000).is_ok());
        let refusal = full.within_together("alt", 24_000).unwrap_err();
        assert!(matches!(&refusal, Error::Invalid { field, .. } if field == "alt"));
        assert!(refusal.to_string().contains("photos"), "{refusal}");
    }

    #[test]
    fn a_day_counts_to_its_end_and_what_is_no_day_is_refused() {
        let end = deadline("2026-02-28").unwrap();
        assert_eq!(end.to_rfc3339(), "2026-02-28T23:59:59Z");
        assert!(draft().stands_at(end).is_ok());
        assert!(
            Draft {
                valid_until: Some(end),
                ..draft()
            }
            .stands_at(end)
            .is_err()
        );
        for text in ["", "soon", "2026-02-30", "31/12/2026"] {
            assert!(deadline(text).is_err(), "{text}");
        }
    }
}
