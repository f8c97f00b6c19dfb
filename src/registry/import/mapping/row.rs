//! What a row of a mapped table states. Values that cannot be kept are left empty and told;
//! a row is left out only where it has no name, no identifier, or must not be published.

use super::field::Field;
use super::mapped::{Column, Mapped, Mark, Publishing};
use super::values::{code, contact, entity, mark, membership, site};
use super::{place, work};
use crate::error::{Error, Result};
use crate::place::{Territory, country, subdivision};
use crate::registry::import::entry::{Entry, Problem, Row};
use crate::registry::import::noticed::Noticed;
use crate::registry::import::shapes::Shape;
use crate::registry::{ContactKind, Draft};
use crate::text::{self, LanguageMap};
use crate::vocabulary::EntityType;
use crate::words::phrase;

/// The longest texts that a draft keeps.
const MAX_SUMMARY: usize = 5_000;
const MAX_LEGAL_FORM: usize = 120;
/// How many contacts a draft keeps.
const MAX_CONTACTS: usize = 20;

impl Shape for Mapped {
    fn title(&self) -> &str {
        &self.mapping.register
    }

    fn register(&self) -> &str {
        &self.mapping.register
    }

    fn identifier(&self) -> &str {
        let columns = self.columns(Field::Identifier);
        columns
            .first()
            .map_or("identifier", |column| &column.header)
    }

    fn headers(&self) -> Vec<&str> {
        let fields = Field::all().flat_map(|field| self.columns(field));
        let marks = self.ended.iter().chain(&self.diffusion);
        let marks = marks.map(|mark| &mark.column);
        fields
            .chain(marks)
            .map(|column| column.header.as_str())
            .collect()
    }

    fn asked(&self) -> Vec<&str> {
        let marks = self.diffusion.iter();
        marks.map(|mark| mark.column.header.as_str()).collect()
    }

    fn stated(&self, row: &Row<'_>) -> Option<String> {
        if self.columns(Field::Identifier).is_empty() {
            return self.derived(row);
        }
        self.code(row, Field::Identifier)
    }

    fn refuses(&self, row: &Row<'_>) -> bool {
        let agrees = |mark: &Mark| matches!(mark.publishing(row), Publishing::Agreed);
        !self.diffusion.iter().all(agrees)
    }

    fn entry(&self, row: &Row<'_>, noticed: &mut Noticed) -> Result<Entry, Problem> {
        let (name_header, name) = self.name(row)?;
        self.publishing(row, noticed)?;
        let identifier = self.identified(row, noticed)?;
        for (column, text) in self.filled(row, Field::RegisterNumber) {
            if code::is_cut_off(text) {
                noticed.tell(cut_off(row, column, text));
            }
        }
        let refused =
            |error: Error| row.problem(&name_header, error.saying(), phrase!("remedy-correct-row"));
        let entity_type = self.entity_type(row, &name, noticed);
        let mut draft = Draft::named(
            &name,
            &self.language,
            entity_type.unwrap_or(EntityType::OtherSse),
        )
        .map_err(refused)?;
        self.texts(row, &mut draft, noticed).map_err(refused)?;
        draft.legal_form = self.legal_form(row, noticed);
        self.membership_base(row, &mut draft, noticed);
        work::read(self, row, &mut draft, noticed);
        self.territory(row, &mut draft, noticed);
        draft.place = place::read(self, row, draft.territory.as_ref(), noticed);
        draft.website = self.website(row, noticed);
        self.contacts(row, &mut draft, noticed);
        self.days(row, &mut draft, noticed);
        let is_marked = self.is_marked_as_ended(row, noticed);
        Ok(Entry {
            line: row.line,
            identifier,
            register_number: self.register_number(row),
            stated_on: None,
            is_dissolved: is_marked || draft.dissolved_on.is_some(),
            is_type_assumed: entity_type.is_none(),
            copied_as: None,
            draft: draft.checked().map_err(refused)?,
        })
    }
}

impl Mapped {
    /// The name in the table's language, and the column that it is from.
    fn name(&self, row: &Row<'_>) -> Result<(String, String), Problem> {
        let columns = self
            .columns(Field::Name)
            .iter()
            .chain(self.columns(Field::OtherName));
        let own = columns.clone().filter(|column| {
            column.language.is_none() || column.language.as_ref() == Some(&self.language)
        });
        for column in own.chain(columns.clone()) {
            let text = row.at(column.place);
            if mark::is_withheld(text) {
                let reason = phrase!("problem-not-public", value = text);
                return Err(row.problem(&column.header, reason, phrase!("remedy-row")));
            }
            if !mark::is_empty(text) {
                return Ok((column.header.clone(), text.to_owned()));
            }
        }
        let header = columns
            .clone()
            .next()
            .map_or("name", |column| &column.header);
        Err(row.problem(
            header,
            phrase!("problem-no-name"),
            phrase!("remedy-name-it"),
        ))
    }

