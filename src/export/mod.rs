//! The directory's records out again, in the formats that others read.
//!
//! A format is a [`Writer`]; [`stream`] brings it the records page by page, so that memory
//! stays flat however many there are, and hands on what it wrote as bytes. Who asked, and
//! where the bytes go, is not known here.

/// The catalogue of the open data.
mod catalog;
/// Records as text in columns.
mod csv;
/// Which open data there are.
mod dataset;
/// Records as features on a map.
mod geojson;
/// Records as statements of vocabularies that others use.
mod linked;
/// Profiles of Murmurations.
mod murmurations;
/// Offers and needs out again.
pub mod offers;
/// Everything of one organization, for its owner.
mod owner;
/// One record by itself.
mod record;
/// What an export is made of, and how it becomes bytes.
mod stream;
/// Records as one row of named cells, the same in every tabular format.
mod table;
/// Records as a workbook.
mod xlsx;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::offers::Offer;
use crate::registry::{Filter, Organization, Source, Status};
use crate::settings::Settings;

pub use catalog::Catalog;
pub use csv::texts;
pub use dataset::Dataset;
pub use owner::{Begun, Photo, Whole, whole};
pub use record::one;
pub use stream::{Piece, pieces, stream};
pub use table::Register;

/// The formats, from one table.
macro_rules! formats {
    ($($(#[$doc:meta])* $entry:ident = $code:literal, $media_type:literal;)+) => {
        /// A format that records are exported in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Format {
            $($(#[$doc])* $entry,)+
        }

        impl Format {
            /// Every format that can be written.
            pub const ALL: &'static [Self] = &[$(Self::$entry),+];

            /// Its name on the command line; also the ending of its files' addresses.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$entry => $code),+ }
            }

            /// Its media type, as HTTP states it.
            pub fn media_type(self) -> &'static str {
                match self { $(Self::$entry => $media_type),+ }
            }
        }
    };
}

formats! {
    /// Text in columns (RFC 4180).
    Csv = "csv", "text/csv; charset=utf-8";
    /// A workbook (ISO/IEC 29500).
    Xlsx = "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    /// Features on a map (RFC 7946).
    Geojson = "geojson", "application/geo+json";
    /// Linked data (JSON-LD 1.1).
    JsonLd = "jsonld", "application/ld+json";
    /// Linked data (RDF 1.1 Turtle).
    Turtle = "turtle", "text/turtle; charset=utf-8";
    /// The catalogue of the open data (DCAT-AP 3), as Turtle.
    Dcat = "dcat", "text/turtle; charset=utf-8";
    /// Profiles of Murmurations.
    Murmurations = "murmurations", "application/json";
}

impl std::str::FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.iter().find(|format| format.as_str() == name);
        found.copied().ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|format| format.as_str()).collect();
            let reason = format!("{name:?} is no format; write one of {}", known.join(", "));
            Error::invalid("format", reason)
        })
    }
}

/// For whom an export is, which decides what of a record stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// Everybody: published records, without consent, and of contacts those that are public.
    Public,
    /// The office: records in every state, with everything that is kept of them.
    Office,
}

/// What is asked of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// As what.
    pub format: Format,
    /// For whom.
    pub view: View,
    /// How far the records have come; `None` takes all that the view shows.
    pub status: Option<Status>,
    /// Of which register; its identifiers name the rows of a table.
    pub register: Option<String>,
    /// Whether contacts are stated. Without it no record states any, so that reading the
    /// export again does not erase those that stayed behind.
    pub with_contacts: bool,
}

impl Asked {
    /// The whole directory for everybody, without contacts.
    pub fn public(format: Format) -> Self {
        Self {
            format,
            view: View::Public,
            status: None,
            register: None,
            with_contacts: false,
        }
    }

    /// Which records pass.
    fn filter(&self) -> Filter {
        Filter {
            status: match self.view {
                View::Public => Some(Status::Published),
                View::Office => self.status,
            },
            ..Filter::default()
        }
    }

    /// The record as the view shows it.
    fn shown(&self, organization: Organization) -> Organization {
        let mut shown = match self.view {
            View::Public => organization.for_the_public(),
            View::Office => organization,
        };
        if !self.with_contacts {
            shown.stated.contacts.clear();
        }
        shown
    }
}

/// One record with what belongs to it, as an export's view shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exported {
    /// The record; its provenance says of which day each value is.
    pub organization: Organization,
    /// The registers that state it, by name and identifier.
    pub sources: Vec<Source>,
    /// What it offers and seeks, the newest first, where the format asks for it.
    pub offers: Vec<Offer>,
    /// The addresses of those to which it belongs, where the format asks for relations.
    pub bodies: Vec<String>,
    /// The addresses of other directories' records of it, where the format asks for relations.
    pub same: Vec<String>,
}

/// What a format makes of records. What it writes to `out` is sent on after each page, so it
/// keeps no more than it must.
pub trait Writer: Send {
    /// Whether [`Exported::offers`] is to be filled; for everybody without withdrawn ones.
    fn wants_offers(&self) -> bool {
        false
    }

    /// Whether [`Exported::bodies`] and [`Exported::same`] are to be filled.
    fn wants_relations(&self) -> bool {
        false
    }

    /// Whether there are records in it at all.
    fn wants_records(&self) -> bool {
        true
    }

    /// What stands before the first record.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be written, as with the other two.
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<()>;

    /// One record.
    ///
    /// # Errors
    /// As for [`begin`](Self::begin).
    fn organization(&mut self, one: &Exported, out: &mut Vec<u8>) -> Result<()>;

    /// What stands behind the last record; called again as long as it answers `true`, so
    /// that a format that can only be written at the end still passes on in pieces.
    ///
    /// # Errors
    /// As for [`begin`](Self::begin).
    fn end(&mut self, out: &mut Vec<u8>) -> Result<bool>;
}

/// The writer of a format. `settings` tell who publishes, `register` under whose identifiers
/// a table's rows stand.
///
/// # Errors
/// [`Error::Internal`] when a writer cannot be made.
fn writer(asked: &Asked, settings: &Settings, register: Register) -> Result<Box<dyn Writer>> {
    let base = settings.url("");
    let table = table::Table::new(register, asked);
    Ok(match asked.format {
        Format::Csv => Box::new(csv::Csv::new(table)),
        Format::Xlsx => Box::new(xlsx::Xlsx::new(table)),
        Format::Geojson => Box::new(geojson::Geojson::new(table)),
        Format::JsonLd => Box::new(linked::JsonLd::new(base)),
        Format::Turtle => Box::new(linked::Turtles::new(base)?),
        Format::Dcat => Box::new(Catalog::of(settings, None)),
        Format::Murmurations => Box::new(murmurations::Profiles::new(base)),
    })
}
