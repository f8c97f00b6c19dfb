//! What is asked for, as it stands in an address: read, refused with what to write instead,
//! and written again in one order, so that every search has one address.

/// Codes of lists, by code or by label.
mod read;

use jiff::civil::Date;

use super::code::{self, Facet};
use super::find::Streams;
use super::sql::Bounds;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::place::{Area, Territory};
use crate::slice::Slice;
use crate::store::terms::{Expression, Within};
use crate::text::{self, word};
use crate::vocabulary::{AttestationKind, EntityType, Purpose, Sector, Terms, Theme, What};

/// The longest text that is looked for, in characters.
pub const LONGEST_WORDS: usize = 200;
/// How many of its words are looked for.
const MOST_WORDS: usize = 10;
/// Around how many kilometres of a point is looked when nobody says.
const USUAL_KM: f64 = 25.0;
/// How many months are told apart in one search.
const MOST_MONTHS: usize = 36;

/// Everything that can be asked, in the order in which addresses have it.
pub const PARAMETERS: [&str; 16] = [
    "q",
    "kind",
    "territory",
    "place",
    "near",
    "km",
    "box",
    "type",
    "sector",
    "theme",
    "what",
    "terms",
    "until",
    "attested",
    "language",
    "whose",
];

/// What is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Organizations.
    Organization,
    /// Offers.
    Offer,
    /// Needs.
    Need,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Organization, Self::Offer, Self::Need];

    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Offer => "offer",
            Self::Need => "need",
        }
    }

    /// Whether it is offered or sought.
    pub fn purpose(self) -> Option<Purpose> {
        match self {
            Self::Organization => None,
            Self::Offer => Some(Purpose::Offer),
            Self::Need => Some(Purpose::Need),
        }
    }
}

/// Whose records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// This directory's.
    Own,
    /// Friendly directories'.
    Others,
}

impl Whose {
    /// The word as it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Others => "others",
        }
    }
}

/// What is looked for; what is `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Words, all of which must be found.
    pub words: String,
    /// Organizations, offers or needs alone.
    pub kind: Option<Kind>,
    /// Where, by code.
    pub territory: Option<Territory>,
    /// Where, by name: resolved by [`resolve`](super::resolve) into `territory` or `area`.
    pub place: Option<String>,
    /// Where, on the map.
    pub area: Option<Area>,
    /// What the organization is.
    pub entity_type: Option<EntityType>,
    /// What the organization works in.
    pub sector: Option<Sector>,
    /// What the organization cares about.
    pub theme: Option<Theme>,
    /// What is offered or sought.
    pub what: Option<What>,
    /// On which terms.
    pub terms: Option<Terms>,
    /// The latest last day.
    pub until: Option<Date>,
    /// By whom something is attested: a kind, or a name.
    pub attested: Option<String>,
    /// In which language.
    pub language: Option<String>,
    /// Whose.
    pub whose: Option<Whose>,
    written: Vec<(&'static str, String)>,
}

impl Asked {
    /// Reads the parameters of an address. Forms send empty ones, which ask nothing; of a
    /// name that stands twice the last counts.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the parameter, with the nearest that would be accepted.
    pub fn read<N, V>(parameters: impl IntoIterator<Item = (N, V)>) -> Result<Self>
    where
        N: AsRef<str>,
        V: AsRef<str>,
    {
        let mut given: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in parameters {
            let name = known(name.as_ref())?;
            let value = text::line(value.as_ref());
            text::within(name, &value, LONGEST_WORDS)?;
            given.retain(|(other, _)| *other != name);
            if !value.is_empty() {
                given.push((name, value));
            }
        }
        let value = |name: &str| {
            let found = given.iter().find(|(other, _)| *other == name);
            found.map(|(_, value)| value.as_str())
        };
        if value("km").is_some() && value("near").is_none() && value("place").is_none() {
            let reason = "says how far from a point or place; write near or place too";
            return Err(Error::invalid("km", reason));
        }
        let asked = Self {
            words: value("q").unwrap_or_default().to_owned(),
            kind: value("kind").map(read::kind).transpose()?,
            territory: value("territory").map(read::territory).transpose()?,
            place: value("place").map(str::to_owned),
            area: area(&value)?,
            entity_type: value("type").map(read::entity_type).transpose()?,
            sector: value("sector").map(read::sector).transpose()?,
            theme: value("theme").map(read::theme).transpose()?,
            what: value("what").map(read::what).transpose()?,
            terms: value("terms").map(read::terms).transpose()?,
            until: value("until").map(read::day).transpose()?,
            attested: value("attested").map(str::to_owned),
            language: value("language").map(text::base_language).transpose()?,
            whose: value("whose").map(read::whose).transpose()?,
            written: Vec::new(),
        };
        Ok(Self {
            written: asked.in_order(&value),
            ..asked
        })
    }

