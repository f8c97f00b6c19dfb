//! What the office says of how the directory shows itself, and where it is seen.

use super::office::{admin, open, send};
use super::*;
use crate::http::upload::testing::request;
use crate::people::acts;
use crate::pictures::given_testing::png;
use crate::site;

pub(super) const PATH: &str = "/office/site";

/// A form that says everything, on top of the version that was seen.
fn form(version: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("version", version),
        ("name-es", "Red <b> del Valle"),
        ("name-fr", "Réseau de la Vallée"),
        ("color-light", "#7a1f5c"),
        ("color-dark", ""),
        ("shown-es", "yes"),
        ("shown-fr", "yes"),
        ("first", "fr"),
        ("welcome-es", "Bienvenidas <i>todas</i>\n\nPasen"),
        ("rules-es", "Nada de spam"),
    ]
}

pub(super) async fn present(site: &Site) -> site::Site {
    let mut tx = site.node.db.read().await.unwrap();
    site::get(&mut tx).await.unwrap()
}

#[tokio::test]
async fn what_the_office_says_is_seen_on_every_page_at_once() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let before = site.page("/?lang=es").await;
    assert!(before.contains("Directorio &#60;Oaxaca&#62;") && !before.contains("/assets/colors"));
    assert!(!before.contains("href=\"/rules\""), "{before}");

    let (status, page) = send(&site, &cookie, PATH, &form("0")).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let mut colors = String::new();
    for path in ["/", "/search", "/embed", "/embed/map", "/no-such-page"] {
        let path = format!("{path}?lang=es");
        let response = site.ask(&path, &[(header::ACCEPT, "text/html")]).await;
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str();
        let policy = policy.unwrap().to_owned();
        assert!(policy.contains("style-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-"), "{path}: {policy}");
        let page = text(response).await;
        assert!(page.contains("Red &#60;b&#62; del Valle"), "{path}: {page}");
        assert!(
            !page.contains("style=") && !page.contains("<style"),
            "{path}: {page}"
        );
        let (_, rest) = page
            .split_once("<link rel=\"stylesheet\" href=\"/assets/colors/7a1f5c-")
            .unwrap_or_else(|| panic!("{path}: {page}"));
        colors = format!("/assets/colors/7a1f5c-{}", rest.split('"').next().unwrap());
    }
    let sheet = site.page(&colors).await;
    assert!(sheet.contains("--accent: light-dark(#7a1f5c, #"), "{sheet}");
    let home = site.page("/?lang=es").await;
    assert!(
        home.contains("<p>Bienvenidas &lt;i&gt;todas&lt;/i&gt;</p><p>Pasen</p>"),
        "{home}"
    );
    let about = "<meta property=\"og:description\" content=\"Bienvenidas &#60;i&#62;todas";
    assert!(home.contains(about), "{home}");
    // Of its four languages two are shown, the preferred one to who asks for none of them.
    assert!(
        home.contains("hreflang=\"fr\"") && !home.contains("hreflang=\"pt\""),
        "{home}"
    );
    let home = site.page("/?lang=pt").await;
    for shown in [
        "<html lang=\"fr\"",
        "<div class=\"lead\" lang=\"es\"",
        "<h1>Réseau de la Vallée</h1>",
    ] {
        assert!(home.contains(shown), "{shown}: {home}");
    }
    assert_eq!(site.node.shown().settings.name, "Réseau de la Vallée");
    let rules = site.page("/rules?lang=es").await;
    assert!(
        rules.contains("Nada de spam") && rules.contains("href=\"/rules\""),
        "{rules}"
    );
    let mut tx = site.node.db.read().await.unwrap();
    let acts = acts::list(&mut tx, None, 10).await.unwrap();
    assert!(
        acts.iter().any(|act| act.what == "POST /office/site"),
        "{acts:?}"
    );
    drop(tx);
    // What is emptied is as the settings have it again.
    let nothing = [
        ("version", "1"),
        ("shown-en", "y"),
        ("shown-es", "y"),
        ("shown-fr", "y"),
        ("shown-pt", "y"),
        ("first", "en"),
    ];
    let (status, page) = send(&site, &cookie, PATH, &nothing).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let kept = present(&site).await;
    assert_eq!(
        kept,
        site::Site {
            version: 2,
            ..site::Site::default()
        }
    );
    assert!(
        site.page("/?lang=es")
            .await
            .contains("Directorio &#60;Oaxaca&#62;")
    );
}

#[tokio::test]
async fn the_office_says_who_keeps_the_directory_and_how_to_reach_them() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let said = [
        ("version", "0"),
        ("shown-es", "y"),
        ("first", "es"),
        ("keeper", " Oficina de\r\nEconomía <Social> "),
        ("contact", "oficina@oax.example"),
    ];
    let (status, page) = send(&site, &cookie, PATH, &said).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let about = site.page("/about?lang=es").await;
    for shown in [
        "Oficina de Economía &#60;Social&#62;",
        "mailto:oficina@oax.example",
    ] {
        assert!(about.contains(shown), "{shown}: {about}");
    }
    let shown = site.node.shown();
    let contact = shown.settings.operator.contact.as_deref();
    assert_eq!(contact, Some("oficina@oax.example"));
    let long = "x".repeat(site::LONGEST_KEEPER + 1);
    for field in ["keeper", "contact"] {
        let mut wrong = said;
        wrong[0].1 = "1";
        for (name, value) in &mut wrong {
            if *name == field {
                *value = &long;
            }
        }
        let (status, page) = send(&site, &cookie, PATH, &wrong).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(page.contains(&format!("id=\"{field}-wrong\"")), "{page}");
    }
    let kept = present(&site).await;
    assert_eq!(kept.keeper.as_deref(), Some("Oficina de Economía <Social>"));
}