    /// The identifier from its column or, where there is no such column, from what the row
    /// says of the organization.
    fn identified(&self, row: &Row<'_>, noticed: &mut Noticed) -> Result<String, Problem> {
        let own = self.columns(Field::Identifier).first();
        if let Some(column) = own {
            let identifier = self.code(row, Field::Identifier);
            return identifier.ok_or_else(|| {
                if let Some((column, text)) = self.first(row, Field::Identifier) {
                    return cut_off(row, column, text);
                }
                let remedy = phrase!("remedy-not-found-again");
                row.problem(&column.header, phrase!("problem-empty"), remedy)
            });
        }
        noticed.tell_once("identifier", || {
            row.problem(
                "identifier",
                phrase!("problem-no-identifiers"),
                phrase!("remedy-identifiers"),
            )
        });
        let nothing = || {
            row.problem(
                "identifier",
                phrase!("problem-unidentified"),
                phrase!("remedy-row"),
            )
        };
        self.derived(row).ok_or_else(nothing)
    }

    /// An identifier from the register number, else the site, else name and place: the same
    /// for the same row in whichever file.
    fn derived(&self, row: &Row<'_>) -> Option<String> {
        if let Some(number) = self.register_number(row) {
            let bare: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
            if !bare.is_empty() {
                return Some(format!("number:{}", bare.to_ascii_uppercase()));
            }
        }
        let site = self
            .first(row, Field::Website)
            .and_then(|(_, text)| site::read(text).ok());
        if let Some(domain) = site.as_ref().and_then(site::domain) {
            return Some(format!("site:{domain}"));
        }
        let (_, name) = self.name(row).ok()?;
        let locality = self
            .first(row, Field::Locality)
            .map_or("", |(_, text)| text);
        let postal_code = self.code(row, Field::PostalCode).unwrap_or_default();
        let place = if locality.is_empty() {
            &postal_code
        } else {
            locality
        };
        let slug = |text: &str| super::values::fold::fold(text).replace(' ', "-");
        Some(
            format!("name:{}/{}", slug(&name), slug(place))
                .trim_end_matches('/')
                .to_owned(),
        )
    }

    fn register_number(&self, row: &Row<'_>) -> Option<String> {
        let numbers: Vec<String> = self
            .filled(row, Field::RegisterNumber)
            .filter(|(_, text)| !code::is_cut_off(text))
            .map(|(column, text)| match column.digits {
                Some(digits) => code::padded(text, digits),
                None => code::without_tail(text).to_owned(),
            })
            .collect();
        (!numbers.is_empty()).then(|| text::line(&numbers.join(" ")))
    }

    /// What it is: by its own column, by its legal form, by what holds for every row, by its
    /// name; `None` when nothing says it. What no table knows is counted.
    fn entity_type(&self, row: &Row<'_>, name: &str, noticed: &mut Noticed) -> Option<EntityType> {
        let values = &self.mapping.values;
        let columns = [
            (Field::EntityType, &values.entity_type, "entity_type"),
            (Field::LegalForm, &values.legal_form, "legal_form"),
        ];
        let mut known = None;
        for (field, own, name) in columns {
            for (_, text) in self.filled(row, field) {
                let code = own.get(text).map(|code| EntityType::parse(code).ok());
                match code.unwrap_or_else(|| entity::read(text)) {
                    Some(one) => known = known.or(Some(one)),
                    None if own.contains_key(text) => {}
                    None => noticed.count(name, text, row.line, || {
                        entity::nearest(text).map(|one| one.as_str().to_owned())
                    }),
                }
            }
        }
        known
            .or(self.mapping.entity_type)
            .or_else(|| entity::of_name(name))
    }

    /// Names in other languages, and summaries.
    fn texts(&self, row: &Row<'_>, draft: &mut Draft, noticed: &mut Noticed) -> Result<()> {
        for (column, text) in self.filled(row, Field::Name) {
            if let Some(language) = &column.language {
                draft.names.insert(language, text)?;
            }
        }
        let mut summaries: Vec<(&str, String)> = Vec::new();
        for (column, text) in self.filled(row, Field::Summary) {
            let language = column.language.as_ref().unwrap_or(&self.language);
            let text = self.shortened(row, column, text, MAX_SUMMARY, noticed);
            match summaries.iter_mut().find(|(known, _)| known == language) {
                Some((_, known)) if known.len() + text.len() < MAX_SUMMARY => {
                    known.push_str("\n\n");
                    known.push_str(&text);
                }
                Some(_) => {}
                None => summaries.push((language, text)),
            }
        }
        draft.summaries = LanguageMap::default();
        for (language, text) in summaries {
            draft.summaries.insert(language, &text)?;
        }
        Ok(())
    }

