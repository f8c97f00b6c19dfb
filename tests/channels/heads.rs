//! What pages say of themselves to other sites and servers, and what the directory says of
//! itself.

use serde_json::Value;
use trenza::clock::Timestamp;
use trenza::federation::node_actor;
use trenza::offers::{self, Purpose};
use trenza::registry;
use trenza::vocabulary::EntityType;

use crate::OFFERS;
use crate::town::Town;

const HTML: &str = "text/html";
const HOSTILE: &str = "</title><script>alert(1)</script>\"' onload=x";

async fn page(town: &Town, path: &str) -> String {
    let (status, _, page) = town.get(path, HTML).await;
    assert_eq!(status, 200, "{path}");
    page
}

async fn json(town: &Town, path: &str) -> Value {
    let (status, _, body) = town.get(path, "application/json").await;
    assert_eq!(status, 200, "{path}: {body}");
    serde_json::from_str(&body).unwrap()
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The address of an element's attribute in the head.
fn attribute<'p>(page: &'p str, head: &str) -> &'p str {
    let rest = page.split(head).nth(1);
    assert!(rest.is_some(), "{head} is not in {page}");
    rest.and_then(|rest| rest.split('"').next()).unwrap()
}

#[tokio::test]
async fn every_page_says_what_it_is_in_which_languages_and_where_its_document_is() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    node_actor::publish(&town.node).await.unwrap();
    town.publish().await;
    let (cafe, offer) = (cafe.path(), offer.path());
    for (path, document, title, kind, account) in [
        ("/", "/actor", "Oaxaca", "website", "trenza"),
        ("/t/MX-OAX", "/t/MX-OAX", "Oaxaca", "website", "mx_oax"),
        (
            OFFERS,
            OFFERS,
            "Ofrecemos",
            "website",
            "ofertas_agricultura_mx_oax",
        ),
        (&cafe, &cafe, "Café Unión", "profile", "cafe_union"),
        (
            &offer,
            &offer,
            "Ofrecemos: Tostadora",
            "article",
            "cafe_union",
        ),
    ] {
        let page = page(&town, path).await;
        let whole = |path: &str| format!("https://oax.example{path}");
        let canonical = attribute(&page, "<link rel=\"canonical\" href=\"");
        assert_eq!(canonical, whole(path));
        for tag in ["es", "en", "fr", "pt"] {
            let head = format!("<link rel=\"alternate\" hreflang=\"{tag}\" href=\"");
            assert_eq!(
                attribute(&page, &head),
                whole(&format!("{path}?lang={tag}"))
            );
        }
        let alternate = "<link rel=\"alternate\" type=\"application/activity+json\" href=\"";
        let address = attribute(&page, alternate);
        assert_eq!(address, whole(document));
        let id = town.document(document).await["id"].clone();
        assert_eq!(id, address, "the document stands at its id");
        let shown = attribute(&page, "<meta property=\"og:title\" content=\"");
        assert!(shown.starts_with(title), "{path}: {shown}");
        assert_eq!(
            attribute(&page, "<meta property=\"og:type\" content=\""),
            kind
        );
        assert_eq!(
            attribute(&page, "<meta property=\"og:url\" content=\""),
            whole(path)
        );
        assert!(!attribute(&page, "<meta name=\"description\" content=\"").is_empty());
        let creator = attribute(&page, "<meta name=\"fediverse:creator\" content=\"");
        assert_eq!(creator, format!("@{account}@oax.example"));
        assert!(
            page.contains("itemscope itemtype=\"https://schema.org/"),
            "{path}"
        );
    }
    // A chosen language is an address of its own.
    let french = page(&town, &format!("{offer}?lang=fr")).await;
    let canonical = attribute(&french, "<link rel=\"canonical\" href=\"");
    assert_eq!(canonical, format!("https://oax.example{offer}?lang=fr"));
    assert!(french.contains("<link itemprop=\"offeredBy\" href=\"https://oax.example/o/"));
    // A list leads to what can be followed of it.
    let needs = page(&town, "/offers?purpose=need&territory=MX").await;
    assert!(
        needs.contains("href=\"https://oax.example/c/needs.MX\""),
        "{needs}"
    );
}

