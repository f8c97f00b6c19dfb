//! Places of a real register, read offline: the SUSY map of 1,794 initiatives in some 25
//! countries, its country spelled in about 60 ways. The file is not part of the project;
//! without it these tests say so.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops where it fails, and tells its figures"
)]

use std::path::PathBuf;

use trenza::place::{Point, country};

const FILE: &str = "registries/susy_eu.geojson";

/// The file's bytes, or `None` after saying how to get them. A folder that `TRENZA_DATA` names
/// must hold them.
fn given(file: &str) -> Option<Vec<u8>> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("TRENZA_DATA").map_or_else(beside, PathBuf::from);
    let path = folder.join(file);
    let Ok(bytes) = std::fs::read(&path) else {
        let remedy = "set TRENZA_DATA to a folder that holds it";
        let missing = format!("skipped: {} cannot be read; {remedy}", path.display());
        assert!(std::env::var_os("TRENZA_DATA").is_none(), "{missing}");
        eprintln!("{missing}");
        return None;
    };
    Some(bytes)
}

/// What a row says of its place.
struct Row {
    country: Option<String>,
    point: Point,
}

fn rows() -> Option<Vec<Row>> {
    let map: serde_json::Value = serde_json::from_slice(&given(FILE)?).unwrap();
    let features = map["features"].as_array().unwrap();
    let row = |feature: &serde_json::Value| {
        let text = |key: &str| feature["properties"][key].as_str().map(str::to_owned);
        let ordinate = |index: usize| feature["geometry"]["coordinates"][index].as_f64().unwrap();
        Row {
            country: text("addr:country"),
            point: Point {
                latitude: ordinate(1),
                longitude: ordinate(0),
            },
        }
    };
    Some(features.iter().map(row).collect())
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows are small")]
fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole as f64
}

#[test]
fn the_country_of_a_real_register_is_right_from_its_text_alone() {
    let Some(rows) = rows() else { return };
    assert_eq!(rows.len(), 1_794);
    let mut right = 0;
    let mut wrong = std::collections::BTreeMap::<_, usize>::new();
    for row in &rows {
        let read = row.country.as_deref().and_then(country::read);
        if read.is_some_and(|code| country::is_in(row.point, code)) {
            right += 1;
        } else {
            let key = (row.country.clone(), read, country::at(row.point));
            *wrong.entry(key).or_default() += 1;
        }
    }
    let share = percent(right, rows.len());
    eprintln!(
        "country from text alone: {right} of {} ({share:.2} %)",
        rows.len()
    );
    eprintln!("not right: {wrong:?}");
    assert!(share >= 94.0, "{share:.2} %: {wrong:?}");
}
