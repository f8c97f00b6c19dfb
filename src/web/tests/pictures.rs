//! Photos, icons and headers as people give them by forms.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::Method;

use super::*;
use crate::http::upload::testing;
use crate::offers::photos;
use crate::people::representation;
use crate::pictures::given_testing::png;
use crate::pictures::{self, Content, Role};

struct Desk {
    site: Site,
    cookie: String,
    own: Organization,
}

impl Desk {
    async fn new() -> Self {
        let site = Site::new().await;
        let ana = site.account("ana", None).await;
        let own = site.organization("Café Unión", true).await;
        let mut tx = site.node.db.begin().await.unwrap();
        representation::add(&mut tx, &site.node.clock, &ana.id, &own.id, "vocal")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let (cookie, _) = site.session(&ana).await;
        Self { site, cookie, own }
    }

    async fn give(&self, path: &str, file: &[u8], fields: &[(&str, &str)]) -> (StatusCode, String) {
        let mut request = testing::request((Method::POST, path), (file, "image/png"), fields);
        let cookie = self.cookie.parse().unwrap();
        request.headers_mut().insert(header::COOKIE, cookie);
        let response = self.site.routes.clone().oneshot(request).await.unwrap();
        (response.status(), text(response).await)
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .body(Body::from(body))
            .unwrap();
        let response = self.site.routes.clone().oneshot(request).await.unwrap();
        (response.status(), text(response).await)
    }

    async fn page(&self, path: &str) -> String {
        let response = self.site.ask(path, &[(header::COOKIE, &self.cookie)]).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        text(response).await
    }
}

#[tokio::test]
async fn photos_are_added_told_anew_and_taken_away_by_forms() {
    let desk = Desk::new().await;
    let offer = desk.site.offer(&desk.own, "Tostadora").await;
    let at = format!("/my/{}/offers/{}", desk.own.id, offer.id);
    let photos_at = format!("{at}/photos");
    let page = desk.page(&at).await;
    assert!(
        page.contains("name=\"alt-es\"") && page.contains("Español"),
        "{page}"
    );
    let (status, _) = desk
        .give(&photos_at, &png(64, 64, 1), &[("alt-es", HOSTILE)])
        .await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = desk.site.page(&offer.path()).await;
    assert!(
        page.contains("loading=\"lazy\"") && !page.contains("<script"),
        "{page}"
    );

    // What cannot be taken is told beside its field, with what was typed.
    for (file, alt, field) in [
        (b"no picture".to_vec(), "La tostadora", "file"),
        (Vec::new(), "La tostadora", "file"),
        (png(64, 64, 1), "La tostadora", "file"),
        (png(64, 64, 2), "", "alt-es"),
        (png(64, 64, 2), &*"x".repeat(1_501), "alt-es"),
    ] {
        let (status, page) = desk.give(&photos_at, &file, &[("alt-es", alt)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {alt}");
        assert!(page.contains(&format!("id=\"{field}-wrong\"")), "{page}");
        assert!(page.contains(alt) && page.contains("Tostadora"), "{page}");
    }
    for shade in [10, 20, 30] {
        let (status, _) = desk
            .give(&photos_at, &png(64, 64, shade), &[("alt-es", "Otra")])
            .await;
        assert_eq!(status, StatusCode::SEE_OTHER);
    }
    let (status, page) = desk
        .give(&photos_at, &png(64, 64, 40), &[("alt-es", "Otra")])
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Four photos are shown already"), "{page}");
    assert!(!page.contains("enctype"), "no form for a fifth: {page}");

    let mut tx = desk.site.node.db.read().await.unwrap();
    let shown = photos::of(&mut tx, &offer).await.unwrap();
    drop(tx);
    assert_eq!(shown.len(), 4);
    let first = shown[0].picture.digest.as_str();
    let change = format!("{photos_at}/change");
    let (status, _) = desk
        .post(
            &change,
            &[("photo", first), ("alt-es", "Con su gente"), ("do", "save")],
        )
        .await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(desk.page(&at).await.contains("value=\"Con su gente\""));
    let (status, _) = desk
        .post(&change, &[("photo", first), ("do", "save")])
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "without words");
    let remove = [("photo", first), ("do", "remove")];
    assert_eq!(desk.post(&change, &remove).await.0, StatusCode::SEE_OTHER);
    let (status, page) = desk.post(&change, &remove).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("has removed this photo"), "{page}");
}

