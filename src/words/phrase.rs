//! What the program says of data to people: by a key, so that pages say it in their reader's
//! language, and in English for programs, the command line and logs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize, Serializer};

/// A phrase of the Fluent files with what fills it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Phrase {
    /// Its key.
    pub key: Cow<'static, str>,
    /// What fills it, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<Cow<'static, str>, Filling>,
}

/// What fills a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Filling {
    /// A number, which may decide the form of the words around it.
    Number(i64),
    /// A text that is the same in every language.
    Text(String),
    /// A field, by the name that programs know it by.
    Field {
        /// That name.
        field: String,
    },
    /// Something that has a name of its own in each language.
    Labels {
        /// The names by language.
        labels: BTreeMap<Cow<'static, str>, String>,
    },
    /// Another phrase.
    Phrase(Phrase),
}

/// A phrase by its key and what fills it: `phrase!("problem-too-long", most = 200)`.
macro_rules! phrase {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::Phrase::new(
            $key,
            [$((stringify!($name), $crate::words::Filling::from($value))),*],
        )
    };
}
pub(crate) use phrase;

impl Phrase {
    /// The phrase of a key; [`phrase!`] is the short way to write it.
    pub fn new<const N: usize>(key: &'static str, with: [(&'static str, Filling); N]) -> Self {
        let with = with.into_iter().map(|(name, value)| (name.into(), value));
        Self {
            key: key.into(),
            with: with.collect(),
        }
    }
}

impl fmt::Display for Phrase {
    /// In English, as programs get it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::first().to_programs(self))
    }
}

impl Filling {
    /// A field, which pages call as their readers do.
    pub fn field(name: impl Into<String>) -> Self {
        Self::Field { field: name.into() }
    }

    /// What `label` calls something in each language that the program speaks.
    pub fn labels(label: impl Fn(&str) -> String) -> Self {
        let labels = super::all().map(|words| (words.tag.into(), label(words.tag)));
        Self::Labels {
            labels: labels.collect(),
        }
    }

    /// Nothing at all.
    pub fn none() -> Self {
        Self::Text(String::new())
    }
}

impl From<&str> for Filling {
    /// Control characters are written out: what is said may come to a terminal.
    fn from(text: &str) -> Self {
        let mut kept = String::with_capacity(text.len());
        for character in text.chars() {
            if character.is_control() {
                kept.extend(character.escape_default());
            } else {
                kept.push(character);
            }
        }
        Self::Text(kept)
    }
}

impl From<&String> for Filling {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Filling {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Self> for Filling {
    fn from(filling: &Self) -> Self {
        filling.clone()
    }
}

impl From<Phrase> for Filling {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(phrase)
    }
}

impl From<&Saying> for Filling {
    fn from(saying: &Saying) -> Self {
        match &saying.phrase {
            Some(phrase) => Self::Phrase((**phrase).clone()),
            None => Self::from(saying.english.as_str()),
        }
    }
}

impl From<i64> for Filling {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Filling {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Filling {
    /// What is beyond all bounds is the bound.
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Filling {
    fn from(number: usize) -> Self {
        Self::from(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

/// What is said to people: in English as it stands, and in every language when it is a phrase.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Saying {
    english: String,
    phrase: Option<Box<Phrase>>,
}

impl Saying {
    /// What can be said in every language, if it can.
    pub fn phrase(&self) -> Option<&Phrase> {
        self.phrase.as_deref()
    }

    /// What was kept: a phrase that is still known is said anew, another as it was.
    pub fn kept(english: String, phrase: Option<Phrase>) -> Self {
        match phrase.filter(|phrase| super::first().knows(&phrase.key)) {
            Some(phrase) => Self::from(phrase),
            None => Self::from(english),
        }
    }

    /// As text that [`Self::from_text`] reads back.
    pub fn to_text(&self) -> String {
        let phrase = self.phrase.as_ref();
        let json = phrase.and_then(|phrase| serde_json::to_string(phrase).ok());
        json.map_or_else(
            || self.english.clone(),
            |json| format!("{}{MARK}{json}", self.english),
        )
    }

    /// What [`Self::to_text`] wrote, or any other text as it is.
    pub fn from_text(text: &str) -> Self {
        match text.split_once(MARK) {
            Some((english, json)) => {
                Self::kept(english.to_owned(), serde_json::from_str(json).ok())
            }
            None => Self::from(text),
        }
    }
}

/// What stands in a kept text between the English words and the phrase; no text of ours has it.
const MARK: char = '\u{1E}';

impl Serialize for Saying {
    /// Programs get the English words alone.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.english)
    }
}

impl Deref for Saying {
    type Target = str;

    fn deref(&self) -> &str {
        &self.english
    }
}

impl fmt::Display for Saying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

impl From<Phrase> for Saying {
    fn from(phrase: Phrase) -> Self {
        Self {
            english: phrase.to_string(),
            phrase: Some(Box::new(phrase)),
        }
    }
}

impl From<String> for Saying {
    fn from(english: String) -> Self {
        Self {
            english,
            phrase: None,
        }
    }
}

impl From<&str> for Saying {
    fn from(english: &str) -> Self {
        Self::from(english.to_owned())
    }
}

impl From<&Self> for Saying {
    fn from(saying: &Self) -> Self {
        saying.clone()
    }
}

/// Something said in the reader's language, or in the one that it can be said in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The words.
    pub text: String,
    /// Their language, where it is another than the page's.
    pub lang: Option<&'static str>,
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