    #[expect(clippy::unused_self, reason = "reads as the other values of a row do")]
    fn shortened(
        &self,
        row: &Row<'_>,
        column: &Column,
        text: &str,
        most: usize,
        noticed: &mut Noticed,
    ) -> String {
        let text = text::clean(text);
        if text.chars().count() <= most {
            return text;
        }
        let reason = phrase!("problem-too-long", most = most);
        noticed.tell(row.problem(&column.header, reason, phrase!("remedy-rest")));
        text.chars().take(most).collect()
    }

    fn legal_form(&self, row: &Row<'_>, noticed: &mut Noticed) -> Option<String> {
        let (column, text) = self.first(row, Field::LegalForm)?;
        let text = code::without_tail(text);
        Some(self.shortened(row, column, text, MAX_LEGAL_FORM, noticed))
    }

    fn membership_base(&self, row: &Row<'_>, draft: &mut Draft, noticed: &mut Noticed) {
        use crate::vocabulary::MembershipBase;
        let own = &self.mapping.values.membership_base;
        for (_, text) in self.filled(row, Field::MembershipBase) {
            let code = own.get(text).map(|code| MembershipBase::parse(code).ok());
            let base = code.unwrap_or_else(|| membership::read(text));
            if base.is_none() && !own.contains_key(text) {
                noticed.count("membership_base", text, row.line, || {
                    membership::nearest(text).map(|one| one.as_str().to_owned())
                });
            }
            draft.membership_base = draft.membership_base.or(base);
        }
    }

    fn territory(&self, row: &Row<'_>, draft: &mut Draft, noticed: &mut Noticed) {
        if let Some((column, text)) = self.first(row, Field::Territory) {
            let by_name = || country::read(text).and_then(|code| Territory::parse(code).ok());
            let own = self.country_of(row);
            // Within a country that is known `CA` is its part, and not another country.
            let part = own
                .filter(|own| country::exact(text) != Some(*own))
                .and_then(|own| subdivision::read(text, Some(own)));
            match part
                .or_else(|| Territory::parse(text).ok())
                .or_else(by_name)
            {
                Some(territory) => draft.territory = Some(territory),
                None => noticed.tell(row.problem(
                    &column.header,
                    phrase!("problem-no-territory", value = text),
                    phrase!("remedy-territory"),
                )),
            }
        }
        // Where a country is asked some write a part of one: `GB-ENG`, `England`.
        let of_country = || {
            let (_, text) = self.first(row, Field::Country)?;
            subdivision::as_country(text)
        };
        draft.territory = draft
            .territory
            .take()
            .or_else(of_country)
            .or_else(|| self.mapping.territory.clone());
    }

    /// The country that a row names, or that all of them lie in.
    fn country_of(&self, row: &Row<'_>) -> Option<&str> {
        let stated = self.first(row, Field::Country);
        let stated = stated.and_then(|(_, text)| country::read(text));
        let of_all = self.mapping.country.as_deref();
        let of_territory = || self.mapping.territory.as_ref().and_then(Territory::country);
        stated.or(of_all).or_else(of_territory)
    }

    fn website(&self, row: &Row<'_>, noticed: &mut Noticed) -> Option<url::Url> {
        let (column, text) = self.first(row, Field::Website)?;
        // Many write that there is none.
        if mark::flag(text) == Some(false) {
            return None;
        }
        site::read(text)
            .map_err(|reason| {
                noticed.tell(row.problem(&column.header, reason, phrase!("remedy-site")));
            })
            .ok()
    }

    /// Ways to reach it, none of which is shown to the public.
    fn contacts(&self, row: &Row<'_>, draft: &mut Draft, noticed: &mut Noticed) {
        for (field, kind) in [
            (Field::Email, ContactKind::Email),
            (Field::Phone, ContactKind::Phone),
            (Field::Person, ContactKind::Person),
        ] {
            for (column, text) in self.filled(row, field) {
                let (contacts, refused) = contact::read(kind, text);
                for value in refused {
                    let (reason, remedy) = contact::refusal(kind, &value);
                    noticed.tell(row.problem(&column.header, reason, remedy));
                }
                let fresh = contacts
                    .into_iter()
                    .filter(|one| !draft.contacts.contains(one));
                let fresh: Vec<_> = fresh.collect();
                draft.contacts.extend(fresh);
            }
        }
        draft.contacts.truncate(MAX_CONTACTS);
    }
}

/// That of a long number only the first digits are there, which many have in common.
fn cut_off(row: &Row<'_>, column: &Column, text: &str) -> Problem {
    let reason = phrase!("problem-cut-off", value = text);
    row.problem(&column.header, reason, phrase!("remedy-cut-off"))
}
