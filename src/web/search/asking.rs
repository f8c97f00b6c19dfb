//! What an address asks, as people typed it: what cannot be understood stands in the form
//! again, with what to mend beside it. Knows no result.

use super::super::form::Wrongs;
use crate::error::{Error, Result};
use crate::search::{self, Asked, PARAMETERS};
use crate::store::Tx;
use crate::words::Words;

/// The fields that the form always has; others are shown where they are to be mended.
pub(super) const OWN_FIELDS: [&str; 5] = ["q", "place", "km", "kind", "until"];
/// How many namesakes are named.
const NAMESAKES: usize = 5;

/// What an address asks.
#[derive(Debug)]
pub(in crate::web) struct Asking {
    /// What of it could be understood.
    pub(in crate::web) asked: Asked,
    /// The cursor of a later page.
    pub(in crate::web) after: Option<String>,
    /// What could not, beside which field.
    pub(in crate::web) wrongs: Wrongs,
    /// Everything as it was typed.
    typed: Vec<(&'static str, String)>,
}

impl Asking {
    /// Reads a query. Names that ask nothing, as other sites add them to links, are left out.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database fails.
    pub(in crate::web) async fn read(
        tx: &mut Tx,
        words: &'static Words,
        query: Option<&str>,
    ) -> Result<Self> {
        let (mut after, mut typed) = (None, Vec::<(&'static str, String)>::new());
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            if name == "after" {
                after = Some(value.into_owned());
            } else if let Some(known) = PARAMETERS.into_iter().find(|one| *one == name) {
                typed.retain(|(other, _)| *other != known);
                if !value.trim().is_empty() {
                    typed.push((known, value.into_owned()));
                }
            }
        }
        let (mut wrongs, mut rest) = (Wrongs::default(), typed.clone());
        let asked = loop {
            let refused = match Asked::read(rest.iter().map(|(name, value)| (*name, value))) {
                Ok(asked) => match search::resolve(tx, asked).await {
                    Ok(asked) => break asked,
                    Err(refused) => refused,
                },
                Err(refused) => refused,
            };
            let Error::Invalid { field, .. } = &refused else {
                return Err(refused);
            };
            let Some((_, value)) = rest.iter().find(|(name, _)| name == field) else {
                return Err(refused);
            };
            wrongs.add(field, said(field, value, &rest, words));
            // How far from a place that is not known asks nothing either.
            let is_left = |name: &str| {
                name != field && !(name == "km" && ["near", "place"].contains(&field.as_str()))
            };
            rest.retain(|(name, _)| is_left(name));
        };
        Ok(Self {
            asked,
            after,
            wrongs,
            typed,
        })
    }

    /// What was typed into a field.
    pub(super) fn typed(&self, name: &str) -> &str {
        let found = self.typed.iter().find(|(other, _)| *other == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The fields that are to be mended and that the form does not have anyway: name, what
    /// people call it, what was typed.
    pub(super) fn to_mend(&self, words: &'static Words) -> Vec<(&'static str, &'static str, &str)> {
        let typed = self.typed.iter();
        let is_wrong = |name: &str| self.wrongs.of(name).is_some() && !OWN_FIELDS.contains(&name);
        let wrong = typed.filter(|(name, _)| is_wrong(name));
        wrong
            .filter_map(|(name, value)| {
                Some((*name, search::name_of(name, words)?, value.as_str()))
            })
            .collect()
    }
}

/// What people are told of a value that cannot be understood.
fn said(
    field: &str,
    value: &str,
    rest: &[(&'static str, String)],
    words: &'static Words,
) -> String {
    let has = |name: &str| rest.iter().any(|(other, _)| *other == name);
    let places = ["box", "near", "place"];
    let two_places = places.iter().filter(|name| has(name)).count() > 1;
    let phrase = match field {
        "q" => words.say("search-wrong-words"),
        "box" | "near" | "place" if two_places => words.say("search-wrong-places"),
        "place" => return place(value, words),
        "near" => words.say("search-wrong-near"),
        "km" => words.say("search-wrong-km"),
        "box" => words.say("search-wrong-box"),
        "until" => words.say("search-wrong-day"),
        "territory" => words.say("search-wrong-territory"),
        _ => words.say("search-wrong-choice"),
    };
    phrase.to_owned()
}

/// What people are told of a place that is not known, or of whose name there are several.
pub(in crate::web) fn place(name: &str, words: &'static Words) -> String {
    let name = crate::text::line(name);
    let namesakes = search::namesakes(&name, words.tag);
    let some = namesakes.get(..NAMESAKES.min(namesakes.len()));
    let some = some.unwrap_or_default().join("; ");
    match &*namesakes {
        [] => return words.say("search-wrong-place").to_owned(),
        [_] => return words.fill("search-wrong-nearly", &[("place", some.into())]),
        _ => {}
    }
    words.fill("search-wrong-namesakes", &[("places", some.into())])
}
