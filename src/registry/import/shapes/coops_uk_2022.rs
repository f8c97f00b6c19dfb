//! Co-operatives UK's open data of 2022: the same register in columns that follow ESSGlobal,
//! with sites and the points of postal codes. It lists the living alone.

use url::Url;

use super::super::entry::{Entry, Problem, Row};
use super::super::noticed::Noticed;
use super::{Shape, uk};
use crate::error::Result;
use crate::place::{Place, Point, Territory};
use crate::registry::Draft;
use crate::text::LanguageMap;
use crate::vocabulary::EntityType;
use crate::words::phrase;

pub(super) struct CoopsUk2022;

const IDENTIFIER: &str = "Identifier";
const NAME: &str = "Name";
const DESCRIPTION: &str = "Description";
const STREET: &str = "Street Address";
const LOCALITY: &str = "Locality";
const REGION: &str = "Region";
const POSTCODE: &str = "Postcode";
const COUNTRY: &str = "Country ID";
const WEBSITE: &str = "Website";
const COMPANY_NUMBER: &str = "Companies House Number";
const LATITUDE: &str = "Geo Container Latitude";
const LONGITUDE: &str = "Geo Container Longitude";
const ACTIVITY: &str = "SIC Code";
const OWNERSHIP: &str = "Ownership Classification";
const LEGAL_FORM: &str = "Legal Form";

impl Shape for CoopsUk2022 {
    fn title(&self) -> &'static str {
        "Co-operatives UK's open data of 2022"
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
            NAME,
            DESCRIPTION,
            STREET,
            LOCALITY,
            REGION,
            POSTCODE,
            COUNTRY,
            WEBSITE,
            COMPANY_NUMBER,
            LATITUDE,
            LONGITUDE,
            ACTIVITY,
            OWNERSHIP,
            LEGAL_FORM,
        ]
    }

    fn entry(&self, row: &Row<'_>, noticed: &mut Noticed) -> Result<Entry, Problem> {
        let problems = &mut noticed.problems;
        let Some(identifier) = row.filled(IDENTIFIER) else {
            let remedy = phrase!("remedy-not-found-again");
            return Err(row.problem(IDENTIFIER, phrase!("problem-empty"), remedy));
        };
        let invalid = |error: &crate::error::Error| {
            row.problem(NAME, error.saying(), phrase!("remedy-correct-row"))
        };
        let mut draft = Draft::named(row.text(NAME), "en", EntityType::Cooperative)
            .map_err(|error| invalid(&error))?;
        draft.summaries =
            LanguageMap::of("en", row.text(DESCRIPTION)).map_err(|error| invalid(&error))?;
        draft.legal_form = row.filled(LEGAL_FORM);
        draft.membership_base = row.code(OWNERSHIP, uk::OWNERS, problems);
        draft.sectors = uk::sector(row, ACTIVITY, problems).into_iter().collect();
        draft.territory = Territory::parse(row.text(COUNTRY)).ok();
        draft.place = Place {
            country: row.filled(COUNTRY),
            region: row.filled(REGION),
            locality: row.filled(LOCALITY),
            street: row.filled(STREET),
            postal_code: row.filled(POSTCODE),
            point: point(row, problems),
            ..Place::default()
        };
        draft.website = website(row, problems);
        Ok(Entry {
            line: row.line,
            identifier,
            register_number: row
                .filled(COMPANY_NUMBER)
                .map(|number| format!("Companies House {number}")),
            stated_on: None,
            draft: draft.checked().map_err(|error| invalid(&error))?,
            is_dissolved: false,
            is_type_assumed: false,
            copied_as: None,
        })
    }
}

fn point(row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<Point> {
    let (latitude, longitude) = (row.text(LATITUDE), row.text(LONGITUDE));
    if latitude.is_empty() && longitude.is_empty() {
        return None;
    }
    let within = |text: &str, limit: f64| {
        text.parse::<f64>()
            .ok()
            .filter(|degrees| degrees.abs() <= limit)
    };
    if let (Some(latitude), Some(longitude)) = (within(latitude, 90.0), within(longitude, 180.0)) {
        return Some(Point {
            latitude,
            longitude,
        });
    }
    let reason = phrase!(
        "problem-no-point",
        value = format!("{latitude}, {longitude}")
    );
    problems.push(row.problem(LATITUDE, reason, phrase!("remedy-degrees")));
    None
}

/// The site; many are written without `http://`.
fn website(row: &Row<'_>, problems: &mut Vec<Problem>) -> Option<Url> {
    let text = row.filled(WEBSITE)?;
    let address = if text.contains("://") {
        text.clone()
    } else {
        format!("http://{text}")
    };
    let site = Url::parse(&address).ok().filter(|site| {
        let is_web = matches!(site.scheme(), "http" | "https");
        let is_named = site.host_str().is_some_and(|host| host.contains('.'));
        is_web && is_named && site.username().is_empty() && site.password().is_none()
    });
    if site.is_none() {
        let reason = phrase!("problem-no-site", value = text);
        problems.push(row.problem(WEBSITE, reason, phrase!("remedy-site")));
    }
    site
}
