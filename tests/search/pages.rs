//! What people see: the page of a search, its map and feeds, what narrows it, the list for
//! other sites.

use http::StatusCode;
use trenza::offers::{self, Purpose};
use trenza::registry;
use trenza::vocabulary::{EntityType, Terms, What};

use crate::town::{MILL, Town};

impl Town {
    pub(crate) async fn page(&self, path: &str) -> String {
        let (status, _, body) = self.get(path, "text/html").await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        assert!(
            !body.contains("style=") && !body.contains("<script>"),
            "{body}"
        );
        body
    }
}

/// The addresses of the links whose text is `label`.
pub(crate) fn links<'p>(page: &'p str, label: &str) -> Vec<&'p str> {
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
async fn an_organization_is_shown_on_a_map_where_its_point_is_known() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    let page = town.page(&format!("{}?lang=es", cafe.path())).await;
    let picture = "src=\"/map/place.svg?near=17.0600,-96.7200\"";
    assert!(page.contains(picture), "{page}");
    assert!(page.contains("alt=\"Mapa: Oaxaca de Juárez\""), "{page}");
    assert!(
        page.contains("href=\"/search?near=17.0600,-96.7200&#38;km=5\""),
        "{page}"
    );
    let path = "/map/place.svg?near=17.0600,-96.7200";
    let (status, _, svg) = town.get(path, "*/*").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(town.headers(path).await["content-type"], "image/svg+xml");
    assert!(
        svg.starts_with("<svg ") && svg.contains(">Oaxaca<"),
        "{svg}"
    );
    let (status, _, _) = town.get("/map/place.svg?near=here", "*/*").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);

    let nowhere = town.listed("Sin lugar").await;
    let page = town.page(&nowhere.path()).await;
    assert!(!page.contains("/map/place.svg"), "{page}");
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
    let narrowed = links(&page, "Mexico");
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
}

#[tokio::test]
async fn words_that_mean_a_code_lead_to_all_that_has_it() {
    let town = Town::open().await;
    town.cafe().await;
    for (query, label, address) in [
        ("q=energies&lang=en", "Energy", "/search?theme=energy"),
        (
            "q=comercio&lang=es&kind=need",
            "Comercio al por mayor",
            "/search?kind=need&#38;sector=G",
        ),
        // The other words go on narrowing.
        (
            "q=coffee+Oaxaca&lang=en",
            "Product",
            "/search?q=Oaxaca&#38;what=product",
        ),
    ] {
        let page = town.page(&format!("/search?{query}")).await;
        assert!(page.contains(&format!("href=\"{address}\"")), "{page}");
        assert!(page.contains(label), "{page}");
    }
    for query in ["q=xyz&lang=en", "lang=en"] {
        let page = town.page(&format!("/search?{query}")).await;
        assert!(!page.contains("id=\"meant\""), "{query}: {page}");
    }
}

