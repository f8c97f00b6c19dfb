//! What is shown of other directories, and with whose name.

use serde_json::{Value, json};

use super::*;
use crate::federation::index;
use crate::federation::peers::{self, Introduction};
use crate::federation::records::{self, Record};
use crate::web::signed_in::answering;

#[tokio::test]
async fn records_of_friends_stand_beside_ours_with_whose_they_are() {
    let site = Site::new().await;
    let now = site.node.clock.now();
    let hold = |id: &str, state: &str| Record {
        id: id.to_owned(),
        origin: "https://bilbao.example/actor".to_owned(),
        kind: "offer".to_owned(),
        owner: "https://bilbao.example/o/1".to_owned(),
        organization: Some("https://bilbao.example/o/1".to_owned()),
        purpose: Some("offer".to_owned()),
        name: format!("Bicicletas {state} {HOSTILE}"),
        territory: Some("ES-PV".to_owned()),
        body: format!("{{\"state\": \"{state}\", \"what\": \"product\", \"terms\": \"lend\"}}"),
        record_digest: String::new(),
        updated: now,
        log_seq: Some(1),
        received_at: now,
        gone: false,
        withheld: false,
        attested: false,
    };
    let mut tx = site.node.db.begin().await.unwrap();
    for record in [
        hold("https://bilbao.example/offers/1", "open"),
        hold("https://bilbao.example/offers/2", "closed"),
        hold("javascript:alert(1)", "open"),
    ] {
        records::hold(&mut tx, &record).await.unwrap();
    }
    tx.commit().await.unwrap();
    for path in ["/", "/offers?purpose=offer&what=product&territory=ES"] {
        let page = site.page(path).await;
        assert!(
            page.contains("href=\"https://bilbao.example/offers/1\""),
            "{page}"
        );
        assert!(
            page.contains("bilbao.example · Product · On loan"),
            "{page}"
        );
        for hidden in ["Bicicletas closed", "javascript:", "<script>"] {
            assert!(!page.contains(hidden), "{hidden}:\n{page}");
        }
    }
    for path in [
        "/offers?purpose=need",
        "/offers?territory=MX",
        "/organizations?q=bici",
    ] {
        assert!(!site.page(path).await.contains("bilbao.example"), "{path}");
    }
}

#[tokio::test]
async fn friendly_directories_are_named_with_their_host() {
    let site = Site::new().await;
    let (mut parts, ()) = Request::get("/friends").body(()).unwrap().into_parts();
    let reader = Reader::from_request_parts(&mut parts, &site.node)
        .await
        .unwrap();
    let friend = Friend {
        address: "https://bilbao.example/".to_owned(),
        name: HOSTILE.to_owned(),
        host: "bilbao.example".to_owned(),
        last_read: Some("2026-11-24".to_owned()),
    };
    let page = text(friends(&site.node, &reader, &[friend], None).unwrap()).await;
    assert!(
        page.contains("bilbao.example") && !page.contains("<script"),
        "{page}"
    );
}

/// What a friendly directory in Oaxaca published: an organization, or a need of one.
fn of_oaxaca(path: &str, name: &str, owner: Option<&str>, body: &Value, now: Timestamp) -> Record {
    Record {
        id: format!("https://oaxaca.example{path}"),
        origin: "https://oaxaca.example/actor".to_owned(),
        kind: owner.map_or("organization", |_| "offer").to_owned(),
        owner: format!("https://oaxaca.example{}", owner.unwrap_or(path)),
        organization: owner.map(|path| format!("https://oaxaca.example{path}")),
        purpose: owner.map(|_| "need".to_owned()),
        name: name.to_owned(),
        territory: Some("MX-OAX".to_owned()),
        body: body.to_string(),
        record_digest: String::new(),
        updated: now,
        log_seq: Some(1),
        received_at: now,
        gone: false,
        withheld: false,
        attested: false,
    }
}

/// The directory in Oaxaca, and these of its records.
async fn from_oaxaca(site: &Site, published: &[Record]) {
    let directory = Introduction {
        id: "https://oaxaca.example/actor".to_owned(),
        host: "oaxaca.example".to_owned(),
        name: Some(format!("Directorio de Oaxaca {HOSTILE}")),
        inbox: "https://oaxaca.example/inbox".to_owned(),
        registry_log: None,
    };
    let now = site.node.clock.now();
    let mut tx = site.node.db.begin().await.unwrap();
    peers::introduce(&mut tx, &directory, now).await.unwrap();
    for record in published {
        records::hold(&mut tx, record).await.unwrap();
    }
    tx.commit().await.unwrap();
    index::drain(&site.node).await.unwrap();
}

