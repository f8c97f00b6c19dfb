//! An export from the first page to the last: a short transaction for each page, the writing
//! aside from what must not wait, and the bytes handed on before the next page is read.

use std::collections::HashMap;

use bytes::Bytes;
use futures::stream::{Stream, TryStreamExt, try_unfold};

use super::{Asked, Exported, Register, View, Writer, writer};
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::offers;
use crate::registry::membership::Party;
use crate::registry::{self, Filter};
use crate::settings::Settings;
use crate::store::Db;

/// Records in one page, read in one transaction.
const PAGE: usize = 200;

/// Where an export stands.
enum Place {
    Begin,
    /// Before the page after this cursor.
    Records(Option<String>),
    End,
    Done,
}

/// Some bytes of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The bytes.
    pub bytes: Bytes,
    /// How many records were written up to here.
    pub records: u64,
}

struct Export {
    db: Db,
    /// The directory's address, without a slash at its end.
    base: String,
    filter: Filter,
    asked: Asked,
    writer: Box<dyn Writer>,
    place: Place,
    records: u64,
}

/// The bytes of an export, as they are written. Records that are added or renamed meanwhile
/// may be in it or not; each is in it once at most.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails, before the first byte or in between:
/// what came until then is no whole file.
pub async fn stream(
    db: &Db,
    settings: &Settings,
    asked: Asked,
) -> Result<impl Stream<Item = Result<Bytes>> + Send + use<>> {
    let pieces = pieces(db, settings, asked).await?;
    Ok(pieces.map_ok(|piece| piece.bytes))
}

/// The same, with how many records there were.
///
/// # Errors
/// As for [`stream`].
pub async fn pieces(
    db: &Db,
    settings: &Settings,
    asked: Asked,
) -> Result<impl Stream<Item = Result<Piece>> + Send + use<>> {
    let register = Register::of(db, settings, &asked).await?;
    let export = Export {
        db: db.clone(),
        base: settings.url(""),
        filter: Filter {
            // A record that another makes meanwhile has no identifier of the register.
            register: register.only(),
            ..asked.filter()
        },
        writer: writer(&asked, settings, register)?,
        asked,
        place: Place::Begin,
        records: 0,
    };
    Ok(try_unfold(export, next))
}

/// The next bytes that are not none, and the export after them.
async fn next(mut export: Export) -> Result<Option<(Piece, Export)>> {
    loop {
        let records = match &export.place {
            Place::Records(after) => {
                let after = after.clone();
                Some(export.page(after.as_deref()).await?)
            }
            Place::Done => return Ok(None),
            Place::Begin | Place::End => None,
        };
        let written = tokio::task::spawn_blocking(move || export.write(records));
        let (bytes, after) = written.await.map_err(Error::internal)??;
        export = after;
        if !bytes.is_empty() {
            let piece = Piece {
                bytes: bytes.into(),
                records: export.records,
            };
            return Ok(Some((piece, export)));
        }
    }
}

/// A page, and the cursor of the next.
type Page = (Vec<Exported>, Option<String>);

impl Export {
    fn write(mut self, page: Option<Page>) -> Result<(Vec<u8>, Self)> {
        let mut out = Vec::new();
        self.place = match (self.place, page) {
            (Place::Begin, _) => {
                self.writer.begin(&mut out)?;
                if self.writer.wants_records() {
                    Place::Records(None)
                } else {
                    Place::End
                }
            }
            (_, Some((records, next))) => {
                for one in &records {
                    self.writer.organization(one, &mut out)?;
                    self.records += 1;
                }
                next.map_or(Place::End, |after| Place::Records(Some(after)))
            }
            (_, None) if self.writer.end(&mut out)? => Place::End,
            (_, None) => Place::Done,
        };
        Ok((out, self))
    }

    async fn page(&mut self, after: Option<&str>) -> Result<Page> {
        let mut tx = self.db.read().await?;
        let page = registry::list(&mut tx, &self.filter, after, PAGE).await?;
        let ids: Vec<&OrganizationId> = page.items.iter().map(|one| &one.id).collect();
        let mut sources = registry::sources_of(&mut tx, &ids).await?;
        let mut offers = HashMap::new();
        if self.writer.wants_offers() {
            let is_public = self.asked.view == View::Public;
            offers = offers::of_all(&mut tx, &ids, is_public).await?;
        }
        let (mut bodies, mut same) = (HashMap::new(), HashMap::new());
        if self.writer.wants_relations() {
            bodies = registry::membership::bodies_of(&mut tx, &ids).await?;
            same = registry::same_as::of_all(&mut tx, &ids).await?;
        }
        let base = &self.base;
        let addresses = |bodies: Vec<Party>| bodies.iter().map(|one| one.address(base)).collect();
        let records = page.items.into_iter().map(|organization| Exported {
            bodies: bodies
                .remove(&organization.id)
                .map(addresses)
                .unwrap_or_default(),
            same: same.remove(&organization.id).unwrap_or_default(),
            sources: sources.remove(&organization.id).unwrap_or_default(),
            offers: offers.remove(&organization.id).unwrap_or_default(),
            organization: self.asked.shown(organization),
        });
        Ok((records.collect(), page.next))
    }
}
