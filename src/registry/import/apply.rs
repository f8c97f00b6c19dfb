//! Applying a plan: every entry is created, updated or found unchanged, all in one
//! transaction. What becomes public or ceases to be is told in bulk, so that nobody is
//! flooded.

use std::collections::{HashMap, HashSet};

use super::{Entry, Options, Plan, Problem, Report};
use crate::clock::{Clock, Timestamp};
use crate::error::{Error, Result};
use crate::id::{BatchId, OrganizationId};
use crate::outbox::{self, Event};
use crate::place::{Place, Territory};
use crate::registry::life::{self, Tell};
use crate::registry::sql::bulk::{self, Known, Statement};
use crate::registry::{Draft, Organization, Provenance, Standing, Status, handle, locked, sql};
use crate::store::{Db, Tx};

/// Entries between two words about the progress, and rows written together.
const STEP: usize = 200;

/// Applies a plan, and tells `progress` now and then how many entries of how many are done.
///
/// # Errors
/// [`Error::Unavailable`] when the database fails, [`Error::AlreadyExists`] when somebody
/// took a handle meanwhile; in both cases nothing of the plan stands.
pub async fn apply(
    db: &Db,
    clock: &Clock,
    plan: &Plan,
    options: Options,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Result<Report> {
    let started_at = clock.now();
    let batch = BatchId::new(clock);
    let mut tx = db.begin().await?;
    bulk::import_alone(&mut tx, &batch).await?;
    let mut import = Import {
        clock,
        options,
        known: bulk::known(&mut tx, &plan.register).await?,
        erased: bulk::erased(&mut tx, &plan.register).await?,
        handles: bulk::handles(&mut tx).await?,
        report: Report {
            read: plan.read,
            skipped: plan.skipped(),
            ..Report::default()
        },
        organizations: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
    };
    import.report.problems.clone_from(&plan.problems);
    let mut done = 0;
    for entries in plan.entries.chunks(STEP) {
        for entry in entries {
            import.take(&mut tx, entry).await?;
        }
        import.write(&mut tx, &plan.register, &batch).await?;
        done += entries.len();
        progress(done, plan.entries.len());
    }
    if options.complete {
        import.withhold_unstated(&mut tx, plan).await?;
    }
    let mut report = import.report;
    report.problems.sort_by_key(|problem| problem.line);
    if options.dry_run {
        // The transaction is dropped, and with it everything that it would have changed.
        return Ok(report);
    }
    report.batch = Some(batch.to_string());
    let json = serde_json::to_string(&report).map_err(Error::internal)?;
    let file = (plan.register.as_str(), plan.file.as_str(), json.as_str());
    bulk::insert_import(&mut tx, &batch, file, (started_at, clock.now())).await?;
    tx.commit().await?;
    Ok(report)
}

struct Import<'run> {
    clock: &'run Clock,
    options: Options,
    known: HashMap<String, Known>,
    erased: HashSet<String>,
    handles: HashSet<String>,
    report: Report,
    organizations: Vec<Organization>,
    statements: Vec<Statement>,
    events: Vec<Event>,
}

