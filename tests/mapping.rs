//! What the guess makes of tables that it was not written after: ten invented registers in the
//! shapes of real ones, with what a careful officer says of their columns, and real registers
//! with their known shapes put aside.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops where it fails and shows its figures"
)]

/// Real registers.
#[path = "support/given.rs"]
mod given;

use std::fs::File;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use trenza::error::Result;
use trenza::registry::import::{self, Choice, Guess, GuessedColumn, Plan};

/// The share of columns that must be right in every file.
const LEAST_RIGHT: f64 = 0.8;

#[derive(Deserialize)]
struct Truth {
    register: Vec<Register>,
}

#[derive(Deserialize)]
struct Register {
    file: String,
    language: String,
    records: usize,
    skipped: usize,
    ended: usize,
    columns: Vec<Column>,
}

#[derive(Deserialize)]
struct Column {
    header: String,
    fields: Vec<String>,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/registers")
}

/// The registers of the truth.
fn registers() -> Vec<Register> {
    let text = std::fs::read_to_string(fixtures().join("truth.toml")).unwrap();
    let truth: Truth = toml::from_str(&text).unwrap();
    truth.register
}

fn guess(path: &Path) -> Result<Guess> {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    import::open_guess(File::open(path).unwrap(), &name, &Choice::default())
}

fn read(path: &Path) -> Result<Plan> {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    import::open(File::open(path).unwrap(), &name, &Choice::default())?.to_end()
}

/// The field as the truth writes it.
fn field(column: &GuessedColumn) -> String {
    let field = column.field.map_or("", import::Field::as_str);
    match &column.language {
        Some(language) => format!("{field}:{language}"),
        None => field.to_owned(),
    }
}

fn is_right(column: &GuessedColumn, fields: &[String]) -> bool {
    let field = field(column);
    let bare = field.split(':').next().unwrap_or_default();
    // The truth has no word for short and trading names, which a mapping has.
    let may_be_name = fields
        .iter()
        .any(|known| known.is_empty() || known == "name");
    (bare == "other_name" && may_be_name)
        || fields.iter().any(|known| *known == field || known == bare)
}

/// How many of a register's columns are right, telling those that are not.
fn right(register: &Register, guess: &Guess) -> u32 {
    let mut right = 0;
    for column in &register.columns {
        let known = guess
            .columns
            .iter()
            .find(|known| known.header == column.header);
        // A column that the table leaves out, since it is empty, is one that the guess does.
        let is_right = known.map_or_else(
            || column.fields.iter().any(String::is_empty),
            |known| is_right(known, &column.fields),
        );
        if is_right {
            right += 1;
        } else {
            let taken = known.map(|known| (field(known), known.confidence));
            eprintln!(
                "  {:?} is {:?} and was taken for {taken:?}",
                column.header, column.fields
            );
        }
    }
    right
}

#[test]
fn most_columns_of_unseen_registers_are_understood_without_help() {
    let mut poor = Vec::new();
    for register in registers() {
        let guess = guess(&fixtures().join(&register.file)).unwrap();
        let right = right(&register, &guess);
        let share = f64::from(right) / f64::from(u32::try_from(register.columns.len()).unwrap());
        let percent = share * 100.0;
        eprintln!("{}: {right} columns right ({percent:.0} %)", register.file);
        if share < LEAST_RIGHT || guess.mapping.language != register.language {
            poor.push((register.file, percent, guess.mapping.language));
        }
    }
    assert!(poor.is_empty(), "{poor:?}");
}

#[test]
fn unseen_registers_withhold_what_must_not_be_published_and_know_what_has_ended() {
    let mut wrong = Vec::new();
    for register in registers() {
        let plan = read(&fixtures().join(&register.file)).unwrap();
        let ended = plan
            .entries
            .iter()
            .filter(|entry| entry.is_dissolved)
            .count();
        let found = (plan.read, plan.read - plan.entries.len(), ended);
        eprintln!(
            "{}: {} rows, {} problems, {} unknown values",
            register.file,
            plan.read,
            plan.problems.len(),
            plan.unknown.len()
        );
        let truth = (register.records, register.skipped, register.ended);
        if found != truth {
            wrong.push((register.file, found, truth));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// What columns of a register of its own folder are taken for, or `None` after saying how to
/// get it.
fn guess_of_real(file: &str) -> Option<Guess> {
    let source = Cursor::new(given::bytes(&format!("registries/{file}"))?);
    let guess = import::open_guess(source, file, &Choice::default()).unwrap();
    for column in &guess.columns {
        eprintln!(
            "  {:?}: {} ({:.2})",
            column.header,
            field(column),
            column.confidence
        );
    }
    Some(guess)
}

fn assert_taken(guess: &Guess, expected: &[(&str, &str)]) {
    for (header, expected) in expected {
        let column = guess
            .columns
            .iter()
            .find(|known| known.header == *header)
            .unwrap();
        assert_eq!(field(column), *expected, "{header}");
    }
}

#[test]
fn real_registers_are_understood_without_their_known_shapes() {
    if let Some(guess) = guess_of_real("uk_coops_2017_organisations.csv") {
        assert_taken(
            &guess,
            &[
                ("CUK Organisation ID", "identifier"),
                ("Registered Number", "register_number"),
                ("Legal Form", "legal_form"),
                ("Registered Street", "street"),
                ("Registered City", "locality"),
                ("Registered Postcode", "postal_code"),
                ("SIC Code", "sectors"),
                ("Ownership Classification", "membership_base"),
                ("Registered Status", "status"),
                ("Incorporation Date", "founded_on"),
                ("Dissolved Date", "dissolved_on"),
            ],
        );
    }
    if let Some(guess) = guess_of_real("uk_coops_2022Q2_sse_standard.csv") {
        assert_taken(
            &guess,
            &[
                ("Identifier", "identifier"),
                ("Name", "name"),
                ("Organisational Structure", "entity_type"),
                ("Street Address", "street"),
                ("Locality", "locality"),
                ("Postcode", "postal_code"),
                ("Country ID", "country"),
                ("Website", "website"),
                ("Companies House Number", "register_number"),
                ("Geo Container Latitude", "latitude"),
                ("Geo Container Longitude", "longitude"),
                ("Legal Form", "legal_form"),
            ],
        );
    }
}
