//! What people see: the page of a search, its map and feeds, what narrows it, the list for
//! other sites, and who could meet a need.

use http::StatusCode;
use trenza::offers::{self, Purpose};
use trenza::vocabulary::{Terms, What};

use crate::town::{MILL, Town};

impl Town {
    async fn page(&self, path: &str) -> String {
        let (status, _, body) = self.get(path, "text/html").await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        assert!(
            !body.contains("style=") && !body.contains("<script"),
            "{body}"
        );
        body
    }
}

/// The addresses of the links whose text is `label`.
fn links<'p>(page: &'p str, label: &str) -> Vec<&'p str> {
    let ending = format!(">{label}</a>");
    let ends = page.match_indices(&ending).map(|(end, _)| end);
    ends.filter_map(|end| {
        let tag = page[..end].rfind("<a ")?;
        let (_, rest) = page[tag..end].split_once("href=\"")?;
        rest.split('"').next()
    })
    .collect()
}

#[tokio::test]
async fn a_search_is_narrowed_and_widened_by_links() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    town.offer(&cafe, Purpose::Need, "Transporte a la ciudad")
        .await;
    town.befriend().await;
    let home = town.page("/?lang=en").await;
    assert!(home.contains("action=\"/search\""), "{home}");
    let page = town.page("/search?lang=en").await;
    assert!(page.contains("4 were found"), "{page}");
    assert!(
        page.contains("href=\"https://lyon.example/o/1\" rel=\"external\""),
        "{page}"
    );
    let narrowed = links(&page, "Mexico (MX)");
    assert_eq!(narrowed, ["/search?territory=MX"]);
    let page = town.page("/search?territory=MX&lang=en").await;
    assert!(
        page.contains("2 were found") && !page.contains(MILL),
        "{page}"
    );
    assert!(page.contains("Café Unión") && page.contains("Transporte a la ciudad"));
    assert_eq!(links(&page, "without this"), ["/search"]);
    // Codes alone are a channel, which can be followed.
    assert!(page.contains("href=\"/t/MX/follow\""), "{page}");
    assert!(
        page.contains("/search/feed.atom?territory=MX&#38;lang=en")
            || page.contains("/search/feed.atom?territory=MX&amp;lang=en"),
        "{page}"
    );
    let page = town
        .page("/search?q=transportes&kind=need&place=Oaxaca&lang=es")
        .await;
    assert!(
        page.contains("Se encontró uno") && page.contains("Oaxaca"),
        "{page}"
    );
    let page = town.page("/search?q=nichts&lang=fr").await;
    assert!(page.contains("Rien n’a été trouvé"), "{page}");
    // Whatever is asked stands on the page as text.
    let page = town.page("/search?q=%3Cb%3E%22x&lang=en").await;
    assert!(!page.contains("<b>"), "{page}");
    let (status, _, page) = town.get("/search?type=coperative", "text/html").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("cooperative"), "{page}");
}

#[tokio::test]
async fn the_map_shows_what_the_list_shows() {
    let town = Town::open().await;
    town.cafe().await;
    town.befriend().await;
    let page = town.page("/search?lang=en").await;
    assert_eq!(page.matches("class=\"circle\"").count(), 2, "{page}");
    assert!(page.contains("look nearer"), "{page}");
    let page = town.page("/search?whose=own&lang=en").await;
    assert_eq!(page.matches("class=\"circle\"").count(), 1, "{page}");
    assert!(
        page.contains("/search?whose=own") || page.contains("whose=own"),
        "{page}"
    );
    let (status, _, svg) = town.get("/map.svg?box=45,4,46,6", "image/svg+xml").await;
    assert_eq!(
        (status, svg.matches("class=\"circle\"").count()),
        (StatusCode::OK, 1),
        "{svg}"
    );
    let (_, _, svg) = town.get("/map.svg?q=nichts", "image/svg+xml").await;
    assert!(svg.starts_with("<svg") && !svg.contains("circle"), "{svg}");
}

