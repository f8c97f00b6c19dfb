//! What is stated in the form by which somebody takes part: read, and what is to be mended of it.

use url::Url;

use crate::error::{Error, Result};
use crate::mail;
use crate::people::applications::Applicant;
use crate::place::Territory;
use crate::registry::Draft;
use crate::text::LanguageMap;
use crate::vocabulary::EntityType;
use crate::web::form::{Typed, Wrongs};
use crate::web::signed_in::suggested;
use crate::words::{self, Words};

/// What was typed, as it is kept, or what is to be mended beside which field.
pub(super) fn read(typed: &Typed, words: &'static Words) -> Result<(Draft, Applicant), Wrongs> {
    let mut wrongs = Wrongs::default();
    let mut need = |field: &str, phrase: &'static str| wrongs.add(field, phrase);
    let kind = EntityType::parse(typed.get("type")).ok();
    if kind.is_none() {
        need("type", words.say("join-type-wrong"));
    }
    let territory = suggested::territory(typed.trimmed("territory"));
    match &territory {
        Ok(_) => {}
        Err(none) if none.is_empty() => need("territory", words.say("offer-territory-wrong")),
        Err(_) => need("territory", words.say("offer-territory-which")),
    }
    let website = match typed.trimmed("website") {
        "" => Ok(None),
        text => text.parse::<Url>().map(Some),
    };
    if website.is_err() {
        need("website", words.say("record-website-wrong"));
    }
    if typed.trimmed("organization").is_empty() {
        need("organization", words.say("record-name-wrong"));
    }
    if words::of(typed.get("language")).is_none() {
        need("language", words.say("language-wrong"));
    }
    if mail::address(typed.trimmed("mail")).is_err() {
        need("mail", words.say("sign-in-no-address"));
    }
    if typed.trimmed("name").is_empty() {
        need("name", words.say("name-wrong"));
    }
    if typed.trimmed("function").is_empty() {
        need("function", words.say("join-function-wrong"));
    }
    let (Some(kind), Ok(territory), Ok(website), true) =
        (kind, territory, website, wrongs.is_empty())
    else {
        return Err(wrongs);
    };
    let by = Applicant {
        name: typed.get("name").to_owned(),
        function: typed.get("function").to_owned(),
        mail: typed.trimmed("mail").to_owned(),
        language: words.tag.to_owned(),
    };
    let stated = draft(typed, kind, territory, website).map_err(|error| beside(error, words))?;
    Ok((stated, by))
}

fn draft(
    typed: &Typed,
    kind: EntityType,
    territory: Option<Territory>,
    website: Option<Url>,
) -> Result<Draft> {
    let language = typed.get("language");
    let mut draft = Draft::named(typed.get("organization"), language, kind)?;
    draft.summaries = LanguageMap::of(language, typed.get("summary"))?;
    draft.territory = territory;
    draft.website = website;
    draft.checked()
}

/// What a domain refused, beside its field; what is about none stands above the form.
pub(super) fn beside(error: Error, words: &'static Words) -> Wrongs {
    let mut wrongs = Wrongs::default();
    let own = |field: &str| {
        let field = field.split('.').next().unwrap_or(field);
        Some(match field {
            "names" => ("organization", words.say("record-name-wrong")),
            "summaries" => ("summary", words.say("record-summary-wrong")),
            "website" => ("website", words.say("record-website-wrong")),
            "name" => ("name", words.say("name-wrong")),
            "function" => ("function", words.say("join-function-wrong")),
            "mail" => ("mail", words.say("sign-in-no-address")),
            _ => return None,
        })
    };
    if let Err(other) = wrongs.take(error, words, own) {
        wrongs.note("form", words.tell(&other.saying()));
    }
    wrongs
}
