//! Everything that a node keeps of one organization, for its owner: to read it, and to take it
//! elsewhere. Secrets are not kept, so none is in it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Serialize;

use crate::clock::Clock;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::offers::drafts::{self, Kept};
use crate::offers::{self, Offer};
use crate::pictures::Content;
use crate::registry::attestation::{self, Attestation};
use crate::registry::claim::{self, Claim};
use crate::registry::conflict::{self, Conflict};
use crate::registry::membership::{self, Membership};
use crate::registry::same_as::{self, SameAs};
use crate::registry::{self, Organization, Source};
use crate::store::Tx;
use crate::text::LanguageMap;

/// One organization whole.
#[derive(Debug, Serialize)]
pub struct Whole {
    /// The record in whichever state, with hidden contacts, consent and provenance.
    pub organization: Organization,
    /// The registers that state it.
    pub sources: Vec<Source>,
    /// What registers state otherwise than was written by hand.
    pub conflicts: Vec<Conflict>,
    /// Who says what of it.
    pub attestations: Vec<Attestation>,
    /// Whom it belongs to and who belongs to it, also before both confirmed it.
    pub memberships: Vec<Membership>,
    /// Records of other directories that are the same.
    pub same_as: Vec<SameAs>,
    /// The links by which it could be taken over, without their secrets.
    pub claims: Vec<Claim>,
    /// What it offers and seeks and what it did, the newest first, in every state.
    pub offers: Vec<Offer>,
    /// What was begun of these and is not published, the last kept first.
    pub drafts: Vec<Begun>,
    /// How many follow it.
    pub followers: i64,
}

/// A draft with what it shows.
#[derive(Debug, Serialize)]
pub struct Begun {
    /// What was typed.
    #[serde(flatten)]
    pub draft: Kept,
    /// Its photos, whole: they stand at no address of their own before it is published.
    pub photos: Vec<Photo>,
}

/// A photo of a draft.
#[derive(Debug, Serialize)]
pub struct Photo {
    /// What is to be seen on it.
    pub alt: LanguageMap,
    /// Of which kind the bytes are.
    pub media_type: String,
    /// The bytes, in base64.
    pub data: String,
}

/// Collects it. Who follows is not known here, so `followers` says how many do.
///
/// # Errors
/// [`Error::NotFound`](crate::error::Error::NotFound).
pub async fn whole(
    tx: &mut Tx,
    clock: &Clock,
    id: &OrganizationId,
    followers: i64,
) -> Result<Whole> {
    Ok(Whole {
        organization: registry::get(tx, id).await?,
        sources: registry::sources(tx, id).await?,
        conflicts: conflict::list(tx, Some(id), i64::MAX).await?,
        attestations: attestation::list(tx, clock, id).await?,
        memberships: membership::list(tx, id).await?,
        same_as: same_as::of(tx, id).await?,
        claims: claim::list(tx, id).await?,
        offers: offers::of_all(tx, &[id], false)
            .await?
            .remove(id)
            .unwrap_or_default(),
        drafts: begun(tx, id).await?,
        followers,
    })
}

async fn begun(tx: &mut Tx, id: &OrganizationId) -> Result<Vec<Begun>> {
    let mut all = Vec::new();
    for draft in drafts::list(tx, id).await? {
        let mut photos = Vec::new();
        for shown in drafts::photos::of(tx, id, &draft.id).await? {
            let of = (id, &draft.id);
            let content = drafts::photos::content(tx, of, &shown.picture.digest).await?;
            if let Content::Drawn(bytes, media_type) = content {
                photos.push(Photo {
                    alt: shown.alt,
                    media_type,
                    data: BASE64.encode(bytes),
                });
            }
        }
        all.push(Begun { draft, photos });
    }
    Ok(all)
}