#[tokio::test]
async fn what_a_search_finds_is_read_in_feeds_the_newest_first() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    town.offer(&cafe, Purpose::Need, "Transporte a la ciudad")
        .await;
    town.befriend().await;
    let path = "/search/feed.json?q=union&lang=en";
    let (status, _, feed) = town.get(path, "application/json").await;
    assert_eq!(status, StatusCode::OK, "{feed}");
    let feed: serde_json::Value = serde_json::from_str(&feed).unwrap();
    let titles: Vec<&str> = feed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect();
    assert!(
        titles[0].contains("Transporte") && titles[1].contains("Café Unión"),
        "{titles:?}"
    );
    assert_eq!(titles.len(), 2);
    let (status, _, _) = town
        .get("/search/feed.ics?kind=need", "text/calendar")
        .await;
    assert_eq!(status, StatusCode::OK);
    let (status, _, _) = town.get("/search/feed.atom?kind=shops", "*/*").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_need_is_answered_with_organizations_that_could_meet_it() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    town.listed("Cooperativa de Transporte del Valle").await;
    let mut draft = trenza::registry::Draft::named(
        "Fletes Zapotecos",
        "es",
        trenza::vocabulary::EntityType::Cooperative,
    )
    .unwrap();
    draft.territory = Some("MX-OAX".parse().unwrap());
    draft.sectors = vec!["4923".parse().unwrap()];
    draft
        .summaries
        .insert("es", "Llevamos café y maíz a la ciudad")
        .unwrap();
    let carriers = town
        .change(async |tx, clock| {
            let added = trenza::registry::add(tx, clock, draft).await?;
            trenza::registry::publish(tx, clock, &added.id).await
        })
        .await;
    let need = town.offer(&cafe, Purpose::Need, "Transporte de café").await;
    let page = town.page(&format!("/offers/{}?lang=en", need.id)).await;
    assert!(
        page.contains("Organizations that could meet this"),
        "{page}"
    );
    assert!(
        page.contains(&format!("href=\"{}\"", carriers.path())),
        "{page}"
    );
    assert!(page.contains("works in: Transport and storage"), "{page}");
    assert!(
        page.contains("speaks of café") && page.contains("is in: Oaxaca"),
        "{page}"
    );
    // Those of elsewhere, and the one that seeks, are not named.
    assert!(!page.contains("Transporte del Valle"), "{page}");
    let offer = town
        .offer(&cafe, Purpose::Offer, "Transporte de café")
        .await;
    let page = town.page(&format!("/offers/{}?lang=en", offer.id)).await;
    assert!(!page.contains("could meet this"), "{page}");
    town.change(async |tx, clock| offers::close(tx, clock, &need.id, offers::Ending::Met).await)
        .await;
    let page = town.page(&format!("/offers/{}?lang=en", need.id)).await;
    assert!(!page.contains("could meet this"), "{page}");
}

#[tokio::test]
async fn a_list_stands_in_pages_of_other_sites_without_a_cookie() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    let draft = offers::Draft::titled(Purpose::Offer, "Café <b>", "es", What::Product, Terms::Sell);
    town.change(async |tx, clock| offers::add(tx, clock, &cafe.id, draft.unwrap()).await)
        .await;
    let headers = town.headers("/embed?kind=offers&lang=es").await;
    assert!(!headers.contains_key("set-cookie"), "{headers:?}");
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors *") && policy.contains("default-src 'none'"));
    let page = town.page("/embed?kind=offers&lang=es").await;
    assert!(
        page.contains("href=\"https://oax.example/offers/"),
        "{page}"
    );
    assert!(
        page.contains("target=\"_top\"") && !page.contains("<b>"),
        "{page}"
    );
    assert!(
        page.contains("https://oax.example/search?kind=offer"),
        "{page}"
    );
    let headers = town.headers("/search").await;
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn a_name_is_found_in_the_list_of_organizations_without_its_accents() {
    let town = Town::open().await;
    town.cafe().await;
    town.listed("Cafe del Sur").await;
    let page = town.page("/organizations?q=cafe+union").await;
    assert!(page.contains("Café Unión"), "{page}");
    let page = town.page("/organizations?q=cafe").await;
    assert!(
        page.contains("Café Unión") && page.contains("Cafe del Sur"),
        "{page}"
    );
    let page = town.page("/organizations?q=cafe&territory=MX").await;
    assert!(
        page.contains("Café Unión") && !page.contains("Cafe del Sur"),
        "{page}"
    );
    let long = "a".repeat(500);
    town.page(&format!("/organizations?q={long}")).await;
}
