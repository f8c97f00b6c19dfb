//! What the registers of the United Kingdom have in common: activities by UK SIC 2007, which
//! follows NACE rev. 2, and the words for owners.

use super::super::entry::{Problem, Row};
use super::super::mapping::values::sector::of_nace;
use crate::vocabulary::{MembershipBase, Sector};
use crate::words::phrase;

/// The register of Co-operatives UK, whose identifiers are the same in every edition.
pub(super) const COOPS: &str = "coops-uk";

/// The classes of owners.
pub(super) const OWNERS: &[(&str, MembershipBase)] = &[
    ("Consumers", MembershipBase::Consumers),
    ("Community of Interest", MembershipBase::Community),
    ("Workers", MembershipBase::Workers),
    ("Enterprises", MembershipBase::Enterprises),
    ("Multi-stakeholder", MembershipBase::MultiStakeholder),
    ("Self-employed", MembershipBase::SelfEmployed),
    ("Tenants", MembershipBase::Residents),
    ("Co-operatives", MembershipBase::Cooperatives),
    ("Employee Trust", MembershipBase::EmployeeTrust),
];

/// The activity in ISIC, as far as both classifications agree on its number.
pub(super) fn sector(row: &Row<'_>, header: &str, problems: &mut Vec<Problem>) -> Option<Sector> {
    let text = row.text(header);
    if text.is_empty() {
        return None;
    }
    let code = text.strip_prefix("UKSIC07-").unwrap_or(text);
    let sector = of_nace(code);
    if sector.is_none() {
        let reason = phrase!("problem-no-uk-activity", value = text);
        problems.push(row.problem(header, reason, phrase!("remedy-uk-activity")));
    }
    sector
}
