//! Long lists in pages, with a cursor that says where the last page ended.
//!
//! A cursor, which the domain makes and reads, names the last row that was seen, so that rows
//! that are added or removed meanwhile neither repeat nor hide others.

use http::HeaderValue;
use serde::Deserialize;

use crate::error::{Error, Result};

/// How many rows a page has when the caller does not say.
pub const USUAL: u32 = 50;
/// How many rows a page has at most.
pub const MOST: u32 = 200;

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
}

/// The address of the next page: `address` with `filters` and the cursor as its query.
///
/// # Errors
/// [`Error::Internal`] when `address` is none.
pub fn next(
    address: &str,
    filters: &[(&str, &str)],
    limit: Option<u32>,
    cursor: &str,
) -> Result<String> {
    let mut url = url::Url::parse(address).map_err(Error::internal)?;
    let limit = limit.map(|limit| ("limit", limit.to_string()));
    url.query_pairs_mut()
        .extend_pairs(filters)
        .extend_pairs(limit)
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
    fn the_next_page_keeps_what_was_asked() {
        let filters = [("q", "a&b")];
        let next = next("https://a.example/list", &filters, Some(10), "xyz").unwrap();
        assert_eq!(next, "https://a.example/list?q=a%26b&limit=10&after=xyz");
        assert_eq!(link(&next).unwrap(), format!("<{next}>; rel=\"next\""));
    }

    #[test]
    fn a_page_has_rows_and_not_too_many() {
        let of = |limit| Paging { after: None, limit }.limit();
        assert!(of(Some(0)).is_err() && of(Some(MOST + 1)).is_err());
        assert_eq!((of(None).unwrap(), of(Some(MOST)).unwrap()), (USUAL, MOST));
    }
}
