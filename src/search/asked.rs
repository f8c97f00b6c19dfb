//! What is asked for, as it stands in an address: read, refused with what to write instead,
//! and written again in one order, so that every search has one address.

/// Codes of lists, by code or by label.
mod read;
/// What the index is asked.
mod terms;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

use super::code::Facet;
use super::place::Candidate;
use crate::error::{Error, Result};
use crate::place::{Area, Point, Territory};
use crate::slice::Slice;
use crate::text;
use crate::vocabulary::{EntityType, Purpose, Sector, Terms, Theme, What};
use crate::words::phrase;

/// The longest text that is looked for, in characters.
pub const LONGEST_WORDS: usize = 200;
/// Around how many kilometres of a point is looked when nobody says.
pub const USUAL_KM: f64 = 25.0;

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
    /// What that name may mean, once it is resolved: first what it was taken for.
    pub(super) places: Vec<Candidate>,
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
            return Err(Error::invalid("km", phrase!("refusal-km-alone")));
        }
        let asked = Self {
            words: value("q").unwrap_or_default().to_owned(),
            kind: value("kind").map(read::kind).transpose()?,
            territory: value("territory").map(read::territory).transpose()?,
            place: value("place").map(str::to_owned),
            places: Vec::new(),
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

    /// The point around which is looked.
    pub fn centre(&self) -> Option<Point> {
        match self.area {
            Some(Area::Around { centre, .. }) => Some(centre),
            _ => None,
        }
    }

    /// What lies in an area.
    pub(super) fn within(area: Area) -> Self {
        Self {
            area: Some(area),
            ..Self::default()
        }
    }

    /// What lies in a territory.
    pub(super) fn inside(territory: Territory) -> Self {
        Self {
            territory: Some(territory),
            ..Self::default()
        }
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

    /// The same search with some parameters put in the place of others, of which none says where:
    /// the place that it names is not looked for once more.
    ///
    /// # Errors
    /// As [`Asked::read`].
    pub fn with(&self, instead: &[(&str, &str)]) -> Result<Self> {
        Ok(Self {
            territory: self.territory.clone(),
            area: self.area,
            places: self.places.clone(),
            ..Self::read(self.pairs(instead))?
        })
    }

    /// The query of its address, with some parameters put in the place of others.
    pub fn query(&self, instead: &[(&str, &str)]) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.pairs(instead))
            .finish()
    }

    fn pairs<'p>(&'p self, instead: &[(&'p str, &'p str)]) -> Vec<(&'p str, &'p str)> {
        let mut pairs = self.parameters();
        pairs.retain(|(name, _)| instead.iter().all(|(other, _)| other != name));
        pairs.extend(instead.iter().filter(|(_, value)| !value.is_empty()));
        let place = |name: &str| PARAMETERS.iter().position(|one| *one == name);
        pairs.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
        pairs
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
}

fn area<'v>(value: &impl Fn(&str) -> Option<&'v str>) -> Result<Option<Area>> {
    let places = ["box", "near", "place"];
    let given: Vec<&str> = places
        .into_iter()
        .filter(|name| value(name).is_some())
        .collect();
    if let [one, other, ..] = *given {
        let reason = phrase!("refusal-beside", other = other);
        return Err(Error::invalid(one, reason));
    }
    if let Some(text) = value("box") {
        return Area::parse_box(text).map(Some);
    }
    let around = km(value("km"))?;
    let near = value("near").map(|text| Area::parse_around(text, around));
    near.transpose()
}

/// How many kilometres around a point.
fn km(text: Option<&str>) -> Result<f64> {
    let Some(text) = text else {
        return Ok(USUAL_KM);
    };
    let no_number = |_| {
        let reason = phrase!("refusal-no-km", value = text);
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
        let reason = phrase!("refusal-no-parameter", known = PARAMETERS.join(", "));
        Error::invalid(short, reason)
    })
}
