//! Who asks for a page, with what every page of theirs shows.

use super::{Account, Role, Session, Waiting};
use crate::id::OrganizationId;

/// Who is signed in, and where.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their account.
    pub account: Account,
    /// The session of the request.
    pub session: Session,
    /// The organizations that they represent.
    pub represents: Vec<OrganizationId>,
    /// Whether they have a second factor.
    pub has_second: bool,
    /// How much waits for the organizations that they represent, where a page shows it.
    pub waiting: i64,
    /// Whether the page that they see follows on something that they did.
    pub has_done: bool,
    /// Whether that could not be published.
    pub is_set_aside: bool,
    /// What waits for the office, where they work for it and a page shows it.
    pub office: Waiting,
}

impl Person {
    /// Whether they may do for the office what `role` may.
    pub fn has_role(&self, role: Role) -> bool {
        self.account.role.is_some_and(|own| own >= role)
    }

    /// Whether they represent an organization.
    pub fn represents(&self, organization: &OrganizationId) -> bool {
        self.represents.contains(organization)
    }
}
