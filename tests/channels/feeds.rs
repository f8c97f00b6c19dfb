//! Feeds, read by parsers of other hands.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use feed_rs::model::Feed;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;
use trenza::app;
use trenza::federation::peering;
use trenza::offers::{self, Purpose};
use trenza::text::LanguageMap;
use trenza::vocabulary::{Terms, What};

use crate::OFFERS;
use crate::calendar::{events, until};
use crate::town::{PEER, Town};

pub(crate) const FORMATS: [(&str, &str); 4] = [
    ("feed.atom", "application/atom+xml"),
    ("feed.rss", "application/rss+xml"),
    ("feed.json", "application/feed+json"),
    ("feed.ics", "text/calendar"),
];
const HOSTILE: &str = "]]> <script>alert(1)</script> & \"a\"; b, c\\ \u{FFFE}\u{202E}";

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

pub(crate) async fn ask(town: &Town, path: &str, headers: &[(header::HeaderName, &str)]) -> Answer {
    let path = path.strip_prefix("https://oax.example").unwrap_or(path);
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let routes = app::routes(&town.node).with_state(Arc::clone(&town.node));
    let response = routes
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let body = response.into_body().collect().await.unwrap().to_bytes();
    Answer {
        status,
        headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

/// A feed, as a parser understands it.
pub(crate) async fn feed(town: &Town, path: &str) -> Feed {
    let answer = ask(town, path, &[]).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    feed_rs::parser::parse(answer.body.as_bytes()).unwrap()
}

pub(crate) fn titles(feed: &Feed) -> Vec<String> {
    let title = |entry: &feed_rs::model::Entry| entry.title.clone().unwrap().content;
    feed.entries.iter().map(title).collect()
}

fn link(feed: &Feed, rel: &str) -> Option<String> {
    let link = feed
        .links
        .iter()
        .find(|link| link.rel.as_deref() == Some(rel));
    link.map(|link| link.href.clone())
}

#[tokio::test]
async fn every_list_can_be_read_by_readers_of_feeds() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    let need = town.offer(&cafe, Purpose::Need, "Transporte").await;
    town.publish().await;
    let (offer, need) = (town.node.url(&offer.path()), town.node.url(&need.path()));
    let organization = town.node.url(&cafe.path());
    let both = vec![need.clone(), offer.clone()];
    for (list, ids) in [
        ("", both.clone()),
        ("/offers", both.clone()),
        ("/t/MX-OAX", both.clone()),
        ("/t/MX", both.clone()),
        (OFFERS, vec![offer.clone()]),
        ("/c/needs", vec![need.clone()]),
        (&cafe.path(), both.clone()),
        ("/organizations", vec![organization]),
    ] {
        for (ending, media_type) in &FORMATS[..3] {
            let path = format!("{list}/{ending}");
            let answer = ask(&town, &path, &[]).await;
            let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
            assert!(kind.starts_with(media_type), "{path}: {kind}");
            let read = feed(&town, &path).await;
            let found: Vec<&str> = read.entries.iter().map(|entry| entry.id.as_str()).collect();
            assert_eq!(found, ids, "{path}");
            for (entry, id) in read.entries.iter().zip(&ids) {
                assert_eq!(&entry.links[0].href, id);
                assert!(entry.published.is_some());
            }
            assert!(read.title.unwrap().content.contains("Oaxaca"), "{path}");
        }
    }
    // The same filters as on the page.
    let needs = feed(
        &town,
        "/offers/feed.atom?purpose=need&territory=&what=service&lang=en",
    )
    .await;
    assert_eq!(titles(&needs), ["We are looking for: Transporte"]);
    assert_eq!(
        link(&needs, "alternate").unwrap(),
        "https://oax.example/offers?purpose=need&what=service"
    );
    let named = feed(&town, "/organizations/feed.json?q=uni%C3%B3n").await;
    assert_eq!(named.entries.len(), 1);
    assert!(
        feed(&town, "/organizations/feed.json?q=tienda")
            .await
            .entries
            .is_empty()
    );
}

#[tokio::test]
async fn a_long_list_comes_in_pages_that_repeat_and_leave_out_nothing() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    for number in 0..53 {
        town.offer(&cafe, Purpose::Offer, &format!("Costal {number:02}"))
            .await;
    }
    town.publish().await;
    for list in ["/offers", "/t/MX-OAX", &cafe.path()] {
        for (ending, _) in &FORMATS[..2] {
            let first = feed(&town, &format!("{list}/{ending}?lang=es")).await;
            assert_eq!(first.entries.len(), 50, "{list}");
            let rest = feed(&town, &link(&first, "next").unwrap()).await;
            assert_eq!(
                link(&rest, "first"),
                link(&first, "self"),
                "{list}/{ending}"
            );
            assert_eq!(link(&rest, "next"), None);
            let mut all = titles(&first);
            all.extend(titles(&rest));
            let wanted = (0..53).rev().map(|n| format!("Ofrecemos: Costal {n:02}"));
            assert_eq!(all, wanted.collect::<Vec<_>>());
        }
        let json = ask(&town, &format!("{list}/feed.json"), &[]).await.body;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let next = feed(&town, json["next_url"].as_str().unwrap()).await;
        assert_eq!(next.entries.len(), 3);
    }
    let wrong = ask(&town, "/offers/feed.atom?after=nonsense", &[]).await;
    assert_eq!(wrong.status, 422);
}

