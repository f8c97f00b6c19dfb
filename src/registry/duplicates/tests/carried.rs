//! A merge carries everything that hangs on the lost record, in whichever table it stands, or
//! this file names why it does not. Tables are found in the schema, so that a new one cannot
//! be forgotten.

use std::collections::BTreeSet;

use super::office::{Office, count, draft, office};
use crate::access::{self, Scope};
use crate::id::{BatchId, OrganizationId};
use crate::registry::Organization;
use crate::registry::claim;
use crate::registry::membership::{self, Party, Proposal, Speaker};
use crate::registry::same_as::{self, StatedBy};
use crate::store::{Tx, execute, on};
use crate::vocabulary::MembershipRole;

/// Columns by whose name a row hangs on an organization.
const HANGING: &[&str] = &["organization", "member", "body", "recipient"];

/// Columns of such a name that hold nothing of a record that goes, and why.
const OTHERS: &[(&str, &str)] = &[
    (
        "offers.organization",
        "a record with offers is not merged into another",
    ),
    (
        "remote_records.organization",
        "other directories' records, by their addresses",
    ),
    (
        "relocations.organization",
        "the kept record is here, wherever the other one went",
    ),
    ("remote_records.body", "a document of another directory"),
    ("received.body", "an activity of another server"),
    (
        "documents.body",
        "a document, which the publisher takes back",
    ),
    ("activities.body", "an activity, which stays what it was"),
];

/// Columns that name the lost record after the merge, and why.
const LEFT: &[(&str, &str)] = &[
    (
        "tokens.organization",
        "the tokens of the lost record have ended",
    ),
    (
        "redirects.from_path",
        "its addresses lead to the kept record",
    ),
    ("pairs.one", "the decision names both"),
    ("pairs.other", "the decision names both"),
    (
        "import_changes.organization",
        "taking the import back says that it was merged",
    ),
    ("events.subject", "others are told that it went"),
];

/// Every column of text, as `table.column`.
async fn columns(tx: &mut Tx) -> Vec<(String, String)> {
    let query = if tx.is_exclusive() {
        "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c \
         WHERE m.type = 'table' AND c.type = 'TEXT' ORDER BY 1, 2"
    } else {
        "SELECT table_name::text, column_name::text FROM information_schema.columns \
         WHERE table_schema = current_schema() AND data_type = 'text' ORDER BY 1, 2"
    };
    on!(tx, |c| sqlx::query_as(query).fetch_all(c)).unwrap()
}

/// The columns in which a record is named.
async fn naming(tx: &mut Tx, id: &OrganizationId) -> BTreeSet<String> {
    let mut naming = BTreeSet::new();
    for (table, column) in columns(tx).await {
        let query = format!("SELECT COUNT(*) FROM {table} WHERE {column} LIKE '%' || $1 || '%'");
        let count: i64 = on!(tx, |c| sqlx::query_scalar(sqlx::AssertSqlSafe(
            query.clone()
        ))
        .bind(id)
        .fetch_one(c))
        .unwrap();
        if count > 0 {
            naming.insert(format!("{table}.{column}"));
        }
    }
    naming
}

impl Office {
    /// Hangs something on a record in every way that there is.
    async fn burden(&self, record: &Organization, other: &Organization) {
        self.source(record, "city", "7").await;
        let mut tx = self.db.begin().await.unwrap();
        for (member, body) in [(record, other), (other, record)] {
            let proposal = Proposal {
                member: Party::Own(member.id.clone()),
                body: Party::Own(body.id.clone()),
                role: MembershipRole::Observer,
                since: None,
            };
            membership::add(&mut tx, &self.clock, proposal, &Speaker::Office)
                .await
                .unwrap();
        }
        claim::make(&mut tx, &self.clock, &record.id, "Ana, by telephone")
            .await
            .unwrap();
        let scopes = [Scope::OrganizationsWrite];
        access::create(&mut tx, &self.clock, "Ana", &scopes, Some(&record.id))
            .await
            .unwrap();
        let address = "https://elsewhere.example/o/1";
        same_as::state(&mut tx, &self.clock, &record.id, address, StatedBy::Office)
            .await
            .unwrap();
        let batch = BatchId::new(&self.clock);
        for statement in [
            "INSERT INTO imports (id, register, file, report, options, state, done_rows, \
                started_at, held_until) VALUES ($2, 'city', 'f', '{}', '{}', 'done', 0, 0, 0)",
            "INSERT INTO import_changes (batch, seq, organization, identifier, status) \
                VALUES ($2, 1, $1, '7', 'draft')",
            "INSERT INTO conflicts (organization, field, register, identifier, stated, batch, \
                noticed_at) VALUES ($1, 'website', 'city', '7', '1', $2, 0)",
            "INSERT INTO accounts (id, mail, mail_key, name, language, created_at) \
                SELECT 'a' || $2, 'a' || $2, 'a' || $2, 'Ana', 'es', 0 WHERE $1 IS NOT NULL",
            "INSERT INTO representatives (account, organization, function, since) \
                VALUES ('a' || $2, $1, 'presidenta', 0)",
            "INSERT INTO profiles (organization, discoverable, indexable) \
                SELECT $1, FALSE, FALSE WHERE $2 IS NOT NULL",
            "INSERT INTO drafts (id, organization, fields, updated_at) VALUES ($2, $1, '{}', 0)",
            "INSERT INTO amendments (id, organization, wish, content, mail, mail_key, language, \
                made_at) VALUES ($2, $1, 'correct', 'a', 'a@b.example', 'a', 'es', 0)",
            "INSERT INTO former_addresses (organization, address, stated_at) \
                SELECT $1, 'https://before.example/o/1', 0 WHERE $2 IS NOT NULL",
            "INSERT INTO former_offers (organization, former, address, purpose, title, \
                published_at) SELECT $1, 'https://before.example/o/1', \
                'https://before.example/offers/1', 'offer', 'Molino', 0 WHERE $2 IS NOT NULL",
            "INSERT INTO answers (organization, about, answered_at) \
                SELECT $1, 'https://other.example/offers/1', 0 WHERE $2 IS NOT NULL",
            "INSERT INTO attestations (id, organization, kind, attested_by, statement, method, \
                attested_on, state, created_at) \
                VALUES ($2, $1, 'office', 'Oficina', 'known', 'visit', '2026-01-01', 'valid', 0)",
        ] {
            execute!(tx, sqlx::query(statement).bind(&record.id).bind(&batch)).unwrap();
        }
        tx.commit().await.unwrap();
        self.hear(
            record,
            "https://social.example/notes/1",
            "https://social.example/u/eva",
        )
        .await;
    }

