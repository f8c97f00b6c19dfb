//! Which concepts of ESSGlobal 2.1 stand for our codes, and who is no formal organization.

use oxrdf::NamedNode;

use crate::vocabulary::{EntityType, MembershipBase};

const STANDARD: &str = "https://lod.coop/essglobal/2.1/standard";

/// The organisational structure that an entity type is; `None` where the list has none.
pub(super) fn structure(kind: EntityType) -> Option<NamedNode> {
    let code = match kind {
        EntityType::Cooperative => "OS115",
        EntityType::Association => "OS20",
        EntityType::MutualSociety => "OS170",
        EntityType::Foundation => "OS40",
        EntityType::SocialEnterprise => "OS30",
        EntityType::SelfHelpGroup => "OS10",
        EntityType::Federation => "OS190",
        EntityType::LocalGovernment => "OS220",
        EntityType::ConventionalEnterprise => "OS50",
        EntityType::InternationalOrganisation => "OS230",
        EntityType::Collective => "OS160",
        EntityType::OtherSse | EntityType::TradeUnion | EntityType::Academia => return None,
    };
    let iri = format!("{STANDARD}/organisational-structure/{code}");
    Some(NamedNode::new_unchecked(iri))
}

/// The base membership type; what the list does not part is among its others.
pub(super) fn base(base: MembershipBase) -> NamedNode {
    let code = match base {
        MembershipBase::Consumers => "BMT10",
        MembershipBase::Producers => "BMT20",
        MembershipBase::Workers => "BMT30",
        MembershipBase::MultiStakeholder => "BMT40",
        MembershipBase::Residents => "BMT50",
        MembershipBase::Community
        | MembershipBase::Enterprises
        | MembershipBase::SelfEmployed
        | MembershipBase::Cooperatives
        | MembershipBase::EmployeeTrust
        | MembershipBase::Others => "BMT60",
    };
    NamedNode::new_unchecked(format!("{STANDARD}/base-membership-type/{code}"))
}

/// Whether organizations of this type are recognized in the world at large (W3C ORG
/// `org:FormalOrganization`): groups and movements without a legal form need not be.
pub(super) fn is_formal(kind: EntityType) -> bool {
    !matches!(kind, EntityType::SelfHelpGroup | EntityType::Collective)
}
