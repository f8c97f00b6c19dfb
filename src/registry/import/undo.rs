//! Taking an import back: what it made is erased, and withdrawn where it was public; what it
//! changed is as it was before. What people wrote since then stays, and is told. What was
//! proposed of a changed record goes, so whoever takes one back looks for pairs again.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::batch::{self, Batch, State};
use super::profiles;
use super::run::{self, Progress};
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::BatchId;
use crate::outbox::{self, Event};
use crate::registry::conflict::{self, Conflict};
use crate::registry::life::{self, Tell};
use crate::registry::sql::bulk::{self, Statement};
use crate::registry::sql::{conflicts, imports, pairs};
use crate::registry::{Draft, Field, Organization, Provenance, Standing, Status, locked, sql};
use crate::store::{Db, Tx, from_json};
use crate::words::phrase;

/// How many changes are taken back in one transaction at most, and for how long.
const MOST: i64 = 200;
const BUDGET: Duration = Duration::from_millis(20);

/// What stood there before an import changed it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Before {
    status: Status,
    pub(super) stated: Draft,
    provenance: Provenance,
    /// The contradictions that waited for a decision and were raised anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    conflicts: Vec<Conflict>,
}

impl Before {
    pub(super) fn of(organization: &Organization, conflicts: Vec<Conflict>) -> Self {
        Self {
            status: organization.status,
            stated: organization.stated.clone(),
            provenance: organization.provenance.clone(),
            conflicts,
        }
    }
}

/// What taking an import back did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// The import.
    pub batch: String,
    /// Organizations that it had made and that are erased.
    pub removed: usize,
    /// Organizations that are as they were before.
    pub restored: usize,
    /// What people changed since then, which stays.
    pub kept: Vec<Kept>,
}

/// Something that was not taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The register's identifier of the organization.
    pub identifier: String,
    /// Its handle, where it is still there.
    pub handle: Option<String>,
    /// Why it stays, and what to do about it.
    pub reason: String,
}

/// Takes an import back.
///
/// # Errors
/// Those of [`begin_undo`].
pub async fn undo(db: &Db, clock: &Clock, id: &BatchId, progress: Progress<'_>) -> Result<Undone> {
    begin_undo(db, clock, id)
        .await?
        .to_the_end(db, clock, progress)
        .await
}

/// An import whose taking back has begun. When whoever began it leaves off, it is taken up
/// again as an import is.
#[derive(Debug)]
pub struct Undoing {
    batch: Batch,
    /// The name of its file.
    pub file: String,
}

impl Undoing {
    /// Takes back what still stands.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database fails; the rest is taken back later.
    pub async fn to_the_end(
        self,
        db: &Db,
        clock: &Clock,
        progress: Progress<'_>,
    ) -> Result<Undone> {
        go_on(db, clock, &self.batch, progress).await
    }
}

/// Whether an import is being taken back.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn is_being_undone(tx: &mut Tx, id: &BatchId) -> Result<bool> {
    let kept = imports::by_id(tx, id).await?;
    Ok(kept.is_some_and(|kept| kept.state == State::Undoing.as_str()))
}

/// How many records are to be taken back still of an import.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails.
pub async fn left_to_undo(tx: &mut Tx, id: &BatchId) -> Result<i64> {
    imports::count_changes(tx, id).await
}

/// How far taking an import back would reach, unless people changed something since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Records that are erased.
    pub erased: i64,
    /// Those of them that are public.
    pub public: i64,
    /// Records that are as before the import again.
    pub restored: i64,
}

/// How far taking an import back would reach.
///
/// # Errors
/// Those of [`begin_undo`]: what cannot be done is not asked either.
pub async fn reach(db: &Db, clock: &Clock, id: &BatchId) -> Result<Reach> {
    let mut tx = db.read().await?;
    let kept = undoable(&mut tx, id).await?;
    if kept.held_until >= clock.now() {
        return Err(batch::under_way(&kept));
    }
    let (erased, public, restored) = imports::count_kinds(&mut tx, id).await?;
    Ok(Reach {
        erased,
        public,
        restored,
    })
}

