//! Two real registers as linked data: both forms of many records, read by parsers that know
//! nothing of each other.

use std::io::Cursor;

use trenza::registry::import::{self, Choice, Options};

use crate::directory::{Directory, graph, triples};
use crate::{given, murmurations};

/// Every fifth row of a table: parsers of a debug build would take minutes for all of them.
fn some_of(table: &[u8]) -> Vec<u8> {
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(table);
    let mut some = csv::Writer::from_writer(Vec::new());
    for row in rows.byte_records().step_by(5) {
        some.write_byte_record(&row.unwrap()).unwrap();
    }
    some.into_inner().unwrap()
}

/// Imports a register and reads its records in both forms, and as profiles.
async fn states_the_same_in_both_forms(file: &str) {
    let Some(bytes) = given::bytes(file) else {
        return;
    };
    let bytes = some_of(&bytes);
    let directory = Directory::new().await;
    let reading = import::open(Cursor::new(bytes), file, &Choice::default()).unwrap();
    let options = Options {
        publish: true,
        ..Options::default()
    };
    let (db, clock) = (&directory.node.db, &directory.node.clock);
    let report = import::import(db, clock, reading, options, &mut |_, _| {})
        .await
        .unwrap();
    let turtle = triples(&directory.text("/data/organizations.ttl").await);
    let json = graph(&directory.text("/data/organizations.jsonld").await);
    let differ: Vec<_> = turtle.symmetric_difference(&json).take(10).collect();
    assert!(differ.is_empty(), "{file}: {differ:#?}");
    let class = "<http://www.w3.org/ns/org#Organization>";
    let organizations = turtle.iter().filter(|one| one.ends_with(class));
    assert_eq!(organizations.count(), report.published, "{file}");
    let read = murmurations::same_as_kept(&directory).await;
    assert_eq!(read, report.published, "{file}");
}

#[tokio::test]
async fn the_register_of_2017_states_the_same_in_both_forms() {
    states_the_same_in_both_forms("registries/uk_coops_2017_organisations.csv").await;
}

#[tokio::test]
async fn the_register_of_2022_states_the_same_in_both_forms() {
    states_the_same_in_both_forms("registries/uk_coops_2022Q2_sse_standard.csv").await;
}