    /// The parameters in their one order, each value as it is written everywhere.
    pub fn parameters(&self) -> Vec<(&'static str, &str)> {
        let pairs = self.written.iter();
        pairs.map(|(name, value)| (*name, value.as_str())).collect()
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// The query of its address, with some parameters put in the place of others.
    pub fn query(&self, instead: &[(&str, &str)]) -> String {
        let mut pairs: Vec<(&str, &str)> = self.parameters();
        pairs.retain(|(name, _)| instead.iter().all(|(other, _)| other != name));
        pairs.extend(instead.iter().filter(|(_, value)| !value.is_empty()));
        let place = |name: &str| PARAMETERS.iter().position(|one| *one == name);
        pairs.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    }

    /// The value that is asked of a facet, as its code.
    pub fn value(&self, facet: Facet) -> Option<&str> {
        let found = self.written.iter().find(|(name, _)| *name == facet.name());
        found.map(|(_, value)| value.as_str())
    }

    /// The slice of offers and needs that is exactly this search, if one is.
    pub fn slice(&self) -> Option<Slice> {
        let parts = ["kind", "territory", "sector", "theme"];
        let is_more = self.written.iter().any(|(name, _)| !parts.contains(name));
        if is_more || self.kind == Some(Kind::Organization) || self.is_empty() {
            return None;
        }
        let mut slice = Slice::of(self.kind.and_then(Kind::purpose));
        if let Some(theme) = self.theme {
            slice = slice.with_theme(theme)?;
        }
        if let Some(sector) = &self.sector {
            // Channels part sectors no further than into sections.
            let section = (sector.as_str().len() == 1).then(|| sector.section())?;
            slice = slice.with_sector(section)?;
        }
        match &self.territory {
            Some(territory) => slice.with_territory(territory.clone()),
            None => Some(slice),
        }
    }

    fn in_order<'v>(
        &self,
        value: &impl Fn(&str) -> Option<&'v str>,
    ) -> Vec<(&'static str, String)> {
        let own = |code: Option<&str>| code.map(str::to_owned);
        let written = |name: &'static str| match name {
            "q" => own(value("q")),
            "kind" => own(self.kind.map(Kind::as_str)),
            "territory" => own(self.territory.as_ref().map(Territory::as_str)),
            "type" => own(self.entity_type.map(EntityType::as_str)),
            "sector" => own(self.sector.as_ref().map(Sector::as_str)),
            "theme" => own(self.theme.map(Theme::as_str)),
            "what" => own(self.what.map(What::as_str)),
            "terms" => own(self.terms.map(Terms::as_str)),
            "until" => self.until.map(|day| day.to_string()),
            "language" => self.language.clone(),
            "whose" => own(self.whose.map(Whose::as_str)),
            other => own(value(other)),
        };
        let pairs = PARAMETERS.into_iter();
        pairs
            .filter_map(|name| Some((name, written(name)?)))
            .collect()
    }

    /// What the index is asked: the codes, and the words in the ways of some streams.
    pub(super) fn expression(&self, now: Timestamp) -> Expression {
        let mut expression =
            Expression::default().with(Within::Everything, [code::term(code::ALL)]);
        let mut narrow = |any_of: Vec<String>| {
            let terms = any_of.iter().map(|one| code::term(one));
            expression = std::mem::take(&mut expression).with(Within::Everything, terms);
        };
        for facet in Facet::ALL {
            if let Some(value) = self.value(facet) {
                narrow(vec![match facet {
                    Facet::Attested if AttestationKind::parse(value).is_err() => {
                        facet.code(&code::name(value))
                    }
                    _ => facet.code(value),
                }]);
            }
        }
        // A place by name was resolved into one of these.
        if let Some(territory) = &self.territory {
            narrow(vec![Facet::Territory.code(territory.as_str())]);
        }
        if let Some(area) = &self.area {
            let cells: Vec<String> = area.cells().iter().map(|one| code::cell(one)).collect();
            narrow(if cells.is_empty() {
                vec![code::ON_THE_MAP.to_owned()]
            } else {
                cells
            });
        }
        if let Some(until) = self.until {
            narrow(months(now.day(), until));
        }
        expression
    }

    /// The ways in which the words are looked for, the best first.
    pub(super) fn streams(&self, now: Timestamp) -> Streams {
        let words = word::sought(&self.words, MOST_WORDS);
        Streams::new(self.expression(now), &words)
    }

    pub(super) fn bounds(&self, now: Timestamp) -> Bounds {
        let end = self.until.and_then(super::own::after);
        Bounds {
            area: self.area,
            deadline: end.map(|end| (now, Timestamp(end.0 - 1))),
        }
    }

    /// Whether words are looked for that say nothing, as a row of dots.
    pub(super) fn asks_for_no_word(&self) -> bool {
        !self.words.is_empty() && word::sought(&self.words, MOST_WORDS).is_empty()
    }
}

