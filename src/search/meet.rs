//! Organizations that could meet a need: by what they do and where they are, each with the
//! reasons. Nobody is ranked by anything else, and a need that says little finds few.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::asked::Kind;
use super::code::{self, Facet};
use super::find::Hit;
use super::sql::{self, Bounds, Match};
use crate::error::Result;
use crate::offers::Offer;
use crate::place::Territory;
use crate::registry::Organization;
use crate::store::Tx;
use crate::store::terms::{Expression, Within};
use crate::text::{fold, word};
use crate::vocabulary::{Section, Theme};

/// How many are shown.
const SHOWN: usize = 6;
/// How many words of a need are looked for, and how long each is at least.
const MOST_WORDS: usize = 8;
const SHORTEST: usize = 4;
/// How many hold a word at most for it to tell anything.
const TELLING: usize = 100;
/// Among so few organizations what most of them say is no custom.
const FEW: usize = 5;
/// How many words of a need are compared with the names of activities, and how long in letters
/// those are that may be in both.
const MOST_IN_TEXT: usize = 500;
const LONG: usize = 6;

/// Why an organization could meet a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It speaks of the same things, in these words of the need.
    Words(Vec<String>),
    /// It cares about what the need is about.
    Theme(Theme),
    /// It works in what the need is about.
    Sector(Section),
    /// It belongs where the need is.
    Territory(Territory),
}

impl Reason {
    fn weight(&self) -> usize {
        match self {
            Self::Words(words) => 2 * words.len(),
            Self::Theme(_) | Self::Sector(_) | Self::Territory(_) => 2,
        }
    }
}

/// The organizations that could meet a need, the likeliest first, with the reasons.
pub async fn could_meet(
    tx: &mut Tx,
    need: &Offer,
    owner: &Organization,
) -> Result<Vec<(Hit, Vec<Reason>)>> {
    let places = places(need, owner);
    let text = told(need);
    let (themes, sections) = (themes(&text), sections(&text));
    let known = ask(tx, &[], BTreeSet::new(), 2 * TELLING).await?.len();
    let mut found: BTreeMap<i64, (Match, Vec<Reason>)> = BTreeMap::new();
    for (written, forms) in words(&text, &need.stated.language) {
        let rows = ask(tx, &places, forms.clone(), TELLING + 1).await?;
        if rows.is_empty() || rows.len() > TELLING || is_common(tx, forms, known).await? {
            continue;
        }
        for row in rows {
            let (_, reasons) = found.entry(row.number).or_insert((row, Vec::new()));
            match reasons.first_mut() {
                Some(Reason::Words(words)) => words.push(written.clone()),
                _ => reasons.insert(0, Reason::Words(vec![written.clone()])),
            }
        }
    }
    let mut codes: Vec<(String, Reason)> = Vec::new();
    for theme in themes {
        codes.push((Facet::Theme.code(theme.as_str()), Reason::Theme(theme)));
    }
    for section in sections {
        codes.push((
            Facet::Sector.code(section.as_str()),
            Reason::Sector(section),
        ));
    }
    let any: BTreeSet<String> = codes.iter().map(|(code, _)| code::term(code)).collect();
    if !any.is_empty() {
        for row in ask(tx, &places, any, TELLING + 1).await? {
            found.entry(row.number).or_insert((row, Vec::new()));
        }
    }
    if let Some(place) = places.first() {
        let code = Facet::Territory.code(place.as_str());
        codes.push((code, Reason::Territory(place.clone())));
    }
    let own = owner.path();
    let mut best: Vec<(usize, Match, Vec<Reason>)> = Vec::new();
    for (row, mut reasons) in found.into_values().filter(|(row, _)| row.subject != own) {
        let has = |code: &String| row.codes.split(' ').any(|one| one == code);
        let more = codes.iter().filter(|(code, _)| has(code));
        reasons.extend(more.map(|(_, reason)| reason.clone()));
        best.push((reasons.iter().map(Reason::weight).sum(), row, reasons));
    }
    best.sort_by_key(|(weight, row, _)| std::cmp::Reverse((*weight, row.number)));
    let best = best.into_iter().take(SHOWN);
    Ok(best
        .map(|(_, row, reasons)| (Hit::from(row), reasons))
        .collect())
}

/// Where a need is, the nearest first: its territory or that of who seeks, and the country.
fn places(need: &Offer, owner: &Organization) -> Vec<Territory> {
    let own = need.stated.territory.as_ref();
    let own = own.or(owner.stated.territory.as_ref()).cloned();
    let of_code = own
        .as_ref()
        .and_then(|one| one.country().map(str::to_owned));
    let country = of_code.or_else(|| owner.stated.place.country.clone());
    let country = country.and_then(|code| Territory::parse(&code).ok());
    let mut places: Vec<Territory> = own.into_iter().collect();
    places.extend(country.filter(|country| !places.contains(country)));
    places
}

