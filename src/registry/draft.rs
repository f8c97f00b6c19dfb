//! What is stated of an organization, and what of it can be kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::error::{Error, Result};
use crate::place::{Place, Territory};
use crate::text::{self, LanguageMap};
use crate::vocabulary::{EntityType, MembershipBase, Scope, Sector};
use crate::words::phrase;

const MAX_NAME: usize = 200;
const MAX_SUMMARY: usize = 5_000;
const MAX_LEGAL_FORM: usize = 120;
const MAX_CONTACT: usize = 200;
const MAX_WEBSITE: usize = 500;
/// How many sectors, themes or contacts one record may list.
const MAX_ENTRIES: usize = 20;

/// What is stated of an organization: by the office, by a register, by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The handle that the organization wishes for; made from its name when there is none.
    /// What is read back has none here: see [`Organization::handle`](super::Organization).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// The name, in each language that it is known in.
    pub names: LanguageMap,
    /// A few sentences about the organization, in plain text.
    #[serde(default)]
    pub summaries: LanguageMap,
    /// The base language of the record itself.
    pub language: String,
    /// What it is, by the ILO's list and the partners.
    pub entity_type: EntityType,
    /// The legal form in the country's own words.
    #[serde(default)]
    pub legal_form: Option<String>,
    /// Who its members are.
    #[serde(default)]
    pub membership_base: Option<MembershipBase>,
    /// What it works in, the main activity first.
    #[serde(default)]
    pub sectors: Vec<Sector>,
    /// Themes that it gives itself to, as short words of a code list.
    #[serde(default)]
    pub themes: Vec<String>,
    /// Where it belongs.
    #[serde(default)]
    pub territory: Option<Territory>,
    /// How far its work reaches.
    #[serde(default)]
    pub scope: Option<Scope>,
    /// Its address.
    #[serde(default)]
    pub place: Place,
    /// Its site, by http or https.
    #[serde(default)]
    pub website: Option<Url>,
    /// Ways to reach it, hidden unless said otherwise.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// The day it was founded or registered.
    #[serde(default)]
    pub founded_on: Option<Date>,
    /// The day it ended.
    #[serde(default)]
    pub dissolved_on: Option<Date>,
}

/// A way to reach an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What kind of contact it is.
    pub kind: ContactKind,
    /// The address or number.
    pub value: String,
    /// Whether everybody may see it; the office alone does otherwise.
    #[serde(default)]
    pub public: bool,
}

/// The kinds of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactKind {
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A person's name.
    Person,
}

impl ContactKind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Person => "person",
        }
    }

    /// Reads the word.
    fn parse(word: &str) -> Option<Self> {
        [Self::Email, Self::Phone, Self::Person]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }

    /// What people call it, in English.
    pub fn label(self) -> &'static str {
        match self {
            Self::Email => "Mail",
            Self::Phone => "Telephone",
            Self::Person => "Contact",
        }
    }
}

impl Draft {
    /// The least that can be stated: a name, its language, and what the organization is.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the language is none.
    pub fn named(name: &str, language: &str, entity_type: EntityType) -> Result<Self> {
        Ok(Self {
            handle: None,
            names: LanguageMap::of(language, name)?,
            summaries: LanguageMap::default(),
            language: text::base_language(language)?,
            entity_type,
            legal_form: None,
            membership_base: None,
            sectors: Vec::new(),
            themes: Vec::new(),
            territory: None,
            scope: None,
            place: Place::default(),
            website: None,
            contacts: Vec::new(),
            founded_on: None,
            dissolved_on: None,
        })
    }

    /// The name in the record's own language, or in whichever there is.
    pub fn name(&self) -> &str {
        self.names
            .pick(&[&self.language])
            .map_or("", |(_, name)| name)
    }

    /// The contacts that everybody may see.
    pub fn public_contacts(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.iter().filter(|contact| contact.public)
    }

    /// The draft as it is kept: texts cleaned, codes known, lengths bounded.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field that cannot be kept.
    pub fn checked(mut self) -> Result<Self> {
        self.language = text::base_language(&self.language)?;
        self.names = self.names.on_one_line();
        self.names.within("names", MAX_NAME)?;
        if self.names.get(&self.language).is_none() {
            let reason = phrase!("refusal-no-name", language = &self.language);
            return Err(Error::invalid("names", reason));
        }
        self.summaries.within("summaries", MAX_SUMMARY)?;
        self.legal_form = self
            .legal_form
            .map(|form| text::line(&form))
            .filter(|form| !form.is_empty());
        text::within(
            "legal_form",
            self.legal_form.as_deref().unwrap_or(""),
            MAX_LEGAL_FORM,
        )?;
        self.place = self.place.checked()?;
        if let Some(website) = &self.website {
            check_website(website)?;
        }
        self.check_lists()?;
        if let (Some(founded), Some(dissolved)) = (self.founded_on, self.dissolved_on)
            && dissolved < founded
        {
            let reason = phrase!(
                "problem-before-foundation",
                dissolved = dissolved.to_string(),
                founded = founded.to_string()
            );
            return Err(Error::invalid("dissolved_on", reason));
        }
        Ok(self)
    }

