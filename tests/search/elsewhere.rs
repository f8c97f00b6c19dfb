//! A search in pages of other sites.

use crate::town::Town;

#[tokio::test]
async fn one_element_shows_a_search_elsewhere_as_map_and_list_or_as_either() {
    let town = Town::open().await;
    town.cafe().await;
    for (choice, shows) in [
        ("", "both"),
        ("&embed=list", "list"),
        ("&embed=map", "map"),
        ("&embed=x", "both"),
    ] {
        let path = format!("/search?kind=organization{choice}&lang=en");
        let page = town.reads(&path).await;
        assert_eq!(page.matches("iframe src=").count(), 1, "{page}");
        assert!(page.contains(&format!("show={shows}")), "{choice}: {page}");
        let kept = "name=\"kind\" value=\"organization\"";
        assert!(page.contains(kept), "{page}");
    }
    for (path, list, map) in [
        ("/embed?show=both", true, true),
        ("/embed?show=list", true, false),
        ("/embed?show=map", false, true),
        ("/embed?show=x", true, false),
        ("/embed", true, false),
        ("/embed/map", false, true),
    ] {
        let sign = if path.contains('?') { "&" } else { "?" };
        let page = town
            .reads(&format!("{path}{sign}kind=organization&lang=en"))
            .await;
        let is_listed = page.contains("<ul class=\"list\">") && page.contains("Café Unión");
        assert_eq!(is_listed, list, "{path}: {page}");
        assert_eq!(page.contains("class=\"circle\""), map, "{path}: {page}");
        let policy = &town.headers(path).await["content-security-policy"];
        let policy = policy.to_str().unwrap();
        assert!(policy.contains("frame-ancestors *"), "{policy}");
        assert_eq!(policy.contains("script-src 'self'"), map, "{path}");
    }
    let page = town.reads("/embed?show=both&q=nichts&lang=en").await;
    assert!(
        page.contains("Nothing was found.") && !page.contains("<svg"),
        "{page}"
    );
}
