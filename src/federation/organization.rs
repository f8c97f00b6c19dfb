//! Organizations on the wire: a listed one is an `Organization` object in the node's
//! keeping, an active one an actor of its own.

use serde_json::{Map, Value, json};

use super::looks::{self, Said};
use super::publish::{Batch, Change};
use super::{
    actor, admission, attestation, channel, context, followers, index, membership, paths, profile,
    relocation,
};
use crate::activitypub::activities;
use crate::activitypub::client::authority;
use crate::activitypub::delivery::queue;
use crate::activitypub::keyring;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::node::Node;
use crate::outbox::Event;
use crate::pictures;
use crate::profiles::{self, Profile};
use crate::registry::{self, Organization, Source, Standing, Status};
use crate::text::{LanguageMap, to_html};

/// Publishes the present state of an organization.
pub(super) async fn publish(
    batch: &mut Batch<'_>,
    id: &OrganizationId,
    is_bulk: bool,
) -> Result<()> {
    let found = match registry::get(&mut batch.tx, id).await {
        Ok(found) if found.is_public() => found,
        // What became of it since then has an event of its own.
        Ok(_) | Err(Error::NotFound(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    put(batch, found, is_bulk).await
}

/// Publishes an organization anew because of its keys, public or withheld. `false` when there
/// is nothing to publish.
pub(super) async fn show_keys(
    batch: &mut Batch<'_>,
    id: &OrganizationId,
    is_bulk: bool,
) -> Result<bool> {
    match registry::restate(&mut batch.tx, id, batch.now).await {
        Ok(Some(found)) => {
            let event = Event::OrganizationChanged(id.clone());
            index::note(&mut batch.tx, &[&event]).await?;
            put(batch, found, is_bulk).await?;
        }
        Ok(None) => return Ok(false),
        // Its removal waits to be told, which is done by the key that others know.
        Err(Error::NotFound(_)) => remove(batch, id, false).await?,
        Err(error) => return Err(error),
    }
    Ok(true)
}

async fn put(batch: &mut Batch<'_>, found: Organization, is_bulk: bool) -> Result<()> {
    let path = found.id.path();
    let organization = found.for_the_public();
    if let Some(territory) = organization.stated.territory.clone() {
        batch.ensure_territory(&territory).await?;
    }
    let is_active = organization.standing == Standing::Active;
    // Until now the node kept the record; it is the node's word that hands it over.
    let was_active = keyring::has(&mut batch.tx, &path).await?;
    let sources = registry::sources(&mut batch.tx, &organization.id).await?;
    let mut record = describe(batch.node, &organization, &sources);
    if organization.is_public() {
        record.extend(relations(batch, &organization.id).await?);
        let language = &organization.stated.language;
        record.extend(looks::given(batch.node, &mut batch.tx, &path, language).await?);
    }
    if is_active {
        let asks = admission::asks(batch.node, &mut batch.tx, &path).await?;
        record.insert("manuallyApprovesFollowers".to_owned(), json!(asks));
        if organization.is_public() {
            let chosen = profiles::of(&mut batch.tx, &organization.id).await?;
            record.extend(presented(batch.node, &organization, chosen));
            record.extend(pictured(batch, &organization).await?);
        }
        let (node, at) = (batch.node, (batch.node.base(), path.as_str()));
        let proof_keys = actor::proof_keys(&node.keys, &mut batch.tx, at, batch.now).await?;
        record.extend(actor::members(
            node.base(),
            &path,
            &organization.handle,
            &node.keys,
            &proof_keys,
        )?);
        record.extend(relocation::members(&mut batch.tx, &organization.id).await?);
    }
    let mut inboxes = followers::inboxes(&mut batch.tx, &path).await?;
    if !is_bulk {
        inboxes.extend(followers::peer_inboxes(&mut batch.tx).await?);
    }
    let change = Change {
        sealer: if is_active { &path } else { paths::NODE },
        speaker: if is_active && was_active {
            &path
        } else {
            paths::NODE
        },
        path: &path,
        record: Value::Object(record),
        context: &context::ORGANIZATION,
        cc: if is_active {
            vec![batch.node.url(&format!("{path}/followers"))]
        } else {
            Vec::new()
        },
        inboxes: inboxes.into_iter().collect(),
    };
    batch.put(change).await?;
    if is_active && organization.is_public() {
        relocation::announce(batch, &organization.id).await?;
    }
    Ok(())
}

/// Its icon and header; its card is shown beside links to its page.
async fn pictured(
    batch: &mut Batch<'_>,
    organization: &Organization,
) -> Result<Map<String, Value>> {
    let (node, now, path) = (batch.node, batch.now, organization.path());
    let stated = &organization.stated;
    let tag = channel::around(node, &stated.language);
    let place = [
        stated.place.locality.clone(),
        (stated.territory.as_ref()).map(|territory| territory.name_with_code(tag)),
    ];
    let place: Vec<String> = place.into_iter().flatten().collect();
    let facts = [
        (!place.is_empty()).then(|| place.join(" · ")),
        stated.sectors.first().map(|one| one.label(tag).to_owned()),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let said = Said {
        label: stated.entity_type.label(tag),
        titles: &[stated.name(), &organization.handle],
        facts: &facts,
        name: &format!(
            "@{}@{}",
            organization.handle,
            authority(&node.settings.public_url)
        ),
        language: tag,
    };
    looks::card(node, &mut batch.tx, &path, said, now).await?;
    let named = (stated.name(), stated.language.as_str());
    looks::of_actor(node, &mut batch.tx, &path, named, now).await
}

/// What others say of it, to whom it belongs, and which others' records are its own.
async fn relations(batch: &mut Batch<'_>, id: &OrganizationId) -> Result<Map<String, Value>> {
    let attested = attestation::property(&mut batch.tx, &batch.node.clock, id).await?;
    let memberships = membership::property(&mut batch.tx, batch.node.base(), id).await?;
    let same = registry::same_as::of(&mut batch.tx, id).await?;
    let same: Vec<String> = same.into_iter().map(|one| one.other).collect();
    Ok([
        ("attestation", attested),
        ("membership", memberships),
        ("sameAs", list(&same)),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_null())
    .map(|(name, value)| (name.to_owned(), value))
    .collect())
}

/// Publishes that an organization is no longer public: withheld for a while, or gone.
pub(super) async fn remove(
    batch: &mut Batch<'_>,
    id: &OrganizationId,
    is_bulk: bool,
) -> Result<()> {
    match registry::get(&mut batch.tx, id).await {
        Ok(found) if found.is_public() => return Ok(()),
        // A Tombstone is for ever, so what may come back is shown as withheld instead.
        Ok(found) => return put(batch, found, is_bulk).await,
        Err(Error::NotFound(_)) => {}
        Err(error) => return Err(error),
    }
    let path = id.path();
    pictures::forget(&mut batch.tx, &path).await?;
    // Whoever owns the record removes it: the organization, if it was published as an actor.
    let is_actor = keyring::has(&mut batch.tx, &path).await?;
    let speaker = if is_actor { path.as_str() } else { paths::NODE };
    let mut inboxes = followers::inboxes(&mut batch.tx, &path).await?;
    if !is_bulk {
        inboxes.extend(followers::peer_inboxes(&mut batch.tx).await?);
    }
    let url = batch.node.url(&path);
    let change = Change {
        sealer: speaker,
        speaker,
        path: &path,
        record: json!({
            "id": url,
            "type": "Tombstone",
            "formerType": "Organization",
            "deleted": batch.now.to_rfc3339(),
        }),
        context: &context::ORGANIZATION,
        cc: Vec::new(),
        inboxes: inboxes.into_iter().collect(),
    };
    batch.delete(change, is_actor).await?;
    // What it wrote to single people goes too. The servers of those who got it are told of the
    // end because of these very deliveries, so they are forgotten last.
    let letters = activities::said_directly(&mut batch.tx, &path).await?;
    queue::forget(&mut batch.tx, &letters, batch.now).await
}

/// The record as everybody may see it, whoever speaks for it.
pub(super) fn describe(
    node: &Node,
    organization: &Organization,
    sources: &[Source],
) -> Map<String, Value> {
    let stated = &organization.stated;
    let url = node.url(&organization.path());
    let is_withheld = !organization.is_public();
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            record.insert(name.to_owned(), value);
        }
    };
    put("id", json!(url));
    put("type", json!("Organization"));
    if !is_withheld {
        put("name", json!(stated.name()));
    }
    put(
        "url",
        json!(node.url(&format!("/@{}", organization.handle))),
    );
    put("standing", json!(organization.standing.as_str()));
    put(
        "published",
        json!(
            organization
                .published_at
                .map(crate::clock::Timestamp::to_rfc3339)
        ),
    );
    put("updated", json!(organization.updated_at.to_rfc3339()));
    put("generator", json!(node.url(paths::NODE)));
    if organization.standing == Standing::Listed {
        put("attributedTo", json!(node.url(paths::NODE)));
    } else {
        // Whoever is withheld is not to be found; who stands chose it.
        put("discoverable", json!(false));
        put("indexable", json!(false));
    }
    if is_withheld {
        put("suspended", json!(true));
        if organization.status == Status::Dissolved {
            put("dissolutionDate", json!(stated.dissolved_on));
        }
        return record;
    }
    put("nameMap", languages(&stated.names, false));
    put(
        "summary",
        stated
            .summaries
            .pick(&[&stated.language])
            .map_or(Value::Null, |(_, text)| json!(to_html(text))),
    );
    put("summaryMap", languages(&stated.summaries, true));
    put("entityType", json!(stated.entity_type));
    put("legalForm", json!(stated.legal_form));
    put("membershipBase", json!(stated.membership_base));
    put("sector", list(&stated.sectors));
    put("theme", list(&stated.themes));
    put("territory", json!(stated.territory));
    put("scope", json!(stated.scope));
    put("foundingDate", json!(stated.founded_on));
    put("location", location(organization));
    put("attachment", profile::of_organization(node, organization));
    put(
        "source",
        list(&sources.iter().map(source).collect::<Vec<_>>()),
    );
    record
}

/// What an actor's profile says besides the record: which kind of account it is, and whether
/// it wants to be found.
fn presented(node: &Node, organization: &Organization, chosen: Profile) -> Map<String, Value> {
    let stated = &organization.stated;
    let about = |tag: &str, text: &str| profile::about_organization(node, text, tag);
    let own = stated.language.as_str();
    let text = stated.summaries.pick(&[own]);
    let (tag, text) = text.unwrap_or((own, ""));
    let mut summaries: Map<String, Value> = stated
        .summaries
        .iter()
        .map(|(tag, text)| (tag.to_owned(), json!(about(tag, text))))
        .collect();
    if summaries.is_empty() {
        summaries.insert(own.to_owned(), json!(about(own, "")));
    }
    [
        ("summary", json!(about(tag, text))),
        ("summaryMap", Value::Object(summaries)),
        ("discoverable", json!(chosen.discoverable)),
        ("indexable", json!(chosen.indexable)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

fn list<T: serde::Serialize>(items: &[T]) -> Value {
    if items.is_empty() {
        Value::Null
    } else {
        json!(items)
    }
}

/// A text in all its languages, as a natural language map; as HTML where it is one.
pub(super) fn languages(texts: &LanguageMap, as_html: bool) -> Value {
    let entry = |(tag, text): (&str, &str)| {
        let text = if as_html {
            to_html(text)
        } else {
            text.to_owned()
        };
        (tag.to_owned(), Value::String(text))
    };
    let map: Map<String, Value> = texts.iter().map(entry).collect();
    if map.is_empty() {
        Value::Null
    } else {
        Value::Object(map)
    }
}

/// Where it is, as a Place with a postal address; servers check that degrees are floats.
fn location(organization: &Organization) -> Value {
    let place = &organization.stated.place;
    let address: Map<String, Value> = [
        ("streetAddress", &place.street),
        ("addressLocality", &place.locality),
        ("addressRegion", &place.region),
        ("postalCode", &place.postal_code),
        ("addressCountry", &place.country),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?))))
    .collect();
    if address.is_empty() && place.point.is_none() {
        return Value::Null;
    }
    let name = place
        .locality
        .as_deref()
        .or(place.region.as_deref())
        .or(place.country.as_deref());
    let mut location = json!({"type": "Place", "name": name.unwrap_or_default()});
    if let Value::Object(members) = &mut location {
        if !address.is_empty() {
            let mut address = address;
            address.insert("type".to_owned(), json!("PostalAddress"));
            members.insert("address".to_owned(), Value::Object(address));
        }
        if let Some(point) = place.point {
            members.insert("latitude".to_owned(), json!(point.latitude));
            members.insert("longitude".to_owned(), json!(point.longitude));
        }
    }
    location
}

fn source(source: &Source) -> Value {
    let mut members = json!({"register": source.register, "identifier": source.identifier});
    if let (Value::Object(members), Some(number)) = (&mut members, &source.register_number) {
        members.insert("registerNumber".to_owned(), json!(number));
    }
    if let (Value::Object(members), Some(day)) = (&mut members, &source.stated_on) {
        members.insert("statedOn".to_owned(), json!(day));
    }
    members
}
