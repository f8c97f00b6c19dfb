//! What is attested of an organization and whom it belongs to, as its page shows it.
//!
//! What was refused, and what one side alone says, does not come here.

use jiff::civil::Date;

use super::reader::Reader;
use crate::error::Result;
use crate::federation::membership::{Relation, relations};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::registry::attestation::{self, Attestation, State};
use crate::registry::membership::Party;
use crate::store::Tx;
use crate::vocabulary::AttestationKind;
use crate::words::Words;

/// What a page shows of both.
#[derive(Debug)]
pub(super) struct Relations {
    pub(super) attestations: Vec<AttestationItem>,
    pub(super) memberships: Vec<MembershipItem>,
}

/// Somebody's word.
#[derive(Debug)]
pub(super) struct AttestationItem {
    /// Who checked it, or that the organization says it itself.
    pub(super) label: &'static str,
    pub(super) by: Option<String>,
    pub(super) address: Option<String>,
    pub(super) statement: String,
    pub(super) method: String,
    pub(super) on: String,
    pub(super) until: Option<String>,
    pub(super) is_lapsed: bool,
}

/// A membership that both sides say.
#[derive(Debug)]
pub(super) struct MembershipItem {
    /// Whether it belongs to the other, or the other to it.
    pub(super) label: &'static str,
    pub(super) address: String,
    pub(super) language: String,
    pub(super) name: String,
    pub(super) is_foreign: bool,
    pub(super) role: &'static str,
    pub(super) since: Option<String>,
    pub(super) until: Option<String>,
}

impl Relations {
    /// What is attested of an organization and whom it belongs to.
    pub(super) async fn of(
        node: &Node,
        tx: &mut Tx,
        reader: &Reader,
        id: &OrganizationId,
    ) -> Result<Self> {
        let attested = attestation::list(tx, &node.clock, id).await?;
        let related = relations(tx, node.base(), id).await?;
        Ok(Self {
            attestations: attested
                .iter()
                .filter(|one| one.is_public())
                .map(|one| AttestationItem::of(one, reader.words))
                .collect(),
            memberships: related
                .into_iter()
                .filter(|one| one.is_confirmed)
                .map(|one| MembershipItem::of(one, reader.words, id))
                .collect(),
        })
    }

    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.attestations.is_empty() && self.memberships.is_empty()
    }
}

impl AttestationItem {
    fn of(attestation: &Attestation, words: &'static Words) -> Self {
        let is_own_word = attestation.kind == AttestationKind::Itself;
        let kind = attestation.kind.label(words.tag);
        Self {
            label: if is_own_word {
                words.say("declared-by-itself")
            } else {
                words.say("checked-by")
            },
            by: (!is_own_word).then(|| format!("{} ({kind})", attestation.attested_by)),
            address: attestation
                .attested_by_address
                .clone()
                .filter(|_| !is_own_word),
            statement: attestation.statement.clone(),
            method: attestation.method.clone(),
            on: attestation.attested_on.to_string(),
            until: text(attestation.valid_until),
            is_lapsed: attestation.state == State::Lapsed,
        }
    }
}

impl MembershipItem {
    fn of(relation: Relation, words: &'static Words, id: &OrganizationId) -> Self {
        let kept = relation.membership;
        let is_member = kept.member == Party::Own(id.clone());
        let other = relation.other;
        Self {
            label: if is_member {
                words.say("belongs-to")
            } else {
                words.say("belong-to-it")
            },
            name: if other.name.is_empty() {
                other.address.clone()
            } else {
                other.name
            },
            address: other.address,
            language: other.language,
            is_foreign: other.is_foreign,
            role: kept.role.label(words.tag),
            since: text(kept.since),
            until: text(kept.until),
        }
    }
}

fn text(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}
