//! The queries of the records that are compared to find out which are one organization.

use std::collections::HashMap;

use crate::error::Result;
use crate::id::{BatchId, OrganizationId};
use crate::place::{Place, Point, Precision, Territory};
use crate::registry::duplicates::{Candidate, Stated};
use crate::store::{Tx, from_json, on};
use crate::text::LanguageMap;
use crate::vocabulary::EntityType;

#[derive(sqlx::FromRow)]
struct Compared {
    id: OrganizationId,
    names: String,
    entity_type: String,
    territory: Option<String>,
    country: Option<String>,
    locality: Option<String>,
    postal_code: Option<String>,
    municipality: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    point_precision: Option<String>,
    website: Option<String>,
    founded_on: Option<String>,
}

/// A record as it is compared, and whether the import that is looked at stated it.
#[derive(Debug)]
pub(in crate::registry) struct Stood {
    pub(in crate::registry) candidate: Candidate,
    pub(in crate::registry) is_of_batch: bool,
}

#[derive(sqlx::FromRow)]
struct SourceRow {
    organization: String,
    register: String,
    identifier: String,
    register_number: Option<String>,
    batch: Option<String>,
}

/// Records that have not ended, after an identifier, in order.
pub(in crate::registry) async fn of_page(
    tx: &mut Tx,
    after: &str,
    limit: i64,
    batch: Option<&BatchId>,
) -> Result<Vec<Stood>> {
    let query = "SELECT id, names, entity_type, territory, country, locality, postal_code, \
        municipality, latitude, longitude, point_precision, website, founded_on \
        FROM organizations WHERE status <> 'dissolved' AND id > $1 ORDER BY id LIMIT $2";
    let rows: Vec<Compared> = on!(tx, |c| sqlx::query_as(query)
        .bind(after)
        .bind(limit)
        .fetch_all(c))?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Ok(Vec::new());
    };
    let query = "SELECT organization, register, identifier, register_number, batch FROM sources \
        WHERE organization BETWEEN $1 AND $2 ORDER BY organization, register, identifier";
    let sources: Vec<SourceRow> = on!(tx, |c| sqlx::query_as(query)
        .bind(&first.id)
        .bind(&last.id)
        .fetch_all(c))?;
    let mut stated: HashMap<String, (Vec<Stated>, bool)> = HashMap::new();
    for source in sources {
        let (all, is_of_batch) = stated.entry(source.organization).or_default();
        *is_of_batch |= batch.is_some_and(|batch| source.batch.as_deref() == Some(batch.as_str()));
        all.push(Stated {
            register: source.register,
            identifier: source.identifier,
            register_number: source.register_number,
        });
    }
    rows.into_iter()
        .map(|row| {
            let (sources, is_of_batch) = stated.remove(row.id.as_str()).unwrap_or_default();
            let candidate = candidate(row, sources)?;
            Ok(Stood {
                candidate,
                is_of_batch,
            })
        })
        .collect()
}

fn candidate(row: Compared, sources: Vec<Stated>) -> Result<Candidate> {
    let names: LanguageMap = from_json(&row.names)?;
    let territory = row.territory.as_deref().map(Territory::parse).transpose()?;
    let place = Place {
        country: row
            .country
            .or_else(|| territory.and_then(|t| t.country().map(str::to_owned))),
        locality: row.locality,
        postal_code: row.postal_code,
        municipality: row
            .municipality
            .as_deref()
            .map(Territory::parse)
            .transpose()?,
        point: row
            .latitude
            .zip(row.longitude)
            .map(|(latitude, longitude)| Point {
                latitude,
                longitude,
            }),
        precision: row
            .point_precision
            .as_deref()
            .map(Precision::parse)
            .transpose()?,
        ..Place::default()
    };
    let mut candidate = Candidate {
        id: row.id.path(),
        names: names.iter().map(|(_, name)| name.to_owned()).collect(),
        sources,
        website: row.website.and_then(|site| site.parse().ok()),
        entity_type: Some(EntityType::parse(&row.entity_type)?),
        founded_on: row.founded_on.and_then(|day| day.parse().ok()),
        ..Candidate::default()
    };
    candidate.names.dedup();
    candidate.stand_at(&place);
    Ok(candidate)
}
