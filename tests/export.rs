//! What leaves the directory comes back without a difference: by hand-made records, and by two
//! editions of a real register, which are not part of the project.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

/// Real registers.
#[path = "support/given.rs"]
mod given;

use std::io::Cursor;
use std::time::Duration;

use futures::TryStreamExt;
use trenza::clock::{Clock, Timestamp};
use trenza::export::{self, Asked, Format, View};
use trenza::registry::import::{self, Choice, Options, Problem, Report};
use trenza::registry::{self, Author, Contact, Draft, Filter, Organization, Status};
use trenza::settings::Settings;
use trenza::store::{Db, testing};

struct Office {
    db: Db,
    clock: Clock,
    settings: Settings,
    _folder: tempfile::TempDir,
}

const FORMATS: [Format; 3] = [Format::Csv, Format::Xlsx, Format::Geojson];
const PUBLISH: Options = Options {
    dry_run: false,
    publish: true,
    renamed: false,
    complete: false,
};

async fn office(name: &str) -> Office {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("public_url = \"https://{name}.example\"\n");
    Office {
        db: testing::fresh(folder.path()).await.unwrap(),
        clock: Clock::fixed(Timestamp(1_790_000_000_000)),
        settings: Settings::read(&text, "t", folder.path().to_owned(), false).unwrap(),
        _folder: folder,
    }
}

fn asked(format: Format) -> Asked {
    Asked {
        format,
        view: View::Office,
        status: None,
        register: None,
        with_contacts: false,
    }
}

impl Office {
    async fn export(&self, asked: Asked) -> Vec<u8> {
        let bytes = export::stream(&self.db, &self.settings, asked)
            .await
            .unwrap();
        let pieces: Vec<_> = bytes.try_collect().await.unwrap();
        pieces.concat()
    }

    async fn import(&self, bytes: &[u8], options: Options) -> Report {
        let source = Cursor::new(bytes.to_vec());
        let reading = import::open(source, "table", &Choice::default()).unwrap();
        let mut progress = |_: usize, _: usize| ();
        let report = import::import(&self.db, &self.clock, reading, options, &mut progress)
            .await
            .unwrap();
        self.clock.advance(Duration::from_mins(1));
        report
    }

    async fn add(&self, draft: Draft, status: Status) -> Organization {
        let mut tx = self.db.begin().await.unwrap();
        let made = registry::add(&mut tx, &self.clock, draft).await.unwrap();
        if status != Status::Draft {
            registry::publish(&mut tx, &self.clock, &made.id)
                .await
                .unwrap();
        }
        match status {
            Status::Suspended => registry::suspend(&mut tx, &self.clock, &made.id)
                .await
                .unwrap(),
            Status::Dissolved => registry::dissolve(&mut tx, &self.clock, &made.id, None)
                .await
                .unwrap(),
            Status::Draft | Status::Published => made.clone(),
        };
        tx.commit().await.unwrap();
        made
    }

    /// What is stated of every record and how far it has come, by name.
    async fn all(&self) -> Vec<(Draft, Status)> {
        let mut tx = self.db.read().await.unwrap();
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = registry::list(&mut tx, &Filter::default(), after.as_deref(), 200)
                .await
                .unwrap();
            all.extend(page.items.into_iter().map(|one| (one.stated, one.status)));
            after = page.next;
            if after.is_none() {
                return all;
            }
        }
    }
}

/// A record with all that a record can have, in the words that are hardest to carry.
fn full(name: &str) -> Draft {
    serde_json::from_value(serde_json::json!({
        "names": { "es": name, "ca": "+Freixe", "fr": "Frêne: «l’arbre»" },
        "summaries": { "es": "-uno\n\ndos; \"tres\"", "eu": "'=bat" },
        "language": "es",
        "entity_type": "cooperative",
        "legal_form": "@SCCL",
        "membership_base": "workers",
        "sectors": ["10", "47"],
        "themes": ["food", "housing"],
        "territory": "ES-CT",
        "scope": "local",
        "place": {
            "country": "ES", "region": "Barcelona", "locality": "'t Clot",
            "street": "Carrer Nou 1\n2n 1a", "postal_code": "08018", "municipality": "Q1492",
            "point": { "latitude": 41.403_629_1, "longitude": -2.174_356_000_000_001 },
            "precision": "municipality"
        },
        "website": "https://freixe.example/",
        "contacts": [
            { "kind": "email", "value": "hidden@freixe.example" },
            { "kind": "phone", "value": "+34 930 000 000", "public": true }
        ],
        "founded_on": "1999-12-31"
    }))
    .unwrap()
}

