//! What is kept of one thing that everybody may find.

use std::collections::{BTreeSet, HashMap};

use super::asked::{Kind, Whose};
use super::code::{self, Facet};
use super::sql::{self, Row};
use crate::clock::Timestamp;
use crate::error::Result;
use crate::place::{Place, Point, Territory, area, complete, subdivision};
use crate::store::Tx;
use crate::store::terms::{self, Terms};
use crate::text::word;
use crate::vocabulary::{AttestationKind, EntityType, Sector, Terms as OnTerms, Theme, What};

/// How many terms of a title, and of its other texts, are kept.
const MOST_IN_TITLE: usize = 200;
const MOST_IN_BODY: usize = 3_000;
/// How many terms all titles together have: a database has a limit of its own, which a record
/// of many long names would pass.
const MOST_IN_TITLES: usize = 1_000;
/// How many codes of a list one record is found by. Whoever lists more is found by the first.
const MOST: usize = 20;

/// A thing that everybody may find.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The path of ours, or the address of another's.
    pub subject: String,
    /// What it is.
    pub kind: Kind,
    /// Whether it can be taken up; of organizations always.
    pub stands: bool,
    /// When it last changed.
    pub updated: Timestamp,
    /// Its names or titles, each with its language.
    pub titles: Vec<(String, String)>,
    /// Its other texts, each with its language.
    pub texts: Vec<(String, String)>,
    /// Where it belongs.
    pub territories: BTreeSet<Territory>,
    /// Where it stands on the map.
    pub point: Option<Point>,
    /// What the organization is.
    pub entity_type: Option<EntityType>,
    /// What the organization works in.
    pub sectors: Vec<Sector>,
    /// What the organization cares about, in its own words.
    pub themes: Vec<String>,
    /// What is offered or sought.
    pub what: Option<What>,
    /// On which terms.
    pub terms: Option<OnTerms>,
    /// Until when.
    pub deadline: Option<Timestamp>,
    /// Who attests something of the organization that holds, by kind and name.
    pub attested: Vec<(AttestationKind, String)>,
    /// When something of it lapses.
    pub look_again_at: Option<Timestamp>,
}

impl Entry {
    /// An entry that nothing is known of but what it is.
    pub fn new(subject: String, kind: Kind, updated: Timestamp) -> Self {
        Self {
            subject,
            kind,
            stands: true,
            updated,
            titles: Vec::new(),
            texts: Vec::new(),
            territories: BTreeSet::new(),
            point: None,
            entity_type: None,
            sectors: Vec::new(),
            themes: Vec::new(),
            what: None,
            terms: None,
            deadline: None,
            attested: Vec::new(),
            look_again_at: None,
        }
    }

    /// Stands in a territory and all around it, at a place.
    pub fn stand_in(&mut self, territory: Option<&Territory>, place: &Place) {
        let completed = complete(place.clone());
        let place = completed.place;
        let country = |code: &str| Territory::parse(code).ok();
        let stated = territory.cloned().into_iter();
        let all: Vec<Territory> = stated
            .chain(place.municipality)
            .chain(completed.territory)
            .chain(place.country.as_deref().and_then(country))
            .collect();
        let around = all.iter().filter_map(|one| country(one.country()?));
        self.territories.extend(around);
        // A register of Glasgow says Glasgow, and whoever looks for Scotland means it too.
        let division = place.point.and_then(subdivision::at);
        let is_around = |part: &Territory| all.iter().any(|one| one.country() == part.country());
        self.territories.extend(division.filter(is_around));
        self.territories.extend(all);
        self.point = place.point;
    }

    /// Takes the facets of the organization that makes an offer.
    pub fn belong_to(&mut self, owner: &Self) {
        self.entity_type = owner.entity_type;
        self.sectors.clone_from(&owner.sectors);
        self.themes.clone_from(&owner.themes);
        self.attested.clone_from(&owner.attested);
        self.point = self.point.or(owner.point);
        if self.territories.is_empty() {
            self.territories.clone_from(&owner.territories);
        }
        self.texts.extend(owner.titles.iter().cloned());
        let both = [self.look_again_at, owner.look_again_at];
        self.look_again_at = both.into_iter().flatten().min();
    }

    /// The languages of its texts.
    fn languages(&self) -> BTreeSet<&str> {
        let titles = self.titles.iter().map(|(tag, _)| tag.as_str());
        titles.filter(|tag| !tag.is_empty()).collect()
    }

