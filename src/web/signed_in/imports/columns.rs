//! What the columns of a file mean, as a form: the guess with its confidence and samples, what
//! the office chose instead, and the mapping that both make.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};

use super::{Answer, PATH};
use crate::error::{Error, Result};
use crate::id::BroughtFileId;
use crate::node::Node;
use crate::place::Territory;
use crate::registry::import::brought;
use crate::registry::import::{
    self, DayOrder, Field, Guess, LEAST_CONFIDENCE, Mapping, Marked, Options, Slot,
};
use crate::vocabulary::EntityType;
use crate::web::form::Typed;
use crate::web::reader::Reader;
use crate::web::signed_in::suggested;
use crate::words::{Words, phrase};

/// The form.
pub(super) struct Columns {
    /// The register's short name.
    pub(super) register: String,
    /// The language of the names and texts.
    pub(super) language: String,
    /// Where every row belongs.
    pub(super) territory: String,
    /// Whether the day or the month stands first, by code; empty where nobody says.
    pub(super) day_order: String,
    /// The column on publishing whose empty cells may agree to it, and whether they do.
    pub(super) empty_agrees: Option<(String, bool)>,
    /// What every row is, by code.
    pub(super) entity_type: String,
    /// What rows can be: code, label.
    pub(super) types: Vec<(&'static str, &'static str)>,
    /// What columns can hold: code, label.
    pub(super) fields: Vec<(&'static str, &'static str)>,
    /// Each column of the file.
    pub(super) each: Vec<Column>,
}

/// A column of the file.
pub(super) struct Column {
    pub(super) header: String,
    /// The name of its part of the form.
    pub(super) key: String,
    /// What it is said to hold (`name:es`); empty where it is left out.
    pub(super) slot: String,
    /// How sure the guess is, in percent; `None` where it guessed nothing.
    pub(super) sure: Option<i32>,
    pub(super) samples: String,
}

impl Columns {
    /// The form as it was typed, else as the office decided before, else as it was guessed.
    pub(super) fn of(
        guess: &Guess,
        own: Option<&Mapping>,
        typed: Option<&Typed>,
        reader: &Reader,
    ) -> Self {
        let words = reader.words;
        let mapping = own.unwrap_or(&guess.mapping);
        let or = |name: &str, kept: &str| match typed {
            Some(typed) => typed.get(name).to_owned(),
            None => kept.to_owned(),
        };
        let by_header = slots(mapping);
        let columns = guess.columns.iter().enumerate().map(|(place, column)| {
            let key = key(place);
            let slot = by_header.get(column.header.as_str());
            Column {
                slot: or(&key, slot.map_or("", String::as_str)),
                key,
                header: column.header.clone(),
                #[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 100")]
                sure: (column.field.is_some()).then_some((column.confidence * 100.0) as i32),
                samples: column.samples.join(" · "),
            }
        });
        let territory = mapping.territory.as_ref().map_or("", Territory::as_str);
        let asked = mapping.diffusion.as_ref();
        let asked = asked.filter(|marked| !marked.has_exceptions());
        let entity_type = mapping.entity_type.map_or("", EntityType::as_str);
        let mut fields: Vec<_> = Field::all()
            .map(|field| (field.as_str(), label(field, words)))
            .collect();
        fields.sort_by_key(|(_, label)| label.to_lowercase());
        Self {
            register: or("register", named(&mapping.register)),
            language: or("language", &mapping.language),
            territory: or("territory", territory),
            empty_agrees: asked.map(|marked| {
                let agrees = match typed {
                    // What was ticked is of the column that stood beside it.
                    Some(typed) => typed.get("empty_agrees") == marked.column,
                    None => marked.empty_agrees,
                };
                (marked.column.clone(), agrees)
            }),
            day_order: or("day_order", mapping.day_order.map_or("", DayOrder::as_str)),
            entity_type: or("entity_type", entity_type),
            types: EntityType::ALL
                .iter()
                .map(|one| (one.as_str(), one.label(words.tag)))
                .collect(),
            fields,
            each: columns.collect(),
        }
    }
}

/// A register's name, unless it is the one that stands for none.
fn named(register: &str) -> &str {
    if register == import::NO_NAME {
        ""
    } else {
        register
    }
}

/// What each column is mapped to, by header; a mark is called by its field.
fn slots(mapping: &Mapping) -> BTreeMap<&str, String> {
    let pairs = mapping.columns.iter().flat_map(|(slot, columns)| {
        let headers = columns.headers().iter();
        headers.map(move |header| (header.as_str(), slot.to_string()))
    });
    let marks = [
        (Field::Status, &mapping.ended),
        (Field::Diffusion, &mapping.diffusion),
    ];
    let marks = marks.into_iter().flat_map(|(field, marked)| {
        let headers = marked
            .iter()
            .flat_map(|marked| std::iter::once(&marked.column).chain(&marked.also));
        headers.map(move |header| (header.as_str(), field.as_str().to_owned()))
    });
    pairs.chain(marks).collect()
}

fn key(place: usize) -> String {
    format!("column-{place}")
}

/// How the office says that the file is to be imported.
pub(super) fn options(typed: &Typed) -> Options {
    let is_ticked = |name: &str| !typed.get(name).is_empty();
    Options {
        dry_run: false,
        publish: is_ticked("publish"),
        complete: is_ticked("complete"),
        renamed: is_ticked("renamed"),
    }
}

