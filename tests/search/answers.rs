//! What programs get: what was found, how much there is, the next page, and refusals.

use http::StatusCode;
use serde_json::json;
use trenza::offers::Purpose;

use crate::town::{MILL, Town, mill, wheat};

#[tokio::test]
async fn what_was_found_tells_what_it_is_and_where_it_is_kept() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    let need = town
        .offer(&cafe, Purpose::Need, "Transporte a la ciudad")
        .await;
    let found = town.search("q=transportes&territory=mx-oax").await;
    let item = &found["items"][0];
    assert_eq!(item["kind"], "need");
    assert_eq!(item["url"], format!("https://oax.example{}", need.path()));
    assert_eq!(item["names"]["es"], "Transporte a la ciudad");
    assert_eq!(
        item["organization"],
        format!("https://oax.example{}", cafe.path())
    );
    assert_eq!(
        (&item["what"], &item["is_own"]),
        (&"service".into(), &true.into())
    );
    assert_eq!(
        (&found["total"], &found["has_more"]),
        (&1.into(), &false.into())
    );
    let found = town.search("").await;
    assert_eq!(found["facets"]["kind"][0]["count"], 1);
    assert_eq!(found["facets"]["territory"][0]["value"], "MX");
    let found = town.search("kind=need&theme=agroecology").await;
    assert_eq!(found["channel"], "https://oax.example/c/needs.agroecology");
}

#[tokio::test]
async fn of_others_records_only_what_makes_sense_is_told() {
    let town = Town::open().await;
    town.befriend().await;
    let need = async || {
        let found = town.search("kind=need").await;
        found["items"][0].clone()
    };
    let known = need().await;
    assert_eq!(known["names"], json!({"fr": "Nous cherchons : blé ancien"}));
    assert_eq!(
        (&known["what"], &known["terms"]),
        (&json!("product"), &json!("sell"))
    );
    assert_eq!(known["state"], "open");
    assert_eq!(known["valid_until"], "2026-10-31T00:00:00Z");
    let mut other = wheat();
    other["nameMap"] = json!({
        "fr-FR": "Blé", "\u{202e}x": "turned", "tlh": "", "quatsch": "none", "es": 7,
    });
    for (name, value) in [
        ("what", json!("<b>product</b>")),
        ("terms", json!("x".repeat(10_000))),
        ("endTime", json!("tomorrow\u{202e}")),
        ("updated", json!("2026-09-22T00:00:00Z")),
    ] {
        other[name] = value;
    }
    town.receive(MILL, "Update", other).await;
    let cleaned = need().await;
    assert_eq!(cleaned["names"], json!({"fr": "Blé"}));
    for name in ["what", "terms", "valid_until"] {
        assert!(cleaned.get(name).is_none(), "{name}: {cleaned}");
    }
    let mut elsewhere = mill();
    elsewhere["entityType"] = json!("guild-of-thieves");
    elsewhere["location"] = json!({"latitude": 450.0, "longitude": 4.84});
    elsewhere["updated"] = json!("2026-09-22T00:00:00Z");
    town.receive(MILL, "Update", elsewhere).await;
    let found = town.search("kind=organization").await;
    let item = &found["items"][0];
    assert_eq!(
        (&item["url"], &item["names"]["fr"]),
        (&json!(MILL), &json!("Le Moulin Coopératif"))
    );
    assert!(
        item.get("entity_type").is_none() && item.get("point").is_none(),
        "{item}"
    );
}

#[tokio::test]
async fn pages_of_what_was_found_lead_to_the_next() {
    let town = Town::open().await;
    for number in 0..5 {
        town.listed(&format!("Huerta {number}")).await;
    }
    let mut path = "/api/v1/search?q=huerta&limit=2".to_owned();
    let (mut pages, mut items) = (0, Vec::new());
    while !path.is_empty() {
        let (status, next, body) = town.get(&path, "application/json").await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        let page = body["items"].as_array().unwrap();
        items.extend(page.iter().map(|item| item["names"]["es"].to_string()));
        (pages, path) = (pages + 1, next);
    }
    let expected: Vec<String> = (0..5).rev().map(|n| format!("\"Huerta {n}\"")).collect();
    assert_eq!((pages, items), (3, expected));
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_with_what_can() {
    let town = Town::open().await;
    for (query, field, said) in [
        ("type=coperative", "type", "cooperative"),
        ("box=17,-97,16,-96", "box", "upside down"),
        ("near=17,-96&km=501", "km", "1 to 500"),
        ("place=Xyzzyton", "place", "Oaxaca"),
        ("colour=red", "colour", "q, kind"),
        ("after=x", "after", "begin again"),
        ("limit=0", "limit", "1 to 200"),
        ("limit=x", "limit", "50"),
    ] {
        let path = format!("/api/v1/search?{query}");
        let (status, _, body) = town.get(&path, "application/json").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{query}: {body}");
        let problem: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(problem["errors"][0]["field"], field, "{query}");
        let reason = problem["errors"][0]["reason"].as_str().unwrap();
        assert!(reason.contains(said), "{query}: {reason}");
    }
}

#[tokio::test]
async fn programs_and_feeds_are_told_which_place_was_taken_and_what_else_is_called_so() {
    let town = Town::open().await;
    let found = town.search("place=Londres&km=50").await;
    let (london, village) = (
        "London, England, United Kingdom",
        "Londres, Catamarca, Argentina",
    );
    assert_eq!(
        found["place"],
        json!({"taken_for": london, "namesakes": [village]})
    );
    let found = town.search("territory=GB").await;
    assert!(found["place"].is_null(), "{found}");
    for (query, title, about) in [
        (
            "place=Londres&km=50",
            "London, England, United Kingdom · within 50 km",
            "Other places with that name: Londres, Catamarca, Argentina",
        ),
        ("kind=need&territory=GB", "Territory: United Kingdom)", ""),
    ] {
        let path = format!("/search/feed.json?{query}&lang=en");
        let (_, _, feed) = town.get(&path, "application/json").await;
        let feed: serde_json::Value = serde_json::from_str(&feed).unwrap();
        let said = |name: &str| feed[name].as_str().unwrap().to_owned();
        assert!(said("title").contains(title), "{feed}");
        assert!(said("description").ends_with(about), "{feed}");
        let others = said("description").contains("Other places");
        assert_eq!(others, !about.is_empty(), "{feed}");
    }
}