fn plain(name: &str) -> Draft {
    Draft::named(name, "en", trenza::vocabulary::EntityType::Association).unwrap()
}

async fn hand_made() -> Office {
    let office = office("one").await;
    office.add(full("=Fresno"), Status::Published).await;
    office.add(plain("Ash"), Status::Draft).await;
    office.add(plain("Elm"), Status::Suspended).await;
    office.add(plain("Oak"), Status::Dissolved).await;
    office
}

fn sorted(bytes: &[u8]) -> Vec<&str> {
    let mut lines: Vec<&str> = std::str::from_utf8(bytes).unwrap().split("\r\n").collect();
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn what_was_written_by_hand_comes_back_unchanged_to_the_node_that_it_left() {
    let office = hand_made().await;
    let before = office.all().await;
    for format in FORMATS {
        for with_contacts in [false, true] {
            let mut asked = asked(format);
            asked.with_contacts = with_contacts;
            let bytes = office.export(asked).await;
            let report = office.import(&bytes, Options::default()).await;
            assert_eq!(
                (report.read, report.unchanged, report.problems),
                (4, 4, Vec::new()),
                "{format:?}"
            );
            assert_eq!(office.all().await, before, "{format:?}");
        }
    }
}

#[tokio::test]
async fn an_empty_node_gets_the_same_records_and_publishes_none_that_was_withheld() {
    for format in FORMATS {
        let one = hand_made().await;
        let other = office("other").await;
        let mut asked = asked(format);
        asked.with_contacts = true;
        let report = other
            .import(&one.export(asked.clone()).await, Options::default())
            .await;
        assert_eq!((report.created, report.problems), (4, Vec::new()));
        let stated = |all: Vec<(Draft, Status)>| -> Vec<Draft> {
            all.into_iter().map(|(draft, _)| draft).collect()
        };
        assert_eq!(stated(other.all().await), stated(one.all().await));
        let report = other.import(&one.export(asked).await, PUBLISH).await;
        assert_eq!((report.created, report.published), (0, 2));
        let all = other.all().await;
        let reached: Vec<Status> = all.into_iter().map(|(_, status)| status).collect();
        assert_eq!(
            reached,
            [
                Status::Published,
                Status::Published,
                Status::Draft,
                Status::Dissolved
            ]
        );
    }
}

#[tokio::test]
async fn an_export_for_everybody_states_no_contacts_and_nothing_that_is_not_public() {
    let office = hand_made().await;
    let text = String::from_utf8(office.export(Asked::public(Format::Csv)).await).unwrap();
    assert!(text.contains("'=Fresno"), "{text}");
    for hidden in ["contacts", "hidden@", "930 000", "Ash", "Elm", "Oak"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    let mut public = Asked::public(Format::Csv);
    public.with_contacts = true;
    let text = String::from_utf8(office.export(public).await).unwrap();
    assert!(text.contains("public phone +34 930 000 000"), "{text}");
    assert!(!text.contains("hidden@"), "{text}");
}

#[tokio::test]
async fn a_value_that_was_spoilt_on_the_way_is_told_and_the_rest_kept() {
    let office = office("one").await;
    let table = "identifier:padron,name,language,entity_type,status,sectors,territory,contacts\n\
        1,Ash,en,association,published,10;Z9,Narnia,hidden email nobody\n\
        2,Elm,en,club,published,,,\n\
        3,Oak,en,association,gone,,,\n\
        ,Yew,en,association,published,,,\n";
    let report = office.import(table.as_bytes(), PUBLISH).await;
    assert_eq!((report.created, report.skipped), (1, 3), "{report:?}");
    let told: Vec<(u64, &str)> = report
        .problems
        .iter()
        .map(|problem| (problem.line, problem.field.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (3, "entity_type"),
            (4, "status"),
            (5, "identifier:padron"),
            (2, "sectors"),
            (2, "territory"),
            (2, "contacts")
        ]
    );
}

#[test]
fn an_unknown_format_is_refused_with_those_there_are() {
    let refusal = "pdf".parse::<Format>().unwrap_err().to_string();
    for format in Format::ALL {
        assert!(refusal.contains(format.as_str()), "{refusal}");
        assert_eq!(format.as_str().parse::<Format>().unwrap(), *format);
    }
}

#[test]
fn contacts_read_back_from_their_lines() {
    for line in ["hidden email a@b.example", "public person Ana María Gil"] {
        assert_eq!(Contact::from_line(line).unwrap().to_line(), line);
    }
    for line in [
        "",
        "secret email a@b.example",
        "public fax 1",
        "public email nobody",
    ] {
        assert!(Contact::from_line(line).is_err(), "{line}");
    }
}

/// A node that holds so many rows of both editions of the real register, one in `step`.
async fn registers(step: usize, rows: usize) -> Option<Office> {
    let one = office("one").await;
    for file in [
        "registries/uk_coops_2017_organisations.csv",
        "registries/uk_coops_2022Q2_sse_standard.csv",
    ] {
        let bytes = given::bytes(file)?;
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(reader.byte_headers().unwrap()).unwrap();
        for row in reader.byte_records().step_by(step).take(rows) {
            writer.write_record(&row.unwrap()).unwrap();
        }
        one.import(&writer.into_inner().unwrap(), PUBLISH).await;
    }
    Some(one)
}

/// What is wrong with rows, but for characters that the register itself lost, which are told
/// wherever they stand.
fn found_anew(report: &Report) -> Vec<&Problem> {
    let told = report.problems.iter();
    told.filter(|problem| !problem.reason.contains("U+FFFD"))
        .collect()
}

/// Imports an export where it came from, where it means nothing new.
async fn stays(one: &Office, export: &[u8], options: Options) {
    let before = one.all().await;
    let report = one.import(export, options).await;
    assert_eq!(found_anew(&report), Vec::<&Problem>::new());
    assert_eq!(
        (report.read, report.unchanged, report.missing),
        (before.len(), before.len(), 0)
    );
    assert!(one.all().await == before, "the records differ");
}

/// Imports an export into an empty node, whose own export is then the same.
async fn arrives(one: &Office, export: &[u8]) {
    let other = office("other").await;
    let report = other.import(export, PUBLISH).await;
    assert_eq!((report.created, report.skipped), (report.read, 0));
    assert_eq!(found_anew(&report), Vec::<&Problem>::new());
    // Records of one name have no other order than their identifiers, which are new.
    let (mine, theirs) = (
        one.export(asked(Format::Csv)).await,
        other.export(asked(Format::Csv)).await,
    );
    assert!(sorted(&mine) == sorted(&theirs), "the exports differ");
}

#[tokio::test]
async fn the_beginning_of_a_register_leaves_in_every_format_and_comes_back() {
    let Some(one) = registers(1, 250).await else {
        return;
    };
    for format in FORMATS {
        let export = one.export(asked(format)).await;
        stays(&one, &export, PUBLISH).await;
        arrives(&one, &export).await;
    }
}

#[tokio::test]
async fn a_fifth_of_a_register_is_known_again_in_every_format() {
    let Some(one) = registers(5, usize::MAX).await else {
        return;
    };
    for format in FORMATS {
        let export = one.export(asked(format)).await;
        let rehearsal = Options {
            dry_run: true,
            ..PUBLISH
        };
        stays(&one, &export, rehearsal).await;
    }
}

#[tokio::test]
#[ignore = "takes minutes: a whole register comes back in every format"]
async fn a_whole_register_leaves_in_every_format_and_comes_back() {
    let Some(one) = registers(1, usize::MAX).await else {
        return;
    };
    for format in FORMATS {
        let export = one.export(asked(format)).await;
        stays(&one, &export, PUBLISH).await;
        arrives(&one, &export).await;
    }
}

#[tokio::test]
async fn a_hands_value_that_comes_back_in_an_export_is_not_the_registers_word() {
    let office = office("one").await;
    let edition = |form: &str| {
        let headers = "identifier:padron,name,language,entity_type,status,legal_form";
        format!("{headers}\n1,Ash,en,association,published,{form}\n").into_bytes()
    };
    office.import(&edition("first"), PUBLISH).await;
    let mut tx = office.db.begin().await.unwrap();
    let ash = registry::find(&mut tx, "ash").await.unwrap();
    let mut draft = ash.stated;
    draft.legal_form = Some("by hand".to_owned());
    registry::edit(&mut tx, &office.clock, &ash.id, draft, Author::Office)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let report = office.import(&edition("second"), PUBLISH).await;
    assert_eq!(report.conflicts, 1);

    let export = office.export(asked(Format::Csv)).await;
    assert!(String::from_utf8_lossy(&export).contains("by hand"));
    stays(&office, &export, PUBLISH).await;
    let report = office.import(&edition("second"), PUBLISH).await;
    assert_eq!((report.conflicts, report.unchanged), (0, 1));
    let report = office.import(&edition("third"), PUBLISH).await;
    assert_eq!(report.conflicts, 1);
}
