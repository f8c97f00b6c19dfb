//! What is refused is refused in the reader's language.

use super::*;

/// The language of the pages here; the switch alone names others.
const SPANISH: &str = "language=es";

/// Whether anything on a page is marked as English, but the name of that language itself, in the
/// switch and among the languages to choose from.
fn has_english(page: &str) -> bool {
    let rest = page.replace("lang=\"en\" selected", "lang=\"en\"");
    let rest = rest.replace("lang=\"en\">English<", "");
    assert!(rest.contains("<html lang=\"es\""), "{page}");
    rest.contains("lang=\"en\"")
}

#[tokio::test]
async fn a_search_that_cannot_be_made_says_why_in_the_readers_language() {
    let site = Site::new().await;
    for (query, said) in [
        ("territory=Narnia", "«Narnia» no es un territorio"),
        (
            "place=Nirgendwo",
            "no se conoce ningún lugar llamado «Nirgendwo»",
        ),
        ("kind=x", "«x» no se conoce; escriba uno de"),
        ("until=x", "«x» no es una fecha"),
        ("km=3", "a qué distancia"),
        ("sector=magia", "CIIU rev. 4"),
        ("box=1", "no tiene cuatro números"),
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
    // Programs get it in English, as they always did.
    let request = Request::get("/search?territory=Narnia")
        .header(header::ACCEPT_LANGUAGE, "es")
        .body(Body::empty())
        .unwrap();
    let response = site.routes.clone().oneshot(request).await.unwrap();
    let problem = text(response).await;
    assert!(problem.contains("is no territory; write"), "{problem}");
}