#[tokio::test]
async fn whoever_has_the_present_feed_is_told_so_without_it() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    town.wait(Duration::from_mins(5));
    for (ending, _) in FORMATS {
        // A slice may carry what friends say, of whose changes no date here tells.
        let slice = ask(&town, &format!("/t/MX-OAX/{ending}"), &[]).await;
        assert!(slice.headers.contains_key(header::ETAG));
        assert!(!slice.headers.contains_key(header::LAST_MODIFIED));
        let path = format!("/offers/{ending}");
        let answer = ask(&town, &path, &[]).await;
        let tag = answer.headers[header::ETAG].to_str().unwrap();
        let date = answer.headers[header::LAST_MODIFIED].to_str().unwrap();
        for held in [
            &[(header::IF_NONE_MATCH, tag)][..],
            &[(header::IF_MODIFIED_SINCE, date)],
        ] {
            let again = ask(&town, &path, held).await;
            assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
        }
        // Another tag counts, whatever the date says.
        let other = [
            (header::IF_NONE_MATCH, "\"x\""),
            (header::IF_MODIFIED_SINCE, date),
        ];
        assert_eq!(ask(&town, &path, &other).await.status, 200);
    }
    let before = ask(&town, "/offers/feed.atom", &[]).await;
    let date = before.headers[header::LAST_MODIFIED].to_str().unwrap();
    town.offer(&cafe, Purpose::Offer, "Costales").await;
    town.publish().await;
    town.wait(Duration::from_mins(5));
    let held = [(header::IF_MODIFIED_SINCE, date)];
    assert_eq!(ask(&town, "/offers/feed.atom", &held).await.status, 200);
}

