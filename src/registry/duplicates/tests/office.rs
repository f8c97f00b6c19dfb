//! An office with its records, for tests of verbs. It decides nothing.

use std::time::Duration;

use crate::clock::{Clock, Timestamp};
use crate::error::Error;
use crate::id::OrganizationId;
use crate::outbox::{self, Event};
use crate::place::Place;
use crate::registry::duplicates::{self, Among, Candidate, Found, Search, State};
use crate::registry::membership::Party;
use crate::registry::{self, Author, Consent, Draft, Organization};
use crate::store::{Db, Tx, execute, on, testing};
use crate::vocabulary::EntityType;

pub(super) struct Office {
    pub(super) db: Db,
    pub(super) clock: Clock,
    _folder: tempfile::TempDir,
}

pub(super) async fn office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    Office {
        db: testing::fresh(folder.path()).await.unwrap(),
        clock: Clock::fixed(Timestamp(1_790_000_000_000)),
        _folder: folder,
    }
}

pub(super) fn draft(name: &str) -> Draft {
    Draft {
        place: Place {
            country: Some("MX".into()),
            locality: Some("Oaxaca".into()),
            ..Place::default()
        },
        ..Draft::named(name, "es", EntityType::Cooperative).unwrap()
    }
}

impl Office {
    pub(super) async fn publish(&self, draft: Draft) -> Organization {
        // One moment apart, so that paths are in the order of their making.
        self.clock.advance(Duration::from_millis(1));
        let mut tx = self.db.begin().await.unwrap();
        let added = registry::add(&mut tx, &self.clock, draft).await.unwrap();
        let published = registry::publish(&mut tx, &self.clock, &added.id)
            .await
            .unwrap();
        execute!(tx, sqlx::query("DELETE FROM events")).unwrap();
        tx.commit().await.unwrap();
        published
    }

    pub(super) async fn source(&self, of: &Organization, register: &str, identifier: &str) {
        let mut tx = self.db.begin().await.unwrap();
        let statement = "INSERT INTO sources (register, identifier, organization, digest, batch, \
            imported_at) VALUES ($1, $2, $3, '', $1, 0)";
        execute!(
            tx,
            sqlx::query(statement)
                .bind(register)
                .bind(identifier)
                .bind(&of.id)
        )
        .unwrap();
        tx.commit().await.unwrap();
    }

    pub(super) async fn activate(&self, id: &OrganizationId) {
        let consent = Consent {
            by: "Ana".into(),
            statement: "letter".into(),
            at: None,
        };
        let mut tx = self.db.begin().await.unwrap();
        registry::activate(&mut tx, &self.clock, id, &consent)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub(super) async fn merge(
        &self,
        keep: &Organization,
        lose: &Organization,
    ) -> Result<Organization, Error> {
        let mut tx = self.db.begin().await.unwrap();
        let merged =
            duplicates::merge(&mut tx, &self.clock, &keep.id, &lose.id, &Author::Office).await;
        if merged.is_ok() {
            tx.commit().await.unwrap();
        }
        merged
    }

    pub(super) async fn find(&self) -> Found {
        self.search(Among::All, Vec::new()).await
    }

    pub(super) async fn search(&self, among: Among, others: Vec<Candidate>) -> Found {
        let search = Search::begin(&self.db, among).await.unwrap();
        let search = search.with_others(others).await.unwrap();
        search.finish(&self.clock).await.unwrap()
    }

    pub(super) async fn apart(
        &self,
        one: &Organization,
        other: &Organization,
    ) -> Result<(), Error> {
        let mut tx = self.db.begin().await.unwrap();
        let (one, other) = (Party::Own(one.id.clone()), Party::Own(other.id.clone()));
        let author = Author::Office;
        duplicates::keep_apart(&mut tx, &self.clock, &one, &other, &author).await?;
        tx.commit().await
    }

    pub(super) async fn pairs(&self, state: State) -> Vec<duplicates::Pair> {
        let mut tx = self.db.read().await.unwrap();
        duplicates::list(&mut tx, state, None, 50)
            .await
            .unwrap()
            .items
    }

    pub(super) async fn events(&self) -> Vec<Event> {
        let mut tx = self.db.read().await.unwrap();
        let pending = outbox::pending(&mut tx, 100).await.unwrap();
        pending.into_iter().map(|pending| pending.event).collect()
    }
}

pub(super) async fn count(tx: &mut Tx, query: &'static str) -> i64 {
    on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap()
}
