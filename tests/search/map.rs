//! What the map that can be moved is made of: the same search as the list, for this site and
//! for others, and the files that its program is.

use http::StatusCode;
use serde_json::Value;

use crate::town::Town;

/// What the program of a page's map is told.
fn told(page: &str) -> Option<Value> {
    let (_, rest) = page.split_once("data-map=\"")?;
    let text = rest.split('"').next()?;
    let text = text.replace("&#34;", "\"").replace("&#38;", "&");
    serde_json::from_str(&text).ok()
}

async fn found(town: &Town, path: &str) -> u64 {
    let (status, _, body) = town.get(path, "*/*").await;
    assert_eq!(status, StatusCode::OK, "{path}: {body}");
    let all: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(all["type"], "FeatureCollection");
    let features = all["features"].as_array().unwrap();
    let found = features
        .iter()
        .map(|one| one["properties"]["found"].as_u64());
    found.map(Option::unwrap).sum()
}

#[tokio::test]
async fn the_map_holds_what_the_list_holds_under_the_same_parameters() {
    let town = Town::open().await;
    town.cafe().await;
    town.befriend().await;
    assert_eq!(found(&town, "/map.geojson").await, 3);
    assert_eq!(found(&town, "/map.geojson?whose=own&lang=es").await, 1);
    assert_eq!(found(&town, "/map.geojson?box=45,4,46,6").await, 2);
    assert_eq!(found(&town, "/map.geojson?q=nichts").await, 0);
    let (status, _, body) = town.get("/map.geojson?box=17,-97,16,-96", "*/*").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    assert!(body.contains("box"), "{body}");
}

#[tokio::test]
async fn a_near_part_of_the_map_has_its_towns_and_what_is_no_part_nothing() {
    let town = Town::open().await;
    let path = "/map/near.geojson?box=16.9,-96.9,17.2,-96.5";
    let (status, _, body) = town.get(path, "*/*").await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let all: Value = serde_json::from_str(&body).unwrap();
    let features = all["features"].as_array().unwrap();
    let oaxaca = features
        .iter()
        .find(|one| one["properties"]["name"] == "Oaxaca");
    let place = &oaxaca.unwrap()["geometry"]["coordinates"];
    assert!(place[0].as_f64().unwrap() < -96.0, "{place}");
    let (_, _, body) = town
        .get("/map/near.geojson?box=10,-100,20,-90", "*/*")
        .await;
    assert!(body.contains("\"features\":[]"), "too wide: {body}");
    for wrong in ["", "?box=", "?box=17,-97,16,-96", "?box=x"] {
        let path = format!("/map/near.geojson{wrong}");
        let (status, _, body) = town.get(&path, "*/*").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}: {body}");
        assert!(body.contains("box"), "{body}");
    }
}

#[tokio::test]
async fn the_drawn_map_of_a_town_names_it_and_its_neighbours() {
    let town = Town::open().await;
    town.cafe().await;
    let (status, _, svg) = town.get("/map.svg?place=Oaxaca&lang=es", "*/*").await;
    assert_eq!(status, StatusCode::OK);
    for said in [">Oaxaca<", "cerca de Oaxaca", " km<"] {
        assert!(svg.contains(said), "{said}: {svg}");
    }
    assert!(svg.matches("class=\"name\"").count() > 3, "{svg}");
}

#[tokio::test]
async fn the_program_of_the_map_is_there_where_it_was_built_and_led_to_the_same_search() {
    let town = Town::open().await;
    town.cafe().await;
    let (_, _, page) = town.get("/search?q=caf%C3%A9&lang=es", "text/html").await;
    let (_, _, script) = town.get("/assets/map.js", "*/*").await;
    assert!(script.contains("data-map"), "{script}");
    let Some(told) = told(&page) else {
        assert!(!page.contains("map.js"), "nothing of it is there: {page}");
        let (status, _, _) = town.get("/assets/map/land.geojson", "*/*").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        return;
    };
    assert!(page.contains("/assets/map.js?v="), "{page}");
    assert_eq!(told["places"], "/map.geojson?q=caf%C3%A9");
    assert_eq!(told["search"], "/search?q=caf%C3%A9");
    assert_eq!(told["words"]["searchHere"], "Buscar en esta parte del mapa");
    for name in ["program", "worker", "style", "terms", "land"] {
        let path = told[name].as_str().unwrap();
        let headers = town.headers(path).await;
        assert!(
            headers["cache-control"]
                .to_str()
                .unwrap()
                .contains("immutable"),
            "{path}"
        );
        let (status, _, body) = town.get(path, "*/*").await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(body.len() > 1_000, "{path} is whole: {}", body.len());
    }
    let (_, _, terms) = town.get(told["terms"].as_str().unwrap(), "*/*").await;
    assert!(terms.contains("MapLibre"), "{terms}");
    let (status, _, _) = town.get("/assets/map/other.js", "*/*").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_map_stands_in_pages_of_other_sites_without_a_cookie_and_leads_to_this_one() {
    let town = Town::open().await;
    town.cafe().await;
    let path = "/embed/map?kind=organization&lang=fr";
    let headers = town.headers(path).await;
    assert!(!headers.contains_key("set-cookie"), "{headers:?}");
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("frame-ancestors *") && policy.contains("script-src 'self'"),
        "{policy}"
    );
    let (_, _, page) = town.get(path, "text/html").await;
    assert!(
        page.contains("class=\"circle\"") && page.contains("target=\"_top\""),
        "{page}"
    );
    assert!(
        page.contains("https://oax.example/search?kind=organization"),
        "{page}"
    );
    if let Some(told) = told(&page) {
        assert_eq!(
            told["search"],
            "https://oax.example/search?lang=fr&kind=organization"
        );
    }
    let (status, _, page) = town.get("/embed/map?box=x&lang=es", "text/html").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("parte del mapa") && !page.contains("<svg"),
        "{page}"
    );
    let (_, _, page) = town.get("/embed/map?q=nichts&lang=en", "text/html").await;
    assert!(!page.contains("<svg") && !page.contains("map.js"), "{page}");
}
