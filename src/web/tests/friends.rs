//! What is shown of other directories, and with whose name.

use super::*;
use crate::federation::records::{self, Record};

#[tokio::test]
async fn records_of_friends_stand_beside_ours_with_whose_they_are() {
    let site = Site::new().await;
    let now = site.node.clock.now();
    let hold = |id: &str, state: &str| Record {
        id: id.to_owned(),
        origin: "https://bilbao.example/actor".to_owned(),
        kind: "offer".to_owned(),
        owner: "https://bilbao.example/o/1".to_owned(),
        organization: Some("https://bilbao.example/o/1".to_owned()),
        purpose: Some("offer".to_owned()),
        name: format!("Bicicletas {state} {HOSTILE}"),
        territory: Some("ES-PV".to_owned()),
        body: format!("{{\"state\": \"{state}\", \"what\": \"product\", \"terms\": \"lend\"}}"),
        record_digest: String::new(),
        updated: now,
        log_seq: Some(1),
        received_at: now,
        gone: false,
        withheld: false,
        attested: false,
    };
    let mut tx = site.node.db.begin().await.unwrap();
    for record in [
        hold("https://bilbao.example/offers/1", "open"),
        hold("https://bilbao.example/offers/2", "closed"),
        hold("javascript:alert(1)", "open"),
    ] {
        records::hold(&mut tx, &record).await.unwrap();
    }
    tx.commit().await.unwrap();
    for path in ["/", "/offers?purpose=offer&what=product&territory=ES"] {
        let page = site.page(path).await;
        assert!(
            page.contains("href=\"https://bilbao.example/offers/1\""),
            "{page}"
        );
        assert!(
            page.contains("bilbao.example · Product · On loan"),
            "{page}"
        );
        for hidden in ["Bicicletas closed", "javascript:", "<script>"] {
            assert!(!page.contains(hidden), "{hidden}:\n{page}");
        }
    }
    for path in [
        "/offers?purpose=need",
        "/offers?territory=MX",
        "/organizations?q=bici",
    ] {
        assert!(!site.page(path).await.contains("bilbao.example"), "{path}");
    }
}

#[tokio::test]
async fn friendly_directories_are_named_with_their_host() {
    let site = Site::new().await;
    let (mut parts, ()) = Request::get("/friends").body(()).unwrap().into_parts();
    let reader = Reader::from_request_parts(&mut parts, &site.node)
        .await
        .unwrap();
    let friend = Friend {
        address: "https://bilbao.example/".to_owned(),
        name: HOSTILE.to_owned(),
        host: "bilbao.example".to_owned(),
        last_read: Some("2026-11-24".to_owned()),
    };
    let page = text(friends(&site.node, &reader, &[friend], None).unwrap()).await;
    assert!(
        page.contains("bilbao.example") && !page.contains("<script"),
        "{page}"
    );
}
