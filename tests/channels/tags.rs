//! Following a hashtag by a reader of feeds.

use http::header;
use trenza::offers::Purpose;

use super::feeds::{FORMATS, ask, feed, titles};
use super::town::Town;

#[tokio::test]
async fn what_stands_under_a_hashtag_is_read_in_feeds() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    let page = ask(
        &town,
        "/tags/economiasolidaria",
        &[(header::ACCEPT, "text/html")],
    )
    .await;
    assert_eq!(page.status, 200, "{}", page.body);
    for (ending, media_type) in FORMATS {
        let address = format!("/offers/{ending}?tag=economiasolidaria&lang=es");
        let named = page.body.replace("&#38;", "&").replace("&amp;", "&");
        assert!(named.contains(&address), "{named}");
        let answer = ask(&town, &address, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
        assert!(kind.starts_with(media_type), "{kind}");
    }
    for spelling in ["economiasolidaria", "%23Econom%C3%ADaSolidaria"] {
        let read = feed(&town, &format!("/offers/feed.json?tag={spelling}&lang=es")).await;
        assert_eq!(titles(&read), ["Ofrecemos: Tostadora"], "{spelling}");
        let page = read.links.iter().map(|link| link.href.as_str());
        let of_it = page.filter(|href| *href == "https://oax.example/tags/economiasolidaria");
        assert_eq!(of_it.count(), 1, "{:?}", read.links);
    }
    // Nothing stands under another word now, which is no reason to give the feed up.
    let read = feed(&town, "/offers/feed.atom?tag=nada").await;
    assert!(read.entries.is_empty(), "{:?}", read.entries);
    for (path, said) in [
        ("/offers/feed.atom?tag=!!", "tag"),
        (
            "/organizations/feed.atom?tag=economiasolidaria",
            "q, territory, type",
        ),
    ] {
        let answer = ask(&town, path, &[]).await;
        assert_eq!(answer.status, 422, "{path}: {}", answer.body);
        assert!(answer.body.contains(said), "{path}: {}", answer.body);
    }
}
