//! Pictures that somebody gave, as other servers get them.

use std::time::Duration;

use http::{StatusCode, header};
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use trenza::error::Error;
use trenza::federation::node_actor;
use trenza::offers::{self, Offer, Purpose, photos};
use trenza::pictures::{Given, Role};
use trenza::registry;
use trenza::text::LanguageMap;

use super::town::Town;

async fn gift(shade: u8, role: Role) -> Given {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(640, 480, Rgb([shade, 100, 60]))
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .unwrap();
    let read = Given::read(bytes.into_inner().into(), Some("image/jpeg"), role).await;
    read.unwrap()
}

fn alt(text: &str) -> LanguageMap {
    LanguageMap::of("es", text).unwrap()
}

impl Town {
    async fn shows(&self, offer: &Offer, shade: u8, text: &str) -> Given {
        let given = gift(shade, Role::Photo).await;
        self.wait(Duration::from_secs(1));
        self.change(async |tx, clock| photos::add(tx, clock, &offer.id, &given, &alt(text)).await)
            .await;
        given
    }

    async fn refused(&self, offer: &Offer, shade: u8, alt: &LanguageMap) -> Error {
        let given = gift(shade, Role::Photo).await;
        let mut tx = self.node.db.begin().await.unwrap();
        let done = photos::add(&mut tx, &self.node.clock, &offer.id, &given, alt).await;
        done.unwrap_err()
    }
}

fn names(note: &Value) -> Vec<&str> {
    let all = note["attachment"].as_array().unwrap();
    all.iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn photos_stand_in_place_of_the_card_and_followers_hear_of_them() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    town.follow(&cafe.path(), "ana").await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    let before = town.document(&offer.path()).await;
    town.shows(&offer, 10, "La tostadora\ncon su gente").await;
    town.shows(&offer, 200, "El café tostado").await;
    town.publish().await;
    let note = town.document(&offer.path()).await;
    assert_eq!(
        names(&note),
        ["La tostadora con su gente", "El café tostado"]
    );
    assert!(
        note["updated"].as_str() > before["updated"].as_str(),
        "{note}"
    );
    let first = &note["attachment"][0];
    assert_eq!(
        (
            &first["type"],
            &first["mediaType"],
            &first["width"],
            &first["height"]
        ),
        (
            &json!("Image"),
            &json!("image/jpeg"),
            &json!(640),
            &json!(480)
        )
    );
    assert_eq!(first["blurhash"].as_str().map(str::len), Some(28));
    let terms = note["@context"].as_array().unwrap().last().unwrap();
    assert_eq!(terms["blurhash"], "toot:blurhash");
    let proposal = town.document(&format!("{}/proposal", offer.path())).await;
    assert_eq!(proposal["attachment"], note["attachment"]);
    let said = town.said(&cafe.path()).await;
    let update = ("Update".to_owned(), town.node.url(&offer.path()));
    assert!(said.contains(&update), "{said:?}");

    let page = town.get(&offer.path(), "text/html").await.2;
    assert!(page.contains("alt=\"El café tostado\""), "{page}");
    let address = first["url"].as_str().unwrap();
    assert!(
        page.contains(&format!("og:image\" content=\"{address}\"")),
        "{page}"
    );
    assert!(
        page.contains("og:image:alt\" content=\"La tostadora con su gente\""),
        "{page}"
    );

    let digest = |at: usize| {
        let path = note["attachment"][at]["url"].as_str().unwrap();
        let file = path.rsplit('/').next().unwrap();
        file.trim_end_matches(".jpg").to_owned()
    };
    town.change(async |tx, clock| {
        photos::describe(tx, clock, &offer.id, &digest(1), &alt("Granos tostados")).await?;
        photos::remove(tx, clock, &offer.id, &digest(0)).await
    })
    .await;
    town.publish().await;
    assert_eq!(
        names(&town.document(&offer.path()).await),
        ["Granos tostados"]
    );
    town.change(async |tx, clock| photos::remove(tx, clock, &offer.id, &digest(1)).await)
        .await;
    town.publish().await;
    let bare = town.document(&offer.path()).await;
    assert!(
        names(&bare)[0].starts_with("Ofrecemos: Tostadora"),
        "{bare}"
    );
}