#[tokio::test]
async fn nobody_is_given_an_account_in_whose_name_nobody_answers() {
    let town = Town::open().await;
    let mut draft = registry::Draft::named(HOSTILE, "es", EntityType::Association).unwrap();
    draft.website = Some("https://asociacion.example/".parse().unwrap());
    let listed = town
        .change(async |tx, clock| {
            let added = registry::add(tx, clock, draft).await?;
            registry::publish(tx, clock, &added.id).await
        })
        .await;
    town.publish().await;
    let page = page(&town, &listed.path()).await;
    assert!(!page.contains("fediverse:creator"), "{page}");
    assert!(!page.contains("rel=\"me"), "{page}");
    assert!(
        !page.contains("<script") && !page.contains("\" onload"),
        "{page}"
    );
    let sites = "<link itemprop=\"sameAs\" href=\"https://asociacion.example/\">";
    assert!(page.contains(sites), "{page}");
}

#[tokio::test]
async fn other_sites_can_show_a_page_in_short() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    let offer = town
        .offer(&cafe, Purpose::Offer, &format!("Costal {HOSTILE}"))
        .await;
    town.publish().await;
    for (path, title, author) in [
        (offer.path(), "Ofrecemos: Costal", Some("Café Unión")),
        (format!("{}?lang=fr#x", cafe.path()), "Café Unión", None),
        ("/@cafe_union".to_owned(), "Café Unión", None),
        ("/t/MX-OAX".to_owned(), "Oaxaca", None),
        (OFFERS.to_owned(), "Ofrecemos", None),
        ("/".to_owned(), "Oaxaca", None),
    ] {
        let asked = encoded(&format!("https://oax.example{path}"));
        let answer = json(&town, &format!("/oembed?url={asked}&maxwidth=400")).await;
        assert_eq!(
            (&answer["version"], &answer["type"]),
            (&"1.0".into(), &"link".into())
        );
        assert!(
            answer["title"].as_str().unwrap().starts_with(title),
            "{answer}"
        );
        assert_eq!(answer["author_name"].as_str(), author, "{answer}");
        assert_eq!(answer["provider_url"], "https://oax.example/");
        assert!(answer.get("html").is_none());
        let (status, _, xml) = town
            .get(&format!("/oembed?format=xml&url={asked}"), HTML)
            .await;
        assert_eq!(status, 200);
        assert!(!xml.contains("<script"), "{xml}");
        let shown = xml
            .split("<title>")
            .nth(1)
            .unwrap()
            .split("</title>")
            .next()
            .unwrap();
        assert!(shown.starts_with(title), "{xml}");
        let mut reader = quick_xml::Reader::from_str(&xml);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }
    // Pages say where.
    let shown = page(&town, &offer.path()).await;
    for (kind, format) in [
        ("application/json+oembed", "json"),
        ("text/xml+oembed", "xml"),
    ] {
        let head = format!("<link rel=\"alternate\" type=\"{kind}\" href=\"");
        let address = attribute(&shown, &head)
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        assert!(address.ends_with(&format!("format={format}")), "{address}");
        assert_eq!(town.get(&address, HTML).await.0, 200);
    }
}

