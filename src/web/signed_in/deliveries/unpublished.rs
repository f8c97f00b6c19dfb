//! What could not be published, by its name: an event says only the number of its subject.

use std::collections::HashMap;

use crate::error::Result;
use crate::id::{OfferId, OrganizationId};
use crate::offers::{self, Offer};
use crate::outbox::SetAside;
use crate::registry::{self, Organization};
use crate::store::Tx;
use crate::web::reader::Reader;
use crate::web::views;

/// What an event tells of.
enum Subject<'e> {
    Organization(OrganizationId),
    Offer(OfferId),
    /// Another actor of ours by its path, or another's record by its address.
    Other(&'e str),
}

impl<'e> Subject<'e> {
    fn of(event: &'e SetAside) -> Self {
        let subject = event.subject.as_str();
        let organization = subject.strip_prefix("/o/").map(OrganizationId::parse);
        let offer = subject.strip_prefix("/offers/").map(OfferId::parse);
        match event.kind.as_str() {
            "organization-changed" | "organization-removed" => {
                OrganizationId::parse(subject).map_or(Self::Other(subject), Self::Organization)
            }
            "offer-changed" | "offer-withdrawn" => {
                OfferId::parse(subject).map_or(Self::Other(subject), Self::Offer)
            }
            _ => match (organization, offer) {
                (Some(Ok(id)), _) => Self::Organization(id),
                (_, Some(Ok(id))) => Self::Offer(id),
                _ => Self::Other(subject),
            },
        }
    }
}

/// What something is called: the language of the name, the name, its page where it has one.
pub(super) struct Named {
    pub(super) language: Option<String>,
    pub(super) name: String,
    pub(super) page: Option<String>,
}

/// The organizations and offers that events tell of.
pub(super) struct Subjects {
    organizations: HashMap<OrganizationId, Organization>,
    offers: HashMap<OfferId, Offer>,
}

impl Subjects {
    pub(super) async fn of(tx: &mut Tx, events: &[SetAside]) -> Result<Self> {
        let (mut organizations, mut offers) = (Vec::new(), Vec::new());
        for event in events {
            match Subject::of(event) {
                Subject::Organization(id) => organizations.push(id),
                Subject::Offer(id) => offers.push(id),
                Subject::Other(_) => {}
            }
        }
        Ok(Self {
            organizations: registry::get_all(tx, &organizations).await?,
            offers: offers::get_all(tx, &offers).await?,
        })
    }

    /// What the subject of an event is called, and that it is gone where it is.
    pub(super) fn name(&self, event: &SetAside, reader: &Reader) -> Named {
        let found = match Subject::of(event) {
            Subject::Organization(id) => self.organizations.get(&id).map(|found| {
                let page = format!("{}/{id}", super::RECORDS);
                (views::pick(&found.stated.names, reader), Some(page))
            }),
            Subject::Offer(id) => self.offers.get(&id).map(|found| {
                let stands = event.kind != "offer-withdrawn";
                let page = stands.then(|| id.path());
                (views::pick(&found.stated.titles, reader), page)
            }),
            Subject::Other(subject) => {
                return Named {
                    language: None,
                    name: subject.to_owned(),
                    page: None,
                };
            }
        };
        match found {
            Some(((language, name), page)) => Named {
                language: Some(language),
                name,
                page,
            },
            None => Named {
                language: None,
                name: reader.words.say("unpublished-removed").to_owned(),
                page: None,
            },
        }
    }
}