#[tokio::test]
async fn an_icon_and_a_header_are_given_and_taken_away_by_forms() {
    let desk = Desk::new().await;
    let at = format!("/my/{}/pictures", desk.own.id);
    assert!(
        desk.page(&format!("/my/{}", desk.own.id))
            .await
            .contains(&at)
    );
    for (role, alt) in [("icon", "Una taza"), ("header", "El cafetal")] {
        let fields = [("role", role), ("alt-es", alt)];
        let (status, _) = desk.give(&at, &png(90, 60, 7), &fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let page = desk.page(&at).await;
        assert!(page.contains(&format!("alt=\"{alt}\"")), "{page}");
        let page = desk.site.page(&desk.own.path()).await;
        assert!(page.contains(&format!("class=\"{role}\"")), "{page}");
    }
    for (role, file, alt, wrong) in [
        ("icon", b"<svg/>".to_vec(), "Otra", "icon-wrong"),
        ("header", b"<svg/>".to_vec(), "Otra", "header-wrong"),
        (
            "icon",
            png(90, 60, 8),
            &*"x".repeat(1_501),
            "icon-alt-wrong",
        ),
        ("photo", png(90, 60, 8), "Otra", "icon-wrong"),
    ] {
        let fields = [("role", role), ("alt-es", alt)];
        let (status, page) = desk.give(&at, &file, &fields).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{role}");
        assert!(
            role == "photo" || page.contains(&format!("id=\"{wrong}\"")),
            "{page}"
        );
    }
    let remove = format!("{at}/remove");
    for _ in 0..2 {
        let (status, _) = desk.post(&remove, &[("role", "icon")]).await;
        assert_eq!(
            status,
            StatusCode::SEE_OTHER,
            "a second click finds it gone"
        );
    }
    let page = desk.site.page(&desk.own.path()).await;
    assert!(
        !page.contains("class=\"icon\"") && page.contains("class=\"header\""),
        "{page}"
    );
}

#[tokio::test]
async fn a_withheld_organization_shows_its_pictures_to_nobody() {
    let desk = Desk::new().await;
    let (at, node) = (format!("/my/{}/pictures", desk.own.id), &desk.site.node);
    let fields = [("role", "icon"), ("alt-es", "Una taza")];
    let (status, page) = desk.give(&at, &png(90, 60, 7), &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let mut tx = node.db.begin().await.unwrap();
    let path = desk.own.path();
    let shown = pictures::at(&mut tx, &path, Role::Icon).await.unwrap();
    let icon = shown.unwrap().picture.digest;
    let before = pictures::content(&mut tx, &icon).await.unwrap();
    assert!(matches!(before, Content::Drawn(..)));
    registry::suspend(&mut tx, &node.clock, &desk.own.id)
        .await
        .unwrap();
    let after = pictures::content(&mut tx, &icon).await.unwrap();
    assert!(matches!(after, Content::Missing));
    registry::publish(&mut tx, &node.clock, &desk.own.id)
        .await
        .unwrap();
    let again = pictures::content(&mut tx, &icon).await.unwrap();
    assert!(matches!(again, Content::Drawn(..)));
}

/// The value of a hidden field.
fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let mark = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&mark).unwrap();
    rest.split('"').next().unwrap()
}