#[tokio::test]
async fn a_friends_need_says_whose_it_is_from_which_directory_and_until_when() {
    let site = Site::new().await;
    let now = site.node.clock.now();
    let need = json!({"state": "open", "what": "service", "terms": "barter",
        "nameMap": {"es": "Buscamos transporte"}, "endTime": "2026-12-30T12:00:00Z"});
    let town = json!({"address": {"addressLocality": "Juchitán", "addressCountry": "MX"}});
    let coop = json!({"entityType": "cooperative", "location": town,
        "nameMap": {"es": "Tejedoras del Istmo"}});
    let withheld = json!({"suspended": true, "nameMap": {"es": "Casa Cerrada"}});
    let mut foreign = of_oaxaca("/o/3", "Quien no es", None, &json!({}), now);
    foreign.origin = "https://mallory.example/actor".to_owned();
    from_oaxaca(
        &site,
        &[
            of_oaxaca("/o/1", "Tejedoras del Istmo", None, &coop, now),
            of_oaxaca("/o/2", "Casa Cerrada", None, &withheld, now),
            foreign,
            of_oaxaca("/offers/1", "Transporte", Some("/o/1"), &need, now),
            of_oaxaca("/offers/2", "Pan", Some("/o/2"), &need, now),
            of_oaxaca("/offers/3", "Maíz", Some("/o/3"), &need, now),
        ],
    )
    .await;
    for path in ["/", "/offers", "/search?kind=need", "/t/MX-OAX"] {
        let page = site.page(path).await;
        for said in [
            "Tejedoras del Istmo · Service · By barter or mutual credit · Oaxaca · Until ",
            "Directorio de Oaxaca &#60;script",
            "<span class=\"label\">We are looking for</span>\n<a href=\"https://oaxaca.example/offers/1\"",
            "(oaxaca.example)",
        ] {
            assert!(page.contains(said), "{path}: {said}: {page}");
        }
        for hidden in ["Casa Cerrada", "Quien no es ·", "<script>alert"] {
            assert!(!page.contains(hidden), "{path}: {hidden}: {page}");
        }
    }
    let page = site.page("/organizations?q=tejedoras").await;
    assert!(page.contains("Cooperative · Juchitán · Oaxaca"), "{page}");
}

#[tokio::test]
async fn whoever_would_answer_a_friend_without_an_account_is_told_why_and_where_else() {
    let site = Site::new().await;
    let now = site.node.clock.now();
    let need = json!({"state": "open", "what": "service", "terms": "barter"});
    from_oaxaca(
        &site,
        &[
            of_oaxaca("/o/1", "Tejedoras del Istmo", None, &json!({}), now),
            of_oaxaca("/offers/1", "Transporte", Some("/o/1"), &need, now),
        ],
    )
    .await;
    let door = |about: &str| {
        let next = answering::path(about);
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        format!("/sign-in?lang=en&next={next}")
    };
    let page = site.page(&door("https://oaxaca.example/offers/1")).await;
    for said in [
        "Tejedoras del Istmo",
        "you need an account",
        "<a href=\"https://oaxaca.example/offers/1\" dir=\"auto\">Transporte</a>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for unknown in ["https://mallory.example/offers/1", "/offers/1", ""] {
        let page = site.page(&door(unknown)).await;
        assert!(!page.contains("you need an account"), "{unknown}: {page}");
    }
}

#[tokio::test]
async fn a_list_that_shows_some_of_friends_organizations_leads_to_all_of_them() {
    let site = Site::new().await;
    let now = site.node.clock.now();
    let kind = |number| match number {
        0 => "association",
        _ => "cooperative",
    };
    let published = (0..52).map(|number| {
        let body = json!({"entityType": kind(number), "nameMap": {"es": "Milpa"}});
        of_oaxaca(&format!("/o/{number}"), "Milpa", None, &body, now)
    });
    from_oaxaca(&site, &published.collect::<Vec<_>>()).await;
    let all = "<a href=\"/search?kind=organization&#38;whose=others\">";
    let page = site.page("/organizations").await;
    assert!(
        page.contains(&format!("{all}All 52 from friendly")),
        "{page}"
    );
    assert_eq!(page.matches(">Milpa</a>").count(), 50);
    let page = site.page("/organizations?q=milpa&type=cooperative").await;
    assert!(page.contains("All 51 from friendly"), "{page}");
    let found = site
        .page("/search?q=milpa&kind=organization&type=cooperative&whose=others")
        .await;
    assert!(found.contains("51 were found"), "{found}");
    let page = site.page("/organizations?type=association").await;
    assert!(page.contains("Milpa") && !page.contains("from friendly directories, in"));
}

#[tokio::test]
async fn a_list_that_shows_some_of_friends_needs_leads_to_all_of_them() {
    let site = Site::new().await;
    let now = site.node.clock.now();
    let coop = json!({"entityType": "cooperative", "nameMap": {"es": "Tejedoras"}});
    let mut published = vec![of_oaxaca("/o/1", "Tejedoras", None, &coop, now)];
    published.extend((0..51).map(|number| {
        let what = if number == 0 { "visit" } else { "service" };
        let need = json!({"state": "open", "what": what, "terms": "barter",
            "nameMap": {"es": "Transporte"}});
        let path = format!("/offers/{number}");
        of_oaxaca(&path, "Transporte", Some("/o/1"), &need, now)
    }));
    from_oaxaca(&site, &published).await;
    let all = "/search?kind=need&#38;territory=MX-OAX&#38;whose=others";
    let page = site
        .page("/offers?purpose=need&territory=MX-OAX&lang=en")
        .await;
    assert_eq!(page.matches(">Transporte</a>").count(), 50);
    let link = format!("<a href=\"{all}\">All that friendly directories are looking for");
    assert!(page.contains(&link), "{page}");
    assert!(!page.contains("directories offer, in"), "{page}");
    let found = site
        .page(&format!("{}&lang=en", all.replace("&#38;", "&")))
        .await;
    assert!(found.contains("51 were found"), "{found}");
    let page = site.page("/?lang=en").await;
    for kind in ["offer", "need"] {
        let link = format!("<a href=\"/search?kind={kind}&#38;whose=others\">");
        assert!(page.contains(&link), "{page}");
    }
    let page = site.page("/offers?what=visit&lang=en").await;
    assert!(page.contains(">Transporte</a>"), "{page}");
    assert!(
        !page.contains("whose=others"),
        "nothing is left out: {page}"
    );
}