    fn check_lists(&mut self) -> Result<()> {
        for theme in &self.themes {
            let is_word = theme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if !is_word || theme.is_empty() || theme.len() > 40 {
                let reason = phrase!("refusal-no-theme", value = theme);
                return Err(Error::invalid("themes", reason));
            }
        }
        let contacts = std::mem::take(&mut self.contacts);
        self.contacts = contacts
            .into_iter()
            .map(Contact::checked)
            .collect::<Result<_>>()?;
        let lists = [
            ("sectors", self.sectors.len()),
            ("themes", self.themes.len()),
            ("contacts", self.contacts.len()),
        ];
        for (field, length) in lists {
            if length > MAX_ENTRIES {
                let reason = phrase!("refusal-many-entries", count = length, most = MAX_ENTRIES);
                return Err(Error::invalid(field, reason));
            }
        }
        Ok(())
    }
}

impl Contact {
    /// The contact on one line, such as `hidden email office@ash.example`.
    pub fn to_line(&self) -> String {
        let visibility = if self.public { "public" } else { "hidden" };
        format!("{visibility} {} {}", self.kind.as_str(), self.value)
    }

    /// Reads what [`to_line`](Self::to_line) wrote.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is no such line, with one that is.
    pub fn from_line(line: &str) -> Result<Self> {
        let mut words = line.trim().splitn(3, ' ');
        let public = match words.next() {
            Some("public") => Some(true),
            Some("hidden") => Some(false),
            _ => None,
        };
        let kind = words.next().and_then(ContactKind::parse);
        if let (Some(public), Some(kind), Some(value)) = (public, kind, words.next()) {
            let value = value.to_owned();
            return Self {
                kind,
                value,
                public,
            }
            .checked();
        }
        let reason = phrase!("refusal-no-contact", value = line);
        Err(Error::invalid("contacts", reason))
    }

    /// The contact as it is kept.
    ///
    /// # Errors
    /// [`Error::Invalid`] when its value is not of its kind.
    pub fn checked(mut self) -> Result<Self> {
        self.value = text::line(&self.value);
        text::within("contacts", &self.value, MAX_CONTACT)?;
        let is_well_formed = match self.kind {
            ContactKind::Email => self.value.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && host.contains('.') && !self.value.contains([' ', '<', '>'])
            }),
            ContactKind::Phone => {
                self.value.chars().filter(char::is_ascii_digit).count() >= 3
                    && self
                        .value
                        .chars()
                        .all(|c| c.is_ascii_digit() || " +-()./".contains(c))
            }
            ContactKind::Person => !self.value.is_empty(),
        };
        if is_well_formed {
            return Ok(self);
        }
        let reason = match self.kind {
            ContactKind::Email => phrase!("problem-no-mail", value = self.value),
            ContactKind::Phone => phrase!("problem-no-telephone", value = self.value),
            ContactKind::Person => phrase!("problem-no-person", value = self.value),
        };
        Err(Error::invalid("contacts", reason))
    }
}

fn check_website(website: &Url) -> Result<()> {
    let is_web = matches!(website.scheme(), "http" | "https") && website.has_host();
    let has_secret = !website.username().is_empty() || website.password().is_some();
    if !is_web || has_secret || website.as_str().len() > MAX_WEBSITE {
        return Err(Error::invalid("website", phrase!("refusal-no-site")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft::named("Taller de  bicis", "es-MX", EntityType::Cooperative).unwrap()
    }

    #[test]
    fn a_draft_is_cleaned_and_keeps_its_base_language() {
        let draft = draft().checked().unwrap();
        assert_eq!(
            (draft.name(), draft.language.as_str()),
            ("Taller de bicis", "es")
        );
    }

    #[test]
    fn a_draft_without_a_name_in_its_language_is_refused() {
        let nameless = Draft {
            names: LanguageMap::of("en", "Workshop").unwrap(),
            ..draft()
        };
        assert!(nameless.checked().unwrap_err().to_string().contains("(es)"));
        let long = Draft::named(&"x".repeat(201), "es", EntityType::Association).unwrap();
        assert!(long.checked().is_err());
    }

    #[test]
    fn a_site_that_is_no_site_and_a_mail_address_that_is_none_are_refused() {
        for address in [
            "javascript:alert(1)",
            "ftp://a.example/",
            "https://me:secret@a.example/",
        ] {
            let draft = Draft {
                website: Some(Url::parse(address).unwrap()),
                ..draft()
            };
            assert!(draft.checked().is_err(), "{address}");
        }
        for (kind, value) in [
            (ContactKind::Email, "nobody"),
            (ContactKind::Email, "A <a@b.example>"),
            (ContactKind::Phone, "call me"),
            (ContactKind::Person, " "),
        ] {
            let contact = Contact {
                kind,
                value: value.to_owned(),
                public: false,
            };
            assert!(
                Draft {
                    contacts: vec![contact],
                    ..draft()
                }
                .checked()
                .is_err(),
                "{value}"
            );
        }
    }

    #[test]
    fn contacts_are_hidden_unless_said() {
        let contact: Contact =
            serde_json::from_str(r#"{"kind":"email","value":"a@b.example"}"#).unwrap();
        let draft = Draft {
            contacts: vec![contact],
            ..draft()
        }
        .checked()
        .unwrap();
        assert_eq!(draft.public_contacts().count(), 0);
    }

    #[test]
    fn an_end_before_the_beginning_and_an_unknown_field_are_refused() {
        let draft = Draft {
            founded_on: Some(jiff::civil::date(2000, 1, 1)),
            dissolved_on: Some(jiff::civil::date(1999, 1, 1)),
            ..draft()
        };
        assert!(draft.checked().is_err());
        let json = r#"{"names":{"es":"A"},"language":"es","entity_type":"association","x":1}"#;
        assert!(serde_json::from_str::<Draft>(json).is_err());
    }
}
