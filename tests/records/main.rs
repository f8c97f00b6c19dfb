//! Records as an operator keeps them: organizations, offers and registers by command.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

/// Imports.
mod imports;
/// The office.
#[path = "../support/office.rs"]
mod office;
/// Pictures.
mod pictures;

use office::Office;
use serde_json::Value;

impl Office {
    /// What a command answers to programs.
    async fn told(&self, words: &[&str]) -> Value {
        self.ask(words).await.unwrap().json
    }

    /// Why a command is refused.
    async fn refused(&self, words: &[&str]) -> String {
        self.ask(words).await.unwrap_err().to_string()
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
        withheld.text.contains("trenza offer again"),
        "{}",
        withheld.text
    );
    office.told(&["org", "publish", id]).await;
    office
        .told(&["org", "dissolve", id, "--on", "2026-05-01"])
        .await;
    let refusal = office.refused(&["org", "publish", id]).await;
    assert!(refusal.contains("dissolved"), "{refusal}");
    let removed = office.ask(&["org", "remove", id]).await.unwrap();
    let look = format!("`trenza org show {id}` lists which servers confirm");
    assert!(removed.text.contains(&look), "{}", removed.text);
    let gone = office.told(&["org", "show", id]).await;
    assert_eq!(gone["removed"], true);
    let refusal = office.refused(&["org", "show", "taller_de_bicis"]).await;
    assert!(
        refusal.contains("not found") && refusal.contains("by its id"),
        "{refusal}"
    );
    // Nobody was told of a draft, so nobody can confirm that it is gone.
    let draft = office.told(ADD).await;
    let id = draft["id"].as_str().unwrap();
    let removed = office.ask(&["org", "remove", id]).await.unwrap();
    assert!(!removed.text.contains("confirm"), "{}", removed.text);
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

#[tokio::test]
async fn two_records_become_one_the_way_round_that_was_asked_or_not_at_all() {
    let office = Office::new().await;
    let mut handles = Vec::new();
    for _ in 0..2 {
        let added = office.told(ADD).await;
        handles.push(added["handle"].as_str().unwrap().to_owned());
        office
            .told(&["org", "publish", handles.last().unwrap()])
            .await;
    }
    let [listed, active] = &*handles else {
        panic!("two were added")
    };
    let consent = ["--by", "Ana", "--statement", "carta"];
    office
        .told(&[&["org", "activate", active][..], &consent].concat())
        .await;
    let turned = office
        .refused(&["duplicates", "merge", listed, active])
        .await;
    assert!(turned.contains("the one that stays"), "{turned}");
    office.told(&["org", "show", listed]).await;
    let kept = office.told(&["duplicates", "merge", active, listed]).await;
    assert_eq!(kept["handle"], **active);
}