#[tokio::test]
async fn texts_come_in_the_language_that_is_asked_for() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    let mut draft =
        offers::Draft::titled(Purpose::Need, "Tostadora", "es", What::Service, Terms::Lend)
            .unwrap();
    draft.titles.insert("fr", "Torréfacteur").unwrap();
    draft.texts = LanguageMap::of("es", "Para el café").unwrap();
    draft.texts.insert("fr", "Pour le café").unwrap();
    town.change(async |tx, clock| offers::add(tx, clock, &cafe.id, draft).await)
        .await;
    town.publish().await;
    for (tag, title, text) in [
        ("fr", "Nous cherchons : Torréfacteur", "Pour le café"),
        ("es", "Buscamos: Tostadora", "Para el café"),
    ] {
        for (ending, _) in &FORMATS[..3] {
            let read = feed(&town, &format!("/c/needs/{ending}?lang={tag}")).await;
            // Not every reader keeps a space that does not break.
            let read_titles: Vec<String> = titles(&read)
                .iter()
                .map(|title| title.replace('\u{a0}', " "))
                .collect();
            assert_eq!(read_titles, [title]);
            let entry = &read.entries[0];
            let content = entry
                .content
                .as_ref()
                .and_then(|content| content.body.clone());
            let content = content.or(entry.summary.clone().map(|text| text.content));
            assert!(content.unwrap().contains(text), "{ending} {tag}");
        }
    }
    let preferred = [(header::ACCEPT_LANGUAGE, "pt, fr;q=0.5")];
    let answer = ask(&town, "/c/needs/feed.json", &preferred).await;
    assert!(
        answer.body.contains("\"language\":\"pt\""),
        "{}",
        answer.body
    );
    assert!(
        answer.body.contains("Procuramos: Torréfacteur"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn nothing_in_a_record_becomes_markup_of_a_feed() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    let title = format!("Costal {HOSTILE}");
    let offer = until(&town, &cafe, &title, "2026-12-31").await;
    town.publish().await;
    for (ending, _) in &FORMATS[..3] {
        let read = feed(&town, &format!("/offers/{ending}")).await;
        let shown = titles(&read).remove(0);
        // feed-rs reads titles of XML as markup of their own, so the tag may be gone there.
        assert!(
            shown.contains("]]>") && shown.contains("\"a\"; b, c\\"),
            "{ending} {shown}"
        );
        assert!(
            !shown.contains('\u{202E}') && !shown.contains('\u{FFFE}'),
            "{shown}"
        );
        let entry = &read.entries[0];
        let content = entry
            .content
            .as_ref()
            .and_then(|content| content.body.clone());
        let content = content
            .or(entry.summary.clone().map(|text| text.content))
            .unwrap();
        assert!(content.contains("<strong>"), "{ending}: {content}");
        assert!(!content.contains("<script>"), "{ending}: {content}");
    }
    let events = events(&town, "/offers/feed.ics").await;
    assert_eq!(events[0]["UID"], town.node.url(&offer.path()));
    let summary = &events[0]["SUMMARY"];
    assert!(summary.contains("\\; b\\, c\\\\"), "{summary}");
}

#[tokio::test]
async fn what_a_friendly_directory_offers_keeps_its_own_address() {
    let town = Town::open().await;
    town.befriend().await;
    peering::carry(&town.node, PEER, true).await.unwrap();
    let id = town.arrives(1, "2026-09-22T08:00:00Z").await;
    town.publish().await;
    for (ending, _) in &FORMATS[..3] {
        let read = feed(&town, &format!("/c/offers.food/{ending}")).await;
        assert_eq!(read.entries.len(), 1, "{ending}");
        assert_eq!(read.entries[0].id, id);
        assert_eq!(read.entries[0].links[0].href, id);
    }
}

#[tokio::test]
async fn what_is_no_feed_is_refused_with_what_there_is() {
    let town = Town::open().await;
    for (path, status, said) in [
        (
            "/offers/feed.atom?colour=red",
            422,
            "purpose, what, territory, tag, lang, after",
        ),
        ("/offers/feed.ics?purpose=gift", 422, "offer"),
        ("/offers/feed.atom?territory=nowhere", 422, "territory"),
        ("/offers/feed.rss?what=bees", 422, "bees"),
        ("/organizations/feed.json?type=shop", 422, "shop"),
        (
            "/organizations/feed.json?purpose=need",
            422,
            "q, territory, type",
        ),
        ("/t/MX/feed.atom?purpose=need", 422, "lang, after"),
        ("/t/XX/feed.atom", 404, "/t/XX"),
        ("/c/needs.bees/feed.atom", 404, "/c/needs.bees"),
        (
            "/o/0198c2de-7c00-7000-8000-000000000001/feed.rss",
            404,
            "/organizations",
        ),
        ("/offers/feed.xml", 404, ""),
    ] {
        let answer = ask(&town, path, &[]).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        assert!(answer.body.contains(said), "{path}: {}", answer.body);
    }
    let elsewhere = ask(&town, "/c/needs.mx-oax.food/feed.atom?lang=fr", &[]).await;
    assert_eq!(elsewhere.status, 308);
    let own = "/c/needs.food.MX-OAX/feed.atom?lang=fr";
    assert_eq!(elsewhere.headers[header::LOCATION], own);
    // An empty list is a feed all the same.
    for (ending, _) in &FORMATS[..3] {
        assert!(
            feed(&town, &format!("/t/MX/{ending}"))
                .await
                .entries
                .is_empty()
        );
    }
    assert!(events(&town, "/t/MX/feed.ics").await.is_empty());
}

#[tokio::test]
async fn pages_lead_to_the_feeds_of_what_they_list() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.publish().await;
    for path in [
        "/",
        "/offers?purpose=need",
        "/organizations?q=caf%C3%A9",
        "/t/MX-OAX",
        OFFERS,
        &cafe.path(),
        "/t/MX-OAX/follow",
    ] {
        let page = ask(&town, path, &[(header::ACCEPT, "text/html")])
            .await
            .body;
        for (ending, media_type) in FORMATS {
            let head = format!("<link rel=\"alternate\" type=\"{media_type}\" href=\"");
            let address = page
                .split(&head)
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            let address = address.unwrap().replace("&#38;", "&").replace("&amp;", "&");
            assert!(address.contains(ending), "{path}: {address}");
            let answer = ask(&town, &address, &[]).await;
            assert_eq!(answer.status, 200, "{path}: {address}");
            let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
            assert!(kind.starts_with(media_type), "{path}: {kind}");
        }
    }
}
