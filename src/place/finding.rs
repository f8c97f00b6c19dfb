//! What does not fit together in a place, in words for the one who can mend it. Finds nothing
//! itself.

use std::fmt;

use super::Point;

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

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCountry { text } => write!(
                f,
                "{text:?} is no country that is known; write its name or two letters of ISO 3166-1"
            ),
            Self::CountryByPoint {
                text,
                stated,
                lies_in,
            } => write!(
                f,
                "{text:?} is {}, and the point lies in {}; {lies_in} was taken",
                Named(stated),
                Named(lies_in),
            ),
            Self::PointElsewhere {
                country,
                lies_in,
                point,
            } => {
                let (north, east) = (point.latitude, point.longitude);
                write!(f, "the point {north}, {east} lies ")?;
                match lies_in {
                    Some(lies_in) => write!(f, "in {}", Named(lies_in))?,
                    None => f.write_str("in no country")?,
                }
                write!(f, ", not in {}; correct one of them", Named(country))
            }
            Self::PointSwapped { point } => write!(
                f,
                "latitude and longitude stood in each other's field; kept {}, {}",
                point.latitude, point.longitude
            ),
            Self::PointAtZero => f.write_str("the point 0, 0 lies in the sea and was not kept"),
            Self::SeveralMunicipalities {
                name,
                country,
                count,
            } => write!(
                f,
                "{count} places in {} are called {name:?}; name the region or give a point",
                Named(country)
            ),
        }
    }
}

/// A country with its name: `Suriname (SR)`.
struct Named<'a>(&'a str);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match rust_iso3166::from_alpha2(self.0) {
            Some(country) => write!(f, "{} ({})", country.name, self.0),
            None => f.write_str(self.0),
        }
    }
}
