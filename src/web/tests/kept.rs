//! Pages that are kept for a moment: for whom, and until when.

use super::*;

#[tokio::test]
async fn a_page_is_the_same_for_everybody_until_something_is_written() {
    let site = Site::new().await;
    let own = site.organization("Café Unión", true).await;
    let path = own.path();
    let first = site.ask(&path, &[]).await;
    let (heads, page) = (first.headers().clone(), text(first).await);
    let again = site.ask(&path, &[]).await;
    assert_eq!(again.headers(), &heads);
    assert_eq!(text(again).await, page);
    let tag = heads[header::ETAG].to_str().unwrap();
    let held = site.ask(&path, &[(header::IF_NONE_MATCH, tag)]).await;
    assert_eq!(held.status(), StatusCode::NOT_MODIFIED);
    assert!(text(held).await.is_empty());

    // Another language is another page, and a choice is remembered each time.
    let spanish = site.ask(&path, &[(header::ACCEPT_LANGUAGE, "es")]).await;
    assert_eq!(spanish.headers()[header::CONTENT_LANGUAGE], "es");
    for _ in 0..2 {
        let chosen = site.ask(&format!("{path}?lang=fr"), &[]).await;
        assert!(chosen.headers().contains_key(header::SET_COOKIE));
    }

    site.offer(&own, "Tostadora de café").await;
    assert!(site.page(&path).await.contains("Tostadora de café"));
    let mut tx = site.node.db.begin().await.unwrap();
    registry::suspend(&mut tx, &site.node.clock, &own.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let withheld = site.ask(&path, &[]).await;
    assert_eq!(withheld.status(), StatusCode::NOT_FOUND);
}
