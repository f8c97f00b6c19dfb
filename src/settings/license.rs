//! The licence of the open data, as the settings name it.

use url::Url;

use crate::error::{Error, Result};

/// Refuses what names no licence.
///
/// # Errors
/// [`Error::Invalid`] with both forms that are accepted.
pub(super) fn check(license: Option<&str>) -> Result<()> {
    if license.is_some_and(|text| !is_spdx(text) && !is_page(text)) {
        return Err(Error::invalid(
            "data_license",
            "write an identifier of SPDX such as CC-BY-4.0, or the address of a page, https://…",
        ));
    }
    Ok(())
}

/// The address of a licence that was checked.
pub(super) fn address(license: &str) -> String {
    if is_spdx(license) {
        format!("https://spdx.org/licenses/{license}")
    } else {
        license.to_owned()
    }
}

/// Whether a text has the shape of an identifier of a licence (SPDX annex D, `idstring`).
fn is_spdx(text: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
    !text.is_empty() && text.bytes().all(is_part)
}

/// Whether a text is the address of a page.
fn is_page(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}
