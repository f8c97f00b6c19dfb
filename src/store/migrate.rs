//! The schema's history. Each step is one file under `migrations/`, written once for both
//! databases; `SERIAL_KEY` stands for what each calls a key that numbers itself, `BYTES_TYPE`
//! for what it calls bytes, and `TERMS_TABLE` for its table of full-text search.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, SqlSafeStr};

use super::backup;
use super::files::{self, BEFORE_SCHEMA};
use super::terms::{self, Tables};
use crate::error::{Error, Result};

macro_rules! step {
    ($number:literal, $name:literal, $file:literal) => {
        (
            $number,
            $name,
            include_str!(concat!("../../migrations/", $file)),
        )
    };
}

/// The steps, in order. A released step never changes.
const STEPS: &[(i64, &str, &str)] = &[
    step!(1, "foundation", "0001_foundation.sql"),
    step!(2, "sources of values", "0002_sources_of_values.sql"),
    step!(3, "one organization", "0003_one_organization.sql"),
    step!(4, "attestations", "0004_attestations.sql"),
    step!(5, "channels", "0005_channels.sql"),
    step!(6, "ends by registers", "0006_ends_by_registers.sql"),
    step!(7, "searches for pairs", "0007_searches_for_pairs.sql"),
    step!(8, "conversation", "0008_conversation.sql"),
    step!(9, "found quickly", "0009_found_quickly.sql"),
    step!(10, "restrictions", "0010_restrictions.sql"),
    step!(11, "limits", "0011_limits.sql"),
    step!(12, "admission", "0012_admission.sql"),
    step!(13, "hashtags", "0013_hashtags.sql"),
    step!(14, "profiles", "0014_profiles.sql"),
    step!(15, "relocations", "0015_relocations.sql"),
    step!(16, "pictures", "0016_pictures.sql"),
    step!(17, "letters", "0017_letters.sql"),
    step!(18, "people", "0018_people.sql"),
    step!(19, "brought files", "0019_brought_files.sql"),
    step!(20, "search", "0020_search.sql"),
    step!(21, "cards", "0021_cards.sql"),
    step!(22, "relays", "0022_relays.sql"),
    step!(23, "owners of servers", "0023_owners_of_servers.sql"),
    step!(24, "questions", "0024_questions.sql"),
    step!(25, "terms of titles", "0025_terms_of_titles.sql"),
    step!(26, "doors", "0026_doors.sql"),
    step!(27, "brought files", "0027_brought.sql"),
    step!(28, "given pictures", "0028_given_pictures.sql"),
    step!(29, "notes of the index", "0029_notes_of_the_index.sql"),
    step!(30, "saved searches", "0030_saved_searches.sql"),
    step!(31, "second factors", "0031_second_factors.sql"),
    step!(32, "request digest", "0032_request_digest.sql"),
    step!(33, "drafts", "0033_drafts.sql"),
    step!(34, "what waits", "0034_what_waits.sql"),
    step!(35, "passkeys", "0035_passkeys.sql"),
    step!(36, "mapping profiles", "0036_mapping_profiles.sql"),
    step!(37, "withheld pictures", "0037_withheld_pictures.sql"),
    step!(38, "site", "0038_site.sql"),
    step!(39, "applications", "0039_applications.sql"),
    step!(40, "read_anew", "0040_read_anew.sql"),
    step!(41, "settled_updates", "0041_settled_updates.sql"),
    step!(42, "amendments", "0042_amendments.sql"),
    step!(43, "appeals", "0043_appeals.sql"),
    step!(44, "answers", "0044_answers.sql"),
    step!(45, "proved_amendments", "0045_proved_amendments.sql"),
    step!(46, "visits", "0046_visits.sql"),
    step!(47, "copied passkeys", "0047_copied_passkeys.sql"),
    step!(48, "office letters", "0048_office_letters.sql"),
    step!(49, "rejects", "0049_rejects.sql"),
    step!(50, "acquainted", "0050_acquainted.sql"),
    step!(51, "letters of visits", "0051_letters_of_visits.sql"),
    step!(52, "gone inboxes", "0052_gone_inboxes.sql"),
    step!(53, "acquainted actors", "0053_acquainted_actors.sql"),
    step!(54, "next keys", "0054_next_keys.sql"),
    step!(55, "refused rows", "0055_refused_rows.sql"),
    step!(56, "newest of others", "0056_newest_of_others.sql"),
    step!(57, "replaced requests", "0057_replaced_requests.sql"),
    step!(58, "keys of people", "0058_keys_of_people.sql"),
    step!(59, "confirmed addresses", "0059_confirmed_addresses.sql"),
    step!(60, "waiting followers", "0060_waiting_followers.sql"),
    step!(61, "unsaved forms", "0061_unsaved_forms.sql"),
    step!(62, "acts in a chain", "0062_acts_in_a_chain.sql"),
    step!(63, "keeper", "0063_keeper.sql"),
    step!(64, "own card", "0064_own_card.sql"),
    step!(65, "rehearsed lists", "0065_rehearsed_lists.sql"),
    step!(66, "short list of terms", "0066_short_list_of_terms.sql"),
    step!(67, "asked second factors", "0067_asked_second.sql"),
    step!(68, "named in letters", "0068_named_in_letters.sql"),
];

/// Where the migrator keeps what was applied.
pub(super) const TABLE: &str = "_sqlx_migrations";

fn migrator(serial_key: &str, bytes_type: &str, terms: &Tables) -> Migrator {
    let steps = STEPS.iter().map(|&(version, title, sql)| {
        let sql = sql.replace("SERIAL_KEY", serial_key);
        let sql = sql.replace("BYTES_TYPE", bytes_type);
        let sql = sql.replace("TERMS_TABLE", terms.first);
        let sql = sql.replace("TITLED_TERMS", terms.present);
        let sql = AssertSqlSafe(sql.replace("TERMS_KEPT", terms.kept)).into_sql_str();
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

fn postgres_migrator() -> Migrator {
    let serial_key = "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY";
    migrator(serial_key, "BYTEA", &terms::POSTGRES)
}

/// A number that tells the tables of this program on PostgreSQL from those of another.
pub(super) fn postgres_mark() -> u64 {
    let mut mark = DefaultHasher::new();
    for step in postgres_migrator().iter() {
        step.checksum.hash(&mut mark);
    }
    mark.finish()
}

/// Brings a PostgreSQL database up to date; the migrator's lock keeps other processes out.
pub(super) async fn postgres(connection: &mut PgConnection) -> Result<()> {
    postgres_migrator()
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
