//! Attestations, memberships and links to a record, as an office keeps them by command.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use serde_json::json;
use trenza::cli::Answer;
use trenza::error::Result;

/// The office.
#[path = "support/office.rs"]
mod office;

/// An office that lists two organizations, `taller` and `union`. Its commands are one text,
/// and what is one argument has no space in it.
struct Office(office::Office);

impl Office {
    async fn new() -> Self {
        let office = Self(office::Office::new().await);
        for name in ["taller", "union"] {
            office.told(&format!("org add --name {name}")).await;
            office.told(&format!("org publish {name}")).await;
        }
        office
    }

    async fn ask(&self, words: &str) -> Result<Answer> {
        self.0.ask(&words.split(' ').collect::<Vec<_>>()).await
    }

    async fn told(&self, words: &str) -> Answer {
        self.ask(words).await.unwrap()
    }

    async fn refused(&self, words: &str) -> String {
        self.ask(words).await.unwrap_err().to_string()
    }
}

const SAID: &str = "--by Oficina --statement Es-cooperativa";

#[tokio::test]
async fn the_office_attests_refuses_revokes_and_lists() {
    let office = Office::new().await;
    let attest = format!("org attest taller {SAID} --method visita --until 2027-01-31");
    let made = office.told(&attest).await;
    assert_eq!(made.json["state"], "valid");
    assert_eq!(made.json["kind"], "office");
    let refuse = format!(
        "org refuse taller {SAID} --kind network --method visita --reason faltan-estatutos"
    );
    office.told(&refuse).await;
    let listed = office.told("org attestations @taller").await;
    assert!(
        listed.text.contains("refused") && listed.text.contains("valid"),
        "{}",
        listed.text
    );
    let number = made.json["id"].as_str().unwrap();
    let revoked = office
        .told(&format!("org revoke {number} --reason cerrada"))
        .await;
    assert_eq!(revoked.json["state"], "revoked");

    for (words, said) in [
        (format!("org attest nadie {SAID} --method visita"), "nadie"),
        (format!("{attest} --on 2027-02-01"), "has not come yet"),
        (format!("{attest} --kind emperor"), "emperor"),
        (
            format!("org refuse taller {SAID} --method visita"),
            "--reason",
        ),
        (
            format!("org refuse taller {SAID} --reason falta"),
            "--method",
        ),
        ("org revoke none --reason x".to_owned(), "none"),
    ] {
        let refusal = office.refused(&words).await;
        assert!(refusal.contains(said), "{refusal}");
    }
}

#[tokio::test]
async fn a_membership_waits_until_the_office_confirms_each_side() {
    let office = Office::new().await;
    let add = "membership add --member taller --body union --role delegate --since 2020-01-01";
    let made = office.told(add).await;
    let number = made.json["id"].as_str().unwrap().to_owned();
    let state = async || office.told("membership list union").await.text;
    assert!(state().await.contains("waits for @taller and @union"));
    for side in ["taller", "union"] {
        let confirm = format!("membership confirm {number} --for {side}");
        let told = office.told(&confirm).await.text;
        assert!(
            told.contains(&format!("the side of @{side} is confirmed")),
            "{told}"
        );
        assert_eq!(
            told.contains("waits for @union"),
            side == "taller",
            "{told}"
        );
    }
    assert!(state().await.contains("confirmed"));
    assert!(office.refused(add).await.contains("exists already"));
    let itself = "membership add --member taller --body https://a.example/@taller";
    assert!(office.refused(itself).await.contains("itself"));
    let abroad = format!("membership confirm {number} --for https://b.example/o/1");
    assert!(
        office
            .refused(&abroad)
            .await
            .contains("confirms its side by itself")
    );
    office
        .told(&format!("membership end {number} --on 2026-01-31"))
        .await;
    assert!(state().await.contains("2026-01-31"));
}

#[tokio::test]
async fn a_link_is_shown_once_and_names_who_receives_it() {
    let office = Office::new().await;
    let made = office.told("org claim-link taller --for Ana").await;
    let link = made.json["link"].as_str().unwrap();
    assert!(link.starts_with("https://a.example/claim/"), "{link}");
    assert!(made.text.contains("give it to Ana") && made.text.contains(link));
    office
        .told("org activate taller --by Ana --statement carta")
        .await;
    let refusal = office.refused("org claim-link taller --for Ana").await;
    assert!(refusal.contains("active already"), "{refusal}");
}

#[tokio::test]
async fn links_are_listed_with_whom_they_are_for_and_without_their_secrets() {
    let office = Office::new().await;
    assert_eq!(office.told("org claims taller").await.json, json!([]));
    let made = office.told("org claim-link taller --for Ana").await;
    let listed = office.told("org claims @taller").await;
    assert_eq!(listed.json.as_array().unwrap().len(), 1, "{}", listed.json);
    assert_eq!(listed.json[0]["id"], made.json["id"]);
    assert_eq!(listed.json[0]["made_for"], "Ana");
    assert_eq!(listed.json[0]["used_at"], json!(null));
    let link = made.json["link"].as_str().unwrap();
    let secret = link.rsplit('/').next().unwrap();
    assert!(!listed.text.contains(secret) && !listed.json.to_string().contains(secret));
    assert_eq!(office.told("org claims union").await.json, json!([]));
    let unknown = office.refused("org claims nadie").await;
    assert!(
        unknown.contains("nadie") && unknown.contains("`trenza org list`"),
        "{unknown}"
    );
}
