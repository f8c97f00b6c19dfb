//! Codes that a telephone reads.

use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};

use crate::error::{Error, Result};

/// A text as a code, in SVG.
///
/// # Errors
/// [`Error::Internal`] when it is longer than a code holds, about 2,300 bytes.
pub(super) fn svg(text: &str) -> Result<String> {
    let code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|too_long| Error::internal(format!("no code can be made: {too_long:?}")))?;
    Ok(SvgBuilder::default().to_str(&code))
}