/// What a need says in the language that it is written in.
fn told(need: &Offer) -> String {
    let stated = &need.stated;
    let of = |texts: &crate::text::LanguageMap| {
        let text = texts.get(&stated.language).unwrap_or_default();
        text.to_owned()
    };
    format!("{}\n{}", of(&stated.titles), of(&stated.texts))
}

/// Whether most organizations speak of a word, so that it tells nothing of one of them; of
/// very few organizations that cannot be said.
async fn is_common(tx: &mut Tx, forms: BTreeSet<String>, known: usize) -> Result<bool> {
    // Where more are known, `TELLING` alone decides.
    if !(FEW..2 * TELLING).contains(&known) {
        return Ok(false);
    }
    let with_it = ask(tx, &[], forms, known).await?.len();
    Ok(2 * with_it > known)
}

/// The telling words of a text, each as it is written and in the forms that are looked for.
fn words(text: &str, language: &str) -> Vec<(String, BTreeSet<String>)> {
    let is_part = |c: char| c.is_alphanumeric();
    let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
    for written in text.split(|c: char| !is_part(c)) {
        let is_long = written.chars().count() >= SHORTEST;
        let says_nothing = || word::says_nothing(written, language);
        if !is_long || found.len() >= MOST_WORDS || says_nothing() {
            continue;
        }
        for forms in word::sought(written, 1) {
            if found.iter().all(|(_, known)| known.is_disjoint(&forms)) {
                found.push((written.to_lowercase(), forms));
            }
        }
    }
    found
}

/// The themes that words of a text mean, alone or two and three together.
fn themes(text: &str) -> BTreeSet<Theme> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').take(100).collect();
    let runs = (1..=3).flat_map(|length| words.windows(length));
    runs.filter_map(|run| Theme::find(&run.join(" "))).collect()
}

/// The sections of activities whose names have a long word in common with a text.
fn sections(text: &str) -> BTreeSet<Section> {
    let mut found = BTreeSet::new();
    for (tag, names) in NAMES_OF_SECTIONS.iter() {
        let told = long_words(text, tag);
        let named = names.iter().filter(|(_, name)| !name.is_disjoint(&told));
        found.extend(named.map(|(section, _)| *section));
    }
    found
}

fn long_words(text: &str, tag: &str) -> BTreeSet<String> {
    let all = word::kept(text, tag, MOST_IN_TEXT).into_iter();
    all.filter(|form| form.len() >= LONG).collect()
}

/// The long words in the names of all sections.
type NamesOfSections = Vec<(Section, BTreeSet<String>)>;

/// In each language in which they are named; made once.
static NAMES_OF_SECTIONS: LazyLock<[(&str, NamesOfSections); 4]> = LazyLock::new(|| {
    ["en", "es", "fr", "pt"].map(|tag| {
        let name = |section: &Section| (*section, long_words(section.label(tag), tag));
        (tag, Section::ALL.iter().map(name).collect())
    })
});

/// Organizations in some places that hold one of some terms, at most `most`; no places, and no
/// terms, ask nothing of them.
async fn ask(
    tx: &mut Tx,
    places: &[Territory],
    any_of: BTreeSet<String>,
    most: usize,
) -> Result<Vec<Match>> {
    let kind = Facet::Kind.code(Kind::Organization.as_str());
    let places = places.iter();
    let places = places.map(|one| code::term(&Facet::Territory.code(one.as_str())));
    let expression = Expression::default()
        .with(Within::Everything, [code::term(&kind)])
        .with(Within::Everything, places)
        .with(Within::Everything, any_of);
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let everywhere = (i64::MAX, i64::MIN);
    sql::matching(tx, &expression, &Bounds::default(), everywhere, limit).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_hold_sentences_together_are_no_reason() {
        let telling = |text: &str, language: &str| {
            let words = words(text, language);
            words.into_iter().map(|(word, _)| word).collect::<Vec<_>>()
        };
        assert_eq!(
            telling(
                "Buscamos también quienes estuvieran con nosotros en transporte",
                "es"
            ),
            ["buscamos", "transporte"]
        );
        assert_eq!(telling("which should have been coffee", "en"), ["coffee"]);
        assert_eq!(telling("nous serions avec farine", "fr"), ["farine"]);
    }

    #[test]
    fn the_names_of_activities_are_known_in_each_language() {
        for (text, section) in [
            ("Transporte a la ciudad", "H"),
            ("Nous cherchons une formation à l’agriculture", "A"),
            ("help with education", "P"),
        ] {
            let found = sections(text);
            assert!(
                found.iter().any(|one| one.as_str() == section),
                "{text}: {found:?}"
            );
        }
    }
}