/// The codes of the months from a day to another; of too many, that of having a last day.
fn months(from: Date, until: Date) -> Vec<String> {
    let mut codes = Vec::new();
    let mut month = from.first_of_month();
    while month <= until {
        if codes.len() >= MOST_MONTHS {
            return vec![code::WITH_DEADLINE.to_owned()];
        }
        codes.push(code::month(month));
        match month.checked_add(jiff::Span::new().months(1)) {
            Ok(next) => month = next,
            Err(_) => break,
        }
    }
    if codes.is_empty() {
        codes.push(code::month(until));
    }
    codes
}

fn area<'v>(value: &impl Fn(&str) -> Option<&'v str>) -> Result<Option<Area>> {
    let places = ["box", "near", "place"];
    let given: Vec<&str> = places
        .into_iter()
        .filter(|name| value(name).is_some())
        .collect();
    if let [one, other, ..] = *given {
        let reason = format!("stands beside {other}; write one of them");
        return Err(Error::invalid(one, reason));
    }
    if let Some(text) = value("box") {
        return Area::parse_box(text).map(Some);
    }
    match value("near") {
        Some(text) => Area::parse_around(text, km(value("km"))?).map(Some),
        None => {
            km(value("km"))?;
            Ok(None)
        }
    }
}

/// How many kilometres around a point.
fn km(text: Option<&str>) -> Result<f64> {
    let Some(text) = text else {
        return Ok(USUAL_KM);
    };
    let no_number = |_| {
        let reason = format!("{text:?} is no number of kilometres; write one such as 25");
        Error::invalid("km", reason)
    };
    text.parse().map_err(no_number)
}

impl Asked {
    /// How many kilometres around a place that is named.
    pub(super) fn km(&self) -> Result<f64> {
        let found = self.written.iter().find(|(name, _)| *name == "km");
        km(found.map(|(_, value)| value.as_str()))
    }
}