#[tokio::test]
async fn what_cannot_be_read_or_is_too_long_comes_back_with_what_to_mend() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let long = "x".repeat(site::LONGEST_WELCOME + 1);
    for (field, value, said) in [
        ("color-light", "#ffcc00", "contrast of 1.4"),
        ("color-light", "pink", "not a colour"),
        ("color-dark", "#222222", "at least 4.5"),
        ("name-es", &*"x".repeat(81), "80"),
        ("welcome-es", &long, "1,000"),
    ] {
        let mut form = form("0");
        form.retain(|(name, _)| *name != field);
        form.push((field, value));
        let (status, page) = send(&site, &cookie, &format!("{PATH}?lang=en"), &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let (_, beside) = page
            .split_once(&format!("id=\"{field}-wrong\""))
            .unwrap_or_else(|| panic!("{field}: {page}"));
        let beside = beside.split("</span>").next().unwrap();
        assert!(beside.contains(said), "{field}: {beside}");
        assert!(
            page.contains(value) && page.contains("Nada de spam"),
            "what was typed: {page}"
        );
    }
    let mut spanish = form("0");
    spanish.retain(|(name, _)| *name != "color-light");
    spanish.push(("color-light", "#ffcc00"));
    let (_, page) = send(&site, &cookie, &format!("{PATH}?lang=es"), &spanish).await;
    assert!(page.contains("un contraste de 1,4"), "{page}");
    assert!(page.contains("al menos 4,5;"), "{page}");
    let none: Vec<_> = form("0")
        .into_iter()
        .filter(|(name, _)| !name.starts_with("shown"))
        .collect();
    let (status, page) = send(&site, &cookie, PATH, &none).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("id=\"languages-wrong\""), "{page}");
    assert_eq!(present(&site).await, site::Site::default());
}

#[tokio::test]
async fn the_second_of_two_officers_sees_what_the_first_wrote() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let (status, _) = send(&site, &cookie, PATH, &form("0")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let mut second = form("0");
    second.retain(|(name, _)| *name != "name-es" && *name != "rules-es");
    second.push(("name-es", "Otra red"));
    let path = format!("{PATH}?lang=en");
    let (status, page) = send(&site, &cookie, &path, &second).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(
        page.contains("<dd dir=\"auto\">Red &#60;b&#62; del Valle</dd>"),
        "{page}"
    );
    assert!(
        page.contains("<dd dir=\"auto\">Nada de spam</dd>"),
        "{page}"
    );
    assert!(
        page.contains("value=\"Otra red\""),
        "what was typed stays: {page}"
    );
    assert!(page.contains("name=\"version\" value=\"1\""), "{page}");
    assert_eq!(present(&site).await.version, 1);
    // Sent again, knowingly, it replaces what stood.
    second.retain(|(name, _)| *name != "version");
    second.push(("version", "1"));
    let (status, _) = send(&site, &cookie, PATH, &second).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(present(&site).await.names.get("es"), Some("Otra red"));
}

#[tokio::test]
async fn a_logo_stands_beside_the_name_until_it_is_taken_away() {
    let site = Site::new().await;
    let cookie = admin(&site).await;
    let give = async |file: &[u8]| {
        let path = "/office/site/logo";
        let mut request = request((http::Method::POST, path), (file, "image/png"), &[]);
        request
            .headers_mut()
            .insert(header::COOKIE, cookie.parse().unwrap());
        let response = site.routes.clone().oneshot(request).await.unwrap();
        (response.status(), text(response).await)
    };
    let (status, page) = give(b"\x89PNG").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("id=\"file-wrong\""), "{page}");
    assert!(!site.page("/").await.contains("<img"));
    let (status, _) = give(&png(400, 400, 9)).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let shown = site.node.shown();
    let logo = shown.logo.as_ref().unwrap().path();
    let shown = format!("src=\"{logo}\"");
    for path in ["/", "/embed", "/embed/map"] {
        let page = site.page(path).await;
        assert!(page.contains(&shown), "{path}: {page}");
    }
    assert!(
        open(&site, &cookie, PATH)
            .await
            .contains("/office/site/logo/remove")
    );
    for _click in ["first", "second"] {
        let (status, _) = send(&site, &cookie, "/office/site/logo/remove", &[]).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
    }
    assert!(!site.page("/").await.contains("<img"));
}

#[tokio::test]
async fn an_address_of_colors_that_cannot_be_read_leads_nowhere() {
    let site = Site::new().await;
    let response = site.ask("/assets/colors/0b5d4e-7fd1bd.css", &[]).await;
    assert_eq!(response.status(), StatusCode::OK);
    let kept = &response.headers()[header::CACHE_CONTROL];
    assert_eq!(kept, "public, max-age=31536000, immutable");
    for unread in [
        "ffcc00-7fd1bd.css",
        "0b5d4e-222222.css",
        "0b5d4e-.css",
        "0b5d4e.css",
        "0b5d4e-7fd1bd",
        "%7D*%7Bdisplay:none-7fd1bd.css",
    ] {
        let path = format!("/assets/colors/{unread}");
        let response = site.ask(&path, &[]).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{unread}");
    }
}

#[tokio::test]
async fn who_asks_for_rules_where_there_are_none_is_told_so() {
    let site = Site::new().await;
    let page = site.page("/rules?lang=en").await;
    assert!(
        page.contains("<meta name=\"robots\" content=\"noindex\">"),
        "{page}"
    );
    assert!(!page.contains("href=\"/rules\""), "{page}");
}