#[tokio::test]
async fn a_search_that_cannot_be_understood_stands_in_the_form_with_what_to_mend() {
    let town = Town::open().await;
    town.cafe().await;
    for (query, field, typed, said) in [
        (
            "place=Xyzzyton",
            "place",
            "Xyzzyton",
            "no se conoce ningún lugar",
        ),
        ("place=Cartagena", "place", "Cartagena", "Colombia"),
        ("box=17,-97,16,-96", "box", "17,-97,16,-96", "sur, oeste"),
        ("until=ma%C3%B1ana", "until", "mañana", "2026-12-31"),
        ("near=95,0&km=5", "near", "95,0", "latitud"),
        ("place=Lyon&km=900", "km", "900", "de 1 a 500"),
        (
            "place=Oaxaca&box=17,-97,18,-96",
            "box",
            "17,-97,18,-96",
            "un solo lugar",
        ),
        ("territory=Barcelona", "territory", "Barcelona", "MX-OAX"),
        ("type=coperative", "type", "coperative", "La lista no tiene"),
    ] {
        let path = format!("/search?q=caf%C3%A9&{query}&lang=es");
        let (status, _, page) = town.get(&path, "text/html").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(page.contains("value=\"café\""), "{query}: {page}");
        assert!(
            page.contains(&format!("value=\"{typed}\"")),
            "{query}: {page}"
        );
        let (_, beside) = page
            .split_once(&format!("id=\"{field}-wrong\""))
            .unwrap_or_else(|| panic!("{query}: {page}"));
        let beside = beside.split("</span>").next().unwrap();
        assert!(beside.contains(said), "{query}: {beside}");
        assert!(page.contains(&format!("aria-describedby=\"{field}-wrong\"")));
        // A wrong search finds nothing, and is no page to be found by.
        assert!(
            !page.contains("Café Unión") && page.contains("noindex"),
            "{page}"
        );
    }
    let (status, _, page) = town.get("/search?until=x&box=y&lang=fr", "text/html").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("id=\"until-wrong\"") && page.contains("id=\"box-wrong\""));
    let (status, _, page) = town.get("/search?after=x&lang=en", "text/html").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Search again from the beginning"), "{page}");
    // What other sites add to links asks nothing.
    let page = town.page("/search?q=cafe&utm_source=x&lang=es").await;
    assert!(page.contains("Café Unión"), "{page}");
    let (status, _, page) = town.get("/embed?box=x&lang=es", "text/html").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("parte del mapa") && !page.contains("Café"),
        "{page}"
    );
}

#[tokio::test]
async fn the_box_of_kinds_and_what_narrows_by_them_have_names_of_their_own() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    town.offer(&cafe, Purpose::Offer, "Café tostado").await;
    for (language, of_box, of_facet) in [
        ("en", "Among", "Kind of record"),
        ("es", "Entre", "Clase de ficha"),
        ("fr", "Parmi", "Genre de fiche"),
        ("pt", "Entre", "Tipo de ficha"),
    ] {
        let page = town.page(&format!("/search?lang={language}")).await;
        assert!(page.contains(&format!("<label>{of_box} <select")), "{page}");
        assert!(
            page.contains(&format!("<summary>{of_facet}</summary>")),
            "{page}"
        );
    }
}

#[tokio::test]
async fn what_most_organizations_speak_of_is_no_reason_to_name_one() {
    let town = Town::open().await;
    let cafe = town.cafe().await;
    for name in ["Luna", "Monte", "Piedra", "Río", "Sol"] {
        let mut draft = registry::Draft::named(name, "es", EntityType::Cooperative).unwrap();
        draft.territory = Some("MX-OAX".parse().unwrap());
        let carries = if name == "Sol" {
            " Llevamos maíz."
        } else {
            ""
        };
        let text = format!("Organización inventada.{carries}");
        draft.summaries.insert("es", &text).unwrap();
        town.change(async |tx, clock| {
            let added = registry::add(tx, clock, draft).await?;
            registry::publish(tx, clock, &added.id).await
        })
        .await;
    }
    let need = town
        .offer(&cafe, Purpose::Need, "Inventado: quienes lleven maíz")
        .await;
    let page = town.page(&format!("/offers/{}?lang=es", need.id)).await;
    assert!(page.contains("habla de"), "{page}");
    assert!(page.contains("maíz"), "{page}");
    assert!(
        !page.contains("habla de inventado") && !page.contains("Luna"),
        "{page}"
    );
    assert!(
        !page.contains("quienes,") && !page.contains("de quienes"),
        "{page}"
    );
}

#[tokio::test]
async fn the_map_shows_what_the_list_shows() {
    let town = Town::open().await;
    town.cafe().await;
    town.befriend().await;
    let page = town.page("/search?lang=en").await;
    assert_eq!(page.matches("class=\"circle\"").count(), 2, "{page}");
    assert!(page.contains("zoom in"), "{page}");
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