    /// What it is counted by, each list in its own order.
    fn codes(&self) -> Vec<String> {
        let whose = if self.subject.starts_with('/') {
            Whose::Own
        } else {
            Whose::Others
        };
        let mut codes = vec![
            Facet::Kind.code(self.kind.as_str()),
            Facet::Whose.code(whose.as_str()),
        ];
        let mut add = |facet: Facet, values: &mut dyn Iterator<Item = &str>| {
            for value in values.take(MOST) {
                let code = facet.code(value);
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
        };
        add(
            Facet::Territory,
            &mut self.territories.iter().map(Territory::as_str),
        );
        let entity_type = self.entity_type.map(EntityType::as_str);
        add(Facet::Type, &mut entity_type.into_iter());
        let sections = self.sectors.iter().map(|one| one.section().as_str());
        add(Facet::Sector, &mut sections.into_iter());
        let themes = self.themes.iter().filter_map(|words| Theme::find(words));
        add(Facet::Theme, &mut themes.map(Theme::as_str));
        add(Facet::What, &mut self.what.map(What::as_str).into_iter());
        add(
            Facet::Terms,
            &mut self.terms.map(OnTerms::as_str).into_iter(),
        );
        add(Facet::Language, &mut self.languages().into_iter());
        let kinds = self.attested.iter().map(|(kind, _)| kind.as_str());
        add(Facet::Attested, &mut kinds.into_iter());
        codes
    }

    /// Everything that it is found by.
    fn terms(&self) -> Terms {
        let mut terms = Terms::default();
        for (language, title) in &self.titles {
            let room = MOST_IN_TITLES.saturating_sub(terms.title.len());
            let words = word::kept(title, language, MOST_IN_TITLE.min(room));
            terms.title.extend(words);
        }
        for (language, text) in &self.texts {
            let room = MOST_IN_BODY.saturating_sub(terms.body.len());
            terms.body.extend(word::kept(text, language, room));
        }
        let mut codes = self.codes();
        for sector in self.sectors.iter().take(MOST) {
            // A class belongs to its group and division.
            let code = sector.as_str();
            let heads = (2..=code.len()).filter_map(|end| code.get(..end));
            codes.extend(heads.map(|head| Facet::Sector.code(head)));
        }
        for (_, name) in self.attested.iter().take(MOST) {
            codes.push(code::attester(name));
        }
        if let Some(point) = self.point {
            codes.push(code::ON_THE_MAP.to_owned());
            codes.extend(area::cells_of(point).iter().map(|one| code::cell(one)));
        }
        if let Some(deadline) = self.deadline {
            codes.push(code::WITH_DEADLINE.to_owned());
            codes.push(code::month(deadline.day()));
        }
        let kind = self.kind.as_str();
        let of_kind: Vec<String> = codes.iter().map(|one| code::of_kind(kind, one)).collect();
        codes.extend(of_kind);
        codes.push(code::ALL.to_owned());
        terms.codes = codes.iter().map(|code| code::term(code)).collect();
        terms
    }
}

/// Keeps entries in the place of what there was of their subjects, each of which is there once.
pub async fn put(tx: &mut Tx, entries: &[Entry], now: Timestamp) -> Result<()> {
    let subjects: Vec<&str> = entries.iter().map(|one| one.subject.as_str()).collect();
    let before = take(tx, &subjects).await?;
    let row = |entry: &Entry, number: i64| Row {
        number,
        subject: entry.subject.clone(),
        kind: entry.kind.as_str().to_owned(),
        codes: entry.codes().join(" "),
        latitude: entry.point.map(|point| point.latitude),
        longitude: entry.point.map(|point| point.longitude),
        deadline: entry.deadline,
        look_again_at: entry.look_again_at,
        entered_at: before.get(&entry.subject).copied().unwrap_or(Some(now)),
    };
    let first = |entry: &Entry| sql::number(entry.stands, entry.updated, &entry.subject, 0);
    let wished: Vec<i64> = entries.iter().map(first).collect();
    let mut taken = sql::taken(tx, &wished).await?;
    let (mut rows, mut all_terms, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (entry, number) in entries.iter().zip(wished) {
        if taken.insert(number) {
            rows.push(row(entry, number));
            all_terms.push((number, entry.terms()));
        } else {
            others.push(entry);
        }
    }
    sql::insert(tx, &rows).await?;
    terms::put(tx, &all_terms).await?;
    for entry in others {
        let number = sql::free_number(tx, entry.stands, entry.updated, &entry.subject).await?;
        sql::insert(tx, &[row(entry, number)]).await?;
        terms::put(tx, &[(number, entry.terms())]).await?;
    }
    Ok(())
}

/// Forgets what is kept of some subjects.
pub async fn forget(tx: &mut Tx, subjects: &[&str]) -> Result<()> {
    take(tx, subjects).await?;
    Ok(())
}

/// Takes away what is kept of some subjects, and says of each when it was first found.
async fn take(tx: &mut Tx, subjects: &[&str]) -> Result<HashMap<String, Option<Timestamp>>> {
    let taken = sql::delete(tx, subjects).await?;
    let numbers: Vec<i64> = taken.iter().map(|(_, number, _)| *number).collect();
    terms::delete(tx, &numbers).await?;
    let entered = taken
        .into_iter()
        .map(|(subject, _, entered_at)| (subject, entered_at));
    Ok(entered.collect())
}
