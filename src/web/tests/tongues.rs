//! What is refused is refused in the reader's language.

use super::*;

/// The language of the pages here; the switch alone names others.
const SPANISH: &str = "language=es";

/// Whether anything on a page is marked as English, but the name of that language itself, in the
/// switch and among the languages to choose from.
fn has_english(page: &str) -> bool {
    let rest = page.replace("lang=\"en\" selected", "lang=\"en\"");
    let rest = rest.replace("hreflang=\"en\"", "");
    let rest = rest.replace("lang=\"en\">English<", "");
    assert!(rest.contains("<html lang=\"es\""), "{page}");
    rest.contains("lang=\"en\"")
}

#[tokio::test]
async fn a_search_that_cannot_be_made_says_why_in_the_readers_language() {
    let site = Site::new().await;
    for (query, said) in [
        ("territory=Narnia", "No es el código de ningún territorio"),
        (
            "place=Nirgendwo",
            "no se conoce ningún lugar con ese nombre",
        ),
        ("kind=x", "La lista no tiene nada con ese nombre"),
        ("until=x", "No es ningún día"),
        ("km=3", "Escriba un número de kilómetros"),
        ("sector=magia", "La lista no tiene nada con ese nombre"),
        ("box=1", "No es ninguna parte del mapa"),
    ] {
        let path = format!("/search?{query}");
        let response = site.ask(&path, &[(header::COOKIE, SPANISH)]).await;
        assert_eq!(
            response.status(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path}"
        );
        let page = text(response).await;
        assert!(page.contains(said) && !has_english(&page), "{path}: {page}");
    }
}

#[tokio::test]
async fn how_much_is_offered_is_written_as_the_readers_language_writes_numbers() {
    let site = Site::new().await;
    let active = site.organization("Molino", true).await;
    let (what, terms) = (What::Product, Terms::Sell);
    let title = "Harina";
    let mut draft = offers::Draft::titled(Purpose::Offer, title, "es", what, terms).unwrap();
    draft.quantity = Some(12_500.5);
    draft.unit = Some("kg".to_owned());
    let mut tx = site.node.db.begin().await.unwrap();
    let made = offers::add(&mut tx, &site.node.clock, &active.id, draft).await;
    tx.commit().await.unwrap();
    let path = made.unwrap().path();
    for (tag, written) in [("es", "12.500,5 kg"), ("en", "12,500.5 kg")] {
        let page = site.page(&format!("{path}?lang={tag}")).await;
        assert!(page.contains(&format!("<dd>{written}</dd>")), "{page}");
    }
}
