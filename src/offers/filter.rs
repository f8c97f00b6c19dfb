//! Which offers and needs a list has.

use super::{Purpose, State};
use crate::id::OrganizationId;
use crate::place::Territory;
use crate::vocabulary::What;

/// Which offers are asked for; what is `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Whose.
    pub organization: Option<OrganizationId>,
    /// Offers or needs.
    pub purpose: Option<Purpose>,
    /// How far they have come.
    pub state: Option<State>,
    /// What they are about.
    pub what: Option<What>,
    /// Where; a country includes its subdivisions.
    pub territory: Option<Territory>,
    /// Under which hashtag they were published, in the form of [`super::hashtag::key`].
    pub tag: Option<String>,
    /// Whether withdrawn ones are left out.
    pub is_public: bool,
}