fn known(name: &str) -> Result<&'static str> {
    let found = PARAMETERS.into_iter().find(|one| *one == name);
    found.ok_or_else(|| {
        let short: String = name.chars().take(40).collect();
        let reason = format!(
            "nothing is asked by it; there are {}",
            PARAMETERS.join(", ")
        );
        Error::invalid(short, reason)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Asked> {
        Asked::read(url::form_urlencoded::parse(query.as_bytes()))
    }

    #[test]
    fn every_search_has_one_address() {
        for (query, expected) in [
            ("type=&q=+caf%C3%A9+&kind=offers", "q=caf%C3%A9&kind=offer"),
            ("theme=Alimentaci%C3%B3n&kind=need", "kind=need&theme=food"),
            (
                "sector=g&territory=mx-oax&kind=organization",
                "kind=organization&territory=MX-OAX&sector=G",
            ),
            (
                "language=es-MX&until=2026-12-31&q=a&q=b",
                "q=b&until=2026-12-31&language=es",
            ),
            ("km=5&near=17,-96", "near=17%2C-96&km=5"),
        ] {
            let asked = read(query).unwrap();
            assert_eq!(asked.query(&[]), expected, "{query}");
            assert_eq!(read(expected).unwrap().query(&[]), expected);
        }
        let asked = read("q=pan&kind=offer").unwrap();
        assert_eq!(asked.query(&[("kind", "need")]), "q=pan&kind=need");
        assert_eq!(asked.query(&[("kind", "")]), "q=pan");
        assert_eq!(
            asked.query(&[("what", "service")]),
            "q=pan&kind=offer&what=service"
        );
    }

    #[test]
    fn what_cannot_be_asked_is_refused_with_what_can() {
        let long = format!("q={}", "a".repeat(LONGEST_WORDS + 1));
        for (query, field, said) in [
            ("kind=shops", "kind", "organization"),
            ("type=coperative", "type", "cooperative"),
            ("type=asociacion+x", "type", "association"),
            ("theme=foods", "theme", "food"),
            ("what=servce", "what", "service"),
            ("terms=gift", "terms", "give"),
            ("sector=99999", "sector", "A to U"),
            ("territory=ES-CAT", "territory", "ES-CT"),
            ("territory=Barcelona", "territory", "place"),
            ("language=spanisch", "language", "es"),
            ("until=tomorrow", "until", "2026-12-31"),
            ("whose=mine", "whose", "own, others"),
            ("box=17,-97,16,-96", "box", "upside down"),
            ("near=17,-96&km=900", "km", "1 to 500"),
            ("near=17,-96&km=far", "km", "25"),
            ("km=5", "km", "near or place"),
            ("near=1,1&box=0,0,1,1", "box", "near"),
            ("colour=red", "colour", "attested"),
            (&long, "q", "at most 200"),
        ] {
            match read(query).unwrap_err() {
                Error::Invalid {
                    field: named,
                    reason,
                } => {
                    assert_eq!(named, field, "{query}");
                    assert!(reason.contains(said), "{query}: {reason}");
                }
                other => panic!("{query}: {other}"),
            }
        }
    }

    #[test]
    fn a_search_of_codes_alone_is_a_channel_where_there_is_one() {
        let slice = |query: &str| read(query).unwrap().slice().map(|slice| slice.to_string());
        assert_eq!(
            slice("kind=need&theme=food&territory=MX-OAX").unwrap(),
            "needs.food.MX-OAX"
        );
        assert_eq!(slice("theme=food").unwrap(), "all.food");
        for query in [
            "",
            "q=pan&kind=need",
            "kind=organization",
            "kind=need&sector=47",
            "kind=need&theme=food&sector=A&territory=MX",
        ] {
            assert_eq!(slice(query), None, "{query}");
        }
    }

    #[test]
    fn a_span_of_months_is_asked_month_by_month_unless_it_is_long() {
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(
            months(day("2026-11-30"), day("2027-01-01")),
            ["deadline=2026-11", "deadline=2026-12", "deadline=2027-01"]
        );
        assert_eq!(months(day("2026-11-30"), day("2090-01-01")), ["deadline="]);
        assert_eq!(
            months(day("2026-11-30"), day("2020-01-01")),
            ["deadline=2020-01"]
        );
    }
}
