//! Which open data there are, and in which formats.

use super::Format;

/// What can be had as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dataset {
    /// Every published organization.
    Organizations,
    /// Everything that is offered and sought.
    Offers,
}

impl Dataset {
    /// Every dataset.
    pub const ALL: &'static [Self] = &[Self::Organizations, Self::Offers];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Organizations => "organizations",
            Self::Offers => "offers",
        }
    }

    /// The formats in which it can be had.
    pub fn formats(self) -> &'static [Format] {
        match self {
            Self::Organizations => &[
                Format::Csv,
                Format::Xlsx,
                Format::Geojson,
                Format::JsonLd,
                Format::Turtle,
                Format::Murmurations,
            ],
            Self::Offers => &[Format::Csv, Format::JsonLd, Format::Turtle],
        }
    }

    /// The path of the whole in a format.
    pub fn path(self, format: Format) -> String {
        format!("/data/{}.{}", self.as_str(), format.ending())
    }
}

impl Format {
    /// The formats in which a single record can be had.
    pub const OF_RECORDS: [Self; 3] = [Self::Turtle, Self::JsonLd, Self::Murmurations];

    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Turtle | Self::Dcat => "ttl",
            Self::Murmurations => "murmurations.json",
            other => other.as_str(),
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Xlsx => "XLSX",
            Self::Geojson => "GeoJSON",
            Self::JsonLd => "JSON-LD",
            Self::Turtle => "Turtle",
            Self::Dcat => "DCAT-AP",
            Self::Murmurations => "Murmurations",
        }
    }

    /// Its code in the table of file types of the European Union's Publications Office.
    pub fn file_type(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Xlsx => "XLSX",
            Self::Geojson => "GEOJSON",
            Self::JsonLd => "JSON_LD",
            Self::Turtle | Self::Dcat => "RDF_TURTLE",
            Self::Murmurations => "JSON",
        }
    }
}
