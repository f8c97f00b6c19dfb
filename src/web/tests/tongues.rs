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
