//! Records as an operator keeps them: organizations, offers and registers by command.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use clap::Parser;
use serde_json::Value;
use trenza::cli::{self, Cli, Report};
use trenza::clock::{Clock, Timestamp};
use trenza::error::{Error, Result};
use trenza::store::testing::fresh_url;

struct Office {
    dir: tempfile::TempDir,
    clock: Clock,
}

impl Office {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(Timestamp(1_790_000_000_000));
        let office = Self { dir, clock };
        let database = fresh_url(office.dir.path()).await.unwrap();
        let node = office.dir.path().join("node");
        let init = format!(
            "init --public-url https://a.example --listen 127.0.0.1:0 --dir {} --database {database}",
            node.display(),
        );
        office
            .ask(&init.split(' ').collect::<Vec<_>>())
            .await
            .unwrap();
        office
    }

    async fn ask(&self, words: &[&str]) -> Result<Report> {
        let config = self.dir.path().join("node").join("trenza.toml");
        let head = ["trenza", "--config", config.to_str().unwrap()];
        let cli = Cli::try_parse_from(head.iter().chain(words)).map_err(Error::internal)?;
        cli::run(cli, &self.clock).await
    }

    async fn told(&self, words: &[&str]) -> Value {
        self.ask(words).await.unwrap().json
    }

    async fn refused(&self, words: &[&str]) -> String {
        self.ask(words).await.unwrap_err().to_string()
    }

    fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        let path = self.dir.path().join(name);
        std::fs::write(&path, contents).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

const ADD: &[&str] = &[
    "org",
    "add",
    "--name",
    "Taller de Bicis",
    "--lang",
    "es",
    "--territory",
    "MX-CMX",
    "--sector",
    "9529",
    "--email",
    "taller@bicis.example",
    "--latitude",
    "19.4",
    "--longitude",
    "-99.1",
];