#[tokio::test]
async fn a_photo_without_words_one_too_many_and_one_of_an_ended_offer_are_refused() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    let english = LanguageMap::of("en", "A roaster").unwrap();
    for said in [LanguageMap::default(), english, alt(&"x".repeat(1_501))] {
        let refused = town.refused(&offer, 1, &said).await;
        assert!(
            matches!(&refused, Error::Invalid { field, .. } if field == "alt.es"),
            "{refused}"
        );
    }
    for shade in [10, 60, 120, 180] {
        town.shows(&offer, shade, "La tostadora").await;
    }
    let refused = town.refused(&offer, 10, &alt("La misma")).await;
    assert!(matches!(refused, Error::AlreadyExists(_)), "{refused}");
    let refused = town.refused(&offer, 240, &alt("La quinta")).await;
    assert!(matches!(refused, Error::Conflict(_)), "{refused}");
    let other = town.offer(&cafe, Purpose::Offer, "Molino").await;
    town.change(async |tx, clock| offers::close(tx, clock, &other.id, offers::Ending::Met).await)
        .await;
    let refused = town.refused(&other, 10, &alt("Tarde")).await;
    assert!(matches!(refused, Error::Conflict(_)), "{refused}");
    town.publish().await;
    let note = town.document(&offer.path()).await;
    assert_eq!(note["attachment"].as_array().unwrap().len(), 4);
    town.change(async |tx, clock| offers::withdraw(tx, clock, &offer.id).await)
        .await;
    town.publish().await;
    let refused = town.refused(&offer, 240, &alt("Nunca más")).await;
    assert!(matches!(refused, Error::NotFound(_)), "{refused}");
    for image in note["attachment"].as_array().unwrap() {
        let path = image["url"].as_str().unwrap();
        let path = path.strip_prefix("https://oax.example").unwrap();
        let status = town.bytes(path, "image/*").await.0;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_organization_shows_its_own_icon_and_header_until_it_takes_them_away() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    town.publish().await;
    let drawn = town.document(&cafe.path()).await;
    for (role, text) in [(Role::Icon, "Una taza"), (Role::Header, "El cafetal")] {
        let given = gift(30, role).await;
        town.wait(Duration::from_secs(1));
        town.change(async |tx, clock| {
            let picture = (role, &given);
            registry::pictures::give(tx, clock, &cafe.id, picture, &alt(text)).await
        })
        .await;
    }
    town.publish().await;
    let actor = town.document(&cafe.path()).await;
    let expected = [
        ("icon", "Una taza", 400, 400),
        ("image", "El cafetal", 640, 213),
    ];
    for (member, name, width, height) in expected {
        let image = &actor[member];
        assert_eq!(image["name"], name);
        assert_eq!(
            (&image["width"], &image["height"]),
            (&json!(width), &json!(height))
        );
        assert_ne!(image["url"], drawn[member]["url"]);
    }
    assert!(
        actor["updated"].as_str() > drawn["updated"].as_str(),
        "{actor}"
    );
    let page = town.get(&cafe.path(), "text/html").await.2;
    assert!(
        page.contains("class=\"header\"") && page.contains("alt=\"Una taza\""),
        "{page}"
    );
    town.change(async |tx, clock| {
        registry::pictures::take_away(tx, clock, &cafe.id, Role::Icon).await
    })
    .await;
    town.publish().await;
    let actor = town.document(&cafe.path()).await;
    assert_eq!(actor["icon"], drawn["icon"]);
    assert_eq!(actor["image"]["name"], "El cafetal");
    let mut tx = town.node.db.begin().await.unwrap();
    let clock = &town.node.clock;
    let again = registry::pictures::take_away(&mut tx, clock, &cafe.id, Role::Icon).await;
    assert!(matches!(again, Err(Error::NotFound(_))));
    drop(tx);
    let path = actor["image"]["url"].as_str().unwrap();
    let path = path.strip_prefix("https://oax.example").unwrap().to_owned();
    town.change(async |tx, clock| registry::remove(tx, clock, &cafe.id).await)
        .await;
    town.publish().await;
    assert_eq!(town.bytes(&path, "image/*").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_directory_shows_its_own_icon_and_takes_no_photo_for_one() {
    let town = Town::open().await;
    node_actor::publish(&town.node).await.unwrap();
    let drawn = town.document("/actor").await;
    let given = gift(90, Role::Icon).await;
    node_actor::give(&town.node, Role::Icon, &given)
        .await
        .unwrap();
    let actor = town.document("/actor").await;
    let url = actor["icon"]["url"].as_str().unwrap();
    assert!(url.contains(given.digest()), "{url}");
    let wrong = node_actor::give(&town.node, Role::Photo, &given).await;
    assert!(matches!(wrong, Err(Error::Invalid { .. })));
    node_actor::take_away(&town.node, Role::Icon).await.unwrap();
    assert_eq!(town.document("/actor").await["icon"], drawn["icon"]);
    let none = node_actor::take_away(&town.node, Role::Icon).await;
    assert!(matches!(none, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn what_somebody_gave_is_never_served_as_a_document() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    let given = town.shows(&offer, 10, "La tostadora").await;
    for accept in [
        "application/activity+json",
        "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
        "text/html",
        "*/*",
    ] {
        let path = format!("/m/{}.jpg", given.digest());
        let (status, headers, bytes) = town.bytes(&path, accept).await;
        assert_eq!(status, StatusCode::OK, "{accept}");
        assert_eq!(headers[header::CONTENT_TYPE], "image/jpeg", "{accept}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(
            headers[header::CONTENT_SECURITY_POLICY],
            "default-src 'none'"
        );
        assert!(bytes.starts_with(&[0xff, 0xd8]));
    }
}

#[tokio::test]
async fn feeds_and_other_sites_show_the_photo_with_its_words() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    let given = town.shows(&offer, 10, "La <tostadora>").await;
    town.publish().await;
    let address = format!("https://oax.example/m/{}.jpg", given.digest());
    for (feed, words) in [
        ("atom", "rel=\"enclosure\""),
        ("rss", "<media:content "),
        (
            "rss",
            "<media:description>La &lt;tostadora&gt;</media:description>",
        ),
    ] {
        let (status, _, body) = town.get(&format!("/offers/feed.{feed}"), "*/*").await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            body.contains(&address) && body.contains(words),
            "{words}: {body}"
        );
    }
    let (_, _, feed) = town.get("/offers/feed.json", "*/*").await;
    let feed: Value = serde_json::from_str(&feed).unwrap();
    let item = &feed["items"][0];
    assert_eq!(item["image"], address, "{feed}");
    assert_eq!(item["attachments"][0]["title"], "La <tostadora>");

    let url: String = url::form_urlencoded::byte_serialize(
        format!("https://oax.example{}", offer.path()).as_bytes(),
    )
    .collect();
    let short = async |size: &str| -> Value {
        let (_, _, body) = town.get(&format!("/oembed?url={url}{size}"), "*/*").await;
        serde_json::from_str(&body).unwrap()
    };
    let whole = short("").await;
    assert_eq!(whole["thumbnail_url"], address);
    assert_eq!(
        (&whole["thumbnail_width"], &whole["thumbnail_height"]),
        (&json!(640), &json!(480))
    );
    assert_eq!(
        short("&maxwidth=640&maxheight=480").await["thumbnail_url"],
        address
    );
    assert_eq!(short("&maxwidth=639").await["thumbnail_url"], Value::Null);
    let (_, _, xml) = town
        .get(&format!("/oembed?format=xml&url={url}"), "*/*")
        .await;
    assert!(
        xml.contains("<thumbnail_width>640</thumbnail_width>"),
        "{xml}"
    );
}

#[tokio::test]
async fn what_is_said_of_photos_counts_among_the_texts_of_all_languages() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    let (mut stated, mut said) = (offer.stated.clone(), LanguageMap::default());
    let long = "a".repeat(10_000);
    for tag in [
        "es", "en", "fr", "pt", "ca", "ko", "de", "it", "nl", "pl", "sv",
    ] {
        said.insert(tag, &"가".repeat(1_500)).unwrap();
        if tag != "sv" {
            stated.titles.insert(tag, "Tostadora").unwrap();
            stated.texts.insert(tag, &long).unwrap();
        }
    }
    town.change(async |tx, clock| offers::edit(tx, clock, &offer.id, stated.clone()).await)
        .await;
    for shade in [10, 60] {
        let given = gift(shade, Role::Photo).await;
        town.change(async |tx, clock| photos::add(tx, clock, &offer.id, &given, &said).await)
            .await;
    }
    let refused = town.refused(&offer, 120, &said).await;
    assert!(
        matches!(&refused, Error::Invalid { field, .. } if field == "alt"),
        "{refused}"
    );

    // Texts that would fit alone are refused beside the photos.
    let mut longer = stated.clone();
    longer.titles.insert("sv", "Tostadora").unwrap();
    longer.texts.insert("sv", &long).unwrap();
    let mut tx = town.node.db.begin().await.unwrap();
    let refused = offers::edit(&mut tx, &town.node.clock, &offer.id, longer).await;
    let refused = refused.unwrap_err();
    assert!(
        matches!(&refused, Error::Invalid { field, .. } if field == "photos"),
        "{refused}"
    );
    drop(tx);
    town.publish().await;
    assert_eq!(names(&town.document(&offer.path()).await).len(), 2);
}
