//! The schema's history. Each step is one file under `migrations/`, written once for both
//! databases; `SERIAL_KEY` stands for what each calls a key that numbers itself, `BYTES_TYPE`
//! for what it calls bytes, and `TERMS_TABLE` for its table of full-text search.

use std::borrow::Cow;
use std::path::Path;

use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, SqlSafeStr};

use super::backup;
use super::files::{self, BEFORE_SCHEMA};
use super::terms::{self, Tables};
use crate::error::{Error, Result};

/// The steps, in order. A released step never changes.
const STEPS: &[(i64, &str, &str)] = &[
    (
        1,
        "foundation",
        include_str!("../../migrations/0001_foundation.sql"),
    ),
    (
        2,
        "sources of values",
        include_str!("../../migrations/0002_sources_of_values.sql"),
    ),
    (
        3,
        "one organization",
        include_str!("../../migrations/0003_one_organization.sql"),
    ),
    (
        4,
        "attestations",
        include_str!("../../migrations/0004_attestations.sql"),
    ),
    (
        5,
        "channels",
        include_str!("../../migrations/0005_channels.sql"),
    ),
    (
        6,
        "ends by registers",
        include_str!("../../migrations/0006_ends_by_registers.sql"),
    ),
    (
        7,
        "searches for pairs",
        include_str!("../../migrations/0007_searches_for_pairs.sql"),
    ),
    (
        8,
        "conversation",
        include_str!("../../migrations/0008_conversation.sql"),
    ),
    (
        9,
        "found quickly",
        include_str!("../../migrations/0009_found_quickly.sql"),
    ),
    (
        10,
        "restrictions",
        include_str!("../../migrations/0010_restrictions.sql"),
    ),
    (
        11,
        "limits",
        include_str!("../../migrations/0011_limits.sql"),
    ),
    (
        12,
        "admission",
        include_str!("../../migrations/0012_admission.sql"),
    ),
    (
        13,
        "hashtags",
        include_str!("../../migrations/0013_hashtags.sql"),
    ),
    (
        14,
        "profiles",
        include_str!("../../migrations/0014_profiles.sql"),
    ),
    (
        15,
        "relocations",
        include_str!("../../migrations/0015_relocations.sql"),
    ),
    (
        16,
        "pictures",
        include_str!("../../migrations/0016_pictures.sql"),
    ),
    (
        17,
        "letters",
        include_str!("../../migrations/0017_letters.sql"),
    ),
    (
        18,
        "people",
        include_str!("../../migrations/0018_people.sql"),
    ),
    (
        19,
        "brought files",
        include_str!("../../migrations/0019_brought_files.sql"),
    ),
    (
        20,
        "search",
        include_str!("../../migrations/0020_search.sql"),
    ),
    (21, "cards", include_str!("../../migrations/0021_cards.sql")),
    (
        22,
        "relays",
        include_str!("../../migrations/0022_relays.sql"),
    ),
    (
        23,
        "owners of servers",
        include_str!("../../migrations/0023_owners_of_servers.sql"),
    ),
    (
        24,
        "questions",
        include_str!("../../migrations/0024_questions.sql"),
    ),
    (
        25,
        "terms of titles",
        include_str!("../../migrations/0025_terms_of_titles.sql"),
    ),
    (26, "doors", include_str!("../../migrations/0026_doors.sql")),
    (
        27,
        "brought files",
        include_str!("../../migrations/0027_brought.sql"),
    ),
    (
        28,
        "given pictures",
        include_str!("../../migrations/0028_given_pictures.sql"),
    ),
    (
        29,
        "notes of the index",
        include_str!("../../migrations/0029_notes_of_the_index.sql"),
    ),
    (
        30,
        "saved searches",
        include_str!("../../migrations/0030_saved_searches.sql"),
    ),
    (
        31,
        "second factors",
        include_str!("../../migrations/0031_second_factors.sql"),
    ),
    (
        32,
        "request digest",
        include_str!("../../migrations/0032_request_digest.sql"),
    ),
    (
        33,
        "drafts",
        include_str!("../../migrations/0033_drafts.sql"),
    ),
    (
        34,
        "what waits",
        include_str!("../../migrations/0034_what_waits.sql"),
    ),
    (
        35,
        "passkeys",
        include_str!("../../migrations/0035_passkeys.sql"),
    ),
    (
        36,
        "mapping profiles",
        include_str!("../../migrations/0036_mapping_profiles.sql"),
    ),
    (
        37,
        "withheld pictures",
        include_str!("../../migrations/0037_withheld_pictures.sql"),
    ),
    (38, "site", include_str!("../../migrations/0038_site.sql")),
    (
        39,
        "applications",
        include_str!("../../migrations/0039_applications.sql"),
    ),
    (
        40,
        "read_anew",
        include_str!("../../migrations/0040_read_anew.sql"),
    ),
    (
        41,
        "settled_updates",
        include_str!("../../migrations/0041_settled_updates.sql"),
    ),
    (
        42,
        "amendments",
        include_str!("../../migrations/0042_amendments.sql"),
    ),
    (
        43,
        "appeals",
        include_str!("../../migrations/0043_appeals.sql"),
    ),
    (
        44,
        "answers",
        include_str!("../../migrations/0044_answers.sql"),
    ),
    (
        45,
        "proved_amendments",
        include_str!("../../migrations/0045_proved_amendments.sql"),
    ),
    (
        46,
        "visits",
        include_str!("../../migrations/0046_visits.sql"),
    ),
    (
        47,
        "copied passkeys",
        include_str!("../../migrations/0047_copied_passkeys.sql"),
    ),
    (
        48,
        "office letters",
        include_str!("../../migrations/0048_office_letters.sql"),
    ),
    (
        49,
        "rejects",
        include_str!("../../migrations/0049_rejects.sql"),
    ),
    (
        50,
        "acquainted",
        include_str!("../../migrations/0050_acquainted.sql"),
    ),
    (
        51,
        "letters of visits",
        include_str!("../../migrations/0051_letters_of_visits.sql"),
    ),
    (
        52,
        "gone inboxes",
        include_str!("../../migrations/0052_gone_inboxes.sql"),
    ),
    (
        53,
        "acquainted actors",
        include_str!("../../migrations/0053_acquainted_actors.sql"),
    ),
    (
        54,
        "next keys",
        include_str!("../../migrations/0054_next_keys.sql"),
    ),
    (
        55,
        "refused rows",
        include_str!("../../migrations/0055_refused_rows.sql"),
    ),
    (
        56,
        "newest of others",
        include_str!("../../migrations/0056_newest_of_others.sql"),
    ),
    (
        57,
        "replaced requests",
        include_str!("../../migrations/0057_replaced_requests.sql"),
    ),
    (
        58,
        "keys of people",
        include_str!("../../migrations/0058_keys_of_people.sql"),
    ),
    (
        59,
        "confirmed addresses",
        include_str!("../../migrations/0059_confirmed_addresses.sql"),
    ),
    (
        60,
        "waiting followers",
        include_str!("../../migrations/0060_waiting_followers.sql"),
    ),
    (
        61,
        "unsaved forms",
        include_str!("../../migrations/0061_unsaved_forms.sql"),
    ),
    (
        62,
        "acts in a chain",
        include_str!("../../migrations/0062_acts_in_a_chain.sql"),
    ),
];

