//! Records in the shape of real registers: their names, descriptions, activities and places, put
//! together anew so that there are as many as are asked for and none is a real one.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use trenza::clock::Timestamp;
use trenza::place::{Place, Point, Territory};
use trenza::search::{Entry, Kind};
use trenza::vocabulary::{EntityType, Section, Terms, Theme, What};

/// What is taken of one row.
struct Row {
    name: String,
    about: String,
    language: &'static str,
    territory: Option<Territory>,
    point: Option<Point>,
    entity_type: EntityType,
}

/// The rows of the registers.
pub(super) struct Registers(Vec<Row>);

impl Registers {
    /// Reads them from the folder that `TRENZA_DATA` names, or the one beside the project.
    pub(super) fn read() -> Result<Self> {
        let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
        let named = std::env::var_os("TRENZA_DATA");
        let folder = named.map_or_else(beside, PathBuf::from).join("registries");
        let remedy = "set TRENZA_DATA to a folder that holds the registers";
        let open = |name: &str| std::fs::read(folder.join(name)).context(remedy);
        let mut rows = british(&open("uk_coops_2022Q2_sse_standard.csv")?)?;
        rows.extend(european(&open("susy_eu.geojson")?)?);
        ensure!(!rows.is_empty(), "the registers are empty");
        Ok(Self(rows))
    }

    /// A record that is like others and is none of them: the head of one name, the tail of
    /// another, what a third does, where a fourth is.
    pub(super) fn entry(&self, number: u32) -> Entry {
        let pick = |salt: u32, count: usize| {
            let mixed = (u64::from(number) + 1 + (u64::from(salt) << 32))
                .wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33;
            usize::try_from(mixed).unwrap_or(0) % count
        };
        let row = |salt: u32| self.0.get(pick(salt, self.0.len()));
        let kind = *Kind::ALL.get(pick(3, 3)).unwrap_or(&Kind::Organization);
        let updated = Timestamp(1_780_000_000_000 + i64::from(number) * 997);
        let mut entry = Entry::new(format!("https://a.example/records/{number}"), kind, updated);
        let (Some(head), Some(tail), Some(does), Some(lies)) = (row(1), row(2), row(4), row(5))
        else {
            return entry;
        };
        let title = format!("{} {}", half(&head.name, true), half(&tail.name, false));
        entry.titles = vec![(head.language.to_owned(), title)];
        entry.texts = vec![(does.language.to_owned(), does.about.clone())];
        entry.entity_type = Some(head.entity_type);
        let section = Section::ALL.get(pick(11, Section::ALL.len()));
        entry.sectors = section
            .and_then(|one| one.as_str().parse().ok())
            .into_iter()
            .collect();
        let theme = Theme::ALL.get(pick(13, Theme::ALL.len()));
        let theme = theme.map(|one| one.as_str().to_owned());
        entry.themes = theme.into_iter().collect();
        if kind != Kind::Organization {
            entry.what = What::ALL.get(pick(15, What::ALL.len())).copied();
            entry.terms = Terms::ALL.get(pick(17, Terms::ALL.len())).copied();
            entry.stands = !number.is_multiple_of(4);
        }
        let place = Place {
            point: lies.point,
            ..Place::default()
        };
        entry.stand_in(lies.territory.as_ref(), &place);
        entry
    }
}

/// The first or the second half of the words of a name.
fn half(name: &str, is_first: bool) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (first, second) = words.split_at(words.len().div_ceil(2));
    if is_first {
        first.join(" ")
    } else {
        second.join(" ")
    }
}

fn british(bytes: &[u8]) -> Result<Vec<Row>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers()?.clone();
    let at = |name: &str| headers.iter().position(|header| header == name);
    let column = |name: &str| at(name).with_context(|| format!("no column {name}"));
    let (name, region, sector) = (column("Name")?, column("Region")?, column("Sector")?);
    let (section, owners) = (column("SIC Section")?, column("Ownership Classification")?);
    let (latitude, longitude) = (column("Latitude")?, column("Longitude")?);
    let locality = column("Locality")?;
    let nations = ["GB-ENG", "GB-ENG", "GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR"];
    let mut rows = Vec::new();
    for (number, record) in reader.records().enumerate() {
        let record = record?;
        let of = |column: usize| record.get(column).unwrap_or_default();
        let about = [sector, section, owners, locality, region]
            .map(of)
            .join(". ");
        let nation = nations.get(number % nations.len()).copied().unwrap_or("GB");
        rows.push(Row {
            name: of(name).to_owned(),
            about,
            language: "en",
            territory: Territory::parse(nation).ok(),
            point: point(of(latitude).parse().ok(), of(longitude).parse().ok()),
            entity_type: EntityType::Cooperative,
        });
    }
    Ok(rows)
}

fn european(bytes: &[u8]) -> Result<Vec<Row>> {
    let read: Value = serde_json::from_slice(bytes)?;
    let features = read.get("features").and_then(Value::as_array);
    let mut rows = Vec::new();
    for feature in features.context("no features")? {
        let text = |name: &str| {
            let value = feature.get("properties").and_then(|all| all.get(name));
            value.and_then(Value::as_str).unwrap_or_default()
        };
        let at = |number: usize| {
            let place = feature
                .get("geometry")
                .and_then(|one| one.get("coordinates"));
            place
                .and_then(|place| place.get(number))
                .and_then(Value::as_f64)
        };
        let country = text("addr:country");
        let language = match country {
            "IT" => "it",
            "ES" => "es",
            "FR" => "fr",
            "PT" => "pt",
            "DE" | "AT" => "de",
            _ => "en",
        };
        rows.push(Row {
            name: text("name").to_owned(),
            about: format!("{}. {}", text("description"), text("type_of_initiative")),
            language,
            territory: Territory::parse(country).ok(),
            point: point(at(1), at(0)),
            entity_type: EntityType::Association,
        });
    }
    Ok(rows)
}

fn point(latitude: Option<f64>, longitude: Option<f64>) -> Option<Point> {
    let (latitude, longitude) = (latitude?, longitude?);
    Some(Point {
        latitude,
        longitude,
    })
}
