//! Organizations that could meet a need: by what they do and where they are, each with the
//! reasons. Nobody is ranked by anything else, and a need that says little finds few.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Kind;
use super::code::{self, Facet};
use super::find::Hit;
use super::sql::{self, Bounds, Row};
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
    let mut found: BTreeMap<i64, (Row, Vec<Reason>)> = BTreeMap::new();
    for (written, forms) in words(&text) {
        let rows = ask(tx, &places, forms).await?;
        // What so many speak of tells nothing.
        if rows.len() > TELLING {
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
        for row in ask(tx, &places, any).await? {
            found.entry(row.number).or_insert((row, Vec::new()));
        }
    }
    if let Some(place) = places.first() {
        let code = Facet::Territory.code(place.as_str());
        codes.push((code, Reason::Territory(place.clone())));
    }
    let own = owner.path();
    let mut best: Vec<(usize, Row, Vec<Reason>)> = Vec::new();
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

/// The telling words of a text, each as it is written and in the forms that are looked for.
fn words(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let is_part = |c: char| c.is_alphanumeric();
    let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
    for written in text.split(|c: char| !is_part(c)) {
        let is_long = written.chars().count() >= SHORTEST;
        if !is_long || word::is_small(&fold(written)) || found.len() >= MOST_WORDS {
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
    let kept = |text: &str, tag: &str| -> BTreeSet<String> {
        let all = word::kept(text, tag, 500).into_iter();
        all.filter(|form| form.len() >= 6).collect()
    };
    let tags = ["en", "es", "fr", "pt"];
    let is_of = |section: &Section| {
        tags.iter()
            .any(|tag| !kept(section.label(tag), tag).is_disjoint(&kept(text, tag)))
    };
    Section::ALL.iter().copied().filter(is_of).collect()
}

/// Organizations in some places that hold one of some terms; a few more than tell anything.
async fn ask(tx: &mut Tx, places: &[Territory], any_of: BTreeSet<String>) -> Result<Vec<Row>> {
    let kind = Facet::Kind.code(Kind::Organization.as_str());
    let places = places.iter();
    let places = places.map(|one| code::term(&Facet::Territory.code(one.as_str())));
    let expression = Expression::default()
        .with(Within::Everything, [code::term(&kind)])
        .with(Within::Everything, places)
        .with(Within::Everything, any_of);
    let limit = i64::try_from(TELLING + 1).unwrap_or(i64::MAX);
    sql::matching(tx, &expression, &Bounds::default(), i64::MAX, limit).await
}
