//! What does not fit together in a place, in words for the one who can mend it. Finds nothing
//! itself.

use super::{Point, country};
use crate::words::{Filling, Phrase, phrase};

/// What does not fit together in a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// The text names no country that is known.
    UnknownCountry {
        /// What stands in the field.
        text: String,
    },
    /// The text names one country and the point lies in another, which was taken.
    CountryByPoint {
        /// What stands in the field.
        text: String,
        /// The country that it names.
        stated: &'static str,
        /// The country in which the point lies.
        lies_in: &'static str,
    },
    /// The point lies elsewhere; the country that is stated was kept.
    PointElsewhere {
        /// The country that was kept.
        country: &'static str,
        /// The country in which the point lies; none on the sea.
        lies_in: Option<&'static str>,
        /// The point as stated.
        point: Point,
    },
    /// Latitude and longitude stood in each other's field and were exchanged.
    PointSwapped {
        /// The point as it was kept.
        point: Point,
    },
    /// The point is 0, 0, which means that nobody knew it; it was not kept.
    PointAtZero,
    /// Several municipalities have this name and nothing decides between them.
    SeveralMunicipalities {
        /// The name.
        name: String,
        /// Their country.
        country: &'static str,
        /// How many there are.
        count: usize,
    },
}

impl Finding {
    /// The field of the place that it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Self::UnknownCountry { .. } | Self::CountryByPoint { .. } => "place.country",
            Self::SeveralMunicipalities { .. } => "place.locality",
            _ => "place.point",
        }
    }

    /// Whether it says the same of every row with these words, so that once is enough.
    pub fn is_of_words(&self) -> bool {
        matches!(
            self,
            Self::UnknownCountry { .. } | Self::SeveralMunicipalities { .. }
        )
    }
}

impl Finding {
    /// What it says.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::UnknownCountry { text } => phrase!("finding-no-country", text = text),
            Self::CountryByPoint {
                text,
                stated,
                lies_in,
            } => phrase!(
                "finding-country-by-point",
                text = text,
                stated = named(stated),
                there = named(lies_in),
                code = *lies_in
            ),
            Self::PointElsewhere {
                country,
                lies_in: Some(lies_in),
                point,
            } => phrase!(
                "finding-point-elsewhere",
                point = shown(point),
                there = named(lies_in),
                country = named(country)
            ),
            Self::PointElsewhere { country, point, .. } => phrase!(
                "finding-point-nowhere",
                point = shown(point),
                country = named(country)
            ),
            Self::PointSwapped { point } => phrase!("finding-point-swapped", point = shown(point)),
            Self::PointAtZero => phrase!("finding-point-zero"),
            Self::SeveralMunicipalities {
                name,
                country,
                count,
            } => phrase!(
                "finding-several-towns",
                count = *count,
                country = named(country),
                name = name
            ),
        }
    }
}

fn shown(point: &Point) -> String {
    format!("{}, {}", point.latitude, point.longitude)
}

/// A country with its name: `Suriname (SR)`.
fn named(code: &str) -> Filling {
    Filling::labels(|tag| match country::name(code, tag) {
        Some(name) => format!("{name} ({code})"),
        None => code.to_owned(),
    })
}