#[tokio::test]
async fn an_organization_is_added_changed_published_activated_and_removed() {
    let office = Office::new().await;
    let added = office.told(ADD).await;
    assert_eq!(added["handle"], "taller_de_bicis");
    assert_eq!(added["status"], "draft");
    let edit = [
        "org",
        "edit",
        "taller_de_bicis",
        "--summary",
        "Reparamos bicicletas",
    ];
    office.told(&edit).await;
    office.told(&["org", "publish", "@taller_de_bicis"]).await;
    let consent = [
        "--by",
        "Ana, presidenta",
        "--statement",
        "carta del 1 de mayo",
    ];
    office
        .told(&[&["org", "activate", "taller_de_bicis"][..], &consent].concat())
        .await;

    let id = added["id"].as_str().unwrap();
    let shown = office.ask(&["org", "show", id]).await.unwrap();
    assert!(shown.text.contains("published, active"), "{}", shown.text);
    assert_eq!(shown.json["summaries"]["es"], "Reparamos bicicletas");
    assert_eq!(shown.json["contacts"][0]["public"], false);
    let listed = office
        .told(&["org", "list", "--territory", "MX", "--standing", "active"])
        .await;
    assert_eq!(listed.as_array().unwrap().len(), 1);

    let withheld = office.ask(&["org", "suspend", id]).await.unwrap();
    assert!(
        withheld.text.contains("withdrawn for good"),
        "{}",
        withheld.text
    );
    office.told(&["org", "publish", id]).await;
    office
        .told(&["org", "dissolve", id, "--on", "2026-05-01"])
        .await;
    let refusal = office.refused(&["org", "publish", id]).await;
    assert!(refusal.contains("dissolved"), "{refusal}");
    office.told(&["org", "remove", id]).await;
    let gone = office.told(&["org", "show", id]).await;
    assert_eq!(gone["removed"], true);
    let refusal = office.refused(&["org", "show", "taller_de_bicis"]).await;
    assert!(refusal.contains("not found"), "{refusal}");
    assert_eq!(
        office
            .told(&["org", "list"])
            .await
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[tokio::test]
async fn what_an_organization_cannot_have_is_refused_by_name() {
    let office = Office::new().await;
    for (words, field) in [
        (&["--territory", "Atlantis"][..], "territory"),
        (&["--sector", "99999"], "sector"),
        (&["--type", "empire"], "entity type"),
        (&["--email", "nobody"], "contacts"),
        (&["--handle", "Admin"], "handle"),
        (&["--lang", "xx"], "language"),
        (&["--latitude", "91", "--longitude", "0"], "place.point"),
    ] {
        let refusal = office
            .refused(&[&["org", "add", "--name", "A"], words].concat())
            .await;
        assert!(refusal.contains(field), "{refusal}");
    }
    assert!(
        office
            .refused(&["org", "suspend", "nobody"])
            .await
            .contains("\"nobody\"")
    );
    assert_eq!(
        office
            .told(&["org", "list"])
            .await
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[tokio::test]
async fn an_offer_is_made_by_active_organizations_alone_and_ends() {
    let office = Office::new().await;
    office.told(ADD).await;
    office.told(&["org", "publish", "taller_de_bicis"]).await;
    let add = [
        "offer",
        "add",
        "--org",
        "taller_de_bicis",
        "--purpose",
        "offer",
        "--title",
        "40 bicicletas",
        "--text",
        "Reparadas.",
        "--lang",
        "es",
        "--what",
        "product",
        "--terms",
        "lend",
        "--territory",
        "MX-CMX",
        "--until",
        "2030-12-31",
    ];
    assert!(office.refused(&add).await.contains("active"));
    let activate = [
        "org",
        "activate",
        "taller_de_bicis",
        "--by",
        "Ana",
        "--statement",
        "carta",
    ];
    office.told(&activate).await;
    let made = office.told(&add).await;
    assert_eq!(made["valid_until"], "2030-12-31T23:59:59Z");
    let id = made["id"].as_str().unwrap();
    let edited = office
        .told(&["offer", "edit", id, "--title", "38 bicicletas"])
        .await;
    assert_eq!(edited["titles"]["es"], "38 bicicletas");
    let late = office
        .refused(&["offer", "edit", id, "--until", "2020-01-01"])
        .await;
    assert!(late.contains("valid_until"), "{late}");
    let open = [
        "offer",
        "list",
        "--org",
        "taller_de_bicis",
        "--state",
        "open",
    ];
    assert_eq!(office.told(&open).await.as_array().unwrap().len(), 1);
    assert_eq!(
        office.told(&["offer", "close", id, "--met"]).await["state"],
        "met"
    );
    assert_eq!(
        office.told(&["offer", "withdraw", id]).await["state"],
        "withdrawn"
    );
    let shown = office.ask(&["offer", "show", id]).await.unwrap();
    assert!(shown.text.contains("offer, withdrawn"), "{}", shown.text);
    assert!(
        office
            .refused(&["offer", "show", "none"])
            .await
            .contains("not found")
    );
}

/// Two invented co-operatives, one of them dissolved.
const REGISTER: &str = "\
CUK Organisation ID,Registered Number,Registrar,Registered Name,Trading Name,Legal Form,\
Registered Street,Registered City,Registered State/Province,Registered Postcode,UK Nation,\
SIC Code,Ownership Classification,Registered Status,Incorporation Date,Dissolved Date
R1,1R,FCA,Ash Limited,Ash,Society,1 High Street,Ely,Cambs,CB7 4AA,England,UKSIC07-9499,Workers,Live,9/4/1987,
R2,2R,FCA,Elm Limited,Elm,Society,2 High Street,Ely,Cambs,CB7 4AA,Narnia,UKSIC07-9499,Workers,Dead,9/4/1987,1/2/2003
";

#[tokio::test]
async fn a_register_is_tried_imported_and_read_again() {
    let office = Office::new().await;
    let file = office.file("register.csv", REGISTER);
    let tried = office
        .ask(&["import", &file, "--dry-run", "--publish"])
        .await
        .unwrap();
    assert!(tried.text.contains("nothing was changed"), "{}", tried.text);
    assert_eq!(tried.json["created"], 2);
    assert_eq!(
        office
            .told(&["org", "list"])
            .await
            .as_array()
            .unwrap()
            .len(),
        0
    );

    let done = office.ask(&["import", &file, "--publish"]).await.unwrap();
    assert_eq!(
        (&done.json["read"], &done.json["created"]),
        (&2.into(), &2.into())
    );
    assert_eq!(
        (&done.json["published"], &done.json["skipped"]),
        (&1.into(), &0.into())
    );
    assert_eq!(done.json["problems"][0]["field"], "UK Nation");
    assert!(done.text.contains("line 3, UK Nation"), "{}", done.text);
    let again = office.told(&["import", &file, "--publish"]).await;
    assert_eq!(
        (&again["unchanged"], &again["published"]),
        (&2.into(), &0.into())
    );
    let shown = office.ask(&["org", "show", "ash"]).await.unwrap();
    assert!(shown.text.contains("coops-uk R1"), "{}", shown.text);
}

#[tokio::test]
async fn an_import_is_listed_and_taken_back_once() {
    let office = Office::new().await;
    let file = office.file("register.csv", REGISTER);
    let done = office.ask(&["import", &file, "--publish"]).await.unwrap();
    let batch = done.json["batch"].as_str().unwrap().to_owned();
    assert!(done.text.contains(&batch), "{}", done.text);
    let listed = office.told(&["import", "list"]).await;
    assert_eq!(
        (&listed[0]["batch"], &listed[0]["state"]),
        (&batch.as_str().into(), &"done".into())
    );
    let undone = office.told(&["import", "undo", &batch]).await;
    assert_eq!(undone["removed"], 2);
    let refusal = office.refused(&["import", "undo", &batch]).await;
    assert!(refusal.contains("nothing to undo"), "{refusal}");
    let left = office.told(&["org", "list"]).await;
    assert_eq!(left.as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_value_written_by_hand_is_decided_by_name() {
    let office = Office::new().await;
    let file = office.file("register.csv", REGISTER);
    office.told(&["import", &file, "--publish"]).await;
    office
        .told(&["org", "edit", "ash", "--legal-form", "By hand"])
        .await;
    let shown = office.ask(&["org", "show", "ash"]).await.unwrap();
    assert!(shown.text.contains("the office"), "{}", shown.text);
    let later = office.file("later.csv", REGISTER.replace("Society,1", "Company,1"));
    let tried = office.ask(&["import", &later, "--dry-run"]).await.unwrap();
    assert!(
        tried
            .text
            .contains("ash legal_form: By hand → Company (written by hand, stays)"),
        "{}",
        tried.text
    );
    let done = office.told(&["import", &later]).await;
    assert_eq!(done["conflicts"], 1);
    let waiting = office.told(&["conflicts", "list", "ash"]).await;
    assert_eq!(
        (&waiting[0]["kept"], &waiting[0]["stated"]),
        (&"By hand".into(), &"Company".into())
    );
    let unknown = office.refused(&["conflicts", "keep", "ash", "place"]).await;
    assert!(unknown.contains("not found"), "{unknown}");
    office
        .told(&["conflicts", "keep", "ash", "legal_form"])
        .await;
    let waiting = office.told(&["conflicts", "list"]).await;
    assert_eq!(waiting.as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_table_of_ones_own_is_imported_by_its_mapping() {
    let office = Office::new().await;
    let table = office.file("padron.csv", "Folio,Nombre\n7,Café Unión\n");
    let mapping = "register = \"padron\"\nlanguage = \"es\"\nentity_type = \"cooperative\"\n\
        [columns]\nidentifier = \"Folio\"\nname = \"Nombre\"\n";
    let mapping = office.file("padron.toml", mapping);
    let done = office
        .told(&["import", &table, "--mapping", &mapping])
        .await;
    assert_eq!(done["created"], 1);
    let shown = office.ask(&["org", "show", "cafe_union"]).await.unwrap();
    assert!(shown.text.contains("padron 7"), "{}", shown.text);
    let broken = office.file("broken.toml", "register = 1\n");
    let refusal = office
        .refused(&["import", &table, "--mapping", &broken])
        .await;
    assert!(refusal.contains("mapping"), "{refusal}");
}

#[tokio::test]
async fn a_file_that_is_no_register_is_refused_and_leaves_nothing() {
    let office = Office::new().await;
    let cut = REGISTER.len() - 40;
    for (name, contents, reason) in [
        ("empty.csv", &b""[..], "empty"),
        ("sheet.xlsx", b"PK\x03\x04", "save its first sheet as CSV"),
        ("cut.csv", &REGISTER.as_bytes()[..cut], "cut off"),
        ("other.csv", b"a,b\n1,2\n", "--mapping"),
    ] {
        let file = office.file(name, contents);
        let refusal = office.refused(&["import", &file, "--publish"]).await;
        assert!(refusal.contains(reason), "{refusal}");
    }
    assert!(
        office
            .refused(&["import", "missing.csv"])
            .await
            .contains("cannot be read")
    );
    assert_eq!(
        office
            .told(&["org", "list"])
            .await
            .as_array()
            .unwrap()
            .len(),
        0
    );
}