/// Begins to take an import back.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it was taken back already, another import
/// is under way, or a later one changed the same records; nothing was changed then.
pub async fn begin_undo(db: &Db, clock: &Clock, id: &BatchId) -> Result<Undoing> {
    let mut tx = db.begin().await?;
    let (batch, kept) = take(&mut tx, clock, id).await?;
    batch.enter(&mut tx, State::Undoing, clock.now()).await?;
    // What its columns were taken for may be why it is taken back.
    profiles::forget_of(&mut tx, &kept.file, kept.started_at).await?;
    tx.commit().await?;
    Ok(Undoing {
        batch,
        file: kept.file,
    })
}

/// Takes an import in hand that can be taken back.
async fn take(tx: &mut Tx, clock: &Clock, id: &BatchId) -> Result<(Batch, imports::Kept)> {
    tx.lock_name("import", false).await?;
    let kept = undoable(tx, id).await?;
    Ok((Batch::take(tx, clock, &kept).await?, kept))
}

/// An import that can be taken back; whether a process is at it, the caller asks.
async fn undoable(tx: &mut Tx, id: &BatchId) -> Result<imports::Kept> {
    let Some(kept) = imports::by_id(tx, id).await? else {
        return Err(batch::missing(id));
    };
    if let Some(other) = imports::unfinished(tx).await?
        && other.id != *id
    {
        let said = phrase!("import-undo-busy", id = other.id.as_str());
        return Err(Error::Conflict(said.into()));
    }
    let may_be_undone = [State::Done, State::Applying, State::Undoing]
        .iter()
        .any(|state| state.as_str() == kept.state);
    if !may_be_undone {
        let said = phrase!(
            "import-nothing-to-undo",
            id = id.as_str(),
            state = &kept.state
        );
        return Err(Error::Conflict(said.into()));
    }
    if let Some(later) = imports::built_upon(tx, id).await? {
        let said = phrase!("import-later", later = later.as_str());
        return Err(Error::Conflict(said.into()));
    }
    Ok(kept)
}

/// Takes back what still stands of a batch.
pub(super) async fn go_on(
    db: &Db,
    clock: &Clock,
    batch: &Batch,
    progress: Progress<'_>,
) -> Result<Undone> {
    run::drop_rows(db, batch).await?;
    let mut undone = Undone {
        batch: batch.id.to_string(),
        ..Undone::default()
    };
    let mut of = None;
    loop {
        let mut tx = db.begin().await?;
        batch.hold(&mut tx, clock).await?;
        let changes = imports::changes(&mut tx, &batch.id, MOST).await?;
        let of = *of.get_or_insert_with(|| changes.first().map_or(0, |last| last.seq));
        let started = Instant::now();
        let mut left = 0;
        for change in &changes {
            let now = clock.now();
            take_back(&mut tx, batch, change, now, &mut undone).await?;
            imports::drop_change(&mut tx, &batch.id, change.seq).await?;
            left = change.seq - 1;
            if started.elapsed() > BUDGET {
                break;
            }
        }
        if changes.is_empty() {
            conflicts::delete_of_batch(&mut tx, &batch.id).await?;
            imports::drop_problems(&mut tx, &batch.id).await?;
            batch.enter(&mut tx, State::Undone, clock.now()).await?;
            tx.commit().await?;
            return Ok(undone);
        }
        tx.commit().await?;
        let count = |number: i64| usize::try_from(number).unwrap_or(0);
        progress(count(of - left), count(of));
    }
}

