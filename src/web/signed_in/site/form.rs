//! The form of how the directory shows itself: filled, read, and compared with what stands.

use crate::error::{Error, Result};
use crate::node::Node;
use crate::place::Territory;
use crate::settings::OwnCard;
use crate::site::{Colors, Site};
use crate::text::LanguageMap;
use crate::web::form::{Typed, Wrongs};
use crate::web::signed_in::suggested;
use crate::words::{self, Words};

/// What is said in each language, by the names of fields.
pub(super) const TEXTS: [&str; 3] = ["name", "welcome", "rules"];

/// The form with what stands, for a reader of the language of `tag`.
pub(super) fn filled(site: &Site, node: &Node, tag: &str) -> Typed {
    let mut typed = Typed::default();
    let colors = site.colors;
    let shown = site.over(&node.settings).languages;
    for (name, value) in [
        ("version", site.version.to_string()),
        (
            "color-light",
            colors.map_or_else(String::new, |both| both.light.to_string()),
        ),
        (
            "color-dark",
            colors.map_or_else(String::new, |both| both.dark.to_string()),
        ),
        (
            "first",
            spoken(&shown)
                .first()
                .map_or("", |words| words.tag)
                .to_owned(),
        ),
        ("keeper", site.keeper.clone().unwrap_or_default()),
        ("contact", site.contact.clone().unwrap_or_default()),
        (
            "territory",
            suggested::shown(site.territory.as_ref().map_or("", Territory::as_str), tag),
        ),
    ] {
        typed.set(name, &value);
    }
    for (name, value) in of_card(&site.card) {
        typed.set(name, value.as_deref().unwrap_or_default());
    }
    for words in spoken(&shown) {
        typed.set(&format!("shown-{}", words.tag), "yes");
    }
    let Site {
        names,
        welcome,
        rules,
        ..
    } = site;
    for (field, texts) in TEXTS.into_iter().zip([names, welcome, rules]) {
        for (tag, text) in texts.iter() {
            typed.set(&format!("{field}-{tag}"), text);
        }
    }
    typed
}

/// What a card says, by the names of fields.
pub(super) fn of_card(card: &OwnCard) -> [(&'static str, &Option<String>); 4] {
    [
        ("card-legal_body", &card.legal_body),
        ("card-site", &card.site),
        ("card-kept_since", &card.kept_since),
        ("card-attestation_policy", &card.attestation_policy),
    ]
}

/// What pages call a text.
pub(super) fn label(field: &str, words: &'static Words) -> &'static str {
    match field {
        "name" => words.say("site-name"),
        "welcome" => words.say("site-welcome"),
        _ => words.say("site-rules"),
    }
}

/// What the program speaks of some languages, in their order, each once.
fn spoken(tags: &[String]) -> Vec<&'static Words> {
    let mut spoken: Vec<&'static Words> = Vec::new();
    for words in tags.iter().filter_map(|tag| words::of(tag)) {
        if spoken.iter().all(|one| one.tag != words.tag) {
            spoken.push(words);
        }
    }
    spoken
}

/// What was typed, or what of it is to be mended.
pub(super) fn read(typed: &Typed, node: &Node, words: &'static Words) -> Result<Site, Wrongs> {
    let mut wrongs = Wrongs::default();
    let colors = Colors::read(typed.get("color-light"), typed.get("color-dark"));
    let colors = colors.unwrap_or_else(|error| {
        refuse(&mut wrongs, error, words);
        None
    });
    let mut texts: [LanguageMap; 3] = Default::default();
    for own in words::all() {
        for (field, texts) in TEXTS.into_iter().zip(&mut texts) {
            let text = typed.get(&format!("{field}-{}", own.tag));
            if let Err(error) = texts.insert(own.tag, text) {
                refuse(&mut wrongs, error, words);
            }
        }
    }
    let ticked = |words: &&'static Words| !typed.get(&format!("shown-{}", words.tag)).is_empty();
    let mut languages: Vec<String> = words::all()
        .filter(ticked)
        .map(|words| words.tag.to_owned())
        .collect();
    if languages.is_empty() {
        wrongs.add("languages", words.say("site-no-language"));
    }
    // The preferred one stands first, the others as in the settings, and then as the program has
    // them.
    let as_set: Vec<&str> = spoken(&node.settings.languages)
        .iter()
        .map(|words| words.tag)
        .collect();
    languages.sort_by_key(|tag| {
        let place = as_set.iter().position(|one| one == tag);
        (tag != typed.get("first"), place.unwrap_or(usize::MAX))
    });
    if languages == as_set {
        languages.clear();
    }
    let territory = suggested::territory(typed.trimmed("territory")).unwrap_or_else(|several| {
        let said = if several.is_empty() {
            words.say("offer-territory-wrong")
        } else {
            words.say("offer-territory-which")
        };
        wrongs.add("territory", said);
        None
    });
    let said = |field| Some(typed.get(field).to_owned());
    let [names, welcome, rules] = texts;
    let site = Site {
        names,
        colors,
        languages,
        keeper: said("keeper"),
        contact: said("contact"),
        territory,
        card: OwnCard {
            legal_body: said("card-legal_body"),
            site: said("card-site"),
            kept_since: said("card-kept_since"),
            attestation_policy: said("card-attestation_policy"),
        },
        welcome,
        rules,
        version: typed.get("version").parse().unwrap_or(-1),
        ..Site::default()
    };
    match site.checked() {
        Ok(site) if wrongs.is_empty() => return Ok(site),
        Ok(_) => {}
        Err(error) => refuse(&mut wrongs, error, words),
    }
    Err(wrongs)
}

/// Notes beside which field something is to be mended.
fn refuse(wrongs: &mut Wrongs, error: Error, words: &Words) {
    if let Error::Invalid { field, reason } = error {
        wrongs.note(&field.replace('.', "-"), words.tell(&reason));
    }
}

/// What stands where it is another than what was typed, by what pages call it.
pub(super) fn differences(
    present: &Typed,
    typed: &Typed,
    words: &'static Words,
) -> Vec<(String, String)> {
    let plain = [
        ("color-light", words.say("site-color-light")),
        ("color-dark", words.say("site-color-dark")),
        ("first", words.say("site-language-first")),
        ("keeper", words.say("site-keeper")),
        ("contact", words.say("site-contact")),
        ("territory", words.say("site-territory")),
        ("card-legal_body", words.say("site-legal-body")),
        ("card-site", words.say("site-website")),
        ("card-kept_since", words.say("site-since")),
        ("card-attestation_policy", words.say("site-policy")),
    ];
    let plain = plain.map(|(field, label)| (field.to_owned(), label.to_owned()));
    let of_languages = words::all().flat_map(|own| {
        let language = own.say("language");
        let shown = ("shown", words.say("site-languages"));
        let texts = TEXTS.map(|field| (field, label(field, words)));
        let all = [shown].into_iter().chain(texts);
        all.map(move |(field, label)| {
            let field = format!("{field}-{}", own.tag);
            (field, format!("{label} ({language})"))
        })
    });
    let differs = |(field, label): (String, String)| {
        let [stands, sent] =
            [present.trimmed(&field), typed.trimmed(&field)].map(|text| text.replace("\r\n", "\n"));
        (stands != sent).then(|| {
            let stands = if stands.is_empty() {
                "–".to_owned()
            } else {
                stands
            };
            (label, stands)
        })
    };
    plain
        .into_iter()
        .chain(of_languages)
        .filter_map(differs)
        .collect()
}
