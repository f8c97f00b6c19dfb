//! Organizations that could meet a need: by what they do and where they are, each with the
//! reasons. Nobody is ranked by anything else, and a need that says little finds few.

use std::collections::{BTreeMap, BTreeSet};

use super::asked::Kind;
use super::code::{self, Facet};
use super::find::Hit;
use super::newest;
use super::sql::Match;
use super::telling::{sections, themes, whole, words};
use crate::error::Result;
use crate::offers::Offer;
use crate::place::Territory;
use crate::registry::Organization;
use crate::store::Tx;
use crate::store::stretches::Spread;
use crate::store::terms::{Expression, Within};
use crate::vocabulary::{Section, Sector, Theme, Trade, suggest};

/// How many are given at most: more than are shown, so that whoever shows them may put those
/// first who answer.
const MOST: usize = 24;
/// How many hold a word at most for it to tell anything.
const TELLING: usize = 100;
/// Among so few organizations what most of them say is no custom.
const FEW: usize = 5;
/// A word is rare that so many organizations hold at most; one alone is a reason.
const RARE: usize = 10;
/// How much of reasons there must be beside the place: a theme, an activity, a rare word, or
/// two others.
const LEAST: usize = 2;

/// Why an organization could meet a need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It speaks of the same things, in these words of the need.
    Words(Vec<String>),
    /// It cares about what the need is about.
    Theme(Theme),
    /// It works in what the need is about.
    Sector(Section),
    /// It follows the trade that the need asks for.
    Trade(Trade),
    /// It belongs where the need is.
    Territory(Territory),
}

impl Reason {
    /// How much a reason from the need's codes counts; words count by how rare they are.
    fn weight(&self) -> usize {
        match self {
            Self::Words(_) => 0,
            Self::Theme(_) | Self::Sector(_) | Self::Trade(_) => 2,
            Self::Territory(_) => 1,
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
    let spread = newest::spread(tx).await?;
    let everywhere = (&spread, [].as_slice());
    let there = (&spread, places.as_slice());
    let known = ask(tx, everywhere, &[], 2 * TELLING).await?;
    let known = known.len();
    let mut found: BTreeMap<i64, Candidate> = BTreeMap::new();
    for (written, mut said) in words(&text, &need.stated.language) {
        said.extend(whole(&written));
        let said = [said];
        let rows = ask(tx, there, &said, TELLING + 1).await?;
        if rows.is_empty() || rows.len() > TELLING || is_common(tx, &spread, &said, known).await? {
            continue;
        }
        let weight = if rows.len() <= RARE { 2 } else { 1 };
        for row in rows {
            let one = found.entry(row.number).or_insert(Candidate::of(row));
            one.words.push(written.clone());
            one.weight += weight;
        }
    }
    for trade in trades(need) {
        let code = code::term(&Facet::Sector.code(trade.as_str()));
        for row in ask(tx, there, &[[code].into()], TELLING).await? {
            let one = found.entry(row.number).or_insert(Candidate::of(row));
            one.give(Reason::Trade(trade));
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
        for row in ask(tx, there, &[any], TELLING + 1).await? {
            found.entry(row.number).or_insert(Candidate::of(row));
        }
    }
    let own = owner.path();
    let mut best: Vec<Candidate> = Vec::new();
    for mut one in found.into_values().filter(|one| one.row.subject != own) {
        one.take(&codes);
        if one.weight < LEAST {
            continue;
        }
        if let Some(place) = places.first() {
            let code = Facet::Territory.code(place.as_str());
            one.take(&[(code, Reason::Territory(place.clone()))]);
        }
        best.push(one);
    }
    best.sort_by_key(|one| std::cmp::Reverse((one.weight, one.row.number)));
    let best = best.into_iter().take(MOST);
    Ok(best.map(Candidate::told).collect())
}

/// What somebody looks for who looks on for who could meet a need: its telling words, those of
/// its title first, and where it is.
pub fn looked_for(need: &Offer, owner: &Organization) -> (Vec<String>, Option<Territory>) {
    let found = words(&told(need), &need.stated.language).into_iter();
    let place = places(need, owner).into_iter().next();
    (found.map(|(written, _)| written).collect(), place)
}

/// An organization that has something in common with a need.
struct Candidate {
    row: Match,
    words: Vec<String>,
    reasons: Vec<Reason>,
    weight: usize,
}

impl Candidate {
    fn of(row: Match) -> Self {
        Self {
            row,
            words: Vec::new(),
            reasons: Vec::new(),
            weight: 0,
        }
    }

    fn give(&mut self, reason: Reason) {
        self.weight += reason.weight();
        self.reasons.push(reason);
    }

    /// Takes those of the need's codes that it has as reasons.
    fn take(&mut self, codes: &[(String, Reason)]) {
        for (code, reason) in codes {
            let has = self.row.codes.split(' ').any(|one| one == code);
            if has && !self.follows_a_trade_of(reason) {
                self.give(reason.clone());
            }
        }
    }

    /// Whether a trade of it says more than a section.
    fn follows_a_trade_of(&self, reason: &Reason) -> bool {
        let section = |trade: &Trade| Sector::from(*trade).section();
        self.reasons.iter().any(|known| match (known, reason) {
            (Reason::Trade(trade), Reason::Sector(of)) => section(trade) == *of,
            _ => false,
        })
    }

    fn told(self) -> (Hit, Vec<Reason>) {
        let words = Some(self.words).filter(|words| !words.is_empty());
        let words = words.map(Reason::Words).into_iter();
        (Hit::from(self.row), words.chain(self.reasons).collect())
    }
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

/// The trades that a need asks for: those of its title, or of its text where that says none.
fn trades(need: &Offer) -> Vec<Trade> {
    let (stated, tag) = (&need.stated, need.stated.language.as_str());
    let in_title = suggest::trades(stated.titles.get(tag).unwrap_or_default(), tag);
    if in_title.is_empty() {
        return suggest::trades(stated.texts.get(tag).unwrap_or_default(), tag);
    }
    in_title
}

/// Whether most organizations speak of a word, so that it tells nothing of one of them; of
/// very few organizations that cannot be said.
async fn is_common(
    tx: &mut Tx,
    spread: &Spread,
    said: &[BTreeSet<String>],
    known: usize,
) -> Result<bool> {
    // Where more are known, `TELLING` alone decides.
    if !(FEW..2 * TELLING).contains(&known) {
        return Ok(false);
    }
    let with_it = ask(tx, (spread, &[]), said, known).await?.len();
    Ok(2 * with_it > known)
}

/// Organizations in some places that hold one of each of some terms, at most `most`; no places,
/// and no terms, ask nothing of them.
async fn ask(
    tx: &mut Tx,
    (spread, places): (&Spread, &[Territory]),
    any_of_each: &[BTreeSet<String>],
    most: usize,
) -> Result<Vec<Match>> {
    let kind = Kind::Organization.as_str();
    let place = |one: &Territory| code::of_kind(kind, &Facet::Territory.code(one.as_str()));
    let mut codes: Vec<String> = places.iter().map(place).collect();
    if codes.is_empty() {
        codes.push(Facet::Kind.code(kind));
    }
    let codes: BTreeSet<String> = codes.iter().map(|one| code::term(one)).collect();
    let clauses = [&codes].into_iter().chain(any_of_each);
    let expression = clauses.fold(Expression::default(), |asked, any_of| {
        asked.with(Within::Everything, any_of.iter().cloned())
    });
    newest::holding(tx, spread, &expression, most).await
}