/// Where the migrator keeps what was applied.
pub(super) const TABLE: &str = "_sqlx_migrations";

fn migrator(serial_key: &str, bytes_type: &str, terms: &Tables) -> Migrator {
    let steps = STEPS.iter().map(|&(version, title, sql)| {
        let sql = sql.replace("SERIAL_KEY", serial_key);
        let sql = sql.replace("BYTES_TYPE", bytes_type);
        let sql = sql.replace("TERMS_TABLE", terms.first);
        let sql = AssertSqlSafe(sql.replace("TITLED_TERMS", terms.present)).into_sql_str();
        Migration::new(
            version,
            Cow::Borrowed(title),
            MigrationType::Simple,
            sql,
            false,
        )
    });
    Migrator::with_migrations(steps.collect())
}

/// Brings a SQLite file up to date; a copy is made first when it holds an older schema.
pub(super) async fn sqlite(connection: &mut SqliteConnection, path: &Path) -> Result<()> {
    connection
        .ensure_migrations_table(TABLE)
        .await
        .map_err(explain)?;
    let applied = connection
        .list_applied_migrations(TABLE)
        .await
        .map_err(explain)?;
    let present = applied.iter().map(|step| step.version).max();
    if let Some(present) = present
        && applied.len() < STEPS.len()
    {
        // One copy for each schema that was left: an older one of the same gives way to this,
        // so that a step that fails at every start does not fill the disk.
        let ending = format!("{BEFORE_SCHEMA}{}-of-schema-{present}", STEPS.len());
        let copy = files::beside(path, &ending);
        tracing::info!(copy = %copy.display(), "the database is copied before its schema changes");
        backup::write(connection, &copy)
            .await
            .map_err(|error| match error {
                Error::Unavailable(reason) => Error::Unavailable(format!(
                    "the copy that is made before its schema changes failed: {reason}"
                )),
                other => other,
            })?;
    }
    let serial_key = "INTEGER PRIMARY KEY AUTOINCREMENT";
    let migrator = migrator(serial_key, "BLOB", &terms::SQLITE);
    migrator
        .run_direct(None, connection, false)
        .await
        .map_err(explain)
}

/// Brings a PostgreSQL database up to date; the migrator's lock keeps other processes out.
pub(super) async fn postgres(connection: &mut PgConnection) -> Result<()> {
    let migrator = migrator(
        "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
        "BYTEA",
        &terms::POSTGRES,
    );
    migrator
        .run_direct(None, connection, false)
        .await
        .map_err(explain)
}

fn explain(error: MigrateError) -> Error {
    match error {
        MigrateError::VersionMissing(version) => Error::invalid(
            "database.url",
            format!(
                "the database has schema {version}, this program knows {}; run a newer trenza",
                STEPS.len()
            ),
        ),
        MigrateError::Execute(inner) | MigrateError::ExecuteMigration(inner, _) => inner.into(),
        other => Error::internal(other),
    }
}
