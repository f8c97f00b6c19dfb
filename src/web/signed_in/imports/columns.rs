//! What the columns of a file mean, as a form: the guess with its confidence and samples, and
//! what the office chose instead.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};

use super::{Answer, PATH, done};
use crate::error::Error;
use crate::id::BroughtFileId;
use crate::node::Node;
use crate::place::Territory;
use crate::registry::import::brought;
use crate::registry::import::{self, DayOrder, Field, Guess, LEAST_CONFIDENCE, Mapping};
use crate::vocabulary::{EntityType, Language};
use crate::web::form::Typed;
use crate::web::reader::Reader;
use crate::web::signed_in::suggested;

/// The form.
pub(super) struct Columns {
    /// The register's short name.
    pub(super) register: String,
    /// The language of the names and texts by its name, and its tag where it is known.
    pub(super) language: String,
    pub(super) tag: String,
    /// What languages are called.
    pub(super) languages: Vec<&'static str>,
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
    pub(super) fields: Vec<(&'static str, String)>,
    /// The register's short name once more, as it was typed.
    pub(super) register_again: String,
    /// Whether neither the guess nor the office says which column holds the names.
    pub(super) is_nameless: bool,
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
        let language = or("language", &Language::called(&mapping.language, words.tag));
        let asked = mapping.diffusion.as_ref();
        let asked = asked.filter(|marked| !marked.has_exceptions());
        let entity_type = mapping.entity_type.map_or("", EntityType::as_str);
        let mut fields: Vec<_> = Field::all()
            .map(|field| (field.as_str(), words.field(field.as_str())))
            .collect();
        fields.sort_by_key(|(_, label)| label.to_lowercase());
        Self {
            register: or("register", named(&mapping.register)),
            register_again: or("register-again", ""),
            is_nameless: own.is_none() && !guess.has_names(),
            tag: Language::read(&language).unwrap_or_default(),
            language,
            languages: Language::names(words.tag),
            territory: or("territory", &suggested::shown(territory, words.tag)),
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
pub(super) fn slots(mapping: &Mapping) -> BTreeMap<&str, String> {
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

/// The name of a column's part of the form.
pub(super) fn key(place: usize) -> String {
    format!("column-{place}")
}

/// Has the columns of a file guessed anew.
pub(in crate::web::signed_in) async fn guess_anew(
    State(node): State<Arc<Node>>,
    Path(id): Path<String>,
) -> Answer {
    let id = BroughtFileId::parse(&id)?;
    let mut tx = node.db.begin().await?;
    let file = brought::get(&mut tx, &id).await?.file;
    match brought::guess_anew(&mut tx, &node.clock, &id).await {
        Ok(()) => tx.commit().await?,
        // The page says that somebody works at it.
        Err(Error::Conflict(_)) => drop(tx),
        Err(error) => return Err(error.into()),
    }
    Ok(done(&format!("{PATH}/{id}"), file))
}

impl Column {
    /// Whether a person should look at it.
    pub(super) fn is_doubtful(&self) -> bool {
        #[expect(clippy::cast_possible_truncation, reason = "it is from 0 to 100")]
        let doubtful = (LEAST_CONFIDENCE * 100.0) as i32 + 25;
        self.sure.is_some_and(|sure| sure < doubtful)
    }
}
