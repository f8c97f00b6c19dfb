//! Visitors say what is wrong in a record, and the office sees to it.

use super::office::{open, send};
use super::*;
use crate::people::{Role, amendments};

const OFFICE: &str = "/office/amendments";

async fn waiting(site: &Site) -> Vec<amendments::Amendment> {
    let mut tx = site.node.db.read().await.unwrap();
    amendments::waiting(&mut tx).await.unwrap()
}

async fn registrar(site: &Site) -> String {
    let ana = site.account("ana", Some(Role::Registrar)).await;
    site.session(&ana).await.0
}

#[tokio::test]
async fn what_a_visitor_says_is_wrong_reaches_the_office_and_is_seen_to() {
    let site = Site::new().await;
    let coop = site.organization("Panadería", false).await;
    let page = site.page(&coop.path()).await;
    let form = format!("{}/amend", coop.path());
    assert!(page.contains(&format!("href=\"{form}\"")), "{page}");
    assert!(
        page.contains(&format!("href=\"{form}?wish=keep\"")),
        "{page}"
    );
    let page = site.page(&format!("{form}?wish=keep")).await;
    assert!(page.contains("value=\"keep\" required checked"), "{page}");

    let typed = [
        ("wish", "remove"),
        ("text", HOSTILE),
        ("mail", "eva@coop.example"),
    ];
    let (status, page) = send(&site, "", &form, &typed).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("eva@coop.example"), "{page}");
    // Nobody but the office reads it.
    let page = site.page(&coop.path()).await;
    assert!(!page.contains("eva@coop.example"), "{page}");

    let cookie = registrar(&site).await;
    let page = open(&site, &cookie, OFFICE).await;
    let record = format!("/office/organizations/{}", coop.id);
    for shown in [&*record, "mailto:eva@coop.example", "Panadería", " (1)"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("<script"), "{page}");
    let [one] = &*waiting(&site).await else {
        panic!("one waits")
    };
    let seen = [("amendment", one.id.as_str())];
    let (status, _) = send(&site, &cookie, OFFICE, &seen).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(waiting(&site).await.is_empty());
    // A second officer was slower.
    let (status, _) = send(&site, &cookie, OFFICE, &seen).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_cannot_be_taken_comes_back_in_its_form() {
    let site = Site::new().await;
    let coop = site.organization("Panadería", true).await;
    let form = format!("{}/amend", coop.path());
    let whole = [
        ("wish", "correct"),
        ("text", "La calle es otra"),
        ("mail", "eva@coop.example"),
    ];
    let long = "x".repeat(amendments::LONGEST + 1);
    for (name, value) in [
        ("wish", ""),
        // It keeps its record itself already.
        ("wish", "keep"),
        ("text", " "),
        ("text", &*long),
        ("mail", "eva"),
    ] {
        let typed = whole.map(|(field, own)| (field, if field == name { value } else { own }));
        let (status, page) = send(&site, "", &form, &typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {value}");
        assert!(page.contains(&format!("id=\"{name}-wrong\"")), "{page}");
    }
    assert!(waiting(&site).await.is_empty());

    let hidden = site.organization("Oculta", false).await;
    let mut tx = site.node.db.begin().await.unwrap();
    registry::suspend(&mut tx, &site.node.clock, &hidden.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let of_hidden = format!("{}/amend", hidden.path());
    let (status, _) = send(&site, "", &of_hidden, &whole).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(waiting(&site).await.is_empty());
}

#[tokio::test]
async fn nobody_fills_the_offices_table() {
    let site = Site::new().await;
    let coop = site.organization("Panadería", false).await;
    let form = format!("{}/amend", coop.path());
    let typed = [
        ("wish", "correct"),
        ("text", "La calle es otra"),
        ("mail", "eva@coop.example"),
    ];
    let mut taken = 0;
    let refused = loop {
        let (status, page) = send(&site, "", &form, &typed).await;
        if status != StatusCode::OK {
            assert!(page.contains("La calle es otra"), "{page}");
            break status;
        }
        taken += 1;
    };
    assert_eq!((taken, refused), (5, StatusCode::CONFLICT));
}

#[tokio::test]
async fn a_form_of_another_site_says_nothing() {
    let site = Site::new().await;
    let coop = site.organization("Panadería", false).await;
    let request = Request::post(format!("{}/amend", coop.path()))
        .header(header::ORIGIN, "https://elsewhere.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("wish=remove&text=x&mail=eva@coop.example"))
        .unwrap();
    let response = site.routes.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(waiting(&site).await.is_empty());
}
