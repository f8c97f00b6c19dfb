//! What the directory is, and who keeps it.

use super::*;

#[tokio::test]
async fn the_page_says_who_keeps_the_directory_and_how_to_reach_them() {
    let site = Site::new().await;
    site.organization("Panadería", false).await;
    let page = site.page("/about?lang=es").await;
    for shown in [
        "Directorio &#60;Oaxaca&#62; es un directorio de la economía social",
        "Este directorio lo mantiene Oficina.",
        "mailto:fichas@directory.example",
        "@trenza@directory.example",
        "href=\"https://source.example/trenza\"",
        concat!("Trenza ", env!("CARGO_PKG_VERSION")),
        "<a href=\"/organizations\">1</a>",
        "href=\"/join\"",
    ] {
        let page = page.replace("<wbr>", "");
        assert!(page.contains(shown), "{shown}: {page}");
    }
    for language in ["en", "fr", "pt"] {
        let home = site.page(&format!("/?lang={language}")).await;
        assert!(home.contains("<a href=\"/about\""), "{home}");
        let page = site.page(&format!("/about?lang={language}")).await;
        assert!(!page.contains("directorio de la economía"), "{page}");
    }
}

#[tokio::test]
async fn what_nobody_set_is_not_made_up() {
    let site = Site::new().await;
    let page = site.page("/about?lang=en").await;
    // No rules, no day since when, no place, no licence: the settings name none.
    for unsaid in [
        "href=\"/rules\"",
        "Kept since",
        "href=\"/t/",
        "rel=\"license\"",
    ] {
        assert!(!page.contains(unsaid), "{unsaid}: {page}");
    }
}
