//! The text of a post, and the lists behind its hashtags.

use http::StatusCode;
use serde_json::{Value, json};
use trenza::offers::{self, Draft, Ending, Offer, Purpose};
use trenza::place::Territory;
use trenza::registry::Organization;
use trenza::vocabulary::{Terms, What};

use super::town::Town;

const PAGE: &str = "text/html";

/// Hours on a roaster, in Spanish and English, and with a title alone in French.
fn roaster() -> Draft {
    let title = "Tostadora <compartida>";
    let (what, terms) = (What::SpaceEquipment, Terms::Together);
    let mut draft = Draft::titled(Purpose::Offer, title, "es", what, terms).unwrap();
    draft.titles.insert("en", "Shared roaster").unwrap();
    draft.titles.insert("fr", "Torréfacteur").unwrap();
    draft
        .texts
        .insert("es", "Cuarenta horas.\n\nDe día.")
        .unwrap();
    draft.texts.insert("en", "Forty hours.").unwrap();
    draft.conditions.insert("es", "Traer el café.").unwrap();
    draft.territory = Some(Territory::parse("MX-OAX").unwrap());
    draft.quantity = Some(40.0);
    draft.unit = Some("h".to_owned());
    draft.valid_until = Some(offers::deadline("2026-12-31").unwrap());
    draft
}

async fn published(town: &Town, by: &Organization, draft: Draft) -> Offer {
    let offer = town
        .change(async |tx, clock| offers::add(tx, clock, &by.id, draft).await)
        .await;
    town.publish().await;
    offer
}

fn text<'v>(of: &'v Value, member: &str) -> &'v str {
    of[member].as_str().unwrap()
}

#[tokio::test]
async fn a_post_says_in_words_all_that_an_offer_says() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology", "apicultura"]).await;
    let offer = published(&town, &cafe, roaster()).await;
    let note = town.document(&offer.path()).await;
    let url = town.node.url(&offer.path());
    let content = text(&note, "content");
    for part in [
        "<p><strong>Ofrecemos: Tostadora &lt;compartida&gt;</strong></p>",
        "<p>Cuarenta horas.</p><p>De día.</p>",
        "Qué: Espacio o equipo (40 h)",
        "Cómo: Hacerlo en conjunto",
        "Dónde: Oaxaca",
        "Hasta el 31 de diciembre de 2026",
        "<p>Condiciones: Traer el café.</p>",
        &format!("<a href=\"{url}\">{url}</a>"),
        "#<span>Agroecología</span>",
    ] {
        assert!(content.contains(part), "{part}: {content}");
    }
    assert_eq!(text(&note, "url"), url);
    assert_eq!(note.get("summary"), None);
    assert_eq!(note.get("inReplyTo"), None);
    assert_eq!(text(&note["location"], "name"), "Oaxaca");
}

#[tokio::test]
async fn a_country_and_a_quantity_are_written_as_each_language_of_the_post_has_them() {
    let town = Town::open().await;
    let cafe = town.cafe(&[]).await;
    let mut draft = roaster();
    draft.territory = Some(Territory::parse("GB").unwrap());
    draft.quantity = Some(1_250.5);
    let offer = published(&town, &cafe, draft).await;
    let note = town.document(&offer.path()).await;
    for (tag, line, quantity) in [
        ("es", "Dónde: Reino Unido", "(1250,5 h)"),
        ("en", "Where: United Kingdom", "(1,250.5 h)"),
    ] {
        let content = text(&note["contentMap"], tag);
        assert!(content.contains(&format!("{line}<br>")), "{content}");
        assert!(content.contains(quantity), "{content}");
    }
}

#[tokio::test]
async fn a_post_has_its_title_by_language_and_no_name_that_would_make_it_a_vote() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    let offer = published(&town, &cafe, roaster()).await;
    let note = town.document(&offer.path()).await;
    assert_eq!(note.get("name"), None);
    let titles = json!({
        "en": "We offer: Shared roaster",
        "es": "Ofrecemos: Tostadora <compartida>",
        "fr": "Nous proposons: Torréfacteur",
    });
    assert_eq!(note["nameMap"], titles);
    let proposal = town.document(&format!("{}/proposal", offer.path())).await;
    assert_eq!(proposal["name"], titles["es"]);
    assert_eq!(proposal["nameMap"], titles);
}