#[tokio::test]
async fn what_is_not_a_page_of_ours_is_not_shown_in_short() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    let offer = town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    town.publish().await;
    town.change(async |tx, clock| offers::withdraw(tx, clock, &offer.id).await)
        .await;
    let withdrawn = format!("https://oax.example{}", offer.path());
    for url in [
        "https://evil.example/o/1",
        "https://oax.example.evil.example/",
        "javascript:alert(1)",
        "https://oax.example/nothing",
        "https://oax.example/o/nothing",
        "https://oax.example/t/XX",
        "https://oax.example/@nobody",
        &withdrawn,
    ] {
        let path = format!("/oembed?url={}", encoded(url));
        assert_eq!(town.get(&path, "application/json").await.0, 404, "{url}");
    }
    let asked = encoded("https://oax.example/");
    for (path, status) in [
        (format!("/oembed?url={asked}&format=yaml"), 501),
        ("/oembed".to_owned(), 422),
    ] {
        assert_eq!(
            town.get(&path, "application/json").await.0,
            status,
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_directory_says_what_it_is_and_counts_honestly() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agriculture"]).await;
    town.offer(&cafe, Purpose::Offer, "Tostadora").await;
    let closed = town.offer(&cafe, Purpose::Need, "Transporte").await;
    let listed = registry::Draft::named("Tienda", "es", EntityType::Cooperative).unwrap();
    town.change(async |tx, clock| {
        let added = registry::add(tx, clock, listed).await?;
        registry::publish(tx, clock, &added.id).await?;
        offers::close(tx, clock, &closed.id, offers::Ending::Met).await
    })
    .await;
    town.publish().await;
    let links = json(&town, "/.well-known/nodeinfo").await;
    let links = links["links"].as_array().unwrap().clone();
    let href = |rel: &str| {
        let link = links.iter().find(|link| link["rel"] == rel).unwrap();
        let href = link["href"].as_str().unwrap();
        href.strip_prefix("https://oax.example").unwrap().to_owned()
    };
    for version in ["2.0", "2.1"] {
        let schema = format!("http://nodeinfo.diaspora.software/ns/schema/{version}");
        let info = json(&town, &href(&schema)).await;
        assert_eq!(info["version"], version);
        assert_eq!(info["software"]["name"], "trenza");
        assert_eq!(info["protocols"], serde_json::json!(["activitypub"]));
        assert_eq!(info["openRegistrations"], false);
        assert_eq!(
            info["services"]["outbound"],
            serde_json::json!(["atom1.0", "rss2.0"])
        );
        assert_eq!(info["usage"]["users"]["total"], 1, "one answers for itself");
        assert_eq!(info["usage"]["localPosts"], 1, "one stands");
        let counts = &info["metadata"]["organizations"];
        assert_eq!(
            (&counts["listed"], &counts["active"]),
            (&1.into(), &1.into())
        );
        assert_eq!(info["metadata"]["nodeName"], "Oaxaca");
        // Only the newer schema knows where a program comes from.
        assert_eq!(info["software"].get("homepage").is_some(), version == "2.1");
    }
    // FEP-2677 and FEP-844e: the directory's own actor, and what it can do.
    let actor = href("https://www.w3.org/ns/activitystreams#Application");
    node_actor::publish(&town.node).await.unwrap();
    let actor = town.document(&actor).await;
    assert_eq!(actor["type"], "Application");
    let can = actor["implements"].to_string();
    assert!(can.contains("rfc9421") && can.contains("fep/0837"), "{can}");
    // Others of its actors say it too, so that nobody need ask for the directory's.
    for path in [cafe.path(), "/c/needs".to_owned(), "/t/MX-OAX".to_owned()] {
        let other = town.document(&path).await;
        assert_eq!(other["generator"]["id"], actor["id"], "{path}");
        assert_eq!(other["generator"]["implements"], actor["implements"]);
        let context = other["@context"].to_string();
        assert!(context.contains("844e/implements"), "{context}");
    }
    assert!(actor.get("generator").is_none());
    // FEP-d556: whoever knows the address alone finds the actor of the server.
    for resource in ["https://oax.example/", "https://oax.example"] {
        let path = format!("/.well-known/webfinger?resource={resource}");
        let found = json(&town, &path).await;
        let is_service =
            |link: &&Value| link["rel"] == "https://www.w3.org/ns/activitystreams#Service";
        let links = found["links"].as_array().unwrap().clone();
        let link = links.iter().find(is_service).unwrap();
        assert_eq!(link["href"], actor["id"]);
        assert_eq!(link["type"], "application/activity+json");
    }
    let found = json(
        &town,
        "/.well-known/webfinger?resource=https://oax.example/c/needs",
    )
    .await;
    assert!(!found.to_string().contains("#Service"), "{found}");

    let meta = json(&town, "/.well-known/host-meta.json").await;
    let template = "https://oax.example/.well-known/webfinger?resource={uri}";
    assert_eq!(meta["links"][0]["template"], template);
    let (status, _, xml) = town
        .get("/.well-known/host-meta", "application/xrd+xml")
        .await;
    assert_eq!(status, 200);
    assert!(xml.contains(&format!("template=\"{template}\"")), "{xml}");
}

#[tokio::test]
async fn whoever_finds_a_hole_is_told_whom_to_tell() {
    let town = Town::open().await;
    let path = "/.well-known/security.txt";
    let (status, headers, body) = town.bytes(path, "text/plain").await;
    assert_eq!(status, 200);
    assert_eq!(headers["content-type"], "text/plain; charset=utf-8");
    let text = String::from_utf8(body).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "Contact: mailto:hola@oax.example");
    let expires = lines[1].strip_prefix("Expires: ").unwrap();
    let expires = Timestamp::from_rfc3339(expires).unwrap();
    let days = expires.since(town.node.clock.now()).as_secs() / 86_400;
    assert!((30..365).contains(&days), "{days}");
    assert_eq!(lines[2], "Preferred-Languages: es, en, fr, pt");
    assert_eq!(lines[3], format!("Canonical: https://oax.example{path}"));
}

#[tokio::test]
async fn a_link_to_a_channel_that_nobody_follows_yet_shows_the_directorys_picture() {
    let town = Town::open().await;
    node_actor::publish(&town.node).await.unwrap();
    let shown = page(&town, "/c/needs.food").await;
    assert!(shown.contains("property=\"og:image\""), "{shown}");
    assert_eq!(town.rows("channels").await, 0, "looking makes nothing");
}
