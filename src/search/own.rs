//! Our own records as they are found: what is public of them, and nothing else. Contacts are
//! nowhere here, public or not: nobody is to be found by them.

use std::time::Duration;

use super::asked::Kind;
use super::entry::Entry;
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{OfferId, OrganizationId};
use crate::offers::{self, Offer, State};
use crate::registry::attestation::{self, State as Standing};
use crate::registry::{self, Organization, Source};
use crate::store::Tx;
use crate::text::LanguageMap;
use crate::vocabulary::Purpose;

/// The organization of an identifier; `None` when nobody may find it.
pub async fn organization(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
) -> Result<Option<Entry>> {
    match registry::get(tx, id).await {
        Ok(found) if found.is_public() => Ok(Some(of_organization(tx, clock, &found).await?)),
        Ok(_) | Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An organization of which nobody attests anything; `None` when nobody may find it.
pub fn plain(found: &Organization, sources: &[Source]) -> Option<Entry> {
    found.is_public().then(|| as_stated(found, sources))
}

fn as_stated(found: &Organization, sources: &[Source]) -> Entry {
    let stated = &found.stated;
    let mut entry = Entry::new(found.path(), Kind::Organization, found.updated_at);
    entry.titles = in_languages(&stated.names);
    entry.texts = in_languages(&stated.summaries);
    let own = stated.language.clone();
    let mut plain = vec![found.handle.replace('_', " ")];
    plain.extend(stated.themes.iter().cloned());
    plain.extend(stated.place.locality.clone());
    plain.extend(stated.place.region.clone());
    let numbers = sources.iter().filter_map(|one| one.register_number.clone());
    plain.extend(numbers);
    entry.texts.push((own, plain.join("\n")));
    entry.entity_type = Some(stated.entity_type);
    entry.sectors.clone_from(&stated.sectors);
    entry.themes.clone_from(&stated.themes);
    entry.stand_in(stated.territory.as_ref(), &stated.place);
    entry
}

async fn of_organization(tx: &mut Tx, clock: &Clock, found: &Organization) -> Result<Entry> {
    let sources = registry::sources(tx, &found.id).await?;
    let mut entry = as_stated(found, &sources);
    for one in attestation::list(tx, clock, &found.id).await? {
        if one.state == Standing::Valid {
            entry.attested.push((one.kind, one.attested_by));
            let lapses = one.valid_until.and_then(after);
            let both = [entry.look_again_at, lapses];
            entry.look_again_at = both.into_iter().flatten().min();
        }
    }
    Ok(entry)
}

/// The offer or need of an identifier; `None` when nobody may find it.
pub async fn offer(tx: &mut Tx, clock: &Clock, id: &OfferId) -> Result<Option<Entry>> {
    let offer = match offers::get(tx, id).await {
        Ok(offer) if offer.state != State::Withdrawn => offer,
        Ok(_) | Err(Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let owner = organization(tx, clock, &offer.organization).await?;
    Ok(owner.map(|owner| of_offer(&offer, &owner)))
}

fn of_offer(offer: &Offer, owner: &Entry) -> Entry {
    let stated = &offer.stated;
    let kind = match stated.purpose {
        Purpose::Offer => Kind::Offer,
        Purpose::Need => Kind::Need,
    };
    let mut entry = Entry::new(offer.path(), kind, offer.updated_at);
    entry.stands = offer.is_open();
    entry.titles = in_languages(&stated.titles);
    entry.texts = in_languages(&stated.texts);
    entry.texts.extend(in_languages(&stated.conditions));
    if let Some(territory) = &stated.territory {
        entry.stand_in(Some(territory), &crate::place::Place::default());
    }
    entry.belong_to(owner);
    entry.what = Some(stated.what);
    entry.terms = Some(stated.terms);
    entry.deadline = stated.valid_until;
    entry
}

fn in_languages(texts: &LanguageMap) -> Vec<(String, String)> {
    let own = |(tag, text): (&str, &str)| (tag.to_owned(), text.to_owned());
    texts.iter().map(own).collect()
}

/// The first moment after a day, in UTC.
pub fn after(day: jiff::civil::Date) -> Option<Timestamp> {
    Some(Timestamp::start_of(day)? + Duration::from_hours(24))
}
