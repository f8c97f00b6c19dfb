//! Offers and needs out again: a page at a time, in the formats that suit them.

use bytes::Bytes;
use futures::stream::{Stream, try_unfold};

use super::linked::{JsonLd, Turtles};
use super::table::{Cell, harmless};
use super::{Format, Writer};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::offers::{self, Filter, Offer};
use crate::settings::Settings;
use crate::store::Db;

/// Offers in one page, read in one transaction.
const PAGE: usize = 200;

/// The columns of the table.
const COLUMNS: [&str; 16] = [
    "address",
    "purpose",
    "state",
    "language",
    "title",
    "text",
    "conditions",
    "what",
    "terms",
    "aim",
    "territory",
    "quantity",
    "unit",
    "valid_until",
    "organization",
    "updated_at",
];

/// What a format makes of offers.
enum Kind {
    Csv(String),
    JsonLd(JsonLd),
    Turtle(Box<Turtles>),
}

enum Place {
    Begin,
    /// Before the page after this cursor.
    Offers(Option<String>),
    Done,
}

struct Export {
    db: Db,
    kind: Kind,
    place: Place,
}

/// The bytes of everything that is offered and sought, the newest first, without what was
/// withdrawn.
///
/// # Errors
/// [`Error::NotFound`] when offers are not written in this format; [`Error::Unavailable`] in
/// between when the database fails: what came until then is no whole file.
pub fn stream(
    db: &Db,
    settings: &Settings,
    format: Format,
) -> Result<impl Stream<Item = Result<Bytes>> + Send + use<>> {
    let base = settings.url("");
    let kind = match format {
        Format::Csv => Kind::Csv(base),
        Format::JsonLd => Kind::JsonLd(JsonLd::new(base)),
        Format::Turtle => Kind::Turtle(Box::new(Turtles::new(base)?)),
        _ => return Err(Error::NotFound(format!("offers as {}", format.as_str()))),
    };
    let export = Export {
        db: db.clone(),
        kind,
        place: Place::Begin,
    };
    Ok(try_unfold(export, next))
}

/// The next bytes that are not none, and the export after them.
async fn next(mut export: Export) -> Result<Option<(Bytes, Export)>> {
    loop {
        let mut out = Vec::new();
        let after = match &export.place {
            Place::Begin => {
                export.kind.begin(&mut out)?;
                export.place = Place::Offers(None);
                None
            }
            Place::Offers(after) => after.clone(),
            Place::Done => return Ok(None),
        };
        let filter = Filter {
            is_public: true,
            ..Filter::default()
        };
        let mut tx = export.db.read().await?;
        let page = offers::list(&mut tx, &filter, after.as_deref(), PAGE).await?;
        drop(tx);
        for one in &page.items {
            export.kind.offer(one, &mut out)?;
        }
        if page.next.is_none() {
            export.kind.end(&mut out)?;
            export.place = Place::Done;
        } else {
            export.place = Place::Offers(page.next);
        }
        if !out.is_empty() {
            return Ok(Some((out.into(), export)));
        }
    }
}

impl Kind {
    fn begin(&mut self, out: &mut Vec<u8>) -> Result<()> {
        match self {
            Self::Csv(_) => line(out, COLUMNS.iter().copied().map(str::to_owned)),
            Self::JsonLd(writer) => writer.begin(out),
            Self::Turtle(writer) => writer.begin(out),
        }
    }

    fn offer(&mut self, one: &Offer, out: &mut Vec<u8>) -> Result<()> {
        match self {
            Self::Csv(base) => line(out, cells(base, one).iter().map(harmless)),
            Self::JsonLd(writer) => writer.offer(one, out),
            Self::Turtle(writer) => writer.offer(one, out),
        }
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<()> {
        match self {
            Self::Csv(_) => Ok(()),
            Self::JsonLd(writer) => writer.end(out).map(drop),
            Self::Turtle(writer) => writer.end(out).map(drop),
        }
    }
}

/// An offer's row, its texts in its own language.
fn cells(base: &str, offer: &Offer) -> [Cell; COLUMNS.len()] {
    let stated = &offer.stated;
    let own = [&stated.language];
    let text = |text: &str| Cell::Text(text.to_owned());
    let in_own = |texts: &crate::text::LanguageMap| {
        texts
            .pick(&own)
            .map_or(Cell::Empty, |(_, words)| text(words))
    };
    [
        Cell::Text(format!("{base}{}", offer.path())),
        text(stated.purpose.as_str()),
        text(offer.state.as_str()),
        text(&stated.language),
        in_own(&stated.titles),
        in_own(&stated.texts),
        in_own(&stated.conditions),
        text(stated.what.as_str()),
        text(stated.terms.as_str()),
        stated.aim.map(|aim| aim.to_string()).into(),
        stated.territory.as_ref().map(ToString::to_string).into(),
        stated.quantity.into(),
        stated.unit.clone().into(),
        stated.valid_until.map(Timestamp::to_rfc3339).into(),
        Cell::Text(format!("{base}/o/{}", offer.organization)),
        Cell::Text(offer.updated_at.to_rfc3339()),
    ]
}

fn line(out: &mut Vec<u8>, cells: impl Iterator<Item = String>) -> Result<()> {
    super::csv::write(out, cells)
}
