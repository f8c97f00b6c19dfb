//! Co-operatives UK's open data of 2017: one row for each co-operative, alive or dissolved.
//!
//! The register says what a society is called, where it is registered and what it works in;
//! it holds no contacts. Activities are UK SIC 2007, which follows NACE rev. 2.

use super::super::entry::{Entry, Problem, Row};
use super::super::noticed::Noticed;
use super::{Shape, uk};
use crate::error::Result;
use crate::place::{Place, Territory};
use crate::registry::Draft;
use crate::vocabulary::EntityType;
use crate::words::phrase;

pub(super) struct CoopsUk2017;

const IDENTIFIER: &str = "CUK Organisation ID";
const NUMBER: &str = "Registered Number";
const REGISTRAR: &str = "Registrar";
const REGISTERED_NAME: &str = "Registered Name";
const TRADING_NAME: &str = "Trading Name";
const LEGAL_FORM: &str = "Legal Form";
const STREET: &str = "Registered Street";
const CITY: &str = "Registered City";
const COUNTY: &str = "Registered State/Province";
const POSTCODE: &str = "Registered Postcode";
const NATION: &str = "UK Nation";
const ACTIVITY: &str = "SIC Code";
const OWNERSHIP: &str = "Ownership Classification";
const STATUS: &str = "Registered Status";
const INCORPORATED: &str = "Incorporation Date";
const DISSOLVED: &str = "Dissolved Date";

/// Nations and the crown dependencies, as territory and country.
const NATIONS: &[(&str, (&str, &str))] = &[
    ("England", ("GB-ENG", "GB")),
    ("Scotland", ("GB-SCT", "GB")),
    ("Wales", ("GB-WLS", "GB")),
    ("Northern Ireland", ("GB-NIR", "GB")),
    ("Jersey", ("JE", "JE")),
    ("Guernsey", ("GG", "GG")),
];

/// Words of another column that slipped into the registrar's.
const NO_REGISTRAR: &[&str] = &["Legal Form is not defined", "Unknown legal form"];

impl Shape for CoopsUk2017 {
    fn title(&self) -> &'static str {
        "Co-operatives UK's open data of 2017"
    }

    fn register(&self) -> &str {
        uk::COOPS
    }

    fn identifier(&self) -> &str {
        IDENTIFIER
    }

    fn headers(&self) -> Vec<&str> {
        vec![
            IDENTIFIER,
            NUMBER,
            REGISTRAR,
            REGISTERED_NAME,
            TRADING_NAME,
            LEGAL_FORM,
            STREET,
            CITY,
            COUNTY,
            POSTCODE,
            NATION,
            ACTIVITY,
            OWNERSHIP,
            STATUS,
            INCORPORATED,
            DISSOLVED,
        ]
    }

    fn entry(&self, row: &Row<'_>, noticed: &mut Noticed) -> Result<Entry, Problem> {
        let problems = &mut noticed.problems;
        let Some(identifier) = row.filled(IDENTIFIER) else {
            let remedy = phrase!("remedy-not-found-again");
            return Err(row.problem(IDENTIFIER, phrase!("problem-empty"), remedy));
        };
        let Some(name) = row
            .filled(TRADING_NAME)
            .or_else(|| row.filled(REGISTERED_NAME))
        else {
            let remedy = phrase!("remedy-name-it");
            return Err(row.problem(REGISTERED_NAME, phrase!("problem-empty"), remedy));
        };
        let is_dissolved = match (row.text(STATUS), row.text(DISSOLVED)) {
            ("Live", "") => false,
            ("Dead" | "Live", _) => true,
            (other, _) => {
                let reason = phrase!("problem-live-or-dead", value = other);
                return Err(row.problem(STATUS, reason, phrase!("remedy-may-have-ended")));
            }
        };
        let invalid = |error: &crate::error::Error| {
            row.problem(TRADING_NAME, error.saying(), phrase!("remedy-correct-row"))
        };
        let mut draft =
            Draft::named(&name, "en", EntityType::Cooperative).map_err(|error| invalid(&error))?;
        draft.legal_form = row.filled(LEGAL_FORM);
        draft.membership_base = row.code(OWNERSHIP, uk::OWNERS, problems);
        draft.sectors = uk::sector(row, ACTIVITY, problems).into_iter().collect();
        let nation = row.code(NATION, NATIONS, problems);
        draft.territory = nation.and_then(|(territory, _)| Territory::parse(territory).ok());
        draft.place = Place {
            country: nation.map(|(_, country)| country.to_owned()),
            region: row.filled(COUNTY),
            locality: row.filled(CITY),
            street: row.filled(STREET),
            postal_code: row.filled(POSTCODE),
            ..Place::default()
        };
        draft.founded_on = row.day(INCORPORATED, problems);
        draft.dissolved_on = row.day(DISSOLVED, problems);
        if draft.dissolved_on.is_some() && draft.dissolved_on < draft.founded_on {
            let reason = phrase!("problem-before-incorporation");
            problems.push(row.problem(DISSOLVED, reason, phrase!("remedy-both-days")));
            (draft.founded_on, draft.dissolved_on) = (None, None);
        }
        Ok(Entry {
            line: row.line,
            identifier,
            register_number: number(row, problems),
            stated_on: None,
            draft: draft.checked().map_err(|error| invalid(&error))?,
            is_dissolved,
            is_type_assumed: false,
            copied_as: None,
        })
    }
}

/// The number with the registrar that gave it, since each counts for itself.
fn number(row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<String> {
    let number = row.filled(NUMBER);
    let registrar = row.text(REGISTRAR);
    if NO_REGISTRAR.contains(&registrar) {
        let reason = phrase!(
            "problem-other-column",
            value = registrar,
            column = LEGAL_FORM
        );
        problems.push(row.problem(REGISTRAR, reason, phrase!("remedy-register")));
        return number;
    }
    number.map(|number| format!("{registrar} {number}").trim().to_owned())
}
