//! Places of a real register, read offline: the SUSY map of 1,794 initiatives in some 25
//! countries, its country spelled in about 60 ways. The file is not part of the project;
//! without it these tests say so.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops where it fails, and tells its figures"
)]

/// Real registers.
#[path = "support/given.rs"]
mod given;

use trenza::place::{self, Completed, Finding, Place, Point, Precision, country};

const FILE: &str = "registries/susy_eu.geojson";

/// What each row says of its place, in its own words.
fn rows() -> Option<Vec<Place>> {
    let map: serde_json::Value = serde_json::from_slice(&given::bytes(FILE)?).unwrap();
    let features = map["features"].as_array().unwrap();
    let row = |feature: &serde_json::Value| {
        let text = |key: &str| feature["properties"][key].as_str().map(str::to_owned);
        let ordinate = |index: usize| feature["geometry"]["coordinates"][index].as_f64().unwrap();
        Place {
            country: text("addr:country"),
            locality: text("addr:city"),
            postal_code: text("addr:postcode"),
            point: Some(Point {
                latitude: ordinate(1),
                longitude: ordinate(0),
            }),
            ..Place::default()
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
        if read.is_some_and(|code| country::is_in(row.point.unwrap(), code)) {
            right += 1;
        } else {
            let key = (row.country.clone(), read, country::at(row.point.unwrap()));
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

#[test]
fn with_the_coordinates_the_country_of_a_real_register_agrees_and_the_rest_is_listed() {
    let Some(rows) = rows() else { return };
    let done: Vec<Completed> = rows.iter().cloned().map(place::complete).collect();
    let agrees = |done: &&Completed| {
        let country = done.place.country.as_deref();
        country.is_some_and(|code| country::is_in(done.place.point.unwrap(), code))
    };
    let agreeing = done.iter().filter(agrees).count();
    let share = percent(agreeing, done.len());
    let placed = done.iter().filter(|done| done.territory.is_some()).count();
    eprintln!("country and coordinates agree: {agreeing} ({share:.2} %); subdivision: {placed}");
    for done in &done {
        for finding in &done.findings {
            eprintln!("  {}: {}", finding.field(), finding.phrase());
        }
    }
    assert!(share >= 99.0, "{share:.2} %");
    let slovak = |finding: &&Finding| {
        matches!(
            finding,
            Finding::CountryByPoint {
                stated: "SR",
                lies_in: "SK",
                ..
            }
        )
    };
    let findings = done.iter().flat_map(|done| &done.findings);
    assert_eq!(findings.filter(slovak).count(), 17);
    for (row, done) in rows.iter().zip(&done).filter(|(_, done)| !agrees(done)) {
        assert!(!done.findings.is_empty(), "{row:?} is not told of");
    }
}

/// The register gives both, so that what a name leads to can be measured: without its point a
/// row gets the centre of its municipality, which must be near where the row really is.
#[test]
fn a_row_without_its_point_is_placed_near_where_it_really_is() {
    let Some(rows) = rows() else { return };
    let (mut placed, mut near, mut several, mut nothing) = (0, 0, 0, 0);
    let mut far = Vec::new();
    let named: Vec<&Place> = rows
        .iter()
        .filter(|row| row.locality.is_some() && row.country.is_some())
        .collect();
    for row in &named {
        let mut without = (*row).clone();
        let real = without.point.take().unwrap();
        let done = place::complete(without);
        let is_several =
            |finding: &Finding| matches!(finding, Finding::SeveralMunicipalities { .. });
        match done.place.point {
            Some(point) => {
                assert_eq!(done.place.precision, Some(Precision::Municipality));
                placed += 1;
                let away = (point.latitude - real.latitude).abs()
                    + (point.longitude - real.longitude).abs();
                if away < 0.5 {
                    near += 1;
                } else {
                    far.push((row.locality.clone(), row.country.clone()));
                }
            }
            None if done.findings.iter().any(is_several) => several += 1,
            None => {
                nothing += 1;
                eprintln!("  not found: {:?} {:?}", row.locality, row.country);
            }
        }
    }
    eprintln!(
        "of {} with a locality: placed {placed} ({:.1} %), near {near} ({:.1} % of them), \
         namesakes {several}, not found {nothing}; far: {far:?}",
        named.len(),
        percent(placed, named.len()),
        percent(near, placed),
    );
    assert!(percent(placed, named.len()) >= 85.0);
    assert!(percent(near, placed) >= 97.0);
}

/// Every code list that is given beside the registers, in the columns that hold names.
fn list(file: &str) -> Option<Vec<std::collections::HashMap<String, String>>> {
    let bytes = given::bytes(file)?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    Some(reader.deserialize().map(|row| row.unwrap()).collect())
}

#[test]
fn the_names_that_the_united_nations_give_to_countries_are_read() {
    let Some(rows) = list("vocabularies/iso3166-1_country-codes.csv") else {
        return;
    };
    for (column, least) in [
        ("ISO3166-1-Alpha-3", 100.0),
        ("ISO3166-1-numeric", 100.0),
        ("CLDR display name", 99.0),
        ("official_name_en", 99.0),
        ("official_name_fr", 97.0),
        ("official_name_es", 97.0),
        ("UNTERM English Short", 99.0),
        ("UNTERM French Short", 97.0),
        ("UNTERM Spanish Short", 97.0),
    ] {
        let (mut right, mut unread, mut wrong) = (0, Vec::new(), Vec::new());
        for row in &rows {
            let (name, code) = (&row[column], &row["ISO3166-1-Alpha-2"]);
            match country::read(name) {
                _ if name.is_empty() => {}
                Some(read) if read == code => right += 1,
                Some(read) => wrong.push((name, read)),
                None => unread.push(name),
            }
        }
        let share = percent(right, right + unread.len() + wrong.len());
        eprintln!("{column}: {share:.1} % read, not {unread:?}");
        assert!(share >= least, "{column}: {share:.1} %, not {unread:?}");
        assert!(wrong.is_empty(), "{column}: {wrong:?}");
    }
}

/// Where a province has the name of its region (`Madrid`), the region is read.
#[test]
fn the_names_that_iso_gives_to_subdivisions_are_read() {
    let Some(rows) = list("vocabularies/iso3166-2_subdivisions_min.csv") else {
        return;
    };
    let (mut right, mut unread, mut wider) = (0, Vec::new(), Vec::new());
    for row in &rows {
        let (name, code) = (&row["name"], &row["code"]);
        assert!(place::Territory::parse(code).is_ok(), "{code} is not known");
        match place::subdivision::read(name, Some(&row["country"])) {
            Some(read) if read.as_str() == code => right += 1,
            Some(read) => wider.push(format!("{name} {code} {read}")),
            None => unread.push(format!("{name} {code}")),
        }
    }
    let share = percent(right, rows.len());
    eprintln!("subdivisions by name: {right} ({share:.1} %), wider: {wider:?}, not {unread:?}");
    assert!(share >= 96.0, "{share:.1} %");
    assert!(wider.len() <= 30, "{wider:?}");
}