/// The mapping that the form says. What the guess found beside the columns (lost zeros, values
/// that mark what has ended) stays, as far as its columns are still used.
///
/// # Errors
/// [`Error::Invalid`] when a value is none, or no column holds names.
pub(super) fn mapping(guess: &Guess, typed: &Typed) -> Result<Mapping> {
    let mut mapping = guess.mapping.clone();
    typed.trimmed("register").clone_into(&mut mapping.register);
    typed.trimmed("language").clone_into(&mut mapping.language);
    let some = |name: &str| Some(typed.trimmed(name)).filter(|value| !value.is_empty());
    let unsure = |_several| Error::invalid("territory", phrase!("import-territory-unsure"));
    mapping.territory = suggested::territory(typed.trimmed("territory")).map_err(unsure)?;
    mapping.entity_type = some("entity_type").map(EntityType::parse).transpose()?;
    let order = |code| {
        DayOrder::ALL
            .into_iter()
            .find(|order| order.as_str() == code)
    };
    mapping.day_order = some("day_order").and_then(order);
    mapping.columns.clear();
    let ended = mapping.ended.take();
    mapping.diffusion = None;
    let marked = slots(&guess.mapping);
    for (place, column) in guess.columns.iter().enumerate() {
        let header = column.header.clone();
        // A form that does not speak of a mark leaves it as it is.
        let is_asked = typed.all(&key(place)).next().is_some();
        let own = || {
            marked
                .get(header.as_str())
                .map(String::as_str)
                .filter(|slot| is_mark(slot))
        };
        let slot = if is_asked { some(&key(place)) } else { own() };
        let Some(slot) = slot else {
            continue;
        };
        if slot == Field::Diffusion.as_str() {
            match &mut mapping.diffusion {
                Some(first) => first.also.push(header),
                None => mapping.diffusion = Some(Marked::by_words(header)),
            }
            continue;
        }
        if slot == Field::Status.as_str() {
            if mapping.ended.is_some() {
                return Err(only_one(slot, &header));
            }
            let guessed = ended.clone().filter(|guessed| guessed.column == header);
            mapping.ended = Some(guessed.unwrap_or_else(|| Marked::by_words(header)));
            continue;
        }
        let slot = Slot::parse(slot)?;
        let before = mapping.columns.remove(&slot);
        if before.is_some() && !slot.field.takes_several() {
            return Err(only_one(&slot.to_string(), &header));
        }
        let columns = match before {
            Some(columns) => columns.and(header),
            None => import::Columns::One(header),
        };
        mapping.columns.insert(slot, columns);
    }
    if let Some(marked) = &mut mapping.diffusion {
        marked.empty_agrees = typed.get("empty_agrees") == marked.column;
    }
    // What is kept is read again by the rules of a mapping's file.
    Mapping::read(&mapping.to_toml())
}

/// Whether a slot is a mark, which stands beside the columns in a mapping.
fn is_mark(slot: &str) -> bool {
    [Field::Status, Field::Diffusion]
        .iter()
        .any(|field| field.as_str() == slot)
}

/// The refusal of a second column for what one alone can hold.
fn only_one(slot: &str, header: &str) -> Error {
    let reason = format!("stands for several columns; only one can hold it: {header:?}");
    Error::invalid(slot, reason)
}

/// Has the columns of a file guessed anew.
pub(in crate::web::signed_in) async fn guess_anew(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
) -> Answer {
    let id = BroughtFileId::parse(&id)?;
    let mut tx = node.db.begin().await?;
    match brought::guess_anew(&mut tx, &node.clock, &id).await {
        Ok(()) => tx.commit().await?,
        // The page says that somebody works at it.
        Err(Error::Conflict(_)) => drop(tx),
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to(&format!("{PATH}/{id}")).into_response())
}

impl Column {
    /// Whether a person should look at it.
    pub(super) fn is_doubtful(&self) -> bool {
        #[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 100")]
        let doubtful = (LEAST_CONFIDENCE * 100.0) as i32 + 25;
        self.sure.is_some_and(|sure| sure < doubtful)
    }
}

/// A field in the page's language.
pub(super) fn label(field: Field, words: &'static Words) -> &'static str {
    match field {
        Field::Identifier => words.say("field-identifier"),
        Field::Name => words.say("field-name"),
        Field::OtherName => words.say("field-other-name"),
        Field::Summary => words.say("field-summary"),
        Field::EntityType => words.say("field-entity-type"),
        Field::LegalForm => words.say("legal-form"),
        Field::MembershipBase => words.say("members"),
        Field::RegisterNumber => words.say("field-register-number"),
        Field::Sectors => words.say("activities"),
        Field::Themes => words.say("themes"),
        Field::Territory => words.say("territory"),
        Field::Country => words.say("field-country"),
        Field::Region => words.say("field-region"),
        Field::Locality => words.say("field-locality"),
        Field::Street => words.say("field-street"),
        Field::PostalCode => words.say("field-postal-code"),
        Field::Address => words.say("address"),
        Field::Latitude => words.say("field-latitude"),
        Field::Longitude => words.say("field-longitude"),
        Field::Coordinates => words.say("field-coordinates"),
        Field::Website => words.say("website"),
        Field::Email => words.say("field-email"),
        Field::Phone => words.say("field-phone"),
        Field::Person => words.say("field-person"),
        Field::FoundedOn => words.say("founded"),
        Field::DissolvedOn => words.say("field-dissolved-on"),
        Field::Status => words.say("field-status"),
        Field::Diffusion => words.say("field-diffusion"),
    }
}
