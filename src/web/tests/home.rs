//! The first page, and what stands around every page.

use super::*;
use crate::federation::index;
use crate::offers::tally;
use crate::place::Point;

#[tokio::test]
async fn the_first_page_says_what_is_offered_sought_and_lacking() {
    let site = Site::new().await;
    let page = site.page("/?lang=en").await;
    for unsaid in ["Offered here", "Sought here", "Missing:"] {
        assert!(!page.contains(unsaid), "{unsaid}: {page}");
    }
    let coop = site.organization("Café Unión", true).await;
    // `Tostadora` is sought, and nobody offers its kind: the list of needs says all of that.
    let need = site.offer(&coop, "Tostadora").await;
    let page = site.page("/?lang=en").await;
    assert!(page.contains("Sought here"), "{page}");
    assert!(!page.contains("Offered here") && !page.contains("Missing:"));
    assert!(page.contains("Newest organizations") && page.contains("Café Unión"));

    let stand = async |purpose, what| {
        let mut draft = offers::Draft {
            purpose,
            what,
            ..need.stated.clone()
        };
        draft.titles = LanguageMap::of("es", "Otra cosa").unwrap();
        let mut tx = site.node.db.begin().await.unwrap();
        offers::add(&mut tx, &site.node.clock, &coop.id, draft)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        site.page("/?lang=en").await
    };
    let page = stand(Purpose::Need, What::Visit).await;
    assert!(!page.contains("Missing:"), "{page}");
    // What is offered tells what is missing from the rest of what is sought.
    let page = stand(Purpose::Offer, What::Visit).await;
    let (_, lacking) = page.split_once("Missing:").expect("what lacks");
    let (lacking, _) = lacking.split_once("</ul>").unwrap();
    let link = |what| format!("/offers?purpose=need&#38;what={what}");
    assert!(lacking.contains(&link(need.stated.what)), "{lacking}");
    assert!(!lacking.contains(&link(What::Visit)), "{lacking}");

    let page = stand(Purpose::Offer, need.stated.what).await;
    assert!(page.contains("Offered here") && page.contains("Sought here"));
    assert!(!page.contains("Missing:"), "{page}");
    // What is left out is said, and only then.
    assert!(!page.contains("Counted among"), "{page}");
    for number in 0..tally::COUNTED {
        site.offer(&coop, &format!("Tostadora {number}")).await;
    }
    let page = site.page("/?lang=en").await;
    let said = format!("Counted among the newest {} offers", tally::COUNTED);
    assert!(page.contains(&said), "{page}");
}

#[tokio::test]
async fn the_first_page_searches_as_one_types_and_shows_where_they_are() {
    let site = Site::new().await;
    let page = site.page("/").await;
    assert!(
        !page.contains("<svg") && !page.contains("<aside>"),
        "{page}"
    );
    let mut draft = Draft::named("Café", "es", EntityType::Cooperative).unwrap();
    draft.place.point = Some(Point {
        latitude: 17.06,
        longitude: -96.72,
    });
    let mut tx = site.node.db.begin().await.unwrap();
    let made = registry::add(&mut tx, &site.node.clock, draft)
        .await
        .unwrap();
    registry::publish(&mut tx, &site.node.clock, &made.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    index::drain(&site.node).await.unwrap();
    let response = site.ask("/", &[]).await;
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].clone();
    assert!(policy.to_str().unwrap().contains("script-src 'self'"));
    let page = text(response).await;
    assert!(page.contains("src=\"/assets/search.js?v="), "{page}");
    // A telephone shows the map below the search and what is new, and above the long lists; a
    // wide page beside them.
    let parts = [
        "id=\"result-part\"",
        "class=\"beside even\"",
        "id=\"newest\"",
        "<aside>",
        "<svg",
        "id=\"newest-organizations\"",
    ];
    let places = parts.map(|part| page.find(part).expect(part));
    assert!(places.is_sorted(), "{places:?}: {page}");
}

#[tokio::test]
async fn a_search_offers_distances_and_what_other_sites_take_up() {
    let site = Site::new().await;
    let page = site.page("/search?place=Lyon,+France&km=50&lang=en").await;
    assert!(
        page.contains("<option value=\"50\" selected>50 km"),
        "{page}"
    );
    assert!(
        page.contains("id=\"near-me\"") && page.contains(" hidden>Near me"),
        "{page}"
    );
    let copied = "https://directory.example/embed?\
        place=Lyon%2C+France&#38;amp;km=50&#38;amp;show=both&#38;amp;lang=en";
    assert!(page.contains(copied), "{page}");
    assert!(page.contains("<option value=\"\">25 km"), "{page}");
    let page = site.page("/search?lang=en").await;
    assert!(page.contains("<option value=\"\" selected>25 km"), "{page}");
    let page = site.page("/search?near=53.8,-1.55&km=7").await;
    assert!(page.contains("<option value=\"7\" selected>7 km"), "{page}");
    assert!(
        page.contains("name=\"near\" value=\"53.8,-1.55\""),
        "{page}"
    );
    let response = site.ask("/search?place=Lyon,+France&km=far", &[]).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(response).await.contains("id=\"km-wrong\""));
}

#[tokio::test]
async fn a_search_folds_its_lesser_fields_and_asks_a_last_day_of_offers_and_needs_alone() {
    let site = Site::new().await;
    for (asked, has_day) in [
        ("", false),
        ("?kind=organization", false),
        ("?kind=need", true),
        ("?until=2026-12-31", true),
    ] {
        let page = site.page(&format!("/search{asked}")).await;
        assert!(
            page.contains("<details class=\"narrow\"><summary>More fields"),
            "{page}"
        );
        assert_eq!(page.contains("name=\"until\""), has_day, "{asked}: {page}");
    }
    let refused = text(site.ask("/search?km=10", &[]).await).await;
    assert!(
        refused.contains("<details class=\"narrow\" open>"),
        "{refused}"
    );
}

#[tokio::test]
async fn every_page_leads_members_to_their_own_and_has_a_sign() {
    let site = Site::new().await;
    let page = site.page("/organizations").await;
    let (head, _) = page.split_once("</header>").unwrap();
    assert!(head.contains("href=\"/account\""), "{head}");
    let response = site.ask("/favicon.ico", &[]).await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "image/svg+xml");
    let sign = text(response).await;
    assert!(
        sign.starts_with("<svg") && !sign.contains("<script"),
        "{sign}"
    );
}
