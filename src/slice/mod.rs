//! Slices: which offers and needs somebody wants to hear of, as codes.
//!
//! A slice is a purpose (`offers`, `needs`, or `all`) with at most two of a theme, a sector
//! and a territory. It is made of code lists alone, so there is nothing to keep of one that
//! nobody asked for. This module knows no offer and no follower.

/// The names under which slices are followed.
mod handle;

use std::fmt;

use crate::error::{Error, Result};
use crate::place::Territory;
use crate::vocabulary::{Purpose, Section, Theme};
use crate::words;

/// Longer texts are no codes of a slice.
const MAX_CODES: usize = 100;
/// How many of theme, sector and territory one slice has at most.
const MOST_FACETS: usize = 2;

/// A slice of all offers and needs. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slice {
    purpose: Option<Purpose>,
    theme: Option<Theme>,
    sector: Option<Section>,
    territory: Option<Territory>,
}

/// One of a theme, a sector and a territory.
#[derive(Debug, Clone)]
enum Facet {
    Theme(Theme),
    Sector(Section),
    Territory(Territory),
}

impl Slice {
    /// All offers, all needs, or both.
    pub const fn of(purpose: Option<Purpose>) -> Self {
        Self {
            purpose,
            theme: None,
            sector: None,
            territory: None,
        }
    }

    /// Reads codes in any order and case: `needs.agriculture.MX-OAX`.
    ///
    /// # Errors
    /// [`Error::Absent`] for what is no slice, since nothing can exist under it.
    pub fn parse(codes: &str) -> Result<Self> {
        Self::read(codes).ok_or_else(|| {
            Error::absent(
                format!("the channel {codes:?}"),
                "write offers, needs or all, then at most two of a theme, a sector (A to U) and \
                 a territory, as in needs.agriculture.MX-OAX",
            )
        })
    }

    fn read(codes: &str) -> Option<Self> {
        if codes.len() > MAX_CODES {
            return None;
        }
        let mut parts = codes.split('.');
        let purpose = match parts.next()?.to_ascii_lowercase().as_str() {
            "offers" => Some(Purpose::Offer),
            "needs" => Some(Purpose::Need),
            "all" => None,
            _ => return None,
        };
        parts.try_fold(Self::of(purpose), |slice, code| {
            slice.with(Facet::read(code)?)
        })
    }

    /// All offers and needs of a territory.
    pub fn of_territory(territory: Territory) -> Self {
        Self {
            territory: Some(territory),
            ..Self::of(None)
        }
    }

    /// The slice narrowed further; `None` when it is narrow enough, or so already.
    fn with(mut self, facet: Facet) -> Option<Self> {
        let is_new = match facet {
            Facet::Theme(theme) => self.theme.replace(theme).is_none(),
            Facet::Sector(sector) => self.sector.replace(sector).is_none(),
            Facet::Territory(place) => self.territory.replace(place).is_none(),
        };
        (is_new && self.width() <= MOST_FACETS).then_some(self)
    }

    /// The slice narrowed by a theme.
    #[must_use]
    pub fn with_theme(&self, theme: Theme) -> Option<Self> {
        self.clone().with(Facet::Theme(theme))
    }

    /// The slice narrowed by a sector.
    #[must_use]
    pub fn with_sector(&self, sector: Section) -> Option<Self> {
        self.clone().with(Facet::Sector(sector))
    }

    /// The slice narrowed by a territory.
    #[must_use]
    pub fn with_territory(&self, territory: Territory) -> Option<Self> {
        self.clone().with(Facet::Territory(territory))
    }

    /// The same for offers and needs alike.
    #[must_use]
    pub fn for_all(&self) -> Self {
        Self {
            purpose: None,
            ..self.clone()
        }
    }

    /// The slices of one purpose that it is made of: itself, or offers and needs apart.
    pub fn by_purpose(&self) -> Vec<Self> {
        let purposes = match self.purpose {
            Some(purpose) => vec![purpose],
            None => Purpose::ALL.to_vec(),
        };
        let of = |purpose| Self {
            purpose: Some(purpose),
            ..self.clone()
        };
        purposes.into_iter().map(of).collect()
    }

    fn width(&self) -> usize {
        usize::from(self.theme.is_some())
            + usize::from(self.sector.is_some())
            + usize::from(self.territory.is_some())
    }

    /// Whether offers or needs alone.
    pub fn purpose(&self) -> Option<Purpose> {
        self.purpose
    }

