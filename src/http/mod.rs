//! What all HTTP surfaces share: problems, negotiation, validators, tokens, paging.
//!
//! It knows none of the registry's nouns; `api`, `web` and the federation's routes do.

/// Which face of an address is asked for: a document or a page.
pub mod accept;

/// Answering "not modified" to whoever holds the present bytes.
pub mod etag;

/// Whoever asks too often is told to come again.
pub mod flood;

/// The formats in which a list can be followed without an account.
pub mod feed;

/// What stands around every route.
pub mod layers;

/// The listener, and what it puts up with.
pub mod listen;

/// Where a browser's request comes from.
pub mod origin;

/// Long lists in pages, with a cursor.
pub mod paging;

/// Connections whose other end must read.
mod patience;

/// Errors as RFC 9457 problem details.
pub mod problem;

/// Bearer tokens in the `Authorization` header.
pub mod token;

/// A file that a form brings.
pub mod upload;

pub use flood::Visitor;
pub use problem::Problem;
