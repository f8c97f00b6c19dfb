//! What a list is asked for, as people typed it: what cannot be understood stands in the form
//! again, with what to mend beside it.

use axum::response::Redirect;

use super::super::form::Wrongs;
use super::super::reader::Reader;
use super::super::search;
use super::super::signed_in::suggested;
use crate::error::{Error, Result};
use crate::federation::records::{self, Kind, Wanted};
use crate::place::{Territory, gazetteer};
use crate::registry::{self, Page, Status};
use crate::search::{Asked, resolve};
use crate::store::Tx;

/// Where a list is asked for.
pub(super) enum Place {
    /// Everywhere, or in a territory that records name.
    Within(Option<Territory>),
    /// In or around a town, or in a region that no record names, which the search alone knows.
    Around,
    /// Nowhere that is known, or one of several.
    Unknown,
}

impl Place {
    /// Reads a code, or what people call a place.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database fails.
    pub(super) async fn read(tx: &mut Tx, typed: &str) -> Result<Self> {
        let typed = typed.trim();
        if let Ok(code) = Territory::parse(typed) {
            return Ok(Self::Within(Some(code)));
        }
        match suggested::territory(typed) {
            Ok(None) => return Ok(Self::Within(None)),
            Ok(Some(one)) => {
                let is_country = one.country() == Some(one.as_str());
                let is_division = gazetteer::is_division(&one);
                if is_country || (is_division && is_stated(tx, &one).await?) {
                    return Ok(Self::Within(Some(one)));
                }
            }
            Err(_) => {}
        }
        let resolved = async { resolve(tx, Asked::read([("place", typed)])?).await };
        match resolved.await {
            Ok(_) => Ok(Self::Around),
            Err(Error::Invalid { .. }) => Ok(Self::Unknown),
            Err(error) => Err(error),
        }
    }

    /// The territory of the list; or else the search that finds what is there, `others` being
    /// what it is asked besides.
    pub(super) fn within(
        self,
        typed: &str,
        others: &[(&str, &str)],
        reader: &Reader,
        wrongs: &mut Wrongs,
    ) -> Result<Option<Territory>, Redirect> {
        match self {
            Self::Within(territory) => Ok(territory),
            Self::Unknown => {
                wrongs.add("territory", search::no_place(typed, reader.words));
                Ok(None)
            }
            Self::Around => {
                let others = others.iter().filter(|(_, value)| !value.trim().is_empty());
                let query = url::form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(others)
                    .append_pair("place", typed.trim())
                    .finish();
                let to = format!("{}?{query}", search::PATH);
                Err(Redirect::to(&to))
            }
        }
    }
}

/// Whether an organization states a territory, ours or a friendly directory's.
async fn is_stated(tx: &mut Tx, territory: &Territory) -> Result<bool> {
    let filter = registry::Filter {
        status: Some(Status::Published),
        territory: Some(territory.clone()),
        ..registry::Filter::default()
    };
    let own = registry::list(tx, &filter, None, 1).await?;
    let wanted = Wanted {
        territory: Some(territory.as_str()),
        ..Wanted::default()
    };
    Ok(!own.items.is_empty()
        || !records::newest(tx, Kind::Organization, wanted, 1)
            .await?
            .is_empty())
}

/// What was chosen from a list; what no list has is noted.
pub(super) fn chosen<T>(
    field: &str,
    typed: &str,
    read: impl Fn(&str) -> Result<T>,
    reader: &Reader,
    wrongs: &mut Wrongs,
) -> Option<T> {
    let read = super::asked_for(typed).map(read).transpose();
    read.unwrap_or_else(|_none| {
        wrongs.add(field, reader.words.say("search-wrong-choice"));
        None
    })
}

/// The page of a list that cannot be made yet.
pub(super) fn nothing<T>() -> Page<T> {
    Page {
        items: Vec::new(),
        next: None,
    }
}
