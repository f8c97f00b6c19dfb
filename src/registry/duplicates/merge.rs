//! Two records of this directory become one: nothing that was known of the lost one is lost,
//! and every address of it leads to the kept one for ever.

use super::pair::{self, Pair, State, ordered};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::outbox::{self, Event};
use crate::pictures;
use crate::registry::sql::{self, merge as moving, pairs};
use crate::registry::{Author, Field, Organization, Standing, Status, get, locked};
use crate::store::Tx;
use crate::words::phrase;

/// Makes one record of two. Sources, attestations, memberships, statements and decisions move
/// to the kept one, which also takes over the fields that it lacks, with their origins. The
/// lost record is withdrawn where it was public; it is not remembered as erased, and its next
/// import changes the kept one, which comes back. Of one that speaks for itself and one that is
/// listed only the first can be kept: they are never joined the other way round than was asked.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] when both are one record; [`Error::Conflict`] when
/// the lost one or both speak for themselves, when the kept one has ended, or is not public
/// while the other is.
pub async fn merge(
    tx: &mut Tx,
    clock: &Clock,
    keep: &OrganizationId,
    lose: &OrganizationId,
    author: &Author,
) -> Result<Organization> {
    if keep == lose {
        return Err(Error::invalid("lose", phrase!("duplicates-kept-one")));
    }
    // In one order whoever asks, so that two who merge do not wait for each other.
    let (first, second) = if keep.as_str() < lose.as_str() {
        (keep, lose)
    } else {
        (lose, keep)
    };
    let (first, second) = (locked(tx, first).await?, locked(tx, second).await?);
    let (kept, gone) = if first.id == *keep {
        (first, second)
    } else {
        (second, first)
    };
    let (mut kept, gone) = chosen(kept, gone)?;
    if kept.id != *keep {
        let said = phrase!("duplicates-turned", kept = kept.stated.name());
        return Err(Error::Conflict(said.into()));
    }
    check(tx, &kept, &gone).await?;
    let now = clock.now();
    fill(&mut kept, &gone)?;
    moving::move_all(tx, &gone.id, &kept.id, now).await?;
    move_pairs(tx, &gone.path(), &kept.path()).await?;
    let both = (kept.path(), gone.path());
    let by = pair::author_name(author);
    pair::put(tx, ordered(&both.0, &both.1), State::Merged, by, now).await?;
    moving::drop_row(tx, &gone.id).await?;
    pictures::carry(tx, &gone.path(), &kept.path(), now).await?;
    pictures::forget(tx, &gone.path()).await?;
    moving::redirect(tx, &gone.path(), &kept.path(), now).await?;
    let handle = format!("/@{}", gone.handle);
    moving::redirect(tx, &handle, &kept.path(), now).await?;
    if gone.published_at.is_some() {
        outbox::push(tx, &Event::OrganizationRemoved(gone.id.clone()), now).await?;
    }
    kept.updated_at = kept.next_update(now);
    sql::update(tx, &kept).await?;
    if kept.is_public() {
        outbox::push(tx, &Event::OrganizationChanged(kept.id.clone()), now).await?;
    }
    Ok(kept)
}

/// Which of two records can stay and which can go, whichever is named first.
///
/// # Errors
/// Those of [`merge`] that hold either way round.
pub async fn foresee(
    tx: &mut Tx,
    keep: &OrganizationId,
    lose: &OrganizationId,
) -> Result<(Organization, Organization)> {
    if keep == lose {
        return Err(Error::invalid("lose", phrase!("duplicates-kept-one")));
    }
    let (kept, gone) = chosen(get(tx, keep).await?, get(tx, lose).await?)?;
    check(tx, &kept, &gone).await?;
    Ok((kept, gone))
}

/// Where a record went that stood at `path` (`/o/…` or `/@handle`) and was merged.
pub async fn moved(tx: &mut Tx, path: &str) -> Result<Option<String>> {
    moving::redirected(tx, path).await
}

/// The paths of records that were merged into the one at `path`.
pub async fn merged_into(tx: &mut Tx, path: &str) -> Result<Vec<String>> {
    moving::leading_to(tx, path).await
}

/// Which of the two stays.
fn chosen(kept: Organization, lost: Organization) -> Result<(Organization, Organization)> {
    match (kept.standing, lost.standing) {
        (Standing::Active, Standing::Active) => {
            let reason = phrase!(
                "duplicates-both-active",
                one = &kept.handle,
                other = &lost.handle
            );
            Err(Error::Conflict(reason.into()))
        }
        (Standing::Listed, Standing::Active) => Ok((lost, kept)),
        _ => Ok((kept, lost)),
    }
}

async fn check(tx: &mut Tx, kept: &Organization, lost: &Organization) -> Result<()> {
    if kept.status == Status::Dissolved && lost.status != Status::Dissolved {
        let reason = phrase!(
            "duplicates-dissolved",
            kept = &kept.handle,
            lost = &lost.handle
        );
        return Err(Error::Conflict(reason.into()));
    }
    if lost.is_public() && !kept.is_public() {
        let reason = phrase!(
            "duplicates-public",
            lost = &lost.handle,
            kept = &kept.handle
        );
        return Err(Error::Conflict(reason.into()));
    }
    // A listed record makes no offers, so there are none to move.
    if moving::count_offers(tx, &lost.id).await? > 0 {
        let reason = phrase!("duplicates-offers", lost = &lost.handle);
        return Err(Error::Conflict(reason.into()));
    }
    Ok(())
}

/// Takes over what the kept record lacks, with who stated it.
fn fill(kept: &mut Organization, lost: &Organization) -> Result<()> {
    let has_ended = kept.status == Status::Dissolved;
    for field in Field::ALL.iter().copied() {
        let is_wanted = field != Field::DissolvedOn || has_ended;
        // Every record has a type; one that nobody states was assumed.
        let is_known = |of: &Organization| {
            field.is_stated(&of.stated)
                && (field != Field::EntityType || of.provenance.of(field).is_some())
        };
        if is_wanted && !is_known(kept) && is_known(lost) {
            field.carry(&lost.stated, &mut kept.stated);
            if let Some(origin) = lost.provenance.of(field) {
                kept.provenance.set(field, origin);
            }
        }
    }
    kept.stated = kept.stated.clone().checked()?;
    Ok(())
}

/// What was found and decided of the lost record holds for the kept one; a decision counts
/// more than a proposal.
async fn move_pairs(tx: &mut Tx, lost: &str, kept: &str) -> Result<()> {
    for pair in pairs::of(tx, lost).await? {
        if pair.state == State::Merged {
            continue;
        }
        let far = if pair.one == lost {
            &pair.other
        } else {
            &pair.one
        };
        if far == kept {
            // It says why they are one, and is decided as merged.
            continue;
        }
        pairs::delete(tx, (&pair.one, &pair.other)).await?;
        let (one, other) = ordered(kept, far);
        let present = pairs::get(tx, (one, other)).await?;
        if present.is_some_and(|present| {
            present.state != State::Proposed || pair.state == State::Proposed
        }) {
            continue;
        }
        let (one, other) = (one.to_owned(), other.to_owned());
        pairs::put(tx, &Pair { one, other, ..pair }).await?;
    }
    Ok(())
}