#[tokio::test]
async fn a_draft_takes_photos_by_its_form_and_its_preview_shows_them() {
    let desk = Desk::new().await;
    let my = format!("/my/{}", desk.own.id);
    let page = desk.page(&format!("{my}/offers/new")).await;
    let (form, draft) = (hidden(&page, "form"), hidden(&page, "draft"));
    let mut fields = vec![
        ("form", form),
        ("version", ""),
        ("draft", draft),
        ("purpose", "offer"),
        ("title", "Tostadora"),
        ("text", "Con https://coop.example"),
        ("what", "product"),
        ("terms", "lend"),
        ("territory", "MX-OAX"),
        ("until", ""),
        ("language", "es"),
        ("alt", "La tostadora"),
    ];
    let add = format!("{my}/drafts");

    // What cannot be taken is told beside its field, and nothing typed is lost or kept.
    let mut untold = fields.clone();
    untold.retain(|(name, _)| *name != "alt");
    for (file, fields, wrong) in [
        (b"no picture".to_vec(), &fields, "file-wrong"),
        (vec![0; pictures::MOST_BYTES + 1], &fields, "file-wrong"),
        (png(64, 64, 1), &untold, "alt-wrong"),
    ] {
        let (status, page) = desk.give(&add, &file, fields).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(page.contains(&format!("id=\"{wrong}\"")), "{page}");
        assert!(page.contains("value=\"Tostadora\""), "{page}");
    }
    let mut with_name = fields.clone();
    with_name.extend([("file", "taza.jpg"), ("do", "publish")]);
    let (status, page) = desk.post(&format!("{my}/offers"), &with_name).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("has not been added yet"), "{page}");

    let (status, page) = desk.give(&add, &png(64, 64, 1), &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let at = format!("{my}/drafts/{draft}");
    let page = desk.page(&at).await;
    let digest = hidden(&page, "photo").to_owned();
    let photo = format!("{at}/photo/{digest}");
    assert!(page.contains(&format!("src=\"{photo}\"")), "{page}");
    let shown = desk
        .site
        .ask(&photo, &[(header::COOKIE, &desk.cookie)])
        .await;
    assert_eq!(shown.status(), StatusCode::OK);
    assert_eq!(shown.headers()[header::CONTENT_TYPE], "image/jpeg");
    assert_eq!(shown.headers()[header::CACHE_CONTROL], "no-store");
    let unasked = desk.site.ask(&photo, &[]).await;
    assert_eq!(unasked.status(), StatusCode::SEE_OTHER, "to sign in first");
    let mut tx = desk.site.node.db.read().await.unwrap();
    let public = pictures::content(&mut tx, &digest).await.unwrap();
    drop(tx);
    assert!(matches!(public, Content::Missing));

    let change = format!("{at}/photos/change");
    let (status, page) = desk
        .post(&change, &[("photo", digest.as_str()), ("alt-es", "")])
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("value=\"Tostadora\""), "{page}");
    let told = [("photo", digest.as_str()), ("alt-es", "Con su gente")];
    assert_eq!(desk.post(&change, &told).await.0, StatusCode::SEE_OTHER);

    let version = hidden(&page, "version").to_owned();
    for (name, value) in &mut fields {
        if *name == "version" {
            *value = &version;
        }
    }
    let mut look = fields.clone();
    look.push(("do", "look"));
    let (status, page) = desk.post(&format!("{my}/offers"), &look).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    for said in [
        "@directory.example",
        "class=\"grid of-1\"",
        "alt=\"Con su gente\"",
        "Con https://coop.example",
        "class=\"mention hashtag\"",
        "<span lang=\"es\">Español</span>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("src=\"http"), "nothing of others: {page}");
    // Its address is known only once it is published.
    let address = "https://directory.example/offers/";
    assert!(!page.contains(address), "{page}");

    fields.push(("do", "publish"));
    let (status, page) = desk.post(&format!("{my}/offers"), &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let mut tx = desk.site.node.db.read().await.unwrap();
    let ids = offers::ids_of(&mut tx, &desk.own.id).await.unwrap();
    let offer = offers::get(&mut tx, &ids[0]).await.unwrap();
    drop(tx);
    let page = desk.site.page(&offer.path()).await;
    assert!(page.contains(&format!("/m/{digest}.jpg")), "{page}");
    assert!(page.contains("alt=\"Con su gente\""), "{page}");
}

#[tokio::test]
async fn the_photos_of_a_draft_are_in_its_owners_export_and_in_nobody_elses() {
    let desk = Desk::new().await;
    let my = format!("/my/{}", desk.own.id);
    let page = desk.page(&format!("{my}/offers/new")).await;
    let fields = vec![
        ("form", hidden(&page, "form")),
        ("version", ""),
        ("draft", hidden(&page, "draft")),
        ("purpose", "offer"),
        ("title", "Tostadora"),
        ("language", "es"),
        ("alt", "La tostadora"),
    ];
    let (status, page) = desk
        .give(&format!("{my}/drafts"), &png(64, 64, 1), &fields)
        .await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let cookie = [(header::COOKIE, desk.cookie.as_str())];
    let whole = desk.site.ask(&format!("{my}/export"), &cookie).await;
    let whole: serde_json::Value = serde_json::from_str(&text(whole).await).unwrap();
    let photo = &whole["drafts"][0]["photos"][0];
    assert_eq!(photo["alt"]["es"], "La tostadora");
    assert_eq!(photo["media_type"], "image/jpeg");
    let data = BASE64.decode(photo["data"].as_str().unwrap()).unwrap();
    assert!(data.starts_with(&[0xff, 0xd8]), "a whole picture");

    let other = desk.site.organization("Otra", true).await;
    let asked = format!("/my/{}/export", other.id);
    let refused = desk.site.ask(&asked, &cookie).await;
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
}