impl Import<'_> {
    async fn take(&mut self, tx: &mut Tx, entry: &Entry) -> Result<()> {
        if self.erased.contains(&entry.identifier) {
            self.report.skipped += 1;
            self.report.problems.push(Problem {
                line: entry.line,
                field: entry.identifier.clone(),
                reason: "was removed from the directory by the office".to_owned(),
                remedy: "this row is left out; add the organization by hand if it shall return"
                    .to_owned(),
            });
            return Ok(());
        }
        let digest = entry.digest()?;
        let Some(known) = self.known.get(&entry.identifier).cloned() else {
            return self.create(entry, digest);
        };
        let is_same = known.digest == digest;
        let status = Status::read(&known.status)?;
        let waits = self.options.publish && status == Status::Draft && !entry.is_dissolved;
        if is_same && !waits {
            self.report.unchanged += 1;
            return Ok(());
        }
        let is_changed = self.update(tx, entry, &known.organization).await?;
        if is_changed && !is_same {
            self.report.updated += 1;
        } else {
            self.report.unchanged += 1;
        }
        if !is_same {
            self.state(entry, known.organization, digest);
        }
        Ok(())
    }

    fn create(&mut self, entry: &Entry, digest: String) -> Result<()> {
        let now = self.clock.now();
        let id = OrganizationId::new(self.clock);
        let handle = handle::candidates(entry.draft.name(), id.as_str())
            .find(|candidate| !self.handles.contains(candidate))
            .ok_or_else(|| Error::AlreadyExists(format!("a handle for {}", entry.identifier)))?;
        self.handles.insert(handle.clone());
        let is_public = self.options.publish && !entry.is_dissolved;
        let status = match (entry.is_dissolved, is_public) {
            (true, _) => Status::Dissolved,
            (false, true) => Status::Published,
            (false, false) => Status::Draft,
        };
        if is_public {
            self.report.published += 1;
            self.events.push(Event::OrganizationChanged(id.clone()));
        }
        self.report.created += 1;
        self.state(entry, id.clone(), digest);
        self.organizations.push(Organization {
            id,
            handle,
            status,
            standing: Standing::Listed,
            consent: None,
            stated: entry.draft.clone(),
            provenance: Provenance::default(),
            created_at: now,
            updated_at: now,
            published_at: is_public.then_some(now),
        });
        Ok(())
    }

    /// Brings a known organization to what the register states now; `false` when that is
    /// how it stands already.
    async fn update(&mut self, tx: &mut Tx, entry: &Entry, id: &OrganizationId) -> Result<bool> {
        let mut organization = locked(tx, id).await?;
        let before = (organization.stated.clone(), organization.status);
        let now = self.clock.now();
        organization.stated = merged(&organization.stated, &entry.draft).checked()?;
        if entry.is_dissolved && organization.status != Status::Dissolved {
            self.report.withdrawn += usize::from(organization.is_public());
            life::end(tx, &mut organization, Status::Dissolved, Tell::InBulk, now).await?;
            return Ok(true);
        }
        if organization.status == Status::Dissolved && !entry.is_dissolved {
            self.revive(entry, &mut organization);
        }
        if self.options.publish && organization.status == Status::Draft {
            organization.status = Status::Published;
            organization.published_at = organization.published_at.or(Some(now));
            self.report.published += 1;
        }
        if before == (organization.stated.clone(), organization.status) {
            return Ok(false);
        }
        organization.updated_at = organization.next_update(now);
        sql::update(tx, &organization).await?;
        if organization.is_public() {
            self.events.push(Event::OrganizationChanged(id.clone()));
        }
        Ok(true)
    }

    /// A record that the register had as ended and now has as alive. One that was public
    /// before was withdrawn everywhere for good, so people must decide.
    fn revive(&mut self, entry: &Entry, organization: &mut Organization) {
        if organization.published_at.is_none() {
            organization.status = Status::Draft;
            organization.stated.dissolved_on = None;
            return;
        }
        self.report.problems.push(Problem {
            line: entry.line,
            field: entry.identifier.clone(),
            reason: "is alive again, and its public record was withdrawn for good".to_owned(),
            remedy: "kept as dissolved; add the organization anew by hand".to_owned(),
        });
    }

    /// Withholds public records that a whole register states no more. What remains may be
    /// put right by hand, so they are not dissolved.
    async fn withhold_unstated(&mut self, tx: &mut Tx, plan: &Plan) -> Result<()> {
        let is_public = |known: &&Known| known.status == Status::Published.as_str();
        let public: Vec<Known> = self.known.values().filter(is_public).cloned().collect();
        let is_unstated = |known: &&Known| !plan.stated.contains(&known.identifier);
        let unstated: Vec<&Known> = public.iter().filter(is_unstated).collect();
        if unstated.len() * 2 > public.len() {
            return Err(Error::Conflict(format!(
                "{} states {} of {} public records no more; such a file is hardly complete, so \
                 nothing was imported. Import it without --complete",
                plan.file,
                unstated.len(),
                public.len()
            )));
        }
        let now = self.clock.now();
        for known in unstated {
            let mut organization = locked(tx, &known.organization).await?;
            if organization.is_public() {
                life::end(tx, &mut organization, Status::Suspended, Tell::InBulk, now).await?;
                self.report.withdrawn += 1;
            }
        }
        Ok(())
    }

    fn state(&mut self, entry: &Entry, organization: OrganizationId, digest: String) {
        self.statements.push(Statement {
            identifier: entry.identifier.clone(),
            organization,
            register_number: entry.register_number.clone(),
            stated_on: entry.stated_on.map(|day| day.to_string()),
            digest,
        });
    }

    /// Writes what was gathered: organizations before the statements that name them.
    async fn write(&mut self, tx: &mut Tx, register: &str, batch: &BatchId) -> Result<()> {
        let now: Timestamp = self.clock.now();
        bulk::insert_all(tx, &self.organizations).await?;
        bulk::put_statements(tx, register, batch, &self.statements, now).await?;
        outbox::push_all_bulk(tx, &self.events, now).await?;
        self.organizations.clear();
        self.statements.clear();
        self.events.clear();
        Ok(())
    }
}

/// What a register states, over what was kept before. What it does not state stays, since a
/// register knows neither the texts nor the contacts that an organization gave.
fn merged(kept: &Draft, stated: &Draft) -> Draft {
    let mut names = kept.names.clone();
    for (language, name) in stated.names.iter() {
        // The language was read before, so it is one.
        names.insert(language, name).ok();
    }
    let is_placed = stated.place != Place::default();
    let mut place = either(is_placed, &stated.place, &kept.place);
    let is_same_address = place.street == kept.place.street
        && place.postal_code == kept.place.postal_code
        && place.locality == kept.place.locality;
    if is_same_address {
        place.point = place.point.or(kept.place.point);
    }
    Draft {
        handle: None,
        names,
        summaries: either(
            !stated.summaries.is_empty(),
            &stated.summaries,
            &kept.summaries,
        ),
        language: kept.language.clone(),
        entity_type: stated.entity_type,
        legal_form: stated
            .legal_form
            .clone()
            .or_else(|| kept.legal_form.clone()),
        membership_base: stated.membership_base.or(kept.membership_base),
        sectors: either(!stated.sectors.is_empty(), &stated.sectors, &kept.sectors),
        themes: either(!stated.themes.is_empty(), &stated.themes, &kept.themes),
        territory: narrower(stated.territory.as_ref(), kept.territory.as_ref()),
        scope: stated.scope.or(kept.scope),
        place,
        website: stated.website.clone().or_else(|| kept.website.clone()),
        contacts: either(
            !stated.contacts.is_empty(),
            &stated.contacts,
            &kept.contacts,
        ),
        founded_on: stated.founded_on.or(kept.founded_on),
        dissolved_on: stated.dissolved_on.or(kept.dissolved_on),
    }
}

/// The territory that is stated, unless the one that is kept lies within it.
fn narrower(stated: Option<&Territory>, kept: Option<&Territory>) -> Option<Territory> {
    match (stated, kept) {
        (Some(stated), Some(kept)) if stated.contains(kept) => Some(kept.clone()),
        (stated, kept) => stated.or(kept).cloned(),
    }
}

fn either<T: Clone>(is_stated: bool, stated: &T, kept: &T) -> T {
    if is_stated {
        stated.clone()
    } else {
        kept.clone()
    }
}
