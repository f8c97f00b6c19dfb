//! Lists and territories by what people call places.

use super::*;
use crate::federation::index;
use crate::place::Place;

/// A listed organization that states a town and no territory.
async fn in_town(site: &Site, name: &str, town: &str, country: &str) -> Organization {
    let mut draft = Draft::named(name, "en", EntityType::Cooperative).unwrap();
    draft.place = Place {
        locality: Some(town.to_owned()),
        country: Some(country.to_owned()),
        ..Place::default()
    };
    let mut tx = site.node.db.begin().await.unwrap();
    let made = registry::add(&mut tx, &site.node.clock, draft)
        .await
        .unwrap();
    let made = registry::publish(&mut tx, &site.node.clock, &made.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    made
}

#[tokio::test]
async fn a_territorys_page_shows_the_organizations_of_its_towns() {
    let site = Site::new().await;
    in_town(&site, "Leeds Bread Co-op", "Leeds", "GB").await;
    in_town(&site, "Plymouth Energy", "Plymouth", "GB").await;
    index::drain(&site.node).await.unwrap();
    let page = site.page("/t/GB-LDS").await;
    assert!(page.contains("Leeds Bread Co-op"), "{page}");
    assert!(!page.contains("Plymouth"), "{page}");
    let page = site.page("/t/GB").await;
    assert!(
        page.contains("Leeds Bread Co-op") && page.contains("Plymouth Energy"),
        "{page}"
    );
    let page = site.page("/t/FR").await;
    assert!(!page.contains("Leeds"), "{page}");
}

#[tokio::test]
async fn the_list_of_offers_leads_to_following_it_once() {
    let site = Site::new().await;
    for (path, channel) in [
        ("/offers?lang=en", "/c/all"),
        ("/offers?purpose=need&lang=en", "/c/needs"),
    ] {
        let page = site.page(path).await;
        assert_eq!(page.matches(">Follow").count(), 1, "{page}");
        let links = format!("href=\"{channel}");
        assert_eq!(page.matches(&links).count(), 1, "{page}");
    }
    let refused = site.ask("/offers?purpose=x&lang=en", &[]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(refused).await;
    assert!(!page.contains(">Follow"), "no list was asked for: {page}");
}

#[tokio::test]
async fn lists_take_the_name_of_a_place_and_lead_to_the_search_for_a_town() {
    let site = Site::new().await;
    site.organization("Café Unión", true).await;
    in_town(&site, "Leeds Bread Co-op", "Leeds", "GB").await;
    index::drain(&site.node).await.unwrap();
    let page = site.page("/organizations?territory=Oaxaca").await;
    assert!(page.contains("Café Unión"), "{page}");
    assert!(page.contains("value=\"Oaxaca\""), "{page}");
    assert!(!page.contains("Leeds Bread"), "{page}");
    site.page("/offers?territory=Oaxaca").await;

    for (path, to) in [
        (
            "/organizations?q=bread&territory=Leeds&type=cooperative",
            "/search?kind=organization&q=bread&type=cooperative&place=Leeds",
        ),
        (
            "/offers?purpose=need&what=&territory=Leeds",
            "/search?kind=need&place=Leeds",
        ),
    ] {
        let response = site.ask(path, &[]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}");
        assert_eq!(response.headers()[header::LOCATION], to);
        let page = site.page(to).await;
        assert_eq!(page.contains("Leeds Bread"), !to.contains("need"), "{page}");
    }
}

#[tokio::test]
async fn a_region_that_no_record_names_is_searched_in_its_towns() {
    let site = Site::new().await;
    in_town(&site, "Glasgow Bakery", "Glasgow", "GB").await;
    in_town(&site, "Sheffield Bakery", "Sheffield", "GB").await;
    index::drain(&site.node).await.unwrap();
    let response = site.ask("/organizations?territory=Scotland", &[]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let to = "/search?kind=organization&place=Scotland";
    assert_eq!(response.headers()[header::LOCATION], to);
    for path in [to, "/search?q=bakery&place=Escocia&lang=es"] {
        let page = site.page(path).await;
        assert!(page.contains("Glasgow Bakery"), "{path}: {page}");
        assert!(!page.contains("Sheffield"), "{path}: {page}");
        assert!(page.contains(": <span>Scotland, "), "{path}: {page}");
    }
}

#[tokio::test]
async fn a_search_says_which_place_it_took_and_leads_to_its_namesakes() {
    let site = Site::new().await;
    let page = site
        .page("/search?kind=need&place=Londres&km=50&lang=es")
        .await;
    assert!(
        page.contains("<span>London, England, Reino Unido</span>"),
        "{page}"
    );
    assert!(page.contains("<li><span>a menos de 50 km</span>"), "{page}");
    let village = "kind=need&#38;place=Londres%2C+Catamarca%2C+Argentina&#38;km=50";
    assert!(page.contains(village), "{page}");
    assert!(page.contains("Otros lugares con ese nombre"), "{page}");
    let page = site.page("/search?place=Londres,+Argentina&lang=es").await;
    assert!(
        page.contains("<span>Londres, Catamarca, Argentina</span>"),
        "{page}"
    );
    assert!(!page.contains("Otros lugares"), "{page}");
}

#[tokio::test]
async fn a_narrowed_list_without_results_does_not_say_that_there_are_none_yet() {
    let site = Site::new().await;
    for (path, said) in [
        ("/organizations", "No organizations here yet."),
        ("/organizations?q=Unheard", "Nothing was found."),
        ("/offers", "Nothing is offered or sought here yet."),
        ("/offers?purpose=need", "Nothing was found."),
    ] {
        let page = site.page(path).await;
        assert!(page.contains(said), "{path}: {page}");
        let is_narrowed = said == "Nothing was found.";
        assert_eq!(page.contains(" yet."), !is_narrowed, "{path}: {page}");
    }
}

#[tokio::test]
async fn what_no_list_understands_comes_back_in_its_form() {
    let site = Site::new().await;
    site.organization("Café Unión", true).await;
    for (path, field, typed) in [
        ("/organizations", "territory", "Qwxyzville"),
        ("/organizations", "type", "guild"),
        ("/offers", "territory", "Qwxyzville"),
        ("/offers", "purpose", "wish"),
        ("/offers", "what", "wonders"),
    ] {
        let response = site.ask(&format!("{path}?{field}={typed}"), &[]).await;
        assert_eq!(
            response.status(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field}"
        );
        let page = text(response).await;
        assert!(page.contains(&format!("id=\"{field}-wrong\"")), "{page}");
        assert!(!page.contains("Café"), "{page}");
        if field == "territory" {
            assert!(page.contains("value=\"Qwxyzville\""), "{page}");
        }
    }
}
