//! Chance, which comes from the system by one way. What only tells apart (the back-off of
//! deliveries) takes its source as an argument, so that tests decide it; secrets take it here.

use crate::error::{Error, Result};

/// So many bytes that nobody can foresee.
///
/// # Errors
/// [`Error::Internal`] when the system has no randomness.
pub fn bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    #[expect(clippy::disallowed_methods, reason = "this is the one way")]
    aws_lc_rs::rand::fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}
