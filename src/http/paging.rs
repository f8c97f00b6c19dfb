//! Long lists in pages, with a cursor that says where the last page ended.
//!
//! A cursor names the last row that was seen, so that rows that are added or removed
//! meanwhile neither repeat nor hide others.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How many rows a page has when the caller does not say.
pub const USUAL: u32 = 50;
/// How many rows a page has at most.
pub const MOST: u32 = 500;

/// The two query parameters of every list.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Paging {
    /// The cursor that the page before gave; absent on the first page.
    pub after: Option<String>,
    /// How many rows are wanted.
    pub limit: Option<u32>,
}

impl Paging {
    /// How many rows to answer.
    ///
    /// # Errors
    /// [`Error::Invalid`] for none or more than [`MOST`].
    pub fn limit(&self) -> Result<u32> {
        match self.limit.unwrap_or(USUAL) {
            limit @ 1..=MOST => Ok(limit),
            other => Err(Error::invalid(
                "limit",
                format!("{other} is not within 1 to {MOST}"),
            )),
        }
    }

    /// The row after which the page begins.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the cursor is none that [`cursor`] made.
    pub fn position<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        let Some(text) = &self.after else {
            return Ok(None);
        };
        URL_SAFE_NO_PAD
            .decode(text)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .map(Some)
            .ok_or_else(|| Error::invalid("after", "take it from the Link header of a page"))
    }
}

/// The cursor of a row, opaque to callers.
///
/// # Errors
/// [`Error::Internal`] when the position cannot be written as JSON.
pub fn cursor<T: Serialize>(position: &T) -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(position).map_err(Error::internal)?))
}

/// The address of the next page: `address` with `filters` and the cursor as its query.
///
/// # Errors
/// [`Error::Internal`] when `address` is none.
pub fn next(address: &str, filters: &[(&str, &str)], limit: u32, cursor: &str) -> Result<String> {
    let mut url = url::Url::parse(address).map_err(Error::internal)?;
    url.query_pairs_mut()
        .extend_pairs(filters)
        .append_pair("limit", &limit.to_string())
        .append_pair("after", cursor);
    Ok(url.into())
}

/// The `Link` header that leads to the next page (RFC 8288).
///
/// # Errors
/// [`Error::Internal`] when the address holds letters that no header may.
pub fn link(next: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_row() {
        let position = ("Café Unión".to_owned(), "id-7".to_owned());
        let paging = Paging {
            after: Some(cursor(&position).unwrap()),
            limit: Some(10),
        };
        assert_eq!(
            paging.position::<(String, String)>().unwrap(),
            Some(position)
        );
        let next = next("https://a.example/list", &[("q", "a&b")], 10, "xyz").unwrap();
        assert_eq!(next, "https://a.example/list?q=a%26b&limit=10&after=xyz");
        assert!(link(&next).is_ok());
    }

    #[test]
    fn made_up_cursors_and_limits_are_refused() {
        for (after, limit) in [(Some("!!"), None), (Some("e30"), None), (None, Some(0))] {
            let paging = Paging {
                after: after.map(str::to_owned),
                limit,
            };
            let position = paging.position::<(String, String)>();
            assert!(position.is_err() || paging.limit().is_err());
        }
        assert!(
            Paging {
                after: None,
                limit: Some(501)
            }
            .limit()
            .is_err()
        );
        assert_eq!(Paging::default().limit().unwrap(), USUAL);
    }
}