async fn take_back(
    tx: &mut Tx,
    batch: &Batch,
    change: &imports::Change,
    now: Timestamp,
    undone: &mut Undone,
) -> Result<()> {
    let mut keep = |handle: Option<&str>, reason: &str| {
        undone.kept.push(Kept {
            identifier: change.identifier.clone(),
            handle: handle.map(str::to_owned),
            reason: reason.to_owned(),
        });
    };
    let mut organization = match locked(tx, &change.organization).await {
        Ok(organization) => organization,
        Err(Error::NotFound(_)) => {
            keep(None, "was removed or merged since then");
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let Some(before) = &change.before else {
        if let Some(reason) = hold_on(tx, change, &organization).await? {
            keep(Some(&organization.handle), &reason);
            return Ok(());
        }
        erase(tx, &organization, now).await?;
        undone.removed += 1;
        return Ok(());
    };
    let before: Before = from_json(before)?;
    if restore(tx, batch, change, before, &mut organization, now).await? {
        keep(
            Some(&organization.handle),
            "was changed by hand since then; what was written by hand stays",
        );
    }
    undone.restored += 1;
    Ok(())
}

/// Why a record that the import made stays.
async fn hold_on(
    tx: &mut Tx,
    change: &imports::Change,
    organization: &Organization,
) -> Result<Option<String>> {
    Ok(why_kept(tx, change, organization)
        .await?
        .map(|why| format!("{why}; remove it by hand if it shall go")))
}

async fn why_kept(
    tx: &mut Tx,
    change: &imports::Change,
    organization: &Organization,
) -> Result<Option<&'static str>> {
    if organization.standing == Standing::Active {
        return Ok(Some("acts for itself by now"));
    }
    let is_edited = organization
        .provenance
        .iter()
        .any(|stated| stated.origin.author.is_by_hand());
    if is_edited {
        return Ok(Some("was changed by hand since then"));
    }
    if sql::sources(tx, &organization.id).await?.len() > 1 {
        return Ok(Some("has other sources by now"));
    }
    if organization.status.as_str() != change.status {
        return Ok(Some("was published, withheld or ended by hand since then"));
    }
    sql::life::added_by_hand(tx, &organization.id).await
}

/// Erases a record that an import made; the next import may bring it again.
async fn erase(tx: &mut Tx, organization: &Organization, now: Timestamp) -> Result<()> {
    sql::forget(tx, &organization.id).await?;
    if organization.published_at.is_some() {
        let event = Event::OrganizationRemoved(organization.id.clone());
        outbox::push_bulk(tx, &event, now).await?;
    }
    Ok(())
}

/// Gives a record the values that it had, where the import's still stand; `true` when others
/// stand there.
async fn restore(
    tx: &mut Tx,
    batch: &Batch,
    change: &imports::Change,
    before: Before,
    organization: &mut Organization,
    now: Timestamp,
) -> Result<bool> {
    let was = organization.clone();
    let mut is_edited = false;
    for &field in Field::ALL {
        let present = was.provenance.of(field);
        let earlier = before.provenance.of(field);
        if present == earlier && !field.differs(&was.stated, &before.stated) {
            continue;
        }
        let is_of_batch = present.is_none_or(|origin| origin.batch.as_ref() == Some(&batch.id));
        if !is_of_batch {
            is_edited |= field.differs(&was.stated, &before.stated);
            continue;
        }
        field.carry(&before.stated, &mut organization.stated);
        match earlier {
            Some(origin) => organization.provenance.set(field, origin),
            None => organization.provenance.forget(field),
        }
    }
    if was.status.as_str() == change.status {
        organization.status = before.status;
    } else {
        is_edited |= was.status != before.status;
    }
    put_back_source(tx, batch, change).await?;
    pairs::withdraw(tx, &organization.path()).await?;
    conflict::raise(tx, &before.conflicts).await?;
    let is_changed = organization.stated != was.stated || organization.status != was.status;
    if is_changed {
        organization.updated_at = organization.next_update(now);
    }
    sql::update(tx, organization).await?;
    if was.is_public() != organization.is_public() {
        life::tell_partners(tx, &organization.id, Tell::InBulk, now).await?;
    }
    let event = match (was.is_public(), organization.is_public()) {
        (true, false) => Event::OrganizationRemoved(organization.id.clone()),
        (_, true) if is_changed => Event::OrganizationChanged(organization.id.clone()),
        _ => return Ok(is_edited),
    };
    outbox::push_bulk(tx, &event, now).await?;
    Ok(is_edited)
}

async fn put_back_source(tx: &mut Tx, batch: &Batch, change: &imports::Change) -> Result<()> {
    match &change.source_before {
        Some(json) => {
            let source: Statement = from_json(json)?;
            bulk::put_statements(tx, &batch.register, &[source]).await
        }
        None => bulk::forget_statement(tx, &batch.register, &change.identifier).await,
    }
}