    /// Keeps a message to a record, and that its author blocks it.
    async fn hear(&self, record: &Organization, note: &str, author: &str) {
        let mut tx = self.db.begin().await.unwrap();
        let id = BatchId::new(&self.clock);
        let message = "INSERT INTO messages (id, note, activity, recipient, organization, kind, \
            correspondent, host, content, published_at, received_at) \
            VALUES ($1, $2, $2, '/o/' || $3, $3, 'direct', $4, 'social.example', 'hello', 0, 0)";
        execute!(
            tx,
            sqlx::query(message)
                .bind(&id)
                .bind(note)
                .bind(&record.id)
                .bind(author)
        )
        .unwrap();
        let block = "INSERT INTO blocks (actor, blocked_by, activity, created_at) \
            VALUES ('/o/' || $1, $2, $3, 0)";
        execute!(
            tx,
            sqlx::query(block).bind(&record.id).bind(author).bind(note)
        )
        .unwrap();
        tx.commit().await.unwrap();
        self.clock.advance(std::time::Duration::from_millis(1));
    }
}

#[tokio::test]
async fn every_table_that_names_the_lost_record_names_the_kept_one_or_is_known_not_to() {
    let office = office().await;
    let kept = office.publish(draft("Café Unión")).await;
    let earlier = office.publish(draft("Café Unión de antes")).await;
    let lost = office.publish(draft("Cafe Union SC")).await;
    let network = office.publish(draft("Red de Cafés")).await;
    office.merge(&lost, &earlier).await.unwrap();
    office.burden(&lost, &network).await;

    let mut tx = office.db.read().await.unwrap();
    let before = naming(&mut tx, &lost.id).await;
    for (table, column) in columns(&mut tx).await {
        let name = format!("{table}.{column}");
        let is_hanging = HANGING.contains(&column.as_str());
        let is_other = OTHERS.iter().any(|(other, _)| *other == name);
        assert!(
            !is_hanging || is_other || before.contains(&name),
            "{name} may hang on an organization: give `burden` a row of it, or say in OTHERS why \
             a record that goes has none"
        );
    }
    drop(tx);

    office.merge(&kept, &lost).await.unwrap();
    let mut tx = office.db.read().await.unwrap();
    let left: BTreeSet<String> = naming(&mut tx, &lost.id).await;
    let known: BTreeSet<String> = LEFT.iter().map(|(name, _)| (*name).to_owned()).collect();
    let forgotten: Vec<&String> = left.difference(&known).collect();
    assert!(
        forgotten.is_empty(),
        "these still name the lost record: move them in sql/merge.rs, or say in LEFT why not: \
         {forgotten:?}"
    );
    let carried = naming(&mut tx, &kept.id).await;
    let lost_on_the_way: Vec<&String> = before
        .iter()
        .filter(|name| !carried.contains(*name) && !known.contains(*name))
        .filter(|name| !name.starts_with("organizations."))
        .collect();
    assert!(
        lost_on_the_way.is_empty(),
        "these named the lost record and name nobody now: {lost_on_the_way:?}"
    );
}

#[tokio::test]
async fn messages_and_blocks_go_to_the_kept_record_and_none_stands_twice() {
    let office = office().await;
    let kept = office.publish(draft("Café Unión")).await;
    let lost = office.publish(draft("Cafe Union SC")).await;
    let both = "https://social.example/notes/both";
    for record in [&kept, &lost] {
        office
            .hear(record, both, "https://social.example/u/eva")
            .await;
    }
    let alone = "https://social.example/notes/alone";
    office
        .hear(&lost, alone, "https://social.example/u/leo")
        .await;
    office.merge(&kept, &lost).await.unwrap();
    let mut tx = office.db.read().await.unwrap();
    let query = "SELECT note, recipient FROM messages ORDER BY note";
    let messages: Vec<(String, String)> = on!(tx, |c| sqlx::query_as(query).fetch_all(c)).unwrap();
    let expected = [alone, both].map(|note| (note.to_owned(), kept.path()));
    assert_eq!(messages, expected);
    assert_eq!(
        count(
            &mut tx,
            "SELECT COUNT(*) FROM messages WHERE organization IS NULL"
        )
        .await,
        0
    );
    assert_eq!(count(&mut tx, "SELECT COUNT(*) FROM blocks").await, 2);
}
