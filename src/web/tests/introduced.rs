//! How the directory introduces itself, as the office says it: its territory, and who stands
//! behind it.

use serde_json::Value;

use super::office::{admin, open, send};
use super::site::{PATH, present};
use super::*;
use crate::activitypub::documents;
use crate::people::acts;
use crate::site;

/// What the office says of its territory, and of the directory to others.
const OF_ITSELF: [(&str, &str); 8] = [
    ("version", "0"),
    ("shown-es", "y"),
    ("first", "es"),
    ("territory", "oaxaca "),
    ("card-legal_body", "Municipio de <Oaxaca>"),
    ("card-site", "https://municipio.example/"),
    ("card-kept_since", "2026-03-01"),
    ("card-attestation_policy", "Por visita.\r\nCada año."),
];

/// The form with another value in one field.
fn but<'f>(form: &[(&'f str, &'f str)], field: &str, value: &'f str) -> Vec<(&'f str, &'f str)> {
    let form = form.iter().copied();
    form.map(|(name, typed)| (name, if name == field { value } else { typed }))
        .collect()
}

#[tokio::test]
async fn the_office_says_which_territory_the_directory_serves_and_who_stands_behind_it() {
    let site = Site::set("[card]\nlegal_body = \"As set\"\n").await;
    let cookie = admin(&site).await;
    let form = open(&site, &cookie, &format!("{PATH}?lang=en")).await;
    assert!(
        form.contains("the setting of the server applies: As set"),
        "{form}"
    );
    let (status, page) = send(&site, &cookie, PATH, &OF_ITSELF).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let about = site.page("/about?lang=es").await;
    for shown in [
        "<a href=\"/t/MX-OAX\">Oaxaca</a>",
        "Municipio de &#60;Oaxaca&#62;",
        "<a href=\"https://municipio.example/\"",
        "1 de marzo de 2026",
        "Por visita.\nCada año.",
    ] {
        assert!(about.contains(shown), "{shown}: {about}");
    }
    let mut tx = site.node.db.read().await.unwrap();
    let actor = documents::body(&mut tx, "/actor").await.unwrap().unwrap();
    drop(tx);
    let actor: Value = serde_json::from_str(&actor).unwrap();
    let card = &actor["card"];
    assert_eq!(card["legalBody"], "Municipio de <Oaxaca>", "{actor}");
    assert_eq!(card["site"], "https://municipio.example/");
    assert_eq!(card["keptSince"], "2026-03-01");
    assert_eq!(card["attestationPolicy"], "Por visita.\nCada año.");
    let territory = actor["attachment"][0]["value"].as_str().unwrap();
    assert!(territory.contains("/t/MX-OAX"), "{actor}");
    let form = open(&site, &cookie, PATH).await;
    assert!(
        form.contains("value=\"Oaxaca\"") && !form.contains("(MX-OAX)"),
        "{form}"
    );
    // What is emptied is as the settings have it again.
    let mut nothing = OF_ITSELF.map(|(field, _)| (field, ""));
    nothing[..3].copy_from_slice(&[("version", "1"), ("shown-es", "y"), ("first", "es")]);
    let (status, page) = send(&site, &cookie, PATH, &nothing).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let about = site.page("/about?lang=es").await;
    assert!(
        about.contains("As set") && !about.contains("municipio.example"),
        "{about}"
    );
    let mut tx = site.node.db.read().await.unwrap();
    let acts = acts::list(&mut tx, None, 10).await.unwrap();
    assert_eq!(
        acts.iter()
            .filter(|act| act.what == "POST /office/site")
            .count(),
        2
    );
}

#[tokio::test]
async fn a_territory_that_is_none_or_one_of_several_is_asked_for_once_more() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let long = "x".repeat(1_001);
    for (field, value) in [
        ("territory", "Narnia"),
        ("territory", "Zapopan"),
        ("territory", "Q12x"),
        ("territory", "Córdoba"),
        ("card-site", "javascript:alert(1)"),
        ("card-site", "municipio.example"),
        ("card-kept_since", "ayer"),
        ("card-legal_body", &*long),
        ("card-attestation_policy", &long),
    ] {
        let form = but(&OF_ITSELF, field, value);
        let (status, page) = send(&site, &cookie, PATH, &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
        let beside = format!("id=\"{field}-wrong\"");
        assert!(page.contains(&beside) && page.contains(value), "{page}");
        let is_of_several = matches!(value, "Zapopan" | "Córdoba");
        let choices = page.contains("name=\"territory-suggested\"");
        assert_eq!(choices, is_of_several, "{value}: {page}");
    }
    assert_eq!(present(&site).await, site::Site::default());
    let mut chosen = but(&OF_ITSELF, "territory", "Córdoba");
    chosen.extend([
        ("territory-suggested-for", "Córdoba"),
        ("territory-suggested", "AR-X"),
    ]);
    let (status, page) = send(&site, &cookie, PATH, &chosen).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let kept = present(&site).await.territory;
    assert_eq!(kept.as_ref().map(Territory::as_str), Some("AR-X"));
}