#[tokio::test]
async fn each_language_that_is_written_has_its_own_post_with_its_own_words() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    let offer = published(&town, &cafe, roaster()).await;
    let note = town.document(&offer.path()).await;
    let languages: Vec<&String> = note["contentMap"].as_object().unwrap().keys().collect();
    assert_eq!(languages, ["en", "es"]);
    assert_eq!(note["contentMap"]["es"], note["content"]);
    let english = text(&note["contentMap"], "en");
    for part in [
        "We offer: Shared roaster",
        "Until 31 December 2026",
        "#<span>Agroecology<",
    ] {
        assert!(english.contains(part), "{part}: {english}");
    }
}

#[tokio::test]
async fn hashtags_stand_in_the_text_and_lead_to_their_list() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology", "apicultura"]).await;
    let offer = published(&town, &cafe, roaster()).await;
    let note = town.document(&offer.path()).await;
    let tags = note["tag"].as_array().unwrap();
    let names: Vec<&str> = tags.iter().map(|tag| text(tag, "name")).collect();
    let expected = [
        "#Agroecología",
        "#Apicultura",
        "#Agricultura",
        "#RecursosCompartidos",
        "#Oaxaca",
        "#EconomíaSolidaria",
    ];
    assert_eq!(names, expected);
    for tag in tags {
        let (name, href) = (text(tag, "name"), text(tag, "href"));
        let link = format!("href=\"{href}\" class=\"mention hashtag\" rel=\"tag\">#<span>");
        assert!(text(&note, "content").contains(&link), "{name}");
        let path = href.strip_prefix("https://oax.example").unwrap();
        let (status, _, page) = town.get(path, PAGE).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(
            page.contains(&offer.path()) && page.contains(name),
            "{page}"
        );
    }
    // Any spelling is the same tag, the one of another language too.
    for path in ["/tags/AGROECOLOG%C3%8DA", "/tags/sharedresources"] {
        assert!(
            town.get(path, PAGE).await.2.contains(&offer.path()),
            "{path}"
        );
    }
    let filtered = town.get("/api/v1/offers?tag=Apicultura", "*/*").await.2;
    assert!(filtered.contains(offer.id.as_str()));
    let (_, _, page) = town.get(&offer.path(), PAGE).await;
    assert!(
        page.contains("<a href=\"/tags/apicultura\" rel=\"tag\">"),
        "{page}"
    );
}

#[tokio::test]
async fn a_list_loses_what_ended_and_a_tag_that_nobody_wrote_leads_nowhere() {
    let town = Town::open().await;
    let cafe = town.cafe(&["agroecology"]).await;
    let offer = published(&town, &cafe, roaster()).await;
    let other = published(&town, &cafe, roaster()).await;
    town.change(async |tx, clock| offers::close(tx, clock, &offer.id, Ending::Met).await)
        .await;
    town.change(async |tx, clock| offers::withdraw(tx, clock, &other.id).await)
        .await;
    town.publish().await;
    let note = town.document(&offer.path()).await;
    let title = "<p><strong>RESUELTO · Ofrecemos: Tostadora &lt;compartida&gt;</strong></p>";
    assert!(text(&note, "content").starts_with(title), "{note}");
    let (status, _, page) = town.get("/tags/agroecologia", PAGE).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!page.contains(&offer.path()) && !page.contains(&other.path()));
    let unknown = town.get("/tags/nadie", PAGE).await.0;
    assert_eq!(unknown, StatusCode::NOT_FOUND);
    town.change(async |tx, clock| offers::withdraw(tx, clock, &offer.id).await)
        .await;
    town.publish().await;
    assert_eq!(town.rows("offer_tags").await, 0);
    let (status, _, _) = town.get("/tags/agroecologia", PAGE).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