    /// The theme.
    pub fn theme(&self) -> Option<Theme> {
        self.theme
    }

    /// The sector.
    pub fn sector(&self) -> Option<Section> {
        self.sector
    }

    /// The territory.
    pub fn territory(&self) -> Option<&Territory> {
        self.territory.as_ref()
    }

    /// The territory when the slice is everything of one.
    pub fn whole_territory(&self) -> Option<&Territory> {
        let is_whole = self.purpose.is_none() && self.width() == 1;
        self.territory.as_ref().filter(|_| is_whole)
    }

    /// What people call it, in the language of `tag`: `Needs · Agriculture · Mexico`.
    pub fn title(&self, tag: &str) -> String {
        let words = words::of_or_first(tag);
        let purpose = match self.purpose {
            Some(Purpose::Offer) => words.say("slice-offers"),
            Some(Purpose::Need) => words.say("slice-needs"),
            None => words.say("offers-and-needs"),
        };
        let territory = self.territory.as_ref();
        let territory = territory.map(|territory| territory.called(tag));
        let parts = [
            Some(purpose.to_owned()),
            self.theme.map(|theme| theme.label(tag).to_owned()),
            self.sector.map(|sector| sector.label(tag).to_owned()),
            territory,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

impl Facet {
    fn read(code: &str) -> Option<Self> {
        if code.len() == 1 {
            return Section::parse(&code.to_ascii_uppercase())
                .ok()
                .map(Self::Sector);
        }
        if let Ok(theme) = Theme::parse(&code.to_ascii_lowercase()) {
            return Some(Self::Theme(theme));
        }
        // The parser forgives spaces, an address does not.
        let is_plain = code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        is_plain
            .then(|| Territory::parse(code).ok().map(Self::Territory))
            .flatten()
    }
}

/// The codes in their one order: purpose, theme, sector, territory.
impl fmt::Display for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.purpose {
            Some(Purpose::Offer) => "offers",
            Some(Purpose::Need) => "needs",
            None => "all",
        })?;
        if let Some(theme) = self.theme {
            write!(f, ".{theme}")?;
        }
        if let Some(sector) = self.sector {
            write!(f, ".{sector}")?;
        }
        if let Some(territory) = &self.territory {
            write!(f, ".{territory}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_any_order_and_case_are_one_slice() {
        for codes in [
            "needs.agriculture.MX-OAX",
            "needs.MX-OAX.agriculture",
            "NEEDS.Agriculture.mx-oax",
        ] {
            let slice = Slice::parse(codes).unwrap();
            assert_eq!(slice.to_string(), "needs.agriculture.MX-OAX");
        }
        assert_eq!(
            Slice::parse("offers.g.es").unwrap().to_string(),
            "offers.G.ES"
        );
        assert_eq!(Slice::parse("all").unwrap(), Slice::of(None));
    }

    #[test]
    fn what_is_in_no_code_list_is_no_slice() {
        for codes in [
            "",
            ".",
            "needs.",
            "wishes",
            "needs.bees",
            "needs.XX",
            "needs.Z",
            "needs.MX-OAX.MX",
            "needs.agriculture.food",
            "needs.agriculture.A.MX",
            "needs. MX",
            "needs/MX",
            "MX",
            "needs.q0",
            "offers.47",
        ] {
            let refusal = Slice::parse(codes).unwrap_err();
            assert!(matches!(refusal, Error::Absent { .. }), "{codes}");
            assert!(refusal.to_string().contains("needs.agriculture.MX-OAX"));
        }
        assert!(Slice::parse(&"needs.".repeat(10_000)).is_err());
    }

    #[test]
    fn all_is_made_of_offers_and_needs() {
        let all = Slice::parse("all.food").unwrap();
        let apart: Vec<String> = all.by_purpose().iter().map(ToString::to_string).collect();
        assert_eq!(apart, ["offers.food", "needs.food"]);
        assert!(all.by_purpose().iter().all(|one| one.for_all() == all));
        let oaxaca = Slice::parse("all.MX-OAX").unwrap();
        assert_eq!(oaxaca.whole_territory().unwrap().as_str(), "MX-OAX");
        assert_eq!(
            Slice::parse("needs.MX-OAX").unwrap().whole_territory(),
            None
        );
        assert_eq!(oaxaca.title("es"), "Ofrecemos y buscamos · Oaxaca");
        assert_eq!(oaxaca.title("ca"), "Oferim i busquem · Oaxaca");
    }
}
